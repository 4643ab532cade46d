//! Signing out: what is not sent yet is said first, and stays for the same person.

use crate::i18n::{fill, t};
use crate::navigator::Navigator;
use crate::sync::{AppState, SignOutResult};
use browser::prefs;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button; after it, if something would stay behind, the choice to leave it here.
#[component]
pub(crate) fn SignOut() -> impl IntoView {
    let (here, place) = (expect_context::<AppState>(), expect_context::<Navigator>());
    let would_leave = RwSignal::new(0_usize);
    let is_busy = RwSignal::new(false);
    let sign_out = move |leave: bool| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let keeps_language = here.me.with_untracked(|it| {
                it.as_ref()
                    .is_some_and(|it| it.preferences.language.is_some())
            });
            let leaving = here.sign_out(leave).await;
            is_busy.try_set(false);
            match leaving {
                SignOutResult::SignedOut => {
                    // The next person begins in the ward's language, not in this one's.
                    if keeps_language {
                        prefs::set_language(None);
                    }
                    prefs::set_language_chosen(false);
                    place.replace(&Route::SignIn);
                }
                SignOutResult::HasUnpushed(n) => drop(would_leave.try_set(n)),
            }
        });
    };
    let is_left = move || would_leave.get() > 0;
    view! {
        <div class="sign-out">
            <Show when=is_left>
                <p class="notice" role="alert">
                    {move || {
                        fill!(
                            "{0} 件をまだ送れていません。このままサインアウトすると、この端末に残り、次にあなたがここでサインインしたときに送られます。", would_leave.get()
                        )
                    }}
                </p>
                <button type="button" class="button" on:click=move |_| sign_out(true)>
                    {t("残してサインアウトする")}
                </button>
            </Show>
            <button
                type="button"
                class="button"
                hidden=is_left
                on:click=move |_| sign_out(false)
                aria-disabled=move || is_busy.get().to_string()
            >
                {move || { if is_busy.get() { t("送っています") } else { t("サインアウト") } }}
            </button>
        </div>
    }
}
