//! The skills map of the municipality: who may read it, what is aggregated, and which cells are suppressed.

use crate::support::skills::{FORM, fetch_skills_map, mean, roster_with, section, submit};
use crate::support::{NOW, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::fmt::Write;

#[tokio::test]
async fn the_digital_policy_office_sees_means_of_digital_skills_and_nothing_else() {
    let app = TestApp::with_roster(&roster_with([6, 5]), server::clock::fixed(NOW)).await;
    for at in 1..=6 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    for at in 1..=5 {
        submit(&app, &format!("N{at}"), 4, "supervisor_and_personnel").await;
    }
    app.publish_figures().await;
    let digital = app.sign_in("D1").await;
    let seen = fetch_skills_map(&app, &digital).await;
    assert_eq!(seen["sheets"], 11);
    assert_eq!(mean(section(&seen, "区民課"), "dx_all_staff"), json!(3.0));
    // 職員課 and 情報政策課 have one person each, and are not told by what is left of the total.
    assert_eq!(mean(section(&seen, "福祉課"), "dx_all_staff"), Value::Null);
    assert_eq!(mean(&seen["ward"], "dx_all_staff"), json!(3.5));
    assert_eq!(seen["published_at"], json!(NOW.0));
    assert_eq!(mean(&seen["ward"], "dx_manager"), Value::Null);
    let aims = seen["subjects"].as_array().unwrap().iter();
    let aimed = aims.filter(|it| it["aim"] == 4).count();
    assert_eq!(aimed, 4);
    // The response contains no person, and other forms are forbidden.
    assert!(!seen.to_string().contains("職員 1"));
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let other = json!({"instrument": "self_scoring_sheet", "cycle": "2026-start"});
    for (path, body) in [
        ("overview", &other),
        ("progress", &other),
        ("progress", &body),
    ] {
        let (status, _) = app.post(path, Some(&digital), body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    let (status, _) = app.post("export", Some(&digital), &body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let sheet = json!({"person": "M1", "instrument": FORM, "cycle": "2026-start"});
    let (status, _) = app
        .post("shared_sheet", Some(&digital), &json!({"sheet": sheet}))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let staff = crate::support::sign_in_again(&app, "M1").await;
    let (status, _) = app.post("overview", Some(&staff), &body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

/// B1: the ward's nine less 防災課's seven would be the mean of the two others.
/// A5: five have handed in, somebody looks, a sixth hands in, somebody looks again.
async fn training(app: &TestApp, cookie: &str) -> Value {
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let (status, answer) = app.post("training", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

fn demand_for<'a>(training: &'a Value, measure: &str) -> &'a Value {
    let mut all = training["wanted"].as_array().unwrap().iter();
    all.find(|it| it["measure"]["ja"] == measure).unwrap()
}

#[tokio::test]
async fn training_counts_people_of_the_whole_ward_and_names_divisions_whose_means_call_for_it() {
    let app = TestApp::with_roster(&roster_with([7, 6]), server::clock::fixed(NOW)).await;
    for at in 1..=7 {
        submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
    }
    for at in 1..=6 {
        let level = if at == 1 { 2 } else { 5 };
        submit(&app, &format!("N{at}"), level, "supervisor_and_personnel").await;
    }
    app.publish_figures().await;
    let seen = training(&app, &app.sign_in("D1").await).await;
    assert_eq!(seen["people"], 13);
    // Of 福祉課's six, five answered the highest everywhere: nobody of them could have answered otherwise.
    assert_eq!(seen["sections"], json!(["区民課"]));
    let course = demand_for(&seen, "実務研修");
    assert_eq!(course["suggested"], 8);
    assert_eq!(course["suits_section"], json!([true]));
    assert_eq!(course["planned"], Value::Null);
    assert!(!seen.to_string().contains("職員 1"));
}

#[tokio::test]
async fn training_demand_of_four_people_and_of_everybody_alike_is_suppressed() {
    for people in [4, 12] {
        let app = TestApp::with_roster(&roster_with([people, 0]), server::clock::fixed(NOW)).await;
        for at in 1..=people {
            submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
        }
        app.publish_figures().await;
        let seen = training(&app, &app.sign_in("D1").await).await;
        // Twelve of twelve would say it of each of them.
        assert_eq!(
            (&seen["people"], &seen["wanted"]),
            (&Value::Null, &json!([]))
        );
    }
}

/// B2: a restricted form has no counts, whoever asks for them in whatever way.
#[tokio::test]
async fn supporters_are_counted_for_the_digital_policy_office_and_named_only_for_personnel() {
    let mut roster = roster_with([2, 1]);
    writeln!(
        roster,
        "S1,楠木 かなで,区民部,区民課,,2,事務,,DX推進サポーター"
    )
    .unwrap();
    let app = TestApp::with_roster(&roster, server::clock::fixed(NOW)).await;
    let of = |seen: &Value, section: &str| {
        let all = seen["supporters"].as_array().unwrap().iter();
        let mut own = all.filter(|it| it["section"] == section);
        own.next().unwrap().clone()
    };
    let seen = training(&app, &app.sign_in("D1").await).await;
    let citizens = of(&seen, "区民課");
    assert_eq!(
        (&citizens["count"], &citizens["names"]),
        (&json!(1), &json!([]))
    );
    assert_eq!(of(&seen, "福祉課")["count"], 0);
    let seen = training(&app, &app.sign_in("P1").await).await;
    assert_eq!(of(&seen, "区民課")["names"], json!(["楠木 かなで"]));
    // The type that belongs to the person's role is preselected; for others nothing is.
    for (person, preset) in [("S1", json!(["dx_supporter"])), ("M1", json!([]))] {
        let body = json!({"instrument": FORM, "known": null});
        let cookie = app.sign_in(person).await;
        let (_, answer) = app.post("edition", Some(&cookie), &body).await;
        assert_eq!(answer[1]["sections"][0]["items"][0]["preset"], preset);
        let (_, same) = app
            .post(
                "edition",
                Some(&cookie),
                &json!({"instrument": FORM, "known": answer[0]}),
            )
            .await;
        assert_eq!(same, Value::Null);
    }
}

/// A ward with two sections, and its workbook.
pub(crate) async fn workbook() -> (TestApp, Vec<u8>) {
    let app = TestApp::with_roster(&roster_with([6, 4]), server::clock::fixed(NOW)).await;
    for (section, n) in [("M", 6), ("N", 4)] {
        for at in 1..=n {
            submit(
                &app,
                &format!("{section}{at}"),
                3,
                "supervisor_and_personnel",
            )
            .await;
        }
    }
    app.publish_figures().await;
    let digital = app.sign_in("D1").await;
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let (_, answer) = app.post("skills_book", Some(&digital), &body).await;
    let bytes = hex::decode(answer.as_str().unwrap()).unwrap();
    (app, bytes)
}

#[tokio::test]
async fn the_workbook_has_the_tables_of_the_map_and_suppresses_the_same_cells() {
    use calamine::Reader;
    let (app, bytes) = workbook().await;
    let digital = crate::support::sign_in_again(&app, "D1").await;
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "課ごと",
            "職層ごと",
            "参加の様子",
            "研修の見込み",
            "ＤＸ推進サポーター"
        ]
    );
    let means = book.worksheet_range("課ごと").unwrap();
    let cell = |row, column| means.get_value((row, column)).unwrap().to_string();
    assert_eq!(cell(0, 0), "課ごと");
    let rows: Vec<[String; 2]> = (1..u32::try_from(means.height()).unwrap())
        .map(|at| [cell(at, 0), cell(at, 1)])
        .collect();
    let row = |name: &str| rows.iter().find(|it| it[0] == name).unwrap()[1].as_str();
    assert_eq!(["区民課", "福祉課", "全体"].map(row), ["3", "非表示", "3"]);
    let staff = crate::support::sign_in_again(&app, "M1").await;
    let (status, _) = app.post("skills_book", Some(&staff), &body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let other = json!({"instrument": "self_scoring_sheet", "cycle": "2026-start"});
    for path in ["training", "skills_book"] {
        let (status, _) = app.post(path, Some(&digital), &other).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}
