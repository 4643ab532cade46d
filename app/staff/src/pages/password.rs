//! Changing the password. The initial one must be changed before anything is pushed.

use super::Navigator;
use crate::components::form_field::{FormField, are_right};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::Code;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Characters of the shortest password; the server knows more rules.
const MIN_PASSWORD: usize = 8;

/// Also the first page for a person with an initial password.
#[component]
pub(crate) fn PasswordPage() -> impl IntoView {
    let (here, place) = (expect_context::<AppState>(), expect_context::<Navigator>());
    let fields = ["current-password", "new-password", "new-password-again"].map(FormField::new);
    let [current, new, again] = fields;
    let (problem, is_waiting) = (RwSignal::new(String::new()), RwSignal::new(false));
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
        problem.set(String::new());
        current.require(
            !current.text().is_empty(),
            t("いまのパスワードを入れてください。"),
        );
        check_new(new, again);
        if !are_right(&fields) {
            return;
        }
        is_waiting.set(true);
        spawn_local(async move {
            let answer = here.change_password(current.text(), new.text()).await;
            is_waiting.try_set(false);
            match answer {
                Ok(()) => place.replace_if_still_at(&Route::Password, &Route::Home),
                Err(error) => match error.code {
                    Code::WeakPassword => new.say(error.sentence(locale())),
                    Code::WrongPassword => current.say(t("いまのパスワードが違います。")),
                    _ => drop(problem.try_set(error.sentence(locale()))),
                },
            }
            are_right(&fields);
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
            <form class="card stack" on:submit=submit novalidate>
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
                {current.view(t("いまのパスワード"), "password", "current-password")}
                {new.view(t("新しいパスワード"), "password", "new-password")}
                {again.view(t("新しいパスワード（もう一度）"), "password", "new-password")}
                <p class="form-error" role="alert">
                    {problem}
                </p>
                <button class="button primary" type="submit" aria-disabled=move || is_waiting.get().to_string()>
                    {move || if is_waiting.get() { t("変更しています") } else { t("変更する") }}
                </button>
            </form>
        </div>
    }
}

/// Says what is wrong with a new password and its repetition before the server is asked.
pub(super) fn check_new(new: FormField, again: FormField) {
    let is_long = new.text().chars().count() >= MIN_PASSWORD;
    new.require(is_long, &fill!("{0}文字以上にしてください。", MIN_PASSWORD));
    let is_same = new.text() == again.text();
    again.require(is_same, t("新しいパスワードが2つで違っています。"));
}
