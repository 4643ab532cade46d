//! The sheets of the list as one print job: loaded one after the other, then printed together.

use super::list_state::SheetList;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::i18n::{fill, locale, t};
use crate::pages::shared_sheet::ReadOnlySheet;
use api::Code;
use api::sheets::OpenedSheet;
use browser::page;
use domain::sheet::SheetId;
use leptos::ev::{Custom, Event};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Sheets of one job at most: more would not fit into a browser's memory, nor into a folder.
const MOST: usize = 200;

#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    /// What it does is said first.
    Asked,
    /// So many are loaded.
    Loading(usize),
}

#[derive(Clone, Copy)]
struct PrintState {
    stage: RwSignal<Stage>,
    /// What is on the paper; nothing of it stays in the page afterwards.
    sheets: RwSignal<Vec<OpenedSheet>>,
    said: RwSignal<String>,
    n_all: RwSignal<usize>,
    /// Counts the jobs: one that was stopped does not go on with the next.
    n_jobs: RwSignal<u32>,
}

impl PrintState {
    fn is_loading(self, job: u32) -> bool {
        let is_on = matches!(self.stage.try_get_untracked(), Some(Stage::Loading(_)));
        is_on && self.n_jobs.try_get_untracked() == Some(job)
    }

    /// Loads the sheets and prints them. Who has taken theirs back meanwhile is left out, and said.
    fn begin(self, wanted: Vec<SheetId>) {
        self.n_all.set(wanted.len());
        self.stage.set(Stage::Loading(0));
        self.said.set(String::new());
        self.n_jobs.update(|it| *it += 1);
        let job = self.n_jobs.get_untracked();
        spawn_local(async move {
            let (mut loaded, mut n_gone) = (Vec::new(), 0);
            for sheet in wanted {
                let opened = api::sheets::open_shared_sheet(sheet).await;
                // It was stopped, or the page is gone.
                if !self.is_loading(job) {
                    return;
                }
                match opened {
                    Ok(opened) => loaded.push(opened),
                    Err(error) if error.code == Code::NotFound => n_gone += 1,
                    Err(error) => {
                        self.stage.try_set(Stage::Idle);
                        self.said.try_set(error.sentence(locale()));
                        return;
                    }
                }
                self.stage.try_set(Stage::Loading(loaded.len() + n_gone));
            }
            let told = if n_gone > 0 {
                fill!("{0}枚は、いま読めないので入れていません。", n_gone)
            } else {
                String::new()
            };
            self.said.try_set(told);
            self.sheets.try_set(loaded);
            self.stage.try_set(Stage::Idle);
            page::microtask().await;
            page::print();
        });
    }
}

/// The button at the top of the list, and what comes of it.
#[component]
pub(super) fn PrintJob(list: SheetList) -> impl IntoView {
    let state = PrintState {
        stage: RwSignal::new(Stage::Idle),
        sheets: RwSignal::default(),
        said: RwSignal::default(),
        n_all: RwSignal::new(0),
        n_jobs: RwSignal::new(0),
    };
    // The paper is made: what others wrote leaves the page.
    let printed = window_event_listener(Custom::<Event>::new("afterprint"), move |_| {
        state.sheets.try_set(Vec::new());
    });
    on_cleanup(move || printed.remove());
    let n_found = Memo::new(move |_| list.n_found());
    let begin = move |()| {
        let wanted = untrack(|| list.found_sheets());
        state.begin(wanted.into_iter().take(MOST).collect());
    };
    let stage = move || {
        match state.stage.get() {
        Stage::Idle => view! {
            <button
                type="button"
                class="button small"
                hidden=move || n_found.get() == 0
                on:click=move |_| state.stage.set(Stage::Asked)
            >
                {move || fill!("この{0}枚をまとめて印刷する", n_found.get().min(MOST))}
            </button>
        }
        .into_any(),
        Stage::Asked => view! {
            <ConfirmPrompt
                consequence=t(
                        "一覧のシートをひらいて、ひとつの印刷にします。ひらいたことは、それぞれの本人に知らされます。",
                    )
                    .to_owned()
                action=t("ひらいて印刷する")
                on_confirm=begin
                on_cancel=move |()| state.stage.set(Stage::Idle)
            />
        }
        .into_any(),
        Stage::Loading(n) => view! {
            <p class="page-actions" role="status">
                <progress max=state.n_all.get() value=n></progress>
                <span>{fill!("{0} / {1}枚", n, state.n_all.get())}</span>
                <button type="button" class="button small" on:click=move |_| state.stage.set(Stage::Idle)>
                    {t("やめる")}
                </button>
            </p>
        }
        .into_any(),
    }
    };
    let papers = move || {
        let all = state.sheets.get().into_iter();
        let paper = |opened: OpenedSheet| {
            view! {
                <article class="print-sheet">
                    <ReadOnlySheet opened is_preview=true />
                </article>
            }
        };
        all.map(paper).collect_view()
    };
    let is_printing = move || state.sheets.with(|it| !it.is_empty());
    view! {
        <div class="no-print">
            {stage} <p class="form-error" role="alert">
                {state.said}
            </p>
        </div>
        {move || is_printing().then(|| view! { <div class="print-only print-job">{papers}</div> })}
    }
}
