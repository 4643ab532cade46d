//! 職員課: the days of the year's cycles as a picture, which of them take answers, how long sheets are kept, and what
//! was changed or deleted.

mod cycle_row;
mod day_fields;
mod history;
mod parts;
mod picture;
mod retention;
mod year;

use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use api::{ApiError, Code};
use browser::page;
use domain::cycle_settings::FormCalendar;
use history::{CalendarHistory, DeletionNotices};
use leptos::prelude::*;
use leptos::task::spawn_local;
use picture::YearPicture;
use retention::RetentionForm;
use std::future::Future;
use year::YearCard;

#[component]
pub(crate) fn CalendarPage() -> impl IntoView {
    view! {
        <div class="page">
            <h1>{t("時期と保存期間")}</h1>
            <p class="lead">
                {t(
                    "様式ごとに、いつ始まり、いつまでに提出し、いつ終わるかと、何年保存するかを決めます。開始日と終了日には、サーバーが自動で開け閉めします。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                ask(api::personnel::cycles(), |it: Vec<FormCalendar>| view! { <Calendars calendars=it /> }.into_any())
            }) />
        </div>
    }
}

/// Id of the choice of a form.
const CHIPS_ID: &str = "calendar-forms";

/// State of the page, with at most one change in flight.
#[derive(Clone, Copy)]
struct CalendarEditor {
    here: AppState,
    calendars: RwSignal<Vec<FormCalendar>>,
    is_busy: RwSignal<bool>,
    /// What became of the last change.
    message: RwSignal<Option<Outcome>>,
}

impl CalendarEditor {
    /// Sends a change. On success it shows the server's calendars and `done`, and focuses the element `focus`.
    fn change(
        self,
        call: impl Future<Output = Result<Vec<FormCalendar>, ApiError>> + 'static,
        done: String,
        focus: String,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.message.set(None);
        spawn_local(async move {
            let answer = call.await;
            // `try_set` gives the value back if the page is gone by now.
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(calendars) => {
                    self.calendars.set(calendars);
                    self.message.set(Some(Outcome::Done(done)));
                    page::focus(&focus);
                    // Reloads the person's own list of open cycles.
                    self.here.switch_to_session_user().await;
                }
                Err(error) => {
                    if error.code == Code::Conflict
                        && let Ok(fresh) = api::personnel::cycles().await
                    {
                        // Somebody else has changed it: what they set is shown.
                        self.calendars.try_set(fresh);
                    }
                    let failed = Outcome::Failed(error.sentence(locale()));
                    self.message.try_set(Some(failed));
                }
            }
        });
    }
}

#[component]
fn Calendars(calendars: Vec<FormCalendar>) -> impl IntoView {
    let desk = CalendarEditor {
        here: expect_context::<AppState>(),
        calendars: RwSignal::new(calendars),
        is_busy: RwSignal::new(false),
        message: RwSignal::new(None),
    };
    let first = desk
        .calendars
        .with_untracked(|it| it.first().map(|it| it.instrument.clone()));
    let shown = RwSignal::new(first);
    let names: Vec<_> = desk.calendars.with_untracked(|it| {
        let names = it.iter().map(|it| {
            (
                it.instrument.clone(),
                pick_language(&it.title, &it.title_en).to_owned(),
            )
        });
        names.collect()
    });
    let choices = names.into_iter().map(|(instrument, name)| {
        let (own, is_shown) = (
            instrument.clone(),
            Memo::new(move |_| shown.with(|it| it.as_ref() == Some(&instrument))),
        );
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || is_shown.get().to_string()
                on:click=move |_| shown.set(Some(own.clone()))
            >
                {name}
            </button>
        }
    });
    view! {
        <YearPicture desk=desk shown=shown />
        <div class="chips" role="group" aria-label=t("様式") id=CHIPS_ID tabindex="-1">
            {choices.collect_view()}
        </div>
        <p
            class="status-message"
            class:failed=move || desk.message.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
            role="status"
        >
            {move || desk.message.get().map(Outcome::sentence)}
        </p>
        {move || {
            let chosen = shown.get();
            let it = desk.calendars.get().into_iter().find(|it| Some(&it.instrument) == chosen.as_ref());
            it.map(|it| view! { <FormCycles desk=desk calendar=it /> }.into_any())
        }}
    }
}

#[component]
fn FormCycles(desk: CalendarEditor, calendar: FormCalendar) -> impl IntoView {
    let mut years: Vec<_> = calendar.cycles.iter().map(|it| it.cycle.year).collect();
    years.dedup();
    // This year is in view, and the one before until it is settled; the next one and all earlier ones are folded away.
    let (coming, past): (Vec<u16>, Vec<u16>) =
        years.into_iter().partition(|it| *it > calendar.year);
    let (recent, older): (Vec<u16>, Vec<u16>) = past
        .into_iter()
        .partition(|it| it.saturating_add(1) >= calendar.year);
    let card = |year: u16| {
        let cycles = calendar
            .cycles
            .iter()
            .filter(|it| it.cycle.year == year)
            .rev();
        view! { <YearCard desk=desk calendar=calendar.clone() year=year cycles=cycles.cloned().collect() /> }
            .into_any()
    };
    let recent = recent.into_iter().map(card).collect_view();
    let has_older = !older.is_empty();
    let older = older.into_iter().map(card).collect_view();
    let has_opened = calendar
        .cycles
        .iter()
        .any(|it| it.open && it.cycle.year > calendar.year);
    let coming = coming.into_iter().map(card).collect_view();
    view! {
        <h2>
            {pick_language(&calendar.title, &calendar.title_en).to_owned()}
            <span class="tag">{fill!("第{0}版", calendar.version)}</span>
        </h2>
        {recent}
        <details class="stack" open=has_opened>
            <summary>{t("次の年度")}</summary>
            {coming}
        </details>
        {has_older
            .then(|| {
                view! {
                    <details class="stack">
                        <summary>{t("それより前の年度")}</summary>
                        {older}
                    </details>
                }
            })}
        <DeletionNotices desk=desk calendar=calendar.clone() />
        <RetentionForm desk=desk calendar=calendar.clone() />
        <CalendarHistory calendar=calendar.clone() />
    }
}
