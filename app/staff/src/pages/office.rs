//! 職員課's landing: what is due next, and which 課 is behind with which form.

mod desk;

use super::progress::ExtensionRequests;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use browser::{clock, page};
use desk::Desk;
use domain::aggregate::{FormProgress, SectionProgress, YearProgress};
use domain::calendar::display_day;
use domain::next_step::days_until;
use domain::route::Route;
use domain::suppression::MIN_GROUP_SIZE;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Forms shown as figures: those that are due next.
const FIGURES: usize = 3;

#[component]
pub(crate) fn OfficePage(year: u16) -> impl IntoView {
    view! {
        <div class="page wide">
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("締切と遅れ")}</h1>
            <p class="lead">
                {t(
                    "いま受け付けている様式を、課ごとに何人が提出したか。遅れている課が上に来ます。",
                )}
            </p>
            <Desk />
            <ExtensionRequests />
            <Loading asking=Box::new(move || {
                ask(api::personnel::year_progress(year), |it: YearProgress| view! { <YearMatrix year=it /> }.into_any())
            }) />
        </div>
    }
}

/// Period and form in one line; the page is about one fiscal year.
fn title(it: &FormProgress) -> String {
    let form = it.title.shown(locale());
    if it.yearly {
        form.to_owned()
    } else {
        fill!("{0}の{1}", it.cycle.period.label(locale()), form)
    }
}

/// How far away a due day is.
fn days_left(it: &FormProgress) -> String {
    let left = it.due.as_ref().and_then(|it| days_until(it, clock::now()));
    match left {
        None => String::new(),
        Some(0) => t("今日まで").to_owned(),
        Some(n) if n > 0 => fill!("あと{0}日", n),
        Some(n) => fill!("{0}日過ぎました", -n),
    }
}

#[component]
fn YearMatrix(year: YearProgress) -> impl IntoView {
    if year.forms.is_empty() {
        return view! {
            <div class="card">
                <p>
                    {t(
                        "いま受け付けている様式はありません。「時期と保存期間」で開くと、ここに並びます。",
                    )}
                </p>
            </div>
        }
        .into_any();
    }
    let has_due = year.forms.iter().any(|it| it.due.is_some());
    let due = year.forms.iter().filter(|it| it.due.is_some());
    let figures: Vec<_> = due.take(FIGURES).map(figure).collect();
    let heads: Vec<_> = year.forms.iter().map(head).collect();
    let rows: Vec<_> = year
        .sections_by_lag()
        .into_iter()
        .map(|(section, _)| row(&year, section))
        .collect();
    view! {
        <dl class="figures year-figures" hidden=!has_due>
            {figures}
        </dl>
        <p class="hint" hidden=has_due>
            {t("締切を決めると、職員のホームと、ここに残りの日数が出ます。")}
            " "
            <a href=Route::Calendar.to_string()>{t("締切を決める")}</a>
        </p>
        <div class="table-frame card" tabindex="0" role="region" aria-label=t("課と様式の表")>
            <table class="numbers grid matrix">
                <caption class="visually-hidden">{t("課と様式ごとの、提出した人と職員の数")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("課")}</th>
                        {heads}
                        <th scope="col">{t("お知らせ文")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint">
            {fill!("{0}人未満の課は、そろったか、まだかだけを出します。", MIN_GROUP_SIZE)}
        </p>
    }
    .into_any()
}

fn figure(it: &FormProgress) -> AnyView {
    let (done, people) = it.handed_in();
    view! {
        <div class="figure submitted">
            <dt>{title(it)}</dt>
            <dd>{done} <small>{fill!(" / {0}人", people)}</small></dd>
            <dd class="figure-note">{days_left(it)}</dd>
        </div>
    }
    .into_any()
}

fn head(it: &FormProgress) -> AnyView {
    let due = it.due.as_ref().map(|it| display_day(it.as_str(), locale()));
    view! {
        <th scope="col">
            {title(it)} <small>{due.map_or_else(|| t("締切なし").to_owned(), |it| fill!("{0}まで", it))}</small>
        </th>
    }
    .into_any()
}

/// Whether so few people belong to a 課 that a number would name them.
fn is_small(it: &SectionProgress) -> bool {
    it.people < MIN_GROUP_SIZE
}

fn row(year: &YearProgress, section: &SectionProgress) -> AnyView {
    let cells = year.forms.iter().map(|form| {
        let own = form.section(&section.department, &section.section);
        own.map_or_else(|| view! { <td>"—"</td> }.into_any(), cell)
    });
    let cells: Vec<_> = cells.collect();
    let mut leaders = year.leaders.iter();
    let leader = leaders
        .find(|it| it.department == section.department && it.section == section.section)
        .map(|it| fill!("所属長: {0}", it.leader));
    view! {
        <tr>
            <th scope="row">
                {section.section.clone()} <small>{section.department.clone()}</small> <small>{leader}</small>
            </th>
            {cells}
            <td>{copy_button(reminder(year, section), section.section.clone())}</td>
        </tr>
    }
    .into_any()
}

fn cell(it: &SectionProgress) -> AnyView {
    let is_done = it.submitted >= it.people;
    let words = match (is_small(it), is_done) {
        (true, true) => t("そろった").to_owned(),
        (true, false) => t("まだ").to_owned(),
        (false, _) => format!("{} / {}", it.submitted, it.people),
    };
    let share = 100 * it.submitted / it.people.max(1);
    let bar = (!is_small(it)).then(|| {
        view! {
            <svg class="bar-line" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-ground" x="0" y="0" height="8" width="100"></rect>
                <rect class="bar-fill" x="0" y="0" height="8" width=share></rect>
            </svg>
        }
    });
    view! { <td class:done=is_done>{is_done.then_some("✓ ")}{words}{bar}</td> }.into_any()
}

/// A text for the 所属長: how many are missing from which form, and by when. `None` if nobody is.
fn reminder(year: &YearProgress, section: &SectionProgress) -> Option<String> {
    let lines = year.forms.iter().filter_map(|form| {
        let due = form.due.as_ref()?;
        let own = form.section(&section.department, &section.section)?;
        let n = own.people.saturating_sub(own.submitted);
        let day = display_day(due.as_str(), locale());
        (n > 0).then(|| {
            if is_small(own) {
                fill!("・{0}: まだの方がいます。締切は{1}です。", title(form), day)
            } else {
                fill!("・{0}: あと{1}人です。締切は{2}です。", title(form), n, day)
            }
        })
    });
    let lines: Vec<String> = lines.collect();
    let opening = fill!("{0}の提出のお知らせです。", section.section);
    (!lines.is_empty()).then(|| format!("{opening}\n{}", lines.join("\n")))
}

/// Copies the reminder; where the browser does not allow it, shows it to be copied by hand.
fn copy_button(text: Option<String>, section: String) -> AnyView {
    let Some(text) = text else {
        return ().into_any();
    };
    let said = RwSignal::new("");
    let is_shown = RwSignal::new(false);
    let shown = text.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let is_copied = page::copy_text(&text).await;
            said.try_set(if is_copied { t("写しました") } else { "" });
            is_shown.try_set(!is_copied);
        });
    };
    view! {
        <button type="button" class="button small" on:click=copy>
            {t("写す")}
            <span class="visually-hidden">{fill!("（{0}）", section)}</span>
        </button>
        <small role="status">{move || said.get()}</small>
        <textarea class="text" readonly rows="4" aria-label=t("お知らせ文") hidden=move || !is_shown.get()>
            {shown}
        </textarea>
    }
    .into_any()
}
