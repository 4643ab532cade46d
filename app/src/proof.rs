//! A 確認番号 typed on another person's device, sealed so that only the server can read it.
//!
//! Two people confirm a hearing on one PC, with no network: the one whose device it is keeps the other's confirmation until
//! it can be sent, and must learn nothing from keeping it. The number is sealed to the server's public key (X25519, then
//! XChaCha20-Poly1305 under the SHA-256 of both public keys and the shared secret), together with what it confirms, so
//! that it serves for nothing else.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

/// Shortest number taken, in characters.
pub const SHORTEST: usize = 6;

const PUBLIC: usize = 32;

/// The server's half: made from 32 secret bytes.
#[derive(Clone)]
pub struct Opener(StaticSecret);

impl Opener {
    /// From the server's secret bytes.
    pub fn of(secret: [u8; 32]) -> Self {
        Self(StaticSecret::from(secret))
    }

    /// What others seal with, in hexadecimal.
    pub fn public(&self) -> String {
        hex::encode(PublicKey::from(&self.0).as_bytes())
    }

    /// The number in a proof, if it was sealed for this server and this confirmation.
    pub fn open(&self, proof: &str, made_on: &str) -> Option<String> {
        let bytes = hex::decode(proof).ok()?;
        let (theirs, sealed) = bytes.split_first_chunk::<PUBLIC>()?;
        let theirs = PublicKey::from(*theirs);
        let shared = self.0.diffie_hellman(&theirs);
        let key = key(&theirs, &PublicKey::from(&self.0), shared.as_bytes());
        let text = key.decrypt(&XNonce::default(), sealed).ok()?;
        let text = String::from_utf8(text).ok()?;
        Some(text.strip_prefix(made_on)?.strip_prefix('\n')?.to_owned())
    }
}

/// Seals a number for the confirmation of a sheet with this hash; `random` is fresh from the browser. None if the
/// server's key is none.
pub fn seal(number: &str, made_on: &str, server: &str, random: [u8; 32]) -> Option<String> {
    let server: [u8; PUBLIC] = hex::decode(server).ok()?.try_into().ok()?;
    let server = PublicKey::from(server);
    let own = StaticSecret::from(random);
    let public = PublicKey::from(&own);
    let shared = own.diffie_hellman(&server);
    // The key is used once, so the nonce may be nothing.
    let key = key(&public, &server, shared.as_bytes());
    let sealed = key.encrypt(
        &XNonce::default(),
        format!("{made_on}\n{number}").as_bytes(),
    );
    Some(hex::encode(public.as_bytes()) + &hex::encode(sealed.ok()?))
}

fn key(ephemeral: &PublicKey, server: &PublicKey, shared: &[u8; 32]) -> XChaCha20Poly1305 {
    let mut all = Sha256::new_with_prefix(b"michishirube proof 1");
    all.update(ephemeral.as_bytes());
    all.update(server.as_bytes());
    all.update(shared);
    XChaCha20Poly1305::new(&all.finalize().0.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_server_reads_a_number_and_only_for_what_it_confirms() {
        let server = Opener::of([7; 32]);
        let proof = seal("493817", "hash", &server.public(), [9; 32]).expect("sealed");
        assert_eq!(server.open(&proof, "hash"), Some("493817".to_owned()));
        assert_eq!(server.open(&proof, "another"), None);
        assert_eq!(Opener::of([8; 32]).open(&proof, "hash"), None);
        assert!(!proof.contains(&hex::encode("493817")));
    }

    #[test]
    fn what_is_no_proof_opens_to_nothing() {
        let server = Opener::of([7; 32]);
        let proof = seal("493817", "hash", &server.public(), [9; 32]).expect("sealed");
        for wrong in ["", "zz", &proof[..40], &proof[..proof.len() - 2]] {
            assert_eq!(server.open(wrong, "hash"), None, "{wrong}");
        }
        assert_eq!(seal("493817", "hash", "no key", [9; 32]), None);
    }
}
