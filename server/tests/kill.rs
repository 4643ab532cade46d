//! The real binary, killed with SIGKILL in the middle of exchanges: nothing it acknowledged is missing afterwards, and the
//! database is whole. `KILLS=500` kills it that often.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod support;

use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use support::sheet;

const WRITERS: usize = 16;

fn n_kills() -> u64 {
    let told = std::env::var("KILLS").ok().and_then(|it| it.parse().ok());
    told.unwrap_or(5)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn binary(db: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_michishirube"));
    command
        .arg("--db")
        .arg(db)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn serve(db: &Path, site: &Path, port: u16) -> Child {
    let mut command = binary(db);
    command
        .args(["serve", "--addr", &format!("127.0.0.1:{port}"), "--site"])
        .arg(site);
    let mut child = command.spawn().unwrap();
    for _ in 0..400 {
        if get_health(port) {
            return child;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("the server does not answer");
}

fn get_health(port: u16) -> bool {
    request(
        port,
        "GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    .is_some_and(|it| it.starts_with("HTTP/1.1 200"))
}

/// One request on a connection of its own; none if it was cut anywhere.
fn request(port: u16, text: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .ok()?;
    stream.write_all(text.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

fn post(port: u16, path: &str, cookie: &str, body: &Value) -> Option<(String, Value)> {
    let body = body.to_string();
    let text = format!(
        "POST /api/v1/{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nCookie: {cookie}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = request(port, &text)?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let body = serde_json::from_str(body).ok()?;
    head.starts_with("HTTP/1.1 200")
        .then(|| (head.to_owned(), body))
}

fn sign_in(port: u16, passwords: &Path) -> String {
    let text = std::fs::read_to_string(passwords).unwrap();
    let first = text
        .lines()
        .find_map(|it| it.strip_prefix("E1,"))
        .unwrap()
        .to_owned();
    let (head, _) = post(
        port,
        "sign_in",
        "",
        &json!({"login": "E1", "password": first}),
    )
    .unwrap();
    let cookie = head
        .lines()
        .find_map(|it| it.strip_prefix("set-cookie: "))
        .unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let change = json!({"current": first, "new": "a longer secret"});
    post(port, "change_password", &cookie, &change).unwrap();
    cookie
}

fn push(device: &str, n: u64, since: i64) -> Value {
    let fact = json!({"id": format!("{device}-{n}"), "device": device, "n": n, "sheet": sheet("E1"),
        "body": {"kind": "answer", "item": "evidence", "value": format!("{device} {n}")},
        "replaces": null, "noted_at": 0});
    let facts = if n == 0 { json!([]) } else { json!([fact]) };
    json!({"push": {"schema": 1, "device": device, "epoch": null, "since": since, "facts": facts}})
}

/// Pushes one fact after another until the server is gone; records each that was acknowledged.
fn write_on(port: u16, cookie: &str, device: &str, acknowledged: &Mutex<HashSet<String>>) {
    for n in 1.. {
        match post(port, "exchange", cookie, &push(device, n, i64::MAX)) {
            Some((_, answer)) if answer["expects"] == n + 1 => {
                acknowledged.lock().unwrap().insert(format!("{device}-{n}"));
            }
            Some((_, answer)) => panic!("{answer}"),
            None => return,
        }
    }
}

/// Hears everything after a number; the answer is the number to go on from.
fn hear_on(port: u16, cookie: &str, mut since: i64, ids: &mut HashSet<String>) -> i64 {
    loop {
        let (_, answer) = post(port, "exchange", cookie, &push("reader", 0, since)).unwrap();
        for heard in answer["heard"].as_array().unwrap() {
            assert!(
                ids.insert(heard["fact"]["id"].as_str().unwrap().to_owned()),
                "heard twice"
            );
        }
        since = answer["next"].as_i64().unwrap();
        if answer["more"] == false {
            return since;
        }
    }
}

/// Copies the database, which looks through all of it.
fn is_whole(db: &Path) -> bool {
    let copies = db.with_file_name("copies");
    let backup = binary(db)
        .arg("backup")
        .arg(&copies)
        .args(["--keep", "1"])
        .status();
    backup.unwrap().success()
}

#[test]
fn nothing_acknowledged_is_missing_after_the_server_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (db, passwords) = (
        folder.path().join("ward.db"),
        folder.path().join("passwords.csv"),
    );
    let roster = folder.path().join("roster.csv");
    std::fs::write(&roster, support::ROSTER).unwrap();
    let site = folder.path().join("site");
    support::write_site(&site);
    let import = binary(&db)
        .args(["roster", "import"])
        .arg(&roster)
        .arg("--passwords")
        .arg(&passwords)
        .status();
    assert!(import.unwrap().success());

    let port = free_port();
    let mut server = serve(&db, &site, port);
    let cookie = sign_in(port, &passwords);
    let acknowledged = Arc::new(Mutex::new(HashSet::new()));
    let (mut heard, mut since, mut restarts) = (HashSet::new(), 0, Vec::new());
    let mut dice = fastrand::Rng::with_seed(7);
    for round in 0..n_kills() {
        let writers: Vec<_> = (0..WRITERS)
            .map(|at| {
                let (cookie, acknowledged) = (cookie.clone(), Arc::clone(&acknowledged));
                let device = format!("round-{round}-writer-{at}");
                std::thread::spawn(move || write_on(port, &cookie, &device, &acknowledged))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(dice.u64(20..400)));
        server.kill().unwrap();
        server.wait().unwrap();
        for writer in writers {
            writer.join().unwrap();
        }
        let begun = Instant::now();
        server = serve(&db, &site, port);
        restarts.push(begun.elapsed());
        since = hear_on(port, &cookie, since, &mut heard);
        assert!(is_whole(&db), "after kill {round}");
        let missing: Vec<_> = acknowledged
            .lock()
            .unwrap()
            .difference(&heard)
            .cloned()
            .collect();
        assert_eq!(missing, Vec::<String>::new());
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let n = acknowledged.lock().unwrap().len();
    restarts.sort();
    let slow = restarts[restarts.len() * 95 / 100];
    eprintln!(
        "{} kills, {n} acknowledged, 0 missing; ready again within {slow:?} (p95)",
        n_kills()
    );
    assert!(
        n > 100,
        "only {n} facts were acknowledged: the kills hit nothing"
    );
}
