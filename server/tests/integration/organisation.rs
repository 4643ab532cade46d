//! The organisation on a day, and 部・課・係 that are renamed, put together and split.

use crate::people::{change, person};
use crate::support::skills::{fetch_skills_map, roster_with, section, submit};
use crate::support::{Days, ROSTER, TestApp, sign_in_again};
use api::organisation::{OrganisationOnDay, ReorganisationPreview};
use axum::http::StatusCode;
use domain::person_record::ChangeState;
use serde_json::{Value, json};

/// A plan as the page sends it. `to` is `部 課 係`.
fn plan(from: &str, to: &str, day: &str) -> Value {
    json!({"from": place(from), "to": place(to), "first_day": day, "reason": ""})
}

fn place(names: &str) -> Value {
    let mut names = names.split(' ');
    let mut next = || names.next().unwrap_or_default();
    json!({"department": next(), "section": next(), "unit": next()})
}

async fn preview(app: &TestApp, cookie: &str, plan: &Value) -> ReorganisationPreview {
    let body = json!({"plan": plan});
    let (status, answer) = app
        .post("preview_reorganisation", Some(cookie), &body)
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer).unwrap()
}

/// Looks at a plan and does it.
async fn reorganise(app: &TestApp, cookie: &str, plan: &Value) -> (StatusCode, Value) {
    let digest = preview(app, cookie, plan).await.digest;
    let body = json!({"plan": plan, "digest": digest});
    app.post("reorganise", Some(cookie), &body).await
}

async fn on(app: &TestApp, cookie: &str, day: &str) -> OrganisationOnDay {
    let (status, answer) = app
        .post("organisation", Some(cookie), &json!({"day": day}))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer).unwrap()
}

/// `福祉部 福祉課 6人` of every unit.
fn told(it: &OrganisationOnDay) -> Vec<String> {
    let units = it.organisation.units().into_iter();
    units
        .map(|it| format!("{} {}人", it.place.label(), it.n_people))
        .collect()
}

#[tokio::test]
async fn a_split_section_keeps_its_past_figures_and_its_past_place() {
    let days = Days::default();
    let app = TestApp::with_roster(&roster_with([12, 6]), days.clock()).await;
    for at in 1..=12 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    app.publish_figures().await;
    let office = app.sign_in("P1").await;
    let before = fetch_skills_map(&app, &office).await;
    let mut split = plan("区民部 区民課", "区民部 住民課", "2026-12-03");
    split["people"] = json!(["M1", "M2", "M3", "M4", "M5", "M6"]);
    let (status, answer) = reorganise(&app, &office, &split).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let today = on(&app, &office, "2026-11-23").await;
    assert!(told(&today).contains(&"区民部 区民課 12人".to_owned()));
    assert_eq!(app.state.make_due_changes().await, Ok(0));
    days.set(10);
    assert_eq!(app.state.make_due_changes().await, Ok(6));
    let office = sign_in_again(&app, "P1").await;
    let after = on(&app, &office, "2026-12-03").await;
    let expected = ["区民部 12人", "区民部 住民課 6人", "区民部 区民課 6人"];
    let own = told(&after);
    assert_eq!(
        expected.map(|it| own.contains(&it.to_owned())),
        [true; 3],
        "{own:?}"
    );
    // The day before is as it was.
    let earlier = on(&app, &office, "2026-12-02").await;
    assert_eq!(told(&earlier), told(&today));
    app.publish_figures().await;
    let figures = fetch_skills_map(&app, &office).await;
    assert_eq!(section(&figures, "区民課"), section(&before, "区民課"));
    assert_eq!(figures["ward"], before["ward"]);
}

#[tokio::test]
async fn what_was_not_looked_at_is_not_done() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let rename = plan("区民部 区民課", "区民部 住民課", "2026-11-23");
    let seen = preview(&app, &office, &rename).await;
    assert_eq!(seen.people.len(), 3);
    assert!(!seen.is_merged);
    let moved = [
        ("unit", "窓口係", "記録係"),
        ("section", "区民課", "福祉課"),
    ];
    let (status, _) = change(&app, &office, "E1", (&moved, "2026-11-23", "")).await;
    assert_eq!(status, StatusCode::OK);
    let body = json!({"plan": rename, "digest": seen.digest});
    let (status, _) = app.post("reorganise", Some(&office), &body).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let now = person(&app, &office, "E2").await;
    assert_eq!(now.record.person.org.section, "区民課");
    for wrong in [
        plan("", "区民部 住民課", "2026-11-23"),
        plan("区民部 区民課", "", "2026-11-23"),
        plan("区民部 区民課", "区民部 区民課", "2026-11-23"),
        plan("区民部 区民課", "区民部 住民課", "2032-04-01"),
        plan("無い部", "区民部", "2026-11-23"),
        plan(
            "区民部 区民課",
            &format!("区民部 {}", "課".repeat(61)),
            "2026-11-23",
        ),
    ] {
        let body = json!({"plan": wrong});
        let (status, answer) = app
            .post("preview_reorganisation", Some(&office), &body)
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    }
}

