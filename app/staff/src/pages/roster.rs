//! 職員課: a roster file is chosen, shown as a difference, applied as a whole, and undone.

mod columns;
mod difference;
mod doubts;
mod entry_list;
mod past_imports;
mod roster_state;

use super::people::Handouts;
use crate::components::day_input::DayInput;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, t};
use columns::NamedColumns;
use difference::Difference;
use domain::route::Route;
use doubts::Doubts;
use leptos::prelude::*;
use past_imports::PastImports;
use roster_state::{FILE_INPUT, RosterState};

#[component]
pub(crate) fn RosterPage() -> impl IntoView {
    let state = RosterState::new();
    view! {
        <div class="page wide">
            <p>
                <a href=Route::People.to_string()>{t("職員の一覧へ戻る")}</a>
            </p>
            <h1>{t("名簿の取り込み")}</h1>
            <p class="lead">
                {t(
                    "名簿のファイルを選ぶと、いまの名簿との違いが出ます。取り込むものを確かめてから、まとめて取り込みます。選んだだけでは、何も変わりません。",
                )}
            </p>
            <ChooseFile state />
            <p
                role="status"
                class="status-message"
                class:failed=move || state.said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
            >
                {move || state.said.get().map(Outcome::sentence)}
            </p>
            {move || state.preview.with(Option::is_some).then(|| view! { <Read state /> })}
            <Handouts all=state.passwords is_code=false until=String::new() />
            <Doubts state />
            <PastImports state />
        </div>
    }
}

/// The file input; browsers take a file that is dropped on it, too.
#[component]
fn ChooseFile(state: RosterState) -> impl IntoView {
    view! {
        <section class="card">
            <label class="field">
                <span>{t("名簿のファイル（Excel ブックか CSV）")}</span>
                <input
                    id=FILE_INPUT
                    class="drop-zone"
                    type="file"
                    accept=".xlsx,.csv,.txt,text/csv,text/plain"
                    on:change=move |_| state.read_chosen()
                />
            </label>
            <p class="hint">{t("ここへファイルを落としても読めます。2MBまで。")}</p>
            <p hidden=move || {
                state.file_name.with(String::is_empty)
            }>{move || fill!("読んだファイル: {0}", state.file_name.get())}</p>
            <p role="status" hidden=move || !state.is_busy.get()>
                <label class="stack">{move || state.doing()} <progress></progress></label>
            </p>
        </section>
    }
}

/// What was read: nothing of a file with faults, else the difference.
#[component]
fn Read(state: RosterState) -> impl IntoView {
    let faults = move || {
        state.with_preview(|it| {
            let rows = it.faults.iter();
            let rows = rows.map(|it| view! { <li>{fill!("{0}行目: {1}", it.line, it.why)}</li> });
            rows.collect_view()
        })
    };
    let has_faults = move || state.with_preview(|it| !it.faults.is_empty());
    let notes = move || {
        state.with_preview(|it| {
            let rows = it.notes.iter().map(|it| view! { <li>{it.clone()}</li> });
            rows.collect_view()
        })
    };
    view! {
        <NamedColumns state />
        <section class="card failed" role="alert" hidden=move || !has_faults()>
            <h2>{t("このままでは取り込めません")}</h2>
            <p>
                {t("何も変わっていません。ファイルを直して、もう一度選んでください。")}
            </p>
            <ul class="faults">{faults}</ul>
        </section>
        <ul class="hint notes">{notes}</ul>
        {move || {
            (!has_faults())
                .then(|| {
                    view! {
                        <Difference state />
                        <Apply state />
                    }
                })
        }}
    }
}

/// From when it holds, and the button that does it.
#[component]
fn Apply(state: RosterState) -> impl IntoView {
    let n = move || state.accepted.with(std::collections::BTreeSet::len);
    let day = state.first_day;
    view! {
        <section
            class="card stack"
            aria-labelledby="apply"
            hidden=move || state.with_preview(|it| it.entries.is_empty())
        >
            <h2 id="apply">{t("取り込む")}</h2>
            <label class="field form-choice">
                <span>{t("異動・変更・退職がいつからか")}</span>
                <DayInput value=day on_day=move |it| day.set(it) required=true />
            </label>
            <p class="hint">
                {t(
                    "先の日付にすると、その日まで予定として待ちます。新しい職員は、取り込んだときに加わります。",
                )}
            </p>
            <p class="page-actions">
                <button
                    type="button"
                    class="button primary"
                    prop:disabled=move || n() == 0
                    aria-disabled=move || state.is_busy.get().to_string()
                    on:click=move |_| state.apply()
                >
                    {move || fill!("{0}人を取り込む", n())}
                </button>
            </p>
        </section>
    }
}
