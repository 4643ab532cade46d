//! 職員課: every form, and the editor in which one is written, looked at and published.

mod draft_saving;
mod editor;
mod editor_state;
mod fields;
mod item_panel;
mod options;
mod panels;
mod preview;
mod publish;
mod structure;

use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::navigator::Navigator;
use crate::sync::AppState;
use api::forms::{FormHead, FormToWrite};
use browser::page;
use domain::ids::InstrumentId;
use domain::route::Route;
use editor_state::FormEditor;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

/// Id of the file input.
const FILE_INPUT: &str = "form-file";

/// `rest` is what follows `/forms`: nothing for the list, or a form's id.
#[component]
pub(crate) fn FormsPage(rest: String) -> impl IntoView {
    let id = rest.trim_matches('/').to_owned();
    if id.is_empty() {
        return view! { <FormList /> }.into_any();
    }
    let here = expect_context::<AppState>();
    let instrument = InstrumentId(id);
    view! {
        <div class="page wide">
            <Loading asking=Box::new(move || {
                let instrument = instrument.clone();
                let call = here
                    .fetch_or_cached(
                        format!("form-to-write:{instrument}"),
                        api::forms::form_to_write(instrument.clone()),
                    );
                ask(
                    async move { Ok((instrument, call.await?)) },
                    |(instrument, form): (InstrumentId, FormToWrite)| {
                        let here = expect_context::<AppState>();
                        editor::open(FormEditor::new(here, instrument, form))
                    },
                )
            }) />
        </div>
    }
    .into_any()
}

#[component]
fn FormList() -> impl IntoView {
    view! {
        <div class="page wide">
            <h1>{t("様式")}</h1>
            <p class="lead">
                {t(
                    "区の様式を、ここで作り、直し、公開します。公開すると次の版になり、もう書いた答えはすべて残ります。",
                )}
            </p>
            <NewForm />
            <Loading asking=Box::new(|| {
                ask(api::forms::forms(), |all: Vec<FormHead>| { view! { <Table all /> }.into_any() })
            }) />
        </div>
    }
}

/// A form that is begun: empty, or from a file.
#[component]
fn NewForm() -> impl IntoView {
    let id = RwSignal::new(String::new());
    let said = RwSignal::new(None::<Outcome>);
    let taken = RwSignal::new(None::<(InstrumentId, Vec<String>)>);
    let navigator = expect_context::<Navigator>();
    let go = move |id: &str| navigator.go(&Route::Forms(format!("/{id}")));
    let is_id = move || {
        let is_fine = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
        id.with(|it| !it.is_empty() && it.len() <= 60 && it.chars().all(is_fine))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if untrack(is_id) {
            go(&id.get_untracked());
        } else {
            let why = t("id は、半角の英小文字・数字・下線で、60文字までで書いてください。");
            said.set(Some(Outcome::Failed(why.to_owned())));
        }
    };
    let read = move |_| {
        spawn_local(async move {
            let Some((_, bytes)) = page::take_chosen_file(FILE_INPUT).await else {
                return;
            };
            match save_file(&bytes).await {
                Ok((instrument, left)) if left.is_empty() => go(instrument.as_str()),
                // Nobody goes on before they have seen what was left out.
                Ok(read) => drop(taken.try_set(Some(read))),
                Err(why) => drop(said.try_set(Some(Outcome::Failed(why)))),
            }
        });
    };
    view! {
        <details class="card stack">
            <summary>{t("新しい様式を作る")}</summary>
            <form class="stack" novalidate on:submit=submit>
                <label class="field form-choice">
                    <span>{t("様式の id（例: shokuba_anketo）")}</span>
                    <input
                        id="new-form-id"
                        type="text"
                        class="text"
                        autocapitalize="none"
                        autocomplete="off"
                        prop:value=id
                        on:input=move |event| id.set(event_target_value(&event))
                    />
                </label>
                <p>
                    <button class="button primary">{t("何もない様式から始める")}</button>
                </p>
            </form>
            <label class="field">
                <span>{t("ファイルから始める（この道具の JSON か、XLSForm のブック）")}</span>
                <input
                    id=FILE_INPUT
                    class="drop-zone"
                    type="file"
                    accept=".json,.xlsx,application/json"
                    on:change=read
                />
            </label>
            <p
                role="status"
                class="status-message"
                class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
            >
                {move || said.get().map(Outcome::sentence)}
            </p>
            {move || taken.get().map(|(instrument, left)| left_out(&instrument, left))}
        </details>
    }
}

