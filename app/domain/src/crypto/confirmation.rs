//! An encrypted confirmation: a 確認番号 typed on another person's device, readable by the server only.
//!
//! Two people confirm an interview on one PC, offline. The device's owner stores the other's confirmation until it is
//! pushed, and must learn nothing from it. The number is encrypted to the server's public key together with the hash
//! that it confirms, so that it cannot be reused for another confirmation.

use crate::crypto::sealed_box::{self, Opener};

/// Minimum length of a 確認番号, in characters.
pub const SHORTEST: usize = 6;

const PURPOSE: &str = "michishirube proof 1";

/// Decrypts the number; `None` unless it was encrypted for this server and for the confirmation of `made_on`.
pub fn open(server: &Opener, proof: &str, made_on: &str) -> Option<String> {
    let text = server.open(PURPOSE, proof)?;
    Some(text.strip_prefix(made_on)?.strip_prefix('\n')?.to_owned())
}

/// Encrypts a number for the confirmation of a sheet with the hash `made_on`; `random` must be fresh from the
/// browser. `None` if `server` is not a public key in hexadecimal.
pub fn seal(number: &str, made_on: &str, server: &str, random: [u8; 32]) -> Option<String> {
    sealed_box::seal(PURPOSE, &format!("{made_on}\n{number}"), server, random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_server_reads_a_number_and_only_for_what_it_confirms() {
        let server = Opener::of([7; 32]);
        let proof = seal("493817", "hash", &server.public(), [9; 32]).expect("sealed");
        assert_eq!(open(&server, &proof, "hash"), Some("493817".to_owned()));
        assert_eq!(open(&server, &proof, "another"), None);
        assert_eq!(open(&Opener::of([8; 32]), &proof, "hash"), None);
        assert!(!proof.contains(&hex::encode("493817")));
    }

    #[test]
    fn what_is_no_proof_opens_to_nothing() {
        let server = Opener::of([7; 32]);
        let proof = seal("493817", "hash", &server.public(), [9; 32]).expect("sealed");
        for wrong in ["", "zz", &proof[..40], &proof[..proof.len() - 2]] {
            assert_eq!(open(&server, wrong, "hash"), None, "{wrong}");
        }
        assert_eq!(seal("493817", "hash", "no key", [9; 32]), None);
    }
}
