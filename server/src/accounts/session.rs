//! Sessions: an opaque random token in a cookie, and only its hash in the database.

use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};
use std::time::Duration;

pub const COOKIE: &str = "michi_session";

/// Idle timeout of a session.
pub const IDLE_TIMEOUT: Duration = Duration::from_hours(12);

/// Longest life of a session: 7 days.
pub const LIFETIME: Duration = Duration::from_hours(7 * 24);

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

/// The `Set-Cookie` header that begins a session; `secure` if the browser came over HTTPS.
pub fn cookie(token: &str, secure: bool) -> String {
    Cookie::build((COOKIE, token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(LIFETIME.try_into().unwrap_or_default())
        .to_string()
}

/// The `Set-Cookie` header that deletes the cookie.
pub fn expired_cookie() -> String {
    Cookie::build(COOKIE)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .removal()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_strict_and_hidden_from_scripts_and_secure_over_https() {
        assert_eq!(
            cookie("xyz", true),
            "michi_session=xyz; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=604800"
        );
        assert!(!cookie("xyz", false).contains("Secure"));
        assert!(expired_cookie().contains("Max-Age=0"));
    }

    #[test]
    fn tokens_are_64_characters_long_and_differ() {
        assert_eq!(new_token().len(), 64);
        assert_ne!(new_token(), new_token());
    }
}
