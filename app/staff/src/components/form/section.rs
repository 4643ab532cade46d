//! The questions of one section, with what is said once for all of them: who reads, what the numbers mean.

use super::frame::QuestionFrame;
use super::lazy::section_facts;
use super::{Question, SheetForm};
use crate::components::show_if::show_if;
use crate::i18n::locale;
use leptos::prelude::*;
use std::time::Duration;

/// Questions that are made at once; the rest follows in slices of as many, so that no task is long.
const SLICE: usize = 3;

/// How many of `n` questions are made: a slice more after each frame.
fn made_in_slices(n: usize) -> RwSignal<usize> {
    let made = RwSignal::new(SLICE);
    add_slice(made, n);
    made
}

fn add_slice(made: RwSignal<usize>, n: usize) {
    // The section may be gone by then.
    if made.try_get_untracked().is_some_and(|it| it < n) {
        let next = move || {
            made.try_update(|it| *it += SLICE);
            add_slice(made, n);
        };
        request_animation_frame(move || set_timeout(next, Duration::ZERO));
    }
}

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
    let n_made = made_in_slices(section.items.len());
    let questions = section.items.iter().enumerate().map(|(place, item)| {
        let (item, at) = (item.clone(), first + place);
        // One that is gone to is made at once: the next key press is for it.
        let is_made = move |was: Option<&bool>| {
            was == Some(&true) || n_made.get() > place || form.at.get() >= at
        };
        let is_made = Memo::new(is_made);
        show_if(
            move || is_made.get(),
            move || view! { <Question form=form item=item.clone() at=at frame=frame /> }.into_any(),
        )
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
        <div class="section-facts">{section_facts(form, frame, index)}</div>
        {legend}
        {questions.collect_view()}
    }
    .into_any()
}
