//! Language switch. It reloads the page; typed text survives by autosave, as at every page close.

use crate::i18n::locale;
use browser::{page, prefs};
use leptos::prelude::*;

/// Button labelled with the other language's own name.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let (other, name) = if locale().is_english() {
        ("ja", "日本語")
    } else {
        ("en", "English")
    };
    let switch = move |_| {
        prefs::set_language(other);
        page::reload();
    };
    view! {
        <p class="languages">
            <button class="button small" lang=other on:click=switch>
                {name}
            </button>
        </p>
    }
}
