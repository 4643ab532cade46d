//! Question bank of the literacy test: item statistics per question, and adding and retiring questions.

mod add;

use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use add::AddQuestions;
use domain::ids::ItemId;
use domain::person::Role;
use domain::question_bank::{Bank, BankQuestion, ItemStatistics, ReviewFlag};
use domain::suppression::MIN_GROUP_SIZE;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(crate) fn QuestionsPage() -> impl IntoView {
    view! {
        <div class="page wide">
            <h1>{t("問題集")}</h1>
            <p class="lead">
                {fill!(
                    "終わったチェックから、問題ごとに正答の割合だけを見ます。正答か誤答が{0}人に満たない問題の数字は出しません。", MIN_GROUP_SIZE
                )}
                {t(
                    "だれの答えかは、ここでは分かりません。数字は夜に、まとまって新しくなります。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                ask(api::questions::question_bank(), |it: Bank| view! { <BankQuestions bank=it /> }.into_any())
            }) />
        </div>
    }
}

fn doubt_label(doubt: ReviewFlag) -> &'static str {
    match doubt {
        ReviewFlag::TooEasy => t("やさしすぎる"),
        ReviewFlag::TooHard => t("難しすぎる"),
        ReviewFlag::LowDiscrimination => t("力の差を分けない"),
        ReviewFlag::Miscalibrated => t("難しさの印と合わない"),
        ReviewFlag::Overexposed => t("多くの人が見ている"),
        ReviewFlag::Slow => t("時間がかかる"),
    }
}

/// Filter of the list of questions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BankFilter {
    All,
    Doubtful,
    Retired,
}

impl BankFilter {
    fn has(self, it: &BankQuestion) -> bool {
        match self {
            Self::All => true,
            Self::Doubtful => !it.doubts.is_empty() && !it.retired,
            Self::Retired => it.retired,
        }
    }
}

#[component]
fn BankQuestions(bank: Bank) -> impl IntoView {
    let here = expect_context::<AppState>();
    let may_change = here
        .me
        .with_untracked(|it| it.as_ref().is_some_and(|it| it.has_role(Role::Digital)));
    let bank = RwSignal::new(bank);
    let only = RwSignal::new(BankFilter::All);
    let n = move |only: BankFilter| {
        bank.with(|it| it.questions.iter().filter(|it| only.has(it)).count())
    };
    let tab = move |which: BankFilter, name: &'static str| {
        view! {
            <li>
                <button
                    type="button"
                    class="button small"
                    aria-pressed=move || (only.get() == which).to_string()
                    on:click=move |_| only.set(which)
                >
                    {move || fill!("{0}（{1}）", name, n(which))}
                </button>
            </li>
        }
    };
    let tests = move || {
        bank.with(|it| match it.tests {
            Some(n) => fill!("{0}人分のチェックから", n),
            None => fill!(
                "終わったチェックが、まだ{0}人分まとまっていません。数字は、それから出ます。",
                MIN_GROUP_SIZE
            ),
        })
    };
    let fields = move || {
        let fields = bank.with(|it| it.fields.clone());
        let groups = fields.into_iter().filter_map(|field| {
            let own = bank.with(|it| {
                let own = it.questions.iter();
                let own = own.filter(|it| it.field == field.id && only.get().has(it));
                own.cloned().collect::<Vec<_>>()
            });
            let title = field.words.shown(locale()).to_owned();
            (!own.is_empty()).then(|| view! { <FieldTable title questions=own bank may_change /> })
        });
        groups.collect_view()
    };
    view! {
        <p>{tests}</p>
        {may_change.then(|| view! { <AddQuestions bank /> })}
        <ul class="tabs" aria-label=t("並べる問題")>
            {tab(BankFilter::All, t("すべて"))}
            {tab(BankFilter::Doubtful, t("見直したい"))}
            {tab(BankFilter::Retired, t("取りやめた"))}
        </ul>
        <p class="hint" hidden=move || n(only.get()) != 0>
            {t("ここに並ぶ問題は、ありません。")}
        </p>
        {fields}
    }
}

