//! Printable poster with the QR code that opens the quiz on a visitor's phone.

use super::counts::{DisplayNames, with_event};
use super::days;
use super::tablets::qr_svg;
use crate::i18n::{fill, t};
use browser::page;
use domain::fair::{Event, is_internal_origin};
use domain::ids::EventId;
use leptos::prelude::*;

#[component]
pub(super) fn Poster(event: EventId) -> impl IntoView {
    let sheet = with_event(event, |(event, names)| {
        view! { <PosterSheet event names /> }.into_any()
    });
    view! { <div class="page">{sheet}</div> }
}

/// A warning where the address in use, which is the one that is printed, is one of the ward's own network.
#[component]
pub(super) fn InternalAddress() -> impl IntoView {
    let origin = page::origin();
    is_internal_origin(&origin).then(|| {
        view! {
            <p class="notice notice-trouble no-print" role="note">
                {fill!(
                    "いま開いているアドレス {0} は、庁内からしか届かないもののようです。来場者が使うアドレスでこのページを開いてから、印刷や登録をしてください。", origin
                )}
            </p>
        }
    })
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
            <p class="poster-days">{days(&event)}</p>
        </article>
    }
}
