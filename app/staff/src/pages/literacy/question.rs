//! One question and, once it is answered, the explanation of the right answer.

use super::Turn;
use crate::components::form::{SheetForm, dom_id};
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::instrument::{Choice, Item, ItemKind};
use domain::scoring::adaptive::{AdaptiveTest, MAX_QUESTIONS};
use leptos::prelude::*;
use std::sync::Arc;

/// Id of the option "I do not know", which is always last.
const UNSURE: &str = "unsure";

/// Options of a question in the order that this person gets.
fn options(item: &Item, test: &AdaptiveTest) -> Vec<Choice> {
    let ItemKind::Single { options, .. } = &item.kind else {
        return Vec::new();
    };
    let (unsure, known): (Vec<&Choice>, Vec<&Choice>) =
        options.iter().partition(|it| it.id == UNSURE);
    // Numbers keep their order; everything else is shuffled.
    let numeric = |it: &&Choice| it.words.ja.starts_with(|it: char| it.is_numeric());
    let order = test.option_order(&item.id, known.len(), known.iter().all(numeric));
    let known = order.into_iter().filter_map(|at| known.get(at).copied());
    known.chain(unsure).cloned().collect()
}

/// The next question, or the one just answered.
#[component]
pub(super) fn TestQuestion(
    form: SheetForm,
    test: Memo<AdaptiveTest>,
    next: Memo<Option<Turn>>,
    just: RwSignal<Option<Turn>>,
) -> impl IntoView {
    move || {
        let Turn { id, said } = next.get()?;
        let item = form.edition.with_value(|it| it.item(&id).cloned())?;
        Some(question(form, test, (Arc::new(item), said), just))
    }
}

fn question(
    form: SheetForm,
    test: Memo<AdaptiveTest>,
    (item, said): (Arc<Item>, Option<String>),
    just: RwSignal<Option<Turn>>,
) -> AnyView {
    let chosen = RwSignal::new(None::<String>);
    let subject = item.subject.as_ref().and_then(|subject| {
        form.edition.with_value(|it| {
            it.subject(subject)
                .map(|it| it.words.shown(locale()).to_owned())
        })
    });
    // While the explanation is read, its answer may or may not be in the sheet yet: it is left out of the count.
    let n = test.with_untracked(|it| it.n_answered_without(&item.id)) + 1;
    let choices = test.with_untracked(|it| options(&item, it));
    let id = dom_id(item.id.as_str());
    let said = said.as_deref();
    let options = match said {
        Some(said) => answered_options(&item, &choices, said),
        None => open_options(&item, &choices, chosen),
    };
    let own = Arc::clone(&item);
    let answer = move |_| {
        if let Some(option) = chosen.get_untracked() {
            // Before the answer is recorded, or the next question would flash up.
            let id = own.id.clone();
            just.set(Some(Turn {
                id,
                said: Some(option.clone()),
            }));
            form.answer(&own, option.into());
        }
    };
    let told = said.map(|it| explanation(form, &item, it, just));
    let foot = told.unwrap_or_else(|| {
        view! {
            <p class="page-actions">
                <button class="button primary" disabled=move || chosen.with(Option::is_none) on:click=answer>
                    {t("答える")}
                </button>
            </p>
        }
        .into_any()
    });
    let focus = id.clone();
    request_animation_frame(move || page::scroll_to(&focus));
    view! {
        <section class="card test-question" id=id tabindex="-1" aria-labelledby="test-title">
            <p class="question-head">
                <span class="question-number">{n}</span>
                <span class="question-subject">{subject}</span>
                <span class="hint">{fill!("長くても{0}問", MAX_QUESTIONS)}</span>
            </p>
            <progress max=MAX_QUESTIONS value=n aria-label=t("チェックの進み具合")></progress>
            <fieldset class="options choices">
                <legend class="question-title" id="test-title">
                    {item.words.shown(locale()).to_owned()}
                </legend>
                {options}
            </fieldset>
            {foot}
        </section>
    }
    .into_any()
}

/// The options as radio buttons.
fn open_options(item: &Item, choices: &[Choice], chosen: RwSignal<Option<String>>) -> AnyView {
    let option = |choice: &Choice| {
        let (name, id) = (item.id.to_string(), choice.id.clone());
        let words = choice.words.shown(locale()).to_owned();
        view! {
            <label class="choice">
                <input type="radio" name=name on:change=move |_| chosen.set(Some(id.clone())) />
                <span>{words}</span>
            </label>
        }
    };
    choices.iter().map(option).collect_view().into_any()
}

/// The options after the answer, with the right one marked.
fn answered_options(item: &Item, choices: &[Choice], said: &str) -> AnyView {
    let right = item.key().unwrap_or_default().right;
    let option = |choice: &Choice| {
        let is_right = choice.id == right;
        let mine =
            (choice.id == said).then(|| view! { <span class="tag">{t("あなたの答え")}</span> });
        let words = choice.words.shown(locale()).to_owned();
        view! {
            <p class="choice" class:right=is_right>
                <span>{words}</span>
                {mine}
            </p>
        }
    };
    choices.iter().map(option).collect_view().into_any()
}

/// Whether the answer was right, and why.
fn explanation(form: SheetForm, item: &Item, said: &str, just: RwSignal<Option<Turn>>) -> AnyView {
    let key = item.key().unwrap_or_default();
    let is_right = said == key.right;
    let right = form
        .edition
        .with_value(|it| it.display_answer(item, &key.right.clone().into(), locale()));
    let heading = if is_right {
        t("正解です")
    } else {
        t("正解はこちらです")
    };
    view! {
        <div class="notice" class:done=is_right role="status">
            <p>
                <strong>{heading}</strong>
                "　"
                {right}
            </p>
            <p>{key.why.shown(locale()).to_owned()}</p>
        </div>
        <p class="page-actions">
            <button class="button primary" on:click=move |_| just.set(None)>
                {t("次へ")}
            </button>
        </p>
    }
    .into_any()
}
