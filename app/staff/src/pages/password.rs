//! Changing the password. The initial one must be changed before anything is pushed.

use super::Navigator;
use crate::i18n::{locale, t};
use crate::sync::AppState;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Also the first page for a person with an initial password.
#[component]
pub(crate) fn PasswordPage() -> impl IntoView {
    let (here, place) = (expect_context::<AppState>(), expect_context::<Navigator>());
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let again = RwSignal::new(String::new());
    let (problem, is_waiting) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let is_first = move || {
        here.me
            .with(|it| it.as_ref().is_some_and(|it| it.must_change_password))
    };
    let login = move || {
        here.me
            .with(|it| it.as_ref().map(|it| it.person.id.to_string()))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_waiting.get_untracked() {
            return;
        }
        if new.get_untracked() != again.get_untracked() {
            problem.set(Some(t("新しいパスワードが2つで違っています。").to_owned()));
            return;
        }
        is_waiting.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = here
                .change_password(current.get_untracked(), new.get_untracked())
                .await;
            is_waiting.try_set(false);
            match answer {
                Ok(()) => place.replace_if_still_at(&Route::Password, &Route::Home),
                Err(error) => drop(problem.try_set(Some(error.sentence(locale())))),
            }
        });
    };
    view! {
        <div class="page narrow">
            <h1>
                {move || {
                    if is_first() { t("初期パスワードの変更") } else { t("パスワードの変更") }
                }}
            </h1>
            <p class="lead">
                {t(
                    "8文字以上で、職員番号、氏名、課の名前を含まず、推測されにくいものにします。いくつかの言葉を並べたものが覚えやすく、日本語や空白も使えます。",
                )}
            </p>
            <form class="card stack" on:submit=submit>
                // Password managers store the new password under this user name.
                <input
                    class="visually-hidden"
                    type="text"
                    autocomplete="username"
                    tabindex="-1"
                    aria-label=t("職員番号")
                    readonly
                    prop:value=login
                />
                {field(t("いまのパスワード"), current, "current-password")}
                {field(t("新しいパスワード"), new, "new-password")}
                {field(t("新しいパスワード（もう一度）"), again, "new-password")}
                <p class="form-error" id="password-problem" role="alert">
                    {problem}
                </p>
                <button class="button primary" type="submit" aria-disabled=move || is_waiting.get().to_string()>
                    {move || if is_waiting.get() { t("変更しています") } else { t("変更する") }}
                </button>
            </form>
        </div>
    }
}

/// A field for a password.
pub(super) fn field(
    label: &'static str,
    signal: RwSignal<String>,
    complete: &'static str,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="password"
                autocomplete=complete
                required
                aria-describedby="password-problem"
                prop:value=signal
                on:input=move |event| signal.set(event_target_value(&event))
            />
        </label>
    }
}