#[tokio::test]
async fn sections_that_are_put_together_have_one_leader_and_who_comes_by_then_goes_along() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    // Planned for the same day, and known before.
    let comes = [
        ("section", "情報政策課", "区民課"),
        ("department", "企画政策部", "区民部"),
    ];
    let (status, _) = change(&app, &office, "A1", (&comes, "2026-12-03", "")).await;
    assert_eq!(status, StatusCode::OK);
    let mut merge = plan("区民部 区民課", "福祉部 福祉課", "2026-12-03");
    merge["leader"] = json!("B2");
    let seen = preview(&app, &office, &merge).await;
    assert!(seen.is_merged);
    let who: Vec<&str> = seen.people.iter().map(|it| it.person.id.as_str()).collect();
    assert_eq!(who, ["A1", "B1", "E1", "E2"]);
    let (status, answer) = reorganise(&app, &office, &merge).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    days.set(10);
    app.state.make_due_changes().await.unwrap();
    let office = sign_in_again(&app, "P1").await;
    for id in ["A1", "B1", "E1", "E2"] {
        let now = person(&app, &office, id).await;
        assert_eq!(now.record.person.org.section, "福祉課", "{id}");
        assert_eq!(now.record.person.supervisor, Some("B2".into()), "{id}");
    }
    // Whoever would lead their own leader is refused before anything is planned.
    let mut circle = plan("福祉部 福祉課", "福祉部 援護課", "2026-12-10");
    circle["leader"] = json!("E1");
    let (status, _) = reorganise(&app, &office, &circle).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(on(&app, &office, "2026-12-10").await.past.len(), 1);
}

/// govuk-forms/forms-admin#3070: what hangs on a place goes along with it.
#[tokio::test]
async fn on_the_day_who_has_left_stays_away_who_has_come_goes_along_and_rules_follow() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let body = json!({"place": place("区民部 区民課 窓口係"), "reader": "B1"});
    let (status, answer) = app.post("name_second_reader", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let part = json!({
        "instrument": "self_scoring_sheet", "cycle": "2026-end", "people": {"section": "区民課"},
        "own": {"until": "2027-03-20"}
    });
    assert_eq!(
        app.post("add_cycle_part", Some(&office), &part).await.0,
        StatusCode::OK
    );
    let plan = plan("区民部 区民課", "区民部 住民課", "2026-12-03");
    assert_eq!(reorganise(&app, &office, &plan).await.0, StatusCode::OK);
    // One leaves the 課 before the day, another comes.
    let goes = [
        ("section", "区民課", "福祉課"),
        ("department", "区民部", "福祉部"),
    ];
    assert_eq!(
        change(&app, &office, "E1", (&goes, "2026-11-24", ""))
            .await
            .0,
        StatusCode::OK
    );
    let comes = [
        ("section", "情報政策課", "区民課"),
        ("department", "企画政策部", "区民部"),
    ];
    assert_eq!(
        change(&app, &office, "A1", (&comes, "2026-11-24", ""))
            .await
            .0,
        StatusCode::OK
    );
    days.set(10);
    app.state.make_due_changes().await.unwrap();
    app.state.make_due_changes().await.unwrap();
    let office = sign_in_again(&app, "P1").await;
    for (id, section) in [
        ("E1", "福祉課"),
        ("E2", "住民課"),
        ("B1", "住民課"),
        ("A1", "住民課"),
    ] {
        let now = person(&app, &office, id).await;
        assert_eq!(now.record.person.org.section, section, "{id}");
    }
    let left = person(&app, &office, "E1").await;
    assert_eq!(left.changes[0].state, ChangeState::Cancelled);
    let (_, readers) = app.post("second_readers", Some(&office), &json!({})).await;
    assert_eq!(readers[0]["place"], place("区民部 住民課 窓口係"));
    assert_eq!(readers[0]["n_people"], 1);
    let body = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    let (_, parts) = app.post("cycle_parts", Some(&office), &body).await;
    assert_eq!(parts["parts"][0]["people"]["section"], "住民課");
    assert_eq!(parts["parts"][0]["n_people"], 3);
}

