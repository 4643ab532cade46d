//! A supervisor's assessment of a member of staff, where the ward has enabled it: written separately, then shown to
//! each other.

use crate::components::comparison_table::comparison_table;
use crate::components::form::{QuestionFrame, SheetForm, section_questions};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::sheets::OpenedSheet;
use domain::calendar::Cycle;
use domain::instrument::{Edition, Item, ItemRole};
use domain::person::Person;
use domain::sheet::ItemValue;
use domain::sheet::SheetId;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Form of these assessments, if one is open in the cycle.
fn open_assessment_form(here: AppState, cycle: Cycle) -> Option<Edition> {
    let editions = here.editions.get_untracked();
    let found = editions
        .iter()
        .find(|it| !it.edition.about.as_str().is_empty())?;
    let is_open = here.me.with_untracked(|me| {
        let mut cycles = me.iter().flat_map(|it| &it.cycles);
        cycles.any(|it| it.instrument == found.edition.instrument && it.cycle == cycle && it.open)
    });
    is_open.then(|| (*found.edition).clone())
}

/// The form for one member of staff: the items of their rank band, with ids that contain the person.
fn edition_for(edition: &Edition, person: &Person) -> Edition {
    let mut own = edition.clone();
    let band = edition.band_of(person.grade).map(|it| it.id.clone());
    for section in &mut own.sections {
        let asked =
            |it: &&Item| it.bands.is_empty() || band.iter().any(|band| it.bands.contains(band));
        let items = section.items.iter().filter(asked);
        section.items = items.map(|it| it.for_staff(&person.id)).collect();
    }
    own.sections.retain(|it| !it.items.is_empty());
    own
}

/// Nothing if no assessment form is open in the cycle.
#[component]
pub(super) fn AssessmentForm(
    person: Person,
    cycle: Cycle,
    scoring: Option<OpenedSheet>,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let whole = open_assessment_form(here, cycle)?;
    let edition = edition_for(&whole, &person);
    let sheet = SheetId {
        person: here.person()?,
        instrument: edition.instrument.clone(),
        cycle,
    };
    let reminder = edition.notice.reminder.shown(locale()).to_owned();
    let readers = edition.notice.readers.shown(locale()).to_owned();
    let publish = Arc::new(edition.item_with_role(ItemRole::Published)?.clone());
    let form = SheetForm::new(here, sheet, Arc::new(edition));
    let [shown, _] = form.value(&publish);
    let is_shown = Memo::new(move |_| shown.with(Option::is_some));
    let show = Arc::clone(&publish);
    let show = move |_| form.answer(&show, "yes".into());
    let hide = move |_| form.answer(&publish, Value::Null);
    let name = StoredValue::new(person.name.clone());
    let scoring = StoredValue::new(scoring);
    Some(view! {
        <section class="card no-print supervisor-assessment" aria-labelledby="own-view">
            <h2 id="own-view">{t("所属長の見立て")}</h2>
            <p class="hint">{reminder}</p>
            <details>
                <summary>{fill!("{0}さんの見立てを開く", person.name)}</summary>
                <p class="hint">{readers}</p>
                {move || {
                    if is_shown.get() {
                        let hide = hide.clone();
                        view! {
                            {shared_assessment(form, scoring, name)}
                            <p class="page-actions">
                                <button type="button" class="button small" on:click=hide>
                                    {t("取り下げて直す")}
                                </button>
                            </p>
                        }
                            .into_any()
                    } else {
                        let show = show.clone();
                        view! {
                            {questions(form)}
                            <p class="page-actions">
                                <button type="button" class="button primary" on:click=show>
                                    {t("本人と見せ合う")}
                                </button>
                            </p>
                        }
                            .into_any()
                    }
                }}
            </details>
        </section>
    })
}

fn questions(form: SheetForm) -> AnyView {
    let edition = form.edition.get_value();
    let mut first = 0;
    let mut views = Vec::new();
    for (index, section) in edition.sections.iter().enumerate() {
        if section
            .items
            .iter()
            .all(|it| it.role() != ItemRole::Published)
        {
            let frame = QuestionFrame::of(form, section);
            views.push(view! {
                <section class="form-section" class:with-legend=frame.has_legend>
                    <h3>{section.words.shown(locale()).to_owned()}</h3>
                    {section_questions(form, index, first, frame)}
                </section>
            });
        }
        first += section.items.len();
    }
    views.into_any()
}

/// Comparison of both, or a message that the other person has not shared yet.
fn shared_assessment(
    form: SheetForm,
    scoring: StoredValue<Option<OpenedSheet>>,
    name: StoredValue<String>,
) -> AnyView {
    let name = name.get_value();
    let Some(theirs) = scoring.get_value() else {
        let words = fill!(
            "見立てを見せる準備ができました。{0}さんが自己採点を所属長と共有して提出すると、二人に並んで見えます。",
            name
        );
        return view! {
            <p class="notice" role="status">
                {words}
            </p>
        }
        .into_any();
    };
    let view = form.sheet.with_untracked(|sheet| {
        let own = sheet.values().filter_map(|(id, value)| {
            let (item, of) = id.split_staff()?;
            (of == theirs.head.owner.id).then(|| ItemValue {
                item,
                value: value.clone(),
            })
        });
        own.collect::<Vec<_>>()
    });
    comparison_table(
        &theirs.edition,
        &theirs.answers,
        &view,
        [&name, t("所属長")],
    )
}
