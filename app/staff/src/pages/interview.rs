//! Interview workspace: a sheet that a 所属長 writes with its owner (interview, guidance record). Once checked out it
//! works offline.

mod assessment;
mod material;
mod note;
mod steps;
mod talks;
mod timer;

pub(crate) use assessment::{AssessmentPage, is_assessment_open};

use crate::components::form::SheetForm;
use crate::components::loading::{Loading, ask};
use crate::components::read_only_answers::{ReadOnlyAnswers, Signatures};
use crate::i18n::{fill, locale, t};
use crate::sync::{AppState, checkout_key};
use api::interviews::CheckedOutSheet;
use api::{ApiError, Code};
use browser::page;
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::FormRole;
use domain::route::Route;
use domain::sheet::SheetId;
use leptos::prelude::*;
use material::Material;
use note::PrivateNote;
use std::sync::Arc;
use steps::InterviewSteps;
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
    let (year, cycle) = (id.cycle.year, id.cycle);
    let when = edition.cycle_label(id.cycle, locale());
    let title = edition.words.shown(locale()).to_owned();
    let reminder = edition.notice.reminder.shown(locale()).to_owned();
    let has_material = !edition.restricted;
    let form = SheetForm::new(here, id, Arc::new(edition));
    let heading = if has_material {
        fill!("{0}さんとの面談", owner.name)
    } else {
        fill!("{0}さんの{1}", owner.name, title)
    };
    let material = StoredValue::new(Material {
        person: owner.clone(),
        cycle,
        goals,
        scoring,
    });
    view! {
        <div class="interview">
            <header class="interview-head">
                <p class="eyebrow">{when}"　"{owner.org.label()}</p>
                <h1>{heading}</h1>
                <p class="lead">{reminder}</p>
                <p class="page-actions no-print">
                    {has_material.then(|| view! { <Timer form /> })}
                    <button class="button" on:click=move |_| page::print()>
                        {t("1枚に印刷する")}
                    </button>
                </p>
                {(!has_material).then(|| view! { <YearlyInterviews form /> })}
            </header>
            <InterviewSteps form material />
            <div class="print-only record">
                <ReadOnlyAnswers form=form />
                <Signatures form=form />
            </div>
            <PrivateNote person=owner.id year />
        </div>
    }
}
