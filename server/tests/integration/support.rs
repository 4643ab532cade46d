//! The server on a real SQLite file with the whole router, and devices that exchange with it over HTTP.
#![allow(dead_code, reason = "each test binary uses its own part")]

mod database;
mod days;
mod device;
mod private;
pub mod server_process;
pub mod skills;

pub use database::{address, on_cluster, place, sql};
pub use days::Days;
pub use device::Device;
pub use private::{tempdir, unpack, write_private};

pub mod fair;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use domain::calendar::Cycle;
use domain::instrument::{Edition, Item};
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::app_state::AppState;
use server::cli::Modules;
use server::clock::{Clock, fixed};
use server::db::Location;
use server::http::router::{RouterOptions, router};
use server::http::security::TrustedProxies;
use server::http::static_site::Site;
use server::personnel::roster;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

/// 2026-11-23T10:00 in Japan.
pub const NOW: Timestamp = Timestamp(1_795_395_600_000);

/// Two employees of one 係, their 課長, another 課長, 職員課 and 情報政策課.
pub const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
E1,梅里 みどり,区民部,区民課,窓口係,2,事務,B1,
E2,柏谷 そら,区民部,区民課,窓口係,1,事務,B1,
B1,桐野 ひかり,区民部,区民課,,5,事務,,
B2,楡川 あおい,福祉部,福祉課,,5,福祉,,
P1,榎田 ゆう,総務部,職員課,人事係,2,事務,,職員課
A1,椿原 なつめ,企画政策部,情報政策課,,2,事務,,システム管理・情報政策課
";

pub struct TestApp {
    pub router: Router,
    pub state: Arc<AppState>,
    pub passwords: HashMap<String, String>,
    pub folder: TempDir,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::with_roster(ROSTER, fixed(NOW)).await
    }

    pub async fn with_roster(text: &str, clock: Clock) -> Self {
        let folder = tempdir().expect("a folder");
        let location = place(folder.path()).await;
        Self::at(&location, folder, text, clock).await
    }

    /// On a SQLite file, for a test of the file itself.
    pub async fn on_file() -> Self {
        Self::on_file_with_roster(ROSTER, fixed(NOW)).await
    }

    pub async fn on_file_with_roster(text: &str, clock: Clock) -> Self {
        let folder = tempdir().expect("a folder");
        let location = folder.path().join("ward.db").as_path().into();
        Self::at(&location, folder, text, clock).await
    }

    async fn at(location: &Location, folder: TempDir, text: &str, clock: Clock) -> Self {
        let state = AppState::open(location, None, clock).await.expect("a desk");
        let passwords = folder.path().join("passwords.csv");
        roster::import(state.database(), text.as_bytes(), &passwords, NOW)
            .await
            .expect("a roster");
        Self::around(state, read_passwords(&passwords), folder)
    }

    /// The whole router on a database, with all modules.
    pub fn around(state: AppState, passwords: HashMap<String, String>, folder: TempDir) -> Self {
        Self::with_modules(Modules::All, state, passwords, folder)
    }

    /// The router on a database, with some modules only.
    pub fn with_modules(
        modules: Modules,
        state: AppState,
        passwords: HashMap<String, String>,
        folder: TempDir,
    ) -> Self {
        let state = Arc::new(state);
        let options = RouterOptions {
            site: site(folder.path()),
            proxies: TrustedProxies(vec!["127.0.0.1/32".parse().expect("a network")]),
            calls_per_minute: std::num::NonZeroU32::new(1_200),
            modules,
        };
        Self {
            router: router(state.clone(), options),
            state,
            passwords,
            folder,
        }
    }

    pub async fn send(&self, mut request: Request<Body>) -> Response<Body> {
        // As the proxy on this machine would.
        let peer = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9)));
        if request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .is_none()
        {
            request.extensions_mut().insert(peer);
        }
        self.router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer")
    }

    pub async fn post(
        &self,
        path: &str,
        cookie: Option<&str>,
        body: &Value,
    ) -> (StatusCode, Value) {
        let response = self.send(call(path, cookie, body)).await;
        let status = response.status();
        (status, json_of(response).await)
    }

    /// Publishes the figures, as every night; not twice on a day.
    pub async fn publish_figures(&self) {
        self.state.publish_figures(true).await.expect("published");
    }

    /// Signs in with the first password, changes it, and returns the cookie.
    pub async fn sign_in(&self, id: &str) -> String {
        let first = &self.passwords[id];
        let body = json!({"login": id, "password": first});
        let response = self.send(call("sign_in", None, &body)).await;
        assert_eq!(response.status(), StatusCode::OK);
        let cookie = cookie_of(&response);
        let body = json!({"current": first, "new": new_password(id)});
        let response = self
            .send(call("change_password", Some(&cookie), &body))
            .await;
        assert_eq!(response.status(), StatusCode::OK);
        cookie_of(&response)
    }
}

