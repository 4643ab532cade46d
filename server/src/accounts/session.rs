//! Sessions: an opaque random token in a cookie, and only its hash in the database.

use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};
use std::time::Duration;

pub const COOKIE: &str = "michi_session";

/// When a session ends by itself. Its cookie ends with the browser.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// Since the person last pressed a key or a pointer in any tab.
    pub idle: Duration,
    /// Since they signed in.
    pub lifetime: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle: Duration::from_hours(1),
            lifetime: Duration::from_hours(12),
        }
    }
}

/// 128 random bits from the operating system, in hexadecimal.
pub fn random_hex() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// A new session token: 256 random bits, in hexadecimal.
pub fn new_token() -> String {
    format!("{}{}", random_hex(), random_hex())
}

/// SHA-256 of a token. Only this is stored, so that a copy of the database opens no session.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The name of a cookie: over HTTPS with the prefix that keeps other hosts and plain HTTP from setting it.
pub fn cookie_name(name: &str, secure: bool) -> String {
    if secure {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// The `Set-Cookie` header that begins a session; `secure` if the browser came over HTTPS.
pub fn cookie(token: &str, secure: bool) -> String {
    Cookie::build((cookie_name(COOKIE, secure), token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .to_string()
}

/// The `Set-Cookie` header that deletes the cookie.
pub fn expired_cookie(secure: bool) -> String {
    Cookie::build(cookie_name(COOKIE, secure))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .removal()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_ends_with_the_browser_and_is_strict_and_hidden_from_scripts() {
        assert_eq!(
            cookie("xyz", true),
            "__Host-michi_session=xyz; HttpOnly; SameSite=Strict; Secure; Path=/"
        );
        assert_eq!(
            cookie("xyz", false),
            "michi_session=xyz; HttpOnly; SameSite=Strict; Path=/"
        );
        assert!(expired_cookie(true).contains("Max-Age=0"));
    }

    #[test]
    fn tokens_are_64_characters_long_and_differ() {
        assert_eq!(new_token().len(), 64);
        assert_ne!(new_token(), new_token());
    }
}
