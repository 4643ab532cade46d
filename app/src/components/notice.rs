//! Quiet lines under the header: offline, sign-in wanted, storage trouble, a newer build. Never a dialog.

use crate::components::when::when;
use crate::device::{page, update};
use crate::locale::t;
use crate::sync::{Here, Link, Trouble};
use leptos::prelude::*;

/// Every line that applies now.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let here = expect_context::<Here>();
    let signed_in = move || here.me.with(Option::is_some);
    view! {
        <div class="notices" aria-live="polite">
            {move || signed_in().then(|| link_line(here.link.get()))}
            {when(move || here.update_waits.get(), move || view! {
                <p class="notice notice-update">
                    {t("新しい版があります。入力はそのまま残ります。")}
                    <button class="button small" on:click=move |_| {
                        here.flush.update(|it| *it += 1);
                        update::take_over();
                    }>{t("新しい版に切り替える")}</button>
                </p>
            }.into_any())}
            {move || here.trouble.get().map(|it| view! { <TroubleLine trouble=it/> }.into_any())}
        </div>
    }
}

/// How things stand with the server, where that is worth a line.
fn link_line(link: Link) -> AnyView {
    let line = match link {
        Link::Online => return ().into_any(),
        Link::SignInRequired => return view! { <SignInWanted/> }.into_any(),
        Link::Offline => t("オフライン — 入力はこの端末に保存されています"),
        Link::Failing => {
            t("サーバーがいま受け取れません — 入力はこの端末に保存され、あとで送られます")
        }
    };
    view! { <p class="notice">{line}</p> }.into_any()
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
                t("初期パスワードを変更すると、入力がサーバーに送られます。")
            } else {
                t("サインインの期限が切れました。入力はこの端末に残り、サインインすると送られます。")
            }}
            <a class="button small" href=move || if must_change() { "/password" } else { "/sign-in" }>
                {move || if must_change() { t("変更する") } else { t("サインインする") }}
            </a>
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

/// Saves everything that exists only here as a file.
pub(crate) fn save_only_here(here: Here) {
    let text = here.journal.with_untracked(|it| {
        it.as_ref()
            .and_then(|it| serde_json::to_string(&it.only_here_as_file()).ok())
            .unwrap_or_default()
    });
    let _ = page::save_file(t("michishirube-この端末の入力.json"), &text);
}
