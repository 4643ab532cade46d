//! What the person is told of: who acts for their 所属長 or for them, and that 職員課 has decided on their guidance.

use super::due_notices::{extension_notice, reminder_notice};
use super::office_notices::{grant_notice, role_model_notice, talk_notice};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::accounts::{DeputyNotice, PersonNotices, SheetsToHandOn};
use api::personnel::GuidanceSubject;
use domain::calendar::{Cycle, display_day};
use domain::instrument::FormRole;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Nothing where there is nothing to tell.
#[component]
pub(crate) fn OwnNotices() -> impl IntoView {
    let notices = RwSignal::new(PersonNotices::default());
    let here = expect_context::<AppState>();
    load(here, notices);
    move || {
        let PersonNotices {
            deputies,
            guidance,
            to_hand_on,
            reminders,
            extensions,
            role_model_asked,
            talks,
            grants,
            ..
        } = notices.get();
        let reminders = reminders.iter().filter_map(|it| reminder_notice(here, it));
        let reminders: Vec<_> = reminders.collect();
        let extensions = extensions
            .iter()
            .filter_map(|it| extension_notice(here, it));
        let extensions: Vec<_> = extensions.collect();
        let to_hand_on = to_hand_on
            .into_iter()
            .map(|it| view! { <HandOn it notices /> }.into_any());
        let deputies = deputies
            .into_iter()
            .map(|it| view! { <Notice it notices /> }.into_any());
        let guidance = guidance.into_iter().map(guidance_notice);
        view! {
            {reminders}
            {extensions}
            {role_model_asked.then(role_model_notice)}
            {talks.iter().map(talk_notice).collect_view()}
            {grants.iter().map(grant_notice).collect_view()}
            {to_hand_on.chain(deputies).chain(guidance).collect_view()}
        }
    }
}

/// Asks once whether a new 所属長 may read what the one before could.
#[component]
fn HandOn(it: SheetsToHandOn, notices: RwSignal<PersonNotices>) -> impl IntoView {
    let problem = RwSignal::new(String::new());
    let (here, supervisor) = (expect_context::<AppState>(), it.supervisor.clone());
    let decide = move |hand_on: bool| {
        let supervisor = supervisor.clone();
        spawn_local(async move {
            match api::accounts::hand_on_sheets(supervisor, hand_on).await {
                Ok(_) => load(here, notices),
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
        });
    };
    let decide = StoredValue::new_local(decide);
    let show = move |_| decide.with_value(|it| it(true));
    let keep = move |_| decide.with_value(|it| it(false));
    let failed = view! {
        <p class="form-error" role="alert">
            {move || problem.get()}
        </p>
    };
    if it.is_kept {
        let kept = fill!(
            "前の所属長のときに提出したシート {0} 枚は、いまの所属長（{1}さん）に見せていません。",
            it.n_sheets,
            it.name
        );
        return view! {
            <div>
                <p class="hint">
                    {kept} <button class="link" on:click=show>
                        {t("やはり見せる")}
                    </button>
                </p>
                {failed}
            </div>
        }
        .into_any();
    }
    let asked = fill!(
        "提出したあとに、所属長が{0}さんになりました。提出済みのシート {1} 枚は、新しい所属長にはまだ見えません。見せますか。",
        it.name,
        it.n_sheets
    );
    view! {
        <div class="notice">
            <p>{asked}</p>
            <p class="page-actions">
                <button class="button small primary" on:click=show>
                    {t("新しい所属長にも見せる")}
                </button>
                <button class="button small" on:click=keep>
                    {t("見せない")}
                </button>
            </p>
            {failed}
        </div>
    }
    .into_any()
}

fn guidance_notice(it: GuidanceSubject) -> AnyView {
    let here = expect_context::<AppState>();
    let [start, ..] = Cycle::in_year(it.year);
    let record = Route::Sheet(here.form_with_role(FormRole::Guidance), start);
    let told = fill!(
        "{0}年度の指導育成（年4回の面接）の対象です。職員課の{1}さんが {2} に決めました。理由: {3}",
        it.year,
        it.named_by,
        it.named_at.display(locale()),
        it.reason
    );
    view! {
        <div class="notice">
            <p>{told} " " <a href=record.to_string()>{t("記録を開く")}</a></p>
            <p class="hint">
                {t(
                    "所属長と面接のたびに、取り組むことと支援を確かめます。所属長（代理を含む）は書きかけから、職員課は二人が確認した回だけを読めます。",
                )}
            </p>
        </div>
    }
    .into_any()
}

/// Asks the server; where there is no network, what it last said is shown.
fn load(here: AppState, notices: RwSignal<PersonNotices>) {
    spawn_local(async move {
        let told = here
            .fetch_or_cached("notices".to_owned(), api::accounts::notices())
            .await;
        if let Ok(told) = told {
            notices.try_set(told);
        }
    });
}

#[component]
fn Notice(it: DeputyNotice, notices: RwSignal<PersonNotices>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let problem = RwSignal::new(String::new());
    let seq = it.seq;
    let approve = move |_| {
        spawn_local(async move {
            match api::personnel::approve_deputy(seq).await {
                Ok(()) => load(here, notices),
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
        });
    };
    let first_day = display_day(&it.first_day, locale());
    let last_day = display_day(&it.last_day, locale());
    let told = match (it.is_own, it.waits) {
        (true, true) => fill!(
            "{0}さんを、{1} から {2} まで、あなたの代理にする届け出があります。あなたか、職員課のほかの人が承認すると始まります。",
            it.deputy,
            first_day,
            last_day
        ),
        (true, false) => fill!(
            "{1} から {2} まで、{0}さんがあなたの代理です。",
            it.deputy,
            first_day,
            last_day
        ),
        (false, _) => fill!(
            "{1} から {2} まで、{0}さんが所属長の代理です。所属長に見せたシートを見ることができ、見たことはあなたに知らされます。",
            it.deputy,
            first_day,
            last_day
        ),
    };
    view! {
        <div class="notice">
            <p>{told}</p>
            {it
                .waits
                .then(|| {
                    view! {
                        <button class="button small" on:click=approve>
                            {t("承認する")}
                        </button>
                    }
                })}
            <p class="form-error" role="alert">
                {move || problem.get()}
            </p>
        </div>
    }
}
