//! Career path: from the role type that everyone has to those one can grow into, and what is missing for each.

use crate::components::content::Terms;
use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use domain::instrument::{Edition, Subject, SubjectKind};
use domain::scoring::{Scores, format_score};
use domain::sheet::Sheet;
use leptos::prelude::*;
use serde_json::Value;

/// Role types by stage of the path; empty if the form has no stages.
fn stages(edition: &Edition) -> Vec<(String, Vec<Subject>)> {
    let stage = |id: &str| {
        let own = edition.subjects.iter();
        let own = own.filter(|it| it.kind == SubjectKind::Role && it.group.as_deref() == Some(id));
        own.cloned().collect::<Vec<_>>()
    };
    let groups = edition.groups.iter();
    let all = groups.map(|it| (it.words.shown(locale()).to_owned(), stage(&it.id)));
    all.filter(|it| !it.1.is_empty()).collect()
}

/// Number of answered items of a type, and the wordings of those below its aim.
fn below_aim(edition: &Edition, sheet: &Sheet, subject: &Subject) -> (usize, Vec<String>) {
    let own = edition
        .items()
        .filter(|it| it.subject.as_ref() == Some(&subject.id));
    let answered = own.filter_map(|it| Some((it, sheet.value(&it.id).and_then(Value::as_f64)?)));
    let answered: Vec<_> = answered.collect();
    let aim = f64::from(subject.aim.unwrap_or_default());
    let short = answered.iter().filter(|it| it.1 < aim);
    let short = short
        .map(|it| it.0.words.shown(locale()).to_owned())
        .collect();
    (answered.len(), short)
}

/// Stages in a row, or in a column on a narrow screen. Nothing for fewer than two stages.
#[component]
pub(super) fn CareerPath(form: SheetForm, scores: Memo<Scores>) -> impl IntoView {
    let stages = form.edition.with_value(|it| stages(it));
    if stages.len() < 2 {
        return ().into_any();
    }
    let parts = stages.into_iter().map(|(name, subjects)| {
        let types = subjects
            .into_iter()
            .map(|subject| view! { <RoleTypeCard form scores subject /> }.into_any());
        view! {
            <li>
                <p class="eyebrow">{name}</p>
                {types.collect_view()}
            </li>
        }
    });
    let parts = parts.collect_view();
    view! {
        <section class="card" aria-labelledby="way">
            <h2 id="way">{t("これからの道すじ")}</h2>
            <p class="hint">
                {t(
                    "どの型へ進むかを決めるものではありません。いまのレベルと、めやすまでに足りないことを並べています。",
                )}
            </p>
            <ol class="career-path">{parts}</ol>
        </section>
    }
    .into_any()
}

#[component]
fn RoleTypeCard(form: SheetForm, scores: Memo<Scores>, subject: Subject) -> impl IntoView {
    let name = subject.words.shown(locale()).to_owned();
    let of = subject.clone();
    let term = Terms::load(form.here).named(subject.id.as_str(), name);
    let mean = Memo::new(move |_| scores.with(|it| it.of(&of.id)));
    let told = Memo::new(move |_| {
        form.edition
            .with_value(|edition| form.sheet.with(|sheet| below_aim(edition, sheet, &subject)))
    });
    let body = move || {
        let (n, short) = told.get();
        if n == 0 {
            let words = t("まだ答えていません。目標として試すと、足りないことが分かります。");
            return view! { <p class="hint">{words}</p> }.into_any();
        }
        if short.is_empty() {
            return view! {
                <p>
                    <span class="tag done">{t("めやすに届いています")}</span>
                </p>
            }
            .into_any();
        }
        let count = fill!("めやすまで、あと{0}項目", short.len());
        let rows: Vec<_> = short
            .into_iter()
            .map(|it| view! { <li>{it}</li> })
            .collect();
        view! {
            <details>
                <summary>{count}</summary>
                <ul class="plain">{rows}</ul>
            </details>
        }
        .into_any()
    };
    view! {
        <div class="career-path-type" class:reached=move || told.with(|it| it.0 > 0 && it.1.is_empty())>
            <h3>{term}<span class="mean">{move || mean.get().map(format_score)}</span></h3>
            {body}
        </div>
    }
}
