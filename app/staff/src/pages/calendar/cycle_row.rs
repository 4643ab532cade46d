//! One cycle in the picture of a year: its bar, and the sliders over it that move its days.

use super::day_fields::done_sentence;
use super::{CHIPS_ID, CalendarEditor};
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::i18n::{fill, locale, pick_language, t};
use browser::{clock, page};
use domain::calendar::{Cycle, display_day};
use domain::cycle_days::{CycleDay, CycleDays, YearLine};
use domain::cycle_settings::{CycleSetting, FormCalendar, is_expired, may_open};
use domain::ids::{Day, InstrumentId};
use domain::instrument::cycle_label;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// After the last move, the days are sent.
const PAUSE: Duration = Duration::from_millis(600);

/// What a row needs to change its days.
#[derive(Clone)]
struct RowState {
    desk: CalendarEditor,
    line: YearLine,
    instrument: StoredValue<InstrumentId>,
    cycle: Cycle,
    name: StoredValue<String>,
    /// The days as they are moved.
    days: RwSignal<CycleDays>,
    /// The days as the server last told them.
    seen: StoredValue<CycleDays>,
    is_open: Memo<bool>,
    /// A move that would close the cycle at once, until it is confirmed.
    asked: RwSignal<Option<CycleDay>>,
    /// The move that is not sent yet.
    timer: StoredValue<Option<(TimeoutHandle, CycleDay)>>,
}

impl RowState {
    /// Moves a day; the others give way, so that they stay in order.
    fn move_to(&self, which: CycleDay, number: i32) {
        let day = self.line.day(number);
        let mut days = self.days.get_untracked().with(which, Some(day.clone()));
        for other in CycleDay::ALL {
            let is_before = (other as u8) < (which as u8);
            let gives_way = days
                .get(other)
                .is_some_and(|it| if is_before { *it > day } else { *it < day });
            if gives_way {
                days = days.with(other, Some(day.clone()));
            }
        }
        self.days.set(days);
        self.send_later(which);
    }

    fn send_later(&self, which: CycleDay) {
        let state = self.clone();
        let send = move || state.send(which);
        let timer = set_timeout_with_handle(send, PAUSE).ok();
        self.timer.try_update_value(|it| {
            if let Some((earlier, _)) = std::mem::replace(it, timer.map(|it| (it, which))) {
                earlier.clear();
            }
        });
    }

    /// Takes the waiting move, so that nothing sends it a second time.
    fn take_waiting(&self) -> Option<CycleDay> {
        let (timer, which) = self.timer.try_update_value(Option::take)??;
        timer.clear();
        Some(which)
    }

    fn send(&self, which: CycleDay) {
        let Some(is_busy) = self.desk.is_busy.try_get_untracked() else {
            return;
        };
        if is_busy {
            // Another change is on its way.
            return self.send_later(which);
        }
        self.take_waiting();
        let Some(days) = self.days.try_get_untracked() else {
            return;
        };
        let is_over = days
            .closes
            .as_ref()
            .is_some_and(|it| *it < clock::now().day());
        if is_over && self.is_open.get_untracked() {
            self.asked.set(Some(which));
        } else {
            self.send_now(which);
        }
    }

    fn send_now(&self, which: CycleDay) {
        let days = self.days.get_untracked();
        let day = days.get(which).map_or("", Day::as_str);
        let done = done_sentence(&self.name.get_value(), which, day);
        let (instrument, cycle) = (self.instrument.get_value(), self.cycle);
        let seen = Some(self.seen.get_value());
        // The slider keeps the focus: whoever is at another one by then stays there.
        self.desk.change(
            api::personnel::set_cycle_days(instrument, cycle, days, seen),
            done,
            String::new(),
        );
    }

    /// Sends a move that waits as the row goes.
    fn send_at_last(&self) {
        if self.take_waiting().is_some() {
            let (instrument, cycle) = (self.instrument.get_value(), self.cycle);
            let (days, seen) = (self.days.get_untracked(), Some(self.seen.get_value()));
            spawn_local(async move {
                let _ = api::personnel::set_cycle_days(instrument, cycle, days, seen).await;
            });
        }
    }
}

fn handle_id(instrument: &InstrumentId, cycle: Cycle, which: CycleDay) -> String {
    format!("move-{which:?}-{instrument}-{cycle}")
}

