//! One entry: official name, explanation, details, steps, contact, and where the tool works with it.

use super::contact::contact_view;
use super::content_state::ContentState;
use super::entry_form::EntryForm;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::content_page::{ContentDetail, ContentEntry, ContentLink, ContentText};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn EntryCard(state: ContentState, entry: ContentEntry) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let gloss = entry.words.shown(locale()).to_owned();
    let gloss = (gloss != entry.words.ja).then_some(gloss);
    let heading = format!("{}-name", entry.id);
    let name = heading.clone();
    let links = entry.links.iter().filter_map(|it| link(state, it));
    let links: Vec<AnyView> = links.collect();
    let has_links = !links.is_empty();
    let kept = StoredValue::new(entry.clone());
    let form = move || {
        is_open.get().then(|| {
            let entry = kept.get_value();
            view! { <EntryForm state entry is_open /> }
        })
    };
    view! {
        <article id=entry.id.to_string() class="content-entry" tabindex="-1" aria-labelledby=heading>
            <h2 id=name lang="ja">
                {entry.words.ja.clone()}
            </h2>
            {gloss.map(|it| view! { <p class="gloss">{it}</p> })}
            {entry.is_hidden.then(|| view! { <p class="notice">{t("職員課だけに見えています。")}</p> })}
            {paragraphs(&entry.text)}
            {details(&entry.details)}
            {steps(&entry.steps)}
            {entry.has_contact.then(|| contact_view(state, &entry.contact))}
            {has_links.then(|| view! { <ul class="content-links">{links}</ul> })}
            {change_button(state, &entry, is_open)}
            {form}
        </article>
    }
}

fn paragraphs(text: &ContentText) -> AnyView {
    let lines = text.shown(locale()).split('\n');
    let lines = lines.map(|it| view! { <p>{it.to_owned()}</p> });
    lines.collect_view().into_any()
}

fn details(all: &[ContentDetail]) -> Option<AnyView> {
    let row = |it: &ContentDetail| {
        let official = it.official.then(|| {
            view! { <small class="official">{t("方針の言葉")}</small> }
        });
        view! {
            <div>
                <dt>{it.words.shown(locale()).to_owned()} " " {official}</dt>
                <dd>{it.text.shown(locale()).to_owned()}</dd>
            </div>
        }
    };
    (!all.is_empty()).then(|| {
        let rows = all.iter().map(row).collect_view();
        view! { <dl class="content-details">{rows}</dl> }.into_any()
    })
}

fn steps(all: &[ContentText]) -> Option<AnyView> {
    let step = |it: &ContentText| view! { <li>{it.shown(locale()).to_owned()}</li> };
    (!all.is_empty()).then(|| {
        let rows = all.iter().map(step).collect_view();
        view! { <ol class="content-steps">{rows}</ol> }.into_any()
    })
}

/// Nothing for a form that the reader is not asked.
fn link(state: ContentState, it: &ContentLink) -> Option<AnyView> {
    let to = state.target(it)?;
    // The fair is an app of its own: the router has no page for it.
    let rel = to.starts_with("/fair/").then_some("external");
    Some(
        view! {
            <li>
                <a href=to rel=rel>
                    {it.words.shown(locale()).to_owned()}
                </a>
            </li>
        }
        .into_any(),
    )
}

fn change_button(
    state: ContentState,
    entry: &ContentEntry,
    is_open: RwSignal<bool>,
) -> Option<AnyView> {
    let (name, first) = (entry.words.ja.clone(), format!("{}-ja", entry.id));
    let open = move |_| {
        is_open.set(true);
        let first = first.clone();
        spawn_local(async move {
            page::microtask().await;
            page::focus(&first);
        });
    };
    state.may_change().then(|| {
        view! {
            <p class="content-change" hidden=move || is_open.get()>
                <button type="button" class="link" on:click=open>
                    {t("変える")}
                    <span class="visually-hidden">{fill!("（{0}）", name)}</span>
                </button>
            </p>
        }
        .into_any()
    })
}
