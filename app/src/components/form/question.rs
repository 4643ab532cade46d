//! The frame of one question: number, title, readers, the answer, where it is saved, and answers made apart.

use super::apart::Apart;
use super::choice::{Confirm, Multi, Single};
use super::number::NumberField;
use super::scale::Scale;
use super::text::TextField;
use super::{Form, dom_id};
use crate::components::save_ladder::FieldLadder;
use crate::locale::t;
use crate::model::instrument::{Item, ItemKind, Readers};
use leptos::prelude::*;
use std::sync::Arc;

/// One question of a form.
#[component]
pub(crate) fn Question(
    /// The form.
    form: Form,
    /// The question.
    item: Item,
    /// Its place among all, from 0.
    at: usize,
) -> impl IntoView {
    let item = Arc::new(item);
    let id = dom_id(item.id.as_str());
    let title = format!("{id}-title");
    let [value, stored] = form.value(&item);
    let is_unsent = form.is_unsent(&item);
    let is_typing = RwSignal::new(false);
    let subject = item.subject.as_ref().and_then(|subject| {
        form.edition
            .with_value(|it| it.subject(subject).map(|it| it.words.shown().to_owned()))
    });
    let answer = answer(form, &item, at, &title, is_typing);
    view! {
        <div class="question" id=id class:current=move || form.at.get() == at
            on:focusin=move |_| form.at.set(at)>
            <p class="question-head">
                <span class="question-number">{at + 1}</span>
                {subject.map(|it| view! { <span class="question-subject">{it}</span> }.into_any())}
                <ReaderLabel form=form readers=item.readers/>
            </p>
            <p class="question-title" id=title.clone()>{item.words.shown().to_owned()}</p>
            {answer}
            <p class="question-foot">
                <FieldLadder is_typing=is_typing value=value stored=stored is_unsent=is_unsent/>
            </p>
            <Apart form=form item=item/>
        </div>
    }
}

fn answer(
    form: Form,
    item: &Arc<Item>,
    at: usize,
    title: &str,
    is_typing: RwSignal<bool>,
) -> AnyView {
    let (own, label) = (Arc::clone(item), title.to_owned());
    match &item.kind {
        ItemKind::Scale => view! { <Scale form item=own at label/> }.into_any(),
        ItemKind::Confirm => view! { <Confirm form item=own label/> }.into_any(),
        ItemKind::Number { min, max, .. } => {
            let (min, max, unit) = (*min, *max, own.kind.unit().to_owned());
            view! { <NumberField form item=own label min max unit/> }.into_any()
        }
        ItemKind::Text { max_length } => {
            view! { <TextField form item=own label max_length=*max_length is_typing/> }.into_any()
        }
        ItemKind::Single { options, default } => {
            let (options, default) = (options.clone(), default.clone());
            view! { <Single form item=own label options default/> }.into_any()
        }
        ItemKind::Multi { options, max } => {
            let options = options.clone();
            view! { <Multi form item=own label options max=*max/> }.into_any()
        }
    }
}

/// A small eye and who reads the answer; opens what that means.
#[component]
fn ReaderLabel(form: Form, readers: Readers) -> impl IntoView {
    let label = move || match readers {
        Readers::OwnChoice => form.sheet.with(|it| it.share_scope().label()),
        Readers::AggregateOnly => t("集計のみ"),
        Readers::SelfOnly => t("本人のみ"),
    };
    let meaning = match readers {
        Readers::OwnChoice => t(
            "読む人は、最後の「公開範囲」で自分が選びます。提出するまでは、自分だけが見られます。",
        ),
        Readers::AggregateOnly => t(
            "個人の回答はだれにも見えません。公開範囲を「所属長と職員課」にして提出した人が5人以上いるときに、\
             平均だけを職員課が見ます。",
        ),
        Readers::SelfOnly => t("自分だけが見られます。"),
    };
    view! {
        <details class="readers">
            <summary><span class="visually-hidden">{t("読む人: ")}</span>{move || label()}</summary>
            <p>{meaning}</p>
        </details>
    }
}
