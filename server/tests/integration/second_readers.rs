//! Second readers: what is handed in and shared from then on, and nothing else.

use crate::people::{TODAY, change};
use crate::support::{Device, TestApp, edition_of, sign_in_again};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::sheet::SheetId;
use serde_json::{Value, json};

/// A 課 with a 係長 (K1), its 課長 (B1), another 係 and the 部長 (C1).
const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
E1,梅里 みどり,区民部,区民課,窓口係,2,事務,B1,
E3,柏谷 そら,区民部,区民課,記録係,2,事務,B1,
K1,藤棚 さくら,区民部,区民課,窓口係,3,事務,B1,
B1,桐野 ひかり,区民部,区民課,,5,事務,C1,
C1,楡川 あおい,区民部,,,6,事務,,
P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課
P2,欅台 すみれ,総務部,職員課,,2,事務,,職員課
";

const FORM: &str = "self_scoring_sheet";

fn sheet_of(person: &str, at: usize) -> SheetId {
    SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle: Cycle::in_year(2026)[at],
    }
}

/// Somebody hands a declaration in, shared as they chose.
async fn hand_in(app: &TestApp, own: &mut Device, sheet: &SheetId, scope: &str) {
    let form = edition_of(app, &own.cookie, FORM).await;
    for (id, value) in [("evidence", "窓口の受付"), ("share_scope", scope)] {
        let item = form.item(&id.into()).unwrap();
        let _ = own.answer_in(sheet, item, json!(value));
    }
    own.step_in(sheet, Step::Submit, StepDetails::default());
    own.exchange(app).await;
    assert_eq!(own.journal.n_local_only(), 0);
}

async fn name(app: &TestApp, office: &str, place: Value, reader: &str) -> (StatusCode, Value) {
    let body = json!({"place": place, "reader": reader});
    app.post("name_second_reader", Some(office), &body).await
}

async fn opens(app: &TestApp, cookie: &str, sheet: &SheetId) -> bool {
    let body = json!({"sheet": sheet});
    let (status, _) = app.post("open_shared_sheet", Some(cookie), &body).await;
    status == StatusCode::OK
}

#[tokio::test]
async fn a_second_reader_reads_what_is_shared_after_they_were_named_and_confirms_nothing() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(crate::support::NOW)).await;
    let office = app.sign_in("P1").await;
    let mut own = Device::new("E1", "own", &app.sign_in("E1").await);
    let sheet = sheet_of("E1", 0);
    hand_in(&app, &mut own, &sheet, "supervisor").await;
    let unit = json!({"department": "区民部", "section": "区民課", "unit": "窓口係"});
    let (status, answer) = name(&app, &office, unit, "K1").await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer[0]["n_people"], 1);
    let reader = app.sign_in("K1").await;
    // What was shared before they were named was shared with others.
    assert!(!opens(&app, &reader, &sheet).await);
    own.cookie = sign_in_again(&app, "E1").await;
    let (_, me) = app
        .post("current_user", Some(&own.cookie), &json!({}))
        .await;
    assert_eq!(me["second_readers"], json!([["K1", "藤棚 さくら"]]));
    own.step_in(&sheet, Step::Withdraw, StepDetails::default());
    own.exchange(&app).await;
    own.step_in(&sheet, Step::Submit, StepDetails::default());
    own.exchange(&app).await;
    assert!(opens(&app, &reader, &sheet).await);
    // The owner sees who opened it.
    let (_, views) = app.post("sheet_views", Some(&own.cookie), &json!({})).await;
    assert!(views.to_string().contains("藤棚 さくら"), "{views}");
    // They send nothing back.
    let mut device = Device::new("K1", "reader", &reader);
    let stamp = device.next_stamp();
    let body = domain::fact::FactBody::Step {
        step: Step::Return,
        made_on: own.journal.sheet(&sheet).hash(),
        act: StepDetails {
            note: "直してください".to_owned(),
            ..StepDetails::default()
        },
    };
    device.journal.record_shown_step(&sheet, body, stamp);
    device.exchange(&app).await;
    assert_eq!(device.journal.tray().count(), 1);
    let (_, list) = app
        .post(
            "shared_sheets",
            Some(&reader),
            &json!({"cycle": "2026-start"}),
        )
        .await;
    assert_eq!(list["sheets"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_for_others_or_of_another_place_is_not_for_them() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(crate::support::NOW)).await;
    let office = app.sign_in("P1").await;
    let unit = json!({"department": "区民部", "section": "区民課", "unit": "窓口係"});
    let ward = json!({"department": "区民部", "section": "", "unit": ""});
    assert_eq!(
        name(&app, &office, unit.clone(), "K1").await.0,
        StatusCode::OK
    );
    assert_eq!(name(&app, &office, ward, "C1").await.0, StatusCode::OK);
    let (reader, head) = (app.sign_in("K1").await, app.sign_in("C1").await);
    let mut own = Device::new("E1", "own", &app.sign_in("E1").await);
    let mut other = Device::new("E3", "other", &app.sign_in("E3").await);
    let (mine, theirs) = (sheet_of("E1", 0), sheet_of("E3", 0));
    hand_in(&app, &mut own, &mine, "self_only").await;
    assert!(!opens(&app, &reader, &mine).await);
    assert!(!opens(&app, &head, &mine).await);
    own.step_in(&mine, Step::Withdraw, StepDetails::default());
    own.exchange(&app).await;
    hand_in(&app, &mut own, &mine, "supervisor").await;
    hand_in(&app, &mut other, &theirs, "supervisor").await;
    assert!(opens(&app, &reader, &mine).await);
    assert!(!opens(&app, &reader, &theirs).await, "another 係");
    assert!(opens(&app, &head, &theirs).await);
    // Whoever comes to the 係 afterwards was told of no second reader.
    let comes = [("unit", "記録係", "窓口係")];
    assert_eq!(
        change(&app, &office, "E3", (&comes, TODAY, "")).await.0,
        StatusCode::OK
    );
    assert!(!opens(&app, &reader, &theirs).await, "handed in elsewhere");
    // Whoever moves to another 部 reads no more.
    let moves = [("department", "区民部", "福祉部")];
    assert_eq!(
        change(&app, &office, "K1", (&moves, TODAY, "")).await.0,
        StatusCode::OK
    );
    assert!(!opens(&app, &reader, &mine).await);
    let (_, all) = app.post("second_readers", Some(&office), &json!({})).await;
    let head_of = all
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["reader"][0] == "C1");
    let body = json!({"seq": head_of.unwrap()["seq"]});
    let (status, _) = app.post("end_second_reader", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!opens(&app, &head, &theirs).await);
    // Nobody names themself, nor somebody of another 部, nor the same person twice.
    let own_place = json!({"department": "総務部", "section": "", "unit": ""});
    for (place, who) in [
        (own_place.clone(), "P1"),
        (own_place.clone(), "B1"),
        (own_place.clone(), "X9"),
        (
            json!({"department": "", "section": "区民課", "unit": ""}),
            "B1",
        ),
    ] {
        let (status, _) = name(&app, &office, place, who).await;
        assert!(status.is_client_error(), "{who}");
    }
    assert_eq!(
        name(&app, &office, own_place.clone(), "P2").await.0,
        StatusCode::OK
    );
    let (status, _) = name(&app, &office, own_place, "P2").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
