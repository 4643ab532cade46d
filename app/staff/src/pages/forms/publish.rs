//! The last look before an edition: what is wrong, what changes, and what the release brings beside.

use super::editor_state::{FormEditor, Kept};
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::form_source::{self, EditionChange, FormFault, FormPlace};
use domain::instrument::Edition;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of what says what became of it.
const STATUS: &str = "publish-status";

/// What is wrong, each leading to its place.
pub(super) fn fault_list(editor: FormEditor) -> AnyView {
    let row = move |it: &FormFault| {
        let (place, label) = (it.place.clone(), name_of(editor, &it.place));
        let sentence = it.sentence(locale());
        view! {
            <li class:hint=it.is_hint>
                <button type="button" class="link" on:click=move |_| editor.go_to(&place)>
                    {label}
                </button>
                " "
                {sentence}
            </li>
        }
    };
    let rows = move |hints: bool| {
        editor.faults.with(|all| {
            let own = all.iter().filter(|it| it.is_hint == hints);
            own.map(row).collect_view()
        })
    };
    let n = move |hints: bool| {
        editor
            .faults
            .with(|it| it.iter().filter(|it| it.is_hint == hints).count())
    };
    let unreadable = move || editor.edition.get().err();
    view! {
        <p class="form-error" role="alert" hidden=move || unreadable().is_none()>
            {move || unreadable().map(|why| fill!("様式として読めません: {0}", why))}
        </p>
        <div hidden=move || n(false) == 0>
            <h3>{move || fill!("直さないと公開できないところ（{0}）", n(false))}</h3>
            <ul class="faults">{move || rows(false)}</ul>
        </div>
        <details class="stack" hidden=move || n(true) == 0>
            <summary>{move || fill!("確かめたいところ（{0}）", n(true))}</summary>
            <ul class="faults">{move || rows(true)}</ul>
        </details>
    }
    .into_any()
}

/// What a place is called: a question by its words, where it has some.
fn name_of(editor: FormEditor, place: &FormPlace) -> String {
    let edition = editor.edition.get().ok();
    let words = edition.and_then(|it| match place {
        FormPlace::Form => None,
        FormPlace::Section(id) => {
            let own = it.sections.iter().find(|it| it.id == *id)?;
            Some(own.words.shown(locale()).to_owned())
        }
        FormPlace::Item(id) => Some(it.item(id)?.words.shown(locale()).to_owned()),
    });
    let words = words.filter(|it| !it.trim().is_empty());
    words.unwrap_or_else(|| place.label(locale()))
}

fn change_row(it: EditionChange) -> AnyView {
    let arrow = (!it.before.is_empty() && !it.after.is_empty()).then_some(" → ");
    let after = (!it.after.is_empty()).then(|| view! { <ins>{it.after}</ins> });
    let before = (!it.before.is_empty()).then(|| view! { <del>{it.before}</del> });
    view! {
        <li>
            <b>{it.place.label(locale())}</b>
            " "
            <span class="tag">{t(it.what)}</span>
            " "
            {before}
            {arrow}
            {after}
        </li>
    }
    .into_any()
}

fn changes(before: &Edition, after: &Edition) -> Vec<AnyView> {
    let all = form_source::difference(before, after, locale());
    all.into_iter().map(change_row).collect()
}

