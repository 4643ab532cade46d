//! Transfer to another device: export of everything on this device into an encrypted file, and import of such a file.

use crate::components::outcome::Outcome;
use crate::i18n::{fill, t};
use crate::sync::{AppState, TransferError};
use browser::{clock, files, page};
use domain::crypto::transfer_file::{self, TransferFileError};
use domain::journal::ImportError;
use leptos::prelude::*;
use leptos::task::spawn_local;

const FILE_INPUT: &str = "carry-file";

/// Whether the transfer succeeded, and its message.
type TransferMessage = Option<Outcome>;

#[component]
pub(super) fn Transfer() -> impl IntoView {
    let here = expect_context::<AppState>();
    let passphrase = RwSignal::new(String::new());
    let (told, is_busy): (RwSignal<TransferMessage>, _) =
        (RwSignal::new(None), RwSignal::new(false));
    let run = move |takes_in: bool| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        told.set(None);
        let passphrase = passphrase.get_untracked();
        spawn_local(async move {
            // Deriving the key blocks the page for a moment: the busy message is painted first.
            page::pause(30).await;
            let done = if takes_in {
                import_file(here, &passphrase).await
            } else {
                export_file(here, &passphrase).await
            };
            is_busy.try_set(false);
            told.try_set(Some(match done {
                Ok(sentence) => Outcome::Done(sentence),
                Err(sentence) => Outcome::Failed(sentence.to_owned()),
            }));
        });
    };
    view! {
        <section aria-labelledby="carry">
            <h2 id="carry">{t("ほかの端末で続ける")}</h2>
            <p class="hint">
                {t(
                    "この端末にある入力のすべてを、合言葉で封をしたファイルにします。別の端末で開くと続きから書け、どちらから送っても二重になりません。",
                )}
            </p>
            <div class="card stack">
                {passphrase_field(passphrase)} <p class="page-actions">
                    <button class="button" on:click=move |_| run(false) aria-disabled=move || is_busy.get().to_string()>
                        {t("ファイルに書き出す")}
                    </button>
                </p> <label class="field">
                    <span>{t("取り込むファイル")}</span>
                    <input type="file" id=FILE_INPUT accept=".michishirube" aria-describedby="carry-told" />
                </label> <p class="page-actions">
                    <button class="button" on:click=move |_| run(true) aria-disabled=move || is_busy.get().to_string()>
                        {t("ファイルから取り込む")}
                    </button>
                </p>
                <p
                    id="carry-told"
                    role="status"
                    class=move || match told.get() {
                        Some(Outcome::Done(_)) => "notice done",
                        Some(Outcome::Failed(_)) => "notice notice-trouble",
                        None => "",
                    }
                >
                    {move || {
                        if is_busy.get() {
                            t("作業しています").to_owned()
                        } else {
                            told.get().map(Outcome::sentence).unwrap_or_default()
                        }
                    }}
                </p>
            </div>
        </section>
    }
}

fn passphrase_field(passphrase: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span>{t("合言葉（8文字以上）")}</span>
            <input
                type="password"
                autocomplete="off"
                aria-describedby="carry-told"
                prop:value=move || passphrase.get()
                on:input=move |event| passphrase.set(event_target_value(&event))
            />
        </label>
    }
}

async fn export_file(here: AppState, passphrase: &str) -> Result<String, &'static str> {
    if passphrase.chars().count() < transfer_file::MIN_PASSPHRASE {
        return Err(t(TransferFileError::TooShort.sentence()));
    }
    let random = clock::random_bytes().ok_or(t("ファイルを保存できませんでした。"))?;
    let parcel = here
        .export_transfer()
        .await
        .ok_or(t("この端末に保存できませんでした。"))?;
    let sealed = transfer_file::encrypt(&parcel, passphrase, random);
    let file = sealed.map_err(|it| t(it.sentence()))?;
    let name = format!("{}.michishirube", parcel.person);
    let saved = files::save_bytes(&name, &file).await;
    saved.map_err(|_| t("ファイルを保存できませんでした。"))?;
    Ok(fill!(
        "{0} に書き出しました。合言葉を忘れると、だれにも開けません。",
        name
    ))
}

async fn import_file(here: AppState, passphrase: &str) -> Result<String, &'static str> {
    let file = page::read_chosen_file(FILE_INPUT).await;
    let file = file.ok_or(t("取り込むファイルを選んでください。"))?;
    let parcel = transfer_file::decrypt(&file, passphrase).map_err(|it| t(it.sentence()))?;
    match here.import_transfer(parcel).await {
        Ok(0) => Ok(t("新しい入力はありませんでした。すべてこの端末にあります。").to_owned()),
        Ok(n) => Ok(fill!("{0} 件の入力を取り込みました。", n)),
        Err(TransferError::Parcel(ImportError::OtherPerson)) => {
            Err(t("ほかの人のファイルです。何も変えていません。"))
        }
        Err(TransferError::Parcel(ImportError::Newer)) => {
            Err(t(TransferFileError::Newer.sentence()))
        }
        Err(TransferError::Store(error)) => Err(t(error.sentence())),
    }
}
