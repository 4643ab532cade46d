//! Preview of an own sheet as its readers get it: the same server code filters it, the same page shows it.

use super::shared_sheet::ReadOnlySheet;
use crate::components::loading::{Loading, ask};
use crate::i18n::t;
use crate::sync::AppState;
use api::ApiError;
use api::sheets::OpenedSheet;
use api::sheets::PreviewAs;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::route::Route;
use domain::sheet::SheetId;
use leptos::prelude::*;

async fn fetch_preview(
    here: AppState,
    sheet: SheetId,
    whose: PreviewAs,
) -> Result<Option<OpenedSheet>, ApiError> {
    // Pending edits are pushed first, or the preview would be stale.
    here.exchange_now().await;
    api::sheets::preview_sheet(sheet, whose).await
}

#[component]
pub(crate) fn PreviewPage(instrument: InstrumentId, cycle: Cycle) -> impl IntoView {
    let here = expect_context::<AppState>();
    let back = Route::Sheet(instrument.clone(), cycle).to_string();
    let eyes = RwSignal::new(PreviewAs::Supervisor);
    let sheet = StoredValue::new(SheetId {
        person: here.person().unwrap_or_default(),
        instrument,
        cycle,
    });
    let choice = move |whose: PreviewAs, word: &'static str| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || (eyes.get() == whose).to_string()
                on:click=move |_| eyes.set(whose)
            >
                {word}
            </button>
        }
    };
    view! {
        <div class="page">
            <p>
                <a href=back>{t("シートに戻る")}</a>
            </p>
            <p class="page-actions" role="group" aria-label=t("だれから見るか")>
                {choice(PreviewAs::Supervisor, t("所属長からはこう見えます"))}
                {choice(PreviewAs::Personnel, t("職員課からはこう見えます"))}
            </p>
            <p class="notice">
                {t(
                    "いまの公開範囲のまま提出したときの見え方です。これを開いても、だれにも知らされません。",
                )}
            </p>
            {move || {
                let whose = eyes.get();
                view! {
                    <Loading asking=Box::new(move || {
                        ask(
                            fetch_preview(here, sheet.get_value(), whose),
                            |it: Option<OpenedSheet>| match it {
                                Some(opened) => view! { <ReadOnlySheet opened is_preview=true /> }.into_any(),
                                None => {
                                    view! {
                                        <h1>{t("見え方の確認")}</h1>
                                        <div class="card">
                                            <p>{t("この人には、何も見えません。")}</p>
                                        </div>
                                    }
                                        .into_any()
                                }
                            },
                        )
                    }) />
                }
            }}
        </div>
    }
}
