//! Something sealed on a device so that only the server can read it: not the device itself, nor who holds it next.
//!
//! X25519 with a key made for this one envelope, then XChaCha20-Poly1305 under the SHA-256 of what it is for, both public
//! keys and the shared secret.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

/// Bytes of a public key, which an envelope begins with.
const PUBLIC: usize = 32;

/// Bytes by which an envelope is longer than what is in it: the public key and the tag.
pub const LONGER_BY: usize = PUBLIC + 16;

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

    /// What is in an envelope (hexadecimal), if it was sealed for this server and this purpose.
    pub fn open(&self, purpose: &str, envelope: &str) -> Option<String> {
        let bytes = hex::decode(envelope).ok()?;
        let (theirs, sealed) = bytes.split_first_chunk::<PUBLIC>()?;
        let theirs = PublicKey::from(*theirs);
        let shared = self.0.diffie_hellman(&theirs);
        let key = key(
            purpose,
            &theirs,
            &PublicKey::from(&self.0),
            shared.as_bytes(),
        );
        let text = key.decrypt(&XNonce::default(), sealed).ok()?;
        String::from_utf8(text).ok()
    }
}

/// Seals a text for a server, in hexadecimal; `random` is fresh from the browser. None if the server's key is none.
pub fn seal(purpose: &str, text: &str, server: &str, random: [u8; 32]) -> Option<String> {
    let server: [u8; PUBLIC] = hex::decode(server).ok()?.try_into().ok()?;
    let server = PublicKey::from(server);
    let own = StaticSecret::from(random);
    let public = PublicKey::from(&own);
    let shared = own.diffie_hellman(&server);
    // The key is used once, so the nonce may be nothing.
    let key = key(purpose, &public, &server, shared.as_bytes());
    let sealed = key.encrypt(&XNonce::default(), text.as_bytes());
    Some(hex::encode(public.as_bytes()) + &hex::encode(sealed.ok()?))
}

fn key(
    purpose: &str,
    ephemeral: &PublicKey,
    server: &PublicKey,
    shared: &[u8; 32],
) -> XChaCha20Poly1305 {
    let mut all = Sha256::new_with_prefix(purpose.as_bytes());
    all.update(ephemeral.as_bytes());
    all.update(server.as_bytes());
    all.update(shared);
    XChaCha20Poly1305::new(&all.finalize().0.into())
}
