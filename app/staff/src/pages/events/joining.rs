//! 採用担当: the questions of people who have been offered a job (内定者), and the code with which they can ask.

use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::day_input::DayInput;
use crate::components::draft::Draft;
use crate::components::draft_fields::lines_field;
use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::joining::JoiningOffice;
use api::{ApiError, Code};
use browser::page;
use domain::calendar::display_day;
use domain::ids::Day;
use domain::joining::{JoiningQuestion, answer_fault};
use domain::route::Route;
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// Id of the line that says what became of a change.
const STATUS: &str = "joining-status";
/// Id of the text of an answer.
fn words_id(seq: i64) -> String {
    format!("joining-answer-{seq}")
}

#[derive(Clone, Copy)]
struct JoiningState {
    here: AppState,
    all: RwSignal<JoiningOffice>,
    said: RwSignal<Option<Outcome>>,
}

impl JoiningState {
    fn change(
        self,
        call: impl Future<Output = Result<JoiningOffice, ApiError>> + 'static,
        done: &'static str,
        then: impl FnOnce() + 'static,
    ) {
        spawn_local(async move {
            let said = match call.await {
                Ok(fresh) => {
                    then();
                    self.all.try_set(fresh);
                    Outcome::Done(done.to_owned())
                }
                Err(error) if error.code == Code::Conflict => Outcome::Failed(
                    t("ほかの人が先に答えたか、本人が取り消しました。画面を読み込み直してください。").to_owned(),
                ),
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            self.said.try_set(Some(said));
            page::microtask().await;
            page::focus(STATUS);
        });
    }
}

#[component]
pub(super) fn JoiningPage() -> impl IntoView {
    view! {
        <div class="page">
            <p>
                <a href=Route::Events(String::new()).to_string()>{t("フェアへ戻る")}</a>
            </p>
            <h1>{t("内定者からの質問")}</h1>
            <p class="lead">
                {t(
                    "採用が決まった方が、初めの日までに聞きたいことです。氏名や選考のことは聞きません。連絡先は、本人が決めた日までしか残りません。",
                )}
            </p>
            <Loading asking=Box::new(|| {
                ask(api::joining::joining_office(), |all: JoiningOffice| view! { <JoiningBoard all /> }.into_any())
            }) />
        </div>
    }
}

#[component]
fn JoiningBoard(all: JoiningOffice) -> impl IntoView {
    let state = JoiningState {
        here: expect_context::<AppState>(),
        all: RwSignal::new(all),
        said: RwSignal::new(None),
    };
    let has_failed = move || {
        state
            .said
            .with(|it| it.as_ref().is_some_and(Outcome::has_failed))
    };
    let cards = move || {
        let all = state.all.with(|it| it.questions.clone());
        let cards: Vec<AnyView> = all.into_iter().map(|it| question(state, it)).collect();
        if cards.is_empty() {
            return view! { <p class="hint">{t("ここに、届いた質問が並びます。")}</p> }.into_any();
        }
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    view! {
        <p id=STATUS tabindex="-1" role="status" class="status-message" class:failed=has_failed>
            {move || state.said.get().map(Outcome::sentence)}
        </p>
        {code_card(state)}
        {cards}
    }
}

/// The code that is in force, with the address that goes into the letter.
fn code_now(state: JoiningState) -> AnyView {
    match state.all.with(|it| it.code.clone()) {
        Some((code, until)) => {
            let until = display_day(until.as_str(), locale());
            let address = format!("{}/fair/joining", page::origin());
            view! {
                <dl class="joining-code">
                    <dt>{t("コード")}</dt>
                    <dd translate="no">
                        <b>{code.to_string()}</b>
                    </dd>
                    <dt>{t("使える日")}</dt>
                    <dd>{fill!("{0}まで使えます", until)}</dd>
                    <dt>{t("アドレス")}</dt>
                    <dd translate="no">{address}</dd>
                </dl>
                <p class="hint">{t("採用の通知に、コードとアドレスを載せてください。")}</p>
            }
            .into_any()
        }
        None => view! {
            <p>
                {t(
                    "いまは、だれも質問できません。コードを作ると、受け付けが始まります。",
                )}
            </p>
        }
        .into_any(),
    }
}

/// The code, another day for it, and making another.
fn code_card(state: JoiningState) -> AnyView {
    let day = RwSignal::new(String::new());
    let is_asking = RwSignal::new(false);
    let has_code = move || state.all.with(|it| it.code.is_some());
    let renew = move || {
        let call = api::joining::renew_joining_code(Day(day.get_untracked()));
        let done = t("コードを作りました。前のコードは、もう使えません。");
        state.change(call, done, || ());
    };
    // A code that is printed in letters must not end by one press.
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if untrack(has_code) {
            is_asking.set(true);
        } else {
            renew();
        }
    };
    let put_off = move |_| {
        let call = api::joining::move_joining_code(Day(day.get_untracked()));
        state.change(call, t("使える日を変えました。コードは同じです。"), || ());
    };
    let asking = move || {
        is_asking.get().then(|| {
            let consequence =
                t("いまのコードで質問できなくなります。通知に載せたコードも使えません。");
            let confirm = move |()| {
                is_asking.set(false);
                renew();
            };
            let cancel = move |()| is_asking.set(false);
            let (consequence, action) = (consequence.to_owned(), t("新しいコードを作る"));
            view! { <ConfirmPrompt consequence action on_confirm=confirm on_cancel=cancel /> }
        })
    };
    view! {
        <section class="card stack" aria-labelledby="joining-code">
            <h2 id="joining-code">{t("質問のためのコード")}</h2>
            {move || code_now(state)}
            <form class="stack" novalidate on:submit=begin>
                <label class="field">
                    <span>{t("コードを使える最後の日")}</span>
                    <DayInput value=day on_day=move |it| day.set(it) />
                </label>
                <p class="page-actions">
                    <button type="button" class="button" hidden=move || !has_code() on:click=put_off>
                        {t("この日まで使えるようにする")}
                    </button>
                    <button class="button">{t("新しいコードを作る")}</button>
                </p>
            </form>
            {asking}
        </section>
    }
    .into_any()
}

fn question(state: JoiningState, it: JoiningQuestion) -> AnyView {
    let (is_answering, is_deleting) = (RwSignal::new(false), RwSignal::new(false));
    let (seq, seen) = (it.seq, it.own.answered_at);
    let is_answered = it.own.answered_at.is_some();
    let form = move || {
        if is_answering.get() {
            view! { <AnswerQuestion state seq seen is_answering /> }.into_any()
        } else {
            ().into_any()
        }
    };
    let delete = move |()| {
        let call = api::joining::delete_joining_question(seq);
        state.change(call, t("質問を消しました。"), || ());
    };
    let deleting = move || {
        is_deleting.get().then(|| {
            let consequence = t("質問と連絡先を消します。送った人は、番号で読めなくなります。");
            let cancel = move |()| is_deleting.set(false);
            let (consequence, action) = (consequence.to_owned(), t("消す"));
            view! { <ConfirmPrompt consequence action on_confirm=delete on_cancel=cancel /> }
        })
    };
    let contact = (!it.contact.is_empty()).then(|| {
        let until = it.own.contact_until.as_ref();
        let until = until.map(|it| display_day(it.as_str(), locale()));
        let until = fill!("{0}まで残します", until.unwrap_or_default());
        view! { <p>{fill!("連絡先: {0}", it.contact)} " " <small>{until}</small></p> }
    });
    let answer = (!it.own.answer.is_empty()).then(|| {
        view! {
            <p class="notice">{it.own.answer.clone()}</p>
            <p class="hint">{fill!("答えた人: {0}", it.answered_by)}</p>
        }
    });
    let (word, action) = if is_answered {
        (t("答えた"), t("答え直す"))
    } else {
        (t("待っている"), t("答える"))
    };
    view! {
        <li class="card stack">
            <p class="trial-head">
                <span class="tag" class:done=is_answered>
                    {word}
                </span>
                <small>{it.own.asked_at.display(locale())}</small>
            </p>
            <p class="joining-words">{it.own.words}</p>
            {contact}
            {answer}
            <p class="page-actions" hidden=move || is_answering.get()>
                <button type="button" class="button" on:click=move |_| is_answering.set(true)>
                    {action}
                </button>
                <button type="button" class="button" on:click=move |_| is_deleting.set(true)>
                    {t("消す")}
                </button>
            </p>
            {form}
            {deleting}
        </li>
    }
    .into_any()
}

#[component]
fn AnswerQuestion(
    state: JoiningState,
    seq: i64,
    seen: Option<Timestamp>,
    is_answering: RwSignal<bool>,
) -> impl IntoView {
    let key = format!("joining-answer-draft:{seq}");
    let draft = Draft::new(state.here, key, 0, String::new());
    let problem = RwSignal::new(String::new());
    spawn_local(async move {
        page::microtask().await;
        page::focus(&words_id(seq));
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = draft.get();
        if let Some(why) = answer_fault(&words) {
            problem.set(t(why).to_owned());
            page::focus_again(&words_id(seq));
            return;
        }
        let call = api::joining::answer_joining_question(seq, seen, words);
        let forget = draft.forgetting();
        state.change(call, t("答えました。番号を持つ人が読めます。"), forget);
    };
    view! {
        <form class="stack" novalidate on:submit=send aria-label=t("質問への答え")>
            {lines_field(draft, words_id(seq), t("質問への答え"), 800, |it| it)}
            <p class="hint">
                {t(
                    "連絡先があるときは、いつもの手段でも知らせてください。ここから送られることはありません。",
                )}
            </p>
            <p class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button class="button primary">{t("答えを載せる")}</button>
                <button type="button" class="button" on:click=move |_| is_answering.set(false)>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}
