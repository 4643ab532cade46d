//! 職員課: whose guidance (指導育成) was decided on for a fiscal year, and how far the four talks are.

use crate::components::loading::{Loading, ask};
use crate::components::office_list::{OfficeList, RowsOf};
use crate::components::outcome::Outcome;
use crate::components::person_picker::PersonPicker;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::ApiError;
use api::personnel::GuidanceSubject;
use domain::calendar::Cycle;
use domain::instrument::FormRole;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

#[component]
pub(crate) fn GuidancePage(year: u16) -> impl IntoView {
    view! {
        <div class="page">
            <p>
                <a href=Route::Calendar.to_string()>{t("時期と保存期間へ戻る")}</a>
            </p>
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("指導育成の対象")}</h1>
            <p class="lead">
                {t(
                    "第１次評価をもとに職員課が対象を決めると、所属長が年4回の面接の記録を始められます。\
                    評価の点は、ここには入れません。決めたことと理由は、本人に知らされます。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                ask(
                    async move { Ok((year, api::personnel::guidance_subjects(year).await?)) },
                    |(year, all): (u16, Vec<GuidanceSubject>)| view! { <Subjects year all /> }.into_any(),
                )
            }) />
        </div>
    }
}

/// How the list of subjects is searched.
const ROWS: RowsOf<GuidanceSubject> = RowsOf {
    name: "guidance-search",
    text: |it| {
        let person = &it.person;
        let [name, kana] = [&person.name, &person.kana].map(Clone::clone);
        vec![
            name,
            kana,
            person.id.to_string(),
            person.org.label(),
            it.supervisor.clone(),
        ]
    },
    key: |it, _| (0, it.person.name.clone()),
    id: |it| format!("guidance-{}", it.person.id),
};

/// State of the page.
#[derive(Clone, Copy)]
struct SubjectList {
    all: RwSignal<Vec<GuidanceSubject>>,
    said: RwSignal<Option<Outcome>>,
}

impl SubjectList {
    fn change(
        self,
        call: impl Future<Output = Result<Vec<GuidanceSubject>, ApiError>> + 'static,
        done: String,
        then: impl FnOnce() + 'static,
    ) {
        self.said.set(None);
        spawn_local(async move {
            match call.await {
                Ok(fresh) => {
                    self.all.try_set(fresh);
                    self.said.try_set(Some(Outcome::Done(done)));
                    then();
                }
                Err(error) => {
                    let failed = Outcome::Failed(error.sentence(locale()));
                    self.said.try_set(Some(failed));
                }
            }
        });
    }
}

#[component]
fn Subjects(year: u16, all: Vec<GuidanceSubject>) -> impl IntoView {
    let list = SubjectList {
        all: RwSignal::new(all),
        said: RwSignal::new(None),
    };
    let found = OfficeList::open(ROWS, list.all.into());
    let row = move |it: GuidanceSubject| view! { <SubjectCard list it /> }.into_any();
    view! {
        <p
            role="status"
            class="status-message"
            class:failed=move || list.said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
        >
            {move || list.said.get().map(Outcome::sentence)}
        </p>
        <SubjectForm year list />
        <div hidden=move || {
            list.all.with(Vec::is_empty)
        }>{found.search(t("氏名・職員番号・所属・所属長"))}</div>
        <ul class="cards" on:keydown=move |event| found.on_key(&event)>
            {move || found.shown().into_iter().map(row).collect_view()}
        </ul>
        {found.pager()}
        <p class="hint" role="status">
            {move || {
                let is_none = found.n_found() == 0 && list.all.with(|it| !it.is_empty());
                is_none.then(|| t("見つかりません。別の言葉でさがしてください。"))
            }}
        </p>
        <p class="hint" hidden=move || list.all.with(|it| !it.is_empty())>
            {t("この年度の対象は、まだいません。")}
        </p>
    }
}

#[component]
fn SubjectForm(year: u16, list: SubjectList) -> impl IntoView {
    let (person, reason) = (PersonPicker::new("subject"), RwSignal::new(String::new()));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(chosen) = person.require() else {
            return;
        };
        let call = api::personnel::name_guidance_subject(chosen, year, reason.get_untracked());
        list.change(
            call,
            t("対象に決めました。本人に知らされます。").to_owned(),
            move || {
                person.clear();
                reason.try_set(String::new());
            },
        );
    };
    view! {
        <form class="card stack" on:submit=add>
            <h2>{t("対象を決める")}</h2>
            {person.view(t("対象にする職員"))}
            <label class="field">
                <span>{t("理由（本人に知らされます。400文字まで）")}</span>
                <textarea
                    class="text"
                    rows="3"
                    maxlength="400"
                    required
                    prop:value=reason
                    on:input=move |event| reason.set(event_target_value(&event))
                ></textarea>
            </label>
            <p class="page-actions">
                <button class="button primary">{t("対象に決める")}</button>
            </p>
        </form>
    }
}

#[component]
fn SubjectCard(list: SubjectList, it: GuidanceSubject) -> impl IntoView {
    let (row_id, page) = (
        (ROWS.id)(&it),
        Route::Person(it.person.id.clone()).to_string(),
    );
    let (person, year, name) = (it.person.id.clone(), it.year, it.person.name.clone());
    let done = fill!("{0}さんの指導育成を終えました。", name);
    let end = move |_| {
        let call = api::personnel::end_guidance_subject(person.clone(), year);
        list.change(call, done.clone(), || ());
    };
    let [start, ..] = Cycle::in_year(it.year);
    let form = expect_context::<AppState>().form_with_role(FormRole::Guidance);
    let record = Route::SharedSheet(it.person.id.clone(), form, start).to_string();
    let state = match (it.is_ended, it.n_confirmed, it.is_overdue) {
        (true, n, _) => fill!("終わりました（確認済みの面接 {0} 回）", n),
        (false, 4, _) => t("4回の面接は、すべて確認済みです。").to_owned(),
        (false, n, true) => fill!(
            "面接 {0} 回を確認済み。第{1}回の予定の日が過ぎています",
            n,
            n + 1
        ),
        (false, n, false) => fill!("面接 {0} 回を確認済み。次は第{1}回", n, n + 1),
    };
    let decided = fill!(
        "{0}さんが {1} に決めました。理由: {2}",
        it.named_by,
        it.named_at.display(locale()),
        it.reason
    );
    view! {
        <li class="card sheet-card">
            <div>
                <h2>
                    <a id=row_id href=page>
                        {it.person.full_label(locale())}
                    </a>
                </h2>
                <p class="sheet-status">
                    <span class="tag" class:warn=it.is_overdue class:done=it.n_confirmed == 4>
                        {state}
                    </span>
                </p>
                <p class="sheet-status">{fill!("所属長: {0}", it.supervisor)}</p>
                <p class="hint">{decided}</p>
                {(it.n_confirmed > 0)
                    .then(|| {
                        view! {
                            <p>
                                <a href=record>
                                    {t("二人が確認した回を読む")}
                                    <span class="visually-hidden">{fill!("（{0}）", name)}</span>
                                </a>
                            </p>
                        }
                    })}
            </div>
            {(!it.is_ended)
                .then(|| {
                    view! {
                        <button class="button small" on:click=end>
                            {t("終える")}
                            <span class="visually-hidden">{fill!("（{0}）", name)}</span>
                        </button>
                    }
                })}
        </li>
    }
}