#[component]
pub(super) fn CycleRow(
    desk: CalendarEditor,
    line: YearLine,
    form: FormCalendar,
    setting: CycleSetting,
    shown: RwSignal<Option<InstrumentId>>,
) -> impl IntoView {
    let cycle = setting.cycle;
    let title = pick_language(&form.title, &form.title_en).to_owned();
    let period = (!form.yearly).then(|| cycle.period.label(locale()));
    let name = format!("{title} {}", cycle_label(form.yearly, cycle, locale()));
    let may_change = !is_expired(cycle, form.kept_years, form.year)
        && may_open(cycle, form.kept_years, form.year);
    let instrument = form.instrument.clone();
    let now = {
        let instrument = instrument.clone();
        Memo::new(move |_| {
            desk.calendars.with(|all| {
                let form = all.iter().find(|it| it.instrument == instrument)?;
                form.cycles.iter().find(|it| it.cycle == cycle).cloned()
            })
        })
    };
    let is_open = Memo::new(move |_| now.with(|it| it.as_ref().is_some_and(|it| it.open)));
    let state = RowState {
        desk,
        line,
        instrument: StoredValue::new(instrument.clone()),
        cycle,
        name: StoredValue::new(name),
        days: RwSignal::new(setting.days.clone()),
        seen: StoredValue::new(setting.days),
        is_open,
        asked: RwSignal::new(None),
        timer: StoredValue::new(None),
    };
    let (days, own) = (state.days, instrument);
    let (seen, timer, asked) = (state.seen, state.timer, state.asked);
    // What the server says holds, unless something is being moved here; a move that it refused is taken back.
    Effect::new(move |_| {
        desk.message.track();
        let is_moving = timer.with_value(Option::is_some) || asked.get_untracked().is_some();
        if desk.is_busy.get() || is_moving {
            return;
        }
        if let Some(it) = now.get() {
            seen.set_value(it.days.clone());
            days.set(it.days);
        }
    });
    let last = state.clone();
    on_cleanup(move || last.send_at_last());
    let show = move |_| {
        shown.set(Some(own.clone()));
        page::focus(CHIPS_ID);
    };
    view! {
        <li class="calendar-row">
            <button type="button" class="link" on:click=show>
                {title}
                {period.map(|it| view! { <span class="tag">{it}</span> })}
            </button>
            <div class="calendar-track">
                {move || bar(line, &days.get(), is_open.get())}
                {move || days.with(CycleDays::is_empty).then(|| empty_words(is_open.get()))}
                {CycleDay::ALL
                    .map(|which| view! { <DayHandle state=state.clone() which=which may_change=may_change /> })
                    .into_iter()
                    .collect_view()}
            </div>
            <ClosingQuestion state=state />
        </li>
    }
}

/// A last day that is over closes the cycle at once: asked for first.
#[component]
fn ClosingQuestion(state: RowState) -> impl IntoView {
    move || {
        let which = state.asked.get()?;
        let (confirmed, cancelled) = (state.clone(), state.clone());
        let consequence = fill!(
            "終了日が過ぎているため、{0}はすぐに閉じます。入力中のシートは書けなくなります。",
            state.name.get_value()
        );
        let on_confirm = move |()| {
            confirmed.asked.set(None);
            confirmed.send_now(which);
        };
        let on_cancel = move |()| {
            cancelled.asked.set(None);
            cancelled.days.set(cancelled.seen.get_value());
        };
        Some(view! { <ConfirmPrompt consequence action=t("受付を閉じる") on_confirm on_cancel /> })
    }
}

fn empty_words(is_open: bool) -> impl IntoView {
    let words = if is_open {
        t("受付中（日は決まっていません）")
    } else {
        t("日は決まっていません")
    };
    view! { <span class="hint">{words}</span> }
}

/// The bar, from the day on which it opens, or the line's begin, to the day on which it closes, or the line's end.
fn bar(line: YearLine, days: &CycleDays, is_open: bool) -> impl IntoView + use<> {
    let end = line.n_days();
    let number = |day: &Option<Day>| day.as_ref().and_then(|it| line.number(it));
    let (first, last) = (number(&days.opens), number(&days.closes));
    let x = first.unwrap_or(0);
    let width = last.map_or(end, |it| it + 1) - x;
    let has_bar = first.is_some() || last.is_some();
    let months = line.months().into_iter().map(|(_, first)| {
        view! { <path class="month" d=format!("M{first} 0 V24") /> }
    });
    let today = line.number(&clock::now().day());
    let due = number(&days.due);
    view! {
        <svg class="calendar-bar" viewBox=format!("0 0 {end} 24") preserveAspectRatio="none" aria-hidden="true">
            {months.collect_view()}
            {has_bar.then(|| view! { <rect class:open=is_open x=x y="4" width=width.max(1) height="16" /> })}
            {due.map(|it| view! { <path class="due" d=format!("M{it} 2 V22") /> })}
            {today.map(|it| view! { <path class="today" d=format!("M{it} 0 V24") /> })}
        </svg>
    }
}

/// A native slider over the bar: it brings the keyboard and says its day.
#[component]
fn DayHandle(state: RowState, which: CycleDay, may_change: bool) -> impl IntoView {
    let (line, days) = (state.line, state.days);
    let has_day = Memo::new(move |_| may_change && days.with(|it| it.get(which).is_some()));
    let number = Memo::new(move |_| {
        days.with(|it| it.get(which).and_then(|day| line.number(day)))
            .unwrap_or_default()
    });
    let said = move || {
        days.with(|it| {
            it.get(which)
                .map(|day| display_day(day.as_str(), locale()))
                .unwrap_or_default()
        })
    };
    let name = state.name.get_value();
    let label = fill!("{0}の{1}", name, t(which.label()));
    let id = handle_id(&state.instrument.get_value(), state.cycle, which);
    move || {
        let (state, label, id) = (state.clone(), label.clone(), id.clone());
        has_day.get().then(|| {
            view! {
                <input
                    type="range"
                    class="day-handle"
                    class:due=which == CycleDay::Due
                    id=id
                    min="0"
                    max=line.n_days() - 1
                    step="1"
                    aria-label=label
                    aria-valuetext=said
                    title=said
                    prop:value=move || number.get().to_string()
                    on:input=move |event| {
                        if let Ok(number) = event_target_value(&event).parse() {
                            state.move_to(which, number);
                        }
                    }
                />
            }
        })
    }
}
