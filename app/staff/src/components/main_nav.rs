//! Main navigation: grouped places in a rail on a desktop; on a phone three of them, and the rest behind その他.

use crate::i18n::t;
use crate::sync::AppState;
use domain::calendar::Cycle;
use domain::person::{CurrentUser, Role};
use domain::route::Route;
use leptos::prelude::*;

/// Places that the bar of a phone shows.
const ON_PHONE: usize = 3;

type Place = (Route, &'static str);

/// Places under one heading; the first group has none.
struct PlaceGroup {
    name: &'static str,
    places: Vec<Place>,
}

/// Default cycle of the pages about other people.
fn latest_cycle(me: &CurrentUser) -> Option<Cycle> {
    me.cycles.iter().map(|it| it.cycle).max()
}

/// What this person can go to.
fn groups(me: &CurrentUser) -> Vec<PlaceGroup> {
    let mut all = vec![("", vec![(Route::Home, t("ホーム"))])];
    let cycle = latest_cycle(me);
    if let Some(cycle) = cycle.filter(|_| me.is_supervisor) {
        all.push((
            t("所属長の仕事"),
            vec![
                (Route::Team(cycle.year), t("課の職員")),
                (Route::Shared(cycle), t("共有されたシート")),
            ],
        ));
    }
    if me.has_role(Role::Personnel) {
        all.push((t("職員課の仕事"), personnel(me, cycle)));
    }
    if let Some(cycle) = cycle.filter(|_| me.has_role(Role::Digital)) {
        let mut places = vec![
            (Route::Digital(cycle.year), t("見直しと研修")),
            (Route::Questions, t("問題集")),
        ];
        if !me.has_role(Role::Personnel) {
            places.insert(1, (Route::Skills(cycle.year), t("DXの地図")));
        }
        all.push((t("情報政策課の仕事"), places));
    }
    if me.has_role(Role::Recruiter) {
        all.push((
            t("採用の仕事"),
            vec![(Route::Events(String::new()), t("フェア"))],
        ));
    }
    if me.has_role(Role::Administrator) {
        all.push((t("システム管理の仕事"), vec![(Route::System, t("稼働"))]));
    }
    all.push((
        t("あなた"),
        vec![
            (Route::Readers, t("シートを開いた人")),
            (Route::Device, t("この端末の入力")),
            (Route::Account, t("アカウント")),
        ],
    ));
    all.into_iter()
        .map(|(name, places)| PlaceGroup { name, places })
        .collect()
}

fn personnel(me: &CurrentUser, cycle: Option<Cycle>) -> Vec<Place> {
    let mut places = Vec::new();
    if let Some(cycle) = cycle {
        places.push((Route::Office(cycle.year), t("締切と遅れ")));
        places.push((Route::Progress(cycle), t("進み具合")));
        places.push((Route::Overview(cycle), t("集計")));
        places.push((Route::Careers(cycle.year), t("キャリア意向")));
        places.push((Route::Skills(cycle.year), t("DXの地図")));
        if !me.is_supervisor {
            places.push((Route::Shared(cycle), t("共有されたシート")));
        }
        places.push((Route::Guidance(cycle.year), t("指導育成の対象")));
    }
    places.push((Route::Cycles, t("時期と保存期間")));
    places.push((Route::Deputies, t("所属長の代理")));
    places
}

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
    let is_open = RwSignal::new(false);
    Effect::new(move |_| {
        route.track();
        is_open.set(false);
    });
    view! {
        <nav class="nav-rail" aria-label=t("メインメニュー")>
            {rail}
        </nav>
        <nav class="nav-bar" aria-label=t("メインメニュー")>
            <ul>{bar}</ul>
            <details prop:open=move || is_open.get()>
                <summary>{t("その他")}</summary>
                <div class="nav-sheet">{rail}</div>
            </details>
        </nav>
    }
}
