//! The stepping-stone path: sections of a form, each a link with a name and how far it is filled in.

use domain::scoring::Progress;
use leptos::prelude::*;

/// One stone of a path.
pub(crate) struct Stone {
    /// Its name.
    pub(crate) name: String,
    /// How far its part is filled in.
    pub(crate) progress: Memo<Progress>,
}

/// The path.
#[component]
pub(crate) fn Path(
    /// Its stones, first to last.
    stones: Vec<Stone>,
    /// Which of them the person is at.
    here: Memo<usize>,
    /// Goes to a stone by its place.
    go: Callback<usize>,
) -> impl IntoView {
    let stones = stones.into_iter().enumerate().map(|(at, stone)| {
        let progress = stone.progress;
        let done = move || progress.with(|it| it.answered >= it.asked);
        let count = move || progress.with(|it| format!("{}/{}", it.answered, it.asked));
        view! {
            <li hidden=move || !progress.with(|it| it.is_there) class:done=move || done() class:here=move || here.get() == at>
                <button type="button" on:click=move |_| go.run(at)
                    aria-current=move || (here.get() == at).then_some("step")>
                    <span class="path-stone" aria-hidden="true"></span>
                    <span class="path-name">{stone.name}</span>
                    <span class="path-count">{move || count()}</span>
                </button>
            </li>
        }
    });
    view! { <ol class="path">{stones.collect_view()}</ol> }
}
