//! Tablets of an event: enrolled with a one-time code, counted, revoked; and import of a tablet's encrypted file.

use super::day::EventDay;
use super::error_lines;
use super::internal_address::InternalAddress;
use crate::i18n::{fill, locale, t};
use api::fair::OneTimeCode;
use browser::page;
use domain::ids::{EventId, TabletId};
use domain::kiosk::{KioskPush, Tablet};
use domain::qr;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the input for the encrypted file.
const FILE_INPUT: &str = "sealed-file";

/// `41 件中 41 件`: answers taken by the tablet and arrived here, and the numbers of missing batches.
pub(super) fn arrival_text(it: &Tablet) -> String {
    if it.missing.is_empty() {
        return fill!("{0} 件中 {1} 件", it.took, it.arrived);
    }
    let numbers: Vec<String> = it.missing.iter().take(10).map(u32::to_string).collect();
    fill!(
        "{0} 件中 {1} 件（届いていない便: {2}）",
        it.took,
        it.arrived,
        numbers.join(", ")
    )
}

/// Whether something is missing: an announced batch, or an answer of a tablet that is closed or revoked. An open
/// tablet holds its last answers back until they make a batch.
pub(super) fn has_gap(it: &Tablet) -> bool {
    !it.missing.is_empty() || (it.done || it.revoked) && it.arrived < it.took
}

/// The tablets with what arrived from each, and the time of that.
#[component]
pub(super) fn TabletTable(day: EventDay) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let all = day.tablets;
    let pinned = Signal::derive(move || day.event.with(|it| it.build.clone()));
    let on_revoke = Callback::new(move |tablet| {
        spawn_local(async move {
            match api::fair::revoke_tablet(day.id(), tablet).await {
                Ok(fresh) => day.show_tablets(fresh),
                Err(error) => drop(said.try_set(error_lines(&error))),
            }
        });
    });
    let rows = move || {
        let row = |tablet: Tablet| view! { <TabletRow tablet pinned on_revoke /> };
        all.get().into_iter().map(row).collect_view()
    };
    view! {
        <p class="hint" hidden=move || !all.with(Vec::is_empty)>
            {t("まだ登録されたタブレットがありません。")}
        </p>
        <div
            class="table-frame"
            tabindex="0"
            role="region"
            aria-label=t("タブレット")
            hidden=move || all.with(Vec::is_empty)
        >
            <table class="numbers">
                <thead>
                    <tr>
                        <th scope="col">{t("名前")}</th>
                        <th scope="col">{t("届いた回答")}</th>
                        <th scope="col">{t("最後の送信")}</th>
                        <th scope="col">{t("版")}</th>
                        <th scope="col">
                            <span class="visually-hidden">{t("操作")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint">
            {move || fill!("{0} の様子", day.seen_at.get().display_time())}
            <button type="button" class="link" on:click=move |_| day.renew()>
                {t("いまの様子にする")}
            </button>
        </p>
        <p class="status-message" role="status">
            {move || said.get()}
        </p>
    }
}

#[component]
fn TabletRow(
    tablet: Tablet,
    pinned: Signal<String>,
    on_revoke: Callback<TabletId>,
) -> impl IntoView {
    let id = tablet.id.clone();
    let name = tablet.name.clone();
    let heard = tablet
        .heard_at
        .map_or_else(|| t("まだありません").to_owned(), |it| it.display(locale()));
    let build = (!tablet.revoked).then(|| tablet.build.clone());
    let is_odd = move || {
        let own = pinned.get();
        let is_known = !own.is_empty() && own != "-";
        is_known && build.as_ref().is_some_and(|it| *it != own)
    };
    let is_missing = has_gap(&tablet);
    let last = if tablet.revoked {
        view! { <span class="tag">{t("登録終了")}</span> }.into_any()
    } else {
        view! {
            <button type="button" class="button small" on:click=move |_| on_revoke.run(id.clone())>
                {t("登録を終える")}
                <span class="visually-hidden">{fill!("（{0}）", name)}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{tablet.name.clone()}</th>
            <td class:gap=is_missing>
                {arrival_text(&tablet)} {tablet.done.then(|| view! { <small>{t("閉場済み")}</small> })}
            </td>
            <td>{heard}</td>
            <td>
                {tablet.build.clone()}
                {move || is_odd().then(|| view! { <span class="tag warn">{t("版が違います")}</span> })}
            </td>
            <td>{last}</td>
        </tr>
    }
}

/// Reads a file that a tablet without network wrote.
#[component]
pub(super) fn FileImport(day: EventDay) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            said.try_set(match import_file(said).await {
                Ok(n) => fill!("{0} 個の便を読み込みました。", n),
                Err(why) => why,
            });
            day.renew();
        });
    };
    view! {
        <form class="stack" on:submit=send>
            <label class="field">
                <span>{t("タブレットの封をしたファイル")}</span>
                <input id=FILE_INPUT type="file" accept=".json" />
            </label>
            <p class="page-actions">
                <button class="button">{t("読み込む")}</button>
            </p>
            <p class="status-message" role="status">
                {move || said.get()}
            </p>
        </form>
    }
}

