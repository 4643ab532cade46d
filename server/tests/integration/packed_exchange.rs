//! Schema 2 over HTTP: facts go as runs, and of what was just sent only its places come back. A device that speaks
//! schema 1 sees the same log.

use crate::support::sql;
use crate::support::{Device, TestApp};
use axum::http::StatusCode;
use domain::fact::{Fact, Reason, Step};
use domain::fact_run::FactRun;
use domain::journal::{AcknowledgedRange, PACKED_SCHEMA, Pull, Push};
use serde_json::{Value, json};

async fn start() -> (TestApp, Device) {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    (app, Device::new("E1", "office", &cookie))
}

/// What the server answers to a push, packed or as it is.
async fn answer(app: &TestApp, device: &Device, push: &Push, is_packed: bool) -> (Pull, usize) {
    let spoken = if is_packed { PACKED_SCHEMA } else { 0 };
    let sent = push.clone().packed_for(spoken).unwrap();
    let body = json!({"push": sent});
    let (status, told) = app.post("exchange", Some(&device.cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let length = told.to_string().len();
    (serde_json::from_value(told).unwrap(), length)
}

/// A request for everything after a place.
fn ask(device: &str, since: i64) -> Push {
    Push {
        schema: 1,
        device: device.into(),
        epoch: None,
        since,
        facts: Vec::new(),
        runs: Vec::new(),
        along: Vec::new(),
    }
}

fn places(pull: &Pull) -> Vec<(u64, u32, i64)> {
    let places = pull.acknowledged.iter();
    places
        .map(|AcknowledgedRange { n, count, seq }| (*n, *count, *seq))
        .collect()
}

/// A device with `n` answers to send, each pushed once, so that none is rewritten.
fn type_answers(device: &mut Device, n: usize) -> Push {
    for at in 0..n {
        device.answer("evidence", json!(format!("文{at}")));
        device.journal.next_push();
    }
    device.journal.next_push_of(usize::MAX).0
}

#[tokio::test]
async fn a_push_is_answered_with_places_and_another_device_pulls_a_run() {
    let (app, mut office) = start().await;
    let push = type_answers(&mut office, 60);
    let (pull, length) = answer(&app, &office, &push, true).await;
    assert_eq!(places(&pull), [(1, 60, 1)]);
    assert_eq!((pull.heard.len(), pull.runs.len(), pull.next), (0, 0, 60));
    assert!(length < 300, "{length} bytes");
    let unpacked = pull.unpacked(&push, &"E1".into()).unwrap();
    let facts: Vec<&Fact> = unpacked.heard.iter().map(|it| &it.fact).collect();
    assert_eq!(facts, push.facts.iter().collect::<Vec<_>>());

    let (packed, _) = answer(&app, &office, &ask("home", 0), true).await;
    let (plain, _) = answer(&app, &office, &push, false).await;
    let (asked, length_of_plain) = {
        let body = json!({"push": ask("home", 0)});
        let (_, told) = app.post("exchange", Some(&office.cookie), &body).await;
        let length = told.to_string().len();
        (serde_json::from_value::<Pull>(told).unwrap(), length)
    };
    assert_eq!((packed.heard.len(), packed.runs.len()), (0, 1));
    assert_eq!((asked.heard.len(), asked.runs.len()), (60, 0));
    let packed_length = serde_json::to_string(&packed).unwrap().len();
    assert!(packed_length * 3 < length_of_plain);
    let unpacked = packed.unpacked(&ask("home", 0), &"E1".into()).unwrap();
    assert_eq!(unpacked.heard, asked.heard);
    // Sent again in schema 1, all of it is known.
    assert_eq!((plain.heard.len(), plain.refused.len()), (60, 0));
}

#[tokio::test]
async fn a_cursor_in_the_middle_of_a_run_and_pages_by_bytes_lose_nothing() {
    let (app, mut office) = start().await;
    let push = type_answers(&mut office, 9);
    answer(&app, &office, &push, true).await;
    for since in 0..=9 {
        let asked = ask("home", since);
        let (pull, _) = answer(&app, &office, &asked, true).await;
        let pull = pull.unpacked(&asked, &"E1".into()).unwrap();
        let seqs: Vec<i64> = pull.heard.iter().map(|it| it.seq).collect();
        assert_eq!(seqs, (since + 1..=9).collect::<Vec<_>>());
        assert_eq!(pull.next, 9);
    }
    // Long texts: more than one page.
    let text = "長".repeat(390);
    let facts = (10..1_010).map(|n| {
        json!({"id": format!("long-{n}"), "device": "office", "n": n,
            "sheet": {"person": "E1", "instrument": "self_scoring_sheet", "cycle": "2026-end"},
            "body": {"kind": "answer", "item": "evidence", "value": format!("{n}{text}")},
            "replaces": null, "noted_at": 1})
    });
    let facts: Vec<Value> = facts.collect();
    for some in facts.chunks(150) {
        let mut body = json!({ "push": ask("office", 9) });
        body["push"]["facts"] = json!(some);
        let (status, told) = app.post("exchange", Some(&office.cookie), &body).await;
        let n_refused = told["refused"].as_array().map(Vec::len);
        assert_eq!((status, n_refused), (StatusCode::OK, Some(0)));
    }
    let (mut since, mut seqs, mut pages) = (0, Vec::new(), 0);
    loop {
        let asked = ask("home", since);
        let (pull, length) = answer(&app, &office, &asked, true).await;
        assert!(length < 3 << 20, "{length} bytes");
        let pull = pull.unpacked(&asked, &"E1".into()).unwrap();
        seqs.extend(pull.heard.iter().map(|it| it.seq));
        (since, pages) = (pull.next, pages + 1);
        if !pull.more {
            break;
        }
    }
    assert_eq!(seqs, (1..1_010).collect::<Vec<i64>>());
    assert!(pages > 1);
}

#[tokio::test]
async fn what_is_refused_is_not_among_the_places_and_a_fraction_comes_back_as_the_log_has_it() {
    let (app, office) = start().await;
    let fact = |n: u64, item: &str, value: Value| -> Fact {
        let fact = json!({"id": format!("f{n}"), "device": "office", "n": n,
            "sheet": {"person": "E1", "instrument": "self_scoring_sheet", "cycle": "2026-end"},
            "body": {"kind": "answer", "item": item, "value": value},
            "replaces": null, "noted_at": 1});
        serde_json::from_value(fact).unwrap()
    };
    let facts = vec![
        fact(1, "evidence", json!("一")),
        fact(2, "evidence", json!(["文ではない"])),
        fact(3, "evidence", json!("三")),
        fact(4, "evidence", json!("四")),
        fact(5, "sa_planning_shunin_1", json!(1.5)),
        fact(6, "no_such_item", json!(1)),
        fact(7, "evidence", json!("七")),
    ];
    let push = Push {
        facts,
        ..ask("office", 0)
    };
    let (pull, _) = answer(&app, &office, &push, true).await;
    let refused: Vec<&str> = pull.refused.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(refused, ["f2", "f5", "f6"]);
    assert_eq!(places(&pull), [(1, 1, 1), (3, 2, 2), (7, 1, 4)]);
    assert_eq!(pull.expects, 8);
}

#[tokio::test]
async fn a_submission_comes_back_with_its_receipt_in_both_schemas() {
    let (app, mut office) = start().await;
    office.answer("evidence", json!("文"));
    office.step(Step::Submit);
    let (push, _) = office.journal.next_push();
    let (packed, _) = answer(&app, &office, &push, true).await;
    let packed = packed.unpacked(&push, &"E1".into()).unwrap();
    let (plain, _) = answer(&app, &office, &push, false).await;
    assert_eq!(packed.heard, plain.heard);
    assert!(packed.heard[1].receipt.is_some());
}

#[tokio::test]
async fn runs_that_are_too_large_or_not_what_they_say_are_refused_whole() {
    let (app, mut office) = start().await;
    let push = type_answers(&mut office, 3)
        .packed_for(PACKED_SCHEMA)
        .unwrap();
    let good = push.runs[0].clone();
    let status = async |runs: Vec<FactRun>| {
        let body = json!({"push": Push { runs, ..push.clone() }});
        let (status, told) = app.post("exchange", Some(&office.cookie), &body).await;
        (status.as_u16(), told)
    };
    let long = FactRun {
        body: format!("{}{}", good.body, " ".repeat(1 << 20)),
        ..good.clone()
    };
    let many = FactRun {
        count: 20_000,
        ..good.clone()
    };
    for (runs, expected) in [
        (vec![long], 413),
        (vec![many.clone()], 413),
        (vec![good.clone(), many], 413),
        (
            vec![FactRun {
                count: 2,
                ..good.clone()
            }],
            400,
        ),
        (
            vec![FactRun {
                body: "[]".into(),
                ..good.clone()
            }],
            400,
        ),
        (
            vec![FactRun {
                n: u64::MAX,
                ..good.clone()
            }],
            400,
        ),
    ] {
        assert_eq!(status(runs).await.0, expected);
    }
    let mut unknown = json!({"push": push});
    unknown["push"]["runs"][0]["format"] = json!(9);
    let (told, _) = app.post("exchange", Some(&office.cookie), &unknown).await;
    assert_eq!(told, StatusCode::BAD_REQUEST);
    let n_facts: i64 = sql("select count(*) from log")
        .fetch_value(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(n_facts, 0);
    let (status, told) = status(vec![good]).await;
    assert_eq!((status, &told["expects"]), (200, &json!(4)));
}

/// S3, for a push with more ids than are looked for one by one.
#[tokio::test]
async fn an_id_that_comes_again_among_hundreds_is_found() {
    let (app, office) = start().await;
    let fact = |n: u64, id: String| -> Fact {
        let fact = json!({"id": id, "device": "office", "n": n,
            "sheet": {"person": "E1", "instrument": "self_scoring_sheet", "cycle": "2026-end"},
            "body": {"kind": "answer", "item": "evidence", "value": format!("{n}")},
            "replaces": null, "noted_at": 1});
        serde_json::from_value(fact).unwrap()
    };
    let uuid = |n: u64| format!("0193a5f0-0000-7000-8000-{n:012x}");
    let facts: Vec<Fact> = (1..=100).map(|n| fact(n, uuid(n))).collect();
    let push = Push {
        facts,
        ..ask("office", 0)
    };
    let (pull, _) = answer(&app, &office, &push, true).await;
    assert_eq!(places(&pull), [(1, 100, 1)]);
    // The second hundred has an id of the first in its middle.
    let facts = (101..=200).map(|n| fact(n, uuid(if n == 150 { 7 } else { n })));
    let push = Push {
        facts: facts.collect(),
        ..ask("office", 100)
    };
    let (pull, _) = answer(&app, &office, &push, true).await;
    assert_eq!(pull.refused.len(), 51);
    assert_eq!(pull.refused[0].reason, Reason::SameIdOtherContent);
    assert_eq!(places(&pull), [(101, 49, 101)]);
    assert_eq!(pull.expects, 150);
}

#[tokio::test]
async fn a_push_over_more_sheets_than_anybody_has_is_too_large() {
    let (app, office) = start().await;
    let facts = (1..=201).map(|n| {
        json!({"id": format!("f{n}"), "device": "office", "n": n,
            "sheet": {"person": format!("X{n}"), "instrument": "self_scoring_sheet", "cycle": "2026-end"},
            "body": {"kind": "answer", "item": "evidence", "value": "文"},
            "replaces": null, "noted_at": 1})
    });
    let facts: Vec<Value> = facts.collect();
    let body = |facts: &[Value]| {
        let mut push = json!({ "push": ask("office", 0) });
        push["push"]["facts"] = json!(facts);
        push
    };
    let status = async |facts: &[Value]| {
        let told = app
            .post("exchange", Some(&office.cookie), &body(facts))
            .await;
        told.0.as_u16()
    };
    assert_eq!(status(&facts).await, 413);
    assert_eq!(status(&facts[..200]).await, 200);
}
