//! Time, randomness and UUIDs: the only module that asks the browser for any of them.

use domain::ids::{DeviceId, FactId};
use domain::journal::FactStamp;
use domain::timestamp::Timestamp;
use uuid::Builder;

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

/// A UUID version 7 (RFC 9562): ids sort roughly by creation. Two devices must never make the same one, so it panics
/// without randomness.
#[expect(
    clippy::expect_used,
    reason = "every browser that runs wasm has crypto.getRandomValues"
)]
fn uuid_v7() -> String {
    let random = random_bytes().expect("random bytes");
    let millis = u64::try_from(now().as_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .to_string()
}
