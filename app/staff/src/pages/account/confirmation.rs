//! The 確認番号: the number by which a person confirms on another person's device, where they cannot sign in.

use crate::components::form::half_width_digits;
use crate::components::form_field::{FormField, are_right};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::accounts::WrongConfirmation;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Tells on whose device a wrong number was given for the person.
#[component]
fn WrongConfirmations(wrong: RwSignal<Vec<WrongConfirmation>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    spawn_local(async move {
        let told = here
            .fetch_or_cached("notices".to_owned(), api::accounts::notices())
            .await;
        if let Ok(told) = told {
            wrong.try_set(told.wrong_confirmations);
        }
    });
    let line = |it: WrongConfirmation| {
        let told = fill!(
            "{0}さんの端末で、違う番号が {1} 回入れられました（最後は {2}）。",
            it.by,
            it.n,
            it.last_at.display(locale())
        );
        view! { <li>{told}</li> }
    };
    view! {
        <div class="notice notice-trouble" role="status" hidden=move || wrong.with(Vec::is_empty)>
            <ul class="plain">{move || wrong.get().into_iter().map(line).collect_view()}</ul>
            <p>{t("心当たりがなければ、番号を決め直し、職員課へ知らせてください。")}</p>
        </div>
    }
}

#[component]
pub(super) fn ConfirmPinForm() -> impl IntoView {
    let here = expect_context::<AppState>();
    let fields = ["pin-password", "new-pin"].map(FormField::new);
    let [password, number] = fields;
    let said: RwSignal<Option<Outcome>> = RwSignal::new(None);
    let has = move || {
        here.me
            .with(|it| it.as_ref().is_some_and(|it| it.has_confirmation))
    };
    let wrong = RwSignal::new(Vec::new());
    let set = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = half_width_digits(&number.text());
        let is_pin = (6..=12).contains(&typed.len()) && typed.bytes().all(|it| it.is_ascii_digit());
        let has_password = !password.text().is_empty();
        password.require(has_password, t("いまのパスワードを入れてください。"));
        number.require(is_pin, t("6〜12桁の数字を入れてください。"));
        said.set(None);
        if !are_right(&fields) {
            return;
        }
        let call = api::accounts::set_confirm_pin(password.text(), typed);
        spawn_local(async move {
            match call.await {
                Ok(()) => {
                    for it in fields {
                        it.value.try_set(String::new());
                    }
                    wrong.try_set(Vec::new());
                    said.try_set(Some(Outcome::Done(t("確認番号を決めました。").to_owned())));
                    here.switch_to_session_user().await;
                }
                Err(error) => drop(said.try_set(Some(Outcome::Failed(error.sentence(locale()))))),
            }
        });
    };
    view! {
        <section aria-labelledby="confirmation">
            <h2 id="confirmation">{t("確認番号")}</h2>
            <p class="hint">
                {t(
                    "面談の記録を、相手の端末で確認するときの番号です。相手の端末には残りません。5回続けて違うと、決め直すまで使えません。",
                )}
            </p>
            <WrongConfirmations wrong />
            <form class="card stack" on:submit=set novalidate>
                <p>
                    {move || {
                        if has() {
                            t(
                                "確認番号は決まっています。忘れたときは、新しく決めてください。",
                            )
                        } else {
                            t("確認番号はまだありません。")
                        }
                    }}
                </p>
                {password.view(t("いまのパスワード"), "password", "off")}
                {number.view(t("新しい確認番号（6〜12桁の数字）"), "password", "off")}
                <p
                    role="status"
                    class="status-message"
                    class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
                >
                    {move || said.get().map(Outcome::sentence)}
                </p>
                <p class="page-actions">
                    <button class="button">{t("確認番号を決める")}</button>
                </p>
            </form>
        </section>
    }
}
