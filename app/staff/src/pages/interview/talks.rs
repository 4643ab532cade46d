//! Interviews of a guidance record over the year: which are confirmed, and which comes next. Only the record's own
//! page shows them, so that no list reveals any of it.

use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use browser::clock;
use domain::calendar::display_day;
use domain::ids::PartId;
use domain::instrument::ItemRole;
use leptos::prelude::*;
use serde_json::Value;

/// Interviews per year, as the form defines them.
const INTERVIEWS_PER_YEAR: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
struct YearlyInterview {
    n: usize,
    /// ISO day of the interview or, before it, of its plan; empty if neither is known.
    day: String,
    is_confirmed: bool,
}

fn yearly_interviews(form: SheetForm) -> Vec<YearlyInterview> {
    form.sheet.with(|sheet| {
        let text = |role, n: usize| {
            let item = form
                .edition
                .with_value(|it| it.copy_with_role(role, n).cloned())?;
            let value = sheet.value(&item.id).and_then(Value::as_str);
            // The day of an ISO time.
            value.map(|it| it.chars().take(10).collect::<String>())
        };
        let one = |n: usize| YearlyInterview {
            n,
            day: text(ItemRole::InterviewDay, n)
                .or_else(|| text(ItemRole::InterviewTime, n))
                .unwrap_or_default(),
            is_confirmed: sheet.is_agreed(&PartId::copy(n)),
        };
        (1..=INTERVIEWS_PER_YEAR).map(one).collect()
    })
}

/// Path of the year, and a line about the next interview.
#[component]
pub(super) fn YearlyInterviews(form: SheetForm) -> impl IntoView {
    let all = Memo::new(move |_| yearly_interviews(form));
    let next = move || {
        let today = clock::now().day();
        let all = all.get();
        match all.into_iter().find(|it| !it.is_confirmed) {
            None => t("4回の面接は、すべて確認済みです。").to_owned(),
            Some(it) if it.day.is_empty() => fill!("第{0}回の予定の日時を決めてください。", it.n),
            Some(it) if it.day < today.0 => fill!(
                "第{0}回（{1}）の確認がまだです。",
                it.n,
                display_day(&it.day, locale())
            ),
            Some(it) => fill!(
                "次は第{0}回、{1}です。",
                it.n,
                display_day(&it.day, locale())
            ),
        }
    };
    let stone = |it: YearlyInterview| {
        let word = if it.is_confirmed {
            t("確認済み").to_owned()
        } else {
            display_day(&it.day, locale())
        };
        view! {
            <li class:done=it.is_confirmed>
                <span class="step-marker" aria-hidden="true"></span>
                <span>{fill!("第{0}回", it.n)}</span>
                <small>{word}</small>
            </li>
        }
    };
    view! {
        <section class="card no-print" aria-labelledby="year-interviews">
            <h2 id="year-interviews">{t("年4回の面接")}</h2>
            <p role="status" class="hint">
                {next}
            </p>
            <ol class="agenda">{move || all.get().into_iter().map(stone).collect_view()}</ol>
        </section>
    }
}
