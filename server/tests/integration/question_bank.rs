//! The question bank: its item statistics, who may read and change it, and that no change affects a result.

use crate::support::sql;
use crate::support::{Device, NOW, TestApp, call};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::instrument::Edition;
use domain::scoring::adaptive::{AdaptiveTest, mark_answers, questions};
use domain::sheet::SheetId;
use serde_json::{Value, json};
use server::app_state::AppState;
use std::collections::HashSet;
use std::fmt::Write;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

const FORM: &str = "literacy_test";

/// An app with `people` employees, 職員課 and 情報政策課.
async fn start_app(people: u32) -> TestApp {
    let mut text = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割\n\
        P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課\n\
        D1,椿原 なつめ,企画政策部,情報政策課,,2,事務,,情報政策課\n"
        .to_owned();
    for at in 1..=people {
        writeln!(text, "M{at},職員 {at},区民部,区民課,,2,事務,,").unwrap();
    }
    TestApp::with_roster(&text, server::clock::fixed(NOW)).await
}

async fn form(app: &TestApp, cookie: &str) -> Edition {
    let body = json!({"instrument": FORM, "known": null});
    let (_, answer) = app.post("edition", Some(cookie), &body).await;
    serde_json::from_value(answer[1].clone()).unwrap()
}

fn test_of(person: &str) -> SheetId {
    SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle: Cycle::in_year(2026)[0],
    }
}

/// Answers the first `n` questions, all correctly or all with "unsure".
async fn take_test(app: &TestApp, person: &str, n: usize, rightly: bool) -> Device {
    let mut device = Device::new(person, person, &app.sign_in(person).await);
    let form = form(app, &device.cookie).await;
    for item in form.items().take(n) {
        let right = item.key().unwrap().right;
        let value = if rightly { right.as_str() } else { "unsure" };
        device
            .answer_in(&test_of(person), item, json!(value))
            .unwrap();
    }
    device.exchange(app).await;
    assert_eq!(device.journal.n_local_only(), 0);
    device
}

async fn fetch_bank(app: &TestApp, cookie: &str) -> Value {
    let (status, answer) = app.post("bank", Some(cookie), &json!({})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

fn question<'a>(bank: &'a Value, id: &str) -> &'a Value {
    let all = bank["questions"].as_array().unwrap();
    all.iter().find(|it| it["id"] == id).unwrap()
}

/// Enough questions for a finished test.
const WHOLE_TEST: usize = 24;

#[tokio::test]
async fn item_statistics_are_of_finished_tests_and_name_nobody() {
    let app = start_app(13).await;
    for at in 1..=13 {
        // The last three have begun only.
        let n = if at > 10 { 4 } else { WHOLE_TEST };
        take_test(&app, &format!("M{at}"), n, at % 2 == 0).await;
    }
    let digital = app.sign_in("D1").await;
    assert_eq!(fetch_bank(&app, &digital).await["tests"], Value::Null);
    app.publish_figures().await;
    let seen = fetch_bank(&app, &digital).await;
    assert_eq!(
        (&seen["tests"], &seen["published_at"]),
        (&json!(10), &json!(NOW.0))
    );
    let first = &question(&seen, "st01")["figures"];
    assert_eq!(
        (&first["answers"], &first["exposure"]),
        (&json!(10), &json!(1.0))
    );
    assert!((first["facility"].as_f64().unwrap() - 0.5).abs() < 1e-9);
    // Nobody has answered the last question.
    let questions = seen["questions"].as_array().unwrap();
    assert_eq!(questions.last().unwrap()["figures"], Value::Null);
    assert!(!seen.to_string().contains("職員 1"));
}

#[tokio::test]
async fn item_statistics_of_four_right_answers_are_suppressed() {
    let app = start_app(12).await;
    for at in 1..=12 {
        take_test(&app, &format!("M{at}"), WHOLE_TEST, at <= 4).await;
    }
    app.publish_figures().await;
    let seen = fetch_bank(&app, &app.sign_in("D1").await).await;
    let all = seen["questions"].as_array().unwrap();
    assert!(all.iter().all(|it| it["figures"].is_null()));
}

