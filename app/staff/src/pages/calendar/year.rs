//! One fiscal year of a form: its periods, each open or closed.

use super::CalendarEditor;
use super::day_fields::DayFields;
use super::parts::Parts;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::i18n::{fill, locale, t};
use domain::cycle_settings::{CycleSetting, FormCalendar, is_expired, may_open};
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
        days,
        drafts,
        submitted,
        ..
    } = setting.clone();
    let name = cycle_label(calendar.yearly, cycle, locale());
    let (is_asked, is_yearly) = (RwSignal::new(false), calendar.yearly);
    let id = format!("{}-{cycle}", calendar.instrument);
    let own_id = id.clone();
    let own_name = name.clone();
    let (part_of, part_name) = (calendar.clone(), name.clone());
    let instrument = calendar.instrument.clone();
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
    let day_fields = can_change
        .then(|| view! { <DayFields desk instrument cycle days open name=name.clone() /> });
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
            {day_fields}
            <Parts calendar=part_of setting name=part_name can_change />
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

/// Whether a cycle can be opened or closed: it has not expired, and to be opened, its year has come.
fn can_change(calendar: &FormCalendar, setting: &CycleSetting) -> bool {
    let (cycle, years, this_year) = (setting.cycle, calendar.kept_years, calendar.year);
    !is_expired(cycle, years, this_year) && (setting.open || may_open(cycle, years, this_year))
}
