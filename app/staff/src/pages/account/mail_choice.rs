//! Whether the person wants mail about reminders; shown where the ward sends any and knows where to.

use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use domain::person::Preferences;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn MailChoice() -> impl IntoView {
    let here = expect_context::<AppState>();
    let address = Memo::new(move |_| {
        here.me
            .with(|it| it.as_ref().map(|it| it.mail.clone()).unwrap_or_default())
    });
    let wants_mail = Memo::new(move |_| {
        let refuses = here
            .me
            .with(|it| it.as_ref().and_then(|it| it.preferences.refuses_mail));
        refuses != Some(true)
    });
    let said = RwSignal::new(None::<Outcome>);
    let is_busy = RwSignal::new(false);
    // What the box shows until the server has answered.
    let shown = RwSignal::new(wants_mail.get_untracked());
    Effect::new(move |_| shown.set(wants_mail.get()));
    let choose = move |wants: bool| {
        let own = here
            .me
            .with_untracked(|it| it.as_ref().map(|it| it.preferences));
        let Some(own) = own.filter(|_| !is_busy.get_untracked()) else {
            shown.set(wants_mail.get_untracked());
            return;
        };
        shown.set(wants);
        is_busy.set(true);
        spawn_local(async move {
            let preferences = Preferences {
                refuses_mail: Some(!wants),
                ..own
            };
            let outcome = match api::accounts::set_preferences(preferences).await {
                Ok(()) => {
                    here.me.update(|it| {
                        if let Some(it) = it {
                            it.preferences = preferences;
                        }
                    });
                    Outcome::Done(if wants {
                        t("メールでもお知らせします。").to_owned()
                    } else {
                        t("メールは送りません。").to_owned()
                    })
                }
                Err(error) => {
                    // The box says what holds.
                    shown.try_set(wants_mail.get_untracked());
                    Outcome::Failed(error.sentence(locale()))
                }
            };
            is_busy.try_set(false);
            said.try_set(Some(outcome));
        });
    };
    view! {
        <section class="card stack" aria-labelledby="mail-choice" hidden=move || address.with(String::is_empty)>
            <h2 id="mail-choice">{t("メールのお知らせ")}</h2>
            <label class="check">
                <input type="checkbox" prop:checked=shown on:change=move |event| choose(event_target_checked(&event)) />
                <span>{t("まだ提出していないシートのお知らせを、メールでも受け取る")}</span>
            </label>
            <p class="hint">
                {move || {
                    fill!("届け先: {0}。書いた内容は、メールに入りません。", address.get())
                }}
            </p>
            <p
                role="status"
                class="status-message"
                class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
            >
                {move || said.get().map(Outcome::sentence)}
            </p>
        </section>
    }
}
