//! Parts of the people for whom a cycle is otherwise: another last day, or it is not asked of them.

use crate::components::choice_field::{as_options, choice};
use crate::components::day_input::DayInput;
use crate::i18n::{fill, locale, t};
use api::cycle_parts::{self, CycleParts};
use api::people::FieldChoices;
use api::{ApiError, Code};
use domain::calendar::{Cycle, display_day};
use domain::cycle_part::CyclePart;
use domain::ids::{Day, InstrumentId};
use domain::people_filter::PeopleFilter;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// The parts of one cycle, asked for when somebody looks at them.
#[derive(Clone, Copy)]
struct PartsState {
    /// `None` until they have come.
    parts: RwSignal<Option<CycleParts>>,
    problem: RwSignal<String>,
    is_busy: RwSignal<bool>,
}

impl PartsState {
    /// Makes a call and shows the parts as they are then; `then` is done if it went well.
    fn call(
        self,
        call: impl Future<Output = Result<CycleParts, ApiError>> + 'static,
        then: impl FnOnce() + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.problem.set(String::new());
        spawn_local(async move {
            let answer = call.await;
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(fresh) => {
                    self.parts.set(Some(fresh));
                    then();
                }
                Err(error) if error.code == Code::NotFound => {
                    let why = t("この様式は、全員に求めるものではないので、分けられません。");
                    self.problem.set(why.to_owned());
                }
                Err(error) => self.problem.set(error.sentence(locale())),
            }
        });
    }
}

#[component]
pub(super) fn Parts(
    instrument: InstrumentId,
    cycle: Cycle,
    /// Label of the cycle.
    name: String,
    /// Whether its parts can be changed.
    can_change: bool,
) -> impl IntoView {
    let state = PartsState {
        parts: RwSignal::new(None),
        problem: RwSignal::default(),
        is_busy: RwSignal::new(false),
    };
    let instrument = StoredValue::new(instrument);
    let look = move |_| {
        if state.parts.with_untracked(Option::is_none) {
            let call = cycle_parts::cycle_parts(instrument.get_value(), cycle);
            state.call(call, || ());
        }
    };
    let rows = move || {
        let parts = state.parts.get()?.parts;
        Some(
            parts
                .iter()
                .map(|it| row(state, it, can_change))
                .collect_view(),
        )
    };
    let is_empty = move || {
        state
            .parts
            .with(|it| it.as_ref().is_some_and(|it| it.parts.is_empty()))
    };
    let summary = fill!("{0}を、一部の職員だけ変える", name);
    view! {
        <details class="cycle-parts" on:toggle=look>
            <summary>{summary}</summary>
            <p class="hint" hidden=move || !is_empty()>
                {t("全員が同じです。")}
            </p>
            <ul class="entries">{rows}</ul>
            <p class="form-error" role="alert">
                {state.problem}
            </p>
            {move || {
                let choices = state.parts.with(|it| it.as_ref().map(|it| it.choices.clone()));
                choices.filter(|_| can_change).map(|choices| view! { <AddPart state instrument cycle choices /> })
            }}
        </details>
    }
}

/// Whom a part is about, in one line.
fn people_label(it: &PeopleFilter) -> String {
    let mut all = vec![it.department.clone(), it.section.clone(), it.unit.clone()];
    all.extend(it.grade.map(|it| fill!("{0}級", it)));
    all.push(it.job_type.clone());
    all.retain(|it| !it.is_empty());
    all.join(" ")
}

fn row(state: PartsState, it: &CyclePart, can_change: bool) -> AnyView {
    let (seq, label) = (it.seq, people_label(&it.people));
    let what = match &it.last_day {
        Some(day) => fill!("{0}まで", display_day(day.as_str(), locale())),
        None => t("求めません").to_owned(),
    };
    let more = fill!("{0}人　決めた人: {1}", it.n_people, it.author);
    let own = label.clone();
    view! {
        <li>
            <b>{label}</b>
            " "
            {what}
            " "
            <small>{more}</small>
            " "
            {can_change
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="link"
                            on:click=move |_| state.call(cycle_parts::remove_cycle_part(seq), || ())
                        >
                            {t("外す")}
                            <span class="visually-hidden">{fill!("（{0}）", own)}</span>
                        </button>
                    }
                })}
        </li>
    }
    .into_any()
}

/// The fields of a part that is not decided on yet.
#[derive(Clone, Copy)]
struct PartFields {
    people: RwSignal<PeopleFilter>,
    is_asked: RwSignal<bool>,
    last_day: RwSignal<String>,
}

#[component]
fn AddPart(
    state: PartsState,
    instrument: StoredValue<InstrumentId>,
    cycle: Cycle,
    choices: FieldChoices,
) -> impl IntoView {
    let fields = PartFields {
        people: RwSignal::default(),
        is_asked: RwSignal::new(true),
        last_day: RwSignal::default(),
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = fields.last_day.get_untracked();
        let is_asked = fields.is_asked.get_untracked();
        if is_asked && day.is_empty() {
            state
                .problem
                .set(t("締切の日を入れてください。").to_owned());
            return;
        }
        let call = cycle_parts::add_cycle_part(
            instrument.get_value(),
            cycle,
            fields.people.get_untracked(),
            is_asked.then_some(Day(day)),
        );
        state.call(call, move || {
            fields.people.try_set(PeopleFilter::default());
            fields.last_day.try_set(String::new());
        });
    };
    let radio = move |is_asked: bool, word: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=format!("part-{}-{cycle}", instrument.get_value())
                    prop:checked=move || fields.is_asked.get() == is_asked
                    on:change=move |_| fields.is_asked.set(is_asked)
                />
                <span>{word}</span>
            </label>
        }
    };
    let day = fields.last_day;
    view! {
        <form class="stack" on:submit=add novalidate>
            <div class="search-more people-filter">{people_fields(fields, choices)}</div>
            <div class="checks" role="radiogroup" aria-label=t("どうするか")>
                {radio(true, t("締切を変える"))}
                {radio(false, t("この様式を求めない"))}
                <label class="field" hidden=move || !fields.is_asked.get()>
                    <span class="visually-hidden">{t("この人たちの締切")}</span>
                    <DayInput value=day on_day=move |it| day.set(it) />
                </label>
            </div>
            <p class="hint">
                {t(
                    "締切の日までは、時期が閉じたあとも書けます。異動してきた人にも、同じように当たります。",
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
    ]
}
