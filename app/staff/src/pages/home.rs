//! The person's own forms, one card per cycle.

use crate::components::own_notices::OwnNotices;
use crate::components::show_if::show_if as part;
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::{AppState, edition_of};
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::instrument::{Edition, FormRole, ItemRole, Workflow};
use domain::person::{CurrentUser, OpenCycle};
use domain::route::Route;
use domain::scoring::{SheetProgress, progress};
use domain::sheet::{Sheet, SheetId, SheetState};
use domain::timestamp::Timestamp;
use leptos::prelude::*;

#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let here = expect_context::<AppState>();
    let cards = move || {
        here.me.with(|me| {
            let cycles: Vec<&OpenCycle> = me.iter().flat_map(|it| it.cycles.iter().rev()).collect();
            let mut forms: Vec<&InstrumentId> = Vec::new();
            for it in &cycles {
                if !forms.contains(&&it.instrument) {
                    forms.push(&it.instrument);
                }
            }
            let form = |form: &InstrumentId| {
                let own = cycles.iter().filter(|it| it.instrument == *form);
                let own: Vec<OpenCycle> = own.map(|it| (*it).clone()).collect();
                view! { <FormCards cycles=own /> }.into_any()
            };
            forms.into_iter().map(form).collect_view()
        })
    };
    let of_me = move |what: fn(&CurrentUser) -> String| {
        here.me.with(|it| it.as_ref().map(what).unwrap_or_default())
    };
    let is_empty = move || {
        here.me
            .with(|it| it.as_ref().is_none_or(|it| it.cycles.is_empty()))
    };
    view! {
        <div class="page">
            <p class="eyebrow">{move || of_me(|it| it.person.org.label())}</p>
            <h1>{move || of_me(|it| fill!("{0} さん", it.person.name))}</h1>
            <p class="lead">
                {t(
                    "いまの自分を振り返り、次の一歩を見つけます。点数は人事評価ではありません。",
                )}
            </p>
            <OwnNotices />
            {part(
                is_empty,
                || {
                    view! {
                        <div class="card">
                            <p>
                                {t(
                                    "ここに、あなたが書くシートが並びます。初めての画面を開くには、一度ネットワークにつないでください。",
                                )}
                            </p>
                        </div>
                    }
                        .into_any()
                },
            )}
            {move || cards()}
            {move || here.me.with(|it| it.as_ref().and_then(literacy_link))}
        </div>
    }
}

/// Link to the literacy test in the latest open cycle.
fn literacy_link(me: &CurrentUser) -> Option<AnyView> {
    let times = me.cycles.iter().rev();
    let open = { times }.find(|it| it.role() == FormRole::LiteracyTest && it.open)?;
    let title = pick_language(&open.title, &open.title_en).to_owned();
    let to = Route::Literacy(open.cycle).to_string();
    Some(
        view! {
            <section class="form-group">
                <h2>{title}</h2>
                <div class="card sheet-card">
                    <div>
                        <p>
                            {t(
                                "24問までの問題で、いまの知識の位置を知ります。合否はなく、結果はあなただけのものです。",
                            )}
                        </p>
                    </div>
                    <div class="sheet-actions">
                        <a class="button primary" href=to>
                            {t("チェックを開く")}
                        </a>
                    </div>
                </div>
            </section>
        }
        .into_any(),
    )
}

/// A form with its cycles, latest first. A cycle that is not offered appears once its sheet has facts, unless the
/// form is private.
#[component]
fn FormCards(cycles: Vec<OpenCycle>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let title = cycles
        .first()
        .map(|it| pick_language(&it.title, &it.title_en).to_owned());
    let cards = move || {
        let is_private = |it: &OpenCycle| {
            here.editions.with(|all| {
                edition_of(all, &it.instrument)
                    .is_some_and(|it| it.edition.course == Workflow::Private)
            })
        };
        let is_there = |it: &&OpenCycle| {
            it.offered
                || !is_private(it)
                    && here.journal.with(|journal| {
                        journal.as_ref().is_some_and(|journal| {
                            let is_it = |id: &SheetId| {
                                id.instrument == it.instrument && id.cycle == it.cycle
                            };
                            journal
                                .sheets()
                                .iter()
                                .any(|id| is_it(id) && id.person == journal.meta.person)
                        })
                    })
        };
        let cycles: Vec<OpenCycle> = cycles.iter().filter(is_there).cloned().collect();
        cycles
    };
    let cards = Memo::new(move |_| cards());
    view! {
        <section class="form-group" hidden=move || cards.with(Vec::is_empty)>
            <h2>{title}</h2>
            <ul class="cards">
                {move || {
                    cards.get().into_iter().map(|cycle| view! { <SheetCard cycle /> }.into_any()).collect_view()
                }}
            </ul>
        </section>
    }
}

