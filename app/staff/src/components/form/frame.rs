//! What is said once for the questions of a section, so that a question tells only what differs.

use super::SheetForm;
use crate::i18n::t;
use domain::instrument::{Item, Readers, Section};
use leptos::prelude::*;

/// What the head of a section says for its questions.
#[derive(Clone, Copy)]
pub(crate) struct QuestionFrame {
    pub(crate) readers: Readers,
    /// Whether the section begins with a legend of its numbers.
    pub(crate) has_legend: bool,
    /// Whether some of its questions are required, so that the others are marked.
    has_required: bool,
    /// Whether all of it may be left out, in a form that requires something.
    pub(super) is_optional: bool,
}

impl QuestionFrame {
    pub(crate) fn of(form: SheetForm, section: &Section) -> Self {
        let has_required = section.items.iter().any(|it| it.required);
        form.edition.with_value(|edition| Self {
            readers: section.usual_readers(),
            has_legend: !edition.legend(section).is_empty(),
            has_required,
            is_optional: !has_required && edition.items().any(|it| it.required),
        })
    }

    /// What is told at one question: what makes it differ from the others.
    pub(super) fn tags(self, item: &Item) -> Vec<&'static str> {
        let is_optional = self.has_required && !item.required && !item.is_sign();
        let readers = match item.readers {
            it if it == self.readers => None,
            Readers::Personnel => Some(t("読む人: 職員課のみ")),
            Readers::OwnChoice => Some(t("読む人: 公開範囲で選んだ人")),
            Readers::AggregateOnly => Some(t("読む人: なし（集計のみ）")),
            Readers::SelfOnly => Some(t("読む人: 本人のみ")),
        };
        let state = if item.retired {
            Some(t("以前の様式"))
        } else {
            is_optional.then(|| t("任意"))
        };
        state.into_iter().chain(readers).collect()
    }
}
