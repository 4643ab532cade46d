//! Filling in a sheet: first its purpose, then its questions — one at a time on a phone, all on a desktop.

use crate::components::form::{Question, SheetForm, dom_id, printed_sheet};
use crate::components::show_if::show_if;
use crate::components::step_nav::{NavStep, StepNav};
use crate::i18n::{fill, locale, t};
use crate::sync::{AppState, edition_of};
use browser::page;
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{Edition, Section, Workflow};
use domain::route::Route;
use domain::sheet::{SheetId, SheetState};
use leptos::prelude::*;

/// Shows a view of an own sheet once the journal and the form are loaded.
pub(super) fn with_form(
    instrument: InstrumentId,
    cycle: Cycle,
    show: impl Fn(SheetForm) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let own = instrument.clone();
    // A newer edition does not replace a form that is being filled in: it applies at the next visit. The journal of
    // another person does, so the view is keyed by the person.
    let whose = Memo::new(move |_| {
        let is_here = here.editions.with(|it| edition_of(it, &own).is_some());
        let person = here.tracked_person();
        person
            .filter(|_| is_here)
            .map_or_else(String::new, |it| it.0)
    });
    move || {
        let edition = here
            .editions
            .with_untracked(|it| edition_of(it, &instrument).map(|it| it.edition.clone()));
        match (whose.get(), edition) {
            (person, Some(edition)) if !person.is_empty() => {
                let person = PersonId(person);
                let id = SheetId {
                    person,
                    instrument: instrument.clone(),
                    cycle,
                };
                show(SheetForm::new(here, id, edition))
            }
            _ => view! {
                <p class="loading" role="status">
                    {t(
                        "様式を読み込んでいます（初めて開くときはネットワークが必要です）",
                    )}
                </p>
            }
            .into_any(),
        }
    }
}

/// The notice comes first, unless the sheet has a draft or an answer.
#[component]
pub(crate) fn SheetPage(instrument: InstrumentId, cycle: Cycle) -> impl IntoView {
    with_form(instrument, cycle, move |form| {
        let own = form.id();
        let has_draft = form
            .here
            .journal
            .with_untracked(|it| it.as_ref().is_some_and(|it| it.has_draft(&own)));
        let has_begun = RwSignal::new(has_draft);
        // An answer from another device means that the notice was read there.
        let begun = Memo::new(move |_| has_begun.get() || form.sheet.with(|it| !it.is_empty()));
        view! {
            {move || {
                if begun.get() {
                    view! { <SheetQuestions form=form cycle=cycle /> }.into_any()
                } else {
                    view! { <FormNotice form=form cycle=cycle begin=has_begun /> }.into_any()
                }
            }}
        }
        .into_any()
    })
}

/// Notice before the first input: purpose, readers, retention.
#[component]
fn FormNotice(form: SheetForm, cycle: Cycle, begin: RwSignal<bool>) -> impl IntoView {
    let (title, notice) = form
        .edition
        .with_value(|it| (it.words.shown(locale()).to_owned(), it.notice.clone()));
    view! {
        <div class="page narrow">
            <p class="eyebrow">{form.edition.with_value(|it| it.cycle_label(cycle, locale()))}</p>
            <h1>{title}</h1>
            <p class="lead">{notice.reminder.shown(locale()).to_owned()}</p>
            <dl class="card form-notice">
                <dt>{t("何のため")}</dt>
                <dd>{notice.purpose.shown(locale()).to_owned()}</dd>
                <dt>{t("だれが読む")}</dt>
                <dd>{notice.readers.shown(locale()).to_owned()}</dd>
                <dt>{t("いつまで")}</dt>
                <dd>{notice.retention.shown(locale()).to_owned()}</dd>
            </dl>
            <p>
                <button
                    class="button primary"
                    on:click=move |_| {
                        begin.set(true);
                        form.go(0);
                    }
                >
                    {t("書き始める")}
                </button>
            </p>
            <p class="hint">
                {t(
                    "入力は自動で保存されます。途中でやめても、ネットワークが切れても、続きから書けます。",
                )}
            </p>
        </div>
    }
}

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

#[component]
fn SheetQuestions(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let (title, firsts) = form
        .edition
        .with_value(|it| (it.words.shown(locale()).to_owned(), section_starts(it)));
    let starts = firsts.clone();
    let here = Memo::new(move |_| {
        let at = form.at.get();
        starts.iter().rposition(|first| *first <= at).unwrap_or(0)
    });
    let edition = form.edition.get_value();
    // The review leads to the questions that have no answer.
    let wanted = page::fragment();
    let asked_for = edition
        .items()
        .position(|it| dom_id(it.id.as_str()) == wanted);
    if let Some(at) = asked_for {
        request_animation_frame(move || form.go(at));
    }
    let stones = edition.sections.iter().enumerate();
    let stones = stones.map(|(index, section)| NavStep {
        name: section.words.shown(locale()).to_owned(),
        progress: form.progress(Some(index)),
    });
    let stones = stones.collect();
    let ways = firsts.clone();
    let go = Callback::new(move |at: usize| {
        if let Some(first) = ways.get(at) {
            form.go(*first);
        }
    });
    let sections = edition.sections.iter().zip(firsts).enumerate();
    let sections =
        sections.map(|(index, (section, first))| section_of_form(form, index, section, first));
    view! {
        <div class="form-page" class:read-only=move || !form.is_open()>
            <div class="form-page-head">
                <p class="eyebrow">{form.edition.with_value(|it| it.cycle_label(cycle, locale()))}</p>
                <h1>{title}</h1>
                <SheetStatusLine form=form />
                <ClosedCycle form=form />
            </div>
            <nav class="form-page-steps" aria-label=t("シートの道のり")>
                <StepNav stones=stones here=here go=go />
            </nav>
            <div class="form-page-body">{sections.collect_view()}<ReviewLink form=form /></div>
            {show_if(move || form.is_open(), move || view! { <BottomBar form=form /> }.into_any())}
        </div>
        {printed_sheet(form)}
    }
}

