//! What the public uses at a fair: the quiz on their own phone, the result page, and the kiosk.
//!
//! Of a visitor nothing is stored except what they submit (a kiosk encrypts it at once). The rest is in signals
//! and ends with the visit.

mod after_result;
mod buttons;
mod fetch;
mod joining;
mod kiosk;
mod lazy;
mod lazy_kiosk;
mod lazy_recruiting;
mod lazy_shared;
mod links;
mod prefs_bar;
mod question;
mod quiz;
mod reading_prefs;
mod recruiting;
mod result;
mod shared_result;
mod survey;
mod take_home;
mod texts;
mod thanks;
mod visit;

use api::Code;
use browser::page;
use browser::visitor as device;
use domain::fair::Event;
use domain::quiz::Quiz;
use leptos::prelude::*;
use leptos::task::spawn_local;
use prefs_bar::PrefsBar;
use reading_prefs::{ReadingPrefs, localized};
use send_wrapper::SendWrapper;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use texts::{FairText, FairTexts};

/// Submits a visit: the exact text that was shown to the visitor. The error is the sentence to show.
type SubmitVisit = SendWrapper<Rc<dyn Fn(String) -> SubmitFuture>>;
type SubmitFuture = Pin<Box<dyn Future<Output = Result<(), FairText>>>>;

/// Parameters of the quiz, the same on a visitor's phone and on a kiosk.
#[derive(Clone)]
struct QuizContext {
    quiz: StoredValue<Quiz>,
    /// `None` without an event code or if the event could not be loaded: the quiz works, and nothing is submitted.
    event: StoredValue<Option<Event>>,
    submit: SubmitVisit,
    /// `Some` on a kiosk only: renders the QR code of a result's fragment. `None` means the visitor's own phone.
    take_home: Option<fn(String) -> AnyView>,
    /// Ends the visit on a kiosk; does nothing on a phone.
    end: Callback<()>,
    /// Seconds after which the thanks of a kiosk end the visit: the next person must not see it. `None` on a phone, and
    /// where staff have switched the timeouts off.
    thanks_seconds: Option<u32>,
}

/// Root component of the fair build; the URL path selects the page.
#[component]
pub(crate) fn Fair() -> impl IntoView {
    let comfort = ReadingPrefs::new();
    provide_context(comfort);
    let path = browser::page::path();
    match path.trim_end_matches('/') {
        "/fair/booth" => lazy_kiosk::kiosk(),
        "/fair/work" => lazy_recruiting::recruiting(false),
        "/fair/joining" => lazy_recruiting::recruiting(true),
        "/fair/r" => {
            device::on_fragment(browser::page::reload);
            view! {
                <PrefsBar />
                <QuizLoader which=edition_of_fragment(&page::fragment()) is_kept=true />
            }
            .into_any()
        }
        _ => view! {
            <PrefsBar />
            <QuizLoader which="newest".to_owned() is_kept=false />
        }
        .into_any(),
    }
}

/// Quiz edition in a result's fragment (`<edition>.…`), or `newest` if there is none.
fn edition_of_fragment(fragment: &str) -> String {
    let version = fragment.split('.').next().unwrap_or_default();
    version
        .parse::<u32>()
        .map_or_else(|_| "newest".to_owned(), |it| it.to_string())
}

/// Outer `None`: loading. Inner `None`: the quiz could not be loaded.
type LoadState = Option<Option<(Quiz, QuizEvent)>>;

/// The event at which the quiz is taken.
#[derive(Clone)]
enum QuizEvent {
    /// The URL names none, or the server cannot be asked.
    None,
    Found(Event),
    /// There is none of the code in the URL.
    Unknown,
}

/// Fetches the event of the `e` query parameter, then the quiz; `which` is the edition if there is no event.
#[component]
fn QuizLoader(which: String, is_kept: bool) -> impl IntoView {
    let came: RwSignal<LoadState> = RwSignal::new(None);
    let load = move || {
        let which = which.clone();
        came.set(None);
        spawn_local(async move {
            let event = match device::query_param("e").filter(|_| !is_kept) {
                None => QuizEvent::None,
                Some(code) => match fetch::fetch_event(&code).await {
                    Ok(event) => QuizEvent::Found(event),
                    Err(Code::NotFound) => QuizEvent::Unknown,
                    Err(_) => QuizEvent::None,
                },
            };
            // An event is pinned to one edition of the quiz.
            let which = match &event {
                QuizEvent::Found(event) => event.quiz.0.clone(),
                _ => which,
            };
            let quiz = fetch::fetch_quiz(&which).await;
            came.set(Some(quiz.map(|it| (it, event))));
        });
    };
    load();
    move || match came.get() {
        None => view! {
            <main id="main">
                <p class="loading-text" role="status">
                    {localized(FairTexts::LOADING)}
                </p>
            </main>
        }
        .into_any(),
        Some(None) => {
            let again = load.clone();
            let words = (FairTexts::QUIZ_NOT_LOADED, FairTexts::TRY_AGAIN);
            stopped(words, move || again())
        }
        Some(Some((quiz, _))) if is_kept => lazy_shared::shared_result(quiz),
        Some(Some((quiz, QuizEvent::Unknown))) => {
            let words = (FairTexts::EVENT_UNKNOWN, FairTexts::GO_ON);
            stopped(words, move || {
                came.set(Some(Some((quiz.clone(), QuizEvent::None))));
            })
        }
        Some(Some((quiz, event))) => {
            let event = match event {
                QuizEvent::Found(event) => Some(event),
                _ => None,
            };
            begin(quiz, event)
        }
    }
}

/// A sentence in the quiz's place, with a button that goes on.
fn stopped((words, button): (FairText, FairText), go_on: impl Fn() + 'static) -> AnyView {
    view! {
        <main id="main" class="centered">
            <h1>{localized(words)}</h1>
            <button class="primary-button" on:click=move |_| go_on()>
                {localized(button)}
            </button>
        </main>
    }
    .into_any()
}

/// The quiz on a visitor's own phone.
fn begin(quiz: Quiz, event: Option<Event>) -> AnyView {
    let leave = |text: String| -> SubmitFuture {
        Box::pin(async move {
            let sent = fetch::send_visit(&text).await;
            sent.map_err(|why| match why {
                Code::Forbidden => FairTexts::EVENT_CLOSED,
                _ => FairTexts::NOT_SENT,
            })
        })
    };
    let show = QuizContext {
        quiz: StoredValue::new(quiz),
        event: StoredValue::new(event),
        submit: SendWrapper::new(Rc::new(leave)),
        take_home: None,
        thanks_seconds: None,
        end: Callback::new(|()| ()),
    };
    view! { <quiz::QuizVisit show /> }.into_any()
}

/// The wasm entry, called by `public/fair.js` once the module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn open() {
    browser::page::report_panics();
    leptos::mount::mount_to_body(Fair);
    browser::page::remove_skeleton();
}
