//! The idle prompt (「つづけますか」), and the lock screen after a wipe audit that found something.

use super::controller::Kiosk;
use crate::reading_prefs::{localized, localized_name};
use crate::texts::FairTexts;
use browser::kiosk;
use domain::kiosk::Presence;
use leptos::prelude::*;

/// Alert dialog with a countdown in seconds; when it runs out, the idle watch wipes the visit.
#[component]
pub(super) fn IdlePrompt(machine: Kiosk) -> impl IntoView {
    let left = move || match machine.presence.get() {
        Presence::Prompting(seconds) => seconds.to_string(),
        _ => String::new(),
    };
    // Quietly: a change of focus would count as activity and restart the countdown.
    Effect::new(|| kiosk::focus_without_activity("stay"));
    view! {
        <div class="idle-prompt" role="alertdialog" aria-modal="true" aria-label=localized_name(FairTexts::STILL_THERE)>
            <div class="paper-card">
                <h2>{localized(FairTexts::STILL_THERE)}</h2>
                <p class="countdown" aria-hidden="true">
                    {left}
                </p>
                <p>{localized(FairTexts::WIPE_WARNING)}</p>
                <div class="buttons">
                    <button
                        class="primary-button"
                        id="stay"
                        on:click=move |_| {
                            machine.restart_idle_timer();
                            kiosk::focus_without_activity("main");
                        }
                    >
                        {localized(FairTexts::CONTINUE)}
                    </button>
                    <button class="secondary-button" on:click=move |_| machine.end_visit()>
                        {localized(FairTexts::END)}
                    </button>
                </div>
            </div>
        </div>
    }
}

/// Shown while traces of a visitor may be left. Only staff can go on, with the PIN.
#[component]
pub(super) fn LockScreen(machine: Kiosk) -> impl IntoView {
    view! {
        <main id="main" tabindex="-1" class="centered locked">
            <h1>"係員をお呼びください"<small lang="en">"Please call our staff"</small></h1>
            <p role="alert">
                "前の方の記録が残っていないことを確かめられなかったので、止まっています。"
            </p>
            <p class="small">{move || machine.residue.get().join("、")}</p>
            <p class="small">"係員: 右上の角を5回タップし、暗証番号を入れてください。"</p>
        </main>
    }
}
