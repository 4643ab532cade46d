//! Uncommon outcomes of a pull, in a lazy chunk: rejections, a new epoch of the server, released sheets, another
//! user's session.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::{AppState, checkout_key};
use api::ApiError;
use browser::{clock, tabs};
use domain::ids::DeviceId;
use domain::journal::{Journal, Pull};
use leptos::wasm_split::wasm_split;
use std::rc::Rc;

/// Applies a pull that the fast path does not handle. `Err` if the chunk could not be loaded.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn apply_pull(
    here: AppState,
    device: DeviceId,
    pull: Rc<Pull>,
) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        // Sheets this person lost the permission for: their cached copy is overwritten.
        for sheet in &pull.forget {
            here.cache_put(&checkout_key(sheet), &()).await;
        }
        let hear = move |journal: &mut Journal| {
            journal.apply_pull(&device, &pull, &mut clock::new_fact_id)
        };
        let _ = here.edit(Box::new(hear)).await;
    }))
}

/// The server does not accept the journal `device` from this session. Switches the user if the session is another
/// person's; otherwise rejects the facts imported from that device.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn handle_foreign_device(
    here: AppState,
    device: DeviceId,
) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        let person = here.person();
        here.switch_to_session_user().await;
        // The session still belongs to this person: the facts imported from another device do not.
        if here.person() == person {
            let turn_away = move |journal: &mut Journal| journal.reject_imported(&device);
            let _ = here.edit(Box::new(turn_away)).await;
        }
    }))
}
