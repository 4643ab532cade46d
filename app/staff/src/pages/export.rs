//! Export of one form and cycle for 職員課: the answers shared with it, as a workbook or as CSV.

use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::{AppState, edition_of};
use api::personnel::ExportFormat;
use browser::files;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Whether anything is exported: a text has its row of headings in any case.
fn has_rows(format: ExportFormat, bytes: &[u8]) -> bool {
    match format {
        ExportFormat::Csv => bytes.trim_ascii_end().contains(&b'\n'),
        ExportFormat::Xlsx => !bytes.is_empty(),
    }
}

/// The export counts as viewing: the owners of the exported sheets are notified.
#[component]
pub(super) fn Export(instrument: InstrumentId, cycle: Cycle) -> impl IntoView {
    let here = expect_context::<AppState>();
    let form = instrument.clone();
    // When it is pressed: the forms may come after the page.
    let title = move || {
        let of_edition = here.editions.with_untracked(|it| {
            edition_of(it, &form).map(|it| it.edition.words.shown(locale()).to_owned())
        });
        let of_calendar = || {
            here.me.with_untracked(|me| {
                let mut cycles = me.iter().flat_map(|it| &it.cycles);
                let own = cycles.find(|it| it.instrument == form)?;
                Some(pick_language(&own.title, &own.title_en).to_owned())
            })
        };
        of_edition
            .or_else(of_calendar)
            .unwrap_or_else(|| form.to_string())
    };
    let said = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let save = move |format: ExportFormat| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        said.set(t("作業しています").to_owned());
        let ending = match format {
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
        };
        let (instrument, name) = (instrument.clone(), format!("{}-{cycle}.{ending}", title()));
        spawn_local(async move {
            let sentence = match api::personnel::export(instrument, cycle, Some(format)).await {
                Ok(bytes) if !has_rows(format, &bytes) => {
                    t("書き出す回答は、まだありません。").to_owned()
                }
                Ok(bytes) => match files::save_bytes(&name, &bytes).await {
                    Ok(()) => fill!("{0} に書き出しました。", name),
                    Err(_) => t("ファイルを保存できませんでした。").to_owned(),
                },
                Err(error) => error.sentence(locale()),
            };
            is_busy.try_set(false);
            said.try_set(sentence);
        });
    };
    let to_workbook = save.clone();
    view! {
        <section class="card stack" aria-labelledby="export">
            <h2 id="export">{t("書き出し")}</h2>
            <p>
                {t(
                    "職員課への公開を選んで提出された回答を、ファイルにします。別の端末で別々に入力され、残っている回答も含みます。",
                )}
            </p>
            <p class="hint">{t("含まれるシートは、開いたものとして本人に知らされます。")}</p>
            <p class="page-actions">
                <button
                    class="button primary"
                    on:click=move |_| to_workbook(ExportFormat::Xlsx)
                    aria-disabled=move || is_busy.get().to_string()
                >
                    {t("Excelで書き出す")}
                </button>
                <button
                    class="button"
                    on:click=move |_| save(ExportFormat::Csv)
                    aria-disabled=move || is_busy.get().to_string()
                >
                    {t("CSVで書き出す")}
                </button>
            </p>
            <p role="status">{move || said.get()}</p>
        </section>
    }
}
