//! One field of a person before and after a change, in words.

use crate::i18n::{locale, t};
use domain::person_record::FieldChange;
use leptos::prelude::*;

/// One field, before and after; what is empty is said.
pub(crate) fn difference(it: &FieldChange) -> AnyView {
    let shown = |value: &str| match it.shown(value, locale()) {
        text if text.is_empty() => t("なし").to_owned(),
        text => text,
    };
    view! {
        <li>
            <b>{it.field.label(locale())}</b>
            " "
            <span class="before">{shown(&it.before)}</span>
            <span aria-hidden="true">" → "</span>
            <span class="visually-hidden">{t("から")}</span>
            <span class="after">{shown(&it.after)}</span>
        </li>
    }
    .into_any()
}
