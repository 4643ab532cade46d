//! Whom to turn to: what the ward has filled in, or whom to ask meanwhile.

use super::content_state::ContentState;
use crate::i18n::{fill, locale, t};
use browser::clock;
use domain::calendar::display_day;
use domain::content_page::Contact;
use leptos::prelude::*;

pub(super) fn contact_view(state: ContentState, it: &Contact) -> AnyView {
    if it.is_missing() {
        return view! {
            <p class="notice">
                {t("連絡先はまだ登録されていません。職員課に尋ねてください。")}
            </p>
        }
        .into_any();
    }
    let row = |name: &'static str, text: &str| {
        (!text.is_empty()).then(|| {
            view! {
                <dt>{name}</dt>
                <dd>{text.to_owned()}</dd>
            }
        })
    };
    let mail = (!it.mail.is_empty()).then(|| {
        view! {
            <dt>{t("メール")}</dt>
            <dd>
                <a href=format!("mailto:{}", it.mail)>{it.mail.clone()}</a>
            </dd>
        }
    });
    view! {
        <dl class="content-contact">
            {row(t("窓口"), &it.who)} {row(t("電話"), &it.phone)} {mail} {row(t("場所"), &it.place)}
            {row(t("受付の時間"), &it.hours)}
        </dl>
        {check_note(state, it)}
    }
    .into_any()
}

/// What readers are told once a contact was not checked in time, and 職員課 before that.
fn check_note(state: ContentState, it: &Contact) -> Option<AnyView> {
    let day = it.check_by.as_ref()?;
    let told = display_day(day.as_str(), locale());
    if it.is_outdated(&clock::now().day()) {
        let told = fill!(
            "{0}までに確かめるはずの連絡先です。つながらないときは、職員課に尋ねてください。",
            told
        );
        return Some(view! { <p class="notice">{told}</p> }.into_any());
    }
    let told = state
        .may_change()
        .then(|| fill!("次に確かめる日: {0}", told))?;
    Some(view! { <p class="hint">{told}</p> }.into_any())
}