#[tokio::test]
async fn who_was_taken_out_by_hand_stays_and_no_rule_is_for_more_people_than_before() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    for people in [json!({"section": "区民課"}), json!({"unit": "窓口係"})] {
        let part = json!({
            "instrument": "self_scoring_sheet", "cycle": "2026-end", "people": people, "own": "not_asked"
        });
        let (status, _) = app.post("add_cycle_part", Some(&office), &part).await;
        assert_eq!(status, StatusCode::OK);
    }
    let merge = plan("区民部 区民課", "福祉部 福祉課", "2026-12-03");
    assert_eq!(reorganise(&app, &office, &merge).await.0, StatusCode::OK);
    let planned = person(&app, &office, "E2").await.changes[0].seq;
    let body = json!({"seq": planned});
    let (status, _) = app.post("cancel_person_change", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK);
    days.set(10);
    app.state.make_due_changes().await.unwrap();
    app.state.make_due_changes().await.unwrap();
    let office = sign_in_again(&app, "P1").await;
    let stays = person(&app, &office, "E2").await;
    assert_eq!(stays.record.person.org.section, "区民課");
    // The 係 is dissolved at once: its rule is not for the 課, and the other is not for 福祉課.
    let dissolve = plan("福祉部 福祉課 窓口係", "福祉部 福祉課", "2026-12-03");
    assert_eq!(reorganise(&app, &office, &dissolve).await.0, StatusCode::OK);
    let body = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    let (_, parts) = app.post("cycle_parts", Some(&office), &body).await;
    assert_eq!(parts["parts"][0]["people"]["section"], "区民課");
    assert_eq!(parts["parts"][1]["people"]["unit"], "窓口係");
    app.state.follow_cycle_parts().await.unwrap();
    let (_, progress) = app.post("people_progress", Some(&office), &body).await;
    let asked = progress["people"].as_array().unwrap().len();
    assert_eq!(asked, 5, "E2 alone is not asked");
}

/// What a rename took along comes back with it.
#[tokio::test]
async fn an_undone_reorganisation_leaves_its_rules_as_they_were() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let body = json!({"place": place("区民部 区民課 "), "reader": "B1"});
    let (status, _) = app.post("name_second_reader", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK);
    let rename = plan("区民部 区民課", "区民部 住民課", "2026-11-23");
    let (_, answer) = reorganise(&app, &office, &rename).await;
    let now: OrganisationOnDay = serde_json::from_value(answer).unwrap();
    let (_, readers) = app.post("second_readers", Some(&office), &json!({})).await;
    assert_eq!(readers[0]["place"]["section"], "住民課");
    let body = json!({"seq": now.past[0].import.seq});
    let (_, answer) = app.post("undo_reorganisation", Some(&office), &body).await;
    assert_eq!(answer["is_undone"], true);
    let (_, readers) = app.post("second_readers", Some(&office), &json!({})).await;
    assert_eq!(readers[0]["place"]["section"], "区民課");
}

#[tokio::test]
async fn what_waits_can_be_taken_back_whatever_came_after_it() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let waits = plan("区民部 区民課", "区民部 住民課", "2027-04-01");
    assert_eq!(reorganise(&app, &office, &waits).await.0, StatusCode::OK);
    let done = plan("福祉部 福祉課", "福祉部 援護課", "2026-11-23");
    let (_, answer) = reorganise(&app, &office, &done).await;
    let now: OrganisationOnDay = serde_json::from_value(answer).unwrap();
    assert_eq!(now.past.len(), 2);
    assert!(now.past.iter().all(|it| it.can_be_undone));
    for it in now.past.iter().rev() {
        let body = json!({"seq": it.import.seq});
        let (status, answer) = app.post("undo_reorganisation", Some(&office), &body).await;
        assert_eq!(
            (status, &answer["is_undone"]),
            (StatusCode::OK, &json!(true))
        );
    }
    let (e1, b2) = (
        person(&app, &office, "E1").await,
        person(&app, &office, "B2").await,
    );
    assert_eq!(e1.changes[0].state, ChangeState::Cancelled);
    assert_eq!(b2.record.person.org.section, "福祉課");
    let now = on(&app, &office, "2027-04-01").await;
    assert!(
        now.past
            .iter()
            .all(|it| it.import.is_undone && !it.can_be_undone)
    );
    assert!(told(&now).contains(&"区民部 区民課 3人".to_owned()));
}

#[tokio::test]
async fn whoever_reorganises_their_own_section_goes_along_and_gives_themself_no_leader() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let mut own = plan("総務部 職員課", "総務部 人事課", "2026-11-23");
    own["leader"] = json!("B2");
    assert_eq!(reorganise(&app, &office, &own).await.0, StatusCode::OK);
    let now = person(&app, &office, "P1").await;
    assert_eq!(now.record.person.org.section, "人事課");
    assert_eq!(now.record.person.supervisor, None);
}
