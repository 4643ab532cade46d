//! The transfer file: a [`Parcel`] encrypted with a passphrase, so that a lost memory stick discloses nothing.
//!
//! Layout: a header line, 16 bytes of salt, 24 of nonce, the encrypted JSON, and a SHA-256 of all that, which tells a
//! damaged file from a wrong passphrase. Argon2id derives the key, XChaCha20-Poly1305 encrypts.

use crate::decode::Read;
use crate::journal::Parcel;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

const HEAD: &[u8] = b"michishirube parcel 1\n";
const SALT: usize = 16;
const NONCE: usize = 24;
const SUM: usize = 32;

/// Minimum length of a passphrase, in characters.
pub const SHORTEST: usize = 8;

/// Number of random bytes that one file needs: its salt and its nonce, which must never repeat.
pub const RANDOM: usize = SALT + NONCE;

/// Why a file was not written or not read. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// The passphrase is shorter than [`SHORTEST`].
    TooShort,
    /// The file is not a transfer file.
    NoParcel,
    /// A newer build wrote the file.
    Newer,
    /// The file is truncated or damaged.
    Torn,
    /// The passphrase does not decrypt the file.
    WrongPassphrase,
}

impl Sealed {
    /// Explanation for the person, in Japanese.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::TooShort => "合言葉は8文字以上にしてください。",
            Self::NoParcel => "道しるべの持ち出しファイルではありません。何も変えていません。",
            Self::Newer => {
                "新しい版の道しるべで作られたファイルです。この端末を新しい版にしてから、もう一度取り込んでください。"
            }
            Self::Torn => {
                "ファイルが途中で切れているか、壊れています。何も変えていません。もう一度書き出してください。"
            }
            Self::WrongPassphrase => "合言葉が違います。何も変えていません。",
        }
    }
}

/// Encrypts a transfer; `random` must be fresh from the browser.
pub fn seal(parcel: &Parcel, passphrase: &str, random: [u8; RANDOM]) -> Result<Vec<u8>, Sealed> {
    if passphrase.chars().count() < SHORTEST {
        return Err(Sealed::TooShort);
    }
    let text = serde_json::to_vec(parcel).unwrap_or_default();
    let mut file = [HEAD, &random].concat();
    let (salt, nonce) = random.split_at(SALT);
    let sealed = cipher(passphrase, salt)
        .and_then(|it| {
            it.encrypt(
                &nonce_of(nonce)?,
                Payload {
                    msg: &text,
                    aad: HEAD,
                },
            )
            .ok()
        })
        .unwrap_or_default();
    file.extend(sealed);
    file.extend(Sha256::digest(&file));
    Ok(file)
}

/// Decrypts a file and decodes its content.
pub fn open(file: &[u8], passphrase: &str) -> Result<Parcel, Sealed> {
    // Without the version, to tell a newer build's file from a file of another kind.
    let name = HEAD.strip_suffix(b"1\n").unwrap_or(HEAD);
    if !file.starts_with(name) {
        return Err(Sealed::NoParcel);
    }
    // The checksum comes before decryption: a damaged file must not look like a wrong passphrase.
    let whole = file
        .split_last_chunk::<SUM>()
        .filter(|(body, sum)| Sha256::digest(body).as_slice() == *sum);
    let (body, _) = whole.ok_or(Sealed::Torn)?;
    let rest = body.strip_prefix(HEAD).ok_or(Sealed::Newer)?;
    let (salt, rest) = rest.split_at_checked(SALT).ok_or(Sealed::Torn)?;
    let (nonce, sealed) = rest.split_at_checked(NONCE).ok_or(Sealed::Torn)?;
    let text = cipher(passphrase, salt)
        .and_then(|it| {
            it.decrypt(
                &nonce_of(nonce)?,
                Payload {
                    msg: sealed,
                    aad: HEAD,
                },
            )
            .ok()
        })
        .ok_or(Sealed::WrongPassphrase)?;
    let value = serde_json::from_slice(&text).map_err(|_| Sealed::Torn)?;
    // The content is authentic, so what does not decode has a newer shape.
    Parcel::read(value).map_err(|_| Sealed::Newer)
}

fn cipher(passphrase: &str, salt: &[u8]) -> Option<XChaCha20Poly1305> {
    // 19 MiB, two passes, one lane: OWASP's recommended minimum for Argon2id.
    let params = Params::new(19_456, 2, 1, Some(32)).ok()?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .ok()?;
    Some(XChaCha20Poly1305::new(&key.into()))
}

fn nonce_of(bytes: &[u8]) -> Option<XNonce> {
    XNonce::try_from(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel() -> Parcel {
        Parcel {
            schema: 1,
            person: "E1".into(),
            facts: Vec::new(),
            refused: Vec::new(),
            drafts: Vec::new(),
        }
    }

    fn sealed() -> Vec<u8> {
        seal(&parcel(), "梅の木の下で会う", [7; RANDOM]).expect("sealed")
    }

    #[test]
    fn a_parcel_opens_with_its_passphrase_and_with_no_other() {
        assert_eq!(open(&sealed(), "梅の木の下で会う"), Ok(parcel()));
        assert_eq!(
            open(&sealed(), "桜の木の下で会う"),
            Err(Sealed::WrongPassphrase)
        );
        let text = String::from_utf8_lossy(&sealed()).into_owned();
        assert!(!text.contains("E1") && !text.contains("facts"));
    }

    #[test]
    fn a_file_cut_or_changed_at_any_byte_is_torn_and_never_half_taken() {
        let file = sealed();
        for at in HEAD.len()..file.len() {
            assert_eq!(open(&file[..at], "梅の木の下で会う"), Err(Sealed::Torn));
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert_eq!(open(&changed, "梅の木の下で会う"), Err(Sealed::Torn));
        }
    }

    #[test]
    fn other_files_and_those_of_newer_builds_are_told_apart() {
        assert_eq!(open(b"", "梅の木の下で会う"), Err(Sealed::NoParcel));
        assert_eq!(open(b"%PDF-1.7", "梅の木の下で会う"), Err(Sealed::NoParcel));
        let mut newer = sealed();
        newer[HEAD.len() - 2] = b'2';
        let body = newer.len() - SUM;
        let sum = Sha256::digest(&newer[..body]);
        newer[body..].copy_from_slice(&sum);
        assert_eq!(open(&newer, "梅の木の下で会う"), Err(Sealed::Newer));
    }

    #[test]
    fn a_passphrase_that_is_soon_guessed_is_not_taken() {
        assert_eq!(
            seal(&parcel(), "1234567", [0; RANDOM]),
            Err(Sealed::TooShort)
        );
    }
}
