//! A field in which one types what to look for: the list follows once typing pauses, so that no key waits for it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::time::Duration;

/// Typing pauses this long before the list follows.
const PAUSE: Duration = Duration::from_millis(80);

#[component]
pub(crate) fn SearchField(
    id: &'static str,
    label: &'static str,
    /// What stands in it at first.
    words: String,
    /// Takes what was typed.
    on_words: impl Fn(String) + Copy + Send + Sync + 'static,
    /// Takes keys, before they are text.
    #[prop(optional, into)]
    on_key: Option<Callback<KeyboardEvent>>,
) -> impl IntoView {
    let typed = RwSignal::new(words);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        timer.try_update_value(|it| {
            if let Some(it) = it.take() {
                it.clear();
            }
        });
    };
    // The list may be gone before typing pauses.
    on_cleanup(stop);
    let type_text = move |text: String| {
        typed.set(text.clone());
        stop();
        let follow = move || {
            timer.try_set_value(None);
            on_words(text);
        };
        timer.set_value(set_timeout_with_handle(follow, PAUSE).ok());
    };
    let take_now = move || {
        let is_pending = timer.try_with_value(Option::is_some).unwrap_or_default();
        if is_pending {
            stop();
            on_words(typed.get_untracked());
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                id=id
                type="search"
                class="text"
                autocomplete="off"
                prop:value=typed
                on:input=move |event| type_text(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" && !event.is_composing() {
                        take_now();
                    }
                    if let Some(on_key) = on_key {
                        on_key.run(event);
                    }
                }
            />
        </label>
    }
}
