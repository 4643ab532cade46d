//! A forgotten password: a new one with the one-time code that 職員課 or システム管理 has made.

use super::password::check_new;
use crate::components::form_field::{FormField, are_right};
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, t};
use api::{ApiError, Code};
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(crate) fn ResetPasswordPage() -> impl IntoView {
    let is_done = RwSignal::new(false);
    view! {
        <div class="page narrow">
            <h1>{t("パスワードを忘れたとき")}</h1>
            {show_if(move || !is_done.get(), move || view! { <ResetForm is_done /> }.into_any())}
            {show_if(
                move || is_done.get(),
                || {
                    view! {
                        <div class="card stack">
                            <p role="status">
                                {t(
                                    "新しいパスワードになりました。ほかの端末で開いていたセッションは、すべて終わりました。",
                                )}
                            </p>
                            <p class="page-actions">
                                <a class="button primary" href=Route::SignIn.to_string()>
                                    {t("サインインへ進む")}
                                </a>
                            </p>
                        </div>
                    }
                        .into_any()
                },
            )}
        </div>
    }
}

#[component]
fn ResetForm(is_done: RwSignal<bool>) -> impl IntoView {
    let fields = ["login", "reset-code", "new-password", "new-password-again"].map(FormField::new);
    let [login, code, new, again] = fields;
    let (problem, is_waiting) = (RwSignal::new(String::new()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_waiting.get_untracked() {
            return;
        }
        problem.set(String::new());
        login.require(
            !login.text().trim().is_empty(),
            t("職員番号を入れてください。"),
        );
        code.require(
            !code.text().trim().is_empty(),
            t("コードを入れてください。"),
        );
        check_new(new, again);
        if !are_right(&fields) {
            return;
        }
        is_waiting.set(true);
        spawn_local(async move {
            let answer = api::accounts::reset_password(login.text(), code.text(), new.text()).await;
            is_waiting.try_set(false);
            match answer {
                Ok(()) => drop(is_done.try_set(true)),
                Err(error) if error.code == Code::WeakPassword => new.say(explain(&error)),
                Err(error) => drop(problem.try_set(explain(&error))),
            }
            are_right(&fields);
        });
    };
    view! {
        <p class="lead">
            {t(
                "職員課かシステム管理の担当に、一回限りのコードを作ってもらってください。コードは期限の内に一度だけ使えます。",
            )}
        </p>
        <form class="card stack" on:submit=submit novalidate>
            {login.view(t("職員番号"), "text", "username")}
            {code.view(t("一回限りのコード"), "text", "one-time-code")}
            {new.view(t("新しいパスワード"), "password", "new-password")}
            {again.view(t("新しいパスワード（もう一度）"), "password", "new-password")}
            <p class="form-error" role="alert">
                {move || problem.get()}
            </p>
            <p class="page-actions">
                <button class="button primary" type="submit" aria-disabled=move || is_waiting.get().to_string()>
                    {move || if is_waiting.get() { t("変更しています") } else { t("変更する") }}
                </button>
                <a class="button" href=Route::SignIn.to_string()>
                    {t("サインインへ戻る")}
                </a>
            </p>
        </form>
    }
}

fn explain(error: &ApiError) -> String {
    let wait = error
        .retry_after
        .map(|it| fill!("（{0}秒後）", it))
        .unwrap_or_default();
    format!("{}{wait}", error.sentence(locale()))
}
