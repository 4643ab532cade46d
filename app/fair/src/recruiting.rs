//! The page for candidates at home: what the work is, days at work, ways in, and what comes after. Nothing is asked of
//! them, and nothing is noted.

use super::buttons::primary_button;
use super::prefs_bar::PrefsBar;
use super::reading_prefs::{ReadingPrefs, localized};
use super::texts::FairTexts;
use browser::http;
use browser::page;
use domain::content_page::{
    Contact, ContentDetail, ContentEntry, ContentPage, ContentSection, ContentText, LinkTarget,
};
use domain::instrument::Localized;
use domain::quiz::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn Recruiting() -> impl IntoView {
    page_for_candidates(|page| shown(&page))
}

/// Fetches the page for candidates and shows it, or what of it is wanted.
pub(super) fn page_for_candidates(show: fn(ContentPage) -> AnyView) -> AnyView {
    // Outer `None`: loading. Inner `None`: it could not be loaded, or the ward has no such page.
    let came = RwSignal::new(None::<Option<ContentPage>>);
    spawn_local(async move {
        let text = http::get("/fair/pages/recruiting").await.ok();
        let page = text.and_then(|it| serde_json::from_str(&it).ok());
        came.try_set(Some(page));
    });
    let body = move || match came.get() {
        None => view! {
            <p class="loading-text" role="status">
                {localized(FairTexts::LOADING)}
            </p>
        }
        .into_any(),
        Some(None) => view! {
            <h1>{localized(FairTexts::NOT_LOADED)}</h1>
            {primary_button(FairTexts::TRY_AGAIN, page::reload)}
        }
        .into_any(),
        Some(Some(page)) => show(page),
    };
    view! {
        <PrefsBar />
        <main id="main" tabindex="-1" class="recruiting">
            {body}
        </main>
    }
    .into_any()
}

/// A text in the language that is chosen, and again when another is.
pub(super) fn text(it: &ContentText) -> impl Fn() -> String + use<> {
    let prefs = ReadingPrefs::from_context();
    let it = it.clone();
    move || {
        let own = match prefs.language.get() {
            Language::Japanese => &it.ja,
            Language::Easy => &it.easy,
            Language::English => &it.en,
        };
        if own.is_empty() { &it.ja } else { own }.clone()
    }
}

fn name(it: &Localized) -> impl Fn() -> String + use<> {
    text(&ContentText {
        ja: it.ja.clone(),
        en: it.en.clone(),
        easy: String::new(),
    })
}

fn shown(page: &ContentPage) -> AnyView {
    let title = page.words.ja.clone();
    browser::page::set_title(&title);
    let index = page.sections.iter().map(|it| {
        view! {
            <li>
                <a href=format!("#{}", it.id)>{name(&it.words)}</a>
            </li>
        }
    });
    let index: Vec<_> = index.collect();
    let sections: Vec<AnyView> = page.sections.iter().map(section).collect();
    let to_joining = page.joining.as_ref().map(|it| {
        view! {
            <p>
                <a href="/fair/joining">{text(&it.title)}</a>
            </p>
        }
    });
    view! {
        <h1>{name(&page.words)}</h1>
        <p class="lead">{text(&page.lead)}</p>
        <nav class="paper-card" aria-label=title>
            <ul>{index}</ul>
        </nav>
        {sections}
        {to_joining}
    }
    .into_any()
}

fn section(it: &ContentSection) -> AnyView {
    let entries: Vec<AnyView> = it.entries.iter().map(entry).collect();
    view! {
        <section id=it.id.clone() tabindex="-1">
            <h2>{name(&it.words)}</h2>
            <p>{text(&it.lead)}</p>
            {entries}
        </section>
    }
    .into_any()
}

pub(super) fn entry(it: &ContentEntry) -> AnyView {
    let steps: Vec<_> = it
        .steps
        .iter()
        .map(|it| view! { <li>{text(it)}</li> })
        .collect();
    let steps = (!steps.is_empty()).then(|| view! { <ol>{steps}</ol> });
    view! {
        <article id=it.id.to_string() class="paper-card" tabindex="-1">
            <h3>{name(&it.words)}</h3>
            <p>{text(&it.text)}</p>
            {details(it)}
            {steps}
            {contact(&it.contact)}
            {links(it)}
        </article>
    }
    .into_any()
}

fn details(it: &ContentEntry) -> Option<AnyView> {
    let row = |it: &ContentDetail| {
        view! {
            <dt>{name(&it.words)}</dt>
            <dd>{text(&it.text)}</dd>
        }
    };
    let rows: Vec<_> = it.details.iter().map(row).collect();
    (!rows.is_empty()).then(|| view! { <dl>{rows}</dl> }.into_any())
}

/// To other parts of this page; everything else is the staff's.
fn links(it: &ContentEntry) -> Option<AnyView> {
    let own = it.links.iter().filter_map(|link| match &link.to {
        LinkTarget::Path(path) => Some((path.strip_prefix("/recruiting/")?, &link.words)),
        LinkTarget::Form(_) => None,
    });
    let rows: Vec<_> = own
        .map(|(path, words)| {
            let to = path.split('#').next_back().unwrap_or_default();
            view! {
                <li>
                    <a href=format!("#{to}")>{name(words)}</a>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ul>{rows}</ul> }.into_any())
}

/// Nothing where the ward has filled in nothing.
fn contact(it: &Contact) -> Option<AnyView> {
    let lines = [&it.who, &it.phone, &it.mail, &it.place, &it.hours];
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|it| !it.is_empty())
        .map(|it| view! { <li>{it.clone()}</li> })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> }.into_any())
}
