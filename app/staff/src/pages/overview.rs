//! 職員課: means of a cycle by section, grade band and whole ward, with small groups suppressed.

use super::export::Export;
use super::shared_sheets::CycleLinks;
use crate::components::chart::{Dots, Point};
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::{AppState, edition_of};
use domain::aggregate::{GroupMeans, Overview as Means, SubjectName};
use domain::calendar::{Cycle, display_day};
use domain::ids::InstrumentId;
use domain::instrument::{FormRole, SubjectKind};
use domain::route::Route;
use domain::scoring::format_score;
use domain::suppression::MIN_GROUP_SIZE;
use domain::timestamp::Timestamp;
use leptos::prelude::*;

#[component]
pub(crate) fn OverviewPage(cycle: Cycle) -> impl IntoView {
    let here = expect_context::<AppState>();
    // The device's forms may come after the page.
    let forms = Memo::new(move |_| counted_forms(here, cycle));
    let chosen = RwSignal::new(None::<InstrumentId>);
    let form = Memo::new(move |_| {
        let usual = here.form_with_role(FormRole::SelfScoring);
        let is_there = |id: &InstrumentId| forms.with(|all| all.iter().any(|it| it.0 == *id));
        chosen.get().filter(is_there).unwrap_or(usual)
    });
    view! {
        <div class="page wide">
            <p class="eyebrow">{cycle.label(locale())}</p>
            <h1>{t("集計")}</h1>
            <p class="lead">
                {fill!(
                    "職員課への公開を選んで提出した人の、自己採点の平均です。{0}人未満の欄は出しません。", MIN_GROUP_SIZE
                )}
                {t(
                    "職場についての問いは、公開の範囲にかかわらず、この平均にだけ入ります。",
                )} {t("人事評価ではありません。")}
            </p>
            <CycleLinks at=cycle to=Route::Overview />
            <FormChoice forms form chosen />
            {move || {
                let form = form.get();
                let of = form.clone();
                view! {
                    <Loading asking=Box::new(move || {
                        ask(
                            api::personnel::overview(of.clone(), cycle),
                            |it: Means| view! { <MeansCharts means=it /> }.into_any(),
                        )
                    }) />
                    <Export instrument=form cycle />
                }
            }}
        </div>
    }
}

/// The forms of a cycle that ask people to score something, with their titles.
fn counted_forms(here: AppState, cycle: Cycle) -> Vec<(InstrumentId, String)> {
    let is_counted = |id: &InstrumentId| {
        here.editions.with(|all| {
            let edition = edition_of(all, id).map(|it| &it.edition);
            edition.is_some_and(|it| it.subjects.iter().any(|it| it.kind != SubjectKind::Domain))
        })
    };
    here.me.with(|me| {
        let all = me.iter().flat_map(|it| &it.cycles);
        let own = all.filter(|it| it.cycle == cycle && is_counted(&it.instrument));
        own.map(|it| {
            let title = pick_language(&it.title, &it.title_en);
            (it.instrument.clone(), title.to_owned())
        })
        .collect()
    })
}

/// Nothing where there is only one.
#[component]
fn FormChoice(
    forms: Memo<Vec<(InstrumentId, String)>>,
    form: Memo<InstrumentId>,
    chosen: RwSignal<Option<InstrumentId>>,
) -> impl IntoView {
    let options = move || {
        let options = forms.get().into_iter();
        options
            .map(|(id, title)| view! { <option value=id.to_string()>{title}</option> })
            .collect_view()
    };
    view! {
        <label class="field form-choice" hidden=move || forms.with(|it| it.len() < 2)>
            <span>{t("様式")}</span>
            <select
                class="select"
                prop:value=move || form.get().to_string()
                on:change=move |event| chosen.set(Some(event_target_value(&event).as_str().into()))
            >
                {options}
            </select>
        </label>
    }
}

/// Instead of means that are not published yet.
#[component]
pub(super) fn NotPublishedYet() -> impl IntoView {
    view! {
        <div class="card">
            <p>
                {fill!(
                    "公開された提出が{0}人に満たないか、まとまるのを待っているため、まだ表示できません。", MIN_GROUP_SIZE
                )}
            </p>
            <p class="hint">{when_published()}</p>
        </div>
    }
}

fn when_published() -> String {
    fill!(
        "集計は夜に、{0}人以上がまとまって入れるようになったときに新しくなります。一人の出入りでは変わりません。",
        MIN_GROUP_SIZE
    )
}

