//! Language switch. It reloads the page; typed text survives by autosave, as at every page close.

use crate::i18n::locale;
use crate::sync::AppState;
use browser::{page, prefs};
use domain::locale::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Languages, each by its own name.
const LANGUAGES: [(Language, &str); 3] = [
    (Language::Japanese, "日本語"),
    (Language::Easy, "やさしい日本語"),
    (Language::English, "English"),
];

/// A button for each language.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let here = expect_context::<AppState>();
    let choose = move |language: Language| {
        prefs::set_language(Some(language));
        prefs::set_language_chosen(true);
        spawn_local(async move {
            here.follow_language().await;
            page::reload();
        });
    };
    let button = move |(language, name): (Language, &'static str)| {
        let is_now = locale().language() == language;
        view! {
            <li>
                <button
                    type="button"
                    class="button small"
                    lang=language.tag()
                    aria-pressed=is_now.to_string()
                    on:click=move |_| {
                        if !is_now {
                            choose(language);
                        }
                    }
                >
                    {name}
                </button>
            </li>
        }
        .into_any()
    };
    view! { <ul class="languages">{LANGUAGES.map(button).collect_view()}</ul> }
}
