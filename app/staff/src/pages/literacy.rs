//! Adaptive test of digital literacy, entirely on this device: one question at a time, then the result.

mod question;
mod result;

use super::sheet::with_form;
use crate::components::form::SheetForm;
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use browser::clock;
use domain::calendar::Cycle;
use domain::ids::ItemId;
use domain::instrument::FormRole;
use domain::journal::Journal;
use domain::scoring::adaptive::{AdaptiveTest, fnv1a, mark_answers, questions};
use domain::sheet::{Sheet, SheetId};
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use question::TestQuestion;
use result::TestResult;

/// Recommended days between two checks: any sooner, remembered answers help.
const REST_DAYS: u64 = 30;

#[component]
pub(crate) fn LiteracyPage(cycle: Cycle) -> impl IntoView {
    with_form(
        expect_context::<AppState>().form_with_role(FormRole::LiteracyTest),
        cycle,
        move |form| view! { <LiteracyTest form cycle /> }.into_any(),
    )
}

/// The question on the screen.
#[derive(Clone, Debug, PartialEq)]
struct Turn {
    id: ItemId,
    /// Id of the chosen option while its explanation is read; `None` while the question is open.
    said: Option<String>,
}

/// The person's sheets of this test in earlier cycles, latest last.
fn earlier_sheets(form: SheetForm) -> Vec<(Cycle, Sheet)> {
    let own = form.id();
    let is_earlier = |it: &SheetId| {
        it.person == own.person && it.instrument == own.instrument && it.cycle < own.cycle
    };
    let of = |journal: &Journal| {
        let ids = journal.sheets().into_iter().filter(is_earlier);
        ids.map(|it| (it.cycle, journal.sheet(&it))).collect()
    };
    form.here
        .journal
        .with_untracked(|it| it.as_ref().map(of).unwrap_or_default())
}

/// State of the test according to a sheet; questions that `before` contains are asked last.
fn test_of(
    form: SheetForm,
    sheet: &Sheet,
    cycle: Cycle,
    before: &[(Cycle, Sheet)],
) -> AdaptiveTest {
    form.edition.with_value(|edition| {
        let met = before.iter().filter(|it| it.0 < cycle);
        let met = met
            .flat_map(|it| mark_answers(edition, &it.1))
            .map(|it| it.item);
        // Seeded by person and cycle: a test that is reopened goes on in the same order.
        let seed = fnv1a(&format!("{} {cycle}", form.by()));
        AdaptiveTest::new(
            questions(edition),
            &mark_answers(edition, sheet),
            met.collect(),
            seed,
        )
    })
}

/// Days since the last answer of an earlier check, by the devices' clocks; `None` if there is none.
fn days_since(before: &[(Cycle, Sheet)], now: Timestamp) -> Option<u64> {
    let answers = before.iter().flat_map(|it| it.1.answers());
    let last = answers.map(|it| it.1.noted_at).max()?;
    Some(now.since(last).as_secs() / (24 * 60 * 60))
}

/// Advice before a check that follows another one soon. It never blocks: a clock may be wrong.
fn advice(before: &[(Cycle, Sheet)]) -> Option<AnyView> {
    let days = days_since(before, clock::now())?;
    let words = if days < REST_DAYS {
        fill!(
            "前のチェックから{0}日です。{1}日以上あけると、覚えている答えの影響が少なくなります。いま受けることもできます。",
            days,
            REST_DAYS
        )
    } else {
        fill!(
            "前のチェックから{0}日です。前に出た問題は、後まわしになります。",
            days
        )
    };
    Some(view! { <p class="notice">{words}</p> }.into_any())
}

#[component]
fn LiteracyTest(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let before = StoredValue::new(earlier_sheets(form));
    let test = Memo::new_with_compare(
        move |_| {
            let of = |sheet: &Sheet| before.with_value(|it| test_of(form, sheet, cycle, it));
            form.sheet.with(of)
        },
        // [`Test`] cannot be compared: every recomputation counts as a change.
        |_, _| true,
    );
    let is_begun = RwSignal::new(test.with_untracked(|it| it.n_answered() > 0));
    // The question just answered: it stays until its explanation has been read.
    let just = RwSignal::new(None);
    let next = Memo::new(move |_| {
        let next = test.with(|it| it.next_question().cloned());
        just.get().or(next.map(|id| Turn { id, said: None }))
    });
    let (title, notice) = form
        .edition
        .with_value(|it| (it.words.shown(locale()).to_owned(), it.notice.clone()));
    let begin = move || {
        let notice = notice.clone();
        view! {
            <div class="card">
                <p>{notice.purpose.shown(locale()).to_owned()}</p>
                <p>{notice.readers.shown(locale()).to_owned()}</p>
                {before.with_value(|it| advice(it))}
                <p>
                    {t(
                        "やさしい問題から難しい問題まで、あなたの答えに合わせて18〜24問を選びます。途中で閉じても、同じ問題から続けられます。ネットワークがなくても受けられます。",
                    )}
                </p>
                <p class="page-actions">
                    <button class="button primary" on:click=move |_| is_begun.set(true)>
                        {t("チェックを始める")}
                    </button>
                </p>
            </div>
        }
        .into_any()
    };
    let reminder = form
        .edition
        .with_value(|it| it.notice.reminder.shown(locale()).to_owned());
    view! {
        <article class="page literacy">
            <p class="eyebrow">{cycle.label(locale())}</p>
            <h1>{title}</h1>
            <p class="lead">{reminder}</p>
            {show_if(move || !is_begun.get(), begin)}
            {show_if(
                move || is_begun.get() && next.with(Option::is_some),
                move || view! { <TestQuestion form test next just /> }.into_any(),
            )}
            {show_if(
                move || is_begun.get() && next.with(Option::is_none),
                move || {
                    let test = test.get();
                    view! { <TestResult form test cycle before /> }.into_any()
                },
            )}
            <p class="hint">
                {t("問題は独自に作ったもので、ＩＰＡの試験問題ではありません。")}
            </p>
            <p class="hint">
                {fill!(
                    "{0}の間は、同じチェックの続きになります。次の時期には、別の問題から受け直せます。", cycle.label(locale())
                )}
            </p>
        </article>
    }
}
