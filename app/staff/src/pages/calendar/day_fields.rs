//! The days of one cycle, typed.

use super::CalendarEditor;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::day_input::DayInput;
use crate::i18n::{fill, locale, t};
use browser::clock;
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
    /// Whether the cycle takes answers now.
    open: bool,
    /// Label of the cycle.
    name: String,
) -> impl IntoView {
    let fields = CycleDay::ALL.map(|which| {
        let (instrument, days, name) = (instrument.clone(), days.clone(), name.clone());
        view! { <DayField desk instrument cycle days open name which /> }
    });
    view! { <div class="cycle-days">{fields.into_iter().collect_view()}</div> }
}

#[component]
fn DayField(
    desk: CalendarEditor,
    instrument: InstrumentId,
    cycle: Cycle,
    days: CycleDays,
    open: bool,
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
    let asked = RwSignal::new(None::<String>);
    let send = move |day: String| {
        let (instrument, seen, name, id) = kept.get_value();
        let done = done_sentence(&name, which, &day);
        let days = seen
            .clone()
            .with(which, (!day.is_empty()).then_some(Day(day)));
        desk.change(
            api::personnel::set_cycle_days(instrument, cycle, days, Some(seen)),
            done,
            id,
        );
    };
    let on_day = move |day: String| {
        let stands =
            kept.with_value(|it| it.1.get(which).map_or_else(String::new, |it| it.0.clone()));
        let is_over = !day.is_empty() && day < clock::now().day().0;
        if which == CycleDay::Closes && open && is_over {
            // It would close at once, as by hand: asked for first.
            asked.set(Some(day));
        } else if day != stands {
            send(day);
        }
    };
    view! {
        <div class="due-field" id=id tabindex="-1">
            <span class="hint" id=own_label>
                <span class="visually-hidden">{label}</span>
                <span aria-hidden="true">{word}</span>
            </span>
            <DayInput value on_day labelled_by=label_id />
        </div>
        {move || {
            let day = asked.get()?;
            let consequence = fill!(
                "終了日が過ぎているため、{0}はすぐに閉じます。入力中のシートは書けなくなります。",
                kept.with_value(|it| it.2.clone())
            );
            let on_confirm = move |()| {
                asked.set(None);
                send(day.clone());
            };
            let on_cancel = move |()| {
                asked.set(None);
                value.update(|_| ());
            };
            Some(
                // The field says again what holds.
                view! { <ConfirmPrompt consequence action=t("受付を閉じる") on_confirm on_cancel /> },
            )
        }}
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
