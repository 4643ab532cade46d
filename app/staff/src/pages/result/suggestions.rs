//! Measures of the catalogue that fit the person, each with the reasons.

use super::subject_name;
use crate::components::content::Terms;
use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, pick_language, t};
use domain::ids::BandId;
use domain::instrument::{Item, ItemKind};
use domain::route::Route;
use domain::scoring::{Scores, Suggestion, SuggestionReason, format_score, suggest};
use domain::sheet::Sheet;
use leptos::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

/// The best few; nothing if the form has no measures.
#[component]
pub(super) fn Suggestions(form: SheetForm, scores: Memo<Scores>) -> impl IntoView {
    let found = Memo::new(move |_| {
        let person = form.here.me.with(|it| {
            it.as_ref()
                .map(|it| (it.person.grade, it.person.job_type.clone()))
        });
        let Some((grade, job_type)) = person else {
            return Vec::new();
        };
        form.edition.with_value(|edition| {
            let band = edition
                .band_of(grade)
                .map_or_else(BandId::default, |it| it.id.clone());
            form.sheet
                .with(|sheet| scores.with(|it| suggest(edition, sheet, it, &band, &job_type)))
        })
    });
    let has_measures = form.edition.with_value(|it| !it.measures().is_empty());
    let terms = Terms::load(form.here);
    let to_sheet = form.with_id(|it| Route::Sheet(it.instrument.clone(), it.cycle).to_string());
    has_measures.then(|| {
        view! {
            <section aria-labelledby="suggestions">
                <h2 id="suggestions">{t("次の一歩になりそうな施策")}</h2>
                {move || {
                    let all = found.get();
                    if all.is_empty() {
                        return nothing_yet(to_sheet.clone());
                    }
                    let mut cards = all.into_iter().map(|it| card(form, terms, it));
                    let first = cards.by_ref().take(SHOWN).collect_view();
                    let more: Vec<_> = cards.collect();
                    let n = more.len();
                    view! {
                        <ul class="cards">{first}</ul>
                        <details class="more-suggestions" hidden=n == 0>
                            <summary>{fill!("ほかの施策（{0}）", n)}</summary>
                            <ul class="cards">{more}</ul>
                        </details>
                    }
                        .into_any()
                }}
            </section>
        }
    })
}

/// Suggestions that are shown at once: more are a catalogue, and lie folded below.
const SHOWN: usize = 3;

/// How to get suggestions.
fn nothing_yet(to_sheet: String) -> AnyView {
    view! {
        <div class="card">
            <p>
                {t("伸ばしたい点を選ぶと、ここに合う研修や支援が出ます。")}
                <a href=to_sheet>{t("シートを開く")}</a>
            </p>
        </div>
    }
    .into_any()
}

fn card(form: SheetForm, terms: Terms, suggestion: Suggestion) -> impl IntoView {
    let measure = form.edition.with_value(|it| {
        let mut measures = it.measures().into_iter();
        measures.find(|it| it.id == suggestion.measure)
    })?;
    let reasons = suggestion
        .reasons
        .iter()
        .map(|it| reason_text(form, it))
        .collect::<Vec<_>>()
        .join(t("、"));
    // Always the Japanese title, whatever the page's language: demand is counted by this text.
    let mut title = measure.words.ja.clone();
    if let Some(example) = &suggestion.example {
        title.push('「');
        title.push_str(example);
        title.push('」');
    }
    // A method that has no place of its own stands where the policy speaks of what it is for.
    let mut places = vec![measure.id.clone()];
    places.extend(suggestion.reasons.iter().filter_map(|it| match it {
        SuggestionReason::GrowthPoint(id) | SuggestionReason::LowScore(id, _) => Some(id.0.clone()),
        SuggestionReason::JobType(_) => None,
    }));
    let name = measure.words.shown(locale()).to_owned();
    let example = suggestion.example.as_ref();
    let example = example.map(|it| pick_language(it, &suggestion.example_en).to_owned());
    let subsidy = measure.subsidy.as_ref();
    let subsidy = subsidy.map(|it| pick_language(it, &measure.subsidy_en).to_owned());
    Some(view! {
        <li class="card suggestion">
            <h3>{measure.words.shown(locale()).to_owned()} {example.map(|it| fill!("「{0}」", it))}</h3>
            <p class="suggestion-reason">
                <span class="tag">{t("なぜ")}</span>
                {reasons}
            </p>
            <p>{fill!("対象: {0}", measure.audience.shown(locale()).to_owned())}</p>
            {subsidy.map(|it| view! { <p>{fill!("助成: {0}", it)}</p> })}
            <p class="suggestion-place no-print">{terms.place(places, name)}</p>
            {plan_button(form, title)}
        </li>
    })
}

fn reason_text(form: SheetForm, reason: &SuggestionReason) -> String {
    match reason {
        SuggestionReason::GrowthPoint(subject) => {
            fill!("{0}を伸ばしたいと書いたので", subject_name(form, subject))
        }
        SuggestionReason::LowScore(subject, mean) => {
            fill!(
                "{0}の自己採点が {1} なので",
                subject_name(form, subject),
                format_score(*mean)
            )
        }
        SuggestionReason::JobType(job) => fill!("職種が{0}なので", job),
    }
}

/// Item of the learning plan: rows with a `what` column, answered after submitting.
fn plan_item(form: SheetForm) -> Option<Arc<Item>> {
    form.edition.with_value(|it| {
        let is_plan = |it: &&Item| {
            let ItemKind::Rows { columns, .. } = &it.kind else {
                return false;
            };
            it.late && columns.iter().any(|it| it.id == "what")
        };
        it.items().find(is_plan).cloned().map(Arc::new)
    })
}

/// Button that adds a measure to the learning plan; only after the sheet is submitted.
fn plan_button(form: SheetForm, title: String) -> Option<AnyView> {
    let plan = plan_item(form)?;
    let rows = {
        let id = plan.id.clone();
        move |sheet: &Sheet| {
            let rows = sheet.value(&id).and_then(Value::as_array);
            rows.cloned().unwrap_or_default()
        }
    };
    let named = title.clone();
    let is_in = Memo::new({
        let rows = rows.clone();
        move |_| {
            let has = |row: &Value| row.get("what").and_then(Value::as_str) == Some(&named);
            form.sheet.with(|it| rows(it).iter().any(has))
        }
    });
    let own = Arc::clone(&plan);
    let ItemKind::Rows { max, .. } = plan.kind else {
        return None;
    };
    let has_room = {
        let rows = rows.clone();
        move || form.sheet.with(|it| rows(it).len() < max)
    };
    let takes = Memo::new(move |_| !form.is_open() && form.accepts(&own) && has_room());
    let add = move |_| {
        let mut all = form.sheet.with_untracked(|it| rows(it));
        all.push(json!({"what": title.clone(), "state": "planned"}));
        form.answer(&plan, all.into());
    };
    let view = move || match (takes.get(), is_in.get()) {
        (_, true) => view! {
            <p>
                <span class="tag done">{t("学びの計画に入っています")}</span>
            </p>
        }
        .into_any(),
        (true, false) => {
            let add = add.clone();
            view! {
                <p class="no-print">
                    <button class="button small" on:click=add>
                        {t("学びの計画に入れる")}
                    </button>
                </p>
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    Some(view! { <div aria-live="polite">{view}</div> }.into_any())
}
