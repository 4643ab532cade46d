//! The stepping-stone path: sections of a form, each a link with a name and how far it is filled in.

use leptos::prelude::*;

/// One stone of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stone {
    /// Where it leads, within the page.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Done of all.
    pub(crate) done: usize,
    /// All.
    pub(crate) all: usize,
    /// Whether the person is here.
    pub(crate) is_here: bool,
}

/// The path.
#[component]
pub(crate) fn Path(
    /// Its stones, first to last.
    stones: Memo<Vec<Stone>>,
    /// Called with a stone's id.
    go: Callback<String>,
) -> impl IntoView {
    view! {
        <ol class="path">
            <For each=move || stones.get() key=|it| it.id.clone() let:stone>
                {
                    let id = stone.id.clone();
                    let now = Memo::new(move |_| {
                        stones.with(|all| all.iter().find(|it| it.id == id).cloned())
                    });
                    let is = move |test: fn(&Stone) -> bool| now.with(|it| it.as_ref().is_some_and(test));
                    let id = stone.id.clone();
                    view! {
                        <li class:done=move || is(|it| it.done >= it.all) class:here=move || is(|it| it.is_here)>
                            <button type="button" on:click=move |_| go.run(id.clone())
                                aria-current=move || is(|it| it.is_here).then_some("step")>
                                <span class="path-stone" aria-hidden="true"></span>
                                <span class="path-name">{stone.name.clone()}</span>
                                <span class="path-count">{move || now.with(|it| {
                                    it.as_ref().map(|it| format!("{}/{}", it.done, it.all))
                                })}</span>
                            </button>
                        </li>
                    }
                }
            </For>
        </ol>
    }
}
