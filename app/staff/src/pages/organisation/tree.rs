//! The tree as a table: each 部, its 課 and their 係, with who leads them and how many they are.

use super::organisation_state::{OrganisationState, button_id};
use crate::i18n::{fill, locale, t};
use crate::pages::people::look_at;
use domain::calendar::display_day;
use domain::ids::Day;
use domain::organisation::{OrgLevel, OrgUnit};
use domain::person::PersonName;
use domain::route::Route;
use leptos::prelude::*;

/// More 係 than this are folded at first.
const MANY_UNITS: usize = 40;

#[component]
pub(super) fn OrgTable(state: OrganisationState) -> impl IntoView {
    let n_units =
        Memo::new(move |_| state.with_shown(|it| it.organisation.n_units(OrgLevel::Unit)));
    // None until somebody has chosen.
    let with_units = RwSignal::new(None::<bool>);
    let is_deep = Memo::new(move |_| with_units.get().unwrap_or(n_units.get() <= MANY_UNITS));
    let rows = move || {
        let is_deep = is_deep.get();
        state.with_shown(|it| {
            let units = it.organisation.units().into_iter();
            let units = units.filter(|it| is_deep || it.place.level() != OrgLevel::Unit);
            units.map(|it| row(state, it)).collect_view()
        })
    };
    view! {
        <div class="table-frame card" hidden=move || state.shown.with(Option::is_none)>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=is_deep
                    on:change=move |event| with_units.set(Some(event_target_checked(&event)))
                />
                <span>{t("係も並べる")}</span>
            </label>
            <table class="people org-table">
                <caption class="visually-hidden">{t("組織の一覧")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("部・課・係")}</th>
                        <th scope="col">{t("所属長")}</th>
                        <th scope="col" class="amount">
                            {t("人数")}
                        </th>
                        <th scope="col" class="amount">
                            {t("兼務")}
                        </th>
                        <th scope="col">{t("できた日・なくなる日")}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(state: OrganisationState, unit: &OrgUnit) -> AnyView {
    let place = unit.place.clone();
    let (looked_at, own) = (place.clone(), unit.clone());
    let level = match place.level() {
        OrgLevel::Department => "department",
        OrgLevel::Section => "section",
        OrgLevel::Unit => "unit",
    };
    let on_leave = (unit.n_on_leave > 0).then(|| fill!("うち休職・休業 {0}人", unit.n_on_leave));
    let second = (unit.n_second > 0).then(|| fill!("{0}人", unit.n_second));
    view! {
        <tr class=level>
            <th scope="row">
                <a href=Route::People.to_string() on:click=move |_| look_at(&looked_at)>
                    {place.name().to_owned()}
                </a>
            </th>
            <td>{leaders(&unit.leaders)}</td>
            <td class="amount">{fill!("{0}人", unit.n_people)} <small>{on_leave}</small></td>
            <td class="amount">{second}</td>
            <td class="lifetime">{lifetime(unit)}</td>
            <td>
                <button type="button" id=button_id(&place) class="link" on:click=move |_| state.plan(own.clone())>
                    {t("改編する")}
                    <span class="visually-hidden">{fill!("（{0}）", place.label())}</span>
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// Nothing for a place that is older than the history, and that nobody plans to end.
fn lifetime(unit: &OrgUnit) -> Option<impl IntoView + use<>> {
    let day = |it: &Day| display_day(it.as_str(), locale());
    let since = unit.since.as_ref().map(|it| fill!("{0}から", day(it)));
    let until = unit
        .until
        .as_ref()
        .map(|it| fill!("{0}の前日まで", day(it)));
    let is_told = since.is_some() || until.is_some();
    is_told.then(|| {
        view! {
            {since}
            " "
            {until.map(|it| view! { <small>{it}</small> })}
        }
    })
}

fn leaders(all: &[PersonName]) -> Vec<impl IntoView + use<>> {
    let links = all.iter().map(|it| {
        view! {
            <a class="leader" href=Route::Person(it.id.clone()).to_string()>
                {it.name.clone()}
            </a>
        }
    });
    links.collect()
}
