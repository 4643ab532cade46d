//! Choosing somebody by name, staff number or section: a combobox whose list the server finds.

use crate::i18n::{fill, locale, t};
use api::personnel::PersonFound;
use browser::page;
use domain::ids::PersonId;
use domain::person::{Org, PersonName};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Typing pauses this long before the server is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// Key code of every key that belongs to an input method.
const CONVERTING: u32 = 229;

/// A field for one person.
#[derive(Clone, Copy)]
pub(crate) struct PersonPicker {
    /// Id of the input.
    id: &'static str,
    chosen: RwSignal<Option<PersonFound>>,
    typed: RwSignal<String>,
    found: RwSignal<Vec<PersonFound>>,
    /// Index of the person that Enter would choose.
    at: RwSignal<usize>,
    is_open: RwSignal<bool>,
    has_focus: RwSignal<bool>,
    /// What the list is said to hold, or what is wrong.
    said: RwSignal<String>,
    is_wrong: RwSignal<bool>,
    is_required: bool,
}

impl PersonPicker {
    pub(crate) fn new(id: &'static str) -> Self {
        Self {
            id,
            is_required: true,
            chosen: RwSignal::new(None),
            typed: RwSignal::default(),
            found: RwSignal::default(),
            at: RwSignal::new(0),
            is_open: RwSignal::new(false),
            has_focus: RwSignal::new(false),
            said: RwSignal::default(),
            is_wrong: RwSignal::new(false),
        }
    }

    /// A field in which somebody stands already, or nobody, and which may be left empty.
    pub(crate) fn optional(id: &'static str, chosen: Option<PersonName>) -> Self {
        let it = Self {
            is_required: false,
            ..Self::new(id)
        };
        it.put(chosen);
        it
    }

    /// Puts somebody into the field, or empties it.
    pub(crate) fn put(self, person: Option<PersonName>) {
        match person {
            Some(person) => self.choose(PersonFound {
                person,
                kana: String::new(),
                org: Org::default(),
                is_supervisor: false,
            }),
            None => self.clear(),
        }
    }

    /// Who stands in an optional field: `Ok(None)` if it is empty, an error if something is typed that is nobody.
    pub(crate) fn chosen(self) -> Result<Option<PersonId>, ()> {
        let chosen = self.chosen.get().map(|it| it.person.id);
        if chosen.is_none() && !self.typed.with(|it| it.trim().is_empty()) {
            return Err(());
        }
        Ok(chosen)
    }

    /// Who was chosen; else the field says that somebody must be, and takes the focus.
    pub(crate) fn require(self) -> Option<PersonId> {
        let chosen = self
            .chosen
            .with_untracked(|it| it.as_ref().map(|it| it.person.id.clone()));
        if chosen.is_none() {
            self.said.set(t("一覧から人を選んでください。").to_owned());
            self.is_wrong.set(true);
            page::focus_again(self.id);
        }
        chosen
    }

    /// Empties the field, if its page is still there.
    pub(crate) fn clear(self) {
        self.chosen.try_set(None);
        self.typed.try_set(String::new());
        self.said.try_set(String::new());
    }

    fn choose(self, it: PersonFound) {
        self.typed.set(label(&it));
        self.chosen.set(Some(it));
        self.is_open.set(false);
        self.said.set(String::new());
        self.is_wrong.set(false);
    }

    fn type_text(self, text: String) {
        self.chosen.set(None);
        self.is_wrong.set(false);
        self.said.set(String::new());
        // What is listed answers an earlier text: Enter must not choose from it.
        self.is_open.set(false);
        self.typed.set(text.clone());
        if text.trim().is_empty() {
            return;
        }
        set_timeout(move || self.ask(text), PAUSE);
    }

