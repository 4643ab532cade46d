//! Guessing passwords: slowed, and never so that an office or an account is closed; and whose address an attempt has.

use crate::support::{TestApp, call, cookie_of, json_of, new_password};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use std::net::SocketAddr;

fn sign_in_from(address: &str, cookie: Option<&str>, id: &str, password: &str) -> Request<Body> {
    let body = json!({"login": id, "password": password});
    let mut request = call("sign_in", cookie, &body);
    let headers = request.headers_mut();
    headers.insert("x-forwarded-for", address.parse().unwrap());
    request
}

/// A right password is let in at an address where a hundred and ten were wrong, over and over (A1;
/// nextcloud/server#703, OCA/server-tools#1219), and nobody closes an account from outside (B6).
#[tokio::test]
async fn wrong_passwords_of_others_close_neither_an_office_nor_an_account() {
    let app = TestApp::start().await;
    let office = "203.0.113.9";
    for n in 0..110 {
        let login = format!("X{}", n % 60);
        app.send(sign_in_from(office, None, &login, "wrong")).await;
    }
    let first = &app.passwords["E1"];
    for _ in 0..3 {
        let response = app.send(sign_in_from(office, None, "E1", first)).await;
        assert_eq!(response.status(), StatusCode::OK);
    }
    // The browser in which E2 has signed in before is outside of what others did at this address and to the account.
    let response = app
        .send(sign_in_from(office, None, "E2", &app.passwords["E2"]))
        .await;
    let mark = response
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .find_map(|it| {
            it.to_str()
                .unwrap()
                .split(';')
                .next()?
                .strip_prefix("michi_browser=")
        })
        .unwrap()
        .to_owned();
    assert!(!mark.contains("E2"), "tells nobody who was here");
    for _ in 0..30 {
        app.send(sign_in_from(office, None, "E2", "wrong")).await;
    }
    let slowed = app
        .send(sign_in_from(office, None, "E2", &app.passwords["E2"]))
        .await;
    assert_eq!(slowed.status(), StatusCode::TOO_MANY_REQUESTS);
    let cookie = format!("michi_browser={mark}");
    let known = sign_in_from(office, Some(&cookie), "E2", &app.passwords["E2"]);
    assert_eq!(app.send(known).await.status(), StatusCode::OK);
}

/// B6: behind a proxy that adds a line, the client's own line is not believed; from anywhere else none is.
#[tokio::test]
async fn the_address_is_the_last_value_of_the_last_line_that_a_named_proxy_wrote() {
    let app = TestApp::start().await;
    let attempt = async |forged: &str, peer: [u8; 4]| {
        let body = json!({"login": "E1", "password": "wrong"});
        let mut request = call("sign_in", None, &body);
        let headers = request.headers_mut();
        headers.append("x-forwarded-for", forged.parse().unwrap());
        headers.append("x-forwarded-for", "10.1.1.1, 203.0.113.9".parse().unwrap());
        let peer = ConnectInfo(SocketAddr::from((peer, 9)));
        request.extensions_mut().insert(peer);
        app.send(request).await.status()
    };
    let mut statuses = Vec::new();
    for n in 0..6 {
        statuses.push(
            attempt(&format!("198.51.100.{n}"), [127, 0, 0, 1])
                .await
                .as_u16(),
        );
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
    // Behind two of the ward's own proxies the client is who called the first of them (migadu/alps#18).
    let chained = async |client: &str| {
        let body = json!({"login": "E2", "password": "wrong"});
        let mut request = call("sign_in", None, &body);
        let value = format!("{client}, 127.0.0.1");
        request
            .headers_mut()
            .insert("x-forwarded-for", value.parse().unwrap());
        app.send(request).await.status()
    };
    for n in 0..6 {
        let status = chained(&format!("198.51.100.{n}")).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
    // Whoever is not the proxy is themselves, whatever they write.
    let mut statuses = Vec::new();
    for n in 0..6 {
        statuses.push(
            attempt(&format!("198.51.100.{n}"), [192, 0, 2, 7])
                .await
                .as_u16(),
        );
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
}

#[tokio::test]
async fn over_https_cookies_are_of_this_host_only_and_browsers_stay_with_https() {
    let app = TestApp::start().await;
    let mut request = sign_in_from("203.0.113.9", None, "E1", &app.passwords["E1"]);
    let headers = request.headers_mut();
    headers.insert("x-forwarded-proto", "https".parse().unwrap());
    let response = app.send(request).await;
    let cookie = cookie_of(&response);
    assert!(cookie.starts_with("__Host-michi_session="), "{cookie}");
    let hsts = &response.headers()[header::STRICT_TRANSPORT_SECURITY];
    assert_eq!(hsts, "max-age=31536000; includeSubDomains");
    let me = json_of(response).await;
    assert_eq!(me["person"]["id"], "E1");
}

#[tokio::test]
async fn passwords_that_are_guessed_first_are_refused_with_the_reason() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    for weak in [
        "password2",
        "qwerty123",
        "michishirube",
        "12345679",
        "passw0rd",
        "区民課の時計台",
    ] {
        let body = json!({"current": new_password("E1"), "new": weak});
        let (status, answer) = app.post("change_password", Some(&cookie), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{weak}");
        assert!(answer["message"].as_str().unwrap().ends_with('。'));
    }
    for weak in ["123456", "000000", "20260401", "121212"] {
        let body = json!({"password": new_password("E1"), "number": weak});
        let (status, _) = app.post("set_confirm_pin", Some(&cookie), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{weak}");
    }
    // Longer than anyone may set: refused, not cut (C4).
    let long = "長".repeat(1_025);
    let body = json!({"current": new_password("E1"), "new": long});
    let (status, _) = app.post("change_password", Some(&cookie), &body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
