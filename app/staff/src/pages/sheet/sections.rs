//! The questions of a sheet, section by section: only what is being filled in is in the document.

use super::bottom_bar::bottom_bar;
use super::status::sheet_status;
use super::steps::section_steps;
use crate::components::form::{QuestionFrame, SheetForm, dom_id, printed_sheet, section_questions};
use crate::components::show_if::show_if;
use crate::i18n::{locale, t};
use browser::page;
use domain::calendar::Cycle;
use domain::instrument::{Edition, Section};
use leptos::prelude::*;

/// Index of each section's first item, among all items.
fn section_starts(edition: &Edition) -> Vec<usize> {
    let lengths = edition.sections.iter().map(|it| it.items.len());
    lengths
        .scan(0, |at, n| {
            let first = *at;
            *at += n;
            Some(first)
        })
        .collect()
}

/// Goes to the question that the address names, else to the first one without an answer in a sheet that was left half
/// filled in; returns how many of that sheet have none.
fn begin(form: SheetForm) -> Option<usize> {
    let wanted = page::fragment();
    let named = form
        .edition
        .with_value(|it| it.items().position(|it| dom_id(it.id.as_str()) == wanted));
    let counted = form.progress(None).get_untracked();
    let left = (named.is_none() && form.is_open() && counted.answered > 0)
        .then(|| form.next_unanswered(usize::MAX))
        .flatten();
    let at = named.or(left)?;
    form.at.set(at);
    request_animation_frame(move || form.go(at));
    left.map(|_| counted.asked - counted.answered)
}

/// Names the question in the address: a reload, and the way back from the review, lead to it.
fn keep_place(form: SheetForm) {
    let at = form.at.get_untracked();
    let item = form
        .edition
        .with_value(|it| it.items().nth(at).map(|it| it.id.clone()));
    if let Some(item) = item {
        page::replace(&format!("{}#{}", page::path(), dom_id(item.as_str())));
    }
}

#[component]
pub(super) fn SheetQuestions(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let (title, firsts) = form
        .edition
        .with_value(|it| (it.words.shown(locale()).to_owned(), section_starts(it)));
    let n_left = begin(form);
    let starts = firsts.clone();
    let here = Memo::new(move |_| {
        let at = form.at.get();
        starts.iter().rposition(|first| *first <= at).unwrap_or(0)
    });
    // The section that comes next is made while nothing else is to do.
    let near = RwSignal::new(0);
    Effect::new(move |was: Option<usize>| {
        let now = here.get();
        if was.is_some_and(|it| it != now) {
            keep_place(form);
        }
        request_idle_callback(move || {
            near.try_set(now + 1);
        });
        now
    });
    let edition = form.edition.get_value();
    let shown = firsts.clone();
    let sections = edition.sections.iter().zip(shown).enumerate();
    let sections = sections.map(|(index, (section, first))| {
        // Once made, it stays: what is being typed there is not lost.
        let is_made = move || here.get() == index || near.get() == index || !form.is_open();
        let is_made = Memo::new(move |was: Option<&bool>| was == Some(&true) || is_made());
        section_of_form(form, section, index, first, [is_made, here_is(here, index)])
    });
    view! {
        <div class="form-page" class:read-only=move || !form.is_open()>
            <div class="form-page-head">
                <p class="eyebrow">{form.edition.with_value(|it| it.cycle_label(cycle, locale()))}</p>
                <h1>{title}</h1>
                {sheet_status(form, n_left)}
            </div>
            <nav class="form-page-steps" aria-label=t("シートの道のり")>
                {section_steps(form, here, firsts.clone())}
            </nav>
            <div class="form-page-body">{sections.collect_view()}</div>
            {bottom_bar(form, firsts)}
        </div>
        {printed_sheet(form)}
    }
}

fn here_is(here: Memo<usize>, index: usize) -> Memo<bool> {
    Memo::new(move |_| here.get() == index)
}

fn section_of_form(
    form: SheetForm,
    section: &Section,
    index: usize,
    first: usize,
    [is_made, is_current]: [Memo<bool>; 2],
) -> AnyView {
    let counted = form.progress(Some(index));
    let heading = format!("section-{}", section.id);
    let labelled_by = heading.clone();
    let frame = QuestionFrame::of(form, section);
    view! {
        <section
            class="form-section"
            class:current=move || is_current.get()
            class:with-legend=frame.has_legend
            hidden=move || !counted.get().has_visible_items
            aria-labelledby=labelled_by
        >
            <div class="section-head">
                <h2 id=heading>{section.words.shown(locale()).to_owned()}</h2>
                <p>{section.lead.shown(locale()).to_owned()}</p>
            </div>
            {show_if(move || is_made.get(), move || section_questions(form, index, first, frame))}
        </section>
    }
    .into_any()
}
