//! Notices under the header: offline, sign-in required, storage problem, newer build. Never a dialog.

use crate::components::show_if::when;
use crate::components::sign_in::SignInSheet;
use crate::sync::{Here, Link, Trouble};
use browser::{page, update};
use domain::i18n::t;
use leptos::prelude::*;

/// All notices that apply now.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let here = expect_context::<Here>();
    let must_change = move || {
        here.me
            .with(|it| it.as_ref().map(|it| it.must_change_password))
    };
    let sheet_is_open = RwSignal::new(false);
    view! {
        <div class="notices" aria-live="polite">
            {move || must_change().map(|it| link_line(here.link.get(), it, sheet_is_open))}
            {when(move || here.update_waits.get(), move || view! {
                <p class="notice notice-update">
                    {t("新しい版があります。入力はそのまま残ります。")}
                    <button class="button small" on:click=move |_| {
                        // Open text fields commit before the new build takes over.
                        here.flush.update(|it| *it += 1);
                        update::take_over();
                    }>{t("新しい版に切り替える")}</button>
                </p>
            }.into_any())}
            {move || here.trouble.get().map(|it| view! { <TroubleLine trouble=it/> }.into_any())}
        </div>
        <SignInSheet is_open=sheet_is_open/>
    }
}

/// Notice for the state of the connection; none while online.
fn link_line(link: Link, must_change: bool, sheet_is_open: RwSignal<bool>) -> AnyView {
    let line = match link {
        Link::Online => return ().into_any(),
        Link::SignInRequired if must_change => return view! { <ChangeWanted/> }.into_any(),
        Link::SignInRequired => {
            return view! { <SignInWanted sheet_is_open=sheet_is_open/> }.into_any();
        }
        Link::Offline => t("オフライン — 入力はこの端末に保存されています"),
        Link::Failing => {
            t("サーバーがいま受け取れません — 入力はこの端末に保存され、あとで送られます")
        }
    };
    view! { <p class="notice">{line}</p> }.into_any()
}

#[component]
fn SignInWanted(sheet_is_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <p class="notice">
            {t("サインインの期限が切れました。入力はこの端末に残り、サインインすると送られます。")}
            <button class="button small" on:click=move |_| sheet_is_open.set(true)>{t("サインインする")}</button>
        </p>
    }
}

/// The initial password must be changed before anything is pushed.
#[component]
fn ChangeWanted() -> impl IntoView {
    view! {
        <p class="notice">
            {t("初期パスワードを変更すると、入力がサーバーに送られます。")}
            <a class="button small" href="/password">{t("変更する")}</a>
        </p>
    }
}

#[component]
fn TroubleLine(trouble: Trouble) -> impl IntoView {
    let here = expect_context::<Here>();
    let sentence = match trouble {
        Trouble::NotSaved(error) => error.sentence(),
        Trouble::Emptied => t(
            "ブラウザーがこの端末の記録を消したようです。サーバーにあるものは、\
             つながると戻ります。",
        ),
    };
    let save = move |_| save_only_here(here);
    view! {
        <p class="notice notice-trouble" role="alert">
            {sentence}
            <button class="button small" on:click=save>{t("入力をファイルに保存する")}</button>
        </p>
    }
}

/// Saves all facts that exist only on this device as a JSON file.
pub(crate) fn save_only_here(here: Here) {
    let text = here.journal.with_untracked(|it| {
        it.as_ref()
            .and_then(|it| serde_json::to_string(&it.only_here_as_file()).ok())
            .unwrap_or_default()
    });
    let _ = page::save_file(t("michishirube-この端末の入力.json"), &text);
}