/// Uploads an encrypted file push by push and reports the progress; returns how many batches the server has of it.
/// Pushes before an error stay. The import is idempotent: the same file can be uploaded again.
async fn import_file(said: RwSignal<String>) -> Result<usize, String> {
    let unreadable = || t("ファイルを読めませんでした。").to_owned();
    let bytes = page::read_chosen_file(FILE_INPUT)
        .await
        .ok_or_else(unreadable)?;
    let all: Vec<KioskPush> =
        serde_json::from_str(str::from_utf8(&bytes).map_err(|_| unreadable())?)
            .map_err(|_| unreadable())?;
    let (mut kept, parts) = (0, all.len());
    for (at, push) in all.into_iter().enumerate() {
        said.try_set(fill!("読み込んでいます（{0} / {1}）", at + 1, parts));
        let answer = api::fair::import_kiosk_file(push)
            .await
            .map_err(|it| error_lines(&it))?;
        kept += answer.kept.len();
    }
    Ok(kept)
}

/// One-time enrolment code, as text and as a QR code for a tablet's camera.
#[component]
pub(super) fn EnrolCode(event: EventId) -> impl IntoView {
    let made = RwSignal::new(None::<OneTimeCode>);
    let said = RwSignal::new(String::new());
    let make = move |_| {
        let event = event.clone();
        spawn_local(async move {
            match api::fair::create_enrolment_code(event).await {
                Ok(code) => drop(made.try_set(Some(code))),
                Err(error) => drop(said.try_set(error_lines(&error))),
            }
        });
    };
    let shown = move |code: OneTimeCode| {
        let groups: Vec<String> = code
            .code
            .as_str()
            .as_bytes()
            .chunks(4)
            .map(|it| String::from_utf8_lossy(it).into_owned())
            .collect();
        let url = format!("{}/fair/booth#{}", page::origin(), code.code);
        view! {
            <div class="enrol-code">
                {qr_svg(&url, t("登録用のQRコード"))} <div>
                    <InternalAddress />
                    <p>
                        {fill!(
                            "タブレットのカメラで読むか、{0} を開いて、このコードを入れてください。", format!("{}/fair/booth", page::origin())
                        )}
                    </p>
                    <p class="one-time" translate="no">
                        {groups.join("-")}
                    </p>
                    <p class="hint">{fill!("{0} まで、1台だけに使えます。", code.until.display_time())}</p>
                </div>
            </div>
        }
    };
    view! {
        <p class="page-actions">
            <button type="button" class="button" on:click=make>
                {t("登録コードを作る")}
            </button>
        </p>
        <p class="status-message failed" role="alert">
            {move || said.get()}
        </p>
        {move || made.get().map(shown)}
    }
}

/// QR code as SVG; `None` if the text does not fit.
pub(super) fn qr_svg(text: &str, name: &'static str) -> Option<AnyView> {
    let code = qr::svg_path(text)?;
    let size = code.size;
    Some(
        view! {
            <svg
                class="code"
                role="img"
                aria-label=name
                viewBox=format!("0 0 {size} {size}")
                shape-rendering="crispEdges"
            >
                <rect width=size height=size fill="#fff"></rect>
                <path d=code.path fill="#000"></path>
            </svg>
        }
        .into_any(),
    )
}
