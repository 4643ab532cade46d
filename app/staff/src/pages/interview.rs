//! Interview workspace: a sheet that a 所属長 writes with its owner (interview, guidance record). Once checked out it
//! works offline.

mod note;
mod reference_panel;
mod supervisor_assessment;
mod talks;
mod timer;

use crate::components::form::{QuestionFrame, SheetForm, section_questions};
use crate::components::loading::{Loading, ask};
use crate::components::read_only_answers::{ReadOnlyAnswers, Signatures};
use crate::i18n::{fill, locale, t};
use crate::sync::{AppState, checkout_key};
use api::interviews::CheckedOutSheet;
use api::{ApiError, Code};
use browser::page;
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{FormRole, Section};
use domain::route::Route;
use domain::sheet::SheetId;
use leptos::prelude::*;
use note::PrivateNote;
use reference_panel::ReferencePanel;
use std::sync::Arc;
use supervisor_assessment::AssessmentForm;
use talks::YearlyInterviews;
use timer::Timer;

#[component]
pub(crate) fn InterviewPage(
    person: PersonId,
    instrument: InstrumentId,
    cycle: Cycle,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let sheet = StoredValue::new(SheetId {
        person,
        instrument,
        cycle,
    });
    view! {
        <p class="no-print back">
            <a href=Route::Team(cycle.year).to_string()>{t("課の職員へ戻る")}</a>
        </p>
        <Loading asking=Box::new(move || {
            ask(
                check_out_or_cached(here, sheet.get_value()),
                |it: CheckedOutSheet| view! { <InterviewWorkspace along=it /> }.into_any(),
            )
        }) />
    }
}

/// Checks the sheet out from the server, or takes the cached copy if the server cannot be reached.
async fn check_out_or_cached(here: AppState, sheet: SheetId) -> Result<CheckedOutSheet, ApiError> {
    let key = checkout_key(&sheet);
    let device = here
        .journal
        .with_untracked(|it| it.as_ref().map(|it| it.meta.device.clone()));
    match api::interviews::check_out_sheet(sheet.clone(), device).await {
        Ok(along) => {
            let taken = here
                .check_out(sheet, along.epoch.clone(), along.facts.clone())
                .await;
            taken.map_err(|_| ApiError::from(Code::Internal))?;
            here.cache_put(&key, &along).await;
            // The private note is another form, which may not be cached yet.
            here.wait_for_edition(FormRole::SupervisorNote).await;
            Ok(along)
        }
        Err(error) => match error.code {
            // Without permission the cached copy is not shown, either.
            Code::NotFound | Code::Forbidden => Err(error),
            _ => here.cache_get(&key).await.ok_or_else(|| {
                ApiError::with(Code::Unreachable, t("この記録は、まだこの端末に持ち出していません。ネットワークにつないで一度開くと、次からはつながらなくても使えます。"))
            }),
        },
    }
}

#[component]
fn InterviewWorkspace(along: CheckedOutSheet) -> impl IntoView {
    let here = expect_context::<AppState>();
    let CheckedOutSheet {
        head,
        edition,
        goals,
        scoring,
        ..
    } = along;
    let (id, owner) = (head.sheet, head.owner);
    let (year, at) = (id.cycle.year, id.cycle);
    let when = edition.cycle_label(id.cycle, locale());
    let title = edition.words.shown(locale()).to_owned();
    let reminder = edition.notice.reminder.shown(locale()).to_owned();
    let is_hearing = !edition.restricted;
    let form = SheetForm::new(here, id, Arc::new(edition));
    let mut first = 0;
    let sections = form.edition.with_value(|it| {
        let sections = it.sections.iter().enumerate().map(|(index, section)| {
            let view = section_view(form, index, section, first);
            first += section.items.len();
            view
        });
        sections.collect_view()
    });
    view! {
        <div class="interview">
            <header class="interview-head">
                <p class="eyebrow">{when}"　"{owner.org.label()}</p>
                <h1>{fill!("{0}さんと — {1}", owner.name, title)}</h1>
                <p class="lead">{reminder}</p>
                <p class="page-actions no-print">
                    {is_hearing.then(|| view! { <Timer /> })} <button class="button" on:click=move |_| page::print()>
                        {t("1枚に印刷する")}
                    </button>
                </p>
            </header>
            <div class="interview-form no-print">{sections}</div>
            <div class="print-only record">
                <ReadOnlyAnswers form=form />
                <Signatures form=form />
            </div>
            <div class="interview-side">
                {is_hearing.then(|| view! { <Agenda /> })} {(!is_hearing).then(|| view! { <YearlyInterviews form /> })}
                {is_hearing
                    .then(|| {
                        view! { <AssessmentForm person=owner.clone() cycle=at scoring=scoring.clone() /> }
                    })} {is_hearing.then(|| view! { <ReferencePanel form goals scoring /> })}
                <PrivateNote person=owner.id year />
            </div>
        </div>
    }
}

/// Agenda of an interview with the minutes for each part; each entry scrolls to its part of the record.
#[component]
fn Agenda() -> impl IntoView {
    let parts = [
        ("part-talk", t("目標と自己採点を、一緒に見る"), 10),
        ("part-talk", t("役割と、合意した文言を書く"), 10),
        ("part-next", t("次回までに行うことを決める"), 5),
        ("part-confirm", t("読み合わせて、二人で確認する"), 5),
    ];
    let stones = parts.map(|(part, words, minutes)| {
        let go = move |_| page::scroll_to(part);
        view! {
            <li>
                <span class="step-marker" aria-hidden="true"></span>
                <button type="button" class="link" on:click=go>
                    {words}
                </button>
                <small>{fill!("{0}分", minutes)}</small>
            </li>
        }
    });
    view! {
        <nav class="card no-print" aria-label=t("面談の進め方")>
            <h2>{t("面談の進め方")}</h2>
            <ol class="agenda">{stones.into_iter().collect_view()}</ol>
        </nav>
    }
}

fn section_view(form: SheetForm, index: usize, section: &Section, first: usize) -> AnyView {
    let heading = format!("part-{}", section.id);
    let labelled_by = heading.clone();
    let counted = form.progress(Some(index));
    let frame = QuestionFrame::of(form, section);
    view! {
        <section class="form-section" hidden=move || !counted.get().has_visible_items aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=heading>{section.words.shown(locale()).to_owned()}</h2>
            </div>
            {section_questions(form, index, first, frame)}
        </section>
    }
    .into_any()
}
