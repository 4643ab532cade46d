//! What devices encrypted before this build used HPKE: X25519 with an ephemeral key, then XChaCha20-Poly1305 under the
//! SHA-256 of the purpose, both public keys and the shared secret. Only read, for tablets and pages that wrote it.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

/// Decrypts; `None` unless it was encrypted for this secret key and this purpose.
pub(super) fn decrypt(secret: &[u8; 32], purpose: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let secret = StaticSecret::from(*secret);
    let (ephemeral, ciphertext) = bytes.split_first_chunk::<32>()?;
    let ephemeral = PublicKey::from(*ephemeral);
    let shared = secret.diffie_hellman(&ephemeral);
    let mut key = Sha256::new_with_prefix(purpose.as_bytes());
    key.update(ephemeral.as_bytes());
    key.update(PublicKey::from(&secret).as_bytes());
    key.update(shared.as_bytes());
    let cipher = XChaCha20Poly1305::new(&key.finalize().0.into());
    // The ephemeral key was used once, so a constant nonce was safe.
    cipher.decrypt(&XNonce::default(), ciphertext).ok()
}
