//! Encryption to the server: text encrypted on a device that only the server can decrypt, not even the device itself.
//!
//! X25519 with an ephemeral key, then XChaCha20-Poly1305. The key is the SHA-256 of the purpose, both public keys and
//! the shared secret.

use crate::text_newtype::text_newtype;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

/// Bytes of the ephemeral public key, which comes first in an envelope.
const PUBLIC_KEY_LEN: usize = 32;

/// Bytes that encryption adds: the ephemeral public key and the authentication tag.
pub const OVERHEAD: usize = PUBLIC_KEY_LEN + 16;

text_newtype!(
    /// The server's public key that devices encrypt with: X25519, in hexadecimal.
    BoxPublicKey
);

/// The server's X25519 secret key, which decrypts.
#[derive(Clone)]
pub struct BoxSecretKey(StaticSecret);

impl BoxSecretKey {
    /// From 32 secret bytes of the server.
    pub fn from_bytes(secret: [u8; 32]) -> Self {
        Self(StaticSecret::from(secret))
    }

    /// The public key that devices encrypt with.
    pub fn public_key(&self) -> BoxPublicKey {
        BoxPublicKey(hex::encode(PublicKey::from(&self.0).as_bytes()))
    }

    /// Decrypts an envelope (hexadecimal); `None` unless it was encrypted for this server and this purpose.
    pub fn decrypt(&self, purpose: &str, envelope: &str) -> Option<String> {
        let bytes = hex::decode(envelope).ok()?;
        let (theirs, sealed) = bytes.split_first_chunk::<PUBLIC_KEY_LEN>()?;
        let theirs = PublicKey::from(*theirs);
        let shared = self.0.diffie_hellman(&theirs);
        let key = derive_key(
            purpose,
            &theirs,
            &PublicKey::from(&self.0),
            shared.as_bytes(),
        );
        let text = key.decrypt(&XNonce::default(), sealed).ok()?;
        String::from_utf8(text).ok()
    }
}

/// Encrypts a text to a server's public key, all in hexadecimal; `random` must be fresh from the browser. `None` if
/// `server` is not a public key.
pub fn encrypt(
    purpose: &str,
    text: &str,
    server: &BoxPublicKey,
    random: [u8; 32],
) -> Option<String> {
    let server: [u8; PUBLIC_KEY_LEN] = hex::decode(server.as_str()).ok()?.try_into().ok()?;
    let server = PublicKey::from(server);
    let own = StaticSecret::from(random);
    let public = PublicKey::from(&own);
    let shared = own.diffie_hellman(&server);
    // The ephemeral key is used once, so a constant nonce is safe.
    let key = derive_key(purpose, &public, &server, shared.as_bytes());
    let sealed = key.encrypt(&XNonce::default(), text.as_bytes());
    Some(hex::encode(public.as_bytes()) + &hex::encode(sealed.ok()?))
}

fn derive_key(
    purpose: &str,
    ephemeral: &PublicKey,
    server: &PublicKey,
    shared: &[u8; 32],
) -> XChaCha20Poly1305 {
    // The purpose separates domains: an envelope of one kind does not decrypt as another.
    let mut all = Sha256::new_with_prefix(purpose.as_bytes());
    all.update(ephemeral.as_bytes());
    all.update(server.as_bytes());
    all.update(shared);
    XChaCha20Poly1305::new(&all.finalize().0.into())
}
