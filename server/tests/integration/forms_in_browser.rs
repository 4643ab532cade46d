//! Forms that 職員課 writes in the browser: drafts that two may write at, what is refused, and answers that no edition
//! drops or refuses.

use crate::support::{Device, NOW, TestApp, edition_of, sql};
use api::forms::{FormHead, FormToWrite};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::instrument::Edition;
use domain::locale::Locale;
use domain::sheet::SheetId;
use serde_json::{Value, json};

pub const FORM: &str = "tidy_desk";

pub async fn ask(app: &TestApp, office: &str, call: &str, body: &Value) -> Value {
    let (status, answer) = app.post(call, Some(office), body).await;
    assert_eq!(status, StatusCode::OK, "{call}: {answer}");
    answer
}

pub async fn to_write(app: &TestApp, office: &str, instrument: &str) -> FormToWrite {
    let body = json!({ "instrument": instrument });
    serde_json::from_value(ask(app, office, "form_to_write", &body).await).unwrap()
}

/// Saves and publishes; the version, or why not.
pub async fn publish(
    app: &TestApp,
    office: &str,
    (instrument, seen): (&str, i64),
    source: &Value,
) -> Result<u32, String> {
    let body = json!({"instrument": instrument, "seen": seen, "source": source});
    let seen = ask(app, office, "save_form_draft", &body).await;
    let body = json!({"instrument": instrument, "seen": seen});
    let (status, answer) = app.post("publish_form", Some(office), &body).await;
    if status == StatusCode::OK {
        return Ok(serde_json::from_value(answer).unwrap());
    }
    let drop = ask(app, office, "drop_form_draft", &body).await;
    assert_eq!(drop, Value::Null);
    Err(answer["message"].as_str().unwrap_or_default().to_owned())
}

pub fn words(ja: &str) -> Value {
    json!({"ja": ja, "en": ja})
}

pub fn question(id: &str, kind: &Value) -> Value {
    json!({"id": id, "kind": kind, "words": words(&format!("質問 {id}"))})
}

pub fn one_of(options: &[&str]) -> Value {
    let options = options
        .iter()
        .map(|it| json!({"id": it, "words": words(&format!("答え {it}"))}));
    json!({"single": {"options": options.collect::<Vec<_>>()}})
}

/// Two questions in one section.
pub async fn begun(app: &TestApp, office: &str) -> Value {
    let mut source = to_write(app, office, FORM).await.source;
    source["words"] = words("机の上の点検");
    source["sections"] = json!([{"id": "desk", "words": words("机"), "items": [
        question("is_tidy", &one_of(&["yes", "no"])),
        question("why", &json!({"text": {"max_length": 200}})),
    ]}]);
    source
}

pub fn sheet(person: &str) -> SheetId {
    let [cycle, ..] = Cycle::in_year(2026);
    SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle,
    }
}

pub async fn open(app: &TestApp, office: &str) {
    let body = json!({"instrument": FORM, "cycle": "2026-start", "open": true});
    ask(app, office, "set_cycle", &body).await;
}

#[tokio::test]
async fn a_form_is_made_from_nothing_filled_in_revised_and_filled_on() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let own = app.sign_in("E1").await;
    let new = to_write(&app, &office, FORM).await;
    assert_eq!((new.seq, new.in_force.is_none()), (0, true));
    // What is wrong is said at its place, and nothing is published.
    let why = publish(&app, &office, (FORM, 0), &new.source)
        .await
        .unwrap_err();
    assert!(why.contains("様式の名前を日本語で"), "{why}");
    let mut source = begun(&app, &office).await;
    assert_eq!(publish(&app, &office, (FORM, 0), &source).await, Ok(1));
    open(&app, &office).await;
    let first: Edition = edition_of(&app, &own, FORM).await;
    let mut device = Device::new("E1", "home", &own);
    for (id, value) in [("is_tidy", json!("no")), ("why", json!("時間がない"))] {
        let item = first.item(&id.into()).unwrap();
        device.answer_in(&sheet("E1"), item, value).unwrap();
    }
    // Still offline: `no` goes, and so does the text; somebody wants other kinds.
    let items = &mut source["sections"][0]["items"];
    items[0]["kind"] = one_of(&["yes", "partly"]);
    items[0]["words"] = words("机の上は片付いていますか");
    let gone = items.as_array_mut().unwrap().pop().unwrap();
    items
        .as_array_mut()
        .unwrap()
        .push(question("when", &json!({"date": {}})));
    assert_eq!(publish(&app, &office, (FORM, 0), &source).await, Ok(2));
    device.exchange(&app).await;
    assert_eq!(device.journal.n_local_only(), 0);
    device.step_in(&sheet("E1"), Step::Submit, StepDetails::default());
    device.exchange(&app).await;
    let now: Edition = edition_of(&app, &own, FORM).await;
    let stored = device.journal.sheet(&sheet("E1"));
    for (id, told) in [("is_tidy", "答え no"), ("why", "時間がない")] {
        let item = now.item(&id.into()).expect("kept");
        let value = stored.value(&item.id).expect("an answer");
        assert_eq!(now.display_answer(item, value, Locale::JAPANESE), told);
    }
    assert!(now.item(&"why".into()).unwrap().retired);
    // An id is one question for ever.
    let mut other = source.clone();
    other["sections"][0]["items"][1] = question("why", &one_of(&["a"]));
    let why = publish(&app, &office, (FORM, 0), &other).await.unwrap_err();
    assert!(why.contains("項目 why") && why.contains("種類"), "{why}");
    for (member, value) in [
        ("bands", json!(["kanrishoku"])),
        ("only_if", json!({"item": "when", "any_of": ["x"]})),
    ] {
        let mut other = source.clone();
        other["sections"][0]["items"][0][member] = value;
        let why = publish(&app, &office, (FORM, 0), &other).await.unwrap_err();
        assert!(why.contains("項目 is_tidy"), "{why}");
    }
    for (member, value) in [("share", json!("staff")), ("course", json!("together"))] {
        let mut other = source.clone();
        other[member] = value;
        let why = publish(&app, &office, (FORM, 0), &other).await.unwrap_err();
        assert!(why.contains("公開したあとは変えられません"), "{why}");
    }
    // Asked again, it is the question that it was.
    source["sections"][0]["items"]
        .as_array_mut()
        .unwrap()
        .push(gone);
    assert_eq!(publish(&app, &office, (FORM, 0), &source).await, Ok(3));
    let again: Edition = edition_of(&app, &own, FORM).await;
    assert!(!again.item(&"why".into()).unwrap().retired);
    let body = json!({ "instrument": FORM });
    let editions = ask(&app, &office, "form_editions", &body).await;
    let versions: Vec<i64> = editions
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["version"].as_i64().unwrap())
        .collect();
    assert_eq!(versions, [3, 2, 1]);
    assert_eq!(editions[0]["author"], "榎田 ゆう");
    let body = json!({"instrument": FORM, "version": 1});
    let first = ask(&app, &office, "form_edition", &body).await;
    assert_eq!(first["sections"][0]["items"][1]["id"], "why");
    let acts: Vec<String> = sql("select act from audit_log where act like 'form%' order by seq")
        .fetch_values(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(acts.iter().filter(|it| *it == "form_published").count(), 3);
}

