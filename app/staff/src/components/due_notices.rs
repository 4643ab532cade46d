//! What 職員課 tells a person of their deadlines: reminders, and more time that was given or refused.

use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use domain::calendar::{Cycle, display_day};
use domain::ids::InstrumentId;
use domain::people_progress::{OwnExtension, SentReminder};
use domain::person::OpenCycle;
use domain::route::Route;
use leptos::prelude::*;

/// The form and cycle, if this person is still asked it.
fn cycle_of(here: AppState, instrument: &InstrumentId, cycle: Cycle) -> Option<OpenCycle> {
    here.me.with(|me| {
        let mut all = me.iter().flat_map(|it| &it.cycles);
        let own = all.find(|it| it.instrument == *instrument && it.cycle == cycle);
        own.cloned()
    })
}

/// Time and form, as in a sentence.
fn title(it: &OpenCycle) -> String {
    let form = pick_language(&it.title, &it.title_en);
    fill!("{0}の{1}", it.cycle_label(locale()), form)
}

/// Nothing once the sheet is closed: nobody could follow it.
pub(super) fn reminder_notice(here: AppState, it: &SentReminder) -> Option<AnyView> {
    let of = cycle_of(here, &it.instrument, it.cycle).filter(|it| it.open)?;
    let to = Route::Sheet(it.instrument.clone(), it.cycle).to_string();
    let until = of
        .due
        .as_ref()
        .map(|it| fill!("締切は{0}です。", display_day(it.as_str(), locale())));
    let told = fill!(
        "職員課からのお知らせ: {0}が、まだ提出されていません。",
        title(&of)
    );
    Some(
        view! {
            <div class="notice">
                <p>{told} {until} " " <a href=to>{t("シートを開く")}</a></p>
                <p class="hint">{fill!("{0} のお知らせ", it.reminded_at.display(locale()))}</p>
            </div>
        }
        .into_any(),
    )
}

pub(super) fn extension_notice(here: AppState, it: &OwnExtension) -> Option<AnyView> {
    let of = cycle_of(here, &it.instrument, it.cycle)?;
    let form = title(&of);
    let told = match &it.last_day {
        Some(_) if !of.open => return None,
        Some(day) => {
            let day = display_day(day.as_str(), locale());
            fill!("{0}の期限は、あなたについて{1}まで延びました。", form, day)
        }
        None if it.is_decided => fill!(
            "{0}の期限の延長は、認められませんでした。事情は職員課に話してください。",
            form
        ),
        None => fill!("{0}の期限の延長を願い出ています。", form),
    };
    Some(view! { <p class="notice">{told}</p> }.into_any())
}
