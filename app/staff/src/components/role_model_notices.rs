//! What 職員課 tells a person about role models: that they are asked to be one, and what became of a talk.

use crate::i18n::{fill, t};
use domain::role_model::{RoleModelTalk, TalkState};
use domain::route::Route;
use leptos::prelude::*;

pub(super) fn role_model_notice() -> AnyView {
    let to = Route::RoleModels(String::new()).to_string();
    view! {
        <p class="notice">
            {t(
                "職員課から、あなたの話をロールモデルとして載せたいというお願いがあります。",
            )} " " <a href=to>{t("読んで決める")}</a>
        </p>
    }
    .into_any()
}

pub(super) fn talk_notice(it: &RoleModelTalk) -> AnyView {
    let to = Route::RoleModels(String::new()).to_string();
    let told = if it.state == TalkState::Arranged {
        fill!("{0}と話す予定が決まりました。", it.with)
    } else {
        fill!("{0}との話は、見送りになりました。", it.with)
    };
    view! { <p class="notice">{told} " " {it.answer.clone()} " " <a href=to>{t("ロールモデルを開く")}</a></p> }
    .into_any()
}
