//! Passwords: argon2id hashes, and the initial passwords that the roster import generates.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::LazyLock;

/// Shortest password accepted, in characters (OWASP ASVS 5.0, 6.2.1).
pub const MIN_CHARS: usize = 8;

/// Letters and digits that are not confused with one another when copied from paper.
pub(crate) const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The most common passwords of eight or more characters.
pub(crate) const COMMON_PASSWORDS: [&str; 8] = [
    "password",
    "password1",
    "12345678",
    "123456789",
    "1234567890",
    "qwertyui",
    "11111111",
    "iloveyou",
];

/// Hash that is verified when there is no account, so that timing does not reveal which accounts exist.
static DUMMY_HASH: LazyLock<String> = LazyLock::new(|| hash("nobody has this password"));

/// Hash of a password that a person chose (argon2id with the crate's defaults: 19 MiB, 2 passes).
pub fn hash(password: &str) -> String {
    hash_with(&Argon2::default(), password)
}

/// Hash of an initial password (argon2id with 1 MiB, 1 pass).
pub fn hash_initial(password: &str) -> String {
    // An initial password has 79 random bits: it cannot be guessed however cheap one guess is, and a roster of 2,000
    // is imported in seconds.
    let params = Params::new(1_024, 1, 1, None).unwrap_or_default();
    hash_with(
        &Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
        password,
    )
}

pub(crate) fn hash_with(argon2: &Argon2<'_>, password: &str) -> String {
    match argon2.hash_password(password.as_bytes()) {
        Ok(it) => it.to_string(),
        // A hash that does not parse verifies nothing: the account stays locked rather than open.
        Err(error) => {
            tracing::error!(%error, "a password could not be hashed");
            String::new()
        }
    }
}

/// Whether a password is the account's. Takes the same time for a wrong one, an initial one and no account.
pub fn verify(password: &str, account: Option<&str>) -> bool {
    let right = account.is_some_and(|it| matches(password, it));
    // Only hashes of chosen passwords cost 19 MiB; for all others one such hash is verified as well.
    let was_slow = account.is_some_and(|it| it.contains("m=19456"));
    if !was_slow {
        matches(password, &DUMMY_HASH);
    }
    right
}

pub(crate) fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|it| {
        Argon2::default()
            .verify_password(password.as_bytes(), &it)
            .is_ok()
    })
}

/// A new initial password: 16 characters in groups of four.
pub fn initial_password() -> String {
    let groups = (0..4).map(|_| {
        (0..4)
            .map(|_| char::from(ALPHABET[rand::random_range(0..ALPHABET.len())]))
            .collect()
    });
    groups.collect::<Vec<String>>().join("-")
}

/// Whether a person may choose this password: not short, repetitive or common, and without the login name.
pub fn is_strong(password: &str, login: &str) -> bool {
    let lower = password.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    password.chars().count() >= MIN_CHARS
        && letters.len() > 2
        && !lower.contains(&login.to_lowercase())
        && !COMMON_PASSWORDS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_verifies_against_its_own_hash_only() {
        let chosen = hash("区民感動 2026");
        assert!(verify("区民感動 2026", Some(&chosen)));
        assert!(!verify("区民感動 2027", Some(&chosen)));
        assert!(!verify("nobody has this password", None));
        assert!(verify("abcd", Some(&hash_initial("abcd"))));
    }

    #[test]
    fn hashes_of_chosen_passwords_have_the_full_cost() {
        assert!(hash("x").contains("argon2id") && hash("x").contains("m=19456"));
    }

    #[test]
    fn initial_passwords_are_strong_and_differ() {
        let one = initial_password();
        assert_eq!(one.len(), 19);
        assert!(is_strong(&one, "E0001"));
        assert_ne!(one, initial_password());
    }

    #[test]
    fn weak_passwords_are_rejected() {
        for weak in [
            "short",
            "aaaaaaaaaa",
            "abababab",
            "Password1",
            "my-e0001-pass",
        ] {
            assert!(!is_strong(weak, "E0001"), "{weak}");
        }
    }
}
