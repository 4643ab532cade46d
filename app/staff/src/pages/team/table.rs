//! The staff as a table: a row for each person, a stone for their goals and each of the year's three talks.

use crate::i18n::{fill, locale, t};
use crate::sync::{AppState, checkout_key};
use api::interviews::{TeamMember, TeamSheet};
use browser::clock;
use domain::calendar::{Cycle, Period, display_moment};
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::person::Person;
use domain::route::Route;
use domain::sheet::{SheetId, SheetState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

/// Records that can be opened without network, by their cache keys.
type OnDevice = RwSignal<Vec<String>>;

#[component]
pub(super) fn StaffTable(people: Vec<TeamMember>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let on_device: OnDevice = RwSignal::new(Vec::new());
    let heads = [t("氏名"), t("目標")]
        .into_iter()
        .map(str::to_owned)
        .chain(Period::ALL.map(|it| fill!("{0}の面談", it.label(locale()))))
        .map(|it| view! { <th scope="col">{it}</th> });
    let heads: Vec<_> = heads.collect();
    let rows: Vec<_> = people
        .into_iter()
        .map(|it| row(here, it, on_device))
        .collect();
    view! {
        <div class="card table-frame">
            <table class="team-table">
                <caption class="visually-hidden">{t("課の職員と、その一年")}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(here: AppState, member: TeamMember, on_device: OnDevice) -> AnyView {
    let person = &member.person;
    let this_year = clock::now().fiscal_year();
    let year = member.sheets.first().map_or(this_year, |it| it.cycle.year);
    let interview = here.form_with_role(FormRole::Interview);
    let talks = Period::ALL.map(|period| {
        let cycle = Cycle { year, period };
        talk(here, &member, &interview, cycle, on_device)
    });
    let [start, ..] = Cycle::in_year(year);
    let guidance = member.has_guidance.then(|| {
        let form = here.form_with_role(FormRole::Guidance);
        let to = Route::Interview(person.id.clone(), form, start).to_string();
        view! {
            <a class="team-guidance" href=to>
                {t("指導育成の記録")}
                <span class="visually-hidden">{fill!("（{0}）", person.name)}</span>
            </a>
        }
    });
    let acting = member.acting_for.as_ref();
    view! {
        <tr>
            <th scope="row">
                <span class="team-name">{person.name.clone()}</span>
                <small>{person.org.unit.clone()}</small>
                {acting.map(|it| view! { <small>{fill!("{0}さんの代理として", it)}</small> })}
                {guidance}
            </th>
            {goals(here, &member, start)}
            {talks.into_iter().collect_view()}
        </tr>
    }
    .into_any()
}

fn sheet_of<'a>(
    member: &'a TeamMember,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Option<&'a TeamSheet> {
    let mut sheets = member.sheets.iter();
    sheets.find(|it| it.instrument == *instrument && it.cycle == cycle)
}

/// The goals: a link once they may be read. Of a draft it only says that it is not submitted.
fn goals(here: AppState, member: &TeamMember, start: Cycle) -> AnyView {
    let form = here.form_with_role(FormRole::Goals);
    let found = sheet_of(member, &form, start);
    let state = found.map_or(SheetState::Draft, |it| it.state);
    let word = match state {
        SheetState::Draft => t("提出前"),
        other => other.label(locale()),
    };
    let is_of_former = found.is_some_and(|it| it.is_of_former);
    let may_read = !state.is_open() && !is_of_former;
    let person: &Person = &member.person;
    let to = Route::SharedSheet(person.id.clone(), form, start).to_string();
    let label = if may_read {
        view! {
            <a href=to>
                <span class="visually-hidden">{fill!("目標を読む（{0}） ", person.name)}</span>
                {word}
            </a>
        }
        .into_any()
    } else {
        view! { <span>{word}</span> }.into_any()
    };
    view! {
        <td class:done=state == SheetState::Agreed class:underway=state == SheetState::Submitted>
            <span class="cell-label" aria-hidden="true">
                {t("目標")}
            </span>
            <span class="step-marker" aria-hidden="true"></span>
            {label}
            {is_of_former
                .then(|| {
                    view! { <small>{t("本人がまだ新しい所属長に見せていません")}</small> }
                })}
        </td>
    }
    .into_any()
}

fn talk(
    here: AppState,
    member: &TeamMember,
    interview: &InstrumentId,
    cycle: Cycle,
    on_device: OnDevice,
) -> AnyView {
    let person = &member.person;
    let found = sheet_of(member, interview, cycle);
    let is_done = found.is_some_and(|it| it.state == SheetState::Agreed);
    let word = match found {
        _ if is_done => t("確認済み").to_owned(),
        Some(it) if !it.planned_at.is_empty() => display_moment(&it.planned_at, locale()),
        Some(_) => t("記入中").to_owned(),
        None => t("これから").to_owned(),
    };
    let key = checkout_key(&SheetId {
        person: person.id.clone(),
        instrument: interview.clone(),
        cycle,
    });
    let own = key.clone();
    spawn_local(async move {
        let kept: Option<Value> = here.cache_get(&own).await;
        if kept.is_some_and(|it| !it.is_null()) {
            let _ = on_device.try_update(|it| it.push(own));
        }
    });
    let label = fill!("{0}の面談", cycle.period.label(locale()));
    let to = Route::Interview(person.id.clone(), interview.clone(), cycle).to_string();
    view! {
        <td class:done=is_done class:underway=found.is_some() && !is_done>
            <span class="cell-label" aria-hidden="true">
                {label.clone()}
            </span>
            <span class="step-marker" aria-hidden="true"></span>
            <a href=to>
                <span class="visually-hidden">{fill!("{0}（{1}） ", label, person.name)}</span>
                {word}
            </a>
            <small class="on-device" hidden=move || on_device.with(|it| !it.contains(&key))>
                {t("この端末にあり")}
            </small>
        </td>
    }
    .into_any()
}
