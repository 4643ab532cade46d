//! Fields of a form whose texts are kept in a draft.

use super::draft::Draft;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where a text stands in what is drafted.
type TextOf<T> = fn(&mut T) -> &mut String;

/// A field of one line, of at most `most` characters; `described_by` names the element that says what is wrong.
pub(crate) fn line_field<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static>(
    draft: Draft<T>,
    (id, described_by): (&'static str, &'static str),
    label: &'static str,
    most: u16,
    of: TextOf<T>,
) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                id=id
                type="text"
                class="text"
                maxlength=most
                autocomplete="off"
                aria-describedby=described_by
                prop:value=move || draft.with(|it| of(&mut it.clone()).clone())
                on:input=move |event| {
                    let text = event_target_value(&event);
                    draft.update(|it| *of(it) = text);
                }
            />
        </label>
    }
    .into_any()
}

/// A field of several lines, of at most `most` characters.
pub(crate) fn lines_field<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static>(
    draft: Draft<T>,
    id: impl Into<String>,
    label: &'static str,
    most: u16,
    of: TextOf<T>,
) -> AnyView {
    let id: String = id.into();
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea
                id=id
                class="text"
                rows="4"
                maxlength=most
                prop:value=move || draft.with(|it| of(&mut it.clone()).clone())
                on:input=move |event| {
                    let text = event_target_value(&event);
                    draft.update(|it| *of(it) = text);
                }
            ></textarea>
        </label>
    }
    .into_any()
}

/// A box to tick.
pub(crate) fn check_field<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static>(
    draft: Draft<T>,
    label: &'static str,
    of: fn(&mut T) -> &mut bool,
) -> AnyView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || draft.with(|it| *of(&mut it.clone()))
                on:change=move |event| {
                    let is_checked = event_target_checked(&event);
                    draft.update(|it| *of(it) = is_checked);
                }
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}
