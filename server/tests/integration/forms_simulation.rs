//! Fifty editions of a form, made by an editor at random, while people write on older ones: no answer is dropped or
//! refused.

use crate::forms_in_browser::{FORM, begun, one_of, open, publish, question, sheet, words};
use crate::support::{Device, NOW, ROSTER, TestApp, edition_of};
use domain::form_source;
use domain::instrument::{Edition, ItemKind};
use domain::locale::Locale;
use serde_json::{Value, json};
use server::clock::fixed;
use std::collections::BTreeMap;

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
