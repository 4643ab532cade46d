//! One module per URL, and the app that shows the page named by the address bar.

mod account;
mod calendar;
mod careers;
mod deputies;
mod device;
mod digital;
mod events;
mod export;
mod forms;
mod grants;
mod guidance;
mod home;
mod interview;
mod lazy;
mod literacy;
mod not_found;
mod office;
mod organisation;
mod overview;
mod password;
mod people;
mod policy;
mod preview;
mod progress;
mod questions;
mod readers;
mod reset_password;
mod result;
mod review;
mod role_models;
mod roster;
mod setup;
mod shared_sheet;
mod shared_sheets;
mod sheet;
mod sign_in;
mod skills;
mod steering;
mod support;
mod system;
mod team;
mod trials;

use crate::components::layout::PageLayout;
use crate::i18n::t;
use crate::navigator::Navigator;
use crate::sync::AppState;
use browser::page;
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::route::Route;
use leptos::prelude::*;

/// Content of the frame. Memoized: the page is rebuilt only when it changes, so that typed text is not lost.
#[derive(Clone, Debug, PartialEq)]
enum Screen {
    Opening,
    /// Signing in, or getting a new password for it.
    Entry(Route),
    At(Option<Route>),
}

/// Root component: creates the shared state and the navigation.
#[component]
pub(crate) fn App() -> impl IntoView {
    let here = AppState::start();
    let place = Navigator::start();
    provide_context(here);
    provide_context(place);
    let route = place.route();
    let screen = Memo::new(move |_| {
        let is_closed = here.journal.with(Option::is_none) && here.me.with(Option::is_none);
        match route.get() {
            _ if !here.is_ready.get() => Screen::Opening,
            Some(it @ (Route::SignIn | Route::ResetPassword | Route::Setup)) => Screen::Entry(it),
            // The requested page is shown after signing in.
            Some(_) if is_closed => Screen::Entry(Route::SignIn),
            at => Screen::At(at),
        }
    });
    Effect::new(move |before: Option<Option<Route>>| {
        let now = route.get();
        let title = t(now.as_ref().map_or("ページがありません", Route::title));
        if before.is_some_and(|it| it != now) {
            page::begin_page(title);
        } else {
            // The first page keeps the focus that the browser gave it.
            page::set_title(title);
        }
        now
    });
    view! {
        <PageLayout route=route>
            {move || match screen.get() {
                Screen::Opening => {
                    view! {
                        <p class="loading" role="status">
                            {t("開いています")}
                        </p>
                    }
                        .into_any()
                }
                Screen::Entry(to) => lazy::lazy_page(Some(to)),
                Screen::At(to) => page_view(to),
            }}
        </PageLayout>
    }
}

fn is_literacy_test(instrument: &InstrumentId) -> bool {
    expect_context::<AppState>().form_with_role(FormRole::LiteracyTest) == *instrument
}

fn page_view(route: Option<Route>) -> AnyView {
    match route {
        // The answers of the literacy test are a sheet, but the test has a page of its own.
        Some(Route::Sheet(instrument, cycle)) if is_literacy_test(&instrument) => {
            lazy::lazy_page(Some(Route::Literacy(cycle)))
        }
        Some(Route::Sheet(instrument, cycle)) => {
            view! { <sheet::SheetPage instrument cycle /> }.into_any()
        }
        to => lazy::lazy_page(to),
    }
}
