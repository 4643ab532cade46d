//! Of whom a cycle's sheets are asked, and the parts of the people for whom it is otherwise.

mod add_part;

use crate::i18n::{fill, locale, t};
use add_part::AddPart;
use api::cycle_parts::{self, CycleParts};
use api::{ApiError, Code};
use domain::calendar::display_day;
use domain::cycle_part::{CyclePart, OwnPart};
use domain::cycle_settings::{CycleSetting, FormCalendar};
use domain::instrument::Asks;
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
    calendar: FormCalendar,
    setting: CycleSetting,
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
    let (asks, for_supervisors, cycle) = (calendar.asks, calendar.for_supervisors, setting.cycle);
    let instrument = StoredValue::new(calendar.instrument);
    // As of the page, and of the last decision here.
    let who = move || {
        let counts = state
            .parts
            .with(|it| it.as_ref().map(|it| (it.asked, it.not_asked)));
        asked_label(
            asks,
            for_supervisors,
            counts.unwrap_or((setting.asked, setting.not_asked)),
        )
    };
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
    let summary = fill!("{0}を求める人を選ぶ、一部の人の締切を変える", name);
    // Of others there are no parts.
    let has_parts = asks != Asks::WhoeverWants && !for_supervisors;
    view! {
        <p class="hint">{who}</p>
        <details class="cycle-parts" on:toggle=look hidden=!has_parts>
            <summary>{summary}</summary>
            <p class="hint" hidden=move || !is_empty()>
                {if asks == Asks::Chosen {
                    t("まだだれも選んでいません。選んだ人だけに出ます。")
                } else {
                    t("全員が同じです。")
                }}
            </p>
            <ul class="entries">{rows}</ul>
            <p class="form-error" role="alert">
                {state.problem}
            </p>
            {move || {
                let choices = state.parts.with(|it| it.as_ref().map(|it| it.choices.clone()));
                choices.filter(|_| can_change).map(|choices| view! { <AddPart state instrument cycle asks choices /> })
            }}
        </details>
    }
}

/// Of whom the sheets are asked, in one line; how many are asked by a part, and how many are not.
fn asked_label(asks: Asks, for_supervisors: bool, (asked, not_asked): (u32, u32)) -> String {
    match asks {
        Asks::WhoeverWants => t("出す人: 望む人（だれにも求めません）").to_owned(),
        Asks::Chosen => fill!("求める人: 選んだ{0}人だけ", asked),
        Asks::Everybody if for_supervisors => t("求める人: 部下のいる人").to_owned(),
        Asks::Everybody if not_asked > 0 => fill!("求める人: {0}人を除く全員", not_asked),
        Asks::Everybody => t("求める人: 全員").to_owned(),
    }
}

/// How many people are named in one line.
const NAMED: usize = 5;

/// Whom a part is about, in one line.
fn people_label(it: &CyclePart) -> String {
    let people = &it.people;
    if *people == PeopleFilter::default() {
        return t("全員").to_owned();
    }
    let mut all = vec![
        people.department.clone(),
        people.section.clone(),
        people.unit.clone(),
    ];
    all.extend(people.grade.map(|it| fill!("{0}級", it)));
    all.push(people.job_type.clone());
    all.extend(people.role.map(|it| it.label().to_owned()));
    all.extend(it.named.iter().take(NAMED).map(|it| it.name.clone()));
    if it.named.len() > NAMED {
        all.push(fill!("ほか{0}人", it.named.len() - NAMED));
    }
    all.retain(|it| !it.is_empty());
    all.join(" ")
}

fn row(state: PartsState, it: &CyclePart, can_change: bool) -> AnyView {
    let (seq, label) = (it.seq, people_label(it));
    let what = match &it.own {
        OwnPart::Until(day) => fill!("{0}まで", display_day(day.as_str(), locale())),
        OwnPart::Asked => t("求めます").to_owned(),
        OwnPart::NotAsked => t("求めません").to_owned(),
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
