//! A fiscal year as a picture: a bar for every cycle, from the day it opens to the day it closes, with its due day.
//! Ends and due days are moved along the bar, by pointer or by arrow keys; the fields below have the same days.

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
use std::time::Duration;

/// After the last move, the days are sent.
const PAUSE: Duration = Duration::from_millis(600);

#[component]
pub(super) fn YearPicture(
    desk: CalendarEditor,
    /// The form that is shown below.
    shown: RwSignal<Option<InstrumentId>>,
) -> impl IntoView {
    let this_year = desk
        .calendars
        .with_untracked(|it| it.first().map_or(0, |it| it.year));
    let year = RwSignal::new(this_year);
    let years = [this_year - 1, this_year, this_year + 1].map(|it| {
        let is_shown = Memo::new(move |_| year.get() == it);
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || is_shown.get().to_string()
                on:click=move |_| year.set(it)
            >
                {fill!("{0}年度", it)}
            </button>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="year-picture">
            <div class="heading-row">
                <h2 id="year-picture" tabindex="-1">
                    {t("一年の予定")}
                </h2>
                <div class="chips" role="group" aria-label=t("年度")>
                    {years.into_iter().collect_view()}
                </div>
            </div>
            <p class="hint">
                {t(
                    "帯の端と締切の印を動かすと、日が変わります。矢印キーでは1日ずつ動きます。",
                )}
            </p>
            {move || view! { <Rows desk=desk year=year.get() shown=shown /> }}
            <CopyYear desk=desk year=year this_year=this_year />
        </section>
    }
}

/// Takes the days of the year before over.
#[component]
fn CopyYear(desk: CalendarEditor, year: RwSignal<u16>, this_year: u16) -> impl IntoView {
    let is_asked = RwSignal::new(false);
    let has_days = move |year: u16| {
        desk.calendars.with(|all| {
            let mut cycles = all.iter().flat_map(|it| &it.cycles);
            cycles.any(|it| it.cycle.year == year && !it.days.is_empty())
        })
    };
    let may_copy = Memo::new(move |_| year.get() >= this_year && has_days(year.get() - 1));
    let copy = move |()| {
        is_asked.set(false);
        let year = year.get_untracked();
        let done = fill!("{0}年度の日を、1年あとに写しました。", year - 1);
        desk.change(
            api::personnel::copy_cycle_days(year),
            done,
            "year-picture".to_owned(),
        );
    };
    move || {
        may_copy.get().then(|| {
            let year = year.get();
            view! {
                <div class="page-actions">
                    <button type="button" class="button" on:click=move |_| is_asked.set(true)>
                        {fill!("{0}年度の日を写す", year - 1)}
                    </button>
                </div>
                {move || {
                    is_asked
                        .get()
                        .then(|| {
                            let consequence = fill!(
                                "まだ日のない{0}年度の時期に、{1}年度の開始日・締切・終了日を1年あとにして入れます。開始日がもう来ている時期は、すぐに開きます。",
                                year, year - 1
                            );
                            let on_cancel = move |()| is_asked.set(false);
                            view! { <ConfirmPrompt consequence action=t("写す") on_confirm=copy on_cancel /> }
                        })
                }}
            }
        })
    }
}

#[component]
fn Rows(desk: CalendarEditor, year: u16, shown: RwSignal<Option<InstrumentId>>) -> AnyView {
    let Some(line) = YearLine::of(year) else {
        return ().into_any();
    };
    // Which rows there are changes with the year only: a bar that is being moved stays under the pointer.
    let rows = desk.calendars.with_untracked(|all| {
        let rows = all.iter().flat_map(|form| {
            let cycles = form.cycles.iter().rev();
            let own = cycles.filter(move |it| it.cycle.year == year);
            own.map(move |it| (form.clone(), it.clone()))
        });
        rows.collect::<Vec<_>>()
    });
    let rows = rows.into_iter().map(|(form, setting)| {
        view! { <CycleRow desk=desk line=line form=form setting=setting shown=shown /> }.into_any()
    });
    view! {
        <div class="year-picture">
            <MonthScale line=line />
            <ul class="plain">{rows.collect_view()}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn MonthScale(line: YearLine) -> impl IntoView {
    let months = line.months();
    let words = months.iter().map(|(month, first)| {
        view! {
            <text x=f64::from(*first) + 3.0 y="14">
                {month.to_string()}
            </text>
        }
    });
    let today = line.number(&clock::now().day());
    let end = line.n_days();
    view! {
        <div class="calendar-row scale" aria-hidden="true">
            <span></span>
            <svg class="calendar-months" viewBox=format!("0 0 {end} 20")>
                {words.collect_view()}
                {today.map(|it| view! { <path class="today" d=format!("M{it} 16 l-4 4 h8 z") /> })}
            </svg>
        </div>
    }
}

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
    timer: StoredValue<Option<TimeoutHandle>>,
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
            if let Some(earlier) = std::mem::replace(it, timer) {
                earlier.clear();
            }
        });
    }

    fn send(&self, which: CycleDay) {
        if self.desk.is_busy.get_untracked() {
            // Another change is on its way.
            return self.send_later(which);
        }
        self.timer.try_update_value(|it| *it = None);
        let days = self.days.get_untracked();
        let day = days.get(which).map_or("", Day::as_str);
        let done = done_sentence(&self.name.get_value(), which, day);
        let (instrument, cycle) = (self.instrument.get_value(), self.cycle);
        let id = handle_id(&instrument, cycle, which);
        self.desk.change(
            api::personnel::set_cycle_days(instrument, cycle, days),
            done,
            id,
        );
    }
}

fn handle_id(instrument: &InstrumentId, cycle: Cycle, which: CycleDay) -> String {
    format!("move-{which:?}-{instrument}-{cycle}")
}

#[component]
fn CycleRow(
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
    let state = RowState {
        desk,
        line,
        instrument: StoredValue::new(instrument.clone()),
        cycle,
        name: StoredValue::new(name),
        days: RwSignal::new(setting.days),
        timer: StoredValue::new(None),
    };
    let (days, own) = (state.days, instrument.clone());
    let now = Memo::new(move |_| {
        desk.calendars.with(|all| {
            let form = all.iter().find(|it| it.instrument == instrument)?;
            form.cycles.iter().find(|it| it.cycle == cycle).cloned()
        })
    });
    // What the server says holds, unless something is being moved here.
    let timer = state.timer;
    Effect::new(move |_| {
        // A move that the server refused is taken back.
        desk.message.track();
        if let Some(it) = now.get().filter(|_| timer.with_value(Option::is_none)) {
            days.set(it.days);
        }
    });
    let is_open = move || now.with(|it| it.as_ref().is_some_and(|it| it.open));
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
                {move || bar(line, &days.get(), is_open())}
                {move || days.with(CycleDays::is_empty).then(|| empty_words(is_open()))}
                {CycleDay::ALL
                    .map(|which| view! { <DayHandle state=state.clone() which=which may_change=may_change /> })
                    .into_iter()
                    .collect_view()}
            </div>
        </li>
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
