//! The real binary as a child process, and plain HTTP requests to it.
#![allow(dead_code, reason = "each test binary uses its own part")]

use super::{ROSTER, new_password, read_passwords, sheet, write_site};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long an answer may take.
const WITHIN: Duration = Duration::from_secs(10);

/// The local port that the server listens on.
#[derive(Clone, Copy)]
pub struct Port(pub u16);

impl Port {
    pub fn free() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        Self(listener.local_addr().expect("an address").port())
    }

    /// Sends one request on a new connection; `None` if the connection fails.
    fn request(self, text: &str, within: Duration) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.0)).ok()?;
        stream.set_read_timeout(Some(within)).ok()?;
        stream.write_all(text.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    pub fn is_healthy(self) -> bool {
        let text = "GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        self.request(text, WITHIN)
            .is_some_and(|it| it.starts_with("HTTP/1.1 200"))
    }

    /// Status, head and body of the response; `None` if the connection fails.
    pub fn request_json(
        self,
        path: &str,
        cookie: &str,
        body: &Value,
    ) -> Option<(u16, String, Value)> {
        self.request_json_within(path, cookie, body, WITHIN)
    }

    /// Like [`Port::request_json`], for an answer that takes long.
    pub fn request_json_within(
        self,
        path: &str,
        cookie: &str,
        body: &Value,
        within: Duration,
    ) -> Option<(u16, String, Value)> {
        let body = body.to_string();
        let text = format!(
            "POST /api/v1/{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nCookie: {cookie}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let answer = self.request(&text, within)?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some((status, head.to_owned(), serde_json::from_str(body).ok()?))
    }

    /// The body of a response with status 200.
    pub fn post(self, path: &str, cookie: &str, body: &Value) -> Option<Value> {
        let (status, _, body) = self.request_json(path, cookie, body)?;
        (status == 200).then_some(body)
    }

    /// Returns the session cookie; panics unless the sign-in succeeds.
    pub fn sign_in(self, id: &str, password: &str) -> String {
        let body = json!({"login": id, "password": password});
        let (status, head, answer) = self.request_json("sign_in", "", &body).expect("an answer");
        assert_eq!(status, 200, "{answer}");
        let mut lines = head.lines();
        let cookie = lines.find_map(|it| it.strip_prefix("set-cookie: "));
        let cookie = cookie.and_then(|it| it.split(';').next());
        cookie.expect("a cookie").to_owned()
    }
}

/// A server process with its own folder, database and roster.
pub struct ServerProcess {
    pub folder: PathBuf,
    /// What `--db` names.
    database: String,
    pub port: Port,
    /// Environment variables of the server process.
    pub environment: Vec<(&'static str, OsString)>,
    server: Option<Child>,
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        self.kill();
    }
}

impl ServerProcess {
    /// Writes the site and imports the roster; does not start the server.
    pub fn new(folder: &Path) -> Self {
        let file = folder.join("ward.db").display().to_string();
        Self::with_database(folder, file)
    }

    /// The same, on a database that may be of `PostgreSQL`.
    pub fn with_database(folder: &Path, database: String) -> Self {
        let ward = Self {
            folder: folder.to_owned(),
            database,
            port: Port::free(),
            environment: Vec::new(),
            server: None,
        };
        write_site(&ward.site());
        let roster = folder.join("roster.csv");
        std::fs::write(&roster, ROSTER).expect("a roster");
        let import = ward
            .command()
            .args(["roster", "import"])
            .arg(&roster)
            .arg("--passwords")
            .arg(ward.passwords())
            .status();
        assert!(import.expect("the import ran").success());
        ward
    }

    /// The SQLite file.
    pub fn db(&self) -> PathBuf {
        self.folder.join("ward.db")
    }

    fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    fn passwords(&self) -> PathBuf {
        self.folder.join("passwords.csv")
    }

    /// A command of the binary on this database. Its output is shown if `TELL` is set.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_michishirube"));
        command
            .arg("--db")
            .arg(&self.database)
            .stdout(Stdio::null())
            .stderr(if std::env::var_os("TELL").is_some() {
                Stdio::inherit()
            } else {
                Stdio::null()
            });
        command
    }

    /// Starts the server and returns the time until it was healthy.
    pub fn start(&mut self) -> Duration {
        let begun = Instant::now();
        let mut command = self.command();
        command
            .args(["serve", "--addr", &format!("127.0.0.1:{}", self.port.0)])
            .args(["--calls-per-minute", "0", "--site"])
            .arg(self.site())
            .envs(self.environment.iter().cloned());
        self.server = Some(command.spawn().expect("a process"));
        for _ in 0..400 {
            if self.port.is_healthy() {
                return begun.elapsed();
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("the server does not answer");
    }

    /// Kills the server with SIGKILL and waits until it is gone.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().expect("killed");
            server.wait().expect("gone");
        }
    }

    /// Ends the server with SIGTERM; true if it ended without an error.
    pub fn stop(&mut self) -> bool {
        let Some(mut server) = self.server.take() else {
            return false;
        };
        let pid = server.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        told.is_ok_and(|it| it.success()) && server.wait().is_ok_and(|it| it.success())
    }

    /// Signs in with the initial password, changes it, and returns the cookie.
    pub fn sign_in(&self, id: &str) -> String {
        let first = &read_passwords(&self.passwords())[id];
        let cookie = self.port.sign_in(id, first);
        let change = json!({"current": first, "new": new_password(id)});
        self.port
            .post("change_password", &cookie, &change)
            .expect("changed");
        // The password's change gave the session another token.
        self.port.sign_in(id, &new_password(id))
    }

    /// Makes a backup, which checks the database's integrity; `None` if that fails.
    pub fn backup(&self) -> Option<PathBuf> {
        let copies = self.folder.join("copies");
        let mut backup = self.command();
        backup.arg("backup").arg(&copies).args(["--keep", "1"]);
        if !backup.status().expect("the backup ran").success() {
            return None;
        }
        let mut made = std::fs::read_dir(&copies).expect("copies");
        made.next().map(|it| it.expect("a copy").path())
    }
}

