//! The kiosk: one visitor after another, with all traces removed in between.

mod attract;
mod controller;
mod enrol;
mod idle_prompt;
mod staff_menu;

use super::quiz::Visit;
use super::reading_prefs::{Bar, Comfort, say};
use super::take_home::Code;
use super::texts::Words;
use super::{Leave, Leaving, Show};
use browser::kiosk;
use controller::{Machine, Screen};
use domain::kiosk::Presence;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// Root component of the kiosk; `Machine::screen` selects the page.
#[component]
pub(super) fn Booth() -> impl IntoView {
    let machine = Machine::new(Comfort::here());
    machine.wake();
    kiosk::hold_in();
    let screen = machine.screen;
    let shown = move || {
        match screen.get() {
        Screen::Waking => view! { <main id="main"><p class="word" role="status">{say(Words::OPENING)}</p></main> }.into_any(),
        Screen::Enrol => view! { <enrol::Enrol machine/> }.into_any(),
        Screen::NoQuiz => view! {
            <main id="main" class="middle">
                <h1>{say(Words::NO_QUIZ)}</h1>
                <button class="main-button" on:click=move |_| machine.wake()>{say(Words::AGAIN)}</button>
            </main>
        }
        .into_any(),
        Screen::Unreadable => view! {
            <main id="main" class="middle">
                <h1>"このタブレットの記録を読めません"</h1>
                <p>"記録には手を付けていません。ページを開き直しても同じなら、このブラウザーのデータを消さずに、管理者に知らせてください。"</p>
            </main>
        }
        .into_any(),
        Screen::Attract => view! { <attract::Attract machine/> }.into_any(),
        Screen::Language => view! { <attract::Language machine/> }.into_any(),
        Screen::Visit => view! { <Bar/><Stranger machine/> }.into_any(),
        Screen::Wiping => view! { <main id="main" class="middle"></main> }.into_any(),
        Screen::Locked => view! { <idle_prompt::Locked machine/> }.into_any(),
        Screen::Elsewhere => view! { <main id="main" class="middle"><h1>"この端末の別のタブで、道しるべのブースが動いています。"</h1></main> }.into_any(),
        Screen::Pin => view! { <staff_menu::Pin machine/> }.into_any(),
        Screen::Drawer => view! { <staff_menu::Drawer machine/> }.into_any(),
    }
    };
    // A memo: the countdown changes `presence` every second, and the prompt must not be rebuilt with it.
    let asking = Memo::new(move |_| matches!(machine.presence.get(), Presence::Asking(_)));
    view! {
        <div class="booth" inert=move || asking.get()>{shown}</div>
        {move || asking.get().then(|| view! { <idle_prompt::Asking machine/> })}
    }
}

/// The quiz for one visitor. A submission is encrypted to the server's key at once: the tablet cannot decrypt it.
#[component]
fn Stranger(machine: Machine) -> impl IntoView {
    let leave = move |text: String| -> Leaving {
        Box::pin(async move {
            let taken = machine.take(&text).await;
            taken.then_some(()).ok_or(Words::NOT_SENT)
        })
    };
    let leave: Leave = SendWrapper::new(Rc::new(leave));
    let show = Show {
        quiz: machine.quiz,
        event: StoredValue::new(machine.event()),
        leave,
        take_home: Some(|fragment| view! { <Code fragment/> }.into_any()),
        end: Callback::new(move |()| machine.end()),
    };
    view! { <Visit show/> }
}
