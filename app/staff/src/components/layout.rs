//! Frame of every page: brand, save status, navigation, and notices.

use super::notice::Notices;
use super::save_status::SaveStatusLink;
use super::show_if::show_if;
use crate::i18n::t;
use crate::sync::AppState;
use domain::calendar::Cycle;
use domain::person::{CurrentUser, Role};
use domain::route::Route;
use leptos::prelude::*;

/// Default cycle of the pages about other people.
fn latest_cycle(me: &CurrentUser) -> Option<Cycle> {
    me.cycles.iter().map(|it| it.cycle).max()
}

/// Navigation entries for this person: route and label.
pub(crate) fn places(me: &CurrentUser) -> Vec<(Route, &'static str)> {
    let mut places = vec![(Route::Home, t("わたしのシート"))];
    if let Some(cycle) = latest_cycle(me) {
        if me.is_supervisor {
            places.push((Route::Team(cycle.year), t("わたしの職員")));
        }
        if me.is_supervisor || me.has_role(Role::Personnel) {
            places.push((Route::Shared(cycle), t("共有されたシート")));
        }
        if me.has_role(Role::Personnel) {
            places.push((Route::Progress(cycle), t("進み具合")));
            places.push((Route::Overview(cycle), t("集計")));
            places.push((Route::Careers(cycle.year), t("キャリア意向")));
        }
        if me.has_role(Role::Personnel) || me.has_role(Role::Digital) {
            places.push((Route::Skills(cycle.year), t("ＤＸの地図")));
        }
    }
    if me.has_role(Role::Personnel) {
        places.push((Route::Cycles, t("時期と保存期間")));
    }
    if me.has_role(Role::Recruiter) {
        places.push((Route::Events(String::new()), t("フェア")));
    }
    places
}

/// Whether the page `at` belongs to the navigation entry `place`.
fn is_at(place: &Route, at: Option<&Route>) -> bool {
    matches!(
        (place, at),
        (
            Route::Home,
            Some(
                Route::Home
                    | Route::Sheet(..)
                    | Route::Review(..)
                    | Route::Result(..)
                    | Route::Preview(..)
                    | Route::Literacy(_)
            )
        ) | (
            Route::Shared(_),
            Some(Route::Shared(_) | Route::SharedSheet(..))
        ) | (Route::Progress(_), Some(Route::Progress(_)))
            | (Route::Overview(_), Some(Route::Overview(_)))
            | (Route::Skills(_), Some(Route::Skills(_) | Route::Questions))
            | (Route::Events(_), Some(Route::Events(_)))
            | (
                Route::Cycles,
                Some(Route::Cycles | Route::Deputies | Route::Guidance(_))
            )
            | (Route::Team(_), Some(Route::Team(_) | Route::Interview(..)))
            | (
                Route::Careers(_),
                Some(Route::Careers(_) | Route::Career(_))
            )
    )
}

#[component]
pub(crate) fn PageLayout(
    /// `None`: page not found.
    route: RwSignal<Option<Route>>,
    children: Children,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let places = move || {
        here.me
            .with(|it| it.as_ref().map(places).unwrap_or_default())
    };
    // A single place needs no navigation.
    let has_places = move || places().len() > 1;
    let name = move || {
        let name = here
            .me
            .with(|it| it.as_ref().map(|it| it.person.name.clone()));
        name.unwrap_or_default()
    };
    view! {
        <a class="skip" href="#main">
            {t("本文へ移る")}
        </a>
        <header class="top-bar">
            <a class="brand" href="/">
                <span class="brand-mark" aria-hidden="true"></span>
                <span class="brand-name">"道しるべ"</span>
            </a>
            {show_if(
                move || here.me.with(Option::is_some),
                move || {
                    view! {
                        <SaveStatusLink />
                        <a class="user-link" href="/device">
                            <span class="visually-hidden">{t("この端末とサインアウト: ")}</span>
                            {move || name()}
                        </a>
                    }
                        .into_any()
                },
            )}
        </header>
        <Notices />
        <div class="frame" class:has-main-nav=move || has_places()>
            {show_if(
                has_places,
                move || {
                    view! {
                        <nav class="main-nav" aria-label=t("場所")>
                            {move || {
                                places()
                                    .into_iter()
                                    .map(|(to, name)| {
                                        let href = to.to_string();
                                        let current = route.with(|at| is_at(&to, at.as_ref())).then_some("page");
                                        view! {
                                            <a href=href aria-current=current>
                                                {name}
                                            </a>
                                        }
                                            .into_any()
                                    })
                                    .collect_view()
                            }}
                        </nav>
                    }
                        .into_any()
                },
            )}
            <main id="main" tabindex="-1">
                {children()}
            </main>
        </div>
    }
}
