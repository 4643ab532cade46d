//! The first passwords of everybody who is new: a page for each to print, and a file. Shown once.

use super::roster_state::RosterState;
use crate::i18n::{fill, t};
use crate::pages::people::Handout;
use api::people::FirstPassword;
use browser::{files, page};
use domain::spreadsheet::is_formula;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The file as Japanese spreadsheets open it: numbers keep their zeros, and nothing is evaluated.
fn csv(all: &[FirstPassword]) -> String {
    let heads = [t("職員番号"), t("初期パスワード"), t("氏名"), t("所属")];
    let mut text = format!("\u{feff}{}\r\n", heads.join(","));
    for it in all {
        let cells = [
            format!("=\"{}\"", it.person.id),
            as_text(&it.password),
            as_text(&it.person.name),
            as_text(&it.place),
        ];
        let cells = cells.map(|it| format!("\"{}\"", it.replace('\u{22}', "\"\"")));
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A text that a spreadsheet does not take for a formula.
fn as_text(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Nothing where nobody is new.
#[component]
pub(super) fn Passwords(state: RosterState) -> impl IntoView {
    let all = state.passwords;
    let save = move |_| {
        let file = all.with_untracked(|it| csv(it));
        spawn_local(async move {
            let name = format!("{}.csv", t("初期パスワード"));
            drop(files::save_file(&name, &file).await);
        });
    };
    // A browser prints nothing of what is folded.
    let is_open = RwSignal::new(false);
    let print = move |_| {
        is_open.set(true);
        spawn_local(async {
            page::microtask().await;
            page::print();
        });
    };
    let papers = move || {
        let all = all.get().into_iter();
        let paper = |it: FirstPassword| {
            view! { <Handout person=it.person secret=it.password is_code=false until=String::new() has_button=false /> }
        };
        all.map(paper).collect_view()
    };
    view! {
        <section class="card stack" aria-labelledby="passwords" hidden=move || all.with(Vec::is_empty)>
            <h2 id="passwords">{move || fill!("初期パスワード {0}人分", all.with(Vec::len))}</h2>
            <p>
                {t(
                    "この画面を離れると、もう見られません。印刷すると、一人に一枚ずつになります。配ったあとは、ファイルを消してください。",
                )}
            </p>
            <p class="page-actions">
                <button type="button" class="button primary" on:click=print>
                    {t("一人一枚で印刷する")}
                </button>
                <button type="button" class="button" on:click=save>
                    {t("CSVで保存する")}
                </button>
            </p>
            <details prop:open=is_open>
                <summary>{t("画面で見る")}</summary>
                <div class="handouts">{papers}</div>
            </details>
        </section>
    }
}
