//! Top of the page after submitting: thanks, what comes next, who reads it, and the way back.

use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use crate::navigator::Navigator;
use browser::clock;
use domain::calendar::display_moment;
use domain::fact::{Step, StepDetails};
use domain::ids::ItemId;
use domain::instrument::{FormRole, ItemRole, Workflow};
use domain::journal::Journal;
use domain::route::Route;
use domain::sheet::SheetState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

/// Nothing before the sheet is submitted.
#[component]
pub(super) fn SubmissionStatus(form: SheetForm) -> impl IntoView {
    let place = expect_context::<Navigator>();
    let submitted = Memo::new(move |_| {
        form.sheet
            .with(|it| it.submitted_at.filter(|_| !it.state.is_open()))
    });
    let scope = move || {
        form.edition.with_value(|it| {
            form.sheet
                .with(|sheet| it.share_scope(sheet).label(locale()))
        })
    };
    let withdraw = move |_| {
        spawn_local(async move {
            let own = form.id();
            let done = form
                .here
                .record_step(own.clone(), Step::Withdraw, StepDetails::default())
                .await;
            let is_open = form
                .sheet
                .try_with(|it| it.state.is_open())
                .unwrap_or(false);
            if done.is_ok() && is_open {
                place.go(&Route::Sheet(own.instrument, own.cycle));
            }
        });
    };
    view! {
        <Show when=move || submitted.with(Option::is_some)>
            <div class="card thanks">
                <p class="thanks-next">{move || next_step(form)}</p>
                <p class="hint">
                    {move || {
                        let time = submitted.get().map(|it| it.display(locale()));
                        fill!("{0} に提出しました。読む人: {1}", time.unwrap_or_default(), scope())
                    }}
                </p>
                <p class="no-print" hidden=move || form.sheet.with(|it| it.state != SheetState::Submitted)>
                    <button class="link" on:click=withdraw>
                        {t("取り下げて直す")}
                    </button>
                </p>
            </div>
        </Show>
    }
}

/// Thanks, and what happens now.
fn next_step(form: SheetForm) -> String {
    let (course, state) = (
        form.edition.with_value(|it| it.course),
        form.sheet.with(|it| it.state),
    );
    if course == Workflow::Agreement {
        return match state {
            SheetState::Submitted => {
                t("提出しました。次は所属長が読んで、確認するか、一言を添えて戻します。")
            }
            _ => t("所属長と確認した目標です。面談のたびに、ここへ戻って見返せます。"),
        }
        .to_owned();
    }
    if let Some(at) = planned_interview(form) {
        let when = display_moment(&at, locale());
        return fill!("提出しました。次は {0} の面談です。", when);
    }
    let scope = form
        .edition
        .with_value(|it| form.sheet.with(|sheet| it.share_scope(sheet)));
    if scope.includes_supervisor() {
        t("提出しました。次は面談です。書いたことをもとに、所属長と話します。").to_owned()
    } else {
        t("提出しました。書いたことは、次の時期の振り返りに使えます。").to_owned()
    }
}

/// ISO time of the next interview of the year that is planned in a record on this device.
fn planned_interview(form: SheetForm) -> Option<String> {
    let interview = form.here.edition_with_role(FormRole::Interview)?;
    let item: ItemId = interview
        .item_with_role(ItemRole::InterviewTime)
        .map(|it| it.id.clone())?;
    let (own, today) = (form.id(), clock::now().day());
    form.here.journal.with(|journal| {
        let journal: &Journal = journal.as_ref()?;
        let times = journal.sheets().into_iter().filter_map(|it| {
            let is_it = it.person == own.person
                && it.instrument == interview.instrument
                && it.cycle.year == own.cycle.year;
            let sheet = is_it.then(|| journal.sheet(&it))?;
            let at = sheet.value(&item).and_then(Value::as_str)?;
            (at >= today.as_str()).then(|| at.to_owned())
        });
        times.min()
    })
}
