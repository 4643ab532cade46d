//! The screens of an interview: look, write, confirm. One is on the page at a time.

use super::material::{LookPanel, Material};
use crate::components::form::{QuestionFrame, SheetForm, section_questions};
use crate::components::read_only_answers::ReadOnlyAnswers;
use crate::components::step_nav::{NavStep, StepNav};
use crate::i18n::{locale, t};
use browser::page;
use domain::ids::PartId;
use domain::instrument::{InterviewStep, InterviewTask, Section};
use domain::scoring::SheetProgress;
use leptos::prelude::*;

/// Id of the present screen.
const SCREEN: &str = "interview-screen";

/// A screen in the fragment of the address, with its index behind.
const STEP: &str = "step-";

/// The screen that the address names, else the first one that both have not confirmed.
fn begin(form: SheetForm, steps: &[InterviewStep]) -> usize {
    let fragment = page::fragment();
    let named = fragment.strip_prefix(STEP).and_then(|it| it.parse().ok());
    if let Some(named) = named.filter(|it| *it < steps.len()) {
        return named;
    }
    let is_agreed = |step: &InterviewStep| {
        form.edition.with_value(|edition| {
            let section = step.section.and_then(|it| edition.sections.get(it));
            let sign = section.and_then(|it| it.items.iter().find(|it| it.is_sign()));
            sign.is_some_and(|it| {
                form.sheet
                    .with_untracked(|sheet| sheet.is_agreed(&PartId::of(&it.id)))
            })
        })
    };
    steps
        .iter()
        .position(|it| !is_agreed(it))
        .unwrap_or_default()
}

#[component]
pub(super) fn InterviewSteps(form: SheetForm, material: StoredValue<Material>) -> impl IntoView {
    let edition = form.edition.get_value();
    let steps = edition.interview_steps();
    let at = RwSignal::new(begin(form, &steps));
    let here = Memo::new(move |_| at.get());
    let name = |step: &InterviewStep| match (step.task, step.section) {
        (InterviewTask::Look, _) | (_, None) => t("見る").to_owned(),
        (_, Some(index)) => {
            let section = edition.sections.get(index);
            section.map_or_else(String::new, |it| it.words.shown(locale()).to_owned())
        }
    };
    let progress = |step: &InterviewStep| {
        step.section.map_or_else(
            || {
                Memo::new(|_| SheetProgress {
                    has_visible_items: true,
                    ..SheetProgress::default()
                })
            },
            |index| form.progress(Some(index)),
        )
    };
    let progresses: Vec<Memo<SheetProgress>> = steps.iter().map(progress).collect();
    let stones = steps
        .iter()
        .zip(&progresses)
        .map(|(step, progress)| NavStep {
            name: name(step),
            progress: *progress,
        });
    let stones: Vec<NavStep> = stones.collect();
    let names = StoredValue::new(steps.iter().map(name).collect::<Vec<String>>());
    let name_here = move || names.with_value(|all| all.get(at.get()).cloned());
    let go = move |to: usize| {
        at.set(to);
        // A reload leads to the same screen.
        page::replace(&format!("{}#{STEP}{to}", page::path()));
        request_animation_frame(|| page::focus(SCREEN));
    };
    // The screens before and after the present one, of those that can be filled in now.
    let progresses = StoredValue::new(progresses);
    let is_shown = move |it: usize| {
        progresses.with_value(|all| all.get(it).is_some_and(|it| it.get().has_visible_items))
    };
    let before = Memo::new(move |_| (0..at.get()).rev().find(|it| is_shown(*it)));
    let n = steps.len();
    let after = Memo::new(move |_| (at.get() + 1..n).find(|it| is_shown(*it)));
    let screens = steps.into_iter().enumerate().map(|(index, step)| {
        let is_here = Memo::new(move |_| at.get() == index);
        screen(form, step, material, is_here)
    });
    let screens: Vec<AnyView> = screens.collect();
    view! {
        <nav class="interview-steps no-print" aria-label=t("面談の進め方")>
            <StepNav stones here go=Callback::new(go) />
        </nav>
        <div class="interview-screens no-print" id=SCREEN tabindex="-1" role="group" aria-label=name_here>
            {screens}
        </div>
        <p class="interview-foot page-actions no-print">
            <button
                class="button"
                hidden=move || before.get().is_none()
                on:click=move |_| go(before.get_untracked().unwrap_or_default())
            >
                {t("前へ")}
            </button>
            <button
                class="button primary"
                hidden=move || after.get().is_none()
                on:click=move |_| go(after.get_untracked().unwrap_or_default())
            >
                {t("次へ")}
            </button>
        </p>
    }
}

/// What is typed on a screen stays when another one is shown: it is hidden, not taken away.
fn screen(
    form: SheetForm,
    step: InterviewStep,
    material: StoredValue<Material>,
    is_here: Memo<bool>,
) -> AnyView {
    let edition = form.edition.get_value();
    let questions = step.section.and_then(|index| {
        let section = edition.sections.get(index)?;
        let before = edition.sections.iter().take(index);
        let first = before.map(|it| it.items.len()).sum();
        Some(section_view(form, index, section, first))
    });
    let look = (step.task == InterviewTask::Look).then(|| view! { <LookPanel form material /> });
    let record = (step.task == InterviewTask::Confirm).then(|| {
        view! {
            <section class="card record-preview" aria-labelledby="record-preview">
                <h2 id="record-preview">{t("読み合わせる記録")}</h2>
                <p class="hint" hidden=move || form.sheet.with(|it| !it.is_empty())>
                    {t("まだ何も書かれていません。書いたものが、ここに並びます。")}
                </p>
                <ReadOnlyAnswers form />
            </section>
        }
    });
    view! {
        <div class="interview-screen" class:two-abreast=step.task != InterviewTask::Write hidden=move || !is_here.get()>
            {look}
            {record}
            {questions}
        </div>
    }
    .into_any()
}

fn section_view(form: SheetForm, index: usize, section: &Section, first: usize) -> AnyView {
    let heading = format!("part-{}", section.id);
    let labelled_by = heading.clone();
    let counted = form.progress(Some(index));
    let frame = QuestionFrame::of(form, section);
    view! {
        <section class="form-section" hidden=move || !counted.get().has_visible_items aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=heading>{section.words.shown(locale()).to_owned()}</h2>
            </div>
            {section_questions(form, index, first, frame)}
        </section>
    }
    .into_any()
}
