//! The account's button on every page, and what it opens: who is signed in, where the account's things are, and signing
//! out as the last row.

use crate::components::header_menu::HeaderMenu;
use crate::components::language::LanguageSwitch;
use crate::components::sign_out::SignOut;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use domain::route::Route;
use leptos::prelude::*;

#[component]
pub(crate) fn Account(route: RwSignal<Option<Route>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let name = move || {
        let name = here
            .me
            .with(|it| it.as_ref().map(|it| it.person.name.clone()));
        name.unwrap_or_default()
    };
    let button = move || {
        view! {
            <span class="visually-hidden">{t("アカウント: ")}</span>
            <span class="account-name">{name}</span>
        }
    };
    let panel = || view! { <AccountPanel /> }.into_any();
    view! { <HeaderMenu route id="account" class="account" button panel on_toggle=Callback::new(|_| ()) /> }
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
        // Two taps from every page, a sheet on a phone included.
        (Route::Support(String::new()), t("相談・支援")),
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
