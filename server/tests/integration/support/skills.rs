//! People who hand in a digital skills self-check, and what is published of it.

use super::{Device, TestApp, edition_of};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::sheet::SheetId;
use serde_json::{Value, json};
use std::fmt::Write;

pub const FORM: &str = "dx_self_check";

/// A roster CSV: 職員課, 情報政策課, and `people[0]` and `people[1]` employees in two divisions.
pub fn roster_with(people: [u32; 2]) -> String {
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

pub fn sheet_of(person: &str) -> SheetId {
    SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle: Cycle::in_year(2026)[0],
    }
}

/// Submits a self-check that answers every scored item with `level`.
pub async fn submit(app: &TestApp, person: &str, level: u8, scope: &str) -> Device {
    let mut device = Device::new(person, person, &app.sign_in(person).await);
    let form = edition_of(app, &device.cookie, FORM).await;
    let sheet = sheet_of(person);
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
    device
}

pub fn section<'a>(seen: &'a Value, name: &str) -> &'a Value {
    let mut all = seen["sections"].as_array().unwrap().iter();
    all.find(|it| it["name"] == name).unwrap()
}

pub async fn fetch_skills_map(app: &TestApp, cookie: &str) -> Value {
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let (status, answer) = app.post("overview", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

pub fn mean(group: &Value, subject: &str) -> Value {
    let cells = group["cells"].as_array().unwrap().iter();
    let mut own = cells.filter(|it| it["subject"] == subject);
    own.next().unwrap()["mean"].clone()
}
