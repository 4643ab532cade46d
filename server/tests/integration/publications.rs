//! Figures as they are published: when they change, for whom, and for whom never.

use crate::support::skills::{fetch_skills_map, mean, roster_with, section, sheet_of, submit};
use crate::support::sql;
use crate::support::{Days, NOW, TestApp};
use axum::http::StatusCode;
use domain::fact::{Step, StepDetails};
use serde_json::{Value, json};
use std::fmt::Write;

#[tokio::test]
async fn a_division_of_four_is_suppressed_and_waits_to_be_counted() {
    let app = TestApp::with_roster(&roster_with([6, 4]), server::clock::fixed(NOW)).await;
    for at in 1..=6 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    for at in 1..=4 {
        submit(&app, &format!("N{at}"), 4, "supervisor_and_personnel").await;
    }
    app.publish_figures().await;
    let seen = fetch_skills_map(&app, &app.sign_in("D1").await).await;
    assert_eq!(mean(section(&seen, "区民課"), "dx_all_staff"), json!(3.0));
    assert_eq!(mean(section(&seen, "福祉課"), "dx_all_staff"), Value::Null);
    assert_eq!(mean(&seen["ward"], "dx_all_staff"), json!(3.0));
    assert_eq!(
        seen["sheets"], 6,
        "the four would be the total without the six"
    );
}

#[tokio::test]
async fn divisions_of_seven_one_and_one_are_in_the_total_only() {
    let mut roster = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割\n".to_owned();
    for at in 1..=9 {
        let section = ["防災課", "税務課", "会計課"][usize::from(at > 7) + usize::from(at > 8)];
        let role = if at == 1 { "職員課" } else { "" };
        writeln!(roster, "M{at},職員 {at},総務部,{section},,2,事務,,{role}").unwrap();
    }
    let app = TestApp::with_roster(&roster, server::clock::fixed(NOW)).await;
    for at in 1..=9 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    app.publish_figures().await;
    let seen = fetch_skills_map(&app, &crate::support::sign_in_again(&app, "M1").await).await;
    assert_eq!(mean(&seen["ward"], "dx_all_staff"), json!(3.0));
    assert_eq!(seen["sheets"], 9);
    for name in ["防災課", "税務課", "会計課"] {
        let group = section(&seen, name);
        assert_eq!(mean(group, "dx_all_staff"), Value::Null, "{name}");
        assert_eq!(group["people"], Value::Null, "{name}");
    }
}

#[tokio::test]
async fn the_sixth_hand_in_changes_no_figure_until_five_more_are_there() {
    let days = Days::default();
    let app = TestApp::with_roster(&roster_with([20, 0]), days.clock()).await;
    for at in 1..=5 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    let digital = app.sign_in("D1").await;
    assert_eq!(
        fetch_skills_map(&app, &digital).await["sheets"],
        Value::Null
    );
    app.publish_figures().await;
    let first = fetch_skills_map(&app, &digital).await;
    assert_eq!(first["sheets"], 5);
    for at in 6..=9 {
        submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
        days.set(i64::from(at));
        app.publish_figures().await;
        let digital = crate::support::sign_in_again(&app, "D1").await;
        assert_eq!(fetch_skills_map(&app, &digital).await, first, "{at} people");
    }
    submit(&app, "M10", 2, "supervisor_and_personnel").await;
    let digital = crate::support::sign_in_again(&app, "D1").await;
    // On the day of a publication nothing changes any more, whoever comes.
    assert_eq!(fetch_skills_map(&app, &digital).await, first);
    days.set(10);
    app.publish_figures().await;
    let digital = crate::support::sign_in_again(&app, "D1").await;
    let second = fetch_skills_map(&app, &digital).await;
    assert_eq!(
        (&second["sheets"], mean(&second["ward"], "dx_all_staff")),
        (&json!(10), json!(2.5))
    );
}

#[tokio::test]
async fn figures_of_a_day_are_the_same_however_many_come_and_by_day_some_are_held_back() {
    let days = Days::default();
    let app = TestApp::with_roster(&roster_with([25, 0]), days.clock()).await;
    for at in 1..=12 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    let publish_by_day = async || app.state.publish_figures(false).await.unwrap();
    publish_by_day().await;
    let digital = app.sign_in("D1").await;
    let first = fetch_skills_map(&app, &digital).await;
    assert_eq!(first["sheets"], 7, "five of twelve are held back");
    for at in 13..=25 {
        submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
    }
    publish_by_day().await;
    app.publish_figures().await;
    assert_eq!(fetch_skills_map(&app, &digital).await, first);
    days.set(1);
    app.publish_figures().await;
    let digital = crate::support::sign_in_again(&app, "D1").await;
    assert_eq!(fetch_skills_map(&app, &digital).await["sheets"], 25);
}

#[tokio::test]
async fn sheets_not_shared_with_personnel_and_drafts_are_excluded_from_means() {
    let app = TestApp::with_roster(&roster_with([8, 0]), server::clock::fixed(NOW)).await;
    for at in 1..=5 {
        submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
    }
    submit(&app, "M6", 5, "self_only").await;
    let mut draft = submit(&app, "M7", 4, "supervisor_and_personnel").await;
    draft.step_in(&sheet_of("M7"), Step::Withdraw, StepDetails::default());
    draft.exchange(&app).await;
    app.publish_figures().await;
    let seen = fetch_skills_map(&app, &app.sign_in("D1").await).await;
    assert_eq!(
        (&seen["sheets"], mean(&seen["ward"], "dx_all_staff")),
        (&json!(5), json!(2.0))
    );
}

#[tokio::test]
async fn a_restricted_form_has_no_figures() {
    let app = TestApp::with_roster(&roster_with([1, 0]), server::clock::fixed(NOW)).await;
    let personnel = app.sign_in("P1").await;
    let body = json!({"instrument": "guidance_record", "cycle": "2026-start"});
    for path in ["overview", "progress", "training", "skills_book"] {
        let (status, _) = app.post(path, Some(&personnel), &body).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn figures_go_with_the_sheets_when_they_are_deleted_and_sheets_of_before_are_counted() {
    let app = TestApp::with_roster(&roster_with([6, 0]), server::clock::fixed(NOW)).await;
    for at in 1..=6 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    let pool = &app.state.database().readers;
    let count = async |table: &'static str| -> i64 {
        let query = sql(&format!("select count(*) from {table}"));
        query.fetch_value(pool).await.unwrap()
    };
    assert_eq!(count("score").await, 6);
    // As an earlier release left it: without scores.
    sql("delete from score").execute(pool).await.unwrap();
    app.publish_figures().await;
    assert_eq!((count("score").await, count("counted_score").await), (6, 6));
    let seen = fetch_skills_map(&app, &app.sign_in("D1").await).await;
    assert_eq!(seen["sheets"], 6);
}
