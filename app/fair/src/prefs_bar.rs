//! The bar of reading preferences at the top of every visitor's page.

use super::buttons::{secondary_button, toggle_button};
use super::reading_prefs::{LANGUAGES, ReadingPrefs, SIZES, localized, localized_name};
use super::texts::{FairText, FairTexts};
use leptos::prelude::*;

#[component]
pub(super) fn PrefsBar() -> impl IntoView {
    let comfort = ReadingPrefs::from_context();
    let tongues = LANGUAGES.map(|(tongue, name, lang)| {
        let is_own = Signal::derive(move || comfort.language.get() == tongue);
        let name = view! { <span lang=lang>{name}</span> }.into_any();
        toggle_button("", name, is_own, move || comfort.set_language(tongue))
    });
    let toggle = |signal: RwSignal<bool>, word: FairText| {
        toggle_button("", localized(word), signal.into(), move || {
            signal.update(|it| *it = !*it);
        })
    };
    let is_large = Signal::derive(move || comfort.size.get() > 0);
    let enlarge = move || comfort.size.update(|it| *it = (*it + 1) % SIZES.len());
    let is_open = RwSignal::new(false);
    view! {
        <header class="reading-prefs">
            <div class="languages" role="group" aria-label=localized_name(FairTexts::LANGUAGE)>
                {tongues}
            </div>
            <button
                class="secondary-button"
                aria-expanded=move || is_open.get().to_string()
                aria-controls="comfort"
                on:click=move |_| is_open.update(|it| *it = !*it)
            >
                {localized(FairTexts::DISPLAY)}
            </button>
            <div
                class="reading-prefs-more"
                id="comfort"
                role="group"
                aria-label=localized_name(FairTexts::DISPLAY)
                hidden=move || !is_open.get()
            >
                {toggle(comfort.ruby, FairTexts::RUBY)}
                {toggle_button("", localized(FairTexts::SIZE), is_large, enlarge)}
                {toggle(comfort.high_contrast, FairTexts::HIGH_CONTRAST)}
                <span hidden=move || {
                    !comfort.has_voice.get()
                }>{secondary_button(FairTexts::READ_ALOUD, move || comfort.read_aloud())}</span>
            </div>
        </header>
    }
}
