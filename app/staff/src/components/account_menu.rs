//! The account's button on every page, and what it opens: who is signed in, where the account's things are, and signing
//! out as the last row.

use crate::components::language::LanguageSwitch;
use crate::components::show_if::show_if;
use crate::components::sign_out::SignOut;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use browser::page;
use domain::route::Route;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::Details;
use leptos::prelude::*;

/// The account's button and what it opens. It closes with Escape, by leaving it, and when another page is shown.
#[component]
pub(crate) fn Account(route: RwSignal<Option<Route>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let name = move || {
        let name = here
            .me
            .with(|it| it.as_ref().map(|it| it.person.name.clone()));
        name.unwrap_or_default()
    };
    let menu = NodeRef::<Details>::new();
    let close = move || {
        // Signing out takes the menu away while the focus is in it.
        if let Some(it) = menu.try_get_untracked().flatten() {
            it.set_open(false);
        }
    };
    Effect::new(move |_| {
        route.track();
        close();
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            page::focus("account");
        }
    };
    let on_leave = move |event: FocusEvent| {
        // To nowhere the focus goes when a button inside is taken away.
        let Some(to) = event.related_target() else {
            return;
        };
        let it = menu.try_get_untracked().flatten();
        if it.is_some_and(|it| !page::contains(&it, &to)) {
            close();
        }
    };
    let was_opened = RwSignal::new(false);
    view! {
        <details
            class="account"
            node_ref=menu
            on:toggle=move |_| was_opened.set(true)
            on:keydown=on_key
            on:focusout=on_leave
        >
            <summary id="account">
                <span class="visually-hidden">{t("アカウント: ")}</span>
                <span class="account-name">{name}</span>
            </summary>
            <div class="account-panel card" tabindex="-1">
                {show_if(move || was_opened.get(), || view! { <AccountPanel /> }.into_any())}
            </div>
        </details>
    }
}

#[component]
fn AccountPanel() -> impl IntoView {
    let here = expect_context::<AppState>();
    let who = move || {
        here.me
            .with(|it| it.as_ref().map(|it| it.person.full_label(locale())))
    };
    let heard_at = move || {
        let at = here.last_response_at.get();
        at.map(|it| fill!("最後につながった時刻: {0}", it.display(locale())))
    };
    let rows = [
        (Route::Account, t("アカウント（確認番号・使っている端末）")),
        (Route::Password, t("パスワードを変える")),
        (Route::Readers, t("シートを開いた人")),
        (Route::Device, t("この端末の入力")),
    ];
    let rows = rows.map(|(to, name)| {
        view! {
            <li>
                <a href=to.to_string()>{name}</a>
            </li>
        }
    });
    view! {
        <p class="account-who">{who}</p>
        <p class="hint">{heard_at}</p>
        <ul class="account-places">{rows.into_iter().collect_view()}</ul>
        <LanguageSwitch />
        <SignOut />
    }
}