/// Status of a sheet as its card shows it.
#[derive(Clone, Debug, Default, PartialEq)]
struct CardStatus {
    is_empty: bool,
    answered: usize,
    asked: usize,
    submitted_at: Option<Timestamp>,
    state: SheetState,
    /// ISO time of the planned interview; empty if there is none, or if the form is restricted: no list shows those.
    planned_at: String,
}

/// ISO time of the interview that a joint sheet is about.
fn planned_at(edition: &Edition, sheet: &Sheet) -> Option<String> {
    let item = edition.item_with_role(ItemRole::InterviewTime)?;
    sheet.value(&item.id)?.as_str().map(str::to_owned)
}

/// Status of the person's own sheet.
fn card_status(instrument: InstrumentId, at: Cycle) -> Memo<CardStatus> {
    let here = expect_context::<AppState>();
    Memo::new(move |_| {
        let Some(person) = here
            .journal
            .with(|it| it.as_ref().map(|it| it.meta.person.clone()))
        else {
            return CardStatus::default();
        };
        let id = SheetId {
            person,
            instrument: instrument.clone(),
            cycle: at,
        };
        let sheet = here
            .journal
            .with(|it| it.as_ref().map(|it| it.sheet(&id)).unwrap_or_default());
        let (counted, planned_at) = here.editions.with(|it| {
            let edition = edition_of(it, &id.instrument).map(|it| &it.edition);
            edition.map_or_else(
                // A form that is not cached is treated as restricted.
                || (SheetProgress::default(), None),
                |it| {
                    let planned_at = (!it.restricted).then(|| planned_at(it, &sheet)).flatten();
                    (progress(it, None, &sheet), planned_at)
                },
            )
        });
        CardStatus {
            is_empty: sheet.is_empty(),
            answered: counted.answered,
            asked: counted.asked,
            submitted_at: sheet.submitted_at.filter(|_| !sheet.state.is_open()),
            state: sheet.state,
            planned_at: planned_at.unwrap_or_default(),
        }
    })
}

#[component]
fn SheetCard(cycle: OpenCycle) -> impl IntoView {
    let at = cycle.cycle;
    let standing = card_status(cycle.instrument.clone(), at);
    let when = cycle.cycle_label(locale());
    let full = fill!(
        "（{0} {1}）",
        pick_language(&cycle.title, &cycle.title_en),
        when
    );
    let full_again = full.clone();
    let to_sheet = Route::Sheet(cycle.instrument.clone(), at).to_string();
    let to_result = Route::Result(cycle.instrument.clone(), at).to_string();
    let word = move || match standing.get() {
        it if it.state != SheetState::Draft => it.state.label(locale()),
        _ if !cycle.open => t("受付終了"),
        it if it.is_empty => t("未着手"),
        it => it.state.label(locale()),
    };
    let detail = move || match standing.get() {
        CardStatus {
            submitted_at: Some(at),
            ..
        } => fill!("{0} に提出しました", at.display(locale())),
        CardStatus { is_empty: true, .. } => t("まだ入力がありません").to_owned(),
        it if !it.planned_at.is_empty() => fill!("面談の予定 {0}", it.planned_at.replace('T', " ")),
        it => fill!("{0} / {1} 項目に回答", it.answered, it.asked),
    };
    let action = move || match standing.get() {
        it if !it.state.is_open() => t("内容を見る"),
        it if it.is_empty => t("書き始める"),
        _ => t("続きを書く"),
    };
    view! {
        <li class="card sheet-card">
            <div>
                <h3>{when.clone()}</h3>
                <p class="sheet-status">
                    <span class="tag" class:done=move || standing.with(|it| it.submitted_at.is_some())>
                        {move || word()}
                    </span>
                    {move || detail()}
                </p>
                {part(
                    move || standing.with(|it| it.submitted_at.is_none() && !it.is_empty),
                    move || {
                        view! {
                            <progress
                                max=move || standing.with(|it| it.asked.to_string())
                                value=move || standing.with(|it| it.answered.to_string())
                                aria-label=t("回答した項目")
                            ></progress>
                        }
                            .into_any()
                    },
                )}
            </div>
            <div class="sheet-actions">
                <a class="button primary" href=to_sheet.clone()>
                    {move || action()}
                    <span class="visually-hidden">{full}</span>
                </a>
                {part(
                    move || standing.with(|it| !it.is_empty),
                    move || {
                        view! {
                            <a class="button" href=to_result.clone()>
                                {t("結果を見る")}
                                <span class="visually-hidden">{full_again.clone()}</span>
                            </a>
                        }
                            .into_any()
                    },
                )}
            </div>
        </li>
    }
}
