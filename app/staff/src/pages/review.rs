//! Review before submitting: who will read what, what is unanswered, and the submit button.

use super::Navigator;
use super::sheet::with_form;
use crate::components::form::{SheetForm, dom_id};
use crate::components::second_readers_note::SecondReadersNote;
use crate::i18n::{fill, locale, t};
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::ids::InstrumentId;
use domain::instrument::{Item, ItemKind, ItemRole, Readers, VisibleItem};
use domain::route::Route;
use domain::scoring::{has_default, is_answered, progress};
use domain::sheet::ShareScope;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(crate) fn ReviewPage(instrument: InstrumentId, cycle: Cycle) -> impl IntoView {
    with_form(instrument, cycle, move |form| {
        view! { <SubmitReview form=form cycle=cycle /> }.into_any()
    })
}

/// Who gets the sheet under a share scope, in a sentence.
fn readers_sentence(scope: ShareScope) -> &'static str {
    match scope {
        ShareScope::SelfOnly => t(
            "だれにも渡りません。提出したことが職員課の進み具合に数えられ、「集計のみ」の項目は、5人以上の平均にだけ使われます。",
        ),
        ShareScope::Supervisor => t(
            "所属長が読めます。「集計のみ」の項目は渡らず、5人以上の平均にだけ使われます。ほかの項目は、職員課の平均に入りません。",
        ),
        ShareScope::PersonnelOnly => t(
            "職員課が読めます。所属長には渡りません。「集計のみ」の項目は、5人以上の平均にだけ使われます。",
        ),
        ShareScope::Staff => t("あなたの下で働く職員全員が読めます。"),
        ShareScope::SupervisorAndPersonnel => {
            t("所属長と職員課が読めます。「集計のみ」の項目は、5人以上の平均にだけ使われます。")
        }
    }
}

#[component]
fn SubmitReview(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let place = expect_context::<Navigator>();
    let (instrument, title) = form
        .edition
        .with_value(|it| (it.instrument.clone(), it.words.shown(locale()).to_owned()));
    let back = Route::Sheet(instrument.clone(), cycle).to_string();
    let result = Route::Result(instrument, cycle);
    let is_busy = RwSignal::new(false);
    let after = result.clone();
    let submit = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let to = after.clone();
        spawn_local(async move {
            let done = form
                .here
                .record_step(form.id(), Step::Submit, StepDetails::default())
                .await;
            is_busy.try_set(false);
            if done.is_ok() {
                place.go(&to);
            }
        });
    };
    view! {
        <div class="page">
            <p class="eyebrow">{form.edition.with_value(|it| it.cycle_label(cycle, locale()))}</p>
            <h1>{t("提出前の確認")}</h1>
            <p class="lead">
                {fill!(
                    "{0}を提出します。提出した後も、読まれるまでは取り下げられます。", title
                )}
            </p>
            <ScopeCard form cycle />
            <Shortfalls form />
            <ReviewAnswers form=form />
            <p class="page-actions">
                <button
                    class="button primary"
                    on:click=submit
                    aria-disabled=move || is_busy.get().to_string()
                    hidden=move || !form.is_open()
                >
                    {move || if is_busy.get() { t("提出しています") } else { t("提出する") }}
                </button>
                <a class="button" href=back.clone()>
                    {t("シートに戻る")}
                </a>
            </p>
        </div>
    }
}

/// Who will read the sheet.
#[component]
fn ScopeCard(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let instrument = form.edition.with_value(|it| it.instrument.clone());
    let back = Route::Sheet(instrument.clone(), cycle).to_string();
    let seen = Route::Preview(instrument, cycle).to_string();
    let has_personnel = form
        .edition
        .with_value(|it| it.items().any(|it| it.readers == Readers::Personnel));
    let scope = move || {
        form.edition
            .with_value(|it| form.sheet.with(|sheet| it.share_scope(sheet)))
    };
    view! {
        <div class="card">
            <h2>{move || fill!("公開範囲: {0}", scope_label(scope()))}</h2>
            <p>{move || readers_sentence(scope())}</p>
            {move || scope().includes_supervisor().then(|| view! { <SecondReadersNote /> })}
            {has_personnel
                .then(|| {
                    view! { <p>{t("「職員課のみ」の項目は、所属長には渡りません。")}</p> }
                })}
            <p>
                <a href=seen>{t("ほかの人からの見え方")}</a>
            </p>
            <p>
                <a href=back>{t("公開範囲や回答を直す")}</a>
            </p>
        </div>
    }
}

/// Required items without an answer, and drafts that the submission leaves out.
#[component]
fn Shortfalls(form: SheetForm) -> impl IntoView {
    let missing = Memo::new(move |_| {
        form.edition
            .with_value(|it| form.sheet.with(|sheet| progress(it, None, sheet).missing))
    });
    let drafts = Memo::new(move |_| {
        let sheet = form.id();
        let is_draft = |it: &&Item| {
            form.here.journal.with(|all| {
                all.as_ref()
                    .is_some_and(|all| all.draft(&sheet, &it.id).is_some())
            })
        };
        form.edition
            .with_value(|it| it.items().filter(is_draft).count())
    });
    view! {
        <Show when=move || { missing.get() > 0 }>
            <section class="card missing" aria-labelledby="missing">
                <h2 id="missing">{fill!("必須の項目が {0} 件、未回答です", missing.get_untracked())}</h2>
                <ul class="more-steps">{move || missing_links(form)}</ul>
                <p class="hint">{t("このままでも提出できます。")}</p>
            </section>
        </Show>
        <Show when=move || { drafts.get() > 0 }>
            <p class="notice">
                {move || {
                    fill!(
                        "長さなどが合わず、提出に含まれない入力が {0} 件あります。", drafts.get()
                    )
                }}
            </p>
        </Show>
    }
}

