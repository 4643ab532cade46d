//! Result of the test: estimated level with its confidence interval, overall and per field, and questions to review.

use super::{SheetForm, test_of};
use crate::i18n::{fill, locale, t};
use domain::calendar::Cycle;
use domain::instrument::{FormRole, Item, SubjectKind};
use domain::route::Route;
use domain::scoring::adaptive::{AdaptiveTest, Estimate, expected_percent};
use domain::scoring::{format_score, score};
use domain::sheet::{Sheet, SheetId};
use leptos::prelude::*;

/// Level for the expected percentage of right answers over the question bank.
fn level(percent: f64) -> &'static str {
    match percent {
        it if it < 40.0 => t("はじめの一歩"),
        it if it < 60.0 => t("基礎を固め中"),
        it if it < 80.0 => t("業務で使える"),
        _ => t("周りを支えられる"),
    }
}

/// 95 % confidence interval in expected percent of right answers: lower bound, estimate, upper bound.
fn interval(it: Estimate) -> [f64; 3] {
    let wide = 1.96 * it.error;
    [it.ability - wide, it.ability, it.ability + wide].map(expected_percent)
}

fn interval_bar([low, middle, high]: [f64; 3]) -> AnyView {
    let (x, width) = (format!("{low:.1}"), format!("{:.1}", high - low));
    view! {
        <svg class="span-line" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-ground" x="0" y="6" height="4" width="100"></rect>
            <rect class="span-range" x=x y="3" height="10" width=width></rect>
            <rect class="bar-fill" x=format!("{:.1}", middle - 0.8) y="0" height="16" width="1.6"></rect>
        </svg>
    }
    .into_any()
}

fn percent(it: f64) -> String {
    format!("{it:.0}%")
}

#[component]
pub(super) fn TestResult(
    form: SheetForm,
    test: AdaptiveTest,
    cycle: Cycle,
    before: StoredValue<Vec<(Cycle, Sheet)>>,
) -> impl IntoView {
    let whole = interval(test.estimate);
    let n_answered = test.n_answered();
    let [low, middle, high] = whole.map(percent);
    let earlier = before.with_value(|all| {
        let last = all.iter().rfind(|it| it.0 < cycle)?;
        let test = test_of(form, &last.1, last.0, all);
        let [_, middle, _] = interval(test.estimate).map(percent);
        (test.n_answered() > 0).then(|| {
            fill!(
                "前（{0}）は およそ {1} でした。",
                last.0.label(locale()),
                middle
            )
        })
    });
    view! {
        <section class="card" aria-labelledby="told">
            <h2 id="told">{level(whole[1])}</h2>
            <p class="score-summary">
                {fill!(
                    "やさしい問題から難しい問題まで同じ数ずつあるとき、およそ {0} に正しく答えられる見込みです。", middle
                )}
            </p>
            {interval_bar(whole)}
            <p class="hint">
                {fill!(
                    "{0}問からの見積もりなので幅があり、{1}〜{2} のあいだと考えてください。合否ではなく、順位もつけません。", n_answered, low, high
                )}
            </p>
            {earlier.map(|it| view! { <p>{it}</p> })}
            {self_check_comparison(form, cycle)}
        </section>
        <FieldEstimates form test />
        {questions_to_review(form)}
        <p class="page-actions">
            <a class="button" href=Route::Home.to_string()>
                {t("ホームへ")}
            </a>
        </p>
    }
}

/// The estimate of each field: a table with the interval drawn in it.
#[component]
fn FieldEstimates(form: SheetForm, test: AdaptiveTest) -> impl IntoView {
    let fields: Vec<(String, [f64; 3], usize)> = test
        .fields()
        .into_iter()
        .filter_map(|id| {
            let (estimate, n) = test.field_estimate(&id)?;
            let name = form.edition.with_value(|it| {
                it.subject(&id)
                    .map(|it| it.words.shown(locale()).to_owned())
            })?;
            Some((name, interval(estimate), n))
        })
        .collect();
    let rows = fields.into_iter().map(|(name, span, n)| {
        let [low, middle, high] = span.map(percent);
        view! {
            <tr>
                <th scope="row">{name}{interval_bar(span)}</th>
                <td>{middle}</td>
                <td>{fill!("{0}〜{1}", low, high)}</td>
                <td>{n}</td>
            </tr>
        }
    });
    view! {
        <section class="card">
            <h2>{t("分野ごとの見積もり")}</h2>
            <div class="table-frame" tabindex="0" role="region" aria-label=t("分野ごとの見積もりの表")>
                <table>
                    <caption class="visually-hidden">{t("分野ごとの見積もり")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("分野")}</th>
                            <th scope="col">{t("見込み")}</th>
                            <th scope="col">{t("幅")}</th>
                            <th scope="col">{t("答えた問題")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

/// Mean of the DX self-check of the same year next to the test's result, for the person only.
fn self_check_comparison(form: SheetForm, cycle: Cycle) -> Option<AnyView> {
    // The self-check is yearly; its cycle is the first of the year.
    let [start, ..] = Cycle::in_year(cycle.year);
    let edition = &form.here.edition_with_role(FormRole::DxSelfCheck)?;
    let id = SheetId {
        person: form.by(),
        instrument: edition.instrument.clone(),
        cycle: start,
    };
    let sheet = form
        .here
        .journal
        .with_untracked(|it| it.as_ref().map(|it| it.sheet(&id)))?;
    // The role of all staff comes first in the form.
    let mut subjects = edition.subjects.iter();
    let role = subjects.find(|it| it.kind == SubjectKind::Role)?;
    let own = score(edition, &sheet).of(&role.id)?;
    let words = fill!(
        "自分ではこう見て（自己チェックの平均 {0} / 5）、テストではこうでした。並べて見るのは、あなただけです。",
        format_score(own)
    );
    Some(view! { <p>{words}</p> }.into_any())
}

/// Wrongly answered questions, each with the right answer and its explanation.
fn questions_to_review(form: SheetForm) -> Option<AnyView> {
    let rows: Vec<AnyView> = form.edition.with_value(|edition| {
        form.sheet.with_untracked(|sheet| {
            let wrong = |item: &&Item| {
                let said = sheet.value(&item.id).and_then(|it| it.as_str());
                let key = item.key();
                key.zip(said).is_some_and(|(key, said)| key.right != said)
            };
            let row = |item: &Item| {
                let key = item.key().unwrap_or_default();
                let right = edition.display_answer(item, &key.right.clone().into(), locale());
                view! {
                    <div class="answer long">
                        <dt>{item.words.shown(locale()).to_owned()}</dt>
                        <dd>
                            <strong>{right}</strong>
                            <br />
                            {key.why.shown(locale()).to_owned()}
                        </dd>
                    </div>
                }
                .into_any()
            };
            edition.items().filter(wrong).map(row).collect()
        })
    });
    (!rows.is_empty()).then(|| {
        view! {
            <details class="card answers">
                <summary>
                    <h2>{t("もう一度見ておく問題")}</h2>
                </summary>
                <dl>{rows}</dl>
            </details>
        }
        .into_any()
    })
}
