//! Encryption to the server: text encrypted on a device that only the server can decrypt, not even the device itself.
//!
//! HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The purpose is the `info`,
//! so that a text of one kind does not decrypt as another. In hexadecimal: the encapsulated key, then the ciphertext.

mod earlier;

use crate::text_newtype::text_newtype;
use chacha20::ChaCha20Rng;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::SeedableRng;
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open,
    single_shot_seal_with_rng,
};

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Bytes of the encapsulated key, which comes first.
const ENCAPPED_KEY_LEN: usize = 32;

/// Bytes that encryption adds: the encapsulated key and the authentication tag.
pub const OVERHEAD: usize = ENCAPPED_KEY_LEN + 16;

text_newtype!(
    /// The server's public key that devices encrypt with: X25519, in hexadecimal.
    BoxPublicKey
);

/// The server's X25519 secret key, which decrypts.
#[derive(Clone)]
pub struct BoxSecretKey([u8; 32]);

impl BoxSecretKey {
    /// From 32 secret bytes of the server.
    pub fn from_bytes(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    fn private_key(&self) -> Option<PrivateKey> {
        PrivateKey::from_bytes(&self.0).ok()
    }

    /// The public key that devices encrypt with; empty, and thus no key, if the secret is none.
    pub fn public_key(&self) -> BoxPublicKey {
        let public = self.private_key().map(|it| X25519HkdfSha256::sk_to_pk(&it));
        BoxPublicKey(public.map_or_else(String::new, |it| hex::encode(it.to_bytes())))
    }

    /// Decrypts a text (hexadecimal); `None` unless it was encrypted for this server and this purpose.
    pub fn decrypt(&self, purpose: &str, encrypted: &str) -> Option<String> {
        let bytes = hex::decode(encrypted).ok()?;
        let text = self
            .decrypt_hpke(purpose, &bytes)
            .or_else(|| earlier::decrypt(&self.0, purpose, &bytes))?;
        String::from_utf8(text).ok()
    }

    fn decrypt_hpke(&self, purpose: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let (key, ciphertext) = bytes.split_at_checked(ENCAPPED_KEY_LEN)?;
        let key = EncappedKey::from_bytes(key).ok()?;
        single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.private_key()?,
            &key,
            purpose.as_bytes(),
            ciphertext,
            &[],
        )
        .ok()
    }
}

/// Encrypts a text to a server's public key; `random` must be fresh from the browser. In hexadecimal; `None` if
/// `server` is not a public key.
pub fn encrypt(
    purpose: &str,
    text: &str,
    server: &BoxPublicKey,
    random: [u8; 32],
) -> Option<String> {
    let server = PublicKey::from_bytes(&hex::decode(server.as_str()).ok()?).ok()?;
    let (key, ciphertext) =
        single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &server,
            purpose.as_bytes(),
            text.as_bytes(),
            &[],
            &mut ChaCha20Rng::from_seed(random),
        )
        .ok()?;
    Some(hex::encode(key.to_bytes()) + &hex::encode(ciphertext))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_decrypts_on_its_server_and_for_its_purpose_only() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let encrypted = encrypt("one", "文", &server.public_key(), [9; 32]).expect("encrypted");
        assert_eq!(encrypted.len(), 2 * (OVERHEAD + "文".len()));
        assert_eq!(server.decrypt("one", &encrypted).as_deref(), Some("文"));
        assert_eq!(server.decrypt("two", &encrypted), None);
        let other = BoxSecretKey::from_bytes([8; 32]);
        assert_eq!(other.decrypt("one", &encrypted), None);
        let again = encrypt("one", "文", &server.public_key(), [10; 32]);
        assert_ne!(again, Some(encrypted));
    }

    #[test]
    fn what_the_release_before_hpke_encrypted_is_still_read_with_the_same_key() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let key = "13be4feaeaf204c7fd3358fc9c00721881d174278128227ec674f37f7fe97b6d";
        assert_eq!(server.public_key().as_str(), key);
        let earlier = "57db4b359f23ae5e146e4e2512056704722506348c150c14753d0c933d04d421\
                       73b1057227d62b326ed31bfef319baaafbc9";
        let text = server.decrypt("michishirube visit 1", earlier);
        assert_eq!(text.as_deref(), Some("{}"));
        assert_eq!(server.decrypt("michishirube proof 1", earlier), None);
    }

    #[test]
    fn a_damaged_or_cut_text_decrypts_to_none() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let encrypted = encrypt("one", "text", &server.public_key(), [9; 32]).expect("encrypted");
        for n in 0..encrypted.len() {
            assert_eq!(server.decrypt("one", &encrypted[..n]), None);
        }
        let damaged = encrypted.replace(['0', '1'], "2");
        assert_eq!(server.decrypt("one", &damaged), None);
        assert_eq!(encrypt("one", "text", &"zz".into(), [9; 32]), None);
        assert_eq!(encrypt("one", "text", &"00".into(), [9; 32]), None);
    }
}
