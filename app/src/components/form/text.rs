//! Free text: copied in the input event itself, stored within 400 ms and whenever the field or page is left.

use super::Form;
use crate::device::settings;
use crate::fill;
use crate::journal::{Base, Input};
use crate::model::instrument::Item;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Typing that has not come to the store yet, and the answer it began on.
#[derive(Clone, Copy)]
struct Typing {
    form: Form,
    item: StoredValue<Arc<Item>>,
    /// What the field says while it is ahead of the store.
    text: RwSignal<Option<String>>,
    base: StoredValue<Base>,
    timer: StoredValue<Option<TimeoutHandle>>,
    is_ahead: RwSignal<bool>,
}

impl Typing {
    fn input(self, text: String) {
        if self.text.with_untracked(Option::is_none) {
            self.base
                .set_value(self.item.with_value(|it| self.form.base(it)));
        }
        let value = value_of(&text);
        let (sheet, base) = (self.form.id.get_value(), self.base.get_value());
        self.item
            .with_value(|it| settings::copy_typing(&sheet, &it.id, &value, &base));
        self.text.set(Some(text));
        self.is_ahead.set(true);
        self.clear_timer();
        let later = set_timeout_with_handle(move || self.commit(), Duration::from_millis(400));
        self.timer.set_value(later.ok());
    }

    fn clear_timer(self) {
        self.timer.update_value(|it| {
            if let Some(timer) = it.take() {
                timer.clear();
            }
        });
    }

    /// Brings the text to the store.
    fn commit(self) {
        self.clear_timer();
        let Some(text) = self.text.get_untracked() else {
            return;
        };
        let value = value_of(&text);
        let seen = self.base.get_value();
        // Whoever types on before the disk has this has seen it.
        self.base.set_value(Base {
            value: value.clone(),
            ..seen.clone()
        });
        let input = Input {
            value,
            seen,
            settles: Vec::new(),
        };
        let (sheet, item) = (self.form.id.get_value(), self.item.get_value());
        spawn_local(async move {
            let item_id = item.id.clone();
            let Ok(fact) = self.form.here.note(sheet.clone(), item, input).await else {
                return;
            };
            settings::drop_typing(&sheet, &item_id, &value_of(&text));
            let base = Base {
                fact,
                value: value_of(&text),
            };
            // Typing may have gone on meanwhile, or the field may be gone.
            if self.text.try_get_untracked().flatten().as_ref() == Some(&text) {
                self.base.try_set_value(base);
                self.text.try_set(None);
                self.is_ahead.try_set(false);
            } else if self.text.try_get_untracked().is_some() {
                self.base.try_set_value(base);
            }
        });
    }
}

/// A text as an answer; an emptied field takes the answer back.
fn value_of(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        Value::from(text)
    }
}

/// A text item.
#[component]
pub(super) fn TextField(
    form: Form,
    item: Arc<Item>,
    /// The id of the element that names it.
    label: String,
    /// In characters.
    max_length: usize,
    /// Whether the field is ahead of the store.
    is_typing: RwSignal<bool>,
) -> impl IntoView {
    let typing = Typing {
        form,
        item: StoredValue::new(item.clone()),
        text: RwSignal::new(None),
        base: StoredValue::new(Base::default()),
        timer: StoredValue::new(None),
        is_ahead: is_typing,
    };
    let [stored, _] = form.value(&item);
    let id = item.id.clone();
    let draft = Memo::new(move |_| {
        let sheet = form.id.get_value();
        form.here
            .journal
            .with(|it| it.as_ref().and_then(|it| it.draft(&sheet, &id).cloned()))
    });
    let text = Memo::new(move |_| {
        let kept = || draft.get().or_else(|| stored.get());
        let kept = || {
            kept()
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        typing.text.get().unwrap_or_else(kept)
    });
    Effect::new(move |before: Option<u32>| {
        let now = form.here.flush.get();
        if before.is_some_and(|it| it != now) {
            typing.commit();
        }
        now
    });
    let n = Memo::new(move |_| text.with(|it| it.chars().count()));
    let count = format!("{label}-count");
    view! {
        <textarea class="text" rows="4" aria-labelledby=label aria-describedby=count.clone()
            prop:value=move || text.get() prop:readOnly=move || !form.is_open()
            aria-invalid=move || (n.get() > max_length).then_some("true")
            on:input=move |event| typing.input(event_target_value(&event))
            on:blur=move |_| typing.commit()></textarea>
        <p class="text-count" id=count class:over=move || { n.get() > max_length }>
            {move || match n.get() {
                n if n > max_length => fill!("{0} / {1}字　{2}字多いため、まだ提出に含まれません（下書きとしてこの端末に残ります）", n, max_length, n - max_length),
                n => fill!("{0} / {1}字", n, max_length),
            }}
        </p>
    }
}
