//! The transfer file: a [`TransferBundle`] encrypted with a passphrase, so that a lost memory stick discloses nothing.
//!
//! Layout: a header line, 16 bytes of salt, 24 of nonce, the encrypted JSON, and a SHA-256 of all that, which tells a
//! damaged file from a wrong passphrase. Argon2id derives the key, XChaCha20-Poly1305 encrypts.

use crate::journal::TransferBundle;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

const HEADER: &[u8] = b"michishirube parcel 1\n";
const SALT_LEN: usize = 16;
const NONCE_LEN: usize = 24;
const CHECKSUM_LEN: usize = 32;

/// Minimum length of a passphrase, in characters.
pub const MIN_PASSPHRASE: usize = 8;

/// Number of random bytes that one file needs: its salt and its nonce, which must never repeat.
pub const RANDOM_LEN: usize = SALT_LEN + NONCE_LEN;

/// Why a file was not written or not read. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferFileError {
    /// The passphrase is shorter than [`MIN_PASSPHRASE`].
    TooShort,
    /// The content could not be encrypted, so there is no file.
    NotEncrypted,
    /// The file is not a transfer file.
    NotATransferFile,
    /// A newer build wrote the file.
    Newer,
    /// The file is truncated or damaged.
    Damaged,
    /// The passphrase does not decrypt the file.
    WrongPassphrase,
}

impl TransferFileError {
    /// Explanation for the person, in Japanese.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::TooShort => "合言葉は8文字以上にしてください。",
            Self::NotEncrypted => "暗号化できませんでした。ファイルは書き出していません。",
            Self::NotATransferFile => {
                "道しるべの持ち出しファイルではありません。何も変えていません。"
            }
            Self::Newer => {
                "新しい版の道しるべで作られたファイルです。この端末を新しい版にしてから、もう一度取り込んでください。"
            }
            Self::Damaged => {
                "ファイルが途中で切れているか、壊れています。何も変えていません。もう一度書き出してください。"
            }
            Self::WrongPassphrase => "合言葉が違います。何も変えていません。",
        }
    }
}

/// Encrypts a transfer; `random` must be fresh from the browser.
pub fn encrypt(
    parcel: &TransferBundle,
    passphrase: &str,
    random: [u8; RANDOM_LEN],
) -> Result<Vec<u8>, TransferFileError> {
    if passphrase.chars().count() < MIN_PASSPHRASE {
        return Err(TransferFileError::TooShort);
    }
    let text = serde_json::to_vec(parcel).map_err(|_| TransferFileError::NotEncrypted)?;
    let mut file = [HEADER, &random].concat();
    let (salt, nonce) = random.split_at(SALT_LEN);
    let encrypted = cipher(passphrase, salt).and_then(|it| {
        let payload = Payload {
            msg: &text,
            aad: HEADER,
        };
        it.encrypt(&parse_nonce(nonce)?, payload).ok()
    });
    file.extend(encrypted.ok_or(TransferFileError::NotEncrypted)?);
    file.extend(Sha256::digest(&file));
    Ok(file)
}

/// Decrypts a file and decodes its content.
pub fn decrypt(file: &[u8], passphrase: &str) -> Result<TransferBundle, TransferFileError> {
    // Without the version, to tell a newer build's file from a file of another kind.
    let name = HEADER.strip_suffix(b"1\n").unwrap_or(HEADER);
    if !file.starts_with(name) {
        return Err(TransferFileError::NotATransferFile);
    }
    // The checksum comes before decryption: a damaged file must not look like a wrong passphrase.
    let whole = file
        .split_last_chunk::<CHECKSUM_LEN>()
        .filter(|(body, sum)| Sha256::digest(body).as_slice() == *sum);
    let (body, _) = whole.ok_or(TransferFileError::Damaged)?;
    let rest = body.strip_prefix(HEADER).ok_or(TransferFileError::Newer)?;
    let (salt, rest) = rest
        .split_at_checked(SALT_LEN)
        .ok_or(TransferFileError::Damaged)?;
    let (nonce, sealed) = rest
        .split_at_checked(NONCE_LEN)
        .ok_or(TransferFileError::Damaged)?;
    let text = cipher(passphrase, salt)
        .and_then(|it| {
            it.decrypt(
                &parse_nonce(nonce)?,
                Payload {
                    msg: sealed,
                    aad: HEADER,
                },
            )
            .ok()
        })
        .ok_or(TransferFileError::WrongPassphrase)?;
    // The content is authentic, so what does not decode has a newer shape.
    let text = str::from_utf8(&text).map_err(|_| TransferFileError::Damaged)?;
    serde_json::from_str(text).map_err(|_| TransferFileError::Newer)
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

fn parse_nonce(bytes: &[u8]) -> Option<XNonce> {
    XNonce::try_from(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel() -> TransferBundle {
        TransferBundle {
            schema: 1,
            person: "E1".into(),
            facts: Vec::new(),
            refused: Vec::new(),
            drafts: Vec::new(),
        }
    }

    fn encrypted() -> Vec<u8> {
        encrypt(&parcel(), "梅の木の下で会う", [7; RANDOM_LEN]).expect("sealed")
    }

    #[test]
    fn a_transfer_file_decrypts_only_with_its_passphrase() {
        assert_eq!(decrypt(&encrypted(), "梅の木の下で会う"), Ok(parcel()));
        assert_eq!(
            decrypt(&encrypted(), "桜の木の下で会う"),
            Err(TransferFileError::WrongPassphrase)
        );
        let text = String::from_utf8_lossy(&encrypted()).into_owned();
        assert!(!text.contains("E1") && !text.contains("facts"));
    }

    #[test]
    fn a_file_truncated_or_changed_at_any_byte_is_damaged() {
        let file = encrypted();
        for at in HEADER.len()..file.len() {
            assert_eq!(
                decrypt(&file[..at], "梅の木の下で会う"),
                Err(TransferFileError::Damaged)
            );
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert_eq!(
                decrypt(&changed, "梅の木の下で会う"),
                Err(TransferFileError::Damaged)
            );
        }
    }

    #[test]
    fn other_files_and_files_of_newer_builds_are_distinguished() {
        assert_eq!(
            decrypt(b"", "梅の木の下で会う"),
            Err(TransferFileError::NotATransferFile)
        );
        assert_eq!(
            decrypt(b"%PDF-1.7", "梅の木の下で会う"),
            Err(TransferFileError::NotATransferFile)
        );
        let mut newer = encrypted();
        newer[HEADER.len() - 2] = b'2';
        let body = newer.len() - CHECKSUM_LEN;
        let sum = Sha256::digest(&newer[..body]);
        newer[body..].copy_from_slice(&sum);
        assert_eq!(
            decrypt(&newer, "梅の木の下で会う"),
            Err(TransferFileError::Newer)
        );
    }

    #[test]
    fn a_short_passphrase_is_rejected() {
        assert_eq!(
            encrypt(&parcel(), "1234567", [0; RANDOM_LEN]),
            Err(TransferFileError::TooShort)
        );
    }
}