/// Most missing items that are named at the top.
const MISSING_SHOWN: usize = 8;

/// The unanswered required items, each leading to its question.
fn missing_links(form: SheetForm) -> Vec<AnyView> {
    form.edition.with_value(|edition| {
        form.sheet.with(|sheet| {
            let asked = edition.visible_items(sheet).into_iter();
            let missing = asked.filter(|it| {
                let is_open = it.item.required && it.section.is_counted(sheet);
                is_open && !has_default(it.item) && !is_answered(it.item, sheet)
            });
            let row = |it: VisibleItem| {
                view! {
                    <li>
                        <a href=question_url(form, it.item)>{it.item.words.shown(locale()).to_owned()}</a>
                    </li>
                }
                .into_any()
            };
            let mut links: Vec<AnyView> = missing.map(row).collect();
            let rest = links.len().saturating_sub(MISSING_SHOWN);
            if rest > 0 {
                // A sheet that is hardly begun: its sections stand open below.
                links.truncate(MISSING_SHOWN);
                links.push(view! { <li>{fill!("ほか {0} 件", rest)}</li> }.into_any());
            }
            links
        })
    })
}

/// The sheet at one of its questions.
fn question_url(form: SheetForm, item: &Item) -> String {
    let sheet = form.with_id(|it| Route::Sheet(it.instrument.clone(), it.cycle));
    format!("{sheet}#{}", dom_id(item.id.as_str()))
}

fn scope_label(scope: ShareScope) -> &'static str {
    match scope {
        ShareScope::PersonnelOnly => t("職員課のみ"),
        ShareScope::Staff => t("あなたの下で働く職員"),
        ShareScope::SelfOnly => t("自分だけ"),
        ShareScope::Supervisor => t("所属長との面談で使う"),
        ShareScope::SupervisorAndPersonnel => t("所属長と職員課"),
    }
}

/// What stands in the place of an answer: the way to write it.
fn unanswered(form: SheetForm, item: &Item) -> AnyView {
    let word = if item.required {
        t("未回答（必須）")
    } else {
        t("未回答")
    };
    let name = fill!("（{0}）", item.words.shown(locale()));
    view! {
        <span class="unanswered">{word}</span>
        " "
        <a href=question_url(form, item)>{t("書く")} <span class="visually-hidden">{name}</span></a>
    }
    .into_any()
}

/// Every item that is asked, with its answer; items that are only aggregated are tagged.
#[component]
fn ReviewAnswers(form: SheetForm) -> impl IntoView {
    let rows = move |items: Vec<Item>| {
        items
            .into_iter()
            .filter(|it| it.role() != ItemRole::ShareScope)
            .map(|item| {
                let own = item.clone();
                let answer = move || {
                    let value = form.sheet.with(|it| it.value(&own.id).cloned());
                    value.map_or_else(
                        || unanswered(form, &own),
                        |it| {
                            let words = form
                                .edition
                                .with_value(|edition| edition.display_answer(&own, &it, locale()));
                            view! { {words} }.into_any()
                        },
                    )
                };
                let only = (item.readers == Readers::AggregateOnly)
                    .then(|| view! { <span class="tag">{t("集計のみ")}</span> });
                let is_long = matches!(item.kind, ItemKind::Text { .. });
                view! {
                    <div class="answer" class:long=is_long>
                        <dt>{item.words.shown(locale()).to_owned()} {only}</dt>
                        <dd>{answer}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    let sections = form.edition.with_value(|it| it.sections.clone());
    let sections = sections.into_iter().filter_map(|mut section| {
        // Items that are not asked, and a further goal without answers, are not listed.
        let is_there = form.edition.with_value(|edition| {
            form.sheet.with_untracked(|sheet| {
                let own = section.clone();
                section
                    .items
                    .retain(|it| edition.is_visible(&own, it, sheet));
                own.is_counted(sheet) && !section.items.is_empty()
            })
        });
        is_there.then(|| {
            let index = form
                .edition
                .with_value(|it| it.sections.iter().position(|own| own.id == section.id));
            let counted = form.progress(index).get_untracked();
            let left = counted.asked.saturating_sub(counted.answered);
            view! {
                <details class="card answers" open=left != 0>
                    <summary>
                        <h2>{section.words.shown(locale()).to_owned()}</h2>
                        <span class="answers-count">
                            {(counted.asked > 0).then(|| format!("{} / {}", counted.answered, counted.asked))}
                        </span>
                        {(left > 0)
                            .then(|| {
                                view! { <span class="tag warn">{fill!("書いていない項目 {0}", left)}</span> }
                            })}
                    </summary>
                    <dl>{rows(section.items)}</dl>
                </details>
            }
        })
    });
    view! { {sections.collect_view()} }
}
