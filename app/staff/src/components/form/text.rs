//! Free text: autosaved in the `input` event, persisted 400 ms after the last one and when the field or page is left.

use super::SheetForm;
use crate::i18n::fill;
use crate::sync::AppState;
use domain::instrument::{Item, ItemKind};
use domain::journal::{AnswerEdit, BaseVersion};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Typing that is not persisted yet, and the answer it is based on. Rows use it, too, as the text of their JSON.
#[derive(Clone, Copy)]
pub(super) struct FieldBuffer {
    form: SheetForm,
    item: StoredValue<Arc<Item>>,
    /// Text of the field while it is ahead of the store, else `None`.
    text: RwSignal<Option<String>>,
    base: StoredValue<BaseVersion>,
    timer: StoredValue<Option<TimeoutHandle>>,
    is_ahead: RwSignal<bool>,
}

impl FieldBuffer {
    /// `is_ahead` is set while the field is ahead of the store.
    pub(super) fn of(form: SheetForm, item: &Arc<Item>, is_ahead: RwSignal<bool>) -> Self {
        let typing = Self {
            form,
            item: StoredValue::new(item.clone()),
            text: RwSignal::new(None),
            base: StoredValue::new(BaseVersion::default()),
            timer: StoredValue::new(None),
            is_ahead,
        };
        // Every bump of `flush` asks the open fields to commit, e.g. before a new build takes over.
        Effect::new(move |before: Option<u32>| {
            let now = form.here.flush.get();
            if before.is_some_and(|it| it != now) {
                typing.commit();
            }
            now
        });
        typing
    }

    /// What the field shows: the typed text, else the draft, else the answer.
    pub(super) fn shown(self) -> Memo<String> {
        let item = self.item.get_value();
        let [stored, _] = self.form.value(&item);
        Memo::new(move |_| {
            let kept = || {
                let sheet = self.form.id();
                let draft = self.form.here.journal.with(|it| {
                    let journal = it.as_ref();
                    journal.and_then(|it| it.draft(&sheet, &item.id).cloned())
                });
                text_of(draft.or_else(|| stored.get()))
            };
            self.text.get().unwrap_or_else(kept)
        })
    }

    /// Whether the field shows the recorded answer, which an earlier edition of the form may have taken in a form that
    /// this one does not.
    pub(super) fn is_recorded(self, shown: Memo<String>) -> Memo<bool> {
        let [stored, _] = self.form.value(&self.item.get_value());
        Memo::new(move |_| stored.with(|it| shown.with(|shown| text_of(it.clone()) == *shown)))
    }

    pub(super) fn set_text(self, text: String) {
        if self.text.with_untracked(Option::is_none) {
            self.base
                .set_value(self.item.with_value(|it| self.form.base(it)));
        }
        let value = self.value_of(&text);
        let (by, sheet) = (self.form.by(), self.form.id());
        let base = self.base.get_value();
        self.item
            .with_value(|it| AppState::autosave(&by, &sheet, &it.id, &value, &base));
        self.text.set(Some(text));
        self.is_ahead.set(true);
        self.clear_timer();
        let later = set_timeout_with_handle(move || self.commit(), Duration::from_millis(400));
        self.timer.set_value(later.ok());
    }

    /// Typed text as an answer; an empty field takes the answer back.
    fn value_of(self, text: &str) -> Value {
        let is_text = self
            .item
            .with_value(|it| matches!(it.kind, ItemKind::Text { .. }));
        match text {
            "" => Value::Null,
            text if is_text => Value::from(text),
            // What does not parse stays a text: no valid answer, so it is kept as a draft.
            rows => serde_json::from_str(rows).unwrap_or_else(|_| Value::from(rows)),
        }
    }

    fn clear_timer(self) {
        self.timer.update_value(|it| {
            if let Some(timer) = it.take() {
                timer.clear();
            }
        });
    }

    /// Persists the typed text as an edit.
    pub(super) fn commit(self) {
        self.clear_timer();
        let Some(text) = self.text.get_untracked() else {
            return;
        };
        let value = self.value_of(&text);
        let seen = self.base.get_value();
        // Typing that goes on before the write completes is based on this value, so that it is no conflict.
        self.base.set_value(BaseVersion {
            value: value.clone(),
            ..seen.clone()
        });
        let noted = value.clone();
        let input = AnswerEdit {
            value,
            seen,
            ..AnswerEdit::default()
        };
        let (sheet, item) = (self.form.id(), self.item.get_value());
        let by = self.form.by();
        let written = self.form.here.record_input(by, sheet, item, input);
        spawn_local(async move {
            let Ok(fact) = written.await else { return };
            let base = BaseVersion { fact, value: noted };
            // The person may have typed on, or the field may be gone.
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

/// Text of an answer in its field: JSON unless it is a string.
fn text_of(value: Option<Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
    }
}

/// A text that is too long is kept as a draft and not submitted.
#[component]
pub(super) fn TextField(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    /// In characters.
    max_length: usize,
    /// Set while typing is not persisted.
    is_typing: RwSignal<bool>,
) -> impl IntoView {
    let typing = FieldBuffer::of(form, &item, is_typing);
    let text = typing.shown();
    let n = Memo::new(move |_| text.with(|it| it.chars().count()));
    let is_recorded = typing.is_recorded(text);
    let is_over = move || n.get() > max_length && !is_recorded.get();
    let count = format!("{label}-count");
    view! {
        <textarea
            class="text"
            rows="4"
            aria-labelledby=label
            aria-describedby=count.clone()
            prop:value=move || text.get()
            prop:readOnly=move || !open.get()
            aria-invalid=move || is_over().then_some("true")
            on:input=move |event| typing.set_text(event_target_value(&event))
            on:blur=move |_| typing.commit()
        ></textarea>
        <p class="text-count" id=count class:over=is_over>
            {move || match n.get() {
                n if is_over() => {
                    fill!(
                        "{0} / {1}字　{2}字多いため、まだ提出に含まれません（下書きとしてこの端末に残ります）", n, max_length, n - max_length
                    )
                }
                n => fill!("{0} / {1}字", n, max_length),
            }}
        </p>
    }
}
