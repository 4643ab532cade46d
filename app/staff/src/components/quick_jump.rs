//! Quick jump: a dialog that finds a place, a sheet or a person by a few letters. Ctrl+K opens it on every page.

use super::places::places;
use super::show_if::show_if;
use crate::i18n::{fill, locale, pick_language, t};
use crate::navigator::Navigator;
use crate::sync::AppState;
use api::interviews::TeamMember;
use browser::page;
use domain::person::CurrentUser;
use domain::route::Route;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

const DIALOG: &str = "quick-jump";

/// Destinations shown at once.
const SHOWN: usize = 8;

/// Somewhere to go.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Destination {
    name: String,
    /// What kind of place it is.
    kind: &'static str,
    to: String,
}

/// The places of the menu, then the person's sheets, those that are open first.
fn places_and_sheets(me: &CurrentUser) -> Vec<Destination> {
    let mut all: Vec<Destination> = places(me)
        .into_iter()
        .map(|(to, name)| Destination {
            name: name.to_owned(),
            kind: t("場所"),
            to: to.to_string(),
        })
        .collect();
    for wants_open in [true, false] {
        let sheets = me.cycles.iter().rev();
        let sheets = sheets.filter(|it| it.offered && it.open == wants_open);
        all.extend(sheets.map(|it| Destination {
            name: fill!(
                "{0}の{1}",
                it.cycle_label(locale()),
                pick_language(&it.title, &it.title_en)
            ),
            kind: t("シート"),
            to: Route::Sheet(it.instrument.clone(), it.cycle).to_string(),
        }));
    }
    all
}

/// The people that the list of staff knew when it was opened last.
fn people(year: u16, team: Vec<TeamMember>) -> impl Iterator<Item = Destination> {
    team.into_iter().map(move |it| Destination {
        name: it.person.name,
        kind: t("課の職員"),
        to: Route::TeamMember(year, it.person.id).to_string(),
    })
}

/// Spaces, which stand between the names of a person, do not count; nor do capitals.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Opens the dialog for those who do not know the key.
#[component]
pub(super) fn JumpButton(is_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button type="button" class="quick-jump-button" on:click=move |_| is_open.set(true)>
            {t("さがして移動")}
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}

/// The dialog while it is open, and its key.
#[component]
pub(super) fn JumpDialog(is_open: RwSignal<bool>) -> impl IntoView {
    let listening = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let is_asked = (event.ctrl_key() || event.meta_key())
            && !event.shift_key()
            && !event.alt_key()
            && event.key().eq_ignore_ascii_case("k");
        if is_asked && !event.is_composing() {
            event.prevent_default();
            is_open.set(true);
        }
    });
    on_cleanup(move || listening.remove());
    show_if(
        move || is_open.get(),
        move || view! { <Finder is_open /> }.into_any(),
    )
}

#[component]
fn Finder(is_open: RwSignal<bool>) -> impl IntoView {
    let (here, place) = (expect_context::<AppState>(), expect_context::<Navigator>());
    let all = RwSignal::new(
        here.me
            .with_untracked(|it| it.as_ref().map(places_and_sheets).unwrap_or_default()),
    );
    let year = here.me.with_untracked(|it| {
        let cycles = it.iter().flat_map(|it| &it.cycles);
        cycles.map(|it| it.cycle.year).max()
    });
    if let Some(year) = year {
        spawn_local(async move {
            let team: Option<Vec<TeamMember>> = here.cache_get(&format!("staff:{year}")).await;
            let _ = all.try_update(|it| it.extend(people(year, team.unwrap_or_default())));
        });
    }
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = folded(&typed.read());
        all.with(|it| {
            let found = it.iter().filter(|it| folded(&it.name).contains(&wanted));
            found.take(SHOWN).cloned().collect::<Vec<_>>()
        })
    });
    // Only a dialog that is in the document can be opened.
    request_animation_frame(|| page::show_modal(DIALOG));
    let go_to_first = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let first = found.with_untracked(|it| it.first().map(|it| it.to.clone()));
        if let Some(to) = first.and_then(|it| Route::parse(&it)) {
            is_open.set(false);
            place.go(&to);
        }
    };
    let row = move |it: Destination| {
        view! {
            <li>
                <a href=it.to on:click=move |_| is_open.set(false)>
                    {it.name}
                    <small>{it.kind}</small>
                </a>
            </li>
        }
    };
    view! {
        <dialog
            class="sign-in-dialog quick-jump"
            id=DIALOG
            aria-label=t("さがして移動")
            on:close=move |_| is_open.set(false)
        >
            <form on:submit=go_to_first>
                <label class="field">
                    <span>{t("場所、シート、職員の名前")}</span>
                    <input
                        type="text"
                        enterkeyhint="go"
                        autocomplete="off"
                        autofocus
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </label>
            </form>
            <ul>{move || found.get().into_iter().map(row).collect_view()}</ul>
            <p class="hint" role="status">
                {move || match found.with(Vec::len) {
                    0 => t("見つかりません。別の言葉でさがしてください。").to_owned(),
                    n => fill!("{0}件。Enterで一番上へ移ります。", n),
                }}
            </p>
            <form method="dialog">
                <button class="button small">{t("閉じる")}</button>
            </form>
        </dialog>
    }
}
