//! Retention period of a form in fiscal years, with the number of sheets that a shorter one would delete.

use super::CalendarEditor;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::form::half_width_digits;
use crate::i18n::{fill, t};
use domain::cycle_settings::{FormCalendar, RETENTION_YEARS};
use leptos::prelude::*;

/// Id of the number input.
const INPUT_ID: &str = "kept-years";

#[component]
pub(super) fn RetentionForm(desk: CalendarEditor, calendar: FormCalendar) -> impl IntoView {
    let kept = calendar.kept_years;
    let typed = RwSignal::new(kept.to_string());
    let problem = RwSignal::new(String::new());
    // Waiting for confirmation: the new period in years, and the number of sheets it would delete.
    let is_asked = RwSignal::new(None::<(u16, u32)>);
    let calendar = StoredValue::new(calendar);
    let (least, most) = RETENTION_YEARS;
    let save = move |years: u16| {
        let instrument = calendar.with_value(|it| it.instrument.clone());
        let done = fill!("保存期間を{0}年にしました。", years);
        desk.change(
            api::personnel::set_retention(instrument, years),
            done,
            INPUT_ID.to_owned(),
        );
    };
    let press = move |_| {
        let years = half_width_digits(&typed.get_untracked()).parse::<u16>();
        let Some(years) = years.ok().filter(|it| (least..=most).contains(it)) else {
            problem.set(fill!("{0}から{1}までの数を入れてください。", least, most));
            return;
        };
        problem.set(String::new());
        let lost =
            calendar.with_value(|it| it.expired_with(years).saturating_sub(it.expired_with(kept)));
        if lost > 0 {
            is_asked.set(Some((years, lost)));
        } else {
            save(years);
        }
    };
    view! {
        <section class="card stack" aria-labelledby="kept">
            <h3 id="kept">{t("保存期間")}</h3>
            <p class="hint">
                {t(
                    "シートは、その年度が終わってから、ここで決めた年数が過ぎると自動で消去されます。",
                )}
            </p>
            <div class="page-actions">
                <span class="number">
                    <input
                        type="text"
                        id=INPUT_ID
                        inputmode="numeric"
                        autocomplete="off"
                        aria-label=t("保存する年数")
                        aria-describedby="kept-problem"
                        aria-invalid=move || (!problem.with(String::is_empty)).then_some("true")
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <span>{t("年")}</span>
                </span>
                <button class="button" on:click=press aria-disabled=move || desk.is_busy.get().to_string()>
                    {t("保存期間を変える")}
                </button>
            </div>
            <p class="text-count over" id="kept-problem" role="status">
                {move || problem.get()}
            </p>
            {move || {
                is_asked
                    .get()
                    .map(|(years, lost)| {
                        let consequence = fill!(
                            "{0}年にすると、{1} 枚のシートが24時間以内に消去され、元に戻せません。", years, lost
                        );
                        let (on_confirm, on_cancel) = (move |()| save(years), move |()| is_asked.set(None));
                        view! { <ConfirmPrompt consequence action=t("消去してよい") on_confirm on_cancel /> }
                    })
            }}
        </section>
    }
}
