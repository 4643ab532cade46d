//! Several municipalities on one server: each by its host name, with the same people and ids beside one another, and
//! nothing of one is seen from another.

use crate::support::server_process::{Port, push};
use crate::support::{ROSTER, address, new_password, read_passwords, tempdir, write_site};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// The server of a registry, and the commands on it.
struct Ward {
    folder: PathBuf,
    registry: String,
    port: Port,
    server: Option<Child>,
}

impl Drop for Ward {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

impl Ward {
    fn new(folder: &Path) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        write_site(&folder.join("site"));
        Self {
            folder: folder.to_owned(),
            registry: runtime.block_on(address(folder)),
            port: Port::free(),
            server: None,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_michishirube"));
        command.args(["--db", &self.registry]).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Adds a municipality with the roster of the tests; returns the first password of E1.
    fn add(&self, name: &str, host: &str) -> String {
        self.done(&["tenant", "add", name, "--host", host]);
        let (roster, passwords) = (
            self.folder.join("roster.csv"),
            self.folder.join(format!("{name}.csv")),
        );
        std::fs::write(&roster, ROSTER).unwrap();
        let (roster, file) = (
            roster.display().to_string(),
            passwords.display().to_string(),
        );
        self.done(&[
            "--tenant",
            name,
            "roster",
            "import",
            &roster,
            "--passwords",
            &file,
        ]);
        read_passwords(&passwords)["E1"].clone()
    }

    fn serve(&mut self) {
        let site = self.folder.join("site").display().to_string();
        let addr = format!("127.0.0.1:{}", self.port.0);
        let serve = ["serve", "--tenants", "--addr", &addr, "--site", &site];
        let mut serve = self.command(&serve);
        self.server = Some(
            serve
                .stderr(Stdio::null())
                .stdout(Stdio::null())
                .spawn()
                .unwrap(),
        );
    }

    /// Status, cookie and body of the answer to a call.
    fn ask(&self, host: &str, path: &str, cookie: &str, body: &Value) -> (u16, String, Value) {
        let body = body.to_string();
        let text = format!(
            "POST /api/v1/{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nCookie: {cookie}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port.0)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let cookie = head.lines().find_map(|it| it.strip_prefix("set-cookie: "));
        let cookie = cookie
            .and_then(|it| it.split(';').next())
            .unwrap_or_default();
        (
            status,
            cookie.to_owned(),
            serde_json::from_str(body).unwrap_or_default(),
        )
    }

    /// Waits until a host answers a sign-in with a status, at most half a minute.
    fn wait_for(&self, host: &str, wanted: u16) {
        let body = json!({"login": "nobody", "password": "x"});
        for _ in 0..150 {
            std::thread::sleep(Duration::from_millis(200));
            let is_up = TcpStream::connect(("127.0.0.1", self.port.0)).is_ok();
            if is_up && self.ask(host, "sign_in", "", &body).0 == wanted {
                return;
            }
        }
        panic!("{host} never answers {wanted}");
    }

    /// Signs in and changes the first password.
    fn sign_in(&self, host: &str, first: &str) -> String {
        let body = json!({"login": "E1", "password": first});
        let (status, cookie, told) = self.ask(host, "sign_in", "", &body);
        assert_eq!(status, 200, "{told}");
        let body = json!({"current": first, "new": new_password("E1")});
        self.ask(host, "change_password", &cookie, &body).1
    }
}

#[test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
fn municipalities_share_a_server_and_nothing_else() {
    let folder = tempdir().unwrap();
    let mut ward = Ward::new(folder.path());
    let (one, other) = ("bunkyo.example.lg.jp", "shadow.example.lg.jp");
    let first = [ward.add("bunkyo", one), ward.add("shadow", other)];
    ward.serve();
    ward.wait_for(one, 401);
    ward.wait_for(other, 401);
    let cookies = [
        ward.sign_in(one, &first[0]),
        ward.sign_in("SHADOW.example.lg.jp:443", &first[1]),
    ];

    // The same device, number and id in both.
    let push_in =
        |host, cookie: &str, n| ward.ask(host, "exchange", cookie, &push("office", n, 0)).2;
    assert_eq!(push_in(one, &cookies[0], 1)["expects"], 2);
    assert_eq!(push_in(one, &cookies[0], 2)["expects"], 3);
    let heard = push_in(other, &cookies[1], 1);
    assert_eq!(heard["expects"], 2);
    assert_eq!(heard["heard"].as_array().map(Vec::len), Some(1), "{heard}");
    assert_ne!(heard["epoch"], push_in(one, &cookies[0], 3)["epoch"]);

    // Who is signed in to one is nobody in another, and a stranger's host leads nowhere.
    let (status, ..) = ward.ask(other, "me", &cookies[0], &json!({}));
    assert_eq!(status, 401);
    for host in ["", "example.lg.jp", "bunkyo.example.lg.jp.evil.example"] {
        assert_eq!(
            ward.ask(host, "me", &cookies[0], &json!({})).0,
            404,
            "{host}"
        );
    }

    // One is put back alone, in a database of its own.
    let copies = folder.path().join("copies").display().to_string();
    let told = ward.done(&["--tenant", "bunkyo", "backup", &copies]);
    assert!(told.contains("入力 3 件"), "{told}");

    // Added and removed while the server runs.
    ward.add("new", "new.example.lg.jp");
    ward.wait_for("new.example.lg.jp", 401);
    ward.done(&["tenant", "remove", "shadow"]);
    ward.wait_for(other, 404);
    assert_eq!(ward.ask(one, "me", &cookies[0], &json!({})).0, 200);
    assert_eq!(
        ward.done(&["tenant", "list"]),
        format!("bunkyo\t{one}\nnew\tnew.example.lg.jp\n")
    );
}

#[test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
fn a_name_or_host_is_given_once_and_an_old_database_is_not_taken_by_mistake() {
    let folder = tempdir().unwrap();
    let ward = Ward::new(folder.path());
    ward.add("fuchu", "fuchu.example.lg.jp");
    let refused = |arguments: &[&str]| {
        let output = ward.run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for (name, host) in [
        ("fuchu", "other.example.lg.jp"),
        ("other", "Fuchu.example.lg.jp"),
    ] {
        assert!(refused(&["tenant", "add", name, "--host", host]).contains("もう使われています"));
    }
    assert!(
        refused(&["tenant", "add", "Fuchu", "--host", "a.example"]).contains("名前にできません")
    );
    assert!(
        refused(&["tenant", "add", "a", "--host", "https://a"]).contains("ホスト名にできません")
    );
    assert!(refused(&["--tenant", "nobody", "doctor"]).contains("ありません"));
    ward.done(&["tenant", "remove", "fuchu"]);
    let again = ["tenant", "add", "fuchu", "--host", "fuchu.example.lg.jp"];
    assert!(refused(&again).contains("すでにあります"));
    assert_eq!(ward.done(&["tenant", "list"]), "");
    ward.done(&[&again[..], &["--existing"]].concat());
    let listed = ward.done(&["--tenant", "fuchu", "account", "list"]);
    assert!(listed.contains("E1"), "{listed}");
}
