//! Frame of one question: number, title, readers, field, save status, and the conflict chooser.

use super::conflict::Conflict;
use super::scale::Scale;
use super::text::TextField;
use super::{SheetForm, dom_id, lazy};
use crate::components::save_status::FieldSaveStatus;
use crate::i18n::{locale, t};
use domain::instrument::{Item, ItemKind, Readers};
use leptos::prelude::*;
use std::sync::Arc;

/// Hidden while its item is not asked.
#[component]
pub(crate) fn Question(
    form: SheetForm,
    item: Item,
    /// Index among all items, from 0.
    at: usize,
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
    // Numbered among the items asked now, so that a conditional question leaves no gap.
    let number = move || form.asked.with(|it| it.binary_search(&at).ok());
    view! {
        <div
            class="question"
            id=id
            class:current=move || form.at.get() == at
            hidden=move || number().is_none()
            on:focusin=move |_| form.at.set(at)
        >
            <p class="question-head">
                <span class="question-number">{move || number().map(|it| it + 1)}</span>
                {subject.map(|it| view! { <span class="question-subject">{it}</span> }.into_any())}
                {item.retired.then(|| view! { <span class="tag">{t("以前の様式")}</span> }.into_any())}
                <ReaderLabel form=form readers=item.readers />
            </p>
            <p class="question-title" id=title.clone()>
                {item.words.shown(locale()).to_owned()}
            </p>
            {beside}
            {answer}
            <p class="question-foot">
                <FieldSaveStatus is_typing=is_typing value=value stored=stored is_unsent=is_unsent />
            </p>
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

/// Who reads the answer; unfolds an explanation.
#[component]
fn ReaderLabel(form: SheetForm, readers: Readers) -> impl IntoView {
    let label = move || match readers {
        Readers::Personnel => t("職員課のみ"),
        Readers::OwnChoice => form.edition.with_value(|it| {
            form.sheet
                .with(|sheet| it.share_scope(sheet).label(locale()))
        }),
        Readers::AggregateOnly => t("集計のみ"),
        Readers::SelfOnly => t("本人のみ"),
    };
    let meaning = match readers {
        Readers::Personnel => t("職員課だけが読みます。"),
        Readers::OwnChoice => "",
        Readers::AggregateOnly => {
            t("個人の回答はだれにも見えません。5人以上の平均だけを職員課が見ます。")
        }
        Readers::SelfOnly => t("自分だけが見られます。"),
    };
    // The form's own statement about its readers.
    let of_form = (readers == Readers::OwnChoice).then(|| {
        form.edition
            .with_value(|it| it.notice.readers.shown(locale()).to_owned())
    });
    view! {
        <details class="readers">
            <summary>
                <span class="visually-hidden">{t("読む人: ")}</span>
                {move || label()}
            </summary>
            <p>{of_form}{meaning}</p>
        </details>
    }
}
