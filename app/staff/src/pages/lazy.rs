//! Pages that are not on the way from signing in to a sheet: their code comes in chunks of its own.
//!
//! The service worker brings the chunks in the background, so they are there without network as well. Whoever opens such
//! a page before its chunk has come waits a moment, or is told and can try again.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::{
    bank, careers, cycles, deputies, device, events, home, interview, literacy, not_found,
    overview, password, preview, progress, result, review, shared, shared_sheet, sign_in, skills,
    staff,
};
use crate::components::loading::{Later, Loading, ask};
use api::ApiError;
use domain::calendar::Cycle;
use domain::route::Route;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// The way in: signing in, and the person's own forms.
#[wasm_split(enter, wasm_split_path = ::leptos::wasm_split, fallible)]
fn enter(is_in: bool) -> Result<Later, ApiError> {
    Ok(Box::new(move || {
        if is_in {
            view! { <home::Home/> }.into_any()
        } else {
            view! { <sign_in::SignIn/> }.into_any()
        }
    }))
}

/// The sign-in page.
pub(super) fn sign_in() -> AnyView {
    let asking = Box::new(|| ask(enter(false), |page: Later| page()));
    view! { <Loading asking=asking/> }.into_any()
}

/// What comes after filling in a sheet: the last look, the result, what is only on this device.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn own(to: Option<Route>) -> Result<Later, ApiError> {
    Ok(Box::new(move || match to {
        Some(Route::Check(instrument, cycle)) => {
            view! { <review::Check instrument cycle/> }.into_any()
        }
        Some(Route::Result(instrument, cycle)) => {
            view! { <result::Result instrument cycle/> }.into_any()
        }
        Some(Route::Password) => view! { <password::Password/> }.into_any(),
        Some(_) => view! { <device::Device/> }.into_any(),
        None => view! { <not_found::NoSuchPage/> }.into_any(),
    }))
}

/// Pages about other people: shared sheets, and 職員課's, 情報政策課's and 採用担当's.
#[wasm_split(others, wasm_split_path = ::leptos::wasm_split, fallible)]
fn others(to: Route) -> Result<Later, ApiError> {
    Ok(Box::new(move || match to {
        Route::Shared(cycle) => view! { <shared::Shared cycle/> }.into_any(),
        Route::Progress(cycle) => view! { <progress::Progress cycle/> }.into_any(),
        Route::Overview(cycle) => view! { <overview::Overview cycle/> }.into_any(),
        Route::Cycles => view! { <cycles::Cycles/> }.into_any(),
        Route::Careers(year) => view! { <careers::Careers year/> }.into_any(),
        Route::Career(person) => view! { <careers::Career person/> }.into_any(),
        Route::Deputies => view! { <deputies::Deputies/> }.into_any(),
        Route::Skills(year) => view! { <skills::Skills year/> }.into_any(),
        Route::Bank => view! { <bank::QuestionBank/> }.into_any(),
        Route::Fair(rest) => view! { <events::Events rest/> }.into_any(),
        _ => ().into_any(),
    }))
}

/// What a 所属長 does with their staff, and how an own sheet looks to readers.
#[wasm_split(two, wasm_split_path = ::leptos::wasm_split, fallible)]
fn two(to: Route) -> Result<Later, ApiError> {
    Ok(Box::new(move || match to {
        Route::Staff(year) => view! { <staff::Staff year/> }.into_any(),
        Route::Together(person, instrument, cycle) => {
            view! { <interview::Together person instrument cycle/> }.into_any()
        }
        Route::Seen(instrument, cycle) => view! { <preview::Seen instrument cycle/> }.into_any(),
        Route::SharedSheet(person, instrument, cycle) => {
            view! { <shared_sheet::SharedSheet person instrument cycle/> }.into_any()
        }
        _ => ().into_any(),
    }))
}

/// The tests.
#[wasm_split(tests, wasm_split_path = ::leptos::wasm_split, fallible)]
fn tests(cycle: Cycle) -> Result<Later, ApiError> {
    Ok(Box::new(move || {
        view! { <literacy::Literacy cycle/> }.into_any()
    }))
}

/// A page whose code may still have to come.
pub(super) fn later(to: Option<Route>) -> AnyView {
    let asking = Box::new(move || {
        let to = to.clone();
        let bring = async move {
            match to {
                Some(Route::Home | Route::SignIn) => enter(true).await,
                Some(
                    to @ (Route::Shared(_)
                    | Route::Progress(_)
                    | Route::Overview(_)
                    | Route::Cycles
                    | Route::Careers(_)
                    | Route::Career(_)
                    | Route::Skills(_)
                    | Route::Bank
                    | Route::Fair(_)
                    | Route::Deputies),
                ) => others(to).await,
                Some(
                    to @ (Route::Staff(_)
                    | Route::Together(..)
                    | Route::Seen(..)
                    | Route::SharedSheet(..)),
                ) => two(to).await,
                Some(Route::Literacy(cycle)) => tests(cycle).await,
                to => own(to).await,
            }
        };
        ask(bring, |page: Later| page())
    });
    view! { <Loading asking=asking/> }.into_any()
}
