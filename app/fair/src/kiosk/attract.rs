//! The attract screen, and the language choice that a visit starts with.

use super::controller::{Machine, Screen};
use crate::reading_prefs::{Comfort, TONGUES, say};
use crate::texts::Words;
use domain::calendar::time_of_day;
use domain::result_card;
use leptos::prelude::*;

/// Shown between visits: one tap anywhere starts one.
#[component]
pub(super) fn Attract(machine: Machine) -> impl IntoView {
    let title = machine.quiz.with_value(|it| it.title.clone());
    let english = title.en.clone();
    let place = machine.event().map(|it| it.name);
    let wiped = move || {
        machine.told(|kept, _| {
            let at = kept.wiped_at.map(time_of_day).unwrap_or_default();
            (kept.wiped > 0).then(|| format!("{} 人目 消去 {at}", kept.wiped))
        })
    };
    let is_closed = Memo::new(move |_| !machine.is_inviting());
    view! {
        <main id="main" class="attract">
            {move || is_closed.get().then(|| view! {
                <div class="everywhere"><h1>{say(Words::CLOSED)}</h1></div>
            }.into_any())}
            <button hidden=move || is_closed.get() class="everywhere" on:click=move |_| machine.meet()>
                <span class="flower" inner_html=result_card::flower(&[5, 3, 5, 4, 5, 3, 5])></span>
                <span class="attract-title">{say(title)}</span>
                <span class="attract-english" lang="en">{english}</span>
                <span class="attract-begin">{say(Words::TAP)}<i lang="en">"Tap to start"</i></span>
            </button>
            <footer><span>{place}</span><span role="status">{wiped}</span></footer>
        </main>
    }
}

/// Language choice: one card per language.
#[component]
pub(super) fn Language(machine: Machine) -> impl IntoView {
    let comfort = Comfort::here();
    let cards = TONGUES.map(|(tongue, name, lang)| {
        let choose = move |_| {
            comfort.speak(tongue);
            machine.screen.set(Screen::Visit);
            browser::visitor::to_top();
        };
        view! { <li><button class="card" lang=lang on:click=choose>{name}</button></li> }
    });
    view! {
        <main id="main" tabindex="-1" class="middle language">
            <h1>"ことばを えらんでください"<small lang="en">"Choose your language"</small></h1>
            <ul class="cards">{cards}</ul>
        </main>
    }
}
