//! Role models: nobody is shown who has not agreed, nor a day longer than they agreed to; talks go to 職員課.

use crate::support::{NOW, TestApp, sign_in_again, sql};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::clock::{Clock, fixed};
use std::sync::Arc;

/// 職員課, somebody who is asked, and somebody who reads.
const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
P1,榎田 ゆう,総務部,職員課,人事係,2,事務,,職員課
M1,梅里 みどり,区民部,区民課,,5,事務,,
E1,桂坂 わかば,区民部,区民課,窓口係,1,事務,,
E2,柏谷 そら,福祉部,福祉課,相談係,2,福祉,,
";

fn text(headline: &str) -> Value {
    json!({
        "shown_as": "区民課 梅里", "kinds": ["woman_manager"], "headline": headline,
        "story": "窓口から始めました。", "advice": "", "offers_talk": true, "for_candidates": false
    })
}

async fn app() -> TestApp {
    TestApp::with_roster(ROSTER, fixed(NOW)).await
}

async fn ask(
    app: &TestApp,
    office: &str,
    version: Option<i64>,
    text: &Value,
) -> (StatusCode, Value) {
    let body = json!({"person": "M1", "version": version, "text": text, "last_day": "2027-03-31"});
    app.post("ask_role_model", Some(office), &body).await
}

async fn agree(app: &TestApp, own: &str, version: i64, text: &Value) -> (StatusCode, Value) {
    let body = json!({"version": version, "text": text, "last_day": "2027-03-31"});
    app.post("agree_to_role_model", Some(own), &body).await
}

async fn seen(app: &TestApp, cookie: &str) -> Value {
    app.post("role_models", Some(cookie), &json!({})).await.1
}