/// What of a file could not be read, and the way on.
fn left_out(instrument: &InstrumentId, left: Vec<String>) -> AnyView {
    let to = Route::Forms(format!("/{instrument}")).to_string();
    let rows = left.into_iter().map(|it| view! { <li>{it}</li> });
    view! {
        <div class="notice stack" role="status">
            <p>{t("下書きにしました。ファイルの次のところは、読まれていません。")}</p>
            <ul>{rows.collect_view()}</ul>
            <p>
                <a href=to>{t("書き続ける")}</a>
            </p>
        </div>
    }
    .into_any()
}

/// The form of a file, and what of it could not be read.
async fn read_file(bytes: &[u8]) -> Result<(InstrumentId, Value, Vec<String>), String> {
    // A workbook is a ZIP archive.
    if bytes.starts_with(b"PK") {
        let read = api::forms::read_xlsform(hex::encode(bytes)).await;
        let read = read.map_err(|error| error.sentence(locale()))?;
        return Ok((read.instrument, read.source, read.notes));
    }
    let source: Value = serde_json::from_slice(bytes)
        .map_err(|error| fill!("{0}行目の近くを読めません: {1}", error.line(), error))?;
    let instrument = InstrumentId::from(source["instrument"].as_str().unwrap_or_default());
    Ok((instrument, source, Vec::new()))
}

/// Saves a file as a draft of the form that it is; why not, in words.
async fn save_file(bytes: &[u8]) -> Result<(InstrumentId, Vec<String>), String> {
    let (instrument, source, left) = read_file(bytes).await?;
    let present = api::forms::form_to_write(instrument.clone()).await;
    let present = present.map_err(|error| error.sentence(locale()))?;
    if present.seq > 0 {
        return Err(fill!(
            "「{0}」には書きかけがあります。先に公開するか、捨ててください。",
            instrument
        ));
    }
    let saved = api::forms::save_form_draft(instrument.clone(), present.seq, source).await;
    saved
        .map(|_| (instrument, left))
        .map_err(|error| error.sentence(locale()))
}

#[component]
fn Table(all: Vec<FormHead>) -> impl IntoView {
    let rows: Vec<_> = all.iter().map(row).collect();
    view! {
        <div class="table-frame card">
            <table class="people form-list">
                <caption class="visually-hidden">{t("様式の一覧")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("様式")}</th>
                        <th scope="col">{t("版")}</th>
                        <th scope="col">{t("質問")}</th>
                        <th scope="col">{t("書きかけ")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(it: &FormHead) -> AnyView {
    let to = Route::Forms(format!("/{}", it.instrument)).to_string();
    let words = it.words.shown(locale()).to_owned();
    let words = if words.is_empty() {
        it.instrument.to_string()
    } else {
        words
    };
    // What takes its items from another form is written there.
    let name = if it.about.as_str().is_empty() {
        view! { <a href=to>{words}</a> }.into_any()
    } else {
        view! {
            {words}
            <small>{t("項目を、自己採点シートから写している様式です")}</small>
        }
        .into_any()
    };
    let version = match it.version {
        0 => t("公開前").to_owned(),
        n => fill!("第{0}版", n),
    };
    let draft = it
        .draft
        .as_ref()
        .map(|it| fill!("{0}さん {1}", it.author, it.changed_at.display(locale())));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>
                {version} " " {it.is_own.then(|| view! { <span class="tag">{t("区の様式")}</span> })} " "
                {it
                    .newer_shipped
                    .map(|n| view! { <span class="tag warn">{fill!("標準の第{0}版あり", n)}</span> })}
            </td>
            <td>{fill!("{0}問", it.n_questions)}</td>
            <td>{draft}</td>
        </tr>
    }
    .into_any()
}