#[tokio::test]
async fn two_who_write_at_one_form_are_told_and_nobody_else_writes() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let source = begun(&app, &office).await;
    let save = async |seen: i64, cookie: &str| {
        let body = json!({"instrument": FORM, "seen": seen, "source": source});
        app.post("save_form_draft", Some(cookie), &body).await
    };
    let (status, first) = save(0, &office).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(save(0, &office).await.0, StatusCode::CONFLICT);
    let first = first.as_i64().unwrap();
    let (status, second) = save(first, &office).await;
    assert_eq!(
        (status, second.as_i64() > Some(first)),
        (StatusCode::OK, true)
    );
    let other = app.sign_in("E1").await;
    assert_eq!(save(first + 1, &other).await.0, StatusCode::FORBIDDEN);
    for call in ["publish_form", "drop_form_draft"] {
        let body = json!({"instrument": FORM, "seen": 1});
        let (status, _) = app.post(call, Some(&office), &body).await;
        assert_eq!(status, StatusCode::CONFLICT, "{call}");
    }
    let heads = ask(&app, &office, "forms", &json!({})).await;
    let heads: Vec<FormHead> = serde_json::from_value(heads).unwrap();
    let own = heads
        .iter()
        .find(|it| it.instrument.as_str() == FORM)
        .unwrap();
    assert_eq!((own.version, own.words.ja.as_str()), (0, "机の上の点検"));
    assert_eq!(own.draft.as_ref().unwrap().author, "榎田 ゆう");
    for id in ["", "Tidy", "../x", "a b", &"x".repeat(61)] {
        let body = json!({"instrument": id, "seen": 0, "source": source});
        let (status, _) = app.post("save_form_draft", Some(&office), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{id}");
    }
}

#[tokio::test]
async fn a_shipped_form_that_the_ward_changed_stays_and_what_takes_its_items_follows() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let mut written = to_write(&app, &office, "self_scoring_sheet").await;
    assert_eq!(written.seq, 0);
    let before = written.in_force.take().unwrap();
    let items = &mut written.source["sections"][0]["items"];
    let id = items[0]["id"].as_str().unwrap().to_owned();
    items[0]["words"] = words("区の言葉で書いた行動");
    let form = ("self_scoring_sheet", 0);
    let version = publish(&app, &office, form, &written.source).await.unwrap();
    assert_eq!(version, before.version + 1);
    let loaded = server::forms::load(app.state.database()).await.unwrap();
    let view = loaded.newest(&"supervisor_view".into()).unwrap();
    let item = view.edition.item(&id.as_str().into()).unwrap();
    assert_eq!(item.words.ja, "区の言葉で書いた行動");
    // The next start brings the release's form again, and a later release a newer one.
    let database = app.state.database();
    server::forms::publish(database, None, NOW).await.unwrap();
    let loaded = server::forms::load(database).await.unwrap();
    let now = loaded.newest(&"self_scoring_sheet".into()).unwrap();
    assert_eq!(now.edition.version, version);
    assert_eq!(
        to_write(&app, &office, "self_scoring_sheet")
            .await
            .newer_shipped,
        None
    );
    let newer = "insert into shipped_form (instrument, version, source)
        select instrument, 99, source from shipped_form where instrument = 'self_scoring_sheet'";
    let write = database
        .writer
        .run::<_, server::db::writer::WriteError, _>(move |connection| {
            Box::pin(async move { Ok(sql(newer).execute(connection).await.map(drop)?) })
        });
    write.await.unwrap();
    let written = to_write(&app, &office, "self_scoring_sheet").await;
    let newer = written.newer_shipped.unwrap();
    assert_eq!(newer.version, 99);
    assert_eq!(newer.before.unwrap()["version"], before.version);
    let heads = ask(&app, &office, "forms", &json!({})).await;
    let mut heads = heads.as_array().unwrap().iter();
    let own = heads
        .find(|it| it["instrument"] == "self_scoring_sheet")
        .unwrap();
    assert_eq!(
        (&own["newer_shipped"], &own["is_own"]),
        (&json!(99), &json!(true))
    );
}
