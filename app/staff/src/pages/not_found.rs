//! Page for an unknown URL.

use crate::i18n::t;
use leptos::prelude::*;

#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page">
            <h1>{t("ページがありません")}</h1>
            <p>{t("アドレスが変わったか、打ち間違いかもしれません。")}</p>
            <p>
                <a class="button" href="/">
                    {t("ホームへ")}
                </a>
            </p>
        </div>
    }
}
