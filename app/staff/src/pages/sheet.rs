//! Filling in a sheet: first its purpose, then its questions — one at a time on a phone, one section at a time else.

mod bottom_bar;
mod clear;
mod sections;
mod status;
mod steps;
mod undo;

use crate::components::form::SheetForm;
use crate::i18n::{locale, t};
use crate::sync::{AppState, edition_of};
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::sheet::SheetId;
use leptos::prelude::*;
use sections::SheetQuestions;
use status::due_and_length;

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
                <dt>{t("いつまで保存するか")}</dt>
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
            {due_and_length(form)}
            <p class="hint">
                {t(
                    "入力は自動で保存されます。途中でやめても、ネットワークが切れても、続きから書けます。",
                )}
            </p>
        </div>
    }
}
