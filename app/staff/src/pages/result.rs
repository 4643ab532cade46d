//! Result of an own sheet: text first, then charts, the same numbers in a table, and suggestions.

mod career_path;
mod carry_over;
mod charts;
mod print;
mod receipt;
mod suggestions;
mod supervisor_assessments;

use super::Navigator;
use super::sheet::with_form;
use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use browser::page;
use career_path::CareerPath;
use charts::ResultCharts;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::ids::InstrumentId;
use domain::instrument::{ItemKind, Subject, SubjectKind};
use domain::route::Route;
use domain::scoring::{Scores, score};
use domain::sheet::{Sheet, SheetId, SheetState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use print::PrintableRecord;
use receipt::ReceiptCard;
use suggestions::Suggestions;
use supervisor_assessments::AssessmentComparison;

#[component]
pub(crate) fn ResultPage(instrument: InstrumentId, cycle: Cycle) -> impl IntoView {
    with_form(instrument, cycle, move |form| {
        let is_scored = form
            .edition
            .with_value(|it| it.subjects.iter().any(Subject::is_self_scored));
        if is_scored {
            view! { <ScoredResult form=form cycle=cycle /> }.into_any()
        } else {
            view! { <PrintableRecord form=form cycle=cycle /> }.into_any()
        }
    })
}

/// Scores of the person's latest earlier sheet of the same form that has any.
fn earlier_scores(form: SheetForm, cycle: Cycle) -> Memo<Option<(Cycle, Scores)>> {
    Memo::new(move |_| {
        let own = form.id();
        form.here.journal.with(|journal| {
            let journal = journal.as_ref()?;
            let earlier = journal.sheets().into_iter().filter(|it: &SheetId| {
                it.person == own.person && it.instrument == own.instrument && it.cycle < cycle
            });
            let mut scored = earlier.filter_map(|it| {
                let scores = form
                    .edition
                    .with_value(|edition| score(edition, &journal.sheet(&it)));
                scores
                    .subjects
                    .iter()
                    .any(|it| it.mean.is_some())
                    .then_some((it.cycle, scores))
            });
            // Sheets are sorted by person, form and cycle: the last one is the latest.
            scored.by_ref().last()
        })
    })
}

#[component]
fn ScoredResult(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let title = form
        .edition
        .with_value(|it| it.words.shown(locale()).to_owned());
    let notice = form
        .edition
        .with_value(|it| it.notice.reminder.shown(locale()).to_owned());
    let scores = Memo::new(move |_| {
        form.edition
            .with_value(|it| form.sheet.with(|sheet| score(it, sheet)))
    });
    let before = earlier_scores(form, cycle);
    let who = move || {
        let me = form.here.me;
        me.with(|it| it.as_ref().map(|it| it.person.full_label(locale())))
    };
    let to_seen = form.with_id(|it| Route::Preview(it.instrument.clone(), it.cycle).to_string());
    let to_sheet = form.with_id(|it| Route::Sheet(it.instrument.clone(), it.cycle).to_string());
    view! {
        <article class="page wide result">
            <p class="eyebrow">{form.edition.with_value(|it| it.cycle_label(cycle, locale()))}</p>
            <h1>{fill!("{0}の結果", title)}</h1>
            <p class="print-only">{who}</p>
            <p class="lead">{notice}</p>
            <SubmissionStatus form=form />
            <ReceiptCard form=form />
            <Show when=move || scores.with(|it| it.subjects.iter().all(|it| it.mean.is_none()))>
                <div class="card">
                    <p>
                        {t(
                            "点数のある項目がまだありません。回答すると、ここに結果が出ます。",
                        )}
                    </p>
                </div>
            </Show>
            <WrittenAnswers form=form />
            <ResultCharts form=form scores=scores before=before />
            <CareerPath form=form scores=scores />
            <AssessmentComparison form=form />
            <Suggestions form=form scores=scores />
            <p class="page-actions no-print">
                <a class="button" href=to_sheet>
                    {t("シートを開く")}
                </a>
                <a class="button" href=to_seen>
                    {t("ほかの人からの見え方")}
                </a>
                <button class="button" on:click=move |_| page::print()>
                    {t("印刷する")}
                </button>
            </p>
        </article>
    }
}

/// When the sheet was submitted and who reads it, with the button to withdraw it.
#[component]
fn SubmissionStatus(form: SheetForm) -> impl IntoView {
    let place = expect_context::<Navigator>();
    let submitted = Memo::new(move |_| {
        form.sheet
            .with(|it| it.submitted_at.filter(|_| !it.state.is_open()))
    });
    let scope = move || {
        form.edition.with_value(|it| {
            form.sheet
                .with(|sheet| it.share_scope(sheet).label(locale()))
        })
    };
    let withdraw = move |_| {
        spawn_local(async move {
            let own = form.id();
            let done = form
                .here
                .record_step(own.clone(), Step::Withdraw, StepDetails::default())
                .await;
            let is_open = form
                .sheet
                .try_with(|it| it.state.is_open())
                .unwrap_or(false);
            if done.is_ok() && is_open {
                place.go(&Route::Sheet(own.instrument, own.cycle));
            }
        });
    };
    view! {
        <Show when=move || submitted.with(Option::is_some)>
            <div class="notice done">
                <p>
                    {move || {
                        let time = submitted.get().map(|it| it.display(locale()));
                        fill!("{0} に提出しました。読む人: {1}", time.unwrap_or_default(), scope())
                    }}
                </p>
                <button
                    class="button small no-print"
                    hidden=move || form.sheet.with(|it| it.state != SheetState::Submitted)
                    on:click=withdraw
                >
                    {t("取り下げて直す")}
                </button>
            </div>
        </Show>
    }
}

/// Answers that are no scores: texts, choices and numbers.
#[component]
fn WrittenAnswers(form: SheetForm) -> impl IntoView {
    let written = move || {
        form.edition.with_value(|edition| {
            form.sheet.with(|sheet: &Sheet| {
                edition
                    .items()
                    .filter(|it| {
                        matches!(
                            it.kind,
                            ItemKind::Text { .. }
                                | ItemKind::Multi { .. }
                                | ItemKind::Number { .. }
                        )
                    })
                    .filter_map(|it| {
                        Some((
                            it.words.shown(locale()).to_owned(),
                            edition.display_answer(it, sheet.value(&it.id)?, locale()),
                        ))
                    })
                    .map(|(title, text)| {
                        view! {
                            <div class="answer long">
                                <dt>{title}</dt>
                                <dd>{text}</dd>
                            </div>
                        }
                    })
                    .collect_view()
            })
        })
    };
    let has_any = Memo::new(move |_| {
        form.edition.with_value(|edition| {
            form.sheet.with(|sheet| {
                edition.items().any(|it| {
                    matches!(it.kind, ItemKind::Text { .. } | ItemKind::Multi { .. })
                        && sheet.value(&it.id).is_some()
                })
            })
        })
    });
    view! {
        <Show when=move || has_any.get()>
            <section class="card">
                <h2>{t("ことばで")}</h2>
                <dl>{written}</dl>
            </section>
        </Show>
    }
}

/// The name of a subject, or its id where the form has none.
fn subject_name(form: SheetForm, id: &domain::ids::SubjectId) -> String {
    form.edition.with_value(|it| {
        it.subject(id)
            .map_or_else(|| id.to_string(), |it| it.words.shown(locale()).to_owned())
    })
}

/// The subjects of one kind, in the form's order.
fn subjects_of_kind(form: SheetForm, kind: SubjectKind) -> Vec<Subject> {
    form.edition.with_value(|edition| {
        let scores = form.sheet.with_untracked(|it| score(edition, it));
        edition
            .subjects
            .iter()
            .filter(|it| it.kind == kind && (!it.retired || scores.of(&it.id).is_some()))
            .cloned()
            .collect()
    })
}
