//! One shared sheet, filtered by the server for its reader.

mod steps;

use super::shared_sheets::list_state::{neighbours, note_opened};
use crate::components::loading::{Loading, ask};
use crate::components::read_only_answers::answer_row;
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use api::sheets::OpenedSheet;
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{FormRole, Item, ItemRole, Party, Workflow};
use domain::route::Route;
use domain::sheet::SheetId;
use leptos::prelude::*;
use serde_json::Value;
use steps::{ReaderSteps, choices};

#[component]
pub(crate) fn SharedSheetPage(
    person: PersonId,
    instrument: InstrumentId,
    cycle: Cycle,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let is_supervisor = here
        .me
        .with_untracked(|it| it.as_ref().is_some_and(|it| it.is_supervisor));
    // Goals are read from the list of the people, everything else from the list of what is shared.
    let back = if is_supervisor && instrument == here.form_with_role(FormRole::Goals) {
        (Route::Team(cycle.year), t("課の職員へ戻る"))
    } else {
        (Route::Shared(cycle), t("共有されたシートへ戻る"))
    };
    let id = StoredValue::new(SheetId {
        person,
        instrument,
        cycle,
    });
    let (before, after) = id.with_value(neighbours);
    let to = |it: Option<SheetId>, word: &'static str| {
        let to = |it: SheetId| Route::SharedSheet(it.person, it.instrument, it.cycle);
        it.map(|it| view! { <a href=to(it).to_string()>{word}</a> })
    };
    id.with_value(note_opened);
    view! {
        <div class="page">
            <nav class="back-and-on no-print" aria-label=t("一覧の中の場所")>
                <a href=back.0.to_string()>{back.1}</a>
                {to(before, t("前のシート"))}
                {to(after, t("次のシート"))}
            </nav>
            <Loading asking=Box::new(move || {
                ask(
                    api::sheets::open_shared_sheet(id.get_value()),
                    |it: OpenedSheet| view! { <ReadOnlySheet opened=it is_preview=false /> }.into_any(),
                )
            }) />
        </div>
    }
}

/// Names of the required items without an answer, of the sections that were begun.
fn missing_items(opened: &OpenedSheet) -> Vec<String> {
    let has = |item: &Item| opened.answers.iter().any(|it| it.item == item.id);
    let begun = opened
        .edition
        .sections
        .iter()
        .filter(|it| it.follows.is_empty() || it.items.iter().any(has));
    let items = begun.flat_map(|it| &it.items);
    let missing =
        items.filter(|it| it.required && !it.late && !it.retired && !it.is_sign() && !has(it));
    missing
        .map(|it| it.words.shown(locale()).to_owned())
        .collect()
}

/// A sheet as its reader gets it; the preview shows it, too.
#[component]
pub(super) fn ReadOnlySheet(
    opened: OpenedSheet,
    /// Whether the owner previews the sheet: then there are no steps.
    is_preview: bool,
) -> impl IntoView {
    let missing = missing_items(&opened);
    let head = opened.head;
    let side = if opened.is_led && opened.edition.course == Workflow::Agreement {
        Party::Supervisor
    } else {
        Party::Reader
    };
    let choices = choices(opened.edition.course, side, head.state);
    let has_steps = !is_preview && choices.iter().any(Option::is_some);
    let steps = has_steps.then(|| {
        let (sheet, hash) = (head.sheet.clone(), opened.hash.clone());
        view! { <ReaderSteps sheet side choices hash missing /> }
    });
    let said = |item: &Item| {
        opened
            .answers
            .iter()
            .find(|it| it.item == item.id)
            .map(|it| &it.value)
    };
    let row = |item: &Item| {
        let value = said(item);
        let text = value.map_or_else(
            || "—".to_owned(),
            |it| opened.edition.display_answer(item, it, locale()),
        );
        let subject = item
            .subject
            .as_ref()
            .and_then(|it| opened.edition.subject(it));
        let subject = subject.map(
            |it| view! { <span class="question-subject">{it.words.shown(locale()).to_owned()}</span> },
        );
        answer_row(item, value.unwrap_or(&Value::Null), text, subject)
    };
    let sections = opened.edition.sections.iter().filter_map(|section| {
        let items = section.items.iter();
        let items = items.filter(|it| it.role() != ItemRole::ShareScope && !it.is_sign());
        // A further goal without answers is not listed.
        let is_begun =
            section.follows.is_empty() || section.items.iter().any(|it| said(it).is_some());
        let rows: Vec<_> = items.filter(|_| is_begun).map(row).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{section.words.shown(locale()).to_owned()}</h2>
                    <dl>{rows}</dl>
                </section>
            }
        })
    });
    let sections: Vec<_> = sections.collect();
    view! {
        <p class="eyebrow">{opened.edition.cycle_label(head.sheet.cycle, locale())}"　"{head.owner.org.label()}</p>
        <h1>{fill!("{0}さんの{1}", head.owner.name, pick_language(&head.title, &head.title_en))}</h1>
        <p class="lead">{opened.edition.notice.reminder.shown(locale()).to_owned()}</p>
        <p class="hint">
            {head.submitted_at.map(|it| fill!("{0} に提出。", it.display(locale())))}
            {fill!("読む人: {0}", head.scope.label(locale()))}
        </p>
        {sections}
        {steps}
    }
}
