//! Sign-in with 職員番号 and password.

use super::Place;
use crate::components::language::LanguageSwitch;
use crate::device::page;
use crate::fill;
use crate::locale::t;
use crate::route::Route;
use crate::sync::Here;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sign-in page; afterwards the page that was wanted.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let (here, place) = (expect_context::<Here>(), expect_context::<Place>());
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (problem, is_waiting) = (RwSignal::new(String::new()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_waiting.get_untracked() {
            return;
        }
        is_waiting.set(true);
        problem.set(String::new());
        let (login, password) = (login.get_untracked(), password.get_untracked());
        let to = place.wanted();
        spawn_local(async move {
            let answer = here.sign_in(login, password).await;
            is_waiting.try_set(false);
            match answer {
                Ok(me) if me.must_change_password => place.replace(&Route::Password),
                Ok(_) => place.replace(&to),
                Err(error) => {
                    let wait = error
                        .retry_after
                        .map(|it| fill!("（{0}秒後）", it))
                        .unwrap_or_default();
                    problem.try_set(format!("{}{wait}", error.sentence()));
                    page::focus("login");
                }
            }
        });
    };
    view! {
        <div class="page narrow">
            <h1>{t("サインイン")}</h1>
            <p class="lead">{t("自己採点シートを書く、見直す、伝える。書いたものはこの端末に残り、つながったときにサーバーへ送られます。")}</p>
            <form class="card stack" on:submit=submit>
                <label class="field">
                    <span>{t("職員番号")}</span>
                    <input id="login" name="username" autocomplete="username" autocapitalize="none" required
                        aria-describedby="sign-in-problem" prop:value=move || login.get()
                        on:input=move |event| login.set(event_target_value(&event))/>
                </label>
                <label class="field">
                    <span>{t("パスワード")}</span>
                    <input type="password" name="password" autocomplete="current-password" required
                        aria-describedby="sign-in-problem" prop:value=move || password.get()
                        on:input=move |event| password.set(event_target_value(&event))/>
                </label>
                <p class="problem" id="sign-in-problem" role="alert">{move || problem.get()}</p>
                <button class="button primary" type="submit" aria-disabled=move || is_waiting.get().to_string()>
                    {move || if is_waiting.get() { t("確かめています") } else { t("サインインする") }}
                </button>
            </form>
            <p class="hint">{t("初期パスワードは職員課から受け取ります。初めてのサインインにはネットワークが必要です。")}</p>
            <LanguageSwitch/>
        </div>
    }
}