/// Signs in with the password that [`TestApp::sign_in`] has set.
pub async fn sign_in_again(app: &TestApp, id: &str) -> String {
    sign_in_with(app, id, &new_password(id)).await
}

/// Signs in with a password that is not an initial one.
pub async fn sign_in_with(app: &TestApp, id: &str, password: &str) -> String {
    let body = json!({"login": id, "password": password});
    let response = app.send(call("sign_in", None, &body)).await;
    cookie_of(&response)
}

/// The password that [`TestApp::sign_in`] sets.
pub fn new_password(id: &str) -> String {
    format!(
        "guidepost {}",
        id.bytes().map(|it| it.to_string()).collect::<String>()
    )
}

pub fn read_passwords(path: &Path) -> HashMap<String, String> {
    let mut file = csv::Reader::from_path(path).expect("passwords");
    let rows = file.records().map(|it| it.expect("a row"));
    // An id of digits stands as a formula, so that a spreadsheet keeps its zeros.
    let id = |text: &str| text.trim_matches(['=', '"']).to_owned();
    rows.map(|it| (id(&it[0]), it[1].to_owned())).collect()
}

fn site(folder: &Path) -> Site {
    let site = folder.join("site");
    write_site(&site);
    Site::read(&site).expect("a site")
}

/// Writes the smallest site that the server accepts.
pub fn write_site(site: &Path) {
    for part in ["pkg", "icons"] {
        std::fs::create_dir_all(site.join(part)).expect("a folder");
    }
    for (name, text) in [
        ("shell.html", "<!doctype html><title>道しるべ</title>"),
        (
            "sw.js",
            "const BUILD = \"__BUILD__\"; const FILES = [\"__FILES__\"];",
        ),
        ("fair.html", "<!doctype html><title>クイズ</title>"),
        (
            "fair-sw.js",
            "const BUILD = \"__BUILD__\"; const FILES = [\"__FILES__\"];",
        ),
        ("manifest.webmanifest", "{}"),
        ("pkg/app.0123.js", "export {}"),
        ("pkg/app.0123.js.br", "not really brotli"),
    ] {
        std::fs::write(site.join(name), text).expect("a file");
    }
}

pub fn call(path: &str, cookie: Option<&str>, body: &Value) -> Request<Body> {
    raw_call(path, cookie, body.to_string())
}

pub fn raw_call(path: &str, cookie: Option<&str>, body: String) -> Request<Body> {
    let mut request = Request::post(format!("/api/v1/{path}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin");
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::from(body)).expect("a request")
}

pub async fn json_of(response: Response<Body>) -> Value {
    let bytes = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    serde_json::from_slice(&bytes).unwrap_or(Value::Null)
}

pub fn cookie_of(response: &Response<Body>) -> String {
    let header = response.headers()[header::SET_COOKIE]
        .to_str()
        .expect("text");
    header.split(';').next().expect("a pair").to_owned()
}

pub fn cycle() -> Cycle {
    Cycle::in_year(2026)[2]
}

pub fn sheet(person: &str) -> SheetId {
    SheetId {
        person: person.into(),
        instrument: "self_scoring_sheet".into(),
        cycle: cycle(),
    }
}

pub fn edition() -> Edition {
    let text = include_str!("../../content/self_scoring_sheet.json");
    serde_json::from_str(text).expect("the form reads")
}

/// A form as the server serves it to the bearer of a cookie.
pub async fn edition_of(app: &TestApp, cookie: &str, instrument: &str) -> Edition {
    let body = json!({"instrument": instrument, "known": null});
    let (_, answer) = app.post("edition", Some(cookie), &body).await;
    serde_json::from_value(answer[1].clone()).expect("the form reads")
}

pub fn item(id: &str) -> Item {
    edition()
        .item(&id.into())
        .unwrap_or_else(|| panic!("{id}"))
        .clone()
}
