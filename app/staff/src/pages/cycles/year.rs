//! One fiscal year of a form: its periods, each open or closed.

use super::CalendarEditor;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::day_input::DayInput;
use crate::i18n::{fill, locale, t};
use domain::calendar::{Cycle, display_day};
use domain::cycle_settings::{CycleSetting, FormCalendar, is_expired, may_open};
use domain::ids::{Day, InstrumentId};
use domain::instrument::cycle_label;
use leptos::prelude::*;

#[component]
pub(super) fn YearCard(
    desk: CalendarEditor,
    calendar: FormCalendar,
    year: u16,
    /// In chronological order.
    cycles: Vec<CycleSetting>,
) -> impl IntoView {
    let rows = cycles.into_iter().map(|it| {
        view! { <PeriodRow desk=desk calendar=calendar.clone() setting=it /> }.into_any()
    });
    view! {
        <section class="card" aria-label=fill!("{0}年度", year)>
            <h3>{fill!("{0}年度", year)}</h3>
            <ul class="period-list">{rows.collect_view()}</ul>
        </section>
    }
}

#[component]
fn PeriodRow(desk: CalendarEditor, calendar: FormCalendar, setting: CycleSetting) -> impl IntoView {
    let can_change = can_change(&calendar, &setting);
    let CycleSetting {
        cycle,
        open,
        due,
        drafts,
        submitted,
    } = setting;
    let name = cycle_label(calendar.yearly, cycle, locale());
    let (is_asked, is_yearly) = (RwSignal::new(false), calendar.yearly);
    let id = format!("{}-{cycle}", calendar.instrument);
    let own_id = id.clone();
    let own_name = name.clone();
    let (calendar_year, instrument) = (calendar.year, calendar.instrument.clone());
    let set = move || {
        let instrument = calendar.instrument.clone();
        let done = if open {
            fill!("{0}を閉じました。", own_name)
        } else {
            fill!("{0}を開きました。", own_name)
        };
        desk.change(
            api::personnel::set_cycle(instrument, cycle, !open),
            done,
            own_id.clone(),
        );
    };
    let may_have_due = cycle.year <= calendar_year;
    let due_field =
        may_have_due.then(|| view! { <DueField desk instrument cycle due name=name.clone() /> });
    let set = StoredValue::new(set);
    let press = move |_| {
        // Only closing is confirmed first: it makes drafts read-only.
        if open {
            is_asked.set(true);
        } else {
            set.with_value(|it| it());
        }
    };
    let (word, action, label) = if open {
        (t("受付中"), t("閉じる"), fill!("{0}を閉じる", name))
    } else {
        (t("閉じています"), t("開く"), fill!("{0}を開く", name))
    };
    view! {
        <li>
            <strong>{if is_yearly { t("通年") } else { cycle.period.label(locale()) }}</strong>
            <span class="tag" class:done=open>
                {word}
            </span>
            <span class="hint">{fill!("提出 {0}　入力中 {1}", submitted, drafts)}</span>
            {due_field}
            {can_change
                .then(|| {
                    view! {
                        <button
                            class="button small"
                            id=id.clone()
                            aria-label=label
                            on:click=press
                            aria-disabled=move || desk.is_busy.get().to_string()
                        >
                            {action}
                        </button>
                    }
                })}
            {move || is_asked.get().then(|| confirm_closing(&name, drafts, set, is_asked))}
        </li>
    }
}

/// What closing does, before it is done.
fn confirm_closing(
    name: &str,
    drafts: u32,
    set: StoredValue<impl Fn() + Clone + Send + Sync + 'static>,
    is_asked: RwSignal<bool>,
) -> AnyView {
    let consequence = fill!(
        "{0}を閉じると、シートは書けず、提出もできなくなります。入力中のシートは {1} 枚です。\
         まだ送られていない入力は書いた人の端末に残り、もう一度開けば送れます。",
        name,
        drafts
    );
    let on_confirm = move |()| set.with_value(|it| it());
    let on_cancel = move |()| is_asked.set(false);
    view! { <ConfirmPrompt consequence action=t("受付を閉じる") on_confirm on_cancel /> }.into_any()
}

/// By when the sheets of a cycle are to be handed in: people see it on their home, and nothing closes by it.
#[component]
fn DueField(
    desk: CalendarEditor,
    instrument: InstrumentId,
    cycle: Cycle,
    due: Option<Day>,
    /// Label of the cycle.
    name: String,
) -> impl IntoView {
    let day = due.map(|it| it.as_str().to_owned()).unwrap_or_default();
    let value = RwSignal::new(day.clone());
    let (id, label) = (
        format!("due-{instrument}-{cycle}"),
        fill!("{0}の締切", name),
    );
    let label_id = format!("{id}-label");
    let own_label = label_id.clone();
    let kept = StoredValue::new((instrument, day, name, id.clone()));
    let on_day = move |day: String| {
        let (instrument, before, name, id) = kept.get_value();
        if day == before {
            return;
        }
        let done = if day.is_empty() {
            fill!("{0}の締切を外しました。", name)
        } else {
            fill!(
                "{0}の締切を {1} にしました。",
                name,
                display_day(&day, locale())
            )
        };
        let due = (!day.is_empty()).then_some(Day(day));
        desk.change(
            api::personnel::set_due_day(instrument, cycle, due),
            done,
            id,
        );
    };
    view! {
        <div class="due-field" id=id tabindex="-1">
            <span class="hint" id=own_label>
                <span class="visually-hidden">{label}</span>
                <span aria-hidden="true">{t("締切")}</span>
            </span>
            <DayInput value on_day labelled_by=label_id />
        </div>
    }
}

/// Whether a cycle can be opened or closed: it has not expired, and to be opened, its year has come.
fn can_change(calendar: &FormCalendar, setting: &CycleSetting) -> bool {
    let (cycle, years, this_year) = (setting.cycle, calendar.kept_years, calendar.year);
    !is_expired(cycle, years, this_year) && (setting.open || may_open(cycle, years, this_year))
}