    /// Asks for people, unless something else was typed meanwhile; an answer that comes late is left out, too.
    fn ask(self, text: String) {
        let is_now = move |text: &str| self.typed.try_with_untracked(|it| it == text) == Some(true);
        if !is_now(&text) {
            return;
        }
        spawn_local(async move {
            let answer = api::personnel::find_people(text.clone()).await;
            if !is_now(&text) || self.chosen.with_untracked(Option::is_some) {
                return;
            }
            self.is_wrong.set(false);
            match answer {
                Ok(found) => {
                    self.said.set(match found.len() {
                        0 => t("見つかりません。別の言葉でさがしてください。").to_owned(),
                        n => fill!("{0}人。上下の矢印で選び、Enterで決めます。", n),
                    });
                    self.is_open
                        .set(!found.is_empty() && self.has_focus.get_untracked());
                    self.at.set(0);
                    self.found.set(found);
                }
                Err(error) => {
                    self.said.set(error.sentence(locale()));
                    self.is_open.set(false);
                }
            }
        });
    }

    fn on_key(self, event: &KeyboardEvent) {
        // The Enter that ends a conversion chooses nobody; Safari tells it by its code alone.
        if event.is_composing() || event.key_code() == CONVERTING {
            return;
        }
        if !self.is_open.get_untracked() {
            let typed = self.typed.get_untracked();
            if event.key() == "ArrowDown" && !typed.trim().is_empty() {
                event.prevent_default();
                self.ask(typed);
            }
            return;
        }
        let n = self.found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => self.at.update(|it| *it = (*it + 1) % n),
            "ArrowUp" => self.at.update(|it| *it = (*it + n - 1) % n),
            "Enter" => {
                let it = self
                    .found
                    .with_untracked(|all| all.get(self.at.get_untracked()).cloned());
                if let Some(it) = it {
                    self.choose(it);
                }
            }
            "Escape" => self.is_open.set(false),
            _ => return,
        }
        event.prevent_default();
    }

    pub(crate) fn view(self, name: &'static str) -> impl IntoView {
        let (list, hint) = (format!("{}-list", self.id), format!("{}-hint", self.id));
        let option = move |at: usize| format!("{}-{at}", self.id);
        let active = move || self.is_open.get().then(|| option(self.at.get()));
        let owned = list.clone();
        let row = move |(at, it): (usize, PersonFound)| {
            let (words, org) = (it.person.name.clone(), org(&it));
            view! {
                <li
                    role="option"
                    id=option(at)
                    aria-selected=move || (self.at.get() == at).to_string()
                    // The press must not take the focus from the field, which would close the list before the click.
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| self.choose(it.clone())
                >
                    {words}
                    <small>{org}</small>
                </li>
            }
        };
        let options = move || {
            self.found
                .get()
                .into_iter()
                .enumerate()
                .map(row)
                .collect_view()
        };
        view! {
            <div class="field person-picker">
                <label for=self.id>{name}</label>
                <input
                    type="text"
                    id=self.id
                    role="combobox"
                    autocomplete="off"
                    autocapitalize="none"
                    aria-autocomplete="list"
                    aria-required=self.is_required.to_string()
                    aria-expanded=move || self.is_open.get().to_string()
                    aria-controls=owned
                    aria-activedescendant=active
                    aria-describedby=hint.clone()
                    aria-invalid=move || self.is_wrong.get().then_some("true")
                    placeholder=t("氏名、職員番号、課")
                    prop:value=self.typed
                    on:input=move |event| self.type_text(event_target_value(&event))
                    on:keydown=move |event| self.on_key(&event)
                    on:focus=move |_| self.has_focus.set(true)
                    on:blur=move |_| {
                        self.has_focus.set(false);
                        self.is_open.set(false);
                    }
                />
                <ul role="listbox" id=list aria-label=name hidden=move || !self.is_open.get()>
                    {options}
                </ul>
                <p id=hint role="status" class:form-error=self.is_wrong class="hint">
                    {move || self.said.get()}
                </p>
            </div>
        }
    }
}

/// What stands in the field once somebody is chosen.
fn label(it: &PersonFound) -> String {
    fill!("{0}（{1}）", it.person.name, it.person.id)
}

/// Section and number; whose 所属長 they are is said, too.
fn org(it: &PersonFound) -> String {
    let place = format!("{}　{}", it.org.label(), it.person.id);
    if it.is_supervisor {
        fill!("{0}　所属長", place)
    } else {
        place
    }
}
