//! The person's account: password, 確認番号, language, where they are signed in, their data, and signing out.

mod confirmation;
mod mail_choice;
mod sessions;

use crate::components::language::LanguageSwitch;
use crate::components::sign_out::SignOut;
use crate::i18n::{locale, t};
use crate::navigator::Navigator;
use crate::sync::AppState;
use browser::files;
use confirmation::ConfirmPinForm;
use domain::journal::Journal;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mail_choice::MailChoice;
use sessions::OwnSessions;

#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    let here = expect_context::<AppState>();
    let place = expect_context::<Navigator>();
    let who = move || {
        here.me
            .with(|it| it.as_ref().map(|it| it.person.full_label(locale())))
    };
    let read_again = move |_| {
        spawn_local(async move {
            here.remember_introduction(false).await;
            place.go(&Route::Home);
        });
    };
    view! {
        <div class="page">
            <h1>{t("アカウント")}</h1>
            <p class="lead">{who}</p>
            <section class="card stack" aria-labelledby="sign-out">
                <h2 id="sign-out">{t("サインアウト")}</h2>
                <p class="hint">
                    {t("送り終えた入力は、この端末から消えます。サーバーには残ります。")}
                </p>
                <SignOut />
            </section>
            <section class="card stack" aria-labelledby="password">
                <h2 id="password">{t("パスワード")}</h2>
                <p>
                    <a class="button" href=Route::Password.to_string()>
                        {t("パスワードを変更する")}
                    </a>
                </p>
            </section>
            <ConfirmPinForm />
            <section class="card stack" aria-labelledby="language">
                <h2 id="language">{t("表示の言語")}</h2>
                <LanguageSwitch />
            </section>
            <MailChoice />
            <OwnSessions />
            <OwnData />
            <p>
                <button type="button" class="link" on:click=read_again>
                    {t("はじめの説明をもう一度読む")}
                </button>
            </p>
            <p>
                <a href="/accessibility" rel="help">
                    {t("ウェブアクセシビリティ試験結果")}
                </a>
            </p>
        </div>
    }
}

/// Export of all facts in the person's own sheets, as a JSON file.
#[component]
fn OwnData() -> impl IntoView {
    let here = expect_context::<AppState>();
    let save = move |_| {
        spawn_local(async move {
            // Facts from other devices, and those that others wrote in the person's sheets, belong to the export.
            here.exchange_now().await;
            let text = here.journal.with_untracked(|it| {
                let all = it.as_ref().map(Journal::own_facts_export);
                serde_json::to_string_pretty(&all).unwrap_or_default()
            });
            let _ = files::save_file("michishirube-my-data.json", &text).await;
        });
    };
    view! {
        <section aria-labelledby="own-data">
            <h2 id="own-data">{t("わたしのデータ")}</h2>
            <p class="hint">
                {t(
                    "この端末にある、あなたのシートのすべての入力と記録を、読める形のファイル（JSON）にします。ほかの人のシートは入りません。",
                )}
            </p>
            <p>
                <button class="button" on:click=save>
                    {t("わたしのデータを保存する")}
                </button>
            </p>
        </section>
    }
}
