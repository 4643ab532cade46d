//! A form that changes under sheets that are begun, handed in or still offline: every answer is taken as its person was
//! asked it, and keeps its words.

use crate::support::{Device, NOW, ROSTER, TestApp, edition_of, place, read_passwords, tempdir};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::instrument::{Edition, ItemKind};
use domain::locale::Locale;
use domain::sheet::SheetId;
use serde_json::{Value, json};
use server::app_state::{AppState, StartError};
use server::clock::fixed;
use server::personnel::roster;
use std::path::Path;

const FORM: &str = "career_declaration";

/// The edition after the built-in one.
const NEXT: u32 = 5;

/// What both people of the test answered on the first edition: item, value, and its words if it has other ones.
fn answers() -> [(&'static str, Value, &'static str); 5] {
    [
        (
            "desired_areas",
            json!(["area_counter", "area_project", "area_internal"]),
            "1 窓口部門、2 事業実施部門、3 内部管理部門",
        ),
        (
            "experienced_areas",
            json!([{"area": "area_project", "from": "2019", "until": "2022", "place": "子育て支援課"}]),
            "事業実施部門　2019　2022　子育て支援課",
        ),
        ("desired_jobs", json!("児童館の運営"), "児童館の運営"),
        (
            "digital_path",
            json!(["supporter"]),
            "ＤＸ推進サポーターをやってみたい",
        ),
        (
            "free_comment",
            json!("二十字より長い文を、前の版で書きました。".repeat(3)),
            "",
        ),
    ]
}

/// Their direction, and the field that only a specialist is asked.
fn direction(person: &str) -> Vec<(&'static str, Value, &'static str)> {
    if person == "E1" {
        let words = "ジェネラリスト（幅広い部門の経験）";
        return vec![("orientation", json!("generalist"), words)];
    }
    let fields = json!(["welfare", "children", "digital"]);
    vec![
        ("orientation", json!("both"), "今はジェネラリスト"),
        (
            "special_field",
            fields,
            "福祉、子育て・児童、デジタル・情報",
        ),
    ]
}

fn remove_options(item: &mut Value) {
    let gone = ["generalist", "children", "area_project"];
    match item {
        Value::Array(all) => {
            all.retain(|it| it["id"].as_str().is_none_or(|it| !gone.contains(&it)));
            all.iter_mut().for_each(remove_options);
        }
        Value::Object(members) => members.values_mut().for_each(remove_options),
        _ => {}
    }
}

/// The next edition: without three options, an item and a section, and with shorter texts.
fn second_edition(form: &mut Value) {
    form["version"] = json!(NEXT);
    let sections = form["sections"].as_array_mut().unwrap();
    sections.retain(|it| it["id"] != "digital");
    for section in sections {
        let items = section["items"].as_array_mut().unwrap();
        items.retain(|it| it["id"] != "desired_jobs");
        for item in items {
            remove_options(&mut item["kind"]);
            if let Some(text) = item["kind"].get_mut("text") {
                text["max_length"] = json!(20);
            }
        }
    }
}

fn write_forms(folder: &Path, change: impl Fn(&mut Value)) {
    std::fs::create_dir_all(folder).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let text = std::fs::read_to_string(built_in.join(format!("{FORM}.json"))).unwrap();
    let mut form = serde_json::from_str(&text).unwrap();
    change(&mut form);
    std::fs::write(folder.join(format!("{FORM}.json")), form.to_string()).unwrap();
}

async fn start() -> TestApp {
    let folder = tempdir().unwrap();
    let forms = folder.path().join("forms");
    write_forms(&forms, |_| ());
    let state = AppState::open(&place(folder.path()).await, Some(&forms), fixed(NOW))
        .await
        .unwrap();
    let passwords = folder.path().join("passwords.csv");
    roster::import(state.database(), ROSTER.as_bytes(), &passwords, NOW)
        .await
        .unwrap();
    TestApp::around(state, read_passwords(&passwords), folder)
}

/// Stops the server and starts it with changed forms.
async fn restart_with(app: TestApp, change: impl Fn(&mut Value)) -> Result<TestApp, StartError> {
    let forms = app.folder.path().join("forms");
    write_forms(&forms, change);
    drop(app.router);
    let file = place(app.folder.path()).await;
    let state = AppState::open(&file, Some(&forms), fixed(NOW)).await?;
    Ok(TestApp::around(state, app.passwords, app.folder))
}

fn declaration(person: &str) -> SheetId {
    SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle: Cycle::in_year(2026)[0],
    }
}

fn write(device: &mut Device, form: &Edition) {
    let sheet = declaration(&device.person);
    for (item, value, _) in answers().into_iter().chain(direction(&device.person)) {
        let item = form.item(&item.into()).unwrap();
        device.answer_in(&sheet, item, value).unwrap();
    }
}

async fn submit(app: &TestApp, device: &mut Device) {
    device.exchange(app).await;
    device.step_in(
        &declaration(&device.person),
        Step::Submit,
        StepDetails::default(),
    );
    device.exchange(app).await;
    assert_eq!(device.journal.n_local_only(), 0);
    assert_eq!(device.journal.tray().count(), 0);
}

