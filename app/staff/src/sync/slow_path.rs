//! What rarely follows an exchange: refusals, another life of the server, sheets to let go of, another person's session.
//! Its code comes with the later pages.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::{Here, along_key};
use api::ApiError;
use browser::{clock, tabs};
use domain::ids::DeviceId;
use domain::journal::{Journal, Pull};
use leptos::wasm_split::wasm_split;
use std::rc::Rc;

/// Takes in an answer that has something out of the ordinary.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn hear(here: Here, device: DeviceId, pull: Rc<Pull>) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        for sheet in &pull.forget {
            here.keep(&along_key(sheet), &()).await;
        }
        let hear =
            move |journal: &mut Journal| journal.hear(&device, &pull, &mut clock::fresh_fact);
        let _ = here.edit(Box::new(hear)).await;
    }))
}

/// The session is another person's, or what was carried in is.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn turn_away(here: Here, device: DeviceId) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        let person = here.person();
        here.meet_person_of_session().await;
        // It is not the session that is another person's: then it is what was carried in.
        if here.person() == person {
            let turn_away = move |journal: &mut Journal| journal.turn_away(&device);
            let _ = here.edit(Box::new(turn_away)).await;
        }
    }))
}
