//! A first password or a one-time code, shown once: on a page that can be printed and handed over.

use crate::i18n::{fill, locale, t};
use browser::page;
use domain::person::PersonName;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long a code may be valid, in hours.
const VALIDITIES: [u32; 3] = [1, 8, 24];

#[component]
pub(crate) fn Handout(
    person: PersonName,
    /// The password or code.
    secret: String,
    is_code: bool,
    /// Until when a code is valid.
    until: String,
    /// Whether it is printed by itself.
    #[prop(default = true)]
    has_button: bool,
) -> impl IntoView {
    let what = if is_code {
        t("一回限りのコード")
    } else {
        t("初期パスワード")
    };
    let how = if is_code {
        t(
            "サインインの画面の「パスワードを忘れたとき」で、職員番号とこのコードを入れ、新しいパスワードを決めます。",
        )
    } else {
        t(
            "サインインの画面で、職員番号とこのパスワードを入れます。初めに、自分のパスワードに変えます。",
        )
    };
    view! {
        <section class="card handout" role="status">
            <h2>{fill!("{0}さんへ", person.name)}</h2>
            <dl class="pairs">
                <dt>{t("職員番号")}</dt>
                <dd class="secret">{person.id.to_string()}</dd>
                <dt>{what}</dt>
                <dd class="secret">{secret}</dd>
            </dl>
            <p hidden=until.is_empty()>{fill!("{0} まで使えます。", until)}</p>
            <p>{how}</p>
            <p>{t("この紙は、パスワードを決めたら細かく切って捨ててください。")}</p>
            <p class="hint">{t("この画面を離れると、もう一度は見られません。")}</p>
            <p class="page-actions" hidden=!has_button>
                <button type="button" class="button primary" on:click=move |_| page::print()>
                    {t("印刷する")}
                </button>
            </p>
        </section>
    }
}

/// Makes a code for somebody else.
#[component]
pub(super) fn CodeForm(person: PersonName) -> impl IntoView {
    let hours = RwSignal::new(VALIDITIES[0]);
    let problem = RwSignal::new(String::new());
    let made = RwSignal::new(None::<(String, String)>);
    let is_busy = RwSignal::new(false);
    let person = StoredValue::new(person);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        problem.set(String::new());
        let id = person.with_value(|it| it.id.clone());
        spawn_local(async move {
            match api::accounts::issue_reset_code(id, 60 * hours.get_untracked()).await {
                Ok(it) => {
                    let until = it.expires_at.display(locale());
                    made.try_set(Some((it.code, until)));
                }
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
            is_busy.try_set(false);
        });
    };
    let options =
        VALIDITIES.map(|it| view! { <option value=it.to_string()>{fill!("{0}時間", it)}</option> });
    view! {
        <form class="card stack" on:submit=make aria-label=t("一回限りのコードを作る")>
            <p>
                {t(
                    "パスワードを忘れた人や、招待を受け取れなかった人に渡します。新しく作ると、前のコードは使えなくなります。",
                )}
            </p>
            <label class="field">
                <span>{t("使える時間")}</span>
                <select
                    class="select"
                    prop:value=move || hours.get().to_string()
                    on:change=move |event| {
                        if let Ok(it) = event_target_value(&event).parse() {
                            hours.set(it);
                        }
                    }
                >
                    {options}
                </select>
            </label>
            <p class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || is_busy.get().to_string()>
                    {t("コードを作る")}
                </button>
            </p>
        </form>
        {move || {
            made.get()
                .map(|(secret, until)| {
                    view! { <Handout person=person.get_value() secret is_code=true until /> }
                })
        }}
    }
}
