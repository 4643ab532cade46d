//! Where the page for candidates answers what the visitors of a fair want to know, and what it does not answer yet.

use super::display_names::DisplayNames;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use domain::content_page::ContentPage;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Ids of the entries that answer something, each with its section, name and what it answers.
type AnsweringEntry = (String, String, Vec<String>);

/// Every topic that somebody chose, as `question/option`, with the entries that answer it. Nothing until the pages are
/// there.
#[component]
pub(super) fn Answered(wanted: Vec<String>, names: DisplayNames) -> impl IntoView {
    let here = expect_context::<AppState>();
    let entries = RwSignal::new(None::<Vec<AnsweringEntry>>);
    spawn_local(async move {
        let pages = here.content_pages().await.unwrap_or_default();
        let page = pages.pages.iter().find(|it| it.id.as_str() == "recruiting");
        entries.try_set(page.map(answering));
    });
    move || {
        let entries = entries.get()?;
        let rows = wanted.iter().map(|topic| row(topic, &names, &entries));
        let rows: Vec<AnyView> = rows.collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{t("知りたいことに答えているところ")}</h2>
                    <p class="hint">
                        {t(
                            "来場者が選んだことを、採用のページのどこで答えているかです。まだのものは、近い項目に書き足してください。",
                        )}
                    </p>
                    <details>
                        <summary>{fill!("{0}項目を見る", rows.len())}</summary>
                        <dl class="answered">{rows}</dl>
                    </details>
                </section>
            }
        })
    }
}

/// The entries that are shown to candidates and answer something.
fn answering(page: &ContentPage) -> Vec<AnsweringEntry> {
    let all = page.sections.iter().flat_map(|section| {
        let entries = section.entries.iter().filter(|it| !it.is_hidden);
        entries.map(|it| {
            let to = format!("/recruiting/{}#{}", section.id, it.id);
            let name = it.words.shown(locale()).to_owned();
            (Route::Events(to).to_string(), name, it.answers.clone())
        })
    });
    all.collect()
}

fn row(topic: &String, names: &DisplayNames, entries: &[AnsweringEntry]) -> AnyView {
    let own = entries.iter().filter(|it| it.2.contains(topic));
    let links = own.map(|(to, name, _)| {
        view! {
            <li>
                <a href=to.clone()>{name.clone()}</a>
            </li>
        }
    });
    let links: Vec<_> = links.collect();
    let answer = if links.is_empty() {
        let to = Route::Events("/recruiting".to_owned()).to_string();
        view! {
            <span class="tag late">{t("まだ答えていません")}</span>
            " "
            <a href=to>{t("採用のページを直す")}</a>
        }
        .into_any()
    } else {
        view! { <ul>{links}</ul> }.into_any()
    };
    view! {
        <div>
            <dt>{names.of(topic)}</dt>
            <dd>{answer}</dd>
        </div>
    }
    .into_any()
}
