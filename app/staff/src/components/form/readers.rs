//! Who reads the answers of a section: said once, at its head.

use super::SheetForm;
use crate::i18n::{locale, t};
use domain::instrument::Readers;
use leptos::prelude::*;

fn label(form: SheetForm, readers: Readers) -> &'static str {
    match readers {
        Readers::Personnel => t("職員課のみ"),
        Readers::OwnChoice => form.edition.with_value(|it| {
            form.sheet
                .with(|sheet| it.share_scope(sheet).label(locale()))
        }),
        Readers::AggregateOnly => t("集計のみ"),
        Readers::SelfOnly => t("本人のみ"),
    }
}

/// A sentence about the readers; the form's own for what the owner decides.
fn meaning(form: SheetForm, readers: Readers) -> String {
    match readers {
        Readers::Personnel => t("職員課だけが読みます。").to_owned(),
        Readers::OwnChoice => form
            .edition
            .with_value(|it| it.notice.readers.shown(locale()).to_owned()),
        Readers::AggregateOnly => {
            t("個人の回答はだれにも見えません。5人以上の平均だけを職員課が見ます。").to_owned()
        }
        Readers::SelfOnly => t("自分だけが見られます。").to_owned(),
    }
}

/// Who reads the answers of a section; unfolds an explanation.
#[component]
pub(super) fn SectionReaders(form: SheetForm, readers: Readers) -> impl IntoView {
    view! {
        <details class="readers">
            <summary>
                <span class="visually-hidden">{t("読む人: ")}</span>
                {move || label(form, readers)}
            </summary>
            <p>{meaning(form, readers)}</p>
        </details>
    }
}