fn section_of_form(form: SheetForm, index: usize, section: &Section, first: usize) -> AnyView {
    let last = first + section.items.len();
    let is_current = move || (first..last).contains(&form.at.get());
    let counted = form.progress(Some(index));
    let heading = format!("section-{}", section.id);
    let labelled_by = heading.clone();
    let questions = section
        .items
        .iter()
        .zip(first..)
        .map(|(item, at)| view! { <Question form=form item=item.clone() at=at /> }.into_any());
    view! {
        <section
            class="form-section"
            class:current=is_current
            hidden=move || !counted.get().has_visible_items
            aria-labelledby=labelled_by
        >
            <div class="section-head">
                <h2 id=heading>{section.words.shown(locale()).to_owned()}</h2>
                <p>{section.lead.shown(locale()).to_owned()}</p>
            </div>
            {questions.collect_view()}
        </section>
    }
    .into_any()
}

/// Status of the sheet, unless it is a draft.
#[component]
fn SheetStatusLine(form: SheetForm) -> impl IntoView {
    let result = form.with_id(|it| Route::Result(it.instrument.clone(), it.cycle).to_string());
    let word = move || {
        form.sheet.with(|it| match it.state {
            SheetState::Returned => fill!("差し戻されました: {0}", it.reason),
            state => state.label(locale()).to_owned(),
        })
    };
    view! {
        {show_if(
            move || form.sheet.with(|it| it.state != SheetState::Draft),
            move || {
                view! {
                    <p class="notice" class:done=move || !form.is_open()>
                        {move || word()}
                        <a class="button small" href=result.clone() hidden=move || form.is_open()>
                            {t("結果と取り下げ")}
                        </a>
                    </p>
                }
                    .into_any()
            },
        )}
    }
}

/// Says why nothing can be typed any more.
#[component]
fn ClosedCycle(form: SheetForm) -> impl IntoView {
    show_if(
        move || form.is_cycle_closed(),
        || {
            view! {
                <p class="notice" role="status">
                    {t(
                        "この時期の受付は閉じられました。書いたものは残っています。まだ書きたいときは、職員課に連絡してください。",
                    )}
                </p>
            }
                .into_any()
        },
    )
}

fn review_url(form: SheetForm) -> String {
    form.with_id(|it| Route::Review(it.instrument.clone(), it.cycle).to_string())
}

/// Whether the owner of such a sheet submits it.
fn is_submittable(form: SheetForm) -> bool {
    let course = form.edition.with_value(|it| it.course);
    matches!(course, Workflow::Submission | Workflow::Agreement)
}

/// Link to the review, below the last question.
#[component]
fn ReviewLink(form: SheetForm) -> impl IntoView {
    view! {
        <div class="form-end">
            {show_if(
                move || form.is_open() && is_submittable(form),
                move || {
                    view! {
                        <a class="button primary" href=review_url(form)>
                            {t("確認へ進む")}
                        </a>
                    }
                        .into_any()
                },
            )}
        </div>
    }
}

/// Bar at the bottom: back, progress, next. On a desktop it only jumps to the next unanswered question.
#[component]
fn BottomBar(form: SheetForm) -> impl IntoView {
    let counted = form.progress(None);
    let n = move || counted.get().asked;
    let before = move || {
        let at = form.at.get();
        form.asked
            .with(|it| it.iter().rfind(|it| **it < at).copied())
    };
    let jump = move |_| {
        if let Some(at) = form.next_unanswered(form.at.get_untracked()) {
            form.go(at);
        }
    };
    let is_last = move || {
        form.asked
            .with(|it| it.last().is_none_or(|it| form.at.get() >= *it))
    };
    // The remaining questions may belong to a further goal, which is optional.
    let may_check = move || is_last() || counted.get().missing == 0;
    view! {
        <div class="bottom-bar" role="group" aria-label=t("質問の移動")>
            <button
                class="button only-narrow"
                prop:disabled=move || before().is_none()
                on:click=move |_| form.go(untrack(before).unwrap_or_default())
            >
                {t("前へ")}
            </button>
            <span class="bottom-bar-progress">
                <progress
                    max=move || n().to_string()
                    value=move || counted.get().answered.to_string()
                    aria-label=t("回答した項目")
                ></progress>
                <span>{move || fill!("{0} / {1} 回答", counted.get().answered, n())}</span>
                <button class="link" on:click=jump hidden=move || { counted.get().answered >= n() }>
                    {t("次の未回答へ")}
                </button>
            </span>
            <button
                class="button primary only-narrow"
                hidden=is_last
                on:click=move |_| form.go(form.at.get_untracked() + 1)
            >
                {t("次へ")}
            </button>
            <a
                class="button primary only-narrow"
                hidden=move || !may_check() || !is_submittable(form)
                href=review_url(form)
            >
                {t("確認へ")}
            </a>
        </div>
    }
}
