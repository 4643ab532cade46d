//! Truncates a 64 KB exchange at many offsets, in the request and in the response: the push is stored whole or not at
//! all, and never twice (S8). `CUTS=1` cuts at every byte; the default is every byte of the head, then every 499th.

use crate::support::sql;
use crate::support::{Device, TestApp};
use serde_json::json;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// Offsets at which a message of `length` bytes is truncated.
fn cut_points(length: usize, head: usize) -> impl Iterator<Item = usize> {
    let told = std::env::var("CUTS").ok().and_then(|it| it.parse().ok());
    let step: usize = told.unwrap_or(499);
    let close = 0..head.min(length);
    close
        .chain((head..length).step_by(step))
        .chain([length - 1])
}

/// The device's push as the bytes of an HTTP request, somewhat more than 64 KB.
fn push_request(office: &mut Device) -> Vec<u8> {
    let (push, _) = office.journal.next_push();
    let body = json!({ "push": push }).to_string();
    let head = format!(
        "POST /api/v1/exchange HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Sec-Fetch-Site: same-origin\r\nCookie: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        office.cookie,
        body.len()
    );
    [head.into_bytes(), body.into_bytes()].concat()
}

async fn listen(app: &TestApp) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = app
        .router
        .clone()
        .into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

async fn count_facts(app: &TestApp) -> i64 {
    sql("select cast(coalesce(sum(last - first + 1), 0) as bigint) from log")
        .fetch_value(&app.state.database().readers)
        .await
        .unwrap()
}

/// An app and a device with 48 pending facts, more than 64 KB.
async fn app_with_pending_facts() -> (TestApp, Device) {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    let long = "窓口の案内を見直した。".repeat(40);
    for n in 0..48 {
        let text: String = format!("{n}{long}").chars().take(400).collect();
        office.answer("evidence", json!(text));
        // A pushed fact is not rewritten in place, so each text becomes its own fact.
        office.journal.next_push();
    }
    (app, office)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_truncated_push_is_not_stored_at_all() {
    let (app, mut office) = app_with_pending_facts().await;
    let (address, bytes) = (listen(&app).await, push_request(&mut office));
    assert!(bytes.len() > 64 * 1024, "{}", bytes.len());
    let cut = move || {
        for at in cut_points(bytes.len(), 400) {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(&bytes[..at]).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            stream
                .set_read_timeout(Some(Duration::from_secs(10)))
                .unwrap();
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            let answer = String::from_utf8_lossy(&answer);
            assert!(!answer.starts_with("HTTP/1.1 200"), "cut at {at}: {answer}");
        }
    };
    tokio::task::spawn_blocking(cut).await.unwrap();
    assert_eq!(count_facts(&app).await, 0);
    office.exchange(&app).await;
    assert_eq!(count_facts(&app).await, 48);
    assert_eq!(office.journal.n_local_only(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_retried_after_a_truncated_response_is_stored_once() {
    let (app, mut office) = app_with_pending_facts().await;
    let (address, bytes) = (listen(&app).await, push_request(&mut office));
    let ask = move |most: usize| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(&bytes).unwrap();
        let mut answer = Vec::new();
        let most = u64::try_from(most).unwrap();
        let _ = stream.take(most).read_to_end(&mut answer);
        answer.len()
    };
    let cut = move || {
        let whole = ask(usize::MAX);
        assert!(whole > 64 * 1024, "{whole}");
        for at in cut_points(whole, 300) {
            assert!(ask(at) <= at);
        }
    };
    tokio::task::spawn_blocking(cut).await.unwrap();
    assert_eq!(count_facts(&app).await, 48);
    office.exchange(&app).await;
    assert_eq!(count_facts(&app).await, 48);
    assert_eq!(office.journal.n_local_only(), 0);
    assert!(office.apart("evidence").is_empty());
}
