//! A question asked in the page before something that cannot be undone.

use crate::i18n::t;
use leptos::prelude::*;

#[component]
pub(crate) fn ConfirmPrompt(
    /// What happens, in a sentence or two.
    consequence: String,
    /// The button that goes on.
    action: &'static str,
    #[prop(into)] on_confirm: Callback<()>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="confirm-box" role="alert">
            <p>{consequence}</p>
            <p class="page-actions">
                <button class="button" on:click=move |_| on_confirm.run(())>
                    {action}
                </button>
                <button class="button" on:click=move |_| on_cancel.run(())>
                    {t("やめる")}
                </button>
            </p>
        </div>
    }
}
