//! Passwords: argon2id hashes, which of them may be chosen, and the initial ones that the roster import generates.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::person::Person;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Shortest password accepted, in characters (OWASP ASVS 5.0, 6.2.1).
pub const MIN_CHARS: usize = 8;

/// Longest password accepted, in characters.
pub const MAX_CHARS: usize = 1_024;

/// A password that would be found within 10⁸ guesses is refused: the throttle lets nobody make as many, and a stolen
/// hash costs 19 MiB for each.
const MIN_GUESSES_LOG10: f64 = 8.0;

/// Letters and digits that are not confused with one another when copied from paper.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Words of the product, guessed first in every ward.
const OWN_WORDS: &str = include_str!("own_words.txt");

/// Hash that is verified when there is no account, so that timing does not reveal which accounts exist.
static DUMMY_HASH: LazyLock<String> = LazyLock::new(|| hash("nobody has this password"));

/// The form in which passwords are hashed: what was pasted from a file, with a line end or in full width, is the same
/// as what is typed later.
pub fn normalise(password: &str) -> String {
    password.nfkc().collect::<String>().trim().to_owned()
}

/// Hash of a password that a person chose (argon2id with the crate's defaults: 19 MiB, 2 passes).
pub fn hash(password: &str) -> String {
    hash_with(&Argon2::default(), &normalise(password))
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

fn hash_with(argon2: &Argon2<'_>, password: &str) -> String {
    match argon2.hash_password(password.as_bytes()) {
        Ok(it) => it.to_string(),
        // A hash that does not parse verifies nothing: the account stays locked rather than open.
        Err(error) => {
            tracing::error!(%error, "a password could not be hashed");
            String::new()
        }
    }
}

/// Whether a password is the account's. Exactly one hash of the full cost is computed for a right or wrong one, an
/// initial one and no account.
pub fn verify(password: &str, account: Option<&str>) -> bool {
    let normal = normalise(password);
    let is_right = |hash: &str| {
        // Hashes of releases that took passwords as they were typed.
        matches(&normal, hash) || (normal != password && matches(password, hash))
    };
    match account {
        Some(hash) if hash.contains("m=19456") => {
            matches(&normal, &SMALL_DUMMY_HASH);
            is_right(hash)
        }
        // The small hash of an initial password is verified beside the full one.
        other => {
            matches(&normal, &DUMMY_HASH);
            is_right(other.unwrap_or(&SMALL_DUMMY_HASH)) && other.is_some()
        }
    }
}

/// Stands for the hash of an initial password where there is no account.
static SMALL_DUMMY_HASH: LazyLock<String> =
    LazyLock::new(|| hash_initial("nobody has this password"));

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|it| {
        Argon2::default()
            .verify_password(password.as_bytes(), &it)
            .is_ok()
    })
}

/// A new initial password or one-time code: 16 characters in groups of four, 79 random bits.
pub fn initial_password() -> String {
    let groups = (0..4).map(|_| {
        (0..4)
            .map(|_| char::from(ALPHABET[rand::random_range(0..ALPHABET.len())]))
            .collect()
    });
    groups.collect::<Vec<String>>().join("-")
}

