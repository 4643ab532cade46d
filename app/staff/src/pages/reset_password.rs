//! A forgotten password: a new one with the one-time code that 職員課 or システム管理 has made.

use super::password::field;
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, t};
use api::ApiError;
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
    let [login, code, new, again] = [(); 4].map(|()| RwSignal::new(String::new()));
    let (problem, is_waiting) = (RwSignal::new(String::new()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_waiting.get_untracked() {
            return;
        }
        if new.get_untracked() != again.get_untracked() {
            problem.set(t("新しいパスワードが2つで違っています。").to_owned());
            return;
        }
        is_waiting.set(true);
        problem.set(String::new());
        spawn_local(async move {
            let answer = api::accounts::reset_password(
                login.get_untracked(),
                code.get_untracked(),
                new.get_untracked(),
            )
            .await;
            is_waiting.try_set(false);
            match answer {
                Ok(()) => drop(is_done.try_set(true)),
                Err(error) => drop(problem.try_set(explain(&error))),
            }
        });
    };
    view! {
        <p class="lead">
            {t(
                "職員課かシステム管理の担当に、一回限りのコードを作ってもらってください。コードは期限の内に一度だけ使えます。",
            )}
        </p>
        <form class="card stack" on:submit=submit>
            <label class="field">
                <span>{t("職員番号")}</span>
                <input
                    autocomplete="username"
                    autocapitalize="none"
                    required
                    aria-describedby="password-problem"
                    prop:value=login
                    on:input=move |event| login.set(event_target_value(&event))
                />
            </label>
            <label class="field">
                <span>{t("一回限りのコード")}</span>
                <input
                    autocomplete="one-time-code"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-describedby="password-problem"
                    prop:value=code
                    on:input=move |event| code.set(event_target_value(&event))
                />
            </label>
            {field(t("新しいパスワード"), new, "new-password")}
            {field(t("新しいパスワード（もう一度）"), again, "new-password")}
            <p class="form-error" id="password-problem" role="alert">
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
