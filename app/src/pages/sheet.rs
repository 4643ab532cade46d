//! Filling in a sheet: first what it is for, then its questions — one at a time on a phone, all on a desktop.

use crate::components::form::{Form, Question};
use crate::components::path::{Path, Stone};
use crate::model::calendar::Cycle;
use crate::model::ids::{InstrumentId, PersonId};
use crate::model::instrument::{Edition, Section};
use crate::model::sheet::{SheetId, SheetState};
use crate::route::Route;
use crate::scoring::progress;
use crate::sync::Here;
use leptos::prelude::*;

/// Shows something of an own sheet once the journal and the form are here.
pub(super) fn with_form(
    instrument: InstrumentId,
    cycle: Cycle,
    show: impl Fn(Form) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let here = expect_context::<Here>();
    let own = instrument.clone();
    let person: Memo<Option<PersonId>> = Memo::new(move |_| {
        here.journal
            .with(|it| it.as_ref().map(|it| it.meta.person.clone()))
    });
    // A newer edition that arrives does not change a form under a person's hands: it is there at the next visit.
    let is_here = Memo::new(move |_| here.editions.with(|it| it.contains_key(&own)));
    move || {
        let edition = here
            .editions
            .with_untracked(|it| it.get(&instrument).map(|it| it.1.clone()));
        match (person.get(), edition.filter(|_| is_here.get())) {
            (Some(person), Some(edition)) => {
                let id = SheetId { person, instrument: instrument.clone(), cycle };
                show(Form::new(here, id, edition))
            }
            _ => view! {
                <p class="waiting" role="status">"様式を読み込んでいます（初めて開くときはネットワークが必要です）"</p>
            }
            .into_any(),
        }
    }
}

/// The page of one sheet.
#[component]
pub(crate) fn Sheet(instrument: InstrumentId, cycle: Cycle) -> impl IntoView {
    with_form(instrument, cycle, move |form| {
        let own = form.id.get_value();
        let has_draft = form
            .here
            .journal
            .with_untracked(|it| it.as_ref().is_some_and(|it| it.has_draft(&own)));
        let has_begun = RwSignal::new(has_draft);
        // An answer from another device means that the notice was read there.
        let begun = Memo::new(move |_| has_begun.get() || form.sheet.with(|it| !it.is_empty()));
        view! {
            {move || if begun.get() {
                view! { <Filling form=form cycle=cycle/> }.into_any()
            } else {
                view! { <BeforeTheForm form=form cycle=cycle begin=has_begun/> }.into_any()
            }}
        }
        .into_any()
    })
}

/// What a person reads before the first input.
#[component]
fn BeforeTheForm(form: Form, cycle: Cycle, begin: RwSignal<bool>) -> impl IntoView {
    let (title, notice) = form
        .edition
        .with_value(|it| (it.words.ja.clone(), it.notice.clone()));
    view! {
        <div class="page narrow">
            <p class="eyebrow">{cycle.label()}</p>
            <h1>{title}</h1>
            <p class="lead">{notice.reminder.ja}</p>
            <dl class="card before">
                <dt>"何のため"</dt><dd>{notice.purpose.ja}</dd>
                <dt>"だれが読む"</dt><dd>{notice.readers.ja}</dd>
                <dt>"いつまで"</dt><dd>{notice.retention.ja}</dd>
            </dl>
            <p>
                <button class="button primary" on:click=move |_| {
                    begin.set(true);
                    form.go(0);
                }>"書き始める"</button>
            </p>
            <p class="hint">"入力は自動で保存されます。途中でやめても、ネットワークが切れても、続きから書けます。"</p>
        </div>
    }
}

/// The places of each section's first question among all.
fn first_places(edition: &Edition) -> Vec<usize> {
    let lengths = edition.sections.iter().map(|it| it.items.len());
    lengths
        .scan(0, |at, n| {
            let first = *at;
            *at += n;
            Some(first)
        })
        .collect()
}

