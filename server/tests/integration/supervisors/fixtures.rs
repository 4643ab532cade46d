//! Fixtures for two people with a device each.

pub use crate::support::sign_in_again;
use crate::support::sql;
use crate::support::{Device, TestApp, new_password};
use api::interviews::CheckedOutSheet;
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Reason, StepDetails};
use domain::instrument::{Edition, Item};
use domain::sheet::SheetId;
use serde_json::{Value, json};

pub fn sheet_of(person: &str, instrument: &str, at: usize) -> SheetId {
    SheetId {
        person: person.into(),
        instrument: instrument.into(),
        cycle: Cycle::in_year(2026)[at],
    }
}

pub async fn device(app: &TestApp, id: &str, name: &str) -> Device {
    Device::new(id, name, &app.sign_in(id).await)
}

pub async fn edition(app: &TestApp, cookie: &str, instrument: &str) -> Edition {
    let body = json!({"instrument": instrument, "known": null});
    let (status, answer) = app.post("edition", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer[1].clone()).unwrap()
}

pub fn item(edition: &Edition, id: &str) -> Item {
    edition.item(&id.into()).unwrap().clone()
}

/// Checks a sheet out to the device, as a 所属長's browser does.
pub async fn check_out(app: &TestApp, device: &mut Device, sheet: &SheetId) -> (StatusCode, Value) {
    let (status, answer) = app
        .post(
            "take_along",
            Some(&device.cookie),
            &json!({"sheet": sheet, "device": device.journal.meta.device}),
        )
        .await;
    if status == StatusCode::OK {
        let along: CheckedOutSheet = serde_json::from_value(answer.clone()).unwrap();
        device.journal.check_out(sheet, &along.epoch, &along.facts);
    }
    (status, answer)
}

/// As if 職員課 had decided on E1's guidance in 2026.
pub async fn decide_guidance(app: &TestApp) {
    let decide = "insert into guidance_subject (person, year, reason, named_by, named_at)
        values ('E1', 2026, '-', 'P1', 0)";
    sql(decide)
        .execute(&app.state.database().readers)
        .await
        .unwrap();
}

pub fn signed_by(person: &str) -> StepDetails {
    StepDetails {
        by: Some(person.into()),
        ..StepDetails::default()
    }
}

pub fn tray(device: &Device) -> Vec<(Reason, String)> {
    let tray = device.journal.tray();
    tray.map(|it| (it.reason, it.detail.clone())).collect()
}

pub async fn proof_key(app: &TestApp, cookie: &str) -> String {
    let (_, me) = app.post("me", Some(cookie), &json!({})).await;
    me["proof_key"].as_str().unwrap().to_owned()
}

pub async fn set_confirmation_pin(
    app: &TestApp,
    cookie: &str,
    id: &str,
    number: &str,
) -> StatusCode {
    let body = json!({"password": new_password(id), "number": number});
    app.post("set_confirmation", Some(cookie), &body).await.0
}

/// An interview record with answers of both parties, in sync on both devices.
pub async fn start_interview(app: &TestApp) -> (SheetId, Device, Device, Edition) {
    let sheet = sheet_of("E1", "hearing_record", 1);
    let mut own = device(app, "E1", "own").await;
    let mut boss = device(app, "B1", "boss").await;
    let form = edition(app, &own.cookie, "hearing_record").await;
    assert_eq!(check_out(app, &mut boss, &sheet).await.0, StatusCode::OK);
    boss.answer_in(
        &sheet,
        &item(&form, "agreed_goals"),
        json!("窓口の待ち時間を10分に"),
    )
    .unwrap();
    boss.answer_in(
        &sheet,
        &item(&form, "supervisor_comment"),
        json!("一歩ずつ"),
    )
    .unwrap();
    boss.exchange(app).await;
    own.exchange(app).await;
    own.answer_in(
        &sheet,
        &item(&form, "employee_comment"),
        json!("やってみます"),
    )
    .unwrap();
    own.exchange(app).await;
    boss.exchange(app).await;
    (sheet, own, boss, form)
}

pub async fn open_shared(app: &TestApp, cookie: &str, sheet: &SheetId) -> (StatusCode, Value) {
    app.post("shared_sheet", Some(cookie), &json!({"sheet": sheet}))
        .await
}
