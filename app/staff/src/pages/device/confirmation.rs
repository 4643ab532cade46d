//! The 確認番号: the number by which a person confirms on another person's device, where they cannot sign in.

use crate::components::form::half_width_digits;
use crate::components::outcome::Outcome;
use crate::i18n::{locale, t};
use crate::sync::AppState;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn ConfirmPinForm() -> impl IntoView {
    let here = expect_context::<AppState>();
    let (password, number) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let said: RwSignal<Option<Outcome>> = RwSignal::new(None);
    let has = move || {
        here.me
            .with(|it| it.as_ref().is_some_and(|it| it.has_confirmation))
    };
    let set = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = half_width_digits(&number.get_untracked());
        let call = api::accounts::set_confirm_pin(password.get_untracked(), typed);
        said.set(None);
        spawn_local(async move {
            match call.await {
                Ok(()) => {
                    password.try_set(String::new());
                    number.try_set(String::new());
                    said.try_set(Some(Outcome::Done(t("確認番号を決めました。").to_owned())));
                    here.switch_to_session_user().await;
                }
                Err(error) => drop(said.try_set(Some(Outcome::Failed(error.sentence(locale()))))),
            }
        });
    };
    let input = |name: &'static str, it: RwSignal<String>| {
        view! {
            <label class="field">
                <span>{name}</span>
                <input
                    type="password"
                    autocomplete="off"
                    required
                    prop:value=move || it.get()
                    on:input=move |event| it.set(event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <section aria-labelledby="confirmation">
            <h2 id="confirmation">{t("確認番号")}</h2>
            <p class="hint">
                {t(
                    "面談の記録を、相手の端末で確認するときの番号です。相手の端末には残りません。5回続けて違うと、決め直すまで使えません。",
                )}
            </p>
            <form class="card stack" on:submit=set>
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
                {input(t("いまのパスワード"), password)}
                {input(t("新しい確認番号（6〜12桁の数字）"), number)}
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
