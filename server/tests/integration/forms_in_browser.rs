//! Forms that 職員課 writes in the browser: drafts that two may write at, what is refused, and answers that no edition
//! drops or refuses.

use crate::support::{Device, NOW, ROSTER, TestApp, edition_of, sql};
use api::forms::{FormHead, FormToWrite};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::form_source;
use domain::instrument::{Edition, ItemKind};
use domain::locale::Locale;
use domain::sheet::SheetId;
use serde_json::{Value, json};
use server::clock::fixed;
use std::collections::BTreeMap;

const FORM: &str = "tidy_desk";

async fn ask(app: &TestApp, office: &str, call: &str, body: &Value) -> Value {
    let (status, answer) = app.post(call, Some(office), body).await;
    assert_eq!(status, StatusCode::OK, "{call}: {answer}");
    answer
}

async fn to_write(app: &TestApp, office: &str, instrument: &str) -> FormToWrite {
    let body = json!({ "instrument": instrument });
    serde_json::from_value(ask(app, office, "form_to_write", &body).await).unwrap()
}

/// Saves and publishes; the version, or why not.
async fn publish(
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

fn words(ja: &str) -> Value {
    json!({"ja": ja, "en": ja})
}

fn question(id: &str, kind: &Value) -> Value {
    json!({"id": id, "kind": kind, "words": words(&format!("質問 {id}"))})
}

fn one_of(options: &[&str]) -> Value {
    let options = options
        .iter()
        .map(|it| json!({"id": it, "words": words(&format!("答え {it}"))}));
    json!({"single": {"options": options.collect::<Vec<_>>()}})
}

/// Two questions in one section.
async fn begun(app: &TestApp, office: &str) -> Value {
    let mut source = to_write(app, office, FORM).await.source;
    source["words"] = words("机の上の点検");
    source["sections"] = json!([{"id": "desk", "words": words("机"), "items": [
        question("is_tidy", &one_of(&["yes", "no"])),
        question("why", &json!({"text": {"max_length": 200}})),
    ]}]);
    source
}

fn sheet(person: &str) -> SheetId {
    let [cycle, ..] = Cycle::in_year(2026);
    SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle,
    }
}

