//! An encrypted confirmation: a 確認番号 typed on another person's device, readable by the server only.
//!
//! Two people confirm an interview on one PC, offline. The device's owner stores the other's confirmation until it is
//! pushed, and must learn nothing from it. The number is encrypted to the server's public key together with the hash
//! that it confirms, so that it cannot be reused for another confirmation.

use crate::crypto::sealed_box::{self, BoxPublicKey, BoxSecretKey};
use crate::ids::SheetHash;
use crate::text_newtype::text_newtype;

/// Minimum length of a 確認番号, in characters.
pub const MIN_PIN: usize = 6;

text_newtype!(
    /// A 確認番号 that only the server can read, in hexadecimal.
    EncryptedPin
);

const PURPOSE: &str = "michishirube proof 1";

/// Decrypts the number; `None` unless it was encrypted for this server and for the confirmation of `made_on`.
pub fn decrypt(server: &BoxSecretKey, proof: &EncryptedPin, made_on: &SheetHash) -> Option<String> {
    let text = server.decrypt(PURPOSE, proof.as_str())?;
    Some(
        text.strip_prefix(made_on.as_str())?
            .strip_prefix('\n')?
            .to_owned(),
    )
}

/// Encrypts a number for the confirmation of a sheet with the hash `made_on`; `random` must be fresh from the
/// browser. `None` if `server` is not a public key in hexadecimal.
pub fn encrypt(
    number: &str,
    made_on: &SheetHash,
    server: &BoxPublicKey,
    random: [u8; 32],
) -> Option<EncryptedPin> {
    sealed_box::encrypt(PURPOSE, &format!("{made_on}\n{number}"), server, random).map(EncryptedPin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_decrypts_only_on_its_server_and_for_its_confirmation() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let proof =
            encrypt("493817", &"hash".into(), &server.public_key(), [9; 32]).expect("sealed");
        assert_eq!(
            decrypt(&server, &proof, &"hash".into()),
            Some("493817".to_owned())
        );
        assert_eq!(decrypt(&server, &proof, &"another".into()), None);
        assert_eq!(
            decrypt(&BoxSecretKey::from_bytes([8; 32]), &proof, &"hash".into()),
            None
        );
        assert!(!proof.as_str().contains(&hex::encode("493817")));
    }

    #[test]
    fn an_invalid_confirmation_decrypts_to_none() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let proof =
            encrypt("493817", &"hash".into(), &server.public_key(), [9; 32]).expect("sealed");
        let text = proof.as_str();
        for wrong in ["", "zz", &text[..40], &text[..text.len() - 2]].map(EncryptedPin::from) {
            assert_eq!(decrypt(&server, &wrong, &"hash".into()), None, "{wrong}");
        }
        assert_eq!(
            encrypt("493817", &"hash".into(), &"no key".into(), [9; 32]),
            None
        );
    }
}
