//! Taking a result home: the QR code on a kiosk, the image saved on the phone.

use super::buttons::{primary_button, secondary_button};
use super::reading_prefs::{ReadingPrefs, localized, localized_name};
use super::texts::FairTexts;
use browser::{files, visitor as device};
use domain::quiz::Quiz;
use domain::result_card;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// QR code of a result. The whole result is in the URL's fragment, which browsers send to no server.
#[component]
pub(super) fn ResultCode(fragment: String) -> impl IntoView {
    let url = format!("{}/fair/r#{fragment}", browser::page::origin());
    view! {
        <section class="paper-card take-home">
            <h2>{localized(FairTexts::TAKE_HOME)}</h2>
            <QrSvg text=url name=FairTexts::RESULT_CODE />
            <p>{localized(FairTexts::SCAN)}</p>
        </section>
    }
}

/// QR code as an SVG; nothing if the text does not fit into one.
#[component]
pub(super) fn QrSvg(text: String, name: super::texts::FairText) -> impl IntoView {
    domain::qr::svg_path(&text).map(|code| {
        let size = code.size;
        // Black on white in dark mode too: not every camera reads an inverted code.
        view! {
            <svg
                class="code"
                role="img"
                aria-label=localized_name(name)
                viewBox=format!("0 0 {size} {size}")
                shape-rendering="crispEdges"
            >
                <rect width=size height=size fill="#fff" />
                <path d=code.path fill="#000" />
            </svg>
        }
    })
}

/// Saves the result as an image, or passes it to the phone's share sheet.
#[component]
pub(super) fn SaveImage(quiz: StoredValue<Quiz>, result: Strengths) -> impl IntoView {
    let comfort = ReadingPrefs::from_context();
    let said: RwSignal<Option<super::texts::FairText>> = RwSignal::new(None);
    let result = StoredValue::new(result);
    let picture: RwSignal<Option<String>> = RwSignal::new(None);
    let draw = move || {
        let tongue = comfort.language.get_untracked();
        quiz.with_value(|quiz| result.with_value(|it| result_card::card_svg(quiz, it, tongue)))
    };
    let save = move |is_shared: bool| {
        let card = draw();
        spawn_local(async move {
            let done =
                device::export_card(&card, result_card::CARD_SIZE, "michishirube.png", is_shared)
                    .await;
            said.set(match done {
                device::CardOutcome::Saved => Some(FairTexts::SAVED),
                device::CardOutcome::Shown(url) => {
                    picture.set(Some(url));
                    Some(FairTexts::PRESS_LONG)
                }
                device::CardOutcome::Shared => Some(FairTexts::SHARED),
                device::CardOutcome::Cancelled => None,
                device::CardOutcome::Failed => Some(FairTexts::NOT_SAVED),
            });
        });
    };
    view! {
        <section class="paper-card take-home">
            <h2>{localized(FairTexts::TAKE_HOME)}</h2>
            <div class="buttons">
                {primary_button(FairTexts::SAVE, move || save(false))}
                {files::can_share().then(|| secondary_button(FairTexts::SHARE, move || save(true)))}
            </div>
            <p role="status">{move || said.get().map(localized)}</p>
            {move || {
                picture
                    .get()
                    .map(|url| {
                        let alt = localized_name(FairTexts::RESULT_PICTURE);
                        let fragment = result.with_value(Strengths::to_fragment);
                        let outside = format!("/fair/r?openExternalBrowser=1#{fragment}");
                        // LINE opens such an address in the phone's own browser.
                        view! {
                            <img class="picture" src=url alt=alt />
                            <p>
                                <a href=outside>{localized(FairTexts::OPEN_OUTSIDE)}</a>
                            </p>
                        }
                    })
            }}
        </section>
    }
}