async fn open(app: &TestApp, office: &str) {
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
    assert_eq!(save(0, &office).await, (StatusCode::OK, json!(1)));
    assert_eq!(save(0, &office).await.0, StatusCode::CONFLICT);
    assert_eq!(save(1, &office).await, (StatusCode::OK, json!(2)));
    let other = app.sign_in("E1").await;
    assert_eq!(save(2, &other).await.0, StatusCode::FORBIDDEN);
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

/// Something that an editor may do to a form; most of it is allowed.
fn edit(source: &mut Value, dice: &mut fastrand::Rng, round: usize) {
    let sections = source["sections"].as_array_mut().unwrap();
    let section = dice.usize(..sections.len());
    let items = sections[section]["items"].as_array_mut().unwrap();
    let at = dice.usize(..items.len().max(1));
    let kind = match dice.usize(..4) {
        0 => one_of(&["a", "b", "c"]),
        1 => json!({"text": {"max_length": 100}}),
        2 => {
            json!({"multi": {"options": one_of(&["a", "b", "c", "d"])["single"]["options"], "max": 3}})
        }
        _ => json!({"number": {"min": 0, "max": 50, "unit": "回"}}),
    };
    match dice.usize(..8) {
        0 | 1 => items.insert(at.min(items.len()), question(&format!("q{round}"), &kind)),
        2 if items.len() > 1 => drop(items.remove(at)),
        3 => items[at]["words"] = words(&format!("言い直した質問 {round}")),
        4 => {
            for kind in ["single", "multi"] {
                let options = items[at].pointer_mut(&format!("/kind/{kind}/options"));
                if let Some(options) = options.and_then(Value::as_array_mut) {
                    if options.len() > 1 && dice.bool() {
                        options.remove(dice.usize(..options.len()));
                    } else {
                        options.push(json!({"id": format!("o{round}"), "words": words(&format!("答え o{round}"))}));
                    }
                }
            }
        }
        5 => items[at]["kind"] = kind,
        6 => items[at]["bands"] = json!(["kanrishoku"]),
        _ => {
            let id = format!("s{round}");
            let item = question(&format!("q{round}"), &kind);
            sections.push(json!({"id": id, "words": words(&id), "items": [item]}));
        }
    }
}

/// An answer that an item takes.
fn some_answer(kind: &ItemKind, dice: &mut fastrand::Rng) -> Value {
    match kind {
        ItemKind::Single { options, .. } => json!(options[dice.usize(..options.len())].id),
        ItemKind::Multi { options, max } => {
            let n = dice.usize(1..=(*max).min(options.len()));
            json!(options.iter().take(n).map(|it| &it.id).collect::<Vec<_>>())
        }
        ItemKind::Number { max, .. } => json!(dice.i64(0..=*max)),
        _ => json!("書いた文"),
    }
}

/// Twenty people write on whatever edition their browser has, while an editor publishes fifty others.
#[tokio::test]
async fn fifty_editions_under_twenty_writers_lose_no_answer() {
    let writers: Vec<String> = (0..20).map(|it| format!("W{it:02}")).collect();
    let lines = writers
        .iter()
        .map(|it| format!("{it},書き手 {it},区民部,区民課,窓口係,2,事務,B1,\n"));
    let roster = format!("{ROSTER}{}", lines.collect::<String>());
    let app = TestApp::with_roster(&roster, fixed(NOW)).await;
    let office = app.sign_in("P1").await;
    let mut dice = fastrand::Rng::with_seed(27);
    let mut source = begun(&app, &office).await;
    publish(&app, &office, (FORM, 0), &source).await.unwrap();
    open(&app, &office).await;
    let mut devices = Vec::new();
    for it in &writers {
        let cookie = app.sign_in(it).await;
        let edition: Edition = edition_of(&app, &cookie, FORM).await;
        devices.push((
            Device::new(it, &format!("home-{it}"), &cookie),
            edition,
            BTreeMap::new(),
        ));
    }
    let (mut n_published, mut n_refused, mut round) = (0, 0, 0);
    while n_published < 50 {
        round += 1;
        let mut next = source.clone();
        edit(&mut next, &mut dice, round);
        match publish(&app, &office, (FORM, 0), &next).await {
            Ok(_) => {
                source = next;
                n_published += 1;
            }
            // A kind that changes, or a question for fewer people, is said and changes nothing.
            Err(why) => {
                assert!(why.contains("項目 "), "{why}");
                n_refused += 1;
            }
        }
        for (device, edition, written) in &mut devices {
            let id = sheet(&device.journal.meta.person.0);
            let asked: Vec<_> = edition.items().filter(|it| !it.retired).cloned().collect();
            let item = &asked[dice.usize(..asked.len())];
            let value = some_answer(&item.kind, &mut dice);
            if let Err(error) = device.answer_in(&id, item, value.clone()) {
                assert_eq!(format!("{error:?}"), "Unchanged");
            }
            written.insert(item.id.clone(), value);
            // Some are offline for long, and some never load the form anew.
            if dice.u8(..) < 60 {
                device.exchange(&app).await;
            }
            if dice.u8(..) < 20 {
                let cookie = device.cookie.clone();
                *edition = edition_of(&app, &cookie, FORM).await;
            }
        }
    }
    assert!(n_refused > 3, "nothing was refused in {round} rounds");
    let loaded = server::forms::load(app.state.database()).await.unwrap();
    let newest = &loaded.newest(&FORM.into()).unwrap().edition;
    assert_eq!(newest.version, 51);
    assert!(form_source::faults(newest).iter().all(|it| it.is_hint));
    for (device, _, written) in &mut devices {
        device.exchange(&app).await;
        assert_eq!(device.journal.n_local_only(), 0);
        // As a browser that has never been here reads it.
        let person = device.journal.meta.person.0.clone();
        let mut fresh = Device::new(&person, &format!("other-{person}"), &device.cookie);
        fresh.exchange(&app).await;
        let stored = fresh.journal.sheet(&sheet(&person));
        for (item, value) in written {
            assert_eq!(stored.value(item), Some(&*value), "{person} {item}");
            let item = newest.item(item).expect("no item is lost");
            let shown = newest.display_answer(item, value, Locale::JAPANESE);
            let is_text = matches!(item.kind, ItemKind::Text { .. } | ItemKind::Number { .. });
            assert!(is_text || shown.contains("答え "), "{item:?}: {shown}");
            let options = value.as_array().map_or(1, Vec::len);
            assert!(
                is_text || shown.matches("答え ").count() == options,
                "{shown}"
            );
        }
    }
}
