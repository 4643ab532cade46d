//! Sessions: an opaque random token in a cookie, and only its hash in the database.

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
    let secure = if secure { "; Secure" } else { "" };
    let age = LIFETIME.as_secs();
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}")
}

/// The `Set-Cookie` header that deletes the cookie.
pub fn expired_cookie() -> String {
    format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// The session token in a `Cookie` header.
pub fn read_cookie(header: &str) -> Option<&str> {
    let pairs = header.split(';').filter_map(|it| it.trim().split_once('='));
    pairs
        .filter(|(name, _)| *name == COOKIE)
        .map(|(_, token)| token)
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_among_other_cookies() {
        assert_eq!(read_cookie("a=b; michi_session=xyz; c=d"), Some("xyz"));
        assert_eq!(read_cookie("my_michi_session=xyz"), None);
    }

    #[test]
    fn tokens_are_64_characters_long_and_differ() {
        assert_eq!(new_token().len(), 64);
        assert_ne!(new_token(), new_token());
    }
}
