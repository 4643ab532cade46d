//! One shared sheet, filtered by the server for its reader.

mod steps;

use crate::components::loading::{Loading, ask};
use crate::components::read_only_answers::answer;
use api::{self, OpenedSheet};
use domain::calendar::{Cycle, moment};
use domain::fill;
use domain::i18n::{pick, t};
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{Course, Item};
use domain::route::Route;
use domain::sheet::{SHARE_SCOPE, SheetId, SheetState};
use leptos::prelude::*;
use serde_json::Value;
use steps::Steps;

#[component]
pub(crate) fn SharedSheet(
    person: PersonId,
    instrument: InstrumentId,
    cycle: Cycle,
) -> impl IntoView {
    let id = StoredValue::new(SheetId {
        person,
        instrument,
        cycle,
    });
    view! {
        <div class="page">
            <p><a href=Route::Shared(cycle).to_string()>{t("共有されたシートへ戻る")}</a></p>
            <Loading asking=Box::new(move || {
                ask(api::open_shared(id.get_value()), |it: OpenedSheet| view! { <Opened opened=it is_preview=false/> }.into_any())
            })/>
        </div>
    }
}

/// A sheet as its reader gets it; the preview shows it, too.
#[component]
pub(super) fn Opened(
    opened: OpenedSheet,
    /// Whether the owner previews the sheet: then there are no steps.
    is_preview: bool,
) -> impl IntoView {
    let head = opened.head;
    let is_agreement = opened.edition.course == Course::Agreement;
    let steps = (is_agreement && !is_preview && head.state != SheetState::Closed).then(|| {
        let (sheet, state, hash) = (head.sheet.clone(), head.state, opened.hash.clone());
        view! { <Steps sheet state hash/> }
    });
    let said = |item: &Item| {
        opened
            .answers
            .iter()
            .find(|it| it.0 == item.id)
            .map(|it| &it.1)
    };
    let row = |item: &Item| {
        let value = said(item);
        let text = value.map_or_else(|| "—".to_owned(), |it| opened.edition.in_words(item, it));
        let subject = item
            .subject
            .as_ref()
            .and_then(|it| opened.edition.subject(it));
        let subject = subject.map(
            |it| view! { <span class="question-subject">{it.words.shown().to_owned()}</span> },
        );
        answer(item, value.unwrap_or(&Value::Null), text, subject)
    };
    let sections = opened.edition.sections.iter().filter_map(|section| {
        let items = section.items.iter();
        let items = items.filter(|it| it.id.as_str() != SHARE_SCOPE && !it.is_sign());
        // A further goal without answers is not listed.
        let is_begun = section.follows.is_empty() || section.items.iter().any(|it| said(it).is_some());
        let rows: Vec<_> = items.filter(|_| is_begun).map(row).collect();
        (!rows.is_empty()).then(|| {
            view! { <section class="card"><h2>{section.words.shown().to_owned()}</h2><dl>{rows}</dl></section> }
        })
    });
    let sections: Vec<_> = sections.collect();
    view! {
        <p class="eyebrow">{opened.edition.when(head.sheet.cycle)}"　"{head.owner.org.label()}</p>
        <h1>{fill!("{0}さんの{1}", head.owner.name, pick(&head.title, &head.title_en))}</h1>
        <p class="lead">{opened.edition.notice.reminder.shown().to_owned()}</p>
        <p class="hint">{head.submitted_at.map(|it| fill!("{0} に提出。", moment(it)))} {fill!("読む人: {0}", head.scope.label())}</p>
        {sections}
        {steps}
    }
}
