//! A full disk: a push that cannot be stored answers 507, people still sign in and read, and pushes succeed once
//! there is space. SQLite's `max_page_count` simulates the disk: it fails with the same error at the same call.

use crate::support::{Device, TestApp, call, cookie_of, new_password};
use axum::http::StatusCode;
use serde_json::json;
use server::db::writer::WriteError;

/// Limits the database to `pages` pages, or to its present size if that is larger.
async fn limit_pages(app: &TestApp, pages: u32) {
    let writer = &app.state.database().writer;
    let job = writer.run::<_, WriteError, _>(move |connection| {
        Box::pin(async move {
            let pragma = format!("pragma max_page_count = {pages}");
            sqlx::query(sqlx::AssertSqlSafe(pragma))
                .execute(connection.sqlite().unwrap())
                .await?;
            Ok(())
        })
    });
    job.await.unwrap();
}

/// Inserts sessions until the pages that a sign-in would write to are full.
async fn fill_session_pages(app: &TestApp) {
    let writer = &app.state.database().writer;
    for n in 0_u32.. {
        let job = writer.run::<_, WriteError, _>(move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "insert into session (token_hash, person, created_at, last_seen_at) \
         values (randomblob(32), 'E2', ?, 0)",
                )
                .bind(i64::MAX - i64::from(n))
                .execute(connection.sqlite().unwrap())
                .await?;
                Ok(())
            })
        });
        match job.await {
            Ok(()) => assert!(n < 100_000, "it never fills"),
            Err(error) => return assert!(error.is_full(), "{error}"),
        }
    }
}

#[tokio::test]
async fn a_full_disk_answers_507_keeps_the_push_pending_and_still_allows_sign_in_and_reading() {
    let app = TestApp::on_file().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    office.answer("evidence", json!("空きがあるとき"));
    office.exchange(&app).await;

    limit_pages(&app, 1).await;
    fill_session_pages(&app).await;
    let mut waiting = 0;
    let status = loop {
        office.answer("evidence", json!(format!("{waiting}{}", "あ".repeat(380))));
        let (push, _) = office.journal.next_push();
        let body = json!({ "push": push });
        let (status, answer) = app.post("exchange", Some(&cookie), &body).await;
        if status != StatusCode::OK {
            assert_eq!(answer["code"], "storage_full");
            break status;
        }
        office.apply_pull(&serde_json::from_value(answer).unwrap());
        waiting += 1;
        assert!(waiting < 1_000, "it never fills");
    };
    assert_eq!(status.as_u16(), 507);
    assert_eq!(office.journal.n_pending(), 1);

    // Reading and signing in still work, for open sessions and for new ones.
    let (status, _) = app.post("me", Some(&cookie), &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let body = json!({"login": "E1", "password": new_password("E1")});
    let response = app.send(call("sign_in", None, &body)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let fresh = cookie_of(&response);
    let mut home = Device::new("E1", "home", &fresh);
    home.exchange(&app).await;
    assert_eq!(home.value("evidence"), last_pulled_evidence(&office));
    let (status, _) = app.post("sign_out", Some(&fresh), &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = app.post("me", Some(&fresh), &json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);

    // With free space the same pending fact is accepted, without a restart.
    limit_pages(&app, u32::MAX - 1).await;
    office.exchange(&app).await;
    assert_eq!(office.journal.n_local_only(), 0);
}

/// The last value of the evidence that the server has accepted, without the device's pending facts.
fn last_pulled_evidence(office: &Device) -> Option<serde_json::Value> {
    let mut journal = office.journal.clone();
    let heard = journal.export().0.facts;
    let n = office.journal.n_pending();
    let fact = heard.iter().rev().nth(n)?;
    match &fact.body {
        domain::fact::FactBody::Answer { value, .. } => Some(value.clone()),
        _ => None,
    }
}
