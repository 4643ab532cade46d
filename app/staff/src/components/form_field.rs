//! A field of a form that is sent as a whole, with its error beneath it. All errors are shown at once, and the focus
//! goes to the first.

use browser::page;
use leptos::prelude::*;

/// What was typed into one field, and what is wrong with it.
#[derive(Clone, Copy)]
pub(crate) struct FormField {
    /// Id of its element; unique on the page.
    id: &'static str,
    pub(crate) value: RwSignal<String>,
    problem: RwSignal<String>,
}

impl FormField {
    pub(crate) fn new(id: &'static str) -> Self {
        Self::with(id, String::new())
    }

    pub(crate) fn with(id: &'static str, value: String) -> Self {
        Self {
            id,
            value: RwSignal::new(value),
            problem: RwSignal::new(String::new()),
        }
    }

    /// What was typed.
    pub(crate) fn text(self) -> String {
        self.value.get_untracked()
    }

    /// Says what is wrong; an empty text says that nothing is.
    pub(crate) fn say(self, problem: impl Into<String>) {
        self.problem.try_set(problem.into());
    }

    /// Says `problem` unless the field is right.
    pub(crate) fn require(self, is_right: bool, problem: &str) {
        self.say(if is_right { "" } else { problem });
    }

    /// Label, input and error. `kind` is the input's type, `complete` what browsers fill in.
    pub(crate) fn view(
        self,
        label: &'static str,
        kind: &'static str,
        complete: &'static str,
    ) -> AnyView {
        let problem_id = format!("{}-problem", self.id);
        let input = view! {
            <input
                id=self.id
                class:day=kind != "password"
                type=kind
                autocomplete=complete
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || self.is_wrong().then_some("true")
                aria-describedby=problem_id
                prop:value=self.value
                on:input=move |event| self.value.set(event_target_value(&event))
            />
        };
        self.frame(label, input.into_any())
    }

    /// Label and error around another input, which has the field's id.
    pub(crate) fn frame(self, label: &'static str, input: AnyView) -> AnyView {
        view! {
            <div class="field">
                <label for=self.id>{label}</label>
                {input}
                <p class="form-error" id=format!("{}-problem", self.id)>
                    {self.problem}
                </p>
            </div>
        }
        .into_any()
    }

    fn is_wrong(self) -> bool {
        self.problem.with(|it| !it.is_empty())
    }
}

/// Whether no field has an error; else leads to the first that has.
pub(crate) fn are_right(fields: &[FormField]) -> bool {
    let wrong = fields
        .iter()
        .find(|it| it.problem.with_untracked(|it| !it.is_empty()));
    if let Some(it) = wrong {
        page::focus_again(it.id);
    }
    wrong.is_none()
}
