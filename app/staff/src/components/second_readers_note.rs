//! Who reads, besides the 所属長, what is shared with the 所属長.

use crate::i18n::{fill, t};
use crate::sync::AppState;
use leptos::prelude::*;

/// Nothing for people without a second reader.
#[component]
pub(crate) fn SecondReadersNote() -> impl IntoView {
    let here = expect_context::<AppState>();
    let names = Memo::new(move |_| {
        here.me.with(|it| {
            let readers = it.iter().flat_map(|it| &it.second_readers);
            readers.map(|it| it.name.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <p class="hint" hidden=move || names.with(Vec::is_empty)>
            {move || {
                let names = names.get().join(t("さん、"));
                fill!(
                    "所属長に見せたものは、提出のあと、第二の読み手の{0}さんも読めます。確認や差し戻しはしません。",
                    names
                )
            }}
        </p>
    }
}
