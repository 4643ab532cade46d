//! Interview workspace: a sheet that a 所属長 writes with its owner (interview, guidance record). Once checked out it
//! works offline.

mod note;
mod reference_panel;
mod supervisor_assessment;
mod talks;
mod timer;

use crate::components::form::{Form, Question};
use crate::components::loading::{Loading, ask};
use crate::components::read_only_answers::{Answers, Signatures};
use crate::sync::{Here, along_key};
use api::{self, Along, ApiError, Code};
use browser::page;
use domain::calendar::Cycle;
use domain::fill;
use domain::i18n::t;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Section;
use domain::route::Route;
use domain::sheet::SheetId;
use leptos::prelude::*;
use note::Note;
use reference_panel::Beside;
use std::sync::Arc;
use supervisor_assessment::View;
use talks::Interviews;
use timer::Timer;

#[component]
pub(crate) fn Together(person: PersonId, instrument: InstrumentId, cycle: Cycle) -> impl IntoView {
    let here = expect_context::<Here>();
    let sheet = StoredValue::new(SheetId {
        person,
        instrument,
        cycle,
    });
    view! {
        <p class="no-print back"><a href=Route::Staff(cycle.year).to_string()>{t("わたしの職員へ戻る")}</a></p>
        <Loading asking=Box::new(move || {
            ask(bring(here, sheet.get_value()), |it: Along| view! { <Talk along=it/> }.into_any())
        })/>
    }
}

/// Checks the sheet out from the server, or takes the cached copy if the server cannot be reached.
async fn bring(here: Here, sheet: SheetId) -> Result<Along, ApiError> {
    let key = along_key(&sheet);
    match api::take_along(sheet.clone()).await {
        Ok(along) => {
            let taken = here
                .take_along(sheet, along.epoch.clone(), along.facts.clone())
                .await;
            taken.map_err(|_| ApiError::from(Code::Internal))?;
            here.keep(&key, &along).await;
            // The private note is another form, which may not be cached yet.
            here.edition(note::FORM).await;
            Ok(along)
        }
        Err(error) => match error.code {
            // Without permission the cached copy is not shown, either.
            Code::NotFound | Code::Forbidden => Err(error),
            _ => here.kept(&key).await.ok_or_else(|| {
                ApiError::with(Code::Unreachable, t("この記録は、まだこの端末に持ち出していません。ネットワークにつないで一度開くと、次からはつながらなくても使えます。"))
            }),
        },
    }
}

#[component]
fn Talk(along: Along) -> impl IntoView {
    let here = expect_context::<Here>();
    let Along {
        head,
        edition,
        goals,
        scoring,
        ..
    } = along;
    let (id, owner) = (head.sheet, head.owner);
    let (year, at) = (id.cycle.year, id.cycle);
    let when = edition.when(id.cycle);
    let title = edition.words.shown().to_owned();
    let reminder = edition.notice.reminder.shown().to_owned();
    let is_hearing = !edition.restricted;
    let form = Form::new(here, id, Arc::new(edition));
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
        <div class="talk">
            <header class="talk-head">
                <p class="eyebrow">{when}"　"{owner.org.label()}</p>
                <h1>{fill!("{0}さんと — {1}", owner.name, title)}</h1>
                <p class="lead">{reminder}</p>
                <p class="page-actions no-print">
                    {is_hearing.then(|| view! { <Timer/> })}
                    <button class="button" on:click=move |_| page::print()>{t("1枚に印刷する")}</button>
                </p>
            </header>
            <div class="talk-form no-print">{sections}</div>
            <div class="print-only record"><Answers form=form/><Signatures form=form/></div>
            <div class="talk-side">
                {is_hearing.then(|| view! { <Agenda/> })}
                {(!is_hearing).then(|| view! { <Interviews form/> })}
                {is_hearing.then(|| view! { <View person=owner.clone() cycle=at scoring=scoring.clone()/> })}
                {is_hearing.then(|| view! { <Beside form goals scoring/> })}
                <Note person=owner.id year/>
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
        let go = move |_| page::go_to(part);
        view! {
            <li>
                <span class="path-stone" aria-hidden="true"></span>
                <button type="button" class="link" on:click=go>{words}</button>
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

fn section_view(form: Form, index: usize, section: &Section, first: usize) -> AnyView {
    let heading = format!("part-{}", section.id);
    let labelled_by = heading.clone();
    let counted = form.progress(Some(index));
    let questions = section
        .items
        .iter()
        .zip(first..)
        .map(|(item, at)| view! { <Question form=form item=item.clone() at=at/> }.into_any());
    view! {
        <section class="form-section" hidden=move || !counted.get().is_there aria-labelledby=labelled_by>
            <div class="section-head"><h2 id=heading>{section.words.shown().to_owned()}</h2></div>
            {questions.collect_view()}
        </section>
    }
    .into_any()
}
