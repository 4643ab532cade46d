//! Time, randomness and UUIDs: the only module that asks the browser for any of them.

use domain::ids::{DeviceId, FactId};
use domain::journal::FactStamp;
use domain::timestamp::Timestamp;

/// The current time, by the device's wall clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place in the browser that asks for the time"
)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of any real date fit"
)]
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// The stamp of a new fact: a fresh id and the current time.
pub fn mint() -> FactStamp {
    FactStamp {
        id: new_fact_id(),
        at: now(),
    }
}

/// A new `UUIDv7` as the id of a fact.
pub fn new_fact_id() -> FactId {
    FactId(uuid_v7())
}

/// A new `UUIDv7` as the id of a journal.
pub fn new_device_id() -> DeviceId {
    DeviceId(uuid_v7())
}

/// `N` bytes from the browser's cryptographic random generator; `None` if there is none.
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = super::window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// A UUID version 7 (RFC 9562): 48 bits of time, so that ids sort roughly by creation, and 74 random bits.
fn uuid_v7() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = super::window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes[..6].copy_from_slice(&now().as_millis().to_be_bytes()[2..]);
    // RFC 9562: the version (7) is in the high nibble of byte 6, the variant (0b10) in the top bits of byte 8.
    bytes[6] = 0x70 | bytes[6] & 0x0f;
    bytes[8] = 0x80 | bytes[8] & 0x3f;
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 0x0f] {
            text.push(char::from_digit(half.into(), 16).unwrap_or('0'));
        }
    }
    text
}
