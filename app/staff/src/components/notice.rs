//! Notices under the header: offline, sign-in required, storage problem, newer build. Never a dialog.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use crate::components::show_if::show_if;
use crate::components::sign_in_form::SignInDialog;
use crate::i18n::t;
use crate::sync::{AppState, Connection, StorageProblem};
use api::ApiError;
use browser::{files, update};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;

/// All notices that apply now.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let here = expect_context::<AppState>();
    let must_change = move || {
        here.me
            .with(|it| it.as_ref().map(|it| it.must_change_password))
    };
    let sheet_is_open = RwSignal::new(false);
    view! {
        <div class="notices" aria-live="polite">
            {move || must_change().map(|it| connection_notice(here.connection.get(), it, sheet_is_open))}
            {show_if(
                move || here.update_available.get(),
                move || {
                    view! {
                        <p class="notice notice-update">
                            {t("新しい版があります。入力はそのまま残ります。")}
                            <button
                                class="button small"
                                on:click=move |_| {
                                    here.flush.update(|it| *it += 1);
                                    update::activate_waiting();
                                }
                            >
                                {t("新しい版に切り替える")}
                            </button>
                        </p>
                    }
                        .into_any()
                },
            )}
            {move || { here.storage_problem.get().map(|it| view! { <StorageProblemLine trouble=it /> }.into_any()) }}
        </div>
        <SignInDialog is_open=sheet_is_open />
    }
}

/// Notice for the state of the connection; none while online.
fn connection_notice(
    link: Connection,
    must_change: bool,
    sheet_is_open: RwSignal<bool>,
) -> AnyView {
    let line = match link {
        Connection::Online => return ().into_any(),
        Connection::SignInRequired if must_change => {
            return view! { <ChangePasswordNotice /> }.into_any();
        }
        Connection::SignInRequired => {
            return view! { <SignInNotice sheet_is_open=sheet_is_open /> }.into_any();
        }
        Connection::Offline => t("オフライン — 入力はこの端末に保存されています"),
        Connection::Failing => {
            t("サーバーがいま受け取れません — 入力はこの端末に保存され、あとで送られます")
        }
        Connection::Intercepted => {
            let line = t(
                "サーバーの代わりに、ほかの画面が答えています — 入力はこの端末に保存されています",
            );
            let label = t("その画面を開く");
            return view! {
                <p class="notice">
                    {line} <a class="button small" href="/api/v1/return" rel="external">
                        {label}
                    </a>
                </p>
            }
            .into_any();
        }
    };
    view! { <p class="notice">{line}</p> }.into_any()
}

#[component]
fn SignInNotice(sheet_is_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <p class="notice">
            {t(
                "サインインの期限が切れました。入力はこの端末に残り、サインインすると送られます。",
            )} <button class="button small" on:click=move |_| sheet_is_open.set(true)>
                {t("サインインする")}
            </button>
        </p>
    }
}

/// The initial password must be changed before anything is pushed.
#[component]
fn ChangePasswordNotice() -> impl IntoView {
    view! {
        <p class="notice">
            {t("初期パスワードを変更すると、入力がサーバーに送られます。")}
            <a class="button small" href="/password">
                {t("変更する")}
            </a>
        </p>
    }
}

#[component]
fn StorageProblemLine(trouble: StorageProblem) -> impl IntoView {
    let here = expect_context::<AppState>();
    let sentence = match trouble {
        StorageProblem::WriteFailed(error) => t(error.sentence()),
        StorageProblem::Evicted => t(
            "ブラウザーがこの端末の記録を消したようです。サーバーにあるものは、\
             つながると戻ります。",
        ),
    };
    let save = move |_| spawn_local(async move { drop(save_in_chunk(here).await) });
    view! {
        <p class="notice notice-trouble" role="alert">
            {sentence}
            <button class="button small" on:click=save>
                {t("入力をファイルに保存する")}
            </button>
        </p>
    }
}

/// Rarely needed, so its code is in a chunk.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn save_in_chunk(here: AppState) -> Result<(), ApiError> {
    save_local_only(here);
    Ok(())
}

/// Saves all facts that exist only on this device as a JSON file.
pub(crate) fn save_local_only(here: AppState) {
    let text = here.journal.with_untracked(|it| {
        it.as_ref()
            .and_then(|it| serde_json::to_string(&it.local_only_export()).ok())
            .unwrap_or_default()
    });
    spawn_local(async move {
        drop(files::save_file(t("michishirube-この端末の入力.json"), &text).await);
    });
}
