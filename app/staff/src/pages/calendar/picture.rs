//! A fiscal year as a picture: a bar for every cycle, from the day it opens to the day it closes, with its due day.
//! Ends and due days are moved along the bar, by pointer or by arrow keys; the fields below have the same days.

use super::CalendarEditor;
use super::cycle_row::CycleRow;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::i18n::{fill, t};
use browser::clock;
use domain::cycle_days::YearLine;
use domain::ids::InstrumentId;
use leptos::prelude::*;

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
                                "まだ日のない{0}年度の時期に、{1}年度の開始日・締切・終了日を1年あとにして入れます。開始日がもう来ている時期はすぐに開き、終了日が過ぎている時期は閉じます。",
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
