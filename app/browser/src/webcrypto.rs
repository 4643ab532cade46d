//! `WebCrypto`: the kiosk's non-extractable signing key (ECDSA P-256), and PBKDF2 for the staff PIN.

use super::window;
use domain::kiosk::{PinHash, PinSalt, TabletKey, TabletSignature};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// A non-extractable private key: scripts can use it, not read it.
pub type SigningKey = CryptoKey;

/// PBKDF2 iterations (OWASP's figure for HMAC-SHA-256).
const ROUNDS: u32 = 600_000;

fn subtle() -> Option<SubtleCrypto> {
    let crypto = window().crypto().ok()?;
    // `crypto.subtle` is undefined outside a secure context (HTTPS or localhost); web-sys would not notice.
    let there = Reflect::get(&crypto, &JsValue::from_str("subtle")).ok()?;
    (!there.is_undefined()).then(|| crypto.subtle())
}

fn object(members: &[(&str, JsValue)]) -> Object {
    let it = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&it, &JsValue::from_str(name), value);
    }
    it
}

fn ecdsa() -> Object {
    object(&[
        ("name", "ECDSA".into()),
        ("namedCurve", "P-256".into()),
        ("hash", "SHA-256".into()),
    ])
}

/// A new key pair: the non-extractable private key, and the public key. `None` outside a secure
/// context.
pub async fn generate_key() -> Option<(CryptoKey, TabletKey)> {
    let subtle = subtle()?;
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let pair = JsFuture::from(
        subtle
            .generate_key_with_object(&ecdsa(), false, &uses)
            .ok()?,
    )
    .await
    .ok()?;
    let half = |name: &str| {
        Reflect::get(&pair, &name.into())
            .ok()?
            .dyn_into::<CryptoKey>()
            .ok()
    };
    let public = JsFuture::from(subtle.export_key("raw", &half("publicKey")?).ok()?)
        .await
        .ok()?;
    Some((
        half("privateKey")?,
        TabletKey(hex::encode(Uint8Array::new(&public).to_vec())),
    ))
}

/// The signature of a text.
pub async fn sign(key: &CryptoKey, text: &str) -> Option<TabletSignature> {
    let signed = subtle()?
        .sign_with_object_and_u8_array(&ecdsa(), key, text.as_bytes())
        .ok()?;
    let signature = JsFuture::from(signed).await.ok()?;
    Some(TabletSignature(hex::encode(
        Uint8Array::new(&signature).to_vec(),
    )))
}

/// The hash of a staff PIN. Slow by design: a PIN is short and could be guessed.
pub async fn hash_pin(pin: &str, salt: &PinSalt) -> Option<PinHash> {
    let subtle = subtle()?;
    let bytes = Uint8Array::from(pin.as_bytes());
    let uses = Array::of1(&"deriveBits".into());
    let key = JsFuture::from(
        subtle
            .import_key_with_str("raw", &bytes, "PBKDF2", false, &uses)
            .ok()?,
    )
    .await
    .ok()?;
    let how = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt.as_str().as_bytes()).into()),
        ("iterations", ROUNDS.into()),
    ]);
    let key: CryptoKey = key.dyn_into().ok()?;
    let bits = JsFuture::from(subtle.derive_bits_with_object(&how, &key, 256).ok()?)
        .await
        .ok()?;
    Some(PinHash(hex::encode(Uint8Array::new(&bits).to_vec())))
}
