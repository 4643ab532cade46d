//! Lazy pages: everything off the way from sign-in to a sheet is split into chunks.
//!
//! The service worker caches the chunks in the background, so the pages work offline, too. A page opened before its
//! chunk is cached waits for it, or fails with a retry button.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::{
    bank, careers, cycles, deputies, device, events, home, interview, literacy, not_found,
    overview, password, preview, progress, result, review, shared, shared_sheet, sign_in, skills,
    staff,
};
use crate::components::loading::{LazyView, Loading, ask};
use api::ApiError;
use domain::calendar::Cycle;
use domain::route::Route;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Chunk of the entry: sign-in page and home.
#[wasm_split(enter, wasm_split_path = ::leptos::wasm_split, fallible)]
fn enter(is_in: bool) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        if is_in {
            view! { <home::Home/> }.into_any()
        } else {
            view! { <sign_in::SignIn/> }.into_any()
        }
    }))
}

pub(super) fn sign_in() -> AnyView {
    let asking = Box::new(|| ask(enter(false), |page: LazyView| page()));
    view! { <Loading asking=asking/> }.into_any()
}

/// Chunk around the person's own sheets: review, result, device, password, not found.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn own(to: Option<Route>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || match to {
        Some(Route::Review(instrument, cycle)) => {
            view! { <review::Check instrument cycle/> }.into_any()
        }
        Some(Route::Result(instrument, cycle)) => {
            view! { <result::ResultPage instrument cycle/> }.into_any()
        }
        Some(Route::Password) => view! { <password::Password/> }.into_any(),
        Some(_) => view! { <device::Device/> }.into_any(),
        None => view! { <not_found::NotFound/> }.into_any(),
    }))
}

/// Chunk about other people: the list of shared sheets, and the pages of 職員課, 情報政策課 and 採用担当.
#[wasm_split(others, wasm_split_path = ::leptos::wasm_split, fallible)]
fn others(to: Route) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || match to {
        Route::Shared(cycle) => view! { <shared::SharedPage cycle/> }.into_any(),
        Route::Progress(cycle) => view! { <progress::ProgressPage cycle/> }.into_any(),
        Route::Overview(cycle) => view! { <overview::OverviewPage cycle/> }.into_any(),
        Route::Cycles => view! { <cycles::Cycles/> }.into_any(),
        Route::Careers(year) => view! { <careers::Careers year/> }.into_any(),
        Route::Career(person) => view! { <careers::Career person/> }.into_any(),
        Route::Deputies => view! { <deputies::Deputies/> }.into_any(),
        Route::Skills(year) => view! { <skills::Skills year/> }.into_any(),
        Route::Bank => view! { <bank::QuestionBank/> }.into_any(),
        Route::Events(rest) => view! { <events::Events rest/> }.into_any(),
        _ => ().into_any(),
    }))
}

/// Chunk of a 所属長 and their staff, with the preview of an own sheet.
#[wasm_split(two, wasm_split_path = ::leptos::wasm_split, fallible)]
fn two(to: Route) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || match to {
        Route::Staff(year) => view! { <staff::Staff year/> }.into_any(),
        Route::Interview(person, instrument, cycle) => {
            view! { <interview::Interview person instrument cycle/> }.into_any()
        }
        Route::Preview(instrument, cycle) => view! { <preview::Seen instrument cycle/> }.into_any(),
        Route::SharedSheet(person, instrument, cycle) => {
            view! { <shared_sheet::SharedSheetPage person instrument cycle/> }.into_any()
        }
        _ => ().into_any(),
    }))
}

/// Chunk of the literacy test.
#[wasm_split(tests, wasm_split_path = ::leptos::wasm_split, fallible)]
fn tests(cycle: Cycle) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        view! { <literacy::Literacy cycle/> }.into_any()
    }))
}

/// A page, once its chunk is loaded.
pub(super) fn lazy_page(to: Option<Route>) -> AnyView {
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
                    | Route::Events(_)
                    | Route::Deputies),
                ) => others(to).await,
                Some(
                    to @ (Route::Staff(_)
                    | Route::Interview(..)
                    | Route::Preview(..)
                    | Route::SharedSheet(..)),
                ) => two(to).await,
                Some(Route::Literacy(cycle)) => tests(cycle).await,
                to => own(to).await,
            }
        };
        ask(bring, |page: LazyView| page())
    });
    view! { <Loading asking=asking/> }.into_any()
}