#[tokio::test]
async fn a_retired_question_is_not_asked_and_results_do_not_change() {
    let app = start_app(1).await;
    let mut device = take_test(&app, "M1", 5, true).await;
    let before = form(&app, &device.cookie).await;
    let digital = app.sign_in("D1").await;
    let body = json!({"question": "st01", "retired": true});
    let (status, after) = app.post("retire_question", Some(&digital), &body).await;
    assert_eq!(status, StatusCode::OK, "{after}");
    assert_eq!(question(&after, "st01")["retired"], true);
    let (_, again) = app.post("retire_question", Some(&digital), &body).await;
    assert_eq!(again, after);

    let now = form(&app, &device.cookie).await;
    assert_eq!(now.items().count(), before.items().count());
    let sheet = device.journal.sheet(&test_of("M1"));
    let estimate = |form: &Edition| {
        let test = AdaptiveTest::new(
            questions(form),
            &mark_answers(form, &sheet),
            HashSet::new(),
            1,
        );
        test.estimate
    };
    assert_eq!(estimate(&now), estimate(&before));
    // A new test never asks it, for any seed.
    for seed in 0..200 {
        let test = AdaptiveTest::new(questions(&now), &[], HashSet::new(), seed);
        assert_ne!(test.next_question().unwrap().as_str(), "st01");
    }
    // A browser with the earlier edition can still push an answer to it.
    let mut late = Device::new("M1", "late", &device.cookie);
    let item = before.item(&"st01".into()).unwrap();
    late.exchange(&app).await;
    late.answer_in(&test_of("M1"), item, json!("unsure"))
        .unwrap();
    late.exchange(&app).await;
    assert_eq!(late.journal.n_local_only(), 0);
    device.exchange(&app).await;
    let (_, back) = app
        .post(
            "retire_question",
            Some(&digital),
            &json!({"question": "st01", "retired": false}),
        )
        .await;
    assert_eq!(question(&back, "st01")["retired"], false);
}

const FILE: &str = "番号,分野,難しさ,問題,選択肢1,選択肢2,選択肢3,選択肢4,正解,解説\nnew1,自治体ＤＸ,2,新しい問い,ア,イ,ウ,エ,3,わけ\n";

#[tokio::test]
async fn a_csv_of_questions_is_imported_whole_or_not_at_all_and_survives_a_restart() {
    let app = start_app(1).await;
    let digital = app.sign_in("D1").await;
    let add = async |text: &str| {
        let body = json!({"file": hex::encode(text)});
        let (status, answer) = app.post("add_questions", Some(&digital), &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    };
    let wrong = format!("{FILE}new2,どこか,2,問い,ア,イ,,,1,わけ\n");
    let told = add(&wrong).await;
    assert_eq!(told["questions"], 0);
    assert_eq!(told["faults"].as_array().unwrap().len(), 1);
    assert_eq!(told["faults"][0][0], 3);
    assert!(form(&app, &digital).await.item(&"new1".into()).is_none());

    assert_eq!(add(FILE).await, json!({"questions": 1, "faults": []}));
    assert_eq!(add(FILE).await["faults"][0][0], 2);
    let TestApp {
        folder,
        passwords,
        state,
        ..
    } = app;
    let location = &state.database().location;
    let state = AppState::open(location, None, server::clock::fixed(NOW)).await;
    let app = TestApp::around(state.unwrap(), passwords, folder);
    let staff = app.sign_in("M1").await;
    let form = form(&app, &staff).await;
    let item = form.item(&"new1".into()).unwrap();
    let mut device = Device::new("M1", "M1", &staff);
    device.answer_in(&test_of("M1"), item, json!("c")).unwrap();
    device.exchange(&app).await;
    assert_eq!(device.journal.n_local_only(), 0);
    let marks = mark_answers(&form, &device.journal.sheet(&test_of("M1")));
    assert_eq!(marks.len(), 1);
    assert!(marks[0].item.as_str() == "new1" && marks[0].is_right);
}

#[tokio::test]
async fn only_the_digital_policy_office_changes_the_question_bank_and_only_personnel_also_reads_it()
{
    let app = start_app(1).await;
    let (staff, personnel) = (app.sign_in("M1").await, app.sign_in("P1").await);
    let retire = json!({"question": "st01", "retired": true});
    let add = json!({"file": hex::encode(FILE)});
    for (path, body, may_personnel) in [
        ("bank", json!({}), true),
        ("retire_question", retire, false),
        ("add_questions", add, false),
    ] {
        let (status, _) = app.post(path, Some(&staff), &body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        let (status, _) = app.post(path, Some(&personnel), &body).await;
        assert_eq!(status == StatusCode::OK, may_personnel, "{path}");
        let (status, _) = app.post(path, None, &body).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

/// C10: a caller who is gone in the middle leaves no change that is stored and not in force.
#[tokio::test]
async fn a_change_is_in_force_even_if_its_caller_is_gone() {
    let app = start_app(0).await;
    let digital = app.sign_in("D1").await;
    let mut n_stored = 0;
    for polls in 1..60 {
        let retired = n_stored % 2 == 0;
        let body = json!({"question": "st01", "retired": retired});
        {
            let mut asked = pin!(app.send(call("retire_question", Some(&digital), &body)));
            for _ in 0..polls {
                if poll_once(asked.as_mut()).await.is_some() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        // What was begun goes on for as long as the machine needs.
        let mut is_in_force = false;
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(30)).await;
            n_stored = sql("select count(*) from question_change")
                .fetch_value(&app.state.database().readers)
                .await
                .unwrap();
            let bank = fetch_bank(&app, &digital).await;
            is_in_force = question(&bank, "st01")["retired"] == json!(n_stored % 2 == 1);
            if is_in_force {
                break;
            }
        }
        assert!(is_in_force, "gone after {polls} polls");
    }
    assert!(n_stored > 0, "no change was stored");
}

/// What a future has to say now.
async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}
