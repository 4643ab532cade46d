//! The log keeps a run of facts in one row; whoever pushes and pulls sees facts, wherever a run is cut.

use crate::support::TestApp;
use crate::support::sql;
use serde_json::{Value, json};
use server::db::Row;

/// An answer of E1, the `n`th of their device.
fn answer(n: u64, item: &str, value: Value) -> Value {
    json!({
        "id": format!("0193a5f0-0000-7000-8000-{n:012x}"), "device": "office", "n": n,
        "sheet": {"person": "E1", "instrument": "self_scoring_sheet", "cycle": "2026-end"},
        "body": {"kind": "answer", "item": item, "value": value},
        "replaces": null, "noted_at": 1_790_000_000_000_u64 + n,
    })
}

/// `n` answers to the same question, from number `first` on.
fn answers(first: u64, n: u64) -> Vec<Value> {
    (first..first + n)
        .map(|n| answer(n, "evidence", json!(format!("文{n}"))))
        .collect()
}

async fn push(app: &TestApp, cookie: &str, since: i64, facts: &[Value]) -> Value {
    let push =
        json!({"schema": 1, "device": "office", "epoch": null, "since": since, "facts": facts});
    let (_, told) = app
        .post("exchange", Some(cookie), &json!({ "push": push }))
        .await;
    told
}

/// The places of what a pull brought, and the numbers on the device.
fn heard(told: &Value) -> Vec<(i64, u64)> {
    let heard = told["heard"].as_array().unwrap().iter();
    let place = |it: &Value| {
        (
            it["seq"].as_i64().unwrap(),
            it["fact"]["n"].as_u64().unwrap(),
        )
    };
    heard.map(place).collect()
}

/// First and last place of every row of the log.
async fn rows(app: &TestApp) -> Vec<(i64, i64)> {
    let rows = sql("select first, last from log order by last")
        .fetch_all(&app.state.database().readers)
        .await
        .unwrap();
    let row = |it: &Row| (it.try_get(0).unwrap(), it.try_get(1).unwrap());
    rows.iter().map(row).collect()
}

async fn start() -> (TestApp, String) {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    (app, cookie)
}

#[tokio::test]
async fn a_cursor_in_the_middle_of_a_run_brings_the_rest_of_it() {
    let (app, cookie) = start().await;
    push(&app, &cookie, 0, &answers(1, 6)).await;
    assert_eq!(rows(&app).await, [(1, 6)]);
    for since in 0..=6 {
        let told = push(&app, &cookie, since, &[]).await;
        let rest: Vec<(i64, u64)> = (since + 1..=6).map(|it| (it, it.unsigned_abs())).collect();
        assert_eq!(heard(&told), rest, "since {since}");
        assert_eq!(told["next"], json!(6), "since {since}");
    }
}

/// The answer to a push was lost, and meanwhile more was written: the next push has both.
#[tokio::test]
async fn facts_of_a_run_that_come_again_with_new_ones_count_once() {
    let (app, cookie) = start().await;
    push(&app, &cookie, 0, &answers(1, 4)).await;
    for first in 1..=4 {
        let told = push(&app, &cookie, 0, &answers(first, 6 - first)).await;
        assert_eq!(told["refused"], json!([]), "from {first}");
        assert_eq!(told["expects"], json!(6), "from {first}");
        let all: Vec<(i64, u64)> = (1..=5_i64).map(|it| (it, it.unsigned_abs())).collect();
        assert_eq!(heard(&told), all, "from {first}");
    }
    assert_eq!(rows(&app).await, [(1, 4), (5, 5)]);
}

#[tokio::test]
async fn a_refused_fact_cuts_a_run_and_keeps_its_number() {
    let (app, cookie) = start().await;
    let mut facts = answers(1, 5);
    facts[2]["body"] = json!({"kind": "answer", "item": "sa_planning_shunin_1", "value": 99});
    let told = push(&app, &cookie, 0, &facts).await;
    assert_eq!(told["refused"][0]["reason"], "bad_value");
    assert_eq!(heard(&told), [(1, 1), (2, 2), (3, 4), (4, 5)]);
    assert_eq!(rows(&app).await, [(1, 2), (3, 4)]);
    // Said again, with the whole push: the same verdict, and nothing twice.
    let again = push(&app, &cookie, 0, &facts).await;
    assert_eq!(
        (&again["refused"], heard(&again)),
        (&told["refused"], heard(&told))
    );
}

/// A profile that was reset to an older image sends an id again under another number: the id decides (S3).
#[tokio::test]
async fn an_id_inside_a_run_is_known_under_any_number() {
    for id in [
        "0193a5f0-0000-7000-8000-000000000002",
        "as the device likes: \"\\%_あ",
    ] {
        let (app, cookie) = start().await;
        let mut facts = answers(1, 3);
        facts[1]["id"] = json!(id);
        push(&app, &cookie, 0, &facts).await;
        for number in [2, 4, 9] {
            let mut again = facts[1].clone();
            (again["n"], again["body"]["value"]) = (json!(number), json!("別の文"));
            let told = push(&app, &cookie, 0, &[again]).await;
            assert_eq!(
                told["refused"][0]["reason"], "same_id_other_content",
                "{number}"
            );
            assert_eq!(heard(&told).len(), 3);
        }
        assert_eq!(rows(&app).await, [(1, 3)]);
    }
}

#[tokio::test]
async fn sheets_and_pushes_are_runs_of_their_own() {
    let (app, cookie) = start().await;
    let mut facts = answers(1, 4);
    facts[2]["sheet"]["cycle"] = json!("2026-mid");
    push(&app, &cookie, 0, &facts).await;
    let told = push(&app, &cookie, 0, &answers(5, 1)).await;
    assert_eq!(rows(&app).await, [(1, 2), (3, 3), (4, 4), (5, 5)]);
    for (sent, it) in facts.iter().zip(told["heard"].as_array().unwrap()) {
        assert_eq!(&it["fact"], sent);
    }
}
