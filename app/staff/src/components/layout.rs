//! Frame of every page: brand, save status, account, navigation, and notices.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::account_menu::Account;
use super::bell::NoticeBell;
use super::loading::{LazyView, later};
use super::main_nav::MainNav;
use super::notice::Notices;
use super::save_status::SaveStatusLink;
use super::show_if::show_if;
use crate::i18n::t;
use crate::sync::AppState;
use api::ApiError;
use domain::route::Route;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

#[component]
pub(crate) fn PageLayout(
    /// `None`: page not found.
    route: RwSignal<Option<Route>>,
    children: Children,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let is_signed_in = move || here.me.with(Option::is_some);
    view! {
        <a class="skip" href="#main">
            {t("本文へ移る")}
        </a>
        <header class="top-bar">
            <a class="brand" href="/">
                <span class="brand-mark" aria-hidden="true"></span>
                <span class="brand-name">"道しるべ"</span>
            </a>
            {show_if(is_signed_in, move || later(Box::new(move || Box::pin(tools(route)))))}
        </header>
        <Notices />
        <div class="frame" class:has-main-nav=is_signed_in>
            {show_if(is_signed_in, move || later(Box::new(move || Box::pin(navigation(route)))))}
            <main id="main" tabindex="-1">
                {children()}
            </main>
        </div>
    }
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn navigation(route: RwSignal<Option<Route>>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || view! { <MainNav route /> }.into_any()))
}

/// What is saved where is said at each field, too: this code is in a chunk.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn tools(route: RwSignal<Option<Route>>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        view! {
            <SaveStatusLink />
            <NoticeBell route />
            <Account route />
        }
        .into_any()
    }))
}
