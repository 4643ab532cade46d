//! A button in the head of every page and what it opens. It closes with Escape, by leaving it, and when another page is
//! shown.

use crate::components::show_if::show_if;
use browser::page;
use domain::route::Route;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::Details;
use leptos::prelude::*;

#[component]
pub(super) fn HeaderMenu(
    route: RwSignal<Option<Route>>,
    /// Id of its button.
    id: &'static str,
    class: &'static str,
    /// What the button says.
    #[prop(into)]
    button: ViewFn,
    /// What it opens, made when it is opened for the first time.
    panel: fn() -> AnyView,
    /// Told whether it was opened or closed.
    on_toggle: Callback<bool>,
) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let close = move || {
        // Signing out takes the menu away while the focus is in it.
        if let Some(it) = menu.try_get_untracked().flatten() {
            it.set_open(false);
        }
    };
    Effect::new(move |_| {
        route.track();
        close();
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            page::focus(id);
        }
    };
    let on_leave = move |event: FocusEvent| {
        // To nowhere the focus goes when a button inside is taken away.
        let Some(to) = event.related_target() else {
            return;
        };
        let it = menu.try_get_untracked().flatten();
        if it.is_some_and(|it| !page::contains(&it, &to)) {
            close();
        }
    };
    let was_opened = RwSignal::new(false);
    let toggled = move |_| {
        was_opened.set(true);
        let it = menu.try_get_untracked().flatten();
        on_toggle.run(it.is_some_and(|it| it.open()));
    };
    view! {
        <details
            class=format!("header-menu {class}")
            node_ref=menu
            on:toggle=toggled
            on:keydown=on_key
            on:focusout=on_leave
        >
            <summary id=id>{button.run()}</summary>
            <div class="header-panel card" tabindex="-1">
                {show_if(move || was_opened.get(), panel)}
            </div>
        </details>
    }
}
