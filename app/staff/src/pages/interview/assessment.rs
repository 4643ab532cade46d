//! A supervisor's assessment of a member of staff, where the ward has enabled it: written separately, then shown to
//! each other.

use super::check_out_or_cached;
use crate::components::comparison_table::comparison_table;
use crate::components::form::{QuestionFrame, SheetForm, section_questions};
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::interviews::CheckedOutSheet;
use api::sheets::OpenedSheet;
use domain::calendar::Cycle;
use domain::ids::PersonId;
use domain::instrument::{Edition, FormRole, Item, ItemRole, Localized};
use domain::person::Person;
use domain::route::Route;
use domain::sheet::{ItemValue, SheetId};
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

/// Whether a 所属長 can write one in the cycle.
pub(crate) fn is_assessment_open(here: AppState, cycle: Cycle) -> bool {
    open_assessment_form(here, cycle).is_some()
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

/// The assessment of `person` by whoever is signed in; `None` if no assessment form is open in the cycle.
fn assessment_form(
    here: AppState,
    person: &Person,
    cycle: Cycle,
) -> Option<(SheetForm, Arc<Item>)> {
    let edition = edition_for(&open_assessment_form(here, cycle)?, person);
    let sheet = SheetId {
        person: here.person()?,
        instrument: edition.instrument.clone(),
        cycle,
    };
    let publish = Arc::new(edition.item_with_role(ItemRole::Published)?.clone());
    Some((SheetForm::new(here, sheet, Arc::new(edition)), publish))
}

/// Way to the assessment; once it is shown, both views side by side. Nothing if no assessment form is open.
#[component]
pub(super) fn AssessmentCard(
    person: Person,
    cycle: Cycle,
    scoring: Option<OpenedSheet>,
) -> impl IntoView {
    let (form, publish) = assessment_form(expect_context::<AppState>(), &person, cycle)?;
    let [shown, _] = form.value(&publish);
    let is_shown = Memo::new(move |_| shown.with(Option::is_some));
    let to = Route::Assessment(person.id.clone(), cycle).to_string();
    let counted = form.progress(None);
    let name = StoredValue::new(person.name);
    let scoring = StoredValue::new(scoring);
    Some(view! {
        <section class="card supervisor-assessment" aria-labelledby="own-view">
            <h2 id="own-view">{t("所属長の見立て")}</h2>
            {move || {
                if is_shown.get() {
                    shared_assessment(form, scoring, name)
                } else {
                    let n = counted.get().answered;
                    let hint = fill!(
                        "一人で書きます。見せ合うまで、本人には見えません。いま {0} 問に答えています。", n
                    );
                    view! { <p class="hint">{hint}</p> }.into_any()
                }
            }}
            <p>
                <a class="button" href=to>
                    {move || if is_shown.get() { t("見立てを開く") } else { t("見立てを書く") }}
                </a>
            </p>
        </section>
    })
}

/// A supervisor's assessment of one member of staff, to be written alone.
#[component]
pub(crate) fn AssessmentPage(person: PersonId, cycle: Cycle) -> impl IntoView {
    let here = expect_context::<AppState>();
    let sheet = StoredValue::new(SheetId {
        person,
        instrument: here.form_with_role(FormRole::Interview),
        cycle,
    });
    let back = sheet.with_value(|it| {
        Route::Interview(it.person.clone(), it.instrument.clone(), cycle).to_string()
    });
    view! {
        <p class="no-print back">
            <a href=back>{t("面談へ戻る")}</a>
        </p>
        <Loading asking=Box::new(move || {
            ask(
                check_out_or_cached(here, sheet.get_value()),
                |it: CheckedOutSheet| {
                    let person = it.head.owner;
                    view! { <AssessmentForm person cycle=it.head.sheet.cycle scoring=it.scoring /> }.into_any()
                },
            )
        }) />
    }
}

#[component]
fn AssessmentForm(person: Person, cycle: Cycle, scoring: Option<OpenedSheet>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let heading = view! {
        <p class="eyebrow">{cycle.label(locale())}"　"{person.org.label()}</p>
        <h1>{fill!("{0}さんの見立て", person.name)}</h1>
    };
    let Some((form, publish)) = assessment_form(here, &person, cycle) else {
        return view! {
            <div class="page">
                {heading} <p class="hint">{t("この時期は、所属長の見立てを使いません。")}</p>
            </div>
        }
        .into_any();
    };
    let (reminder, readers) = form.edition.with_value(|it| {
        let notice = &it.notice;
        let words = |it: &Localized| it.shown(locale()).to_owned();
        (words(&notice.reminder), words(&notice.readers))
    });
    let [shown, _] = form.value(&publish);
    let is_shown = Memo::new(move |_| shown.with(Option::is_some));
    let publish = StoredValue::new(publish);
    let answer = move |value: Value| publish.with_value(|it| form.answer(it, value));
    let name = StoredValue::new(person.name);
    let scoring = StoredValue::new(scoring);
    let body = move || {
        if is_shown.get() {
            view! {
                {shared_assessment(form, scoring, name)}
                <p class="page-actions">
                    <button type="button" class="button" on:click=move |_| answer(Value::Null)>
                        {t("取り下げて直す")}
                    </button>
                </p>
            }
            .into_any()
        } else {
            view! {
                {questions(form)}
                <p class="page-actions">
                    <button type="button" class="button primary" on:click=move |_| answer("yes".into())>
                        {t("本人と見せ合う")}
                    </button>
                </p>
            }
            .into_any()
        }
    };
    view! {
        <div class="page wide assessment">
            {heading} <p class="lead">{reminder}</p> <p class="hint">{readers}</p> {body}
        </div>
    }
    .into_any()
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
                    <h2>{section.words.shown(locale()).to_owned()}</h2>
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
