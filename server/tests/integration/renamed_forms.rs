//! A ward's own forms: every id of every form and item renamed, and what the program uses it for said by `role`.

use crate::support::{Device, NOW, TestApp, edition_of, read_passwords};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::instrument::{Edition, FormRole, ItemRole};
use domain::sheet::SheetId;
use serde_json::{Value, json};
use server::app_state::AppState;
use server::clock::fixed;
use server::personnel::roster;
use std::path::Path;

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
E1,梅里 みどり,区民部,区民課,窓口係,2,事務,B1,
B1,桐野 ひかり,区民部,区民課,,5,事務,,
P1,榎田 ゆう,総務部,職員課,人事係,2,事務,,職員課
A1,椿原 なつめ,企画政策部,情報政策課,,2,事務,,システム管理・情報政策課
";

fn rename(id: &mut Value) {
    if let Some(text) = id.as_str() {
        *id = format!("own_{text}").into();
    }
}

/// Writes the built-in forms to a folder, with other ids.
fn write_forms(folder: &Path) {
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for entry in std::fs::read_dir(built_in).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let mut form: Value = serde_json::from_str(&text).unwrap();
        let role = FormRole::of_earlier_form(&form["instrument"].as_str().unwrap().into());
        form["role"] = serde_json::to_value(role).unwrap();
        rename(&mut form["instrument"]);
        if form.get("about").is_some() {
            rename(&mut form["about"]);
        }
        for section in form["sections"].as_array_mut().unwrap() {
            for item in section["items"].as_array_mut().unwrap() {
                let role = ItemRole::of_earlier_item(&item["id"].as_str().unwrap().into());
                item["role"] = serde_json::to_value(role).unwrap();
                rename(&mut item["id"]);
                if let Some(of) = item.get_mut("only_if").and_then(|it| it.get_mut("item")) {
                    rename(of);
                }
            }
        }
        std::fs::write(folder.join(path.file_name().unwrap()), form.to_string()).unwrap();
    }
}

async fn open() -> TestApp {
    let folder = crate::support::tempdir().unwrap();
    let forms = folder.path().join("forms");
    std::fs::create_dir(&forms).unwrap();
    write_forms(&forms);
    let location = crate::support::place(folder.path()).await;
    let state = AppState::open(&location, Some(&forms), fixed(NOW))
        .await
        .unwrap();
    let passwords = folder.path().join("passwords.csv");
    roster::import(state.database(), ROSTER.as_bytes(), &passwords, NOW)
        .await
        .unwrap();
    TestApp::around(state, read_passwords(&passwords), folder)
}

async fn ask(app: &TestApp, cookie: &str, call: &str, body: Value) -> Value {
    let (status, answer) = app.post(call, Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{call}: {answer}");
    answer
}

/// Answers the first item with a role, shares the sheet with the supervisor and the personnel office, and submits.
async fn submit(
    app: &TestApp,
    device: &mut Device,
    form: &Edition,
    cycle: Cycle,
    role: ItemRole,
    value: Value,
) {
    let sheet = SheetId {
        person: device.person.as_str().into(),
        instrument: form.instrument.clone(),
        cycle,
    };
    device
        .answer_in(&sheet, form.item_with_role(role).unwrap(), value)
        .unwrap();
    if let Some(scope) = form.item_with_role(ItemRole::ShareScope) {
        let _ = device.answer_in(&sheet, scope, json!("supervisor_and_personnel"));
    }
    device.exchange(app).await;
    device.step_in(&sheet, Step::Submit, StepDetails::default());
    device.exchange(app).await;
    assert_eq!(device.journal.n_local_only(), 0, "{}", form.instrument);
    assert_eq!(device.journal.tray().count(), 0, "{}", form.instrument);
}

#[tokio::test]
async fn forms_with_other_ids_take_the_place_of_the_built_in_ones() {
    let app = open().await;
    let [start, _, end] = Cycle::in_year(2026);
    let cookie = app.sign_in("E1").await;
    let user = ask(&app, &cookie, "current_user", json!({})).await;
    let cycles = user["cycles"].as_array().unwrap();
    assert!(
        cycles
            .iter()
            .all(|it| it["instrument"].as_str().unwrap().starts_with("own_"))
    );
    let id_of = |role: &str| {
        let found = cycles.iter().find(|it| it["role"] == role);
        found.unwrap_or_else(|| panic!("no {role}"))["instrument"]
            .as_str()
            .unwrap()
            .to_owned()
    };

    let mut device = Device::new("E1", "office", &cookie);
    let goals = edition_of(&app, &cookie, &id_of("goals")).await;
    submit(
        &app,
        &mut device,
        &goals,
        start,
        ItemRole::Goal,
        json!("案内を10分に"),
    )
    .await;
    let career = edition_of(&app, &cookie, &id_of("career_declaration")).await;
    submit(
        &app,
        &mut device,
        &career,
        start,
        ItemRole::TransferWish,
        json!("stay"),
    )
    .await;
    let scoring = edition_of(&app, &cookie, &id_of("self_scoring")).await;
    submit(
        &app,
        &mut device,
        &scoring,
        end,
        ItemRole::GrowthPoint,
        json!(["planning"]),
    )
    .await;

    let office = app.sign_in("P1").await;
    let found = ask(
        &app,
        &office,
        "careers",
        json!({"year": 2026, "search": {}}),
    )
    .await;
    assert_eq!(found["people"][0]["id"], "E1", "{found}");

    // The interview's reference panel has the goals and the self-scoring, whatever their forms are called.
    let supervisor = app.sign_in("B1").await;
    let interview =
        json!({"sheet": {"person": "E1", "instrument": id_of("interview"), "cycle": "2026-end"}});
    let taken = ask(&app, &supervisor, "check_out_sheet", interview).await;
    assert!(
        taken["goals"].to_string().contains("案内を10分に"),
        "{taken}"
    );
    assert_eq!(
        taken["scoring"]["head"]["sheet"]["instrument"],
        id_of("self_scoring")
    );
    let team = ask(&app, &supervisor, "team", json!({"year": 2026})).await;
    assert!(team.to_string().contains("own_"), "{team}");

    // The digital policy office finds the question bank by its role, too.
    let digital = app.sign_in("A1").await;
    let bank = ask(&app, &digital, "question_bank", json!({})).await;
    assert!(bank["questions"].as_array().unwrap().len() > 50, "{bank}");
}