/// The page for candidates, which needs no session.
async fn candidates_page(app: &TestApp) -> String {
    let request = Request::get("/fair/pages/recruiting").body(axum::body::Body::empty());
    let answer = app.send(request.unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn nobody_is_shown_before_they_agree_and_their_own_words_are_what_is_shown() {
    let app = app().await;
    let (office, own, other) = (
        app.sign_in("P1").await,
        app.sign_in("M1").await,
        app.sign_in("E1").await,
    );
    let (status, answer) = ask(&app, &office, None, &text("職員課の下書き")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["pages"][0]["consented_at"], Value::Null);
    assert_eq!(seen(&app, &other).await["shown"], json!([]));
    let (_, told) = app.post("notices", Some(&own), &json!({})).await;
    assert_eq!(told["role_model_asked"], true);
    assert_eq!(seen(&app, &own).await["own"]["headline"], "職員課の下書き");

    let (status, answer) = agree(&app, &own, 1, &text("自分の言葉")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let read = seen(&app, &other).await;
    assert_eq!(read["shown"][0]["headline"], "自分の言葉");
    assert_eq!(read["own"], Value::Null);
    let words = read.to_string();
    assert!(!words.contains("M1"), "no staff number: {words}");
    let (_, told) = app.post("notices", Some(&own), &json!({})).await;
    assert_eq!(told["role_model_asked"], false);

    // Another text wants another consent, and 職員課 does not write over what they have not seen.
    let (status, _) = ask(&app, &office, Some(1), &text("古い版の上に")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, _) = ask(&app, &office, None, &text("二つ目")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, _) = ask(&app, &office, Some(2), &text("直した文")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(seen(&app, &other).await["shown"], json!([]));
    let (status, _) = agree(&app, &own, 2, &text("前の文への同意")).await;
    assert_eq!(
        status,
        StatusCode::CONFLICT,
        "they have not seen the new one"
    );
}

#[tokio::test]
async fn a_consent_taken_back_deletes_the_page_and_ends_what_waits() {
    let app = app().await;
    let (office, own, asker) = (
        app.sign_in("P1").await,
        app.sign_in("M1").await,
        app.sign_in("E2").await,
    );
    ask(&app, &office, None, &text("歩み")).await;
    agree(&app, &own, 1, &text("歩み")).await;
    let seq = seen(&app, &asker).await["shown"][0]["seq"].clone();
    let talk = json!({"seq": seq, "words": "昇任の前に何を準備しましたか。"});
    for _ in 0..2 {
        let (status, answer) = app.post("ask_talk", Some(&asker), &talk).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(
            answer["talks"].as_array().unwrap().len(),
            1,
            "sent twice, it is one"
        );
    }
    let (_, desk) = app.post("office_desk", Some(&office), &json!({})).await;
    assert_eq!(desk["talks"], 1);
    // Only 職員課 and the asker see who asks.
    let others = [
        seen(&app, &own).await,
        seen(&app, &app.sign_in("E1").await).await,
    ];
    for read in others {
        assert!(!read.to_string().contains("柏谷"), "{read}");
    }

    let (status, answer) = app
        .post("withdraw_role_model", Some(&own), &json!({}))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (status, _) = app
        .post("withdraw_role_model", Some(&own), &json!({}))
        .await;
    assert_eq!(status, StatusCode::OK, "twice is once");
    let read = seen(&app, &asker).await;
    assert_eq!(read["shown"], json!([]));
    assert_eq!(read["talks"][0]["state"], "declined");
    assert_eq!(read["talks"][0]["answer"], "この方の紹介は終わりました。");
    let (status, _) = app.post("ask_talk", Some(&asker), &talk).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let left: i64 = sql("select count(*) from role_model where story like '%窓口%'")
        .fetch_value(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(left, 0, "the text is gone");
}

#[tokio::test]
async fn the_office_answers_a_talk_and_the_asker_reads_it() {
    let app = app().await;
    let (office, own, asker) = (
        app.sign_in("P1").await,
        app.sign_in("M1").await,
        app.sign_in("E2").await,
    );
    ask(&app, &office, None, &text("歩み")).await;
    agree(&app, &own, 1, &text("歩み")).await;
    let seq = seen(&app, &asker).await["shown"][0]["seq"].clone();
    let talk = json!({"seq": seq, "words": "復職のときのこと"});
    let (_, read) = app.post("ask_talk", Some(&asker), &talk).await;
    let talk = read["talks"][0]["seq"].clone();
    let answer = |state: &str, words: &str| json!({"seq": talk, "seen": null, "state": state, "words": words});
    for (state, words) in [
        ("waiting", "まだ"),
        ("arranged", "　"),
        ("arranged", &"あ".repeat(501)),
    ] {
        let (status, _) = app
            .post("answer_talk", Some(&office), &answer(state, words))
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{state}");
    }
    let (status, _) = app
        .post(
            "answer_talk",
            Some(&office),
            &answer("arranged", "12月10日 15時、会議室"),
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    let (_, told) = app.post("notices", Some(&asker), &json!({})).await;
    assert_eq!(told["talks"][0]["answer"], "12月10日 15時、会議室");
    // Another officer, whose list still says that it waits, does not overwrite it.
    let (status, _) = app
        .post("answer_talk", Some(&office), &answer("declined", "見送り"))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    // Another's request is nobody's to take back.
    let withdraw = json!({ "seq": talk });
    let (status, _) = app.post("withdraw_talk", Some(&own), &withdraw).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, read) = app.post("withdraw_talk", Some(&asker), &withdraw).await;
    assert_eq!((status, &read["talks"]), (StatusCode::OK, &json!([])));
}

#[tokio::test]
async fn candidates_see_only_who_agreed_to_be_seen_by_them() {
    let app = app().await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("M1").await);
    ask(&app, &office, None, &text("窓口から課長へ")).await;
    agree(&app, &own, 1, &text("窓口から課長へ")).await;
    assert!(!candidates_page(&app).await.contains("窓口から課長へ"));
    let mut public = text("窓口から課長へ");
    public["for_candidates"] = json!(true);
    let (status, _) = agree(&app, &own, 2, &public).await;
    assert_eq!(status, StatusCode::OK);
    let page = candidates_page(&app).await;
    assert!(
        page.contains("窓口から課長へ") && !page.contains("M1"),
        "{page}"
    );
    app.post("withdraw_role_model", Some(&own), &json!({}))
        .await;
    assert!(!candidates_page(&app).await.contains("窓口から課長へ"));
}

#[tokio::test]
async fn a_page_ends_with_its_last_day_and_is_deleted_later() {
    let now = Arc::new(std::sync::Mutex::new(server::clock::fixed(NOW)()));
    let clock: Clock = {
        let now = Arc::clone(&now);
        Arc::new(move || *now.lock().unwrap())
    };
    let app = TestApp::with_roster(ROSTER, clock).await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("M1").await);
    ask(&app, &office, None, &text("歩み")).await;
    agree(&app, &own, 1, &text("歩み")).await;
    let later = |days: u64| {
        let mut now = now.lock().unwrap();
        *now = *now + std::time::Duration::from_hours(24 * days);
    };
    later(100);
    let (_, desk) = app
        .post(
            "office_desk",
            Some(&sign_in_again(&app, "P1").await),
            &json!({}),
        )
        .await;
    assert_eq!(desk["role_models_ending"], 1, "{desk}");
    later(40);
    let reader = app.sign_in("E1").await;
    assert_eq!(seen(&app, &reader).await["shown"], json!([]));
    let count = || async {
        sql("select count(*) from role_model")
            .fetch_value::<i64>(&app.state.database().readers)
            .await
            .unwrap()
    };
    assert_eq!(count().await, 1, "it can be agreed to anew");
    // The sweep trusts a clock only after two days that it has seen.
    for _ in 0..3 {
        later(30);
        app.state.sign_audit_log().await.unwrap();
        later(1);
        app.state.sign_audit_log().await.unwrap();
        later(1);
        server::personnel::retention::delete_expired(&app.state)
            .await
            .unwrap();
    }
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn what_cannot_be_shown_is_refused_with_a_sentence() {
    let app = app().await;
    let office = app.sign_in("P1").await;
    let mut broken = text("歩み");
    broken["kinds"] = json!([]);
    let (status, answer) = ask(&app, &office, None, &broken).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer["message"],
        "どの歩みの例かを、一つは選んでください。"
    );
    let bodies = [
        json!({"person": "M1", "version": null, "text": text("歩み"), "last_day": "2031-01-01"}),
        json!({"person": "nobody", "version": null, "text": text("歩み"), "last_day": "2027-03-31"}),
    ];
    for body in bodies {
        let (status, _) = app.post("ask_role_model", Some(&office), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
    let own = app.sign_in("M1").await;
    let (status, _) = agree(&app, &own, 1, &text("頼まれていない")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
