//! The person's own forms, one card for each time of the year.

use crate::model::calendar::moment;
use crate::model::person::OpenCycle;
use crate::model::sheet::{SheetId, SheetState};
use crate::route::Route;
use crate::scoring::progress;
use crate::sync::Here;
use leptos::prelude::*;

/// The home page.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let here = expect_context::<Here>();
    let cycles = Memo::new(move |_| {
        let mut all = here
            .me
            .with(|it| it.as_ref().map(|it| it.cycles.clone()).unwrap_or_default());
        all.reverse();
        all
    });
    let greeting = move || {
        here.me
            .with(|it| it.as_ref().map(|it| format!("{} さん", it.person.name)))
    };
    let org = move || {
        here.me
            .with(|it| it.as_ref().map(|it| it.person.org.label()))
    };
    view! {
        <div class="page">
            <p class="eyebrow">{org}</p>
            <h1>{greeting}</h1>
            <p class="lead">"いまの自分を振り返り、次の一歩を見つけます。点数は人事評価ではありません。"</p>
            <Show when=move || cycles.with(Vec::is_empty)>
                <div class="card">
                    <p>"ここに、あなたが書くシートが並びます。初めての画面を開くには、一度ネットワークにつないでください。"</p>
                </div>
            </Show>
            <ul class="cards">
                <For each=move || cycles.get() key=|it| (it.instrument.clone(), it.cycle) let:cycle>
                    <SheetCard cycle=cycle/>
                </For>
            </ul>
        </div>
    }
}

/// What a card says of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
struct Standing {
    is_empty: bool,
    answered: usize,
    asked: usize,
    submitted_at: Option<i64>,
}

#[component]
fn SheetCard(cycle: OpenCycle) -> impl IntoView {
    let here = expect_context::<Here>();
    let (instrument, at) = (cycle.instrument.clone(), cycle.cycle);
    let standing = Memo::new(move |_| {
        let Some(person) = here
            .journal
            .with(|it| it.as_ref().map(|it| it.meta.person.clone()))
        else {
            return Standing::default();
        };
        let id = SheetId {
            person,
            instrument: instrument.clone(),
            cycle: at,
        };
        let sheet = here
            .journal
            .with(|it| it.as_ref().map(|it| it.sheet(&id)).unwrap_or_default());
        let counted = here.editions.with(|it| {
            it.get(&id.instrument)
                .map(|it| progress(it.1.items(), &sheet))
                .unwrap_or_default()
        });
        Standing {
            is_empty: sheet.is_empty(),
            answered: counted.answered,
            asked: counted.asked,
            submitted_at: sheet
                .submitted_at
                .filter(|_| sheet.state == SheetState::Submitted),
        }
    });
    let to_sheet = Route::Sheet(cycle.instrument.clone(), at).to_string();
    let to_result = Route::Result(cycle.instrument.clone(), at).to_string();
    let word = move || match standing.get() {
        it if it.submitted_at.is_some() => "提出済み",
        _ if !cycle.open => "受付終了",
        it if it.is_empty => "未着手",
        _ => "入力中",
    };
    let detail = move || match standing.get() {
        Standing {
            submitted_at: Some(at),
            ..
        } => format!("{} に提出しました", moment(at)),
        Standing { is_empty: true, .. } => "まだ入力がありません".to_owned(),
        it => format!("{} / {} 項目に回答", it.answered, it.asked),
    };
    let action = move || match standing.get() {
        it if it.submitted_at.is_some() => "内容を見る",
        it if it.is_empty => "書き始める",
        _ => "続きを書く",
    };
    view! {
        <li class="card sheet-card">
            <div>
                <p class="eyebrow">{at.label()}</p>
                <h2>{cycle.title}</h2>
                <p class="sheet-standing">
                    <span class="tag" class:done=move || standing.with(|it| it.submitted_at.is_some())>{word}</span>
                    {detail}
                </p>
                <Show when=move || standing.with(|it| it.submitted_at.is_none() && !it.is_empty)>
                    <progress max=move || standing.get().asked.to_string()
                        value=move || standing.get().answered.to_string() aria-label="回答した項目"></progress>
                </Show>
            </div>
            <div class="sheet-actions">
                <a class="button primary" href=to_sheet.clone()>
                    {action}<span class="visually-hidden">{format!("（{}）", at.label())}</span>
                </a>
                <Show when=move || standing.with(|it| !it.is_empty)>
                    <a class="button" href=to_result.clone()>
                        "結果を見る"<span class="visually-hidden">{format!("（{}）", at.label())}</span>
                    </a>
                </Show>
            </div>
        </li>
    }
}
