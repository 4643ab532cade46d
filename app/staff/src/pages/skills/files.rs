//! Downloads of the skills page: its table by section as CSV, or all its tables as a workbook.

use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use browser::files;
use domain::aggregate::{GroupMeans, Overview};
use domain::calendar::Cycle;
use domain::instrument::FormRole;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn Downloads(now: Overview, at: Cycle) -> impl IntoView {
    let here = expect_context::<AppState>();
    let said = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let table = StoredValue::new(csv(&now));
    let save_csv = move |_| {
        let text = table.get_value();
        spawn_local(async move {
            let saved = files::save_file("dx-map.csv", &text).await;
            said.try_set(saved_message("dx-map.csv", saved.is_ok()));
        });
    };
    let save_book = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        said.set(t("作業しています").to_owned());
        let form = here.form_with_role(FormRole::DxSelfCheck);
        spawn_local(async move {
            let name = format!("dx-map-{}.xlsx", at.year);
            let sentence = match api::skills::skills_workbook(form, at).await {
                Ok(bytes) => {
                    let saved = files::save_bytes(&name, &bytes).await.is_ok();
                    saved_message(&name, saved && !bytes.is_empty())
                }
                Err(error) => error.sentence(locale()),
            };
            is_busy.try_set(false);
            said.try_set(sentence);
        });
    };
    view! {
        <p class="page-actions">
            <button type="button" class="button" on:click=save_csv>
                {t("表をCSVで保存する")}
            </button>
            <button type="button" class="button" on:click=save_book>
                {t("全部の表をExcelで保存する")}
            </button>
        </p>
        <p class="status-message" role="status">
            {move || said.get()}
        </p>
    }
}

fn saved_message(name: &str, is_saved: bool) -> String {
    if is_saved {
        fill!("{0} に書き出しました。", name)
    } else {
        t("ファイルを保存できませんでした。").to_owned()
    }
}

/// The table by section as CSV; suppressed cells stay suppressed.
fn csv(now: &Overview) -> String {
    let cell = |text: &str| {
        // CSV injection: a spreadsheet would run a name that begins like a formula.
        let guard = if text.starts_with(['=', '+', '-', '@']) {
            "'"
        } else {
            ""
        };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    };
    let head = now
        .subjects
        .iter()
        .map(|it| pick_language(&it.name, &it.name_en));
    let head: Vec<String> = std::iter::once(t("課")).chain(head).map(cell).collect();
    let row = |group: &GroupMeans| {
        let means = group.cells.iter().map(|it| {
            it.mean
                .map_or_else(|| t("非表示").to_owned(), |it| format!("{it:.1}"))
        });
        let name = pick_language(&group.name, &group.name_en).to_owned();
        let cells: Vec<String> = std::iter::once(name)
            .chain(means)
            .map(|it| cell(&it))
            .collect();
        cells.join(",")
    };
    let rows = now.sections.iter().chain([&now.ward]).map(row);
    let lines: Vec<String> = std::iter::once(head.join(",")).chain(rows).collect();
    // The byte order mark tells a spreadsheet that the file is UTF-8.
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
}
