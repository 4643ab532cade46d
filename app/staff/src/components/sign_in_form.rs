//! Sign-in form, and the dialog that shows it over the page when a session expires while someone is typing.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use crate::components::loading::{LazyView, Loading, ask};
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::ApiError;
use browser::page;
use domain::person::CurrentUser;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use std::rc::Rc;

const DIALOG: &str = "sign-in-sheet";

/// Called with the person who signed in.
pub(crate) type OnSignedIn = Rc<dyn Fn(CurrentUser)>;

/// Asks for 職員番号 and password.
#[component]
pub(crate) fn SignInForm(
    /// Staff number that the form is fixed to; `None` if anyone may sign in.
    whose: Option<String>,
    /// Called on success; by then the form may be unmounted, because the page changed.
    after: OnSignedIn,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let is_known = whose.is_some();
    let (login, password) = (
        RwSignal::new(whose.unwrap_or_default()),
        RwSignal::new(String::new()),
    );
    let (problem, is_waiting) = (RwSignal::new(String::new()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_waiting.get_untracked() {
            return;
        }
        is_waiting.set(true);
        problem.set(String::new());
        let (login, password) = (login.get_untracked(), password.get_untracked());
        let after = Rc::clone(&after);
        spawn_local(async move {
            let answer = here.sign_in(login, password).await;
            is_waiting.try_set(false);
            match answer {
                Ok(me) => {
                    after(me);
                    here.follow_language().await;
                }
                Err(error) => {
                    let wait = error
                        .retry_after
                        .map(|it| fill!("（{0}秒後）", it))
                        .unwrap_or_default();
                    problem.try_set(format!("{}{wait}", error.sentence(locale())));
                    page::focus(if is_known { "password" } else { "login" });
                }
            }
        });
    };
    view! {
        <form class="card stack" on:submit=submit>
            <label class="field">
                <span>{t("職員番号")}</span>
                <input
                    id="login"
                    name="username"
                    autocomplete="username"
                    autocapitalize="none"
                    required
                    readonly=is_known
                    aria-describedby="sign-in-problem"
                    prop:value=move || login.get()
                    on:input=move |event| login.set(event_target_value(&event))
                />
            </label>
            <label class="field">
                <span>{t("パスワード")}</span>
                <input
                    id="password"
                    type="password"
                    name="password"
                    autocomplete="current-password"
                    required
                    autofocus=is_known
                    aria-describedby="sign-in-problem"
                    prop:value=move || password.get()
                    on:input=move |event| password.set(event_target_value(&event))
                />
            </label>
            <p class="form-error" id="sign-in-problem" role="alert">
                {move || problem.get()}
            </p>
            <button class="button primary" type="submit" aria-disabled=move || is_waiting.get().to_string()>
                {move || { if is_waiting.get() { t("確かめています") } else { t("サインインする") } }}
            </button>
        </form>
    }
}

/// Dialog over the page, which keeps its state. Only the current person can sign in here; Escape closes it.
///
/// It is rarely needed, so its code is in a lazy chunk.
#[component]
pub(crate) fn SignInDialog(
    /// The dialog resets it when it closes.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    show_if(
        move || is_open.get(),
        move || {
            let asking = Box::new(move || ask(dialog_chunk(is_open), |it: LazyView| it()));
            view! { <Loading asking=asking /> }.into_any()
        },
    )
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn dialog_chunk(is_open: RwSignal<bool>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        view! { <DialogContent is_open=is_open /> }.into_any()
    }))
}

#[component]
fn DialogContent(is_open: RwSignal<bool>) -> impl IntoView {
    let whose = expect_context::<AppState>().person().map(|it| it.0);
    let after: OnSignedIn = Rc::new(move |_| is_open.set(false));
    // Only a dialog that is in the document can be opened.
    request_animation_frame(|| page::show_modal(DIALOG));
    view! {
        <dialog class="sign-in-dialog" id=DIALOG aria-labelledby="sign-in-again" on:close=move |_| is_open.set(false)>
            <h2 id="sign-in-again">{t("サインインして続ける")}</h2>
            <p class="hint">{t("入力はこの画面にそのまま残っています。")}</p>
            <SignInForm whose=whose after=after />
            <form method="dialog">
                <button class="button small">{t("あとで")}</button>
            </form>
        </dialog>
    }
}
