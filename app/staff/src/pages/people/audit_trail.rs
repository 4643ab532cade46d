//! What an account did, and what was done to it, as the audit log has it. Loaded when it is asked for: each look is in
//! the log itself.

use super::person_state::PersonState;
use crate::components::earlier::EarlierButton;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use api::audit::{AuditLine, AuditSide, TRAIL_PAGE, audit_trail};
use domain::ids::PersonId;
use leptos::prelude::*;

#[component]
pub(super) fn AuditTrail(state: PersonState) -> impl IntoView {
    let person = state.id();
    let shown = RwSignal::new(None::<AuditSide>);
    let choice = move |side: AuditSide, word: &'static str| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || (shown.get() == Some(side)).to_string()
                on:click=move |_| shown.set(Some(side))
            >
                {word}
            </button>
        }
    };
    let trail = move || {
        let person = person.clone();
        shown.get().map(|side| view! { <Trail person side /> })
    };
    view! {
        <section class="card stack" aria-labelledby="audit-trail">
            <h2 id="audit-trail">{t("監査記録")}</h2>
            <p class="hint">
                {t(
                    "見たことも、監査記録に残ります。書いた内容は、ここにはありません。",
                )}
            </p>
            <div class="chips" role="group" aria-labelledby="audit-trail">
                {choice(AuditSide::About, t("アカウントや役割への操作"))}
                {choice(AuditSide::By, t("この人がしたこと"))}
            </div>
            {trail}
        </section>
    }
}

#[component]
fn Trail(person: PersonId, side: AuditSide) -> impl IntoView {
    let of = StoredValue::new((person, side));
    view! {
        <Loading asking=Box::new(move || {
            let (person, side) = of.get_value();
            ask(
                async move {
                    let lines = audit_trail(person.clone(), side, None).await?;
                    Ok((person, side, lines))
                },
                |(person, side, lines): (PersonId, AuditSide, Vec<AuditLine>)| {
                    view! { <Lines person side lines /> }.into_any()
                },
            )
        }) />
    }
}

#[component]
fn Lines(person: PersonId, side: AuditSide, lines: Vec<AuditLine>) -> impl IntoView {
    let all = RwSignal::new(lines);
    let load = move |it: &AuditLine| audit_trail(person.clone(), side, Some(it.seq));
    view! {
        <p class="hint" hidden=move || !all.with(Vec::is_empty)>
            {t("記録はありません。")}
        </p>
        <div class="table-frame" tabindex="0" role="region" aria-label=t("監査記録")>
            <table class="people audit-trail" hidden=move || all.with(Vec::is_empty)>
                <caption class="visually-hidden">{t("監査記録")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("日時")}</th>
                        <th scope="col">{t("したこと")}</th>
                        <th scope="col">{t("した人")}</th>
                        <th scope="col">{t("だれについて")}</th>
                        <th scope="col">{t("様式")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || all.get() key=|it| it.seq children=|it| line(&it) />
                </tbody>
            </table>
        </div>
        <EarlierButton all page_size=TRAIL_PAGE load />
    }
}

fn line(it: &AuditLine) -> AnyView {
    let form = if it.form.is_empty() {
        String::new()
    } else {
        fill!("{0}（{1}）", it.form, it.cycle)
    };
    let outcome = (!it.outcome.is_empty()).then(|| {
        view! {
            " "
            <span class="tag warn">{it.outcome.clone()}</span>
        }
    });
    view! {
        <tr>
            <td>{it.at.display(locale())}</td>
            <th scope="row">
                <span lang="ja">{it.act.clone()}</span>
                {outcome}
            </th>
            <td>{it.by.clone()}</td>
            <td>{it.about.clone()}</td>
            <td lang="ja">{form}</td>
        </tr>
    }
    .into_any()
}
