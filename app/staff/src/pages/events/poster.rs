//! Printable poster with the QR code that opens the quiz on a visitor's phone.

use super::counts::with_event;
use super::days;
use super::display_names::DisplayNames;
use super::internal_address::InternalAddress;
use super::tablets::qr_svg;
use crate::i18n::t;
use browser::page;
use domain::fair::Event;
use domain::ids::EventId;
use leptos::prelude::*;

#[component]
pub(super) fn Poster(event: EventId) -> impl IntoView {
    let sheet = with_event(event, |(event, names)| {
        view! { <PosterSheet event names /> }.into_any()
    });
    view! { <div class="page">{sheet}</div> }
}

#[component]
fn PosterSheet(event: Event, names: DisplayNames) -> impl IntoView {
    let url = format!("{}/fair/?e={}", page::origin(), event.id);
    let shown = url.clone();
    view! {
        <InternalAddress />
        <p class="page-actions no-print">
            <button type="button" class="button primary" on:click=|_| page::print()>
                {t("印刷する")}
            </button>
        </p>
        <article class="poster">
            <p class="poster-place">{event.name.clone()}</p>
            <h1>{names.of("quiz")}</h1>
            <p class="poster-lead">{t("スマートフォンで、2分ほど。名前は聞きません。")}</p>
            <p lang="en">"Discover your strengths · about two minutes · we do not ask your name"</p>
            {qr_svg(&url, t("クイズを開くQRコード"))}
            <p class="poster-url">{shown}</p>
            <p>{t("結果は採用の選考に使いません。")}</p>
            <p class="poster-days">{days(&event)}" "{event.place.clone()}</p>
        </article>
    }
}
