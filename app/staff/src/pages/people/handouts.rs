//! First passwords, or one-time codes, of many people: a page for each to print, and a file. Shown once.

use super::Handout;
use crate::i18n::{fill, t};
use api::people::FirstPassword;
use browser::{files, page};
use domain::spreadsheet::is_formula;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The file as Japanese spreadsheets open it: numbers keep their zeros, and nothing is evaluated.
fn csv(all: &[FirstPassword], what: &str) -> String {
    let heads = [t("職員番号"), what, t("氏名"), t("所属")];
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

/// Id of the heading, to which one is led once they are there.
pub(super) const HANDOUTS: &str = "handouts";

/// Nothing where there are none.
#[component]
pub(crate) fn Handouts(
    all: RwSignal<Vec<FirstPassword>>,
    /// Whether they are one-time codes and not first passwords.
    is_code: bool,
    /// Until when codes are valid.
    #[prop(into)]
    until: Signal<String>,
) -> impl IntoView {
    let what = if is_code {
        t("一回限りのコード")
    } else {
        t("初期パスワード")
    };
    let save = move |_| {
        let file = all.with_untracked(|it| csv(it, what));
        spawn_local(async move {
            let name = format!("{what}.csv");
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
            let until = until.get();
            view! { <Handout person=it.person secret=it.password is_code until has_button=false /> }
        };
        all.map(paper).collect_view()
    };
    view! {
        <section class="card stack" aria-labelledby=HANDOUTS hidden=move || all.with(Vec::is_empty)>
            <h2 id=HANDOUTS tabindex="-1">
                {move || fill!("{0} {1}人分", what, all.with(Vec::len))}
            </h2>
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
