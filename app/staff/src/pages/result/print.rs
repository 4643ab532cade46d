//! Printable record of a sheet without scores: status, every answer with its chart, and the confirmations.

use super::SubmissionStatus;
use super::carry_over::CarryOver;
use super::receipt::ReceiptCard;
use crate::components::form::{ReopenForm, SheetForm};
use crate::components::read_only_answers::{ReadOnlyAnswers, Signatures};
use crate::i18n::{locale, t};
use browser::page;
use domain::calendar::Cycle;
use domain::ids::PartId;
use domain::instrument::Workflow;
use domain::route::Route;
use domain::sheet::SheetState;
use leptos::prelude::*;

#[component]
pub(super) fn PrintableRecord(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let (title, reminder, when) = form.edition.with_value(|it| {
        (
            it.words.shown(locale()).to_owned(),
            it.notice.reminder.shown(locale()).to_owned(),
            it.cycle_label(cycle, locale()),
        )
    });
    let (to_sheet, to_seen) = form.with_id(|it| {
        let seen = Route::Preview(it.instrument.clone(), cycle).to_string();
        (Route::Sheet(it.instrument.clone(), cycle).to_string(), seen)
    });
    let who = move || {
        let me = form.here.me;
        me.with(|it| it.as_ref().map(|it| it.person.full_label(locale())))
    };
    view! {
        <article class="page wide result record">
            <p class="eyebrow">{when}</p>
            <h1>{title}</h1>
            <p class="print-only">{who}</p>
            <p class="lead">{reminder}</p>
            <SubmissionStatus form=form />
            <StateNotice form=form />
            <ReadOnlyAnswers form=form />
            <Signatures form=form />
            <CarryOver form=form cycle=cycle />
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

/// Status with its reason, and reopening of an agreed sheet.
#[component]
fn StateNotice(form: SheetForm) -> impl IntoView {
    let line = move || {
        let state = form.sheet.with(|it| it.state);
        if matches!(state, SheetState::Draft | SheetState::Submitted) {
            String::new()
        } else {
            form.state_sentence()
        }
    };
    let is_agreement = form
        .edition
        .with_value(|it| it.course == Workflow::Agreement);
    let may_open =
        Memo::new(move |_| is_agreement && form.sheet.with(|it| it.state == SheetState::Agreed));
    view! {
        <p class="notice" hidden=move || line().is_empty()>
            {line}
        </p>
        {move || {
            may_open
                .get()
                .then(|| {
                    view! {
                        <div class="card no-print">
                            <ReopenForm form part=PartId::default() />
                        </div>
                    }
                })
        }}
    }
}
