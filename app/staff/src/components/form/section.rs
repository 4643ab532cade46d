//! The questions of one section, with what is said once for all of them: who reads, what the numbers mean.

use super::frame::QuestionFrame;
use super::lazy::section_facts;
use super::{Question, SheetForm};
use crate::i18n::locale;
use leptos::prelude::*;

/// Readers, legend and questions of section `index`, whose first item is item `first` of the form.
pub(crate) fn section_questions(
    form: SheetForm,
    index: usize,
    first: usize,
    frame: QuestionFrame,
) -> AnyView {
    let edition = form.edition.get_value();
    let Some(section) = edition.sections.get(index) else {
        return ().into_any();
    };
    let questions = section.items.iter().zip(first..).map(|(item, at)| {
        view! { <Question form=form item=item.clone() at=at frame=frame /> }.into_any()
    });
    let points = edition.legend(section).into_iter().map(|point| {
        view! {
            <li>
                <b>{point.value}</b>
                {point.words.shown(locale()).to_owned()}
            </li>
        }
    });
    // The choices have the same words as their names: a reader hears them there.
    let legend = frame.has_legend.then(|| {
        view! {
            <ol class="scale-legend" aria-hidden="true">
                {points.collect_view()}
            </ol>
        }
    });
    view! {
        <div class="section-facts">{section_facts(form, frame)}</div>
        {legend}
        {questions.collect_view()}
    }
    .into_any()
}
