//! A 確認番号 typed on another person's device, sealed so that only the server can read it.
//!
//! Two people confirm a hearing on one PC, with no network: the one whose device it is keeps the other's confirmation until
//! it can be sent, and must learn nothing from keeping it. The number is sealed to the server's public key, together with
//! what it confirms, so that it serves for nothing else.

use crate::crypto::sealed_box::{self, Opener};

/// Shortest number taken, in characters.
pub const SHORTEST: usize = 6;

const PURPOSE: &str = "michishirube proof 1";

/// The number in a proof, if it was sealed for this server and this confirmation.
pub fn open(server: &Opener, proof: &str, made_on: &str) -> Option<String> {
    let text = server.open(PURPOSE, proof)?;
    Some(text.strip_prefix(made_on)?.strip_prefix('\n')?.to_owned())
}

/// Seals a number for the confirmation of a sheet with this hash; `random` is fresh from the browser. None if the
/// server's key is none.
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
