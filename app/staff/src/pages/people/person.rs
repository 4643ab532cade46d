//! One person of the roster: where they are, their roles and account, what will change, and the history of it all.

use super::audit_trail::AuditTrail;
use super::edit::EditPerson;
use super::handout::CodeForm;
use super::history::History;
use super::is_personnel;
use super::list_state::note_opened;
use super::person_state::PersonState;
use super::table::account_tag;
use crate::components::list_walk::ListWalk;
use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::pages::progress;
use crate::sync::AppState;
use api::people::{PersonDetails, SheetProgress};
use domain::calendar::display_day;
use domain::ids::PersonId;
use domain::instrument::cycle_label;
use domain::person::{Org, PersonName};
use domain::person_record::AccountState;
use domain::route::Route;
use domain::sheet::SheetState;
use leptos::prelude::*;

#[component]
pub(crate) fn PersonPage(person: PersonId) -> impl IntoView {
    // Whoever goes on to the next comes back to that one's row.
    note_opened(&person);
    progress::note_opened(&person);
    let at = Route::Person(person.clone());
    let person = StoredValue::new(person);
    view! {
        <div class="page wide person-page">
            <ListWalk at list=Route::People words=t("職員の一覧へ戻る") />
            <Loading asking=Box::new(move || {
                ask(
                    api::people::person(person.get_value()),
                    |it: PersonDetails| view! { <Person details=it /> }.into_any(),
                )
            }) />
        </div>
    }
}

#[component]
fn Person(details: PersonDetails) -> impl IntoView {
    let state = PersonState {
        details: RwSignal::new(details),
        said: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    let here = expect_context::<AppState>();
    let is_self = here
        .me
        .with_untracked(|it| it.as_ref().is_some_and(|it| it.person.id == state.id()));
    let eyebrow = move || {
        state.details.with(|it| {
            let person = &it.record.person;
            format!("{}　{}", person.org.label(), person.job_type)
        })
    };
    let name = move || state.details.with(|it| it.record.person.name.clone());
    let kana = move || state.details.with(|it| it.record.person.kana.clone());
    view! {
        <p class="eyebrow">{eyebrow}</p>
        <h1>{name} " " <small class="kana">{kana}</small></h1>
        <p
            role="status"
            class="status-message"
            class:failed=move || state.said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
        >
            {move || state.said.get().map(Outcome::sentence)}
        </p>
        <p class="hint" hidden=!is_self>
            {t(
                "あなた自身の記録です。変えるときは、職員課のほかの人に頼んでください。",
            )}
        </p>
        <Facts state />
        {(!is_self).then(|| view! { <Actions state /> })}
        <Sheets state />
        <History state />
        <AuditTrail state />
    }
}

#[component]
fn Facts(state: PersonState) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="now">
            <h2 id="now">{t("いま")}</h2>
            {move || state.details.with(facts)}
        </section>
    }
}

fn facts(it: &PersonDetails) -> AnyView {
    let person = &it.record.person;
    let roles: Vec<&str> = person.roles.iter().map(|it| it.label()).collect();
    let roles = Some(roles.join("、")).filter(|it| !it.is_empty());
    let roles = roles.unwrap_or_else(|| t("なし").to_owned());
    let posts: Vec<String> = it.record.second_posts.iter().map(Org::label).collect();
    let line = |name: &'static str, value: AnyView| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    };
    let text = |it: String| it.into_any();
    let supervisor = it.supervisor.as_ref().map_or_else(
        || text(t("なし").to_owned()),
        |it| person_link(it).into_any(),
    );
    let deputies: Vec<_> = it
        .deputies
        .iter()
        .map(|it| {
            let days = fill!(
                "{0} から {1} まで",
                display_day(it.first_day.as_str(), locale()),
                display_day(it.last_day.as_str(), locale())
            );
            view! { <span class="line">{person_link(&it.deputy)} " " <small>{days}</small></span> }
        })
        .collect();
    let has_deputies = !deputies.is_empty();
    let mail = Some(it.record.mail.clone()).filter(|it| !it.is_empty());
    let set_at = it
        .password_changed_at
        .filter(|_| it.record.account != AccountState::Invited);
    let password = set_at.map_or_else(
        || t("まだ決めていません").to_owned(),
        |it| it.display(locale()),
    );
    view! {
        <dl class="pairs">
            {line(t("職員番号"), text(person.id.to_string()))} {line(t("所属"), text(person.org.label()))}
            {(!posts.is_empty()).then(|| line(t("兼務"), text(posts.join("、"))))}
            {line(t("級"), text(fill!("{0}級", person.grade)))} {line(t("所属長"), supervisor)}
            {(it.n_staff > 0)
                .then(|| line(t("所属長として"), text(fill!("{0}人の所属長です", it.n_staff))))}
            {has_deputies.then(|| line(t("代理"), deputies.into_any()))} {line(t("役割"), text(roles))}
            {mail.map(|it| line(t("メールアドレス"), text(it)))}
            {line(t("アカウント"), account_tag(it.record.account))}
            {line(t("開いているセッション"), text(fill!("{0}件", it.n_sessions)))}
            {line(t("パスワードの変更"), text(password))}
        </dl>
    }
    .into_any()
}

