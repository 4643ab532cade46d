//! The frame of one question: number, title, readers, the answer, where it is saved, and answers made apart.

use super::apart::Apart;
use super::scale::Scale;
use super::text::TextField;
use super::{Form, dom_id, later};
use crate::components::save_ladder::FieldLadder;
use crate::locale::t;
use crate::model::instrument::{Course, Edition, Item, ItemKind, Readers};
use crate::model::sheet::SHARE_SCOPE;
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
    let own = Arc::clone(&item);
    let open = Memo::new(move |_| form.takes(&own));
    let beside = later::beside(form, &item, &title, open);
    let answer = answer(form, &item, at, (&title, open), is_typing);
    // Counted among what is asked: one that waits for another answer leaves no gap.
    let number = Memo::new(move |_| form.asked().iter().position(|it| *it == at));
    view! {
        <div class="question" id=id class:current=move || form.at.get() == at
            hidden=move || number.get().is_none() on:focusin=move |_| form.at.set(at)>
            <p class="question-head">
                <span class="question-number">{move || number.get().map(|it| it + 1)}</span>
                {subject.map(|it| view! { <span class="question-subject">{it}</span> }.into_any())}
                <ReaderLabel form=form readers=item.readers/>
            </p>
            <p class="question-title" id=title.clone()>{item.words.shown().to_owned()}</p>
            {beside}
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
    (title, open): (&str, Memo<bool>),
    is_typing: RwSignal<bool>,
) -> AnyView {
    let (own, label) = (Arc::clone(item), title.to_owned());
    match &item.kind {
        ItemKind::Scale => view! { <Scale form item=own at label open/> }.into_any(),
        ItemKind::Text { max_length } => {
            view! { <TextField form item=own label open max_length=*max_length is_typing/> }
                .into_any()
        }
        _ => later::answer(form, own, label, open, is_typing),
    }
}

/// Who reads an answer that the whole sheet's readers read.
fn who_reads(edition: &Edition) -> &'static str {
    if edition.item(&SHARE_SCOPE.into()).is_some() {
        t("読む人は、最後の「公開範囲」で自分が選びます。提出するまでは、自分だけが見られます。")
    } else if edition.course == Course::Together {
        t("本人と所属長が、書いているときから読みます。")
    } else {
        t("提出した後に、ここに書いてある人が読みます。提出するまでは、自分だけが見られます。")
    }
}

/// A small eye and who reads the answer; opens what that means.
#[component]
fn ReaderLabel(form: Form, readers: Readers) -> impl IntoView {
    let label = move || match readers {
        Readers::Personnel => t("職員課のみ"),
        Readers::OwnChoice => form
            .edition
            .with_value(|it| form.sheet.with(|sheet| it.scope_of(sheet).label())),
        Readers::AggregateOnly => t("集計のみ"),
        Readers::SelfOnly => t("本人のみ"),
    };
    let meaning = match readers {
        Readers::Personnel => t("提出した後に、職員課だけが読みます。所属長には渡りません。"),
        Readers::OwnChoice => form.edition.with_value(|it| who_reads(it)),
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
