//! What 職員課 tells a person: that they are asked to be a role model, what became of a talk with one, and of a grant.

use crate::i18n::{fill, locale, t};
use domain::grant::{GrantDecision, grouped};
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
        fill!("{0}さんと話す予定が決まりました。", it.with)
    } else {
        fill!("{0}さんとの話は、見送りになりました。", it.with)
    };
    view! { <p class="notice">{told} " " {it.answer.clone()} " " <a href=to>{t("ロールモデルを開く")}</a></p> }
    .into_any()
}

pub(super) fn grant_notice(it: &GrantDecision) -> AnyView {
    let told = if it.granted > 0 {
        let yen = grouped(it.granted.into());
        fill!(
            "助成の申請（{0}）に、{1}円が認められました。",
            it.subject.what,
            yen
        )
    } else {
        fill!("助成の申請（{0}）は、見送りになりました。", it.subject.what)
    };
    let by = fill!(
        "職員課 {0}　{1}",
        it.decided_by,
        it.decided_at.display(locale())
    );
    view! {
        <div class="notice">
            <p>{told} " " {it.note.clone()}</p>
            <p class="hint">{by}</p>
        </div>
    }
    .into_any()
}
