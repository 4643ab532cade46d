//! First run: the year, who reads, and where what one writes is kept, in three panels. Shown once to each person.

use crate::i18n::{fill, t};
use crate::sync::AppState;
use browser::page;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// One panel: a picture of three stones that returns later in the app, and what it means.
struct Panel {
    title: &'static str,
    stones: [&'static str; 3],
    /// How many of them are filled.
    filled: usize,
    words: [&'static str; 2],
}

fn panels() -> [Panel; 3] {
    [
        Panel {
            title: t("一年の道"),
            stones: [t("期首"), t("中間"), t("期末")],
            filled: 1,
            words: [
                t("期首に目標を立て、年に3回、所属長と話し、節目ごとに自分の仕事を振り返ります。"),
                t(
                    "いま何をするかと締切は、ホームの「つぎの一歩」に出ます。点数は人事評価ではありません。",
                ),
            ],
        },
        Panel {
            title: t("だれが読むか"),
            stones: [t("あなた"), t("所属長"), t("職員課")],
            filled: 1,
            words: [
                t(
                    "提出するまで、読むのはあなただけです。提出するときに、だれに見せるかをあなたが選びます。",
                ),
                t("だれかがシートを開くと、いつ、だれが開いたかが「シートを開いた人」に残ります。"),
            ],
        },
        Panel {
            title: t("どこに残るか"),
            stones: [t("入力中"), t("この端末に保存"), t("サーバーに保存")],
            filled: 3,
            words: [
                t(
                    "書いたものは、すぐこの端末に残り、つながったときにサーバーへ送られます。ネットワークが切れても書けます。",
                ),
                t(
                    "共用のパソコンでは、終わったらサインアウトしてください。送り終えた入力は、その端末から消えます。",
                ),
            ],
        },
    ]
}

/// Whether the signed-in person has not read it yet. Nobody is told before the profile is known.
pub(super) fn is_due(here: AppState) -> bool {
    here.me.with(|it| {
        it.as_ref()
            .is_some_and(|it| !it.must_change_password && !it.preferences.is_introduced)
    })
}

#[component]
pub(super) fn FirstRun(
    /// Set when it was read or skipped.
    is_over: RwSignal<bool>,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let at = RwSignal::new(0_usize);
    let all = StoredValue::new(panels());
    let n = all.with_value(|it| it.len());
    let end = move |_| {
        is_over.set(true);
        page::begin_page(t("ホーム"));
        spawn_local(here.remember_introduction(true));
    };
    let go = move |to: usize| {
        at.set(to);
        page::focus("first-run");
    };
    let panel = move || {
        all.with_value(|it| {
            let it = &it[at.get()];
            let stone = |(place, name): (usize, &&'static str)| {
                view! {
                    <li class:done=place < it.filled>
                        <span class="step-marker" aria-hidden="true"></span>
                        <span>{*name}</span>
                    </li>
                }
            };
            let stones: Vec<_> = it.stones.iter().enumerate().map(stone).collect();
            let [first, second] = it.words;
            view! {
                <h2>{it.title}</h2>
                <ol class="intro-picture">{stones}</ol>
                <p>{first}</p>
                <p>{second}</p>
            }
        })
    };
    let is_last = move || at.get() + 1 == n;
    view! {
        <h1>{t("はじめに")}</h1>
        <section class="card stack first-run" id="first-run" tabindex="-1" role="group" aria-label=t("はじめに")>
            <p class="eyebrow">{move || fill!("{0} / {1}", at.get() + 1, n)}</p>
            {panel}
            <p class="page-actions">
                <button
                    type="button"
                    class="button"
                    hidden=move || at.get() == 0
                    on:click=move |_| go(at.get_untracked() - 1)
                >
                    {t("前へ")}
                </button>
                <button
                    type="button"
                    class="button primary"
                    hidden=is_last
                    on:click=move |_| go(at.get_untracked() + 1)
                >
                    {t("次へ")}
                </button>
                <button type="button" class="button primary" hidden=move || !is_last() on:click=end>
                    {t("はじめる")}
                </button>
                <button type="button" class="button quiet" hidden=is_last on:click=end>
                    {t("読まずにはじめる")}
                </button>
            </p>
        </section>
    }
}
