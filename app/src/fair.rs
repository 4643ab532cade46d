//! What strangers use at a fair: the quiz on their own phone, the result they take home, and the booth tablet.
//!
//! Nothing a visitor does is written anywhere but what they send, on a tablet sealed: the rest lives in signals, and goes
//! with them.

mod answer;
mod booth;
mod comfort;
mod keepsake;
mod later;
mod press;
mod quiz;
mod result;
mod survey;
mod words;

use crate::api::Code;
use crate::device::visitor as device;
use crate::model::fair::Event;
use crate::model::quiz::Quiz;
use comfort::{Bar, Comfort, say};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use words::{Word, Words};

/// How a visit leaves the page: the very bytes the visitor has seen; or what to say if they did not get away.
type Leave = SendWrapper<Rc<dyn Fn(String) -> Leaving>>;
type Leaving = Pin<Box<dyn Future<Output = Result<(), Word>>>>;

/// What the quiz is shown with.
#[derive(Clone)]
struct Show {
    quiz: StoredValue<Quiz>,
    /// None where nobody counts: the quiz still works, and nothing leaves.
    event: StoredValue<Option<Event>>,
    leave: Leave,
    /// On a booth tablet, where others follow on the same screen: how a result is taken home, from its fragment.
    take_home: Option<fn(String) -> AnyView>,
    /// Ends the visit on a booth tablet.
    end: Callback<()>,
}

/// The whole of the fair's build.
#[component]
pub(crate) fn Fair() -> impl IntoView {
    let comfort = Comfort::new();
    provide_context(comfort);
    let path = crate::device::page::path();
    match path.trim_end_matches('/') {
        "/fair/booth" => later::tablet(),
        "/fair/r" => {
            device::on_fragment(crate::device::page::reload);
            view! { <Bar/><Loaded which=version_of(&device::fragment()) is_kept=true/> }.into_any()
        }
        _ => view! { <Bar/><Loaded which="newest".to_owned() is_kept=false/> }.into_any(),
    }
}

/// The version of the quiz that a result was made with.
fn version_of(fragment: &str) -> String {
    let version = fragment.split('.').next().unwrap_or_default();
    version
        .parse::<u32>()
        .map_or_else(|_| "newest".to_owned(), |it| it.to_string())
}

/// What came, once it came.
type Came = Option<Option<(Quiz, Option<Event>)>>;

/// Brings the quiz, and the event that the address names.
#[component]
fn Loaded(which: String, is_kept: bool) -> impl IntoView {
    let came: RwSignal<Came> = RwSignal::new(None);
    let load = move || {
        let which = which.clone();
        came.set(None);
        spawn_local(async move {
            let event = match device::asked("e").filter(|_| !is_kept) {
                Some(code) => device::bring_event(&code).await,
                None => None,
            };
            let which = event.as_ref().map_or(which, |it| it.quiz.clone());
            let quiz = device::bring_quiz(&which).await;
            came.set(Some(quiz.map(|it| (it, event))));
        });
    };
    load();
    move || match came.get() {
        None => {
            view! { <main id="main"><p class="word" role="status">{say(Words::OPENING)}</p></main> }
                .into_any()
        }
        Some(None) => {
            let again = load.clone();
            view! {
                <main id="main" class="middle">
                    <h1>{say(Words::NO_QUIZ)}</h1>
                    <button class="main-button" on:click=move |_| again()>{say(Words::AGAIN)}</button>
                </main>
            }
            .into_any()
        }
        Some(Some((quiz, _))) if is_kept => view! { <keepsake::Kept quiz/> }.into_any(),
        Some(Some((quiz, event))) => {
            let leave = |text: String| -> Leaving {
                Box::pin(async move {
                    let sent = device::send_visit(&text).await;
                    sent.map_err(|why| match why {
                        Code::Forbidden => Words::OVER,
                        _ => Words::NOT_SENT,
                    })
                })
            };
            let show = Show {
                quiz: StoredValue::new(quiz),
                event: StoredValue::new(event),
                leave: SendWrapper::new(Rc::new(leave)),
                take_home: None,
                end: Callback::new(|()| ()),
            };
            view! { <quiz::Visit show/> }.into_any()
        }
    }
}
