//! A form that is being written: as it is typed, with what is wrong with it, and a way back.

use crate::i18n::t;
use crate::sync::AppState;
use api::forms::{FormToWrite, NewerShipped};
use browser::page;
use domain::form_source::{self, FormFault, FormPlace};
use domain::ids::InstrumentId;
use domain::instrument::Edition;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;

/// Steps that can be undone.
const MAX_STEPS: usize = 100;

/// Id of the heading of what is selected.
pub(super) const PANEL: &str = "form-panel";

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Selected {
    Form,
    Section(usize),
    Item(usize, usize),
    Preview,
    Publish,
}

/// Where what is written is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// On the server.
    Saved,
    /// On this device, and on its way.
    Waiting,
    /// On this device: why the server has not taken it.
    Failed(String),
    /// Somebody else has saved something else.
    Conflict,
}

#[derive(Clone, Copy)]
pub(super) struct FormEditor {
    pub(super) here: StoredValue<AppState>,
    instrument: StoredValue<InstrumentId>,
    pub(super) source: RwSignal<Value>,
    pub(super) selected: RwSignal<Selected>,
    pub(super) kept: RwSignal<Kept>,
    /// How often the draft was saved; 0 if there is none.
    pub(super) seq: RwSignal<i64>,
    pub(super) in_force: RwSignal<Option<Arc<Edition>>>,
    pub(super) newer: StoredValue<Option<NewerShipped>>,
    /// What this device had kept on top of another draft.
    pub(super) stale: RwSignal<Option<Value>>,
    pub(super) past: RwSignal<Vec<Value>>,
    pub(super) future: RwSignal<Vec<Value>>,
    /// The field that was typed in last: its letters are one step.
    pub(super) last_key: StoredValue<String>,
    pub(super) timer: StoredValue<Option<TimeoutHandle>>,
    pub(super) is_saving: StoredValue<bool>,
    /// The edition that it would be, or why it is none.
    pub(super) edition: Memo<Result<Arc<Edition>, String>>,
    pub(super) faults: Memo<Vec<FormFault>>,
}

impl FormEditor {
    pub(super) fn new(here: AppState, instrument: InstrumentId, form: FormToWrite) -> Self {
        let source = RwSignal::new(form.source);
        let in_force = RwSignal::new(form.in_force.map(Arc::new));
        let edition = Memo::new(move |_| {
            let made = source.with(form_source::complete);
            made.map(Arc::new).map_err(|it| it.to_string())
        });
        let faults = Memo::new(move |_| {
            let Ok(edition) = edition.get() else {
                return Vec::new();
            };
            let mut all = form_source::faults(&edition);
            if let Some(before) = in_force.get() {
                all.extend(form_source::incompatible(&before, &edition));
            }
            all.sort_by_key(|it| it.is_hint);
            all
        });
        let it = Self {
            here: StoredValue::new(here),
            instrument: StoredValue::new(instrument),
            source,
            selected: RwSignal::new(Selected::Form),
            kept: RwSignal::new(Kept::Saved),
            seq: RwSignal::new(form.seq),
            in_force,
            newer: StoredValue::new(form.newer_shipped),
            stale: RwSignal::new(None),
            past: RwSignal::default(),
            future: RwSignal::default(),
            last_key: StoredValue::default(),
            timer: StoredValue::new(None),
            is_saving: StoredValue::new(false),
            edition,
            faults,
        };
        spawn_local(it.recover());
        it
    }

    pub(super) fn instrument(self) -> InstrumentId {
        self.instrument.get_value()
    }

    /// Whether the form has an edition that people write on.
    pub(super) fn is_published(self) -> bool {
        self.in_force.with(Option::is_some)
    }

