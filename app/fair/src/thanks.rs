//! Thanks after a visit was sent. On a kiosk they go by themselves, so that the next person does not see them.

use super::QuizContext;
use super::buttons::{self, primary_button};
use super::reading_prefs::{ReadingPrefs, localized};
use super::texts::FairTexts;
use browser::page;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn Thanks(show: QuizContext, back: Callback<()>) -> impl IntoView {
    ReadingPrefs::from_context()
        .set_spoken_texts(vec![FairTexts::THANKS.into(), FairTexts::DISCLAIMER.into()]);
    let (is_booth, end) = (show.take_home.is_some(), show.end);
    let countdown = show.thanks_seconds.map(|seconds| back_soon(seconds, end));
    view! {
        <main id="main" tabindex="-1" class="centered">
            <div class="flower small" inner_html=domain::result_card::flower_svg(&[5; 7])></div>
            <h1>{localized(FairTexts::THANKS)}</h1>
            <p class="lead">{localized(FairTexts::THANKS_NOTE)}</p>
            <p class="disclaimer">{localized(FairTexts::DISCLAIMER)}</p>
            {countdown}
            <nav class="page-nav">
                {buttons::back_button(FairTexts::TO_RESULT, move || back.run(()))}
                {is_booth.then(|| primary_button(FairTexts::END, move || end.run(())))}
            </nav>
        </main>
    }
}

/// Counts down, in sight, and ends the visit. Leaving the screen stops it.
fn back_soon(seconds: u32, end: Callback<()>) -> AnyView {
    let left = RwSignal::new(seconds);
    spawn_local(async move {
        for n in (0..seconds).rev() {
            page::pause(1_000).await;
            if left.try_set(n).is_some() {
                return;
            }
        }
        end.run(());
    });
    view! {
        <p class="back-soon">
            <span aria-hidden="true">{left}</span>
            {localized(FairTexts::BACK_SOON)}
        </p>
    }
    .into_any()
}
