//! Import of questions from a CSV file: all of them, or none with every invalid line listed.

use crate::i18n::{fill, locale, t};
use browser::{files, page};
use domain::question_bank::{Bank, QuestionImport};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the file input.
const FILE_INPUT: &str = "bank-file";

/// Example file with the headings and one question.
const EXAMPLE: &str = include_str!("example.csv");

/// Chooses a file and uploads it.
#[component]
pub(super) fn AddQuestions(bank: RwSignal<Bank>) -> impl IntoView {
    let told = RwSignal::new(None::<Result<QuestionImport, String>>);
    let is_busy = RwSignal::new(false);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        told.set(None);
        spawn_local(async move {
            let answer = upload(bank).await;
            is_busy.try_set(false);
            told.try_set(Some(answer));
        });
    };
    let example = move |_| {
        // The byte order mark tells a spreadsheet that the file is UTF-8.
        spawn_local(async {
            drop(files::save_file("questions.csv", &format!("\u{feff}{EXAMPLE}")).await);
        });
    };
    view! {
        <details class="card answers">
            <summary>
                <h2>{t("問題を加える")}</h2>
            </summary>
            <form class="stack" on:submit=add>
                <p>
                    {t(
                        "CSVファイル（UTF-8 か Shift_JIS）で加えます。1行でも誤りがあれば、何も加えずに、どの行が誤りかを知らせます。",
                    )}
                </p>
                <p class="page-actions">
                    <button type="button" class="button small" on:click=example>
                        {t("見本のファイルを保存する")}
                    </button>
                </p>
                <label class="field">
                    <span>{t("問題のファイル")}</span>
                    <input id=FILE_INPUT type="file" accept=".xlsx,.csv,text/csv" required />
                </label>
                <p class="page-actions">
                    <button class="button primary" disabled=move || is_busy.get()>
                        {t("問題を加える")}
                    </button>
                </p>
            </form>
            <div role="status">{move || told.get().map(import_report)}</div>
        </details>
    }
}

async fn upload(bank: RwSignal<Bank>) -> Result<QuestionImport, String> {
    let Some(bytes) = page::read_chosen_file(FILE_INPUT).await else {
        return Err(t("ファイルを読めませんでした。").to_owned());
    };
    let added = api::questions::add_questions(hex::encode(bytes)).await;
    let added = added.map_err(|error| error.sentence(locale()))?;
    if added.questions > 0
        && let Ok(fresh) = api::questions::question_bank().await
    {
        bank.try_set(fresh);
    }
    Ok(added)
}

fn import_report(told: Result<QuestionImport, String>) -> AnyView {
    match told {
        Err(sentence) => view! { <p class="status-message failed">{sentence}</p> }.into_any(),
        Ok(it) if it.faults.is_empty() => {
            view! { <p class="notice done">{fill!("{0}問を加えました。", it.questions)}</p> }
                .into_any()
        }
        Ok(it) => {
            let rows = it.faults.into_iter();
            let rows = rows.map(|it| view! { <li>{fill!("{0}行目: {1}", it.line, it.why)}</li> });
            let rows: Vec<_> = rows.collect();
            view! {
                <p class="status-message failed">{t("誤りがあるため、何も加えていません。")}</p>
                <ul class="plain">{rows}</ul>
            }
            .into_any()
        }
    }
}
