//! Fields of a form's source, each at its place (a JSON pointer).

use super::editor_state::FormEditor;
use leptos::prelude::*;
use serde_json::Value;

/// Id of the field of a place.
pub(super) fn field_id(pointer: &str) -> String {
    format!("field{}", pointer.replace('/', "-"))
}

/// A text; an empty one stays an empty text.
pub(super) fn text_field(
    editor: FormEditor,
    pointer: String,
    label: &'static str,
    rows: u8,
) -> AnyView {
    let place = pointer.clone();
    let value = move || editor.text_at(&place);
    let id = field_id(&pointer);
    let type_text = move |event| editor.set(&pointer, event_target_value(&event).into());
    if rows == 1 {
        return view! {
            <label class="field">
                <span>{label}</span>
                <input id=id type="text" class="text" autocomplete="off" prop:value=value on:input=type_text />
            </label>
        }
        .into_any();
    }
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea id=id class="text" rows=rows.to_string() prop:value=value on:input=type_text></textarea>
        </label>
    }
    .into_any()
}

/// A text in Japanese and English, below each other.
pub(super) fn words_fields(
    editor: FormEditor,
    pointer: &str,
    [ja, en]: [&'static str; 2],
    rows: u8,
) -> AnyView {
    view! {
        {text_field(editor, format!("{pointer}/ja"), ja, rows)}
        {text_field(editor, format!("{pointer}/en"), en, rows)}
    }
    .into_any()
}

/// A whole number; what is none is not taken.
pub(super) fn number_field(editor: FormEditor, pointer: String, label: &'static str) -> AnyView {
    let place = pointer.clone();
    let value = move || {
        let value = editor.at(&place);
        value.as_i64().map(|it| it.to_string()).unwrap_or_default()
    };
    let id = field_id(&pointer);
    let type_number = move |event| {
        if let Ok(number) = event_target_value(&event).trim().parse::<i64>() {
            editor.set(&pointer, number.into());
        }
    };
    view! {
        <label class="field short">
            <span>{label}</span>
            <input id=id type="number" class="text" prop:value=value on:change=type_number />
        </label>
    }
    .into_any()
}

/// A tick; without it the member is left out.
pub(super) fn check_field(editor: FormEditor, pointer: String, label: &'static str) -> AnyView {
    let place = pointer.clone();
    let value = move || editor.at(&place) == Value::Bool(true);
    let toggle = move |event| {
        let value = if event_target_checked(&event) {
            true.into()
        } else {
            Value::Null
        };
        editor.set(&pointer, value);
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=value on:change=toggle />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// One of some words; the first holds where nothing is said, and is left out.
pub(super) fn choice_field(
    editor: FormEditor,
    pointer: String,
    label: &'static str,
    options: Vec<(String, String)>,
    is_fixed: Signal<bool>,
) -> AnyView {
    let usual = options.first().map(|it| it.0.clone()).unwrap_or_default();
    let (place, first) = (pointer.clone(), usual.clone());
    let value = move || {
        let text = editor.text_at(&place);
        if text.is_empty() { first.clone() } else { text }
    };
    let id = field_id(&pointer);
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let value = if chosen == usual {
            Value::Null
        } else {
            chosen.into()
        };
        editor.set(&pointer, value);
    };
    let options = options
        .into_iter()
        .map(|(value, words)| view! { <option value=value>{words}</option> });
    view! {
        <label class="field">
            <span>{label}</span>
            <select id=id class="select" prop:value=value prop:disabled=is_fixed on:change=choose>
                {options.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Ticks that make a list of words; none is no list.
pub(super) fn list_field(
    editor: FormEditor,
    pointer: String,
    legend: &'static str,
    options: Vec<(String, String)>,
) -> AnyView {
    let boxes = options.into_iter().map(|(value, words)| {
        let (place, own) = (pointer.clone(), value.clone());
        let is_on = move || {
            let all = editor.at(&place);
            all.as_array()
                .is_some_and(|it| it.iter().any(|it| *it == own))
        };
        let place = pointer.clone();
        let toggle = move |event| {
            let is_on = event_target_checked(&event);
            editor.change(&place, |source| {
                let present = source.pointer(&place).and_then(Value::as_array);
                let mut all = present.cloned().unwrap_or_default();
                all.retain(|it| *it != value);
                if is_on {
                    all.push(value.clone().into());
                }
                let list = if all.is_empty() {
                    Value::Null
                } else {
                    all.into()
                };
                super::editor_state::put(source, &place, list);
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=is_on on:change=toggle />
                <span>{words}</span>
            </label>
        }
    });
    view! {
        <fieldset class="stack">
            <legend>{legend}</legend>
            <div class="checks">{boxes.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
