//! 職員課 changes an entry: explanation in three languages, contact, and whether it is shown. What is typed stays on
//! this device until it is saved or given up.

mod line_fields;

use super::content_state::ContentState;
use crate::components::day_input::DayInput;
use crate::components::draft::Draft;
use crate::i18n::t;
use browser::page;
use domain::content_page::{Contact, ContentEntry, ContentText, EntryChange};
use domain::ids::Day;
use leptos::prelude::*;
use leptos::task::spawn_local;
use line_fields::{detail_fields, step_fields};

#[derive(Clone, Copy)]
struct EntryEditing {
    state: ContentState,
    entry: StoredValue<ContentEntry>,
    draft: Draft<EntryChange>,
    problem: RwSignal<String>,
    is_busy: RwSignal<bool>,
    is_open: RwSignal<bool>,
}

impl EntryEditing {
    fn id(self, part: &str) -> String {
        self.entry.with_value(|it| format!("{}-{part}", it.id))
    }

    /// What closes the form, whatever has become of the page by then.
    fn closing(self) -> impl FnOnce() + 'static {
        let (forget, id) = (
            self.draft.forgetting(),
            self.entry.with_value(|it| it.id.to_string()),
        );
        let is_open = self.is_open;
        move || {
            forget();
            is_open.try_set(false);
            spawn_local(async move {
                page::microtask().await;
                page::focus(&id);
            });
        }
    }

    /// Gives the entry back its published text; contact and the rest stay as they are in the form.
    fn go_back(self) {
        self.save(EntryChange {
            text: None,
            details: None,
            steps: None,
            ..self.draft.get()
        });
    }

    /// Saves a change.
    fn save(self, change: EntryChange) {
        if let Some(why) = change.fault() {
            self.problem.set(t(why).to_owned());
            page::focus_again(&self.id("ja"));
            return;
        }
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.problem.set(String::new());
        let of = self.entry.with_value(|it| (it.id.clone(), it.changed));
        let close = self.closing();
        spawn_local(async move {
            // The page is drawn anew with the change; this form is gone with what it stood in.
            match self.state.change(of, change).await {
                Ok(()) => close(),
                Err(why) => {
                    self.is_busy.try_set(false);
                    self.problem.try_set(why);
                }
            }
        });
    }
}

#[component]
pub(super) fn EntryForm(
    state: ContentState,
    entry: ContentEntry,
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let has_contact = entry.has_contact;
    let key = format!("content-draft:{}/{}", state.page, entry.id);
    let shown = EntryChange {
        text: Some(entry.text.clone()),
        details: Some(entry.details.clone()),
        steps: Some(entry.steps.clone()),
        contact: entry.contact.clone(),
        is_hidden: entry.is_hidden,
    };
    let editing = EntryEditing {
        state,
        draft: Draft::new(state.here, key, entry.changed, shown),
        entry: StoredValue::new(entry),
        problem: RwSignal::new(String::new()),
        is_busy: RwSignal::new(false),
        is_open,
    };
    let is_rewritten = editing.entry.with_value(|it| it.is_rewritten);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editing.save(editing.draft.get());
    };
    view! {
        <form class="card stack" novalidate on:submit=submit aria-label=t("項目を変える")>
            {editing.draft.stale_note(|it| it.text.as_ref().map(|it| it.ja.clone()).unwrap_or_default())}
            {text_area(&editing, "ja", t("説明（日本語）"), |it| &mut it.ja)}
            {text_area(&editing, "easy", t("説明（やさしい日本語）"), |it| &mut it.easy)}
            {text_area(&editing, "en", t("説明（英語）"), |it| &mut it.en)}
            {detail_fields(&editing)}
            {step_fields(&editing)}
            {has_contact.then(|| contact_fields(&editing))}
            {hidden_box(&editing)}
            <p class="form-error" role="alert">
                {editing.problem}
            </p>
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || editing.is_busy.get().to_string()>
                    {t("保存する")}
                </button>
                <button type="button" class="button" on:click=move |_| editing.closing()()>
                    {t("やめる")}
                </button>
                {is_rewritten
                    .then(|| {
                        view! {
                            <button type="button" class="link" on:click=move |_| editing.go_back()>
                                {t("公開したときの文に戻す")}
                            </button>
                        }
                    })}
            </p>
        </form>
    }
}

fn text_area(
    editing: &EntryEditing,
    part: &'static str,
    label: &'static str,
    of: fn(&mut ContentText) -> &mut String,
) -> AnyView {
    let editing = *editing;
    let value = move || {
        editing
            .draft
            .with(|it| of(&mut it.text.clone().unwrap_or_default()).clone())
    };
    let type_text = move |event| {
        let text = event_target_value(&event);
        editing
            .draft
            .update(|it| *of(it.text.get_or_insert_default()) = text);
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea
                id=editing.id(part)
                class="text"
                rows="4"
                maxlength="2000"
                prop:value=value
                on:input=type_text
            ></textarea>
        </label>
    }
    .into_any()
}

fn contact_fields(editing: &EntryEditing) -> AnyView {
    let editing = *editing;
    let field = |part: &'static str, label: &'static str, of: fn(&mut Contact) -> &mut String| {
        let value = move || editing.draft.with(|it| of(&mut it.contact.clone()).clone());
        let type_text = move |event| {
            let text = event_target_value(&event);
            editing.draft.update(|it| *of(&mut it.contact) = text);
        };
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    id=editing.id(part)
                    type="text"
                    class="text"
                    maxlength="200"
                    autocomplete="off"
                    prop:value=value
                    on:input=type_text
                />
            </label>
        }
    };
    let day = Signal::derive(move || {
        let day = editing.draft.with(|it| it.contact.check_by.clone());
        day.map(|it| it.0).unwrap_or_default()
    });
    let on_day = move |day: String| {
        let day = (!day.is_empty()).then_some(Day(day));
        editing.draft.update(|it| it.contact.check_by = day);
    };
    view! {
        <fieldset class="stack">
            <legend>{t("連絡先")}</legend>
            <div class="two-columns">
                {field("who", t("窓口"), |it| &mut it.who)} {field("phone", t("電話"), |it| &mut it.phone)}
                {field("mail", t("メール"), |it| &mut it.mail)} {field("place", t("場所"), |it| &mut it.place)}
                {field("hours", t("受付の時間"), |it| &mut it.hours)} <label class="field">
                    <span>{t("次に確かめる日")}</span>
                    <DayInput value=day on_day />
                </label>
            </div>
        </fieldset>
    }
    .into_any()
}

fn hidden_box(editing: &EntryEditing) -> AnyView {
    let editing = *editing;
    let is_hidden = move || editing.draft.with(|it| it.is_hidden);
    let toggle = move |event| {
        let is_hidden = event_target_checked(&event);
        editing.draft.update(|it| it.is_hidden = is_hidden);
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=is_hidden on:change=toggle />
            <span>{t("職員に見せない")}</span>
        </label>
    }
    .into_any()
}
