//! An encrypted confirmation: a 確認番号 typed on another person's device, readable by the server only.
//!
//! Two people confirm an interview on one PC, offline. The device's owner stores the other's confirmation until it is
//! pushed, and must learn nothing from it. The number is encrypted to the server's public key together with what it
//! confirms, so that it cannot be reused for another confirmation; the server takes each but once.

use crate::crypto::sealed_box::{self, BoxPublicKey, BoxSecretKey};
use crate::ids::{PartId, SheetHash, SheetId};
use crate::text_newtype::text_newtype;

/// Minimum length of a 確認番号, in characters.
pub const MIN_PIN: usize = 6;

text_newtype!(
    /// A 確認番号 that only the server can read, in hexadecimal.
    EncryptedPin
);

const PURPOSE: &str = "michishirube proof 2";

/// What earlier releases encrypted: bound to the hash only.
const EARLIER_PURPOSE: &str = "michishirube proof 1";

/// What a number confirms: a part of a sheet with this hash.
#[derive(Clone, Copy, Debug)]
pub struct ConfirmedPart<'a> {
    pub sheet: &'a SheetId,
    pub part: &'a PartId,
    pub made_on: &'a SheetHash,
}

impl ConfirmedPart<'_> {
    /// One line, without line breaks: they part it from the number.
    fn line(&self) -> String {
        let SheetId {
            person,
            instrument,
            cycle,
        } = self.sheet;
        let line = format!(
            "{person}/{instrument}/{cycle}/{}/{}",
            self.part, self.made_on
        );
        line.replace('\n', " ")
    }
}

/// Decrypts the number; `None` unless it was encrypted for this server and for this confirmation.
pub fn decrypt(
    server: &BoxSecretKey,
    proof: &EncryptedPin,
    confirmed: &ConfirmedPart<'_>,
) -> Option<String> {
    let of = |purpose, line: &str| {
        let text = server.decrypt(purpose, proof.as_str())?;
        Some(text.strip_prefix(line)?.strip_prefix('\n')?.to_owned())
    };
    of(PURPOSE, &confirmed.line()).or_else(|| of(EARLIER_PURPOSE, confirmed.made_on.as_str()))
}

/// Encrypts a number for a confirmation; `random` must be fresh from the browser. `None` if `server` is not a public
/// key in hexadecimal.
pub fn encrypt(
    number: &str,
    confirmed: &ConfirmedPart<'_>,
    server: &BoxPublicKey,
    random: [u8; 32],
) -> Option<EncryptedPin> {
    let text = format!("{}\n{number}", confirmed.line());
    sealed_box::encrypt(PURPOSE, &text, server, random).map(EncryptedPin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Cycle;

    fn with<T>(person: &str, part: &str, hash: &str, then: impl Fn(&ConfirmedPart<'_>) -> T) -> T {
        let sheet = SheetId {
            person: person.into(),
            instrument: "hearing_record".into(),
            cycle: Cycle::in_year(2026)[1],
        };
        then(&ConfirmedPart {
            sheet: &sheet,
            part: &part.into(),
            made_on: &hash.into(),
        })
    }

    #[test]
    fn a_number_decrypts_only_on_its_server_and_for_its_confirmation() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let proof = with("E1", "mid", "hash", |it| {
            encrypt("493817", it, &server.public_key(), [9; 32]).expect("sealed")
        });
        let read = |server: &BoxSecretKey, person, part, hash| {
            with(person, part, hash, |it| decrypt(server, &proof, it))
        };
        assert_eq!(
            read(&server, "E1", "mid", "hash"),
            Some("493817".to_owned())
        );
        assert_eq!(read(&server, "E1", "mid", "another"), None);
        assert_eq!(read(&server, "E1", "end", "hash"), None);
        assert_eq!(read(&server, "E2", "mid", "hash"), None);
        let other = BoxSecretKey::from_bytes([8; 32]);
        assert_eq!(read(&other, "E1", "mid", "hash"), None);
        assert!(!proof.as_str().contains(&hex::encode("493817")));
    }

    #[test]
    fn what_an_earlier_release_encrypted_still_decrypts() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let proof = sealed_box::encrypt(
            EARLIER_PURPOSE,
            "hash\n493817",
            &server.public_key(),
            [9; 32],
        );
        let proof = EncryptedPin(proof.expect("sealed"));
        let number = with("E1", "mid", "hash", |it| decrypt(&server, &proof, it));
        assert_eq!(number, Some("493817".to_owned()));
    }

    #[test]
    fn an_invalid_confirmation_decrypts_to_none() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        with("E1", "mid", "hash", |it| {
            let proof = encrypt("493817", it, &server.public_key(), [9; 32]).expect("sealed");
            let text = proof.as_str();
            for wrong in ["", "zz", &text[..40], &text[..text.len() - 2]].map(EncryptedPin::from) {
                assert_eq!(decrypt(&server, &wrong, it), None, "{wrong}");
            }
            assert_eq!(encrypt("493817", it, &"no key".into(), [9; 32]), None);
        });
    }
}
