//! One event: opening, closing, and everything that belongs to it.

use super::counts::CountsCard;
use super::tablets::Tablets;
use super::{days, error_lines, event_url, state_label};
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use api::fair::{EventDetails, EventHistory};
use domain::fair::{Event, EventState};
use domain::ids::EventId;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn EventPage(event: EventId) -> impl IntoView {
    view! {
        <div class="page wide">
            <Loading asking=Box::new(move || ask(
                api::fair::event_details(event.clone()),
                |it| view! { <OwnEvent details=it /> }.into_any(),
            )) />
        </div>
    }
}

#[component]
fn OwnEvent(details: EventDetails) -> impl IntoView {
    let EventDetails { event, history } = details;
    let end = deletion_notice(&history);
    // 0: another instance keeps the answers, and this one has counts only.
    let is_own = history.keep_days > 0;
    let noted = RwSignal::new(history.note);
    let id = event.id.clone();
    let links = ["poster", "board"].map(|it| event_url(&id, it));
    let [poster, board] = links;
    let tablets_of = id.clone();
    let (title, when, place) = (event.name.clone(), days(&event), event.place.clone());
    let tablets_only = event.tablets_only;
    let event = RwSignal::new(event);
    // Closing releases the last answers to the counts, which are therefore loaded again.
    let state = Memo::new(move |_| event.with(|it| it.state));
    let figures = move || {
        state.track();
        view! { <CountsCard event=id.clone() /> }
    };
    view! {
        <p class="eyebrow">{when}" "{place}</p>
        <h1>{title}</h1>
        <p class="page-actions">
            <span class="tag">{move || event.with(state_label)}</span>
            <a class="button" href=poster>
                {t("来場者用のポスター")}
            </a>
            <a class="button" href=board>
                {t("大きな画面に映す")}
            </a>
        </p>
        {is_own
            .then(|| {
                view! {
                    <OpenAndClose event noted />
                    <Tablets event=tablets_of pinned=Signal::derive(move || event.with(|it| it.build.clone())) />
                }
            })}
        {figures}
        {tablets_only
            .then(|| {
                view! { <p class="hint">{t("来場者のスマートフォンからは受け取りません。")}</p> }
            })}
        <p class="hint">{end}</p>
    }
}

/// When answers are deleted, or when they were and how many never became part of the counts.
fn deletion_notice(history: &EventHistory) -> Option<String> {
    let deleted = history.deleted_at.map(|at| {
        let deleted = fill!(
            "{0} に、{1} 件の回答を件数に変えて消しました。",
            at.display(locale()),
            history.deleted
        );
        let late = fill!(
            "ほかと合わせて5件に満たなかった {0} 件は、件数に入っていません。",
            history.uncounted
        );
        let late = if history.uncounted > 0 {
            late
        } else {
            String::new()
        };
        format!("{deleted} {late}")
    });
    let will = || {
        fill!(
            "回答は、最終日から {0} 日たつと件数に変わり、消えます。",
            history.keep_days
        )
    };
    deleted.or_else(|| (history.keep_days > 0).then(will))
}

/// Opens and closes the event. If answers are missing, closing needs a note.
#[component]
fn OpenAndClose(event: RwSignal<Event>, noted: RwSignal<String>) -> impl IntoView {
    let (said, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let note = RwSignal::new(String::new());
    let after = move |answer: Result<EventDetails, api::ApiError>| {
        is_busy.try_set(false);
        match answer {
            Ok(fresh) => {
                said.try_set(String::new());
                noted.try_set(fresh.history.note);
                event.try_set(fresh.event);
            }
            Err(error) => drop(said.try_set(error_lines(&error))),
        }
    };
    let id = move || event.with_untracked(|it| it.id.clone());
    let open = move |_| {
        is_busy.set(true);
        spawn_local(async move { after(api::fair::open_event(id()).await) });
    };
    let close = move |_| {
        is_busy.set(true);
        spawn_local(async move { after(api::fair::close_event(id(), note.get_untracked()).await) });
    };
    let is_open = move || event.with(|it| it.state == EventState::Open && !it.build.is_empty());
    view! {
        <section class="card stack">
            <h2>{t("開場と閉場")}</h2>
            <p>
                {t(
                    "開場すると、すべてのタブレットの版を固定します。閉場は、受けた回答がすべて届いているかを確かめてからになります。",
                )}
            </p>
            <p class="status-message failed" role="alert">
                {move || said.get()}
            </p>
            <div hidden=move || noted.with(String::is_empty)>
                <h3>{t("失われた回答の記録")}</h3>
                <blockquote>{move || noted.get()}</blockquote>
            </div>
            <label class="field" hidden=move || said.with(String::is_empty) || !is_open()>
                <span>{t("失われた回答があれば、その記録（10文字以上）")}</span>
                <textarea
                    class="text"
                    rows="2"
                    prop:value=move || note.get()
                    on:input=move |event| note.set(event_target_value(&event))
                ></textarea>
            </label>
            <p class="page-actions">
                <button
                    type="button"
                    class="button primary"
                    hidden=is_open
                    disabled=move || is_busy.get()
                    on:click=open
                >
                    {t("開場する")}
                </button>
                <button
                    type="button"
                    class="button primary"
                    hidden=move || !is_open()
                    disabled=move || is_busy.get()
                    on:click=close
                >
                    {t("閉場する")}
                </button>
            </p>
        </section>
    }
}
