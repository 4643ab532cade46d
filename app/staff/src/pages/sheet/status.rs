//! What the head of a sheet says about its state: resumed, returned, submitted, closed.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use crate::components::form::SheetForm;
use crate::components::loading::{LazyView, later};
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, t};
use api::ApiError;
use domain::calendar::display_day;
use domain::instrument::Workflow;
use domain::route::Route;
use domain::sheet::SheetState;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Lines below the title, once their chunk is loaded. `n_left` is the number of questions without an answer in a sheet
/// that was left half filled in.
pub(super) fn sheet_status(form: SheetForm, n_left: Option<usize>) -> AnyView {
    later(Box::new(move || Box::pin(status(form, n_left))))
}

/// By when the sheet is to be handed in, if a day is set, and how many questions it has; once its chunk is loaded.
pub(super) fn due_and_length(form: SheetForm) -> AnyView {
    later(Box::new(move || Box::pin(length(form))))
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn length(form: SheetForm) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        let due = form.here.me.with_untracked(|me| {
            let mut cycles = me.iter().flat_map(|it| &it.cycles);
            let own = form.with_id(|id| {
                cycles.find(|it| it.instrument == id.instrument && it.cycle == id.cycle)
            });
            let due = own.and_then(|it| it.due.clone());
            due.map(|it| display_day(it.as_str(), locale()))
        });
        let n = form.asked.with_untracked(Vec::len);
        view! { <p>{fill!("質問は{0}問です。", n)} {due.map(|it| fill!("締切は{0}です。", it))}</p> }
        .into_any()
    }))
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn status(form: SheetForm, n_left: Option<usize>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        let course = form.edition.with_value(|it| it.course);
        view! {
            <SheetStatusLine form />
            <ClosedCycle form />
            {(course == Workflow::Joint)
                .then(|| {
                    view! {
                        <p class="hint">
                            {t(
                                "所属長と二人で書く記録です。書いたことは、つながっているあいだ、すぐに相手にも見えます。",
                            )}
                        </p>
                    }
                })}
            {n_left.map(|n_left| view! { <ResumedLine form n_left /> })}
        }
        .into_any()
    }))
}

/// Says that the form does not begin with its first question, and leads there.
#[component]
fn ResumedLine(form: SheetForm, n_left: usize) -> impl IntoView {
    let is_restarted = RwSignal::new(false);
    let restart = move |_| {
        is_restarted.set(true);
        form.go(0);
    };
    view! {
        <p class="hint" role="status" hidden=move || is_restarted.get()>
            {fill!("前回の続きから始めます（あと{0}問）。", n_left)}
            <button type="button" class="link" on:click=restart>
                {t("はじめから見る")}
            </button>
        </p>
    }
}

/// Status of the sheet, unless it is a draft.
#[component]
fn SheetStatusLine(form: SheetForm) -> impl IntoView {
    let result = form.with_id(|it| Route::Result(it.instrument.clone(), it.cycle).to_string());
    view! {
        {show_if(
            move || form.sheet.with(|it| it.state != SheetState::Draft),
            move || {
                view! {
                    <p class="notice" class:done=move || !form.is_open()>
                        {move || form.state_sentence()}
                        <a class="button small" href=result.clone() hidden=move || form.is_open()>
                            {t("結果と取り下げ")}
                        </a>
                    </p>
                }
                    .into_any()
            },
        )}
    }
}

/// Says why nothing can be typed any more.
#[component]
fn ClosedCycle(form: SheetForm) -> impl IntoView {
    show_if(
        move || form.is_cycle_closed(),
        || {
            view! {
                <p class="notice" role="status">
                    {t(
                        "この時期の受付は閉じられました。書いたものは残っています。まだ書きたいときは、職員課に連絡してください。",
                    )}
                </p>
            }
                .into_any()
        },
    )
}