/// A push with the `n`th fact of a device, or with no fact if `n` is 0.
pub fn push(device: &str, n: u64, since: i64) -> Value {
    let fact = json!({"id": format!("{device}-{n}"), "device": device, "n": n, "sheet": sheet("E1"),
        "body": {"kind": "answer", "item": "evidence", "value": format!("{device} {n}")},
        "replaces": null, "noted_at": 0});
    let facts = if n == 0 { json!([]) } else { json!([fact]) };
    json!({"push": {"schema": 1, "device": device, "epoch": null, "since": since, "facts": facts}})
}

/// Pushes facts one by one until the server is gone, and records each acknowledged id.
fn push_until_gone(port: Port, cookie: &str, device: &str, acknowledged: &Mutex<HashSet<String>>) {
    for n in 1.. {
        match port.post("exchange", cookie, &push(device, n, i64::MAX)) {
            Some(answer) if answer["expects"] == n + 1 => {
                let mut acknowledged = acknowledged.lock().expect("unharmed");
                acknowledged.insert(format!("{device}-{n}"));
            }
            Some(answer) => panic!("{answer}"),
            None => return,
        }
    }
}

/// Starts `n` threads that push until the server is gone, each as its own device.
pub fn writers(
    port: Port,
    cookie: &str,
    name: &str,
    n: usize,
    acknowledged: &Arc<Mutex<HashSet<String>>>,
) -> Vec<JoinHandle<()>> {
    let writers = (0..n).map(|at| {
        let (cookie, acknowledged) = (cookie.to_owned(), Arc::clone(acknowledged));
        let device = format!("{name}-writer-{at}");
        std::thread::spawn(move || push_until_gone(port, &cookie, &device, &acknowledged))
    });
    writers.collect()
}

/// Pulls every page after `since` and returns the new cursor.
pub fn pull_all(port: Port, cookie: &str, mut since: i64, ids: &mut HashSet<String>) -> i64 {
    loop {
        let answer = port.post("exchange", cookie, &push("reader", 0, since));
        let answer = answer.expect("an answer");
        for heard in answer["heard"].as_array().expect("facts") {
            let id = heard["fact"]["id"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} was heard twice");
        }
        since = answer["next"].as_i64().expect("a number");
        if answer["more"] == false {
            return since;
        }
    }
}
