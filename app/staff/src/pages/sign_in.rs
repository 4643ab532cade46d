//! Sign-in page.

use super::Navigator;
use crate::components::language::LanguageSwitch;
use crate::components::sign_in_form::{OnSignedIn, SignInForm};
use crate::i18n::{fill, t};
use crate::sync::AppState;
use browser::page;
use domain::person::CurrentUser;
use domain::route::Route;
use leptos::prelude::*;
use std::rc::Rc;

/// Followed by the page that was requested.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let place = expect_context::<Navigator>();
    let here = expect_context::<AppState>();
    // Whoever comes after a sign-out did not ask for the page that was left.
    let to = if here.left_behind().is_some() {
        Route::Home
    } else {
        place.requested_page()
    };
    let after: OnSignedIn = Rc::new(move |me: CurrentUser| {
        here.set_left_behind(None);
        // The requested page appears as soon as its journal is open: whoever has navigated on by then stays there.
        if me.must_change_password {
            place.replace(&Route::Password);
        } else {
            place.replace_if_still_at(&Route::SignIn, &to);
        }
    });
    let farewell = here.left_behind().map(|left| match left {
        0 => t("サインアウトしました。送り終えた入力は、この端末から消しました。").to_owned(),
        n => fill!(
            "サインアウトしました。まだ送れていない {0} 件は、次にあなたがここでサインインしたときに送ります。",
            n
        ),
    });
    view! {
        <div class="page narrow">
            {farewell
                .map(|it| {
                    view! {
                        <p class="notice done" role="status">
                            {it}
                        </p>
                    }
                })} <h1>{t("サインイン")}</h1>
            <p class="lead">
                {t(
                    "自己採点シートを書く、見直す、伝える。書いたものはこの端末に残り、つながったときにサーバーへ送られます。",
                )}
            </p>
            {(!page::is_secure())
                .then(|| {
                    view! {
                        <p class="notice">
                            {t(
                                "この接続（http）では、ネットワークがないと開けません。入力はこの端末に残り、つながっているときに送られます。",
                            )}
                        </p>
                    }
                })} <SignInForm whose=None after=after />
            <p class="hint">
                {t(
                    "初期パスワードは職員課から受け取ります。初めてのサインインにはネットワークが必要です。",
                )}
            </p> <p>
                <a href=Route::ResetPassword.to_string()>{t("パスワードを忘れたとき")}</a>
            </p> <LanguageSwitch />
        </div>
    }
}