async fn ask(app: &TestApp, cookie: &str, call: &str, body: Value) -> Value {
    let (status, answer) = app.post(call, Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

#[tokio::test]
async fn answers_of_an_earlier_edition_keep_their_words_ranks_and_length() {
    let app = start().await;
    let mut declared = Device::new("E1", "office", &app.sign_in("E1").await);
    let mut offline = Device::new("E2", "home", &app.sign_in("E2").await);
    let first = edition_of(&app, &declared.cookie, FORM).await;
    let tag = ask(
        &app,
        &declared.cookie,
        "edition",
        json!({"instrument": FORM}),
    )
    .await[0]
        .clone();
    write(&mut declared, &first);
    submit(&app, &mut declared).await;
    // Written on the first edition, and sent when the server has the second.
    write(&mut offline, &first);

    let app = restart_with(app, second_edition).await.unwrap();
    submit(&app, &mut offline).await;
    let now = edition_of(&app, &declared.cookie, FORM).await;
    let body = json!({"instrument": FORM, "known": tag});
    let tag_now = ask(&app, &declared.cookie, "edition", body).await[0].clone();
    assert_ne!(tag, tag_now);
    for device in [&declared, &offline] {
        let sheet = device.journal.sheet(&declaration(&device.person));
        let seen = now.visible_items(&sheet);
        for (id, value, words) in answers().into_iter().chain(direction(&device.person)) {
            let it = seen.iter().find(|it| it.item.id.as_str() == id);
            let item = it.unwrap_or_else(|| panic!("{id} is not shown")).item;
            assert_eq!(sheet.value(&item.id), Some(&value), "{id}");
            let shown = now.display_answer(item, &value, Locale::JAPANESE);
            assert!(!shown.is_empty() && shown.contains(words), "{id}: {shown}");
        }
    }
    let place_of = |id: &str| now.items().position(|it| it.id.as_str() == id);
    assert_eq!(
        place_of("desired_jobs"),
        place_of("desired_areas").map(|it| it + 1)
    );

    let office = app.sign_in("P1").await;
    let body = json!({"instrument": FORM, "cycle": "2026-start"});
    let csv = ask(&app, &office, "export", body).await;
    let csv = csv.as_str().unwrap();
    for (id, value, words) in answers() {
        let words = if words.is_empty() {
            value.as_str().unwrap()
        } else {
            words
        };
        assert_eq!(csv.matches(words).count(), 2, "{id}: {csv}");
    }
    for (_, _, words) in direction("E1").into_iter().chain(direction("E2")) {
        assert!(csv.contains(words), "{words}: {csv}");
    }
    let career = ask(&app, &office, "career", json!({"person": "E1"})).await;
    assert!(career.to_string().contains("area_project"), "{career}");
    let search = json!({"year": 2026, "search": {"chosen": [["desired_areas", "area_project"]]}});
    let found = ask(&app, &office, "careers", search).await;
    assert_eq!(found["n_found"], 2, "{found}");
}

#[tokio::test]
async fn a_new_edition_asks_nothing_that_it_no_longer_has() {
    let app = start().await;
    let cookie = app.sign_in("E1").await;
    let app = restart_with(app, second_edition).await.unwrap();
    let now = edition_of(&app, &cookie, FORM).await;
    let untouched = domain::sheet::Sheet::default();
    let asked = now.visible_items(&untouched);
    assert!(asked.iter().all(|it| !it.item.retired));
    let orientation = &now.item(&"orientation".into()).unwrap().kind;
    let ItemKind::Single { options, .. } = orientation else {
        panic!("{orientation:?}");
    };
    let offered: Vec<&str> = options
        .iter()
        .filter(|it| !it.retired)
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(offered, ["specialist", "both", "undecided"]);
    // What no edition ever offered is refused, with a sentence.
    let mut device = Device::new("E1", "office", &cookie);
    let mut own = now.item(&"orientation".into()).unwrap().clone();
    own.kind = ItemKind::Text { max_length: 99 };
    device
        .answer_in(&declaration("E1"), &own, json!("nowhere"))
        .unwrap();
    device.exchange(&app).await;
    let tray: Vec<_> = device.journal.tray().collect();
    assert_eq!(tray.len(), 1);
}

#[tokio::test]
async fn an_item_never_gets_readers_that_its_earlier_answers_were_not_promised_to() {
    let app = start().await;
    let error = restart_with(app, |form| {
        form["version"] = json!(NEXT);
        for section in form["sections"].as_array_mut().unwrap() {
            for item in section["items"].as_array_mut().unwrap() {
                if item["id"] == "life_stage" {
                    item["readers"] = json!("own_choice");
                }
            }
        }
    })
    .await
    .err()
    .unwrap();
    let told = error.to_string();
    assert!(
        told.contains("life_stage") && told.contains("読む人"),
        "{told}"
    );
}

#[tokio::test]
async fn a_form_that_is_older_than_the_published_one_takes_no_part_and_the_version_in_force_is_said()
 {
    let app = start().await;
    let office = app.sign_in("P1").await;
    let app = restart_with(app, |form| form["version"] = json!(NEXT + 1))
        .await
        .unwrap();
    // Never published here, and then the first one again.
    let older = |form: &mut Value| {
        form["version"] = json!(NEXT);
        form["sections"][0]["items"][0]["readers"] = json!("self_only");
    };
    let app = restart_with(app, older).await.unwrap();
    let app = restart_with(app, |_| ()).await.unwrap();
    let now = edition_of(&app, &office, FORM).await;
    assert_eq!(now.version, NEXT + 1);
    assert!(now.items().all(|it| !it.retired));
    let calendars = ask(&app, &office, "cycles", json!({})).await;
    let calendars = calendars.as_array().unwrap();
    let own = calendars.iter().find(|it| it["instrument"] == FORM);
    assert_eq!(own.unwrap()["version"], NEXT + 1);
}
