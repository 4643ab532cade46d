//! Main navigation: grouped places in a rail on a desktop; on a phone three of them, and the rest behind その他.

use super::places::{Place, PlaceGroup, groups};
use super::quick_jump::{JumpButton, JumpDialog};
use crate::i18n::t;
use crate::sync::AppState;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Places that the bar of a phone shows.
const ON_PHONE: usize = 3;

/// Whether the page `at` belongs to the place.
fn is_at(place: &Route, at: Option<&Route>) -> bool {
    let Some(at) = at else { return false };
    match place {
        Route::Home => matches!(
            at,
            Route::Home
                | Route::Sheet(..)
                | Route::Review(..)
                | Route::Result(..)
                | Route::Preview(..)
                | Route::Literacy(_)
        ),
        Route::Shared(_) => matches!(at, Route::Shared(_) | Route::SharedSheet(..)),
        Route::Team(_) => matches!(
            at,
            Route::Team(_) | Route::TeamMember(..) | Route::Interview(..) | Route::Assessment(..)
        ),
        Route::Careers(_) => matches!(at, Route::Careers(_) | Route::Career(_)),
        Route::People => matches!(at, Route::People | Route::Person(_) | Route::Roster),
        Route::Account => matches!(at, Route::Account | Route::Password),
        other => std::mem::discriminant(other) == std::mem::discriminant(at),
    }
}

#[component]
pub(crate) fn MainNav(
    /// `None`: page not found.
    route: RwSignal<Option<Route>>,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let link = move |(to, name): Place| {
        let href = to.to_string();
        let current = move || route.with(|at| is_at(&to, at.as_ref())).then_some("page");
        view! {
            <li>
                <a href=href aria-current=current>
                    {name}
                </a>
            </li>
        }
        .into_any()
    };
    let group = move |PlaceGroup { name, places }| {
        view! {
            <p class="nav-heading" hidden=name.is_empty()>
                {name}
            </p>
            <ul>{places.into_iter().map(link).collect_view()}</ul>
        }
        .into_any()
    };
    let rail = move || {
        let all = here.me.with(|it| it.as_ref().map(groups));
        all.into_iter().flatten().map(group).collect_view()
    };
    let bar = move || {
        let all = here.me.with(|it| it.as_ref().map(groups));
        let mut all: Vec<PlaceGroup> = all.into_iter().flatten().collect();
        let own = all.pop();
        let mut places: Vec<Place> = all.into_iter().flat_map(|it| it.places).collect();
        // Work first; where there is none, the account.
        places.extend(own.and_then(|it| it.places.into_iter().next_back()));
        places.truncate(ON_PHONE);
        places.into_iter().map(link).collect_view()
    };
    let person = Memo::new(move |_| {
        here.me
            .with(|me| me.as_ref().map(|it| it.person.id.clone()))
    });
    // For everybody, at every start: so nobody learns who reads about help, and it is there without a network.
    Effect::new(move |_| {
        if person.get().is_some() {
            spawn_local(async move { drop(here.refresh_content_pages().await) });
        }
    });
    let (is_open, is_jumping) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        route.track();
        is_open.set(false);
    });
    view! {
        <nav class="nav-rail" aria-label=t("メインメニュー")>
            <JumpButton is_open=is_jumping />
            {rail}
        </nav>
        <nav class="nav-bar" aria-label=t("メインメニュー")>
            <ul>{bar}</ul>
            <details prop:open=move || is_open.get()>
                <summary>{t("その他")}</summary>
                <div class="nav-sheet">
                    <JumpButton is_open=is_jumping />
                    {rail}
                </div>
            </details>
        </nav>
        <JumpDialog is_open=is_jumping />
    }
}
