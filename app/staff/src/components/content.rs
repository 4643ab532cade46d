//! A content page: its contents with a search, or one section with its entries.

mod contact;
mod content_state;
mod entry;
mod entry_form;
mod finding;
mod pictures;
mod terms;

use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::content_pages::ContentPages;
use browser::{clock, page};
use content_state::ContentState;
use domain::content_page::{ContentPage, ContentSection};
use entry::EntryCard;
use finding::FindEntry;
use leptos::prelude::*;
use leptos::task::spawn_local;
use pictures::picture;
pub(crate) use terms::Terms;

/// One page of the ward's, read from this device.
#[component]
pub(crate) fn ContentBrowser(
    /// Id of the page.
    page: &'static str,
    /// Where it is in the app.
    base: &'static str,
    /// The rest of the URL: a slash, and the id of a section or an entry; empty for the contents.
    rest: String,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let at = StoredValue::new(rest.trim_matches('/').to_owned());
    view! {
        <div class="page content-page">
            <Loading asking=Box::new(move || {
                let at = at.get_value();
                let call = async move { Ok(((page, base), at, here.content_pages().await?)) };
                ask(call, shown)
            }) />
        </div>
    }
}

/// Id of a page, and where it is in the app.
type PagePlace = (&'static str, &'static str);

fn shown((place, at, pages): (PagePlace, String, ContentPages)) -> AnyView {
    let state = ContentState::new(place, pages);
    if at.is_empty() {
        return view! { <Contents state /> }.into_any();
    }
    // Untracked: what is shown once must not be made anew by a change of the pages.
    let section = untrack(|| state.with(|it| it.section_with(&at).cloned())).flatten();
    let Some(section) = section else {
        return view! {
            <h1>{t("この項目はありません")}</h1>
            <p>{t("この区の方針や案内に、この言葉の説明はまだありません。")}</p>
            <p>
                <a href=state.base>{t("目次を見る")}</a>
            </p>
        }
        .into_any();
    };
    state.show(&section.id);
    let named = [page::fragment(), at];
    let is_one = |id: &String| section.entries.iter().any(|it| it.id.as_str() == id);
    if let Some(id) = named.into_iter().find(is_one) {
        spawn_local(async move {
            page::microtask().await;
            page::focus(&id);
        });
    }
    view! { <SectionView state id=section.id /> }.into_any()
}

/// Name and lead of every section, and what is looked for.
#[component]
fn Contents(state: ContentState) -> impl IntoView {
    let text = move |read: fn(&ContentPage) -> String| state.with(read).unwrap_or_default();
    let first_picture =
        move || state.with(|it| it.sections.first().and_then(|it| picture(state, it)));
    let sections = move || {
        state.with(|it| {
            let all = it.sections.iter();
            all.map(|it| section_card(state, it)).collect_view()
        })
    };
    view! {
        <h1>{move || text(|it| it.words.shown(locale()).to_owned())}</h1>
        <p class="lead">{move || text(|it| it.lead.shown(locale()).to_owned())}</p>
        {first_picture}
        {move || contacts_to_check(state)}
        <FindEntry state />
        <ul class="content-sections">{sections}</ul>
    }
}

/// For 職員課: contacts that are empty, or were to be checked.
fn contacts_to_check(state: ContentState) -> Option<AnyView> {
    let today = clock::now().day();
    let rows = state.with(|page| {
        let all = page.sections.iter();
        let rows = all.flat_map(|section| {
            let entries = section.entries.iter().filter(|it| it.wants_check(&today));
            entries.map(|it| {
                let to = state.url(&section.id, it.id.as_str());
                let why = if it.contact.is_missing() {
                    t("まだ登録されていません")
                } else {
                    t("確かめる日を過ぎました")
                };
                view! {
                    <li>
                        <a href=to>{it.words.shown(locale()).to_owned()}</a>
                        <small>{why}</small>
                    </li>
                }
            })
        });
        rows.collect::<Vec<_>>()
    })?;
    let is_shown = state.may_change() && !rows.is_empty();
    is_shown.then(|| {
        view! {
            <section class="card waiting" aria-labelledby="contacts-to-check">
                <h2 id="contacts-to-check">{t("確かめる連絡先")}</h2>
                <ul class="more-steps">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn section_card(state: ContentState, it: &ContentSection) -> AnyView {
    let n = it.entries.len();
    view! {
        <li>
            <h2>
                <a href=state.url(&it.id, "")>{it.words.shown(locale()).to_owned()}</a>
            </h2>
            <p>{it.lead.shown(locale()).to_owned()}</p>
            <p class="hint">{fill!("{0}項目", n)}</p>
        </li>
    }
    .into_any()
}

/// One section: lead, picture, and every entry.
#[component]
fn SectionView(state: ContentState, id: String) -> impl IntoView {
    let id = StoredValue::new(id);
    let body = move || {
        let id = id.get_value();
        state.with(|page| {
            let section = page.section(&id)?;
            let entries = section.entries.iter().cloned();
            let entries = entries.map(|entry| view! { <EntryCard state entry /> });
            Some(view! {
                <p class="eyebrow">
                    <a href=state.base>{page.words.shown(locale()).to_owned()}</a>
                </p>
                <h1>{section.words.shown(locale()).to_owned()}</h1>
                <p class="lead">{section.lead.shown(locale()).to_owned()}</p>
                {picture(state, section)}
                {on_this_page(section)}
                <div class="content-entries">{entries.collect_view()}</div>
                {neighbours(state, page, &id)}
            })
        })
    };
    view! { {body} }
}

/// The entries by name, where there are many.
fn on_this_page(section: &ContentSection) -> Option<AnyView> {
    const FEW: usize = 4;
    let link = |id: &str, name: &str| {
        view! {
            <li>
                <a href=format!("#{id}")>{name.to_owned()}</a>
            </li>
        }
    };
    let all = section.entries.iter();
    let links: Vec<_> = all
        .map(|it| link(it.id.as_str(), it.words.shown(locale())))
        .collect();
    (links.len() > FEW).then(|| {
        view! {
            <nav class="content-index" aria-label=t("このページの項目")>
                <ul>{links}</ul>
            </nav>
        }
        .into_any()
    })
}

/// The sections before and after.
fn neighbours(state: ContentState, page: &ContentPage, id: &str) -> AnyView {
    let at = page.sections.iter().position(|it| it.id == id).unwrap_or(0);
    let before = at.checked_sub(1).and_then(|it| page.sections.get(it));
    let link = |it: &ContentSection, label: &'static str| {
        view! {
            <a href=state.url(&it.id, "")>
                <small>{label}</small>
                " "
                {it.words.shown(locale()).to_owned()}
            </a>
        }
    };
    view! {
        <nav class="content-neighbours" aria-label=t("前後の部")>
            <span>{before.map(|it| link(it, t("前")))}</span>
            <span>{page.sections.get(at + 1).map(|it| link(it, t("次")))}</span>
        </nav>
    }
    .into_any()
}
