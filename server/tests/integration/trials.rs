//! Trial projects and the structure that carries digital work: who reads, who writes, and that nothing is overwritten.

use crate::support::{NOW, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::clock::fixed;

/// A supporter in each of two 課, ＣＩＯ, 職員課, 情報政策課, and somebody with no role.
const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
S1,梅里 みどり,区民部,区民課,窓口係,2,事務,,ＤＸ推進サポーター
S2,柏谷 そら,福祉部,福祉課,相談係,2,福祉,,ＤＸ推進サポーター
C1,藤棚 たくみ,総務部,総務課,,6,事務,,ＣＩＯ
P1,榎田 ゆう,総務部,職員課,人事係,2,事務,,職員課
D1,椿原 なつめ,企画政策部,情報政策課,,2,事務,,情報政策課
E1,桂坂 わかば,区民部,区民課,窓口係,1,事務,,
";

fn text(title: &str, state: &str) -> Value {
    json!({"title": title, "state": state, "summary": "窓口で試す", "learnt": ""})
}

async fn begin(app: &TestApp, cookie: &str, title: &str) -> (StatusCode, Value) {
    let body = json!({ "text": text(title, "planned") });
    app.post("begin_trial", Some(cookie), &body).await
}

async fn app() -> TestApp {
    TestApp::with_roster(ROSTER, fixed(NOW)).await
}

#[tokio::test]
async fn everybody_reads_the_board_and_a_supporter_writes_for_their_own_section() {
    let app = app().await;
    let (one, other) = (app.sign_in("S1").await, app.sign_in("S2").await);
    let (status, answer) = begin(&app, &one, "転入届を聞き取りで").await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer[0]["section"], "区民課");
    assert_eq!(answer[0]["is_mine"], true);
    let seq = answer[0]["seq"].as_i64().unwrap();
    let plain = app.sign_in("E1").await;
    let (status, read) = app.post("trial_projects", Some(&plain), &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(read[0]["title"], "転入届を聞き取りで");
    assert_eq!(read[0]["is_mine"], false);
    assert_eq!(
        begin(&app, &plain, "いたずら").await.0,
        StatusCode::FORBIDDEN
    );
    let change = json!({"seq": seq, "version": 1, "text": text("別の課の人が直す", "ended")});
    let (status, _) = app.post("change_trial", Some(&other), &change).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    // 情報政策課 helps every 課.
    let digital = app.sign_in("D1").await;
    let change = json!({"seq": seq, "version": 1, "text": text("転入届を聞き取りで", "running")});
    let (status, answer) = app.post("change_trial", Some(&digital), &change).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(
        (&answer[0]["state"], &answer[0]["version"]),
        (&json!("running"), &json!(2))
    );
    assert_eq!(answer[0]["author"][0], "S1", "it stays its author's");
}

#[tokio::test]
async fn a_change_of_what_somebody_else_changed_meanwhile_is_refused_and_nothing_is_lost() {
    let app = app().await;
    let (own, digital) = (app.sign_in("S1").await, app.sign_in("D1").await);
    let (_, answer) = begin(&app, &own, "一つ目").await;
    let seq = answer[0]["seq"].as_i64().unwrap();
    let change = |title: &str| json!({"seq": seq, "version": 1, "text": text(title, "running")});
    app.post("change_trial", Some(&digital), &change("情報政策課の文"))
        .await;
    let (status, _) = app
        .post("change_trial", Some(&own), &change("後の文"))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (_, read) = app.post("trial_projects", Some(&own), &json!({})).await;
    assert_eq!(read[0]["title"], "情報政策課の文");
    let gone = json!({"seq": 999, "version": 1, "text": text("無い", "ended")});
    let (status, _) = app.post("change_trial", Some(&own), &gone).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_trial_without_a_name_or_in_an_unknown_state_is_refused() {
    let app = app().await;
    let own = app.sign_in("S1").await;
    let (status, answer) = begin(&app, &own, "　").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["message"], "試行事業の名前を書いてください。");
    let body = json!({ "text": text("名前", "dreamt") });
    let (status, _) = app.post("begin_trial", Some(&own), &body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (_, read) = app.post("trial_projects", Some(&own), &json!({})).await;
    assert_eq!(read, json!([]));
}

#[tokio::test]
async fn the_three_that_steer_see_the_same_counts_and_write_one_note_on_another() {
    let app = app().await;
    let cookies = [
        app.sign_in("C1").await,
        app.sign_in("P1").await,
        app.sign_in("D1").await,
    ];
    for cookie in &cookies {
        let (status, seen) = app.post("steering", Some(cookie), &json!({})).await;
        assert_eq!(status, StatusCode::OK, "{seen}");
        let counts = json!({"staff": 6, "managers": 1, "supporters": 2, "specialists": 1});
        assert_eq!(seen["profiles"], counts);
    }
    let (_, seen) = app.post("steering", Some(&cookies[0]), &json!({})).await;
    let names = seen["supporters"].to_string();
    assert!(!names.contains("梅里"), "only 職員課 sees who: {names}");
    let note = |seq: i64, text: &str, at: &str| {
        let note = json!({"seq": seq, "text": text, "next_meeting": at, "agenda": ""});
        json!({ "note": note })
    };
    let first = note(0, "サポーターを増やす", "2026-12-10T14:00");
    let (status, answer) = app
        .post("write_steering_note", Some(&cookies[0]), &first)
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let newest = answer["notes"][0]["seq"].as_i64().unwrap();
    assert_eq!(answer["notes"][0]["written_by"], "藤棚 たくみ");
    let late = note(0, "見ていない人の文", "");
    let (status, _) = app
        .post("write_steering_note", Some(&cookies[1]), &late)
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, answer) = app
        .post(
            "write_steering_note",
            Some(&cookies[1]),
            &note(newest, "研修の枠を決める", ""),
        )
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(
        answer["notes"].as_array().unwrap().len(),
        2,
        "the earlier one stays"
    );
    for wrong in [
        note(newest + 1, " ", ""),
        note(newest + 1, "x", "2026-13-01T14:00"),
        note(newest + 1, "x", "あした"),
    ] {
        let (status, _) = app
            .post("write_steering_note", Some(&cookies[2]), &wrong)
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn who_does_not_steer_sees_nothing_of_it() {
    let app = app().await;
    for id in ["S1", "E1"] {
        let cookie = app.sign_in(id).await;
        let (status, _) = app.post("steering", Some(&cookie), &json!({})).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{id}");
    }
    // ＣＩＯ sees what people were asked and how many, and no sheet.
    let cio = app.sign_in("C1").await;
    let (status, _) = app
        .post(
            "people_progress",
            Some(&cio),
            &json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"}),
        )
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
