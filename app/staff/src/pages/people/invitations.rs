//! Codes for everybody on the list who has not signed in yet, after a last look at how many they are.

use super::handouts::{HANDOUTS, Handouts};
use super::list_state::PeopleList;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use api::people::FirstPassword;
use browser::page;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long a code may be valid, in hours.
const VALIDITIES: [u32; 3] = [24, 72, 168];

/// Id of the choice of time, where the look begins.
const HOURS: &str = "invitation-hours";

#[component]
pub(super) fn Invitations(
    list: PeopleList,
    is_open: RwSignal<bool>,
    said: RwSignal<Option<Outcome>>,
) -> impl IntoView {
    let hours = RwSignal::new(VALIDITIES[1]);
    let is_busy = RwSignal::new(false);
    let (codes, until) = (
        RwSignal::new(Vec::<FirstPassword>::new()),
        RwSignal::new(String::new()),
    );
    let invited = Memo::new(move |_| list.without_password());
    let n = move || invited.with(Vec::len);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let people = invited.get_untracked();
        if is_busy.get_untracked() || people.is_empty() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let answer = api::people::invite(people, hours.get_untracked()).await;
            is_busy.try_set(false);
            match answer {
                Ok(made) => {
                    until.try_set(made.expires_at.display(locale()));
                    codes.try_set(made.codes);
                    is_open.try_set(false);
                    page::microtask().await;
                    page::focus(HANDOUTS);
                }
                Err(error) => {
                    said.try_set(Some(Outcome::Failed(error.sentence(locale()))));
                }
            }
        });
    };
    Effect::new(move |_| {
        if is_open.get() {
            spawn_local(async {
                page::microtask().await;
                page::focus(HOURS);
            });
        }
    });
    view! {
        <form
            class="card stack"
            hidden=move || !is_open.get()
            on:submit=make
            aria-label=t("サインインの案内を作る")
        >
            <p>
                {move || {
                    fill!(
                        "いま並んでいる人のうち、まだ自分のパスワードを決めていない {0}人に、一回限りのコードを作ります。前に渡したコードは使えなくなります。",
                    n()
                    )
                }}
            </p>
            {hours_field(hours)}
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || (n() == 0 || is_busy.get()).to_string()>
                    {move || fill!("{0}人分のコードを作る", n())}
                </button>
                <button type="button" class="button" on:click=move |_| is_open.set(false)>
                    {t("やめる")}
                </button>
            </p>
        </form>
        <Handouts all=codes is_code=true until />
    }
}

fn hours_field(hours: RwSignal<u32>) -> AnyView {
    let options = VALIDITIES.map(|it| {
        let label = fill!("{0}日", it / 24);
        view! { <option value=it.to_string()>{label}</option> }
    });
    view! {
        <label class="field form-choice">
            <span>{t("使える時間")}</span>
            <select
                id=HOURS
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
    }
    .into_any()
}
