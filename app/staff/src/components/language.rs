//! The other language, one tap away. The page opens anew in it; what is typed stays, as it does whenever a page closes.

use browser::{page, prefs};
use domain::i18n::is_english;
use leptos::prelude::*;

/// A button that names the other language in its own words.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let (other, name) = if is_english() {
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
            <button class="button small" lang=other on:click=switch>{name}</button>
        </p>
    }
}