#[component]
fn Filling(form: Form, cycle: Cycle) -> impl IntoView {
    let (title, firsts) = form
        .edition
        .with_value(|it| (it.words.ja.clone(), first_places(it)));
    let starts = firsts.clone();
    let stones = Memo::new(move |_| {
        let at = form.at.get();
        form.edition.with_value(|edition| {
            let here = starts.iter().rposition(|first| *first <= at).unwrap_or(0);
            form.sheet.with(|sheet| {
                let stones = edition.sections.iter().enumerate().map(|(index, section)| {
                    let counted = progress(&section.items, sheet);
                    Stone {
                        id: section.id.clone(),
                        name: section.words.ja.clone(),
                        done: counted.answered,
                        all: counted.asked,
                        is_here: index == here,
                    }
                });
                stones.collect()
            })
        })
    });
    let ways = firsts.clone();
    let go = Callback::new(move |id: String| {
        let index = form
            .edition
            .with_value(|it| it.sections.iter().position(|it| it.id == id));
        if let Some(first) = index.and_then(|it| ways.get(it)) {
            form.go(*first);
        }
    });
    let sections = form.edition.with_value(|it| it.sections.clone());
    let sections = sections.into_iter().zip(firsts).map(|(section, first)| {
        view! { <SectionOfForm form=form section=section first=first/> }
    });
    view! {
        <div class="filling" class:read-only=move || !form.is_open()>
            <div class="filling-head">
                <p class="eyebrow">{cycle.label()}</p>
                <h1>{title}</h1>
                <Submitted form=form/>
            </div>
            <nav class="filling-path" aria-label="シートの道のり"><Path stones=stones go=go/></nav>
            <div class="filling-form">{sections.collect_view()}<End form=form/></div>
            <Foot form=form/>
        </div>
    }
}

#[component]
fn SectionOfForm(form: Form, section: Section, first: usize) -> impl IntoView {
    let last = first + section.items.len();
    let is_current = move || (first..last).contains(&form.at.get());
    let heading = format!("section-{}", section.id);
    let labelled_by = heading.clone();
    let questions = section.items.into_iter().zip(first..).map(|(item, at)| {
        view! { <Question form=form item=item at=at/> }
    });
    view! {
        <section class="form-section" class:current=is_current aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=heading>{section.words.ja}</h2>
                <p>{section.lead.ja}</p>
            </div>
            {questions.collect_view()}
        </section>
    }
}

#[component]
fn Submitted(form: Form) -> impl IntoView {
    let result = form
        .id
        .with_value(|it| Route::Result(it.instrument.clone(), it.cycle).to_string());
    view! {
        <Show when=move || form.sheet.with(|it| it.state == SheetState::Submitted)>
            <p class="notice done">
                "提出済みのため、読むだけです。"
                <a class="button small" href=result.clone()>"結果と取り下げ"</a>
            </p>
        </Show>
    }
}

fn to_check(form: Form) -> String {
    form.id
        .with_value(|it| Route::Check(it.instrument.clone(), it.cycle).to_string())
}

/// After the last question: on to the last look.
#[component]
fn End(form: Form) -> impl IntoView {
    view! {
        <div class="end">
            <Show when=move || form.is_open()>
                <a class="button primary" href=to_check(form)>"確認へ進む"</a>
            </Show>
        </div>
    }
}

/// The bar at the bottom: back, how far, on. On a desktop it only jumps to the next unanswered question.
#[component]
fn Foot(form: Form) -> impl IntoView {
    let n = form.edition.with_value(|it| it.items().count());
    let counted = Memo::new(move |_| {
        form.edition
            .with_value(|it| form.sheet.with(|sheet| progress(it.items(), sheet)))
    });
    let jump = move |_| {
        if let Some(at) = form.next_unanswered(form.at.get_untracked()) {
            form.go(at);
        }
    };
    let is_last = move || form.at.get() + 1 >= n;
    view! {
        <div class="foot" role="group" aria-label="質問の移動">
            <button class="button only-narrow" prop:disabled=move || form.at.get() == 0
                on:click=move |_| form.go(form.at.get_untracked().saturating_sub(1))>"前へ"</button>
            <span class="foot-progress">
                <progress max=n.to_string() value=move || counted.get().answered.to_string()
                    aria-label="回答した項目"></progress>
                <span>{move || format!("{} / {n} 回答", counted.get().answered)}</span>
                <button class="link" on:click=jump hidden=move || { counted.get().answered >= n }>
                    "次の未回答へ"
                </button>
            </span>
            <button class="button primary only-narrow" hidden=is_last
                on:click=move |_| form.go(form.at.get_untracked() + 1)>"次へ"</button>
            <a class="button primary only-narrow" hidden=move || !is_last() href=to_check(form)>"確認へ"</a>
        </div>
    }
}
