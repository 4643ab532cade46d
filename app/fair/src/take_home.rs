//! Taking a result home: the QR code on a kiosk, the page that a phone opens from it, the image saved on the phone.

use super::buttons::{main_button, quiet};
use super::lazy;
use super::reading_prefs::{Comfort, named, say};
use super::result::Told;
use super::texts::Words;
use browser::visitor as device;
use domain::quiz::Quiz;
use domain::result_card;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// QR code of a result. The whole result is in the URL's fragment, which browsers send to no server.
#[component]
pub(super) fn Code(fragment: String) -> impl IntoView {
    let url = format!("{}/fair/r#{fragment}", browser::page::origin());
    view! {
        <section class="paper-card home">
            <h2>{say(Words::TAKE_HOME)}</h2>
            <Drawn text=url name=Words::CODE/>
            <p>{say(Words::SCAN)}</p>
        </section>
    }
}

/// QR code as an SVG; nothing if the text does not fit into one.
#[component]
pub(super) fn Drawn(text: String, name: super::texts::Word) -> impl IntoView {
    domain::qr::code(&text).map(|code| {
        let size = code.size;
        // Black on white in dark mode too: not every camera reads an inverted code.
        view! {
            <svg class="code" role="img" aria-label=named(name) viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
                <rect width=size height=size fill="#fff"/>
                <path d=code.path fill="#000"/>
            </svg>
        }
    })
}

/// Links to the ward's pages, if the quiz names any.
pub(super) fn links(quiz: StoredValue<Quiz>) -> AnyView {
    let links = quiz.with_value(|it| it.links.clone());
    if links.is_empty() {
        return ().into_any();
    }
    let links = links.into_iter();
    let links = links.map(|it| {
        view! { <li><a href=it.url target="_blank" rel="noreferrer">{say(it.words)}<span aria-hidden="true">" ↗"</span></a></li> }.into_any()
    });
    let links: Vec<AnyView> = links.collect();
    view! { <section class="paper-card"><h2>{say(Words::LINKS)}</h2><ul>{links}</ul></section> }
        .into_any()
}

/// Saves the result as an image, or passes it to the phone's share sheet.
#[component]
pub(super) fn Picture(quiz: StoredValue<Quiz>, result: Strengths) -> impl IntoView {
    let comfort = Comfort::here();
    let said: RwSignal<Option<super::texts::Word>> = RwSignal::new(None);
    let result = StoredValue::new(result);
    let draw = move || {
        let tongue = comfort.tongue.get_untracked();
        quiz.with_value(|quiz| result.with_value(|it| result_card::card(quiz, it, tongue)))
    };
    let save = move |is_shared: bool| {
        let card = draw();
        spawn_local(async move {
            let done =
                device::keep_picture(&card, result_card::CARD, "michishirube.png", is_shared).await;
            said.set(match done {
                device::Picture::Saved => Some(Words::SAVED),
                device::Picture::Shared => Some(Words::SHARED),
                device::Picture::Kept => None,
                device::Picture::Failed => Some(Words::NOT_SAVED),
            });
        });
    };
    view! {
        <section class="paper-card home">
            <h2>{say(Words::TAKE_HOME)}</h2>
            <div class="buttons">
                {main_button(Words::SAVE, move || save(false))}
                {device::can_share().then(|| quiet(Words::SHARE, move || save(true)))}
            </div>
            <p role="status">{move || said.get().map(say)}</p>
        </section>
    }
}

/// The page that a phone opens from the QR code: the result is decoded from the fragment alone.
#[component]
pub(super) fn Kept(quiz: Quiz) -> impl IntoView {
    let result = Strengths::read(&device::fragment(), &quiz);
    let result = result.filter(|it| !it.types(&quiz).is_empty());
    let quiz = StoredValue::new(quiz);
    view! {
        <main id="main" tabindex="-1" class="result">
            {match result {
                Some(result) => view! {
                    <Told quiz result=result.clone()/>
                    {lazy::picture(quiz, result)}
                    <p class="small">{say(Words::KEPT_HOW)}</p>
                }
                .into_any(),
                None => view! { <h1>{say(Words::NOT_KEPT)}</h1> }.into_any(),
            }}
            {links(quiz)}
            <p class="never">{say(Words::NEVER)}</p>
            <nav class="turns"><a class="quiet" href="/fair/">{say(Words::TRY)}</a></nav>
        </main>
    }
}