#[component]
fn FieldTable(
    title: String,
    questions: Vec<BankQuestion>,
    bank: RwSignal<Bank>,
    may_change: bool,
) -> impl IntoView {
    let rows: Vec<AnyView> = questions
        .into_iter()
        .map(|it| row(it, bank, may_change))
        .collect();
    let (heading, label) = (title.clone(), title.clone());
    view! {
        <section class="card">
            <h2>{heading}</h2>
            <div class="table-frame" tabindex="0" role="region" aria-label=label>
                <table class="numbers bank">
                    <caption class="visually-hidden">{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("問題")}</th>
                            <th scope="col">{t("難しさ")}</th>
                            <th scope="col">{t("答えた回数")}</th>
                            <th scope="col">{t("正答")}</th>
                            <th scope="col">{t("識別")}</th>
                            <th scope="col">{t("出題")}</th>
                            <th scope="col">{t("時間")}</th>
                            {may_change
                                .then(|| {
                                    view! {
                                        <th scope="col">
                                            <span class="visually-hidden">{t("操作")}</span>
                                        </th>
                                    }
                                })}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn percent(it: f64) -> String {
    format!("{:.0}%", it * 100.0)
}

/// Five cells of item statistics, or dashes while there are too few answers.
fn cells(figures: Option<&ItemStatistics>) -> Vec<AnyView> {
    let Some(it) = figures else {
        return (0..5)
            .map(|_| view! { <td class="suppressed">"—"</td> }.into_any())
            .collect();
    };
    let discrimination = it.discrimination;
    let discrimination = discrimination.map_or_else(|| "—".to_owned(), |it| format!("{it:.2}"));
    let seconds = it.seconds;
    let seconds = seconds.map_or_else(|| "—".to_owned(), |it| fill!("{0}秒", format!("{it:.0}")));
    vec![
        view! { <td>{it.answers}</td> }.into_any(),
        view! { <td>{percent(it.facility)}<small>{fill!("見込み {0}", percent(it.expected))}</small></td> }.into_any(),
        view! { <td>{discrimination}</td> }.into_any(),
        view! { <td>{percent(it.exposure)}</td> }.into_any(),
        view! { <td>{seconds}</td> }.into_any(),
    ]
}

fn row(question: BankQuestion, bank: RwSignal<Bank>, may_change: bool) -> AnyView {
    let doubts = question.doubts.iter();
    let doubts = doubts.map(|it| view! { <span class="tag warn">{doubt_label(*it)}</span> });
    let doubts = doubts.collect_view();
    let retired = question.retired;
    let gone = retired.then(|| view! { <span class="tag">{t("取りやめ")}</span> });
    let words = question.words.shown(locale()).to_owned();
    let hard =
        ["", t("やさしい"), t("ふつう"), t("難しい")][usize::from(question.difficulty.min(3))];
    let cells = cells(question.figures.as_ref());
    let button = may_change.then(|| {
        view! {
            <td>
                <RetireButton id=question.id.clone() words=words.clone() retired bank />
            </td>
        }
    });
    view! {
        <tr class:retired=retired>
            <th scope="row">
                <small>{question.id.to_string()}</small>
                {words}
                <span class="tags">{gone}{doubts}</span>
            </th>
            <td>{hard}</td>
            {cells}
            {button}
        </tr>
    }
    .into_any()
}

/// Button that retires a question, or puts it back into use.
#[component]
fn RetireButton(id: ItemId, words: String, retired: bool, bank: RwSignal<Bank>) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let switch = move |_| {
        is_busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = api::questions::retire_question(id, !retired).await;
            is_busy.try_set(false);
            match answer {
                Ok(fresh) => drop(bank.try_set(fresh)),
                Err(error) => drop(said.try_set(error.sentence(locale()))),
            }
        });
    };
    let name = if retired {
        t("また出題する")
    } else {
        t("出題をやめる")
    };
    view! {
        <button type="button" class="button small" disabled=move || is_busy.get() on:click=switch>
            {name}
            <span class="visually-hidden">{fill!("（{0}）", words)}</span>
        </button>
        <span role="status" class="status-message failed">
            {move || said.get()}
        </span>
    }
}
