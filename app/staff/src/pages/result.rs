//! Result of an own sheet: what comes next, the person's words, what changed, suggestions; then charts and the receipt.

mod career_path;
mod carry_over;
mod charts;
mod print;
mod receipt;
mod submission;
mod suggestions;
mod supervisor_assessments;

use super::sheet::with_form;
use crate::components::form::SheetForm;
use crate::components::role_model_list::RoleModelList;
use crate::i18n::{fill, locale, t};
use browser::page;
use career_path::CareerPath;
use charts::{Changes, ResultCharts};
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::instrument::{ItemKind, Subject, SubjectKind};
use domain::route::Route;
use domain::scoring::{Scores, score};
use domain::sheet::SheetId;
use leptos::prelude::*;
use print::PrintableRecord;
use receipt::ReceiptCard;
use submission::SubmissionStatus;
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

/// Scores of the latest earlier sheet of the same form that the person handed in.
fn earlier_scores(form: SheetForm, cycle: Cycle) -> Memo<Option<(Cycle, Scores)>> {
    Memo::new(move |_| {
        let own = form.id();
        form.here.journal.with(|journal| {
            let journal = journal.as_ref()?;
            let earlier = journal.sheets().into_iter().filter(|it: &SheetId| {
                let is_earlier =
                    it.person == own.person && it.instrument == own.instrument && it.cycle < cycle;
                // A draft of another time may be half filled in.
                is_earlier && !journal.sheet(it).state.is_open()
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
            <Show when=move || scores.with(|it| it.subjects.iter().all(|it| it.mean.is_none()))>
                <div class="card">
                    <p>
                        {t(
                            "点数のある項目がまだありません。回答すると、ここに結果が出ます。",
                        )}
                    </p>
                </div>
            </Show>
            <Words form=form />
            <Changes form=form scores=scores before=before />
            <Suggestions form=form scores=scores />
            <ResultCharts form=form scores=scores before=before />
            <CareerPath form=form scores=scores />
            <RoleModelList kind=None heading=t("先に歩いた人の話も読めます。").to_owned() />
            <AssessmentComparison form=form />
            <ReceiptCard form=form />
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

/// What the person chose and wrote in words: first what they chose, such as 強み and 伸ばしたい点.
#[component]
fn Words(form: SheetForm) -> impl IntoView {
    let all = move |is_of: fn(&ItemKind) -> bool| -> Vec<(String, String)> {
        form.edition.with_value(|edition| {
            form.sheet.with(|sheet| {
                let items = edition.items().filter(|it| is_of(&it.kind));
                let said = items.filter_map(|it| {
                    let text = edition.display_answer(it, sheet.value(&it.id)?, locale());
                    Some((it.words.shown(locale()).to_owned(), text))
                });
                said.collect()
            })
        })
    };
    let chosen = move || all(|it| matches!(it, ItemKind::Multi { .. }));
    let written = move || all(|it| matches!(it, ItemKind::Text { .. }));
    let has_any = Memo::new(move |_| !chosen().is_empty() || !written().is_empty());
    let words = move || {
        let chosen = chosen().into_iter().map(|(title, text)| {
            view! {
                <div class="words-chosen">
                    <dt>{title}</dt>
                    <dd>{text}</dd>
                </div>
            }
            .into_any()
        });
        let written = written().into_iter().map(|(title, text)| {
            view! {
                <div class="words-written">
                    <dt>{title}</dt>
                    <dd>{text}</dd>
                </div>
            }
            .into_any()
        });
        chosen.chain(written).collect_view()
    };
    view! {
        <Show when=move || has_any.get()>
            <section class="card">
                <h2 class="visually-hidden">{t("ことばで")}</h2>
                <dl class="words">{words}</dl>
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
