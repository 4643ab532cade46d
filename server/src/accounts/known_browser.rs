//! Marks browsers in which a person has signed in before, so that guesses from elsewhere do not slow them.
//!
//! The cookie holds a random name and one mark for each person, made with the server's key. It opens nothing, and
//! nobody can read in it who was here.

use super::session;
use crate::keys::ServerKeys;
use axum_extra::extract::cookie::{Cookie, SameSite};
use std::time::Duration;

pub const COOKIE: &str = "michi_browser";

/// A shared PC has many people; the longest absent are forgotten first.
const MAX_MARKS: usize = 40;

const LIFETIME: Duration = Duration::from_hours(365 * 24);

/// The random name of this browser, if the person of `login` has signed in here before.
pub(crate) fn recognise(keys: &ServerKeys, cookie: Option<&str>, login: &str) -> Option<String> {
    let (nonce, marks) = cookie?.split_once('.')?;
    let mark = keys.browser_mark(nonce, login);
    marks
        .split('.')
        .any(|it| it == mark)
        .then(|| nonce.to_owned())
}

/// The `Set-Cookie` header after a person signed in.
pub(crate) fn remember(
    keys: &ServerKeys,
    cookie: Option<&str>,
    login: &str,
    secure: bool,
) -> String {
    let new = || (session::random_hex(), String::new());
    let is_nonce = |it: &str| it.len() == 32 && it.bytes().all(|it| it.is_ascii_hexdigit());
    let kept = cookie.and_then(|it| it.split_once('.'));
    let (nonce, marks) = kept
        .filter(|(nonce, _)| is_nonce(nonce))
        .map_or_else(new, |(nonce, marks)| (nonce.to_owned(), marks.to_owned()));
    let own = keys.browser_mark(&nonce, login);
    let others = marks.split('.').filter(|it| it.len() == 32 && *it != own);
    let marks: Vec<&str> = std::iter::once(own.as_str())
        .chain(others)
        .take(MAX_MARKS)
        .collect();
    Cookie::build((
        session::cookie_name(COOKIE, secure),
        format!("{nonce}.{}", marks.join(".")),
    ))
    .path("/")
    .http_only(true)
    .same_site(SameSite::Strict)
    .secure(secure)
    .max_age(LIFETIME.try_into().unwrap_or_default())
    .to_string()
}
