//! 情報政策課's landing: what the self-checks and the question bank ask for now.

use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::ApiError;
use domain::calendar::Cycle;
use domain::instrument::FormRole;
use domain::question_bank::Bank;
use domain::route::Route;
use domain::suppression::MIN_GROUP_SIZE;
use domain::training::TrainingDemand;
use leptos::prelude::*;

/// Measures shown of those that would help most people.
const MEASURES: usize = 3;

/// Everything the page tells.
struct DigitalWork {
    training: TrainingDemand,
    bank: Bank,
    year: u16,
}

#[component]
pub(crate) fn DigitalPage(year: u16) -> impl IntoView {
    let here = expect_context::<AppState>();
    let form = StoredValue::new(here.form_with_role(FormRole::DxSelfCheck));
    let [at, ..] = Cycle::in_year(year);
    let both = move || {
        // Before the first answer: the page may be gone after it.
        let form = form.get_value();
        async move {
            let training = api::skills::training(form, at).await?;
            let bank = api::questions::question_bank().await?;
            Ok::<_, ApiError>(DigitalWork {
                training,
                bank,
                year,
            })
        }
    };
    view! {
        <div class="page">
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("見直しと研修")}</h1>
            <p class="lead">
                {t(
                    "ＤＸスキル自己チェックとデジタルリテラシーチェックから、いま手を入れたいところです。人数と平均だけで、だれの答えかは分かりません。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                ask(both(), |it: DigitalWork| view! { <Work work=it /> }.into_any())
            }) />
        </div>
    }
}

/// A figure with its name; `None` was suppressed or not counted yet.
fn figure(name: &'static str, n: Option<u32>, note: String) -> AnyView {
    let shown = match n {
        Some(n) => view! { <dd>{n} <small>{t("人")}</small></dd> }.into_any(),
        None => view! { <dd class="figure-none">{t("まだ出せません")}</dd> }.into_any(),
    };
    view! {
        <div class="figure">
            <dt>{name}</dt>
            {shown}
            <dd class="figure-note">{note}</dd>
        </div>
    }
    .into_any()
}

#[component]
fn Work(work: DigitalWork) -> impl IntoView {
    let DigitalWork {
        training,
        bank,
        year,
    } = work;
    let asked = bank.questions.iter().filter(|it| !it.retired);
    let (n_asked, n_doubtful) = asked.fold((0, 0), |(all, doubtful), it| {
        (all + 1, doubtful + usize::from(!it.doubts.is_empty()))
    });
    let without = training.supporters.iter().filter(|it| it.count == 0);
    let without: Vec<String> = without.map(|it| it.section.clone()).collect();
    let people = training.people;
    let small = fill!("{0}人分がそろうと出ます。", MIN_GROUP_SIZE);
    let note = |n: Option<u32>| n.map_or_else(|| small.clone(), |_| String::new());
    view! {
        <dl class="figures two">
            {figure(t("自己チェックを公開した人"), people, note(people))}
            {figure(t("リテラシーチェックを終えた人"), bank.tests, note(bank.tests))}
        </dl>
        <section class="card" class:waiting=n_doubtful != 0 aria-labelledby="doubtful">
            <h2 id="doubtful">{t("問題集")}</h2>
            <p>
                {if n_doubtful == 0 {
                    fill!("出題している{0}問に、見直したいものはありません。", n_asked)
                } else {
                    fill!(
                        "出題している{0}問のうち、{1}問に見直したいところがあります。", n_asked, n_doubtful
                    )
                }}
            </p>
            <p class="page-actions">
                <a class="button" class:primary=n_doubtful != 0 href=Route::Questions.to_string()>
                    {t("問題集を開く")}
                </a>
            </p>
        </section>
        <Wanted training year />
        <section class="card" class:waiting=!without.is_empty() aria-labelledby="supporters">
            <h2 id="supporters">{t("ＤＸ推進サポーター")}</h2>
            <p>
                {if without.is_empty() {
                    t("どの課にもサポーターがいます。").to_owned()
                } else {
                    fill!("サポーターがまだいない課が{0}あります。", without.len())
                }}
            </p>
            <p class="hint" hidden=without.is_empty()>
                {without.join(t("、"))}
            </p>
        </section>
    }
}

/// The trainings that would help most people.
#[component]
fn Wanted(training: TrainingDemand, year: u16) -> impl IntoView {
    let rows: Vec<_> = training
        .wanted
        .iter()
        .filter_map(|it| Some((it, it.suggested?)))
        .take(MEASURES)
        .map(|(it, n)| {
            view! {
                <li>
                    <span>{it.measure.shown(locale()).to_owned()}</span>
                    <small>{fill!("{0}人に役立ちます", n)}</small>
                </li>
            }
        })
        .collect();
    let is_empty = rows.is_empty();
    view! {
        <section class="card" aria-labelledby="wanted">
            <h2 id="wanted">{t("求められている研修")}</h2>
            <p hidden=!is_empty>
                {fill!(
                    "自己チェックを公開した人が{0}人になると、多くの人に役立つ研修がここに並びます。", MIN_GROUP_SIZE
                )}
            </p>
            <ul class="more-steps" hidden=is_empty>
                {rows}
            </ul>
            <p class="page-actions">
                <a class="button" href=Route::Skills(year).to_string()>
                    {t("DXの地図を開く")}
                </a>
            </p>
        </section>
    }
}
