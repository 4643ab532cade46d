//! The skills map of the municipality: who may read it, what is aggregated, and which cells are suppressed.

use crate::support::{Device, NOW, TestApp, edition_of};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::sheet::SheetId;
use serde_json::{Value, json};
use std::fmt::Write;

const FORM: &str = "dx_self_check";

/// A roster CSV: 職員課, 情報政策課, and `people[0]` and `people[1]` employees in two divisions.
fn roster_with(people: [u32; 2]) -> String {
    let mut text = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割\n\
        P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課\n\
        D1,椿原 なつめ,企画政策部,情報政策課,,2,事務,,情報政策課\n"
        .to_owned();
    let sections = [("M", "区民部,区民課"), ("N", "福祉部,福祉課")];
    for ((first, section), n) in sections.into_iter().zip(people) {
        for at in 1..=n {
            writeln!(text, "{first}{at},職員 {at},{section},,2,事務,,").unwrap();
        }
    }
    text
}

/// Submits a self-check that answers every scored item with `level`.
async fn submit(app: &TestApp, person: &str, level: u8, scope: &str) {
    let mut device = Device::new(person, person, &app.sign_in(person).await);
    let form = edition_of(app, &device.cookie, FORM).await;
    let sheet = SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle: Cycle::in_year(2026)[0],
    };
    for item in form.items() {
        let value = match item.id.as_str() {
            "share_scope" => json!(scope),
            "dx_profiles" => json!(["dx_supporter"]),
            _ if item.subject.is_some() && item.only_if.is_none() => json!(level),
            _ => continue,
        };
        device.answer_in(&sheet, item, value).unwrap();
    }
    device.exchange(app).await;
    device.step_in(&sheet, Step::Submit, StepDetails::default());
    device.exchange(app).await;
    assert_eq!(device.journal.n_local_only(), 0);
}

async fn fetch_skills_map(app: &TestApp, cookie: &str) -> Value {
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let (status, answer) = app.post("overview", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

fn mean(group: &Value, subject: &str) -> Value {
    let cells = group["cells"].as_array().unwrap().iter();
    let mut own = cells.filter(|it| it["subject"] == subject);
    own.next().unwrap()["mean"].clone()
}

#[tokio::test]
async fn the_digital_policy_office_sees_means_of_digital_skills_and_nothing_else() {
    let app = TestApp::with_roster(&roster_with([6, 5]), server::clock::fixed(NOW)).await;
    for at in 1..=6 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    for at in 1..=5 {
        submit(&app, &format!("N{at}"), 5, "supervisor_and_personnel").await;
    }
    let digital = app.sign_in("D1").await;
    let seen = fetch_skills_map(&app, &digital).await;
    assert_eq!(seen["sheets"], 11);
    assert_eq!(mean(&seen["sections"][0], "dx_all_staff"), json!(3.0));
    assert_eq!(mean(&seen["sections"][1], "dx_all_staff"), json!(5.0));
    assert_eq!(mean(&seen["ward"], "dx_manager"), Value::Null);
    let aims = seen["subjects"].as_array().unwrap().iter();
    let aimed = aims.filter(|it| it["aim"] == 4).count();
    assert_eq!(aimed, 4);
    // The response contains no person, and other forms are forbidden.
    assert!(!seen.to_string().contains("職員 1"));
    for path in ["overview", "progress"] {
        let other = json!({"instrument": "self_scoring_sheet", "cycle": "2026-start"});
        let (status, _) = app.post(path, Some(&digital), &other).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
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

#[tokio::test]
async fn a_division_of_four_is_suppressed_together_with_the_one_that_would_reveal_it() {
    let app = TestApp::with_roster(&roster_with([6, 4]), server::clock::fixed(NOW)).await;
    for at in 1..=6 {
        submit(&app, &format!("M{at}"), 3, "supervisor_and_personnel").await;
    }
    for at in 1..=4 {
        submit(&app, &format!("N{at}"), 5, "supervisor_and_personnel").await;
    }
    let seen = fetch_skills_map(&app, &app.sign_in("D1").await).await;
    for section in seen["sections"].as_array().unwrap() {
        assert_eq!(mean(section, "dx_all_staff"), Value::Null);
    }
    assert_eq!(mean(&seen["ward"], "dx_all_staff"), json!(3.8));
}

#[tokio::test]
async fn sheets_not_shared_with_personnel_are_excluded_from_means() {
    let app = TestApp::with_roster(&roster_with([6, 0]), server::clock::fixed(NOW)).await;
    for at in 1..=5 {
        submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
    }
    submit(&app, "M6", 5, "self_only").await;
    let seen = fetch_skills_map(&app, &app.sign_in("D1").await).await;
    assert_eq!(
        (&seen["sheets"], mean(&seen["ward"], "dx_all_staff")),
        (&json!(5), json!(2.0))
    );
}

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
async fn training_counts_the_people_it_suits_and_suppresses_small_divisions() {
    let app = TestApp::with_roster(&roster_with([7, 6]), server::clock::fixed(NOW)).await;
    for at in 1..=7 {
        submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
    }
    for at in 1..=6 {
        let level = if at == 1 { 2 } else { 5 };
        submit(&app, &format!("N{at}"), level, "supervisor_and_personnel").await;
    }
    let seen = training(&app, &app.sign_in("D1").await).await;
    assert_eq!(seen["people"], 13);
    assert_eq!(seen["sections"], json!(["区民課", "福祉課"]));
    let subsidy = demand_for(&seen, "キャリアアップ講座助成");
    assert_eq!(subsidy["suggested"], 8);
    assert_eq!(subsidy["by_section"], json!([null, null]));
    assert_eq!(subsidy["planned"], Value::Null);
    assert!(!seen.to_string().contains("職員 1"));
}

#[tokio::test]
async fn training_demand_of_four_people_is_suppressed() {
    let app = TestApp::with_roster(&roster_with([4, 0]), server::clock::fixed(NOW)).await;
    for at in 1..=4 {
        submit(&app, &format!("M{at}"), 2, "supervisor_and_personnel").await;
    }
    let seen = training(&app, &app.sign_in("D1").await).await;
    assert_eq!(
        (&seen["people"], &seen["wanted"]),
        (&Value::Null, &json!([]))
    );
}

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

#[tokio::test]
async fn the_workbook_has_the_tables_of_the_map_and_suppresses_the_same_cells() {
    use calamine::Reader;
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
    let digital = app.sign_in("D1").await;
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let (_, answer) = app.post("skills_book", Some(&digital), &body).await;
    let bytes = hex::decode(answer.as_str().unwrap()).unwrap();
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
    // Four people are suppressed, and so is the second division: total minus the rest would reveal the four.
    assert_eq!([cell(1, 0), cell(1, 1)], ["区民課", "非表示"]);
    assert_eq!([cell(3, 0), cell(3, 1)], ["全体", "3"]);
    let staff = crate::support::sign_in_again(&app, "M1").await;
    let (status, _) = app.post("skills_book", Some(&staff), &body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let other = json!({"instrument": "self_scoring_sheet", "cycle": "2026-start"});
    for path in ["training", "skills_book"] {
        let (status, _) = app.post(path, Some(&digital), &other).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}