/// How many people the means are of, since when, and when they change.
#[component]
pub(super) fn PublishedNote(people: u32, at: Option<Timestamp>) -> impl IntoView {
    let day = at.map(|it| fill!("{0} に公開", display_day(it.day().as_str(), locale())));
    view! {
        <p class="hint">{fill!("{0}人の提出から", people)} {day.map(|it| fill!("（{0}）", it))}</p>
        <details class="hint">
            <summary>{t("いつ新しくなりますか")}</summary>
            <p>
                {when_published()}
                {t(
                    "どの画面も書き出しも、その日は同じ数字です。取り下げた人や直した人は、次にまとまるまで前のまま入っています。",
                )}
            </p>
        </details>
    }
}

#[component]
fn MeansCharts(means: Means) -> impl IntoView {
    let Some(n) = means.sheets else {
        return view! { <NotPublishedYet /> }.into_any();
    };
    let cards = [
        (t("能力"), SubjectKind::Ability),
        (t("意識"), SubjectKind::Awareness),
        (t("職場"), SubjectKind::Workplace),
    ];
    let cards = cards.map(|(title, kind)| {
        let points: Vec<Point> = means
            .subjects
            .iter()
            .zip(&means.ward.cells)
            .filter(|it| it.0.kind == kind)
            .map(|(subject, cell)| Point {
                name: pick_language(&subject.name, &subject.name_en).to_owned(),
                value: cell.mean,
                before: None,
            })
            .collect();
        let label = fill!("{0}（全体の平均）", title);
        view! {
            <section class="card">
                <h2>{title}</h2>
                <Dots label=label points=points missing=t("非表示") />
            </section>
        }
    });
    view! {
        <PublishedNote people=n at=means.published_at />
        <div class="two-columns">{cards.into_iter().collect_view()}</div>
        <MeansTable
            title=t("職層ごと")
            groups=means.bands
            subjects=means.subjects.clone()
            ward=means.ward.clone()
        />
        <MeansTable title=t("課ごと") groups=means.sections subjects=means.subjects ward=means.ward />
    }
    .into_any()
}

/// Table of subjects by groups. The shade of a cell only repeats its number.
#[component]
pub(super) fn MeansTable(
    title: &'static str,
    groups: Vec<GroupMeans>,
    subjects: Vec<SubjectName>,
    ward: GroupMeans,
) -> impl IntoView {
    let (shown, hidden): (Vec<GroupMeans>, Vec<GroupMeans>) = groups
        .into_iter()
        .partition(|it| it.cells.iter().any(|it| it.mean.is_some()));
    let n_hidden = hidden.len();
    let hidden = (n_hidden > 0).then(|| {
        let names: Vec<&str> = hidden
            .iter()
            .map(|it| pick_language(&it.name, &it.name_en))
            .collect();
        view! {
            <details class="hint">
                <summary>{fill!("表に出していない{0}の区分", n_hidden)}</summary>
                <p>
                    {t(
                        "人数が少ないか、引き算で分かるか、まとまるのを待っている区分です。",
                    )} {names.join(t("、"))}
                </p>
            </details>
        }
    });
    let columns: Vec<GroupMeans> = shown.into_iter().chain([ward]).collect();
    let heads: Vec<_> = columns
        .iter()
        .map(|it| view! { <th scope="col">{pick_language(&it.name, &it.name_en).to_owned()}</th> })
        .collect();
    let rows = subjects.into_iter().enumerate().map(|(at, subject)| {
        let cells = columns.iter().map(|column| {
            let cell = &column.cells[at];
            match (cell.mean, cell.people) {
                (Some(mean), Some(people)) => {
                    let people = view! { <small>{fill!("{0}人", people)}</small> };
                    view! { <td class=format!("shade-{}", shade(mean))>{format_score(mean)} {people}</td> }.into_any()
                }
                _ => view! { <td class="suppressed">{t("非表示")}</td> }.into_any(),
            }
        });
        let cells: Vec<_> = cells.collect();
        let aim = subject.aim.map(|it| view! { <small>{fill!("めやす {0}", it)}</small> });
        view! {
            <tr>
                <th scope="row">{pick_language(&subject.name, &subject.name_en).to_owned()}{aim}</th>
                {cells}
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <section class="card">
            <h2>{title}</h2>
            <div class="table-frame" tabindex="0" role="region" aria-label=fill!("{0}の平均", title)>
                <table class="numbers grid">
                    <thead>
                        <tr>
                            <th scope="col">{t("項目")}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {hidden}
        </section>
    }
}

/// Shade from 1 to 5; the steps cover the range in which means occur.
fn shade(mean: f64) -> u8 {
    match mean {
        it if it < 2.0 => 1,
        it if it < 2.75 => 2,
        it if it < 3.5 => 3,
        it if it < 4.25 => 4,
        _ => 5,
    }
}
