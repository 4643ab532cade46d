//! The attract screen, and the language choice that a visit starts with.

use super::controller::{Kiosk, Screen};
use crate::reading_prefs::{LANGUAGES, ReadingPrefs, localized};
use crate::texts::FairTexts;
use domain::result_card;
use domain::timestamp::Timestamp;
use leptos::prelude::*;

/// Shown between visits: one tap anywhere starts one.
#[component]
pub(super) fn Attract(machine: Kiosk) -> impl IntoView {
    let title = machine.quiz.with_value(|it| it.title.clone());
    let english = title.en.clone();
    let place = machine.event().map(|it| it.name);
    let wiped = move || {
        machine.read_state(|kept, _| {
            let at = kept
                .wiped_at
                .map(Timestamp::display_time)
                .unwrap_or_default();
            (kept.wiped > 0).then(|| format!("{} 人目 消去 {at}", kept.wiped))
        })
    };
    let is_closed = Memo::new(move |_| !machine.accepts_visitors());
    view! {
        <main id="main" class="attract">
            {move || {
                is_closed
                    .get()
                    .then(|| {
                        view! {
                            <div class="full-screen-button">
                                <h1>{localized(FairTexts::CLOSED)}</h1>
                            </div>
                        }
                            .into_any()
                    })
            }}
            <button hidden=move || is_closed.get() class="full-screen-button" on:click=move |_| machine.start_visit()>
                <span class="flower" inner_html=result_card::flower_svg(&[5, 3, 5, 4, 5, 3, 5])></span>
                <span class="attract-title">{localized(title)}</span>
                <span class="attract-english" lang="en">
                    {english}
                </span>
                <span class="attract-begin">{localized(FairTexts::TAP_TO_START)}<i lang="en">"Tap to start"</i></span>
            </button>
            <footer>
                <span>{place}</span>
                <span role="status">{wiped}</span>
            </footer>
        </main>
    }
}

/// Language choice: one card per language.
#[component]
pub(super) fn LanguageChoice(machine: Kiosk) -> impl IntoView {
    let comfort = ReadingPrefs::from_context();
    let cards = LANGUAGES.map(|(tongue, name, lang)| {
        let choose = move |_| {
            comfort.set_language(tongue);
            machine.screen.set(Screen::Visit);
            browser::visitor::to_top();
        };
        view! {
            <li>
                <button class="card" lang=lang on:click=choose>
                    {name}
                </button>
            </li>
        }
    });
    view! {
        <main id="main" tabindex="-1" class="centered language">
            <h1>"ことばを えらんでください"<small lang="en">"Choose your language"</small></h1>
            <ul class="cards">{cards}</ul>
        </main>
    }
}
