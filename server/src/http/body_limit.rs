//! How large the body of a call may be, and how much of bodies is held at once.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use futures_util::StreamExt;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Largest body of a call that is not in [`LIMITS`], in bytes.
const USUAL: usize = 64 << 10;

/// Calls with larger bodies.
const LIMITS: [(&str, usize); 8] = [
    // 500 facts at most, of which a device sends half a MiB at once; releases before it sent more.
    ("exchange", 4 << 20),
    // 2,000 encrypted visits of about 2 KB.
    ("push_kiosk", 6 << 20),
    ("import_kiosk_file", 6 << 20),
    // A file of 1 MiB, in hexadecimal.
    ("add_questions", 3 << 20),
    // A file of 2 MiB, in hexadecimal, and the numbers of everybody accepted.
    ("preview_roster", 5 << 20),
    // The longest source of a form, with what it is sent in.
    ("save_form_draft", 5 << 18),
    // A file of 1 MiB, in hexadecimal.
    ("read_xlsform", 3 << 20),
    ("import_roster", 5 << 20),
];

/// Bodies are held whole: at most 128 MiB at once of each kind, counted in units of [`USUAL`].
const UNITS: usize = 2_048;

/// Reads bodies within the limits of their calls.
#[derive(Clone, Debug)]
pub(crate) struct BodyReader {
    /// Bodies up to [`USUAL`]: no larger one keeps them waiting.
    small: Arc<Semaphore>,
    /// Larger ones of signed-in people.
    of_staff: Arc<Semaphore>,
    /// Larger ones of tablets, which sign what they send.
    of_tablets: Arc<Semaphore>,
}

impl Default for BodyReader {
    fn default() -> Self {
        let units = || Arc::new(Semaphore::new(UNITS));
        Self {
            small: units(),
            of_staff: units(),
            of_tablets: units(),
        }
    }
}

/// A body, which takes up room until it is dropped.
pub(crate) struct HeldBody {
    pub(crate) bytes: Bytes,
    _room: OwnedSemaphorePermit,
}

/// The largest body of a call, in bytes.
pub(crate) fn limit_of(call: &str) -> usize {
    let own = LIMITS.iter().find(|it| it.0 == call);
    own.map_or(USUAL, |it| it.1)
}

/// Reads a body within its limit and keeps nothing of it, so that its sender reads the answer.
pub(crate) async fn drain(call: &str, body: Body) {
    let (mut frames, mut left) = (body.into_data_stream(), limit_of(call));
    while let Some(Ok(frame)) = frames.next().await {
        match left.checked_sub(frame.len()) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

/// Whether a call has a limit above the usual one.
pub(crate) fn is_large(call: &str) -> bool {
    limit_of(call) > USUAL
}

impl BodyReader {
    /// The whole body of a call; `None` if it is larger than the call's limit or breaks off.
    pub(crate) async fn read(&self, call: &str, body: Body) -> Option<HeldBody> {
        let is_of_tablet = call == "push_kiosk";
        let limit = limit_of(call);
        // What says its length is held only to that length; what does not may fill the limit.
        let announced = body.size_hint().exact().unwrap_or(limit as u64);
        let announced = usize::try_from(announced).ok().filter(|it| *it <= limit)?;
        let room = match (announced <= USUAL, is_of_tablet) {
            (true, _) => &self.small,
            (false, true) => &self.of_tablets,
            (false, false) => &self.of_staff,
        };
        let units = u32::try_from(announced.div_ceil(USUAL)).ok()?;
        let room = Arc::clone(room).acquire_many_owned(units).await.ok()?;
        let bytes = to_bytes(body, limit).await.ok()?;
        Some(HeldBody { bytes, _room: room })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::server::all_calls;

    #[test]
    fn every_limit_is_of_a_call() {
        for (name, _) in LIMITS {
            assert!(all_calls().any(|it| it.name == name), "{name}");
        }
    }

    #[tokio::test]
    async fn a_body_over_its_calls_limit_is_not_read() {
        let reader = BodyReader::default();
        let body = || Body::from(vec![b' '; USUAL + 1]);
        assert!(reader.read("sign_in", body()).await.is_none());
        assert!(reader.read("push_kiosk", body()).await.is_some());
        let held = reader.read("exchange", body()).await;
        assert_eq!(reader.of_staff.available_permits(), UNITS - 2);
        drop(held);
        assert_eq!(reader.of_staff.available_permits(), UNITS);
    }
}
