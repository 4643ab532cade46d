//! Step navigation of a form: one button per section, with its name and progress.

use domain::scoring::SheetProgress;
use leptos::prelude::*;

pub(crate) struct NavStep {
    pub(crate) name: String,
    /// Answered and asked items of the section.
    pub(crate) progress: Memo<SheetProgress>,
}

/// Sections that are not asked now are hidden.
#[component]
pub(crate) fn StepNav(
    stones: Vec<NavStep>,
    /// Index of the current step.
    here: Memo<usize>,
    /// Called with the index of the chosen step.
    go: Callback<usize>,
) -> impl IntoView {
    let stones = stones.into_iter().enumerate().map(|(at, stone)| {
        let progress = stone.progress;
        let done = move || progress.with(|it| it.answered > 0 && it.answered >= it.asked);
        // Confirmations, and a further copy that nobody began, have nothing to count.
        let count = move || {
            progress.with(|it| (it.asked > 0).then(|| format!("{}/{}", it.answered, it.asked)))
        };
        view! {
            <li
                hidden=move || !progress.with(|it| it.has_visible_items)
                class:done=move || done()
                class:current-step=move || here.get() == at
            >
                <button
                    type="button"
                    on:click=move |_| go.run(at)
                    aria-current=move || (here.get() == at).then_some("step")
                >
                    <span class="step-marker" aria-hidden="true"></span>
                    <span class="step-name">{stone.name}</span>
                    <span class="step-count">{move || count()}</span>
                </button>
            </li>
        }
    });
    view! { <ol class="step-nav">{stones.collect_view()}</ol> }
}
