//! Receipt of a submitted sheet: one line that opens, printed, saved, and verified on this device without the server.

use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use browser::files;
use domain::journal::Journal;
use domain::receipt::{Receipt, ReceiptFault};
use domain::sheet::Sheet;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The receipt, or a waiting line until the server has issued it.
#[component]
pub(super) fn ReceiptCard(form: SheetForm) -> impl IntoView {
    let receipt: Memo<Option<(Receipt, Sheet)>> = Memo::new(move |_| {
        let own = form.id();
        form.here
            .journal
            .with(|it: &Option<Journal>| it.as_ref().and_then(|it| it.receipt(&own)))
    });
    let is_in = Memo::new(move |_| {
        form.sheet
            .with(|it| it.submitted_at.is_some() && !it.state.is_open())
    });
    move || match receipt.get() {
        _ if !is_in.get() => ().into_any(),
        Some((receipt, then)) => view! { <ReceiptDetails receipt=receipt then=then /> }.into_any(),
        None => view! {
            <p class="hint no-print">
                {t("受領証は、サーバーがシートを受け取ると、ここに出ます。")}
            </p>
        }
        .into_any(),
    }
}

#[component]
fn ReceiptDetails(receipt: Receipt, then: Sheet) -> impl IntoView {
    let found = RwSignal::new(None);
    let file = serde_json::to_string(&receipt).unwrap_or_default();
    let name = fill!("受領証-{0}.json", receipt.number);
    let save = move |_| {
        let (name, file) = (name.clone(), file.clone());
        spawn_local(async move { drop(files::save_file(&name, &file).await) });
    };
    let (number, taken_at) = (receipt.number, receipt.taken_at.display(locale()));
    let (content, key) = (
        in_groups_of_eight(&receipt.content),
        in_groups_of_eight(&receipt.key),
    );
    let check = move |_| found.set(Some(receipt.verify(&then)));
    view! {
        <section class="card receipt" aria-labelledby="receipt">
            <details>
                <summary>
                    <h2 id="receipt">{t("受領証")}</h2>
                    <span class="hint">{fill!("受領番号 {0}・{1}", number, taken_at)}</span>
                </summary>
                <dl class="pairs">
                    <dt>{t("受領番号")}</dt>
                    <dd>{number}</dd>
                    <dt>{t("受領した時刻")}</dt>
                    <dd>{taken_at.clone()}</dd>
                    <dt>{t("受け取った内容（SHA-256）")}</dt>
                    <dd class="code">{content}</dd>
                    <dt>{t("サーバーの鍵（Ed25519）")}</dt>
                    <dd class="code">{key}</dd>
                </dl>
                <p
                    role="status"
                    class=move || match found.get() {
                        None => "",
                        Some(Ok(())) => "notice done",
                        Some(Err(_)) => "notice notice-trouble",
                    }
                >
                    {move || found.get().map(verdict_sentence)}
                </p>
                <p class="page-actions no-print">
                    <button class="button small" on:click=check>
                        {t("受領証を確かめる")}
                    </button>
                    <button class="button small" on:click=save>
                        {t("受領証を保存する")}
                    </button>
                </p>
            </details>
        </section>
    }
}

fn verdict_sentence(found: Result<(), ReceiptFault>) -> &'static str {
    match found {
        Ok(()) => {
            t("署名は正しく、この端末にある提出時のシートは、サーバーが受け取ったものと同じです。")
        }
        Err(ReceiptFault::Signature) => t("署名が正しくありません。受領証が書き換えられています。"),
        Err(ReceiptFault::Content) => t(
            "この端末にあるシートは、サーバーが受け取ったものと違います。職員課に知らせてください。",
        ),
    }
}

/// In groups of eight characters, so that two people can compare it on the telephone.
fn in_groups_of_eight(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    let groups: Vec<String> = digits.chunks(8).map(|it| it.iter().collect()).collect();
    groups.join(" ")
}
