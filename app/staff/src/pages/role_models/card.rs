//! One role model: their words, and asking for a talk.

use super::role_models_state::RoleModelsState;
use super::talk::AskTalk;
use crate::i18n::{fill, locale, t};
use domain::calendar::display_day;
use domain::role_model::{RoleModel, RoleModelText};
use leptos::prelude::*;

/// Id of a role model's card, also the anchor that leads to it.
pub(super) fn anchor(seq: i64) -> String {
    format!("role-model-{seq}")
}

pub(super) fn card(state: RoleModelsState, it: RoleModel) -> AnyView {
    let name = it.text.shown_as.clone();
    let talk = it
        .text
        .offers_talk
        .then(|| view! { <AskTalk state seq=it.seq name /> });
    view! {
        <li class="card trial role-model" id=anchor(it.seq) tabindex="-1">
            {words(&it.text)}
            {talk}
        </li>
    }
    .into_any()
}

/// What is shown of somebody, as all staff see it.
pub(super) fn words(it: &RoleModelText) -> AnyView {
    let kinds = it.kinds.iter().map(|kind| {
        view! { <span class="tag">{t(kind.label())}</span> }
    });
    let lines = |text: &str| {
        let lines = text.lines().filter(|it| !it.trim().is_empty());
        let lines = lines.map(|it| view! { <p>{it.to_owned()}</p> });
        lines.collect_view()
    };
    let advice = (!it.advice.trim().is_empty()).then(|| {
        view! {
            <h3>{t("後に続く人へ")}</h3>
            {lines(&it.advice)}
        }
    });
    view! {
        <p class="trial-head">{kinds.collect_view()}</p>
        <h2>{it.headline.clone()}</h2>
        <p class="role-model-name">{it.shown_as.clone()}</p>
        {lines(&it.story)}
        {advice}
    }
    .into_any()
}

/// To whom a page is shown, and until when, in one line.
pub(super) fn reach(it: &RoleModel) -> String {
    let day = display_day(it.last_day.as_str(), locale());
    if it.text.for_candidates {
        fill!("職員と、採用の案内を見る人に、{0}まで", day)
    } else {
        fill!("職員だけに、{0}まで", day)
    }
}