    /// Changes the source. Changes under one key that follow each other are one step; an empty key is always a step.
    pub(super) fn change(self, key: &str, change: impl FnOnce(&mut Value)) {
        let before = self.source.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return;
        }
        if key.is_empty() || self.last_key.with_value(|it| it != key) {
            self.past.update(|it| {
                it.push(before);
                if it.len() > MAX_STEPS {
                    it.remove(0);
                }
            });
        }
        self.last_key.set_value(key.to_owned());
        self.future.set(Vec::new());
        self.source.set(after);
        self.keep();
    }

    /// Sets what stands at a place (a JSON pointer); `Null` takes it out.
    pub(super) fn set(self, pointer: &str, value: Value) {
        self.change(pointer, |source| put(source, pointer, value));
    }

    /// What stands at a place. Tracked.
    pub(super) fn at(self, pointer: &str) -> Value {
        self.source
            .with(|it| it.pointer(pointer).cloned())
            .unwrap_or_default()
    }

    pub(super) fn text_at(self, pointer: &str) -> String {
        self.source.with(|it| {
            let text = it.pointer(pointer).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        })
    }

    pub(super) fn can_undo(self) -> bool {
        self.past.with(|it| !it.is_empty())
    }

    pub(super) fn can_redo(self) -> bool {
        self.future.with(|it| !it.is_empty())
    }

    pub(super) fn undo(self) {
        self.step(self.past, self.future);
    }

    pub(super) fn redo(self) {
        self.step(self.future, self.past);
    }

    fn step(self, from: RwSignal<Vec<Value>>, to: RwSignal<Vec<Value>>) {
        let Some(other) = from.try_update(Vec::pop).flatten() else {
            return;
        };
        to.update(|it| it.push(self.source.get_untracked()));
        self.last_key.set_value(String::new());
        self.select_what_is_there(&other);
        self.source.set(other);
        self.keep();
    }

    /// What was selected may be gone in another version.
    pub(super) fn select_what_is_there(self, other: &Value) {
        let pointer = match self.selected.get_untracked() {
            Selected::Section(at) => format!("/sections/{at}"),
            Selected::Item(section, at) => format!("/sections/{section}/items/{at}"),
            _ => return,
        };
        if other.pointer(&pointer).is_none() {
            self.selected.set(Selected::Form);
        }
    }

    pub(super) fn select(self, it: Selected) {
        self.selected.set(it);
        spawn_local(async {
            page::microtask().await;
            page::focus(PANEL);
        });
    }

    /// Goes to where a fault is.
    pub(super) fn go_to(self, place: &FormPlace) {
        let sections = self.at("/sections");
        let sections = sections.as_array().cloned().unwrap_or_default();
        let is_it = |it: &Value, id: &str| {
            let own = it["id"].as_str().unwrap_or_default();
            // A copy of a repeated section has a number behind its id.
            own == id || id.strip_prefix(own).is_some_and(|it| it.starts_with('.'))
        };
        let found = match place {
            FormPlace::Form => None,
            FormPlace::Section(id) => {
                let at = sections.iter().position(|it| is_it(it, id));
                at.map(Selected::Section)
            }
            FormPlace::Item(id) => sections.iter().enumerate().find_map(|(section, it)| {
                let items = it["items"].as_array()?;
                let at = items.iter().position(|it| is_it(it, id.as_str()))?;
                Some(Selected::Item(section, at))
            }),
        };
        self.select(found.unwrap_or(Selected::Form));
    }

    /// Where what is written is, in words.
    pub(super) fn kept_words(self) -> String {
        match self.kept.get() {
            Kept::Saved if self.seq.get() == 0 => t("公開されている版のままです").to_owned(),
            Kept::Saved => t("下書きを保存しました").to_owned(),
            Kept::Waiting => t("この端末に保存しました。サーバーへ送っています").to_owned(),
            Kept::Failed(why) => crate::i18n::fill!("この端末に保存しています。{0}", why),
            Kept::Conflict => t("ほかの人が先に保存しました").to_owned(),
        }
    }
}

/// Puts a value where a JSON pointer says, making the objects on the way; `Null` takes it out.
pub(super) fn put(source: &mut Value, pointer: &str, value: Value) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    if value.is_null() {
        if let Some(members) = source.pointer_mut(parent).and_then(Value::as_object_mut) {
            members.remove(last);
        }
        return;
    }
    let mut at = source;
    for part in parent.split('/').skip(1) {
        let Some(next) = member(at, part) else {
            return;
        };
        at = next;
    }
    if let Some(place) = member(at, last) {
        *place = value;
    }
}

/// What is under a name, or at a place of a list. What is neither an object nor a list was typed by mistake, and
/// becomes an object.
fn member<'v>(at: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    if at.is_array() {
        return at.get_mut(name.parse::<usize>().ok()?);
    }
    if !at.is_object() {
        *at = Value::Object(serde_json::Map::new());
    }
    Some(&mut at[name])
}
