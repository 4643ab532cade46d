//! Quiet lines under the header: offline, sign-in wanted, storage trouble, a newer build. Never a dialog.

use crate::device::{page, update};
use crate::sync::{Here, Link, Trouble};
use leptos::prelude::*;

/// Every line that applies now.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let here = expect_context::<Here>();
    let signed_in = move || here.me.with(Option::is_some);
    view! {
        <div class="notices" aria-live="polite">
            <Show when=move || here.link.get() == Link::Offline && signed_in()>
                <p class="notice">"オフライン — 入力はこの端末に保存されています"</p>
            </Show>
            <Show when=move || here.link.get() == Link::Failing && signed_in()>
                <p class="notice">
                    "サーバーがいま受け取れません — 入力はこの端末に保存され、あとで送られます"
                </p>
            </Show>
            <Show when=move || here.link.get() == Link::SignInRequired && signed_in()>
                <SignInWanted/>
            </Show>
            <Show when=move || here.update_waits.get()>
                <p class="notice notice-update">
                    "新しい版があります。入力はそのまま残ります。"
                    <button class="button small" on:click=move |_| {
                        here.flush.update(|it| *it += 1);
                        update::take_over();
                    }>"新しい版に切り替える"</button>
                </p>
            </Show>
            {move || here.trouble.get().map(|it| view! { <TroubleLine trouble=it/> })}
        </div>
    }
}

#[component]
fn SignInWanted() -> impl IntoView {
    let here = expect_context::<Here>();
    let must_change = move || {
        here.me
            .with(|it| it.as_ref().is_some_and(|it| it.must_change_password))
    };
    view! {
        <p class="notice">
            {move || if must_change() {
                view! {
                    "初期パスワードを変更すると、入力がサーバーに送られます。"
                    <a class="button small" href="/password">"変更する"</a>
                }.into_any()
            } else {
                view! {
                    "サインインの期限が切れました。入力はこの端末に残り、サインインすると送られます。"
                    <a class="button small" href="/sign-in">"サインインする"</a>
                }.into_any()
            }}
        </p>
    }
}

#[component]
fn TroubleLine(
    /// What is wrong.
    trouble: Trouble,
) -> impl IntoView {
    let here = expect_context::<Here>();
    let sentence = match trouble {
        Trouble::NotSaved(error) => error.to_string(),
        Trouble::Emptied => "ブラウザーがこの端末の記録を消したようです。サーバーにあるものは、\
             つながると戻ります。"
            .to_owned(),
    };
    let save = move |_| save_only_here(here);
    view! {
        <p class="notice notice-trouble" role="alert">
            {sentence}
            <button class="button small" on:click=save>"入力をファイルに保存する"</button>
        </p>
    }
}

/// Saves everything that exists only here as a file.
pub(crate) fn save_only_here(here: Here) {
    let text = here.journal.with_untracked(|it| {
        it.as_ref()
            .map(|it| it.only_here_as_json().to_string())
            .unwrap_or_default()
    });
    let _ = page::save_file("michishirube-この端末の入力.json", &text);
}