fn person_link(it: &PersonName) -> impl IntoView + use<> {
    view! {
        <a href=Route::Person(it.id.clone()).to_string()>{it.name.clone()}</a>
        " "
        <small>{it.id.to_string()}</small>
    }
}

/// What somebody else may do. A form stays open beside another: what is typed in it is not lost.
#[component]
fn Actions(state: PersonState) -> impl IntoView {
    let [is_editing, is_coding] = [(); 2].map(|()| RwSignal::new(false));
    let end = move |_| {
        let call = api::people::end_sessions_of(state.id());
        state.change(call, t("セッションを終わらせました。").to_owned(), || ());
    };
    let edit_word = if is_personnel() {
        t("記録を変える")
    } else {
        t("アカウントを変える")
    };
    let can_sign_in = move || state.details.with(|it| it.record.account.can_sign_in());
    let n_sessions = move || state.details.with(|it| it.n_sessions);
    view! {
        <p class="page-actions">
            <button
                type="button"
                class="button primary"
                aria-expanded=move || is_editing.get().to_string()
                on:click=move |_| is_editing.update(|it| *it = !*it)
            >
                {edit_word}
            </button>
            <button
                type="button"
                class="button"
                hidden=move || !can_sign_in()
                aria-expanded=move || is_coding.get().to_string()
                on:click=move |_| is_coding.update(|it| *it = !*it)
            >
                {t("一回限りのコードを作る")}
            </button>
            <button type="button" class="button" hidden=move || n_sessions() == 0 on:click=end>
                {t("セッションを終わらせる")}
            </button>
        </p>
        {move || {
            is_editing
                .get()
                .then(|| {
                    view! {
                        <EditPerson
                            state
                            on_done=move || {
                                is_editing.try_set(false);
                            }
                        />
                    }
                })
        }}
        {move || {
            is_coding
                .get()
                .then(|| {
                    let person = state
                        .details
                        .with_untracked(|it| PersonName {
                            id: it.record.person.id.clone(),
                            name: it.record.person.name.clone(),
                        });
                    view! { <CodeForm person /> }
                })
        }}
    }
}

/// How far each sheet has come; 職員課 alone is told.
#[component]
fn Sheets(state: PersonState) -> impl IntoView {
    let rows = move || {
        state
            .details
            .with(|it| it.sheets.iter().map(sheet_row).collect_view())
    };
    let has_none = move || state.details.with(|it| it.sheets.is_empty());
    is_personnel().then(|| {
        view! {
            <section class="card" aria-labelledby="sheets">
                <h2 id="sheets">{t("シートの進み具合")}</h2>
                <p class="hint" hidden=move || !has_none()>
                    {t("書きはじめたシートは、まだありません。")}
                </p>
                <div class="table-frame" hidden=has_none>
                    <table class="people">
                        <thead>
                            <tr>
                                <th scope="col">{t("様式")}</th>
                                <th scope="col">{t("時期")}</th>
                                <th scope="col">{t("様子")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="hint">
                    {t(
                        "書いた内容は、本人が見せると決めたものだけが「共有されたシート」に出ます。",
                    )}
                </p>
            </section>
        }
    })
}

fn sheet_row(it: &SheetProgress) -> AnyView {
    let submitted = it
        .submitted_at
        .map(|at| view! { <small>{at.display(locale())}</small> });
    let is_done = !it.state.is_open();
    view! {
        <tr>
            <th scope="row">{it.title.shown(locale()).to_owned()}</th>
            <td>{cycle_label(it.yearly, it.cycle, locale())}</td>
            <td>
                <span class="tag" class:done=is_done class:returned=it.state == SheetState::Returned>
                    {it.state.label(locale())}
                </span>
                {submitted}
            </td>
        </tr>
    }
    .into_any()
}
