//! The kiosk: one visitor after another, with all traces removed in between.

mod attract;
mod controller;
mod enrol;
mod idle_prompt;
mod staff_menu;

use super::prefs_bar::PrefsBar;
use super::quiz::QuizVisit;
use super::reading_prefs::{ReadingPrefs, localized};
use super::take_home::ResultCode;
use super::texts::FairTexts;
use super::{QuizContext, SubmitFuture, SubmitVisit};
use browser::kiosk;
use controller::{Kiosk, Screen};
use domain::kiosk::Presence;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// Root component of the kiosk; `Machine::screen` selects the page.
#[component]
pub(super) fn KioskApp() -> impl IntoView {
    let machine = Kiosk::new(ReadingPrefs::from_context());
    machine.start();
    kiosk::block_navigation();
    let screen = machine.screen;
    let shown = move || {
        match screen.get() {
        Screen::Starting => view! {
            <main id="main">
                <p class="loading-text" role="status">
                    {localized(FairTexts::LOADING)}
                </p>
            </main>
        }.into_any(),
        Screen::Enrol => view! { <enrol::Enrol machine /> }.into_any(),
        Screen::NoQuiz => view! {
            <main id="main" class="centered">
                <h1>{localized(FairTexts::QUIZ_NOT_LOADED)}</h1>
                <button class="primary-button" on:click=move |_| machine.start()>
                    {localized(FairTexts::TRY_AGAIN)}
                </button>
            </main>
        }
        .into_any(),
        Screen::StateUnreadable => view! {
            <main id="main" class="centered">
                <h1>"このタブレットの記録を読めません"</h1>
                <p>
                    "記録には手を付けていません。ページを開き直しても同じなら、このブラウザーのデータを消さずに、管理者に知らせてください。"
                </p>
            </main>
        }
        .into_any(),
        Screen::Attract => view! { <attract::Attract machine /> }.into_any(),
        Screen::Language => view! { <attract::LanguageChoice machine /> }.into_any(),
        Screen::Visit => view! {
            <PrefsBar />
            <KioskVisit machine />
        }.into_any(),
        Screen::Wiping => view! { <main id="main" class="centered"></main> }.into_any(),
        Screen::Locked => view! { <idle_prompt::LockScreen machine /> }.into_any(),
        // Without https there are no locks either, so that no tab can know.
        Screen::OtherTab if !browser::page::is_secure() => view! {
            <main id="main" class="centered">
                <h1>"安全な接続（https）が要ります"</h1>
                <p role="alert">
                    "この接続（http）では、この端末をブースのタブレットにできません。"
                </p>
            </main>
        }
        .into_any(),
        Screen::OtherTab => view! {
            <main id="main" class="centered">
                <h1>"この端末の別のタブで、道しるべのブースが動いています。"</h1>
            </main>
        }.into_any(),
        Screen::Pin => view! { <staff_menu::PinPrompt machine /> }.into_any(),
        Screen::StaffMenu => view! { <staff_menu::StaffMenu machine /> }.into_any(),
    }
    };
    // A memo: the countdown changes `presence` every second, and the prompt must not be rebuilt with it.
    let asking = Memo::new(move |_| matches!(machine.presence.get(), Presence::Prompting(_)));
    view! {
        <div class="kiosk" inert=move || asking.get()>
            {shown}
        </div>
        {move || asking.get().then(|| view! { <idle_prompt::IdlePrompt machine /> })}
    }
}

/// The quiz for one visitor. A submission is encrypted to the server's key at once: the tablet cannot decrypt it.
#[component]
fn KioskVisit(machine: Kiosk) -> impl IntoView {
    let submit = move |text: String| -> SubmitFuture {
        Box::pin(async move {
            let taken = machine.store_visit(&text).await;
            taken.map_err(|_| FairTexts::NOT_SENT)
        })
    };
    let submit: SubmitVisit = SendWrapper::new(Rc::new(submit));
    let show = QuizContext {
        quiz: machine.quiz,
        event: StoredValue::new(machine.event()),
        submit,
        thanks_seconds: machine.thanks_seconds(),
        take_home: Some(|fragment| view! { <ResultCode fragment /> }.into_any()),
        end: Callback::new(move |()| machine.end_visit()),
    };
    view! { <QuizVisit show /> }
}