/// Why a person may not choose a password, as a sentence for them; none if they may.
pub fn weakness(password: &str, person: &Person, ward_words: &[String]) -> Option<&'static str> {
    let password = normalise(password).to_lowercase();
    let n_chars = password.chars().count();
    if n_chars < MIN_CHARS {
        return Some("パスワードは8文字以上にしてください。");
    }
    if n_chars > MAX_CHARS {
        return Some("パスワードが長すぎます。");
    }
    let name: Vec<String> = person
        .name
        .split_whitespace()
        .map(|it| normalise(it).to_lowercase())
        .collect();
    let section = normalise(&person.org.section).to_lowercase();
    let about_them = [
        normalise(person.id.as_str()).to_lowercase(),
        name.concat(),
        section,
    ];
    if about_them
        .iter()
        .any(|it| it.chars().count() > 1 && password.contains(it.as_str()))
    {
        return Some("職員番号、氏名、課の名前を含まないパスワードにしてください。");
    }
    let mut words: Vec<&str> = OWN_WORDS.lines().collect();
    words.extend(ward_words.iter().map(String::as_str));
    words.extend(about_them.iter().chain(&name).map(String::as_str));
    words.extend([person.org.department.as_str(), person.org.unit.as_str()]);
    let estimate = zxcvbn::zxcvbn(&password, &words);
    (estimate.guesses_log10() < MIN_GUESSES_LOG10).then_some(
        "よく使われる言葉、並んだ文字、くり返しは見破られやすいため、別のパスワードにしてください。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::person::Org;

    fn person() -> Person {
        Person {
            kana: String::new(),
            id: "E0001".into(),
            name: "梅里　みどり".to_owned(),
            org: Org {
                department: "区民部".to_owned(),
                section: "区民課".to_owned(),
                unit: "窓口係".to_owned(),
            },
            grade: 2,
            job_type: "事務".to_owned(),
            supervisor: None,
            roles: Vec::new(),
        }
    }

    fn is_weak(password: &str) -> bool {
        let ward = ["文京区", "文京", "bunkyo"].map(str::to_owned);
        weakness(password, &person(), &ward).is_some()
    }

    #[test]
    fn a_password_verifies_against_its_own_hash_only() {
        let chosen = hash("区民感動 2026");
        assert!(verify("区民感動 2026", Some(&chosen)));
        assert!(!verify("区民感動 2027", Some(&chosen)));
        assert!(!verify("nobody has this password", None));
        assert!(verify("abcd", Some(&hash_initial("abcd"))));
        assert!(!verify("abce", Some(&hash_initial("abcd"))));
    }

    #[test]
    fn what_was_pasted_once_works_typed_later() {
        let pasted = hash("ｇｕｉｄｅ　ｐｏｓｔ　７２\r\n");
        assert!(verify("guide post 72", Some(&pasted)));
        assert!(verify("guide post 72 ", Some(&pasted)));
        // か with a separate voiced mark, as a Mac writes it in file names.
        assert!(verify("が", Some(&hash("か\u{3099}"))));
        // A hash of a release that did not normalise.
        let earlier = hash_with(&Argon2::default(), " ｇｕｉｄｅ");
        assert!(verify(" ｇｕｉｄｅ", Some(&earlier)));
    }

    #[test]
    fn hashes_of_chosen_passwords_have_the_full_cost() {
        assert!(hash("x").contains("argon2id") && hash("x").contains("m=19456"));
    }

    #[test]
    fn initial_passwords_are_strong_and_differ() {
        let one = initial_password();
        assert_eq!(one.len(), 19);
        assert!(!is_weak(&one));
        assert_ne!(one, initial_password());
    }

    #[test]
    fn passwords_that_are_guessed_first_are_refused() {
        for weak in [
            "short",
            "aaaaaaaaaa",
            "abababab",
            "Password1",
            "password2",
            "qwerty123",
            "bunkyo2026",
            "michishirube",
            "12345679",
            "passw0rd",
            "1qaz2wsx",
            "ｐａｓｓｗｏｒｄ１",
            "abcdefgh",
            "20260401",
            "みちしるべ 2026",
            "文京区2026",
            "my-e0001-pass",
            "梅里みどりの机の上",
            "区民課の入口の時計",
            "iloveyou1",
            "sunshine2026",
        ] {
            assert!(is_weak(weak), "{weak}");
        }
    }

    #[test]
    fn phrases_in_any_script_are_accepted() {
        for strong in [
            "銀杏と坂と猫の道",
            "kaki no ki to neko",
            "guidepost 6949",
            "t7mq-29fx",
            "correct horse battery",
        ] {
            assert!(!is_weak(strong), "{strong}");
        }
    }
}
