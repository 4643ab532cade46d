//! The fields of a part of the people: whom it is about, and what holds for them.

use super::PartsState;
use crate::components::choice_field::{as_options, choice};
use crate::components::day_input::DayInput;
use crate::i18n::{fill, t};
use api::cycle_parts;
use api::people::FieldChoices;
use domain::calendar::Cycle;
use domain::cycle_part::OwnPart;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::Asks;
use domain::people_filter::PeopleFilter;
use domain::person::Role;
use leptos::prelude::*;

/// The fields of a part that is not decided on yet.
#[derive(Clone, Copy)]
struct PartFields {
    people: RwSignal<PeopleFilter>,
    /// 職員番号 as they are typed, or pasted from a column.
    numbers: RwSignal<String>,
    what: RwSignal<What>,
    last_day: RwSignal<String>,
}

/// What is decided for a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Asked,
    Until,
    NotAsked,
}

impl PartFields {
    /// Whom it is about.
    fn whom(self) -> PeopleFilter {
        let numbers = self.numbers.get_untracked();
        let numbers =
            numbers.split(|it: char| it.is_whitespace() || matches!(it, ',' | '、' | '，'));
        PeopleFilter {
            numbers: numbers
                .filter(|it| !it.is_empty())
                .map(PersonId::from)
                .collect(),
            ..self.people.get_untracked()
        }
    }

    fn clear(self) {
        self.people.try_set(PeopleFilter::default());
        self.numbers.try_set(String::new());
        self.last_day.try_set(String::new());
    }
}

#[component]
pub(super) fn AddPart(
    state: PartsState,
    instrument: StoredValue<InstrumentId>,
    cycle: Cycle,
    asks: Asks,
    choices: FieldChoices,
) -> impl IntoView {
    let fields = PartFields {
        people: RwSignal::default(),
        numbers: RwSignal::default(),
        what: RwSignal::new(if asks == Asks::Chosen {
            What::Asked
        } else {
            What::Until
        }),
        last_day: RwSignal::default(),
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = fields.last_day.get_untracked();
        let own = match fields.what.get_untracked() {
            What::Asked => OwnPart::Asked,
            What::NotAsked => OwnPart::NotAsked,
            What::Until if day.is_empty() => {
                let why = t("締切の日を入れてください。");
                state.problem.set(why.to_owned());
                return;
            }
            What::Until => OwnPart::Until(Day(day)),
        };
        let call = cycle_parts::add_cycle_part(instrument.get_value(), cycle, fields.whom(), own);
        state.call(call, move || fields.clear());
    };
    view! {
        <form class="stack" on:submit=add novalidate>
            <div class="search-more people-filter">{people_fields(fields, choices)}</div>
            <label class="field">
                <span>{t("氏名で選ぶときは、職員番号")}</span>
                <textarea
                    class="text"
                    rows="2"
                    prop:value=fields.numbers
                    on:input=move |event| fields.numbers.set(event_target_value(&event))
                ></textarea>
                <small class="hint">
                    {t("空白や改行で区切ります。表計算の列をそのまま貼れます。")}
                </small>
            </label>
            {what_field(fields, format!("part-{}-{cycle}", instrument.get_value()))}
            <p class="hint">
                {t(
                    "あとから決めたものが先に当たります。選んだ人だけに求めるときは、だれも選ばずに「求めない」を加えてから、求める人を加えます。決めた締切の日までは、時期が閉じたあとも書けます。",
                )}
            </p>
            <p class="page-actions">
                <button class="button small" aria-disabled=move || state.is_busy.get().to_string()>
                    {t("加える")}
                </button>
            </p>
        </form>
    }
}

fn people_fields(fields: PartFields, choices: FieldChoices) -> Vec<AnyView> {
    let FieldChoices {
        grades,
        orgs,
        job_types,
    } = choices;
    let names = |of: fn(&domain::person::Org) -> &String| {
        let mut all: Vec<String> = orgs.iter().map(|it| of(it).clone()).collect();
        all.sort();
        all.dedup();
        all
    };
    let people = fields.people;
    let set = move |set: fn(&mut PeopleFilter, String)| {
        move |value: String| people.update(|it| set(it, value))
    };
    vec![
        choice(
            t("部"),
            as_options(names(|it| &it.department)),
            move || people.with(|it| it.department.clone()),
            set(|it, value| it.department = value),
        ),
        choice(
            t("課"),
            as_options(names(|it| &it.section)),
            move || people.with(|it| it.section.clone()),
            set(|it, value| it.section = value),
        ),
        choice(
            t("係"),
            as_options(names(|it| &it.unit)),
            move || people.with(|it| it.unit.clone()),
            set(|it, value| it.unit = value),
        ),
        choice(
            t("級"),
            grades
                .iter()
                .map(|it| (it.to_string(), fill!("{0}級", it)))
                .collect(),
            move || people.with(|it| it.grade.map(|it| it.to_string()).unwrap_or_default()),
            set(|it, value| it.grade = value.parse().ok()),
        ),
        choice(
            t("職種"),
            as_options(job_types),
            move || people.with(|it| it.job_type.clone()),
            set(|it, value| it.job_type = value),
        ),
        choice(
            t("役割"),
            Role::ALL
                .map(|it| (it.into_str().to_owned(), it.label().to_owned()))
                .to_vec(),
            move || {
                people.with(|it| {
                    it.role
                        .map(|it| it.into_str().to_owned())
                        .unwrap_or_default()
                })
            },
            set(|it, value| it.role = value.parse().ok()),
        ),
    ]
}

/// What is decided for a part, and its day; `name` joins the radio buttons.
fn what_field(fields: PartFields, name: String) -> AnyView {
    let radio = |what: What, word: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || fields.what.get() == what
                    on:change=move |_| fields.what.set(what)
                />
                <span>{word}</span>
            </label>
        }
    };
    let day = fields.last_day;
    view! {
        <div class="checks" role="radiogroup" aria-label=t("どうするか")>
            {radio(What::Asked, t("この様式を求める"))}
            {radio(What::Until, t("締切を変えて求める"))}
            {radio(What::NotAsked, t("この様式を求めない"))}
            <label class="field" hidden=move || fields.what.get() != What::Until>
                <span class="visually-hidden">{t("この人たちの締切")}</span>
                <DayInput value=day on_day=move |it| day.set(it) />
            </label>
        </div>
    }
    .into_any()
}
