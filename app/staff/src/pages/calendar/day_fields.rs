//! The days of one cycle, typed.

use super::CalendarEditor;
use crate::components::day_input::DayInput;
use crate::i18n::{fill, locale, t};
use domain::calendar::{Cycle, display_day};
use domain::cycle_days::{CycleDay, CycleDays};
use domain::ids::{Day, InstrumentId};
use leptos::prelude::*;

#[component]
pub(super) fn DayFields(
    desk: CalendarEditor,
    instrument: InstrumentId,
    cycle: Cycle,
    days: CycleDays,
    /// Label of the cycle.
    name: String,
) -> impl IntoView {
    let fields = CycleDay::ALL.map(|which| {
        let (instrument, days, name) = (instrument.clone(), days.clone(), name.clone());
        view! { <DayField desk instrument cycle days name which /> }
    });
    view! { <div class="cycle-days">{fields.into_iter().collect_view()}</div> }
}

#[component]
fn DayField(
    desk: CalendarEditor,
    instrument: InstrumentId,
    cycle: Cycle,
    days: CycleDays,
    name: String,
    which: CycleDay,
) -> impl IntoView {
    let day = days.get(which).map_or_else(String::new, |it| it.0.clone());
    let value = RwSignal::new(day.clone());
    let word = t(which.label());
    let id = format!("{which:?}-{instrument}-{cycle}");
    let label = fill!("{0}の{1}", name, word);
    let label_id = format!("{id}-label");
    let own_label = label_id.clone();
    let kept = StoredValue::new((instrument, days, name, id.clone()));
    let on_day = move |day: String| {
        let (instrument, days, name, id) = kept.get_value();
        if days.get(which).map_or("", Day::as_str) == day {
            return;
        }
        let done = done_sentence(&name, which, &day);
        let days = days.with(which, (!day.is_empty()).then_some(Day(day)));
        desk.change(
            api::personnel::set_cycle_days(instrument, cycle, days),
            done,
            id,
        );
    };
    view! {
        <div class="due-field" id=id tabindex="-1">
            <span class="hint" id=own_label>
                <span class="visually-hidden">{label}</span>
                <span aria-hidden="true">{word}</span>
            </span>
            <DayInput value on_day labelled_by=label_id />
        </div>
    }
}

/// Says what became of a day.
pub(super) fn done_sentence(name: &str, which: CycleDay, day: &str) -> String {
    let word = t(which.label());
    if day.is_empty() {
        fill!("{0}の{1}を外しました。", name, word)
    } else {
        let day = display_day(day, locale());
        fill!("{0}の{1}を {2} にしました。", name, word, day)
    }
}
