//! Frame of one question: number, title, field, save status, and the conflict chooser.

use super::conflict::Conflict;
use super::frame::QuestionFrame;
use super::scale::Scale;
use super::text::TextField;
use super::{SheetForm, dom_id, lazy};
use crate::components::save_status::FieldSaveStatus;
use crate::i18n::locale;
use domain::instrument::{Item, ItemKind};
use leptos::prelude::*;
use std::sync::Arc;

/// Hidden while its item is not asked.
#[component]
pub(crate) fn Question(
    form: SheetForm,
    item: Item,
    /// Index among all items, from 0.
    at: usize,
    /// What the head of its section says for it.
    frame: QuestionFrame,
) -> impl IntoView {
    let item = Arc::new(item);
    let id = dom_id(item.id.as_str());
    let title = format!("{id}-title");
    let [value, stored] = form.value(&item);
    let is_unsent = form.is_pending(&item);
    let is_typing = RwSignal::new(false);
    let subject = item.subject.as_ref().and_then(|subject| {
        form.edition.with_value(|it| {
            it.subject(subject)
                .map(|it| it.words.shown(locale()).to_owned())
        })
    });
    let own = Arc::clone(&item);
    let open = Memo::new(move |_| form.accepts(&own));
    let beside = lazy::help_panel(form, &item, &title, open);
    let answer = lazy_field(form, &item, at, (&title, open), is_typing);
    let tags = frame.tags(&item);
    // Numbered among the items asked now, so that a conditional question leaves no gap.
    let number = move || form.asked.with(|it| it.binary_search(&at).ok());
    view! {
        <div
            class="question"
            id=id
            class:current=move || form.at.get() == at
            hidden=move || number().is_none()
            on:focusin=move |_| form.at.set(at)
            // Safari focuses no radio button that is pressed.
            on:change=move |_| form.at.set(at)
        >
            <p class="question-head">
                <span class="question-number">{move || number().map(|it| it + 1)}</span>
                {subject.map(|it| view! { <span class="question-subject">{it}</span> }.into_any())}
                {tags.into_iter().map(|it| view! { <span class="tag">{it}</span> }).collect_view()}
                <FieldSaveStatus is_typing=is_typing value=value stored=stored is_unsent=is_unsent />
            </p>
            <h3 class="question-title" id=title.clone()>
                {item.words.shown(locale()).to_owned()}
            </h3>
            {beside}
            {answer}
            <Conflict form=form item=item />
        </div>
    }
}

fn lazy_field(
    form: SheetForm,
    item: &Arc<Item>,
    at: usize,
    (title, open): (&str, Memo<bool>),
    is_typing: RwSignal<bool>,
) -> AnyView {
    let (own, label) = (Arc::clone(item), title.to_owned());
    match &item.kind {
        ItemKind::Scale => view! { <Scale form item=own at label open /> }.into_any(),
        ItemKind::Text { max_length } => {
            view! { <TextField form item=own label open max_length=*max_length is_typing /> }
                .into_any()
        }
        _ => lazy::lazy_field(form, own, label, open, is_typing),
    }
}