pub(super) fn publish_panel(editor: FormEditor) -> AnyView {
    let is_asked = RwSignal::new(false);
    let said = RwSignal::new(None::<Outcome>);
    let differences = move || {
        let after = editor.edition.get().ok()?;
        let before = editor.in_force.get()?;
        let rows = changes(&before, &after);
        let is_empty = rows.is_empty();
        Some(view! {
            <h3>{t("いまの版からの違い")}</h3>
            <p class="hint" hidden=!is_empty>
                {t("違いはありません。")}
            </p>
            <ul class="edition-changes">{rows}</ul>
        })
    };
    let is_ready = move || {
        let is_fine = editor.edition.with(Result::is_ok)
            && editor.faults.with(|it| it.iter().all(|it| it.is_hint));
        is_fine && editor.seq.get() > 0 && editor.kept.get() == Kept::Saved
    };
    let publish = move |()| {
        is_asked.set(false);
        publish_now(editor, said);
    };
    let question = move || {
        is_asked.get().then(|| {
            let consequence = t(
                "公開した版は変えられません。もう書いた答えは、すべて残ります。直すときは、次の版を公開します。",
            );
            let on_cancel = move |()| is_asked.set(false);
            view! { <ConfirmPrompt consequence=consequence.to_owned() action=t("公開する") on_confirm=publish on_cancel /> }
        })
    };
    view! {
        {newer_shipped(editor)}
        {fault_list(editor)}
        {differences}
        <p
            id=STATUS
            tabindex="-1"
            role="status"
            class="status-message"
            class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
        >
            {move || said.get().map(Outcome::sentence)}
            " "
            <a href=Route::Calendar.to_string() hidden=move || said.with(Option::is_none)>
                {t("時期と保存期間を開く")}
            </a>
        </p>
        <p class="page-actions">
            <button
                type="button"
                class="button primary"
                prop:disabled=move || !is_ready()
                on:click=move |_| is_asked.set(true)
            >
                {t("この版を公開する")}
            </button>
            <DropDraft editor />
        </p>
        <p class="hint" hidden=move || editor.seq.get() != 0>
            {t("まだ何も変えていません。")}
        </p>
        {question}
    }
    .into_any()
}

/// Publishes the draft, and begins again with what is in force then.
fn publish_now(editor: FormEditor, said: RwSignal<Option<Outcome>>) {
    let instrument = editor.instrument();
    let call = api::forms::publish_form(instrument.clone(), editor.seq.get_untracked());
    spawn_local(async move {
        let answer = call.await;
        let outcome = match answer {
            Ok(version) => {
                let fresh = api::forms::form_to_write(instrument).await;
                if editor.is_gone() {
                    return;
                }
                if let Ok(form) = fresh {
                    editor.begin_with(form);
                }
                Outcome::Done(fill!(
                    "第{0}版を公開しました。受付は「時期と保存期間」で開きます。",
                    version
                ))
            }
            Err(error) => Outcome::Failed(error.sentence(locale())),
        };
        said.try_set(Some(outcome));
        page::microtask().await;
        page::focus(STATUS);
    });
}

/// What the release brings that is newer than what the ward's own was written beside.
fn newer_shipped(editor: FormEditor) -> Option<AnyView> {
    let newer = editor.newer.get_value()?;
    let after = form_source::complete(&newer.source).ok()?;
    let before = newer.before.as_ref();
    let before = before.and_then(|it| form_source::complete(it).ok());
    let rows = before.map(|it| changes(&it, &after)).unwrap_or_default();
    let source = newer.source.clone();
    let take = move |_| editor.change("", |it| *it = source.clone());
    Some(
        view! {
            <div class="notice stack">
                <p>
                    {fill!(
                        "この様式は、区で変えたものです。製品の更新で、標準の第{0}版が出ています。取り入れるまでは、区の版のままです。",
                        newer.version
                    )}
                </p>
                <details class="stack">
                    <summary>{t("標準の様式で変わったこと")}</summary>
                    <ul class="edition-changes">{rows}</ul>
                </details>
                <p>
                    <button type="button" class="button small" on:click=take>
                        {t("標準の新しい版から書き直す")}
                    </button>
                </p>
            </div>
        }
        .into_any(),
    )
}

/// Gives the draft up, after a question.
#[component]
fn DropDraft(editor: FormEditor) -> impl IntoView {
    let is_asked = RwSignal::new(false);
    let drop_it = move |()| {
        is_asked.set(false);
        let call = api::forms::drop_form_draft(editor.instrument(), editor.seq.get_untracked());
        spawn_local(async move {
            let answer = call.await;
            if editor.is_gone() {
                return;
            }
            match answer {
                Ok(()) => editor.take_theirs(),
                Err(error) => editor.fail(&error),
            }
        });
    };
    move || {
        if editor.seq.get() == 0 {
            return None;
        }
        Some(if is_asked.get() {
            let consequence = t("書きかけの内容を捨て、公開されている版に戻します。");
            view! {
                <ConfirmPrompt
                    consequence=consequence.to_owned()
                    action=t("捨てる")
                    on_confirm=drop_it
                    on_cancel=move |()| is_asked.set(false)
                />
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="button" on:click=move |_| is_asked.set(true)>
                    {t("書きかけを捨てる")}
                </button>
            }
            .into_any()
        })
    }
}
