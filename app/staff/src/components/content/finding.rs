//! Looking for a word in the entries of a content page.

use super::content_state::ContentState;
use crate::components::search_field::SearchField;
use crate::i18n::{fill, locale, t};
use domain::content_page::{ContentEntry, ContentSection};
use leptos::prelude::*;

#[component]
pub(super) fn FindEntry(state: ContentState) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let found = move || {
        let words = words.get();
        state.with(|it| {
            let found = it.find(&words, locale());
            let rows = found.iter().map(|it| row(state, it.0, it.1)).collect_view();
            (found.len(), rows)
        })
    };
    let is_asked = move || words.with(|it| !it.trim().is_empty());
    let results = move || {
        let (n, rows) = found().filter(|_| is_asked())?;
        let told = match n {
            0 => t("見つかりません。別の言葉で探してください。").to_owned(),
            n => fill!("{0} 件見つかりました", n),
        };
        Some(view! {
            <p role="status">{told}</p>
            <ul class="entries">{rows}</ul>
        })
    };
    view! {
        <search class="content-search">
            <SearchField
                id="find-entry"
                label=t("言葉で探す")
                words=String::new()
                on_words=move |it| words.set(it)
            />
            {results}
        </search>
    }
}

fn row(state: ContentState, section: &ContentSection, entry: &ContentEntry) -> AnyView {
    let part = section.words.shown(locale()).to_owned();
    view! {
        <li>
            <a href=state.url(&section.id, entry.id.as_str())>{entry.words.shown(locale()).to_owned()}</a>
            " "
            <small>{part}</small>
        </li>
    }
    .into_any()
}
