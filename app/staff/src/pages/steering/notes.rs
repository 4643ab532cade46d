//! What ＣＩＯ, 職員課 and 情報政策課 agreed on, and their next meeting. A new note stands on top; the earlier ones stay.

use crate::components::day_input::DayInput;
use crate::components::draft::Draft;
use crate::components::draft_fields::lines_field;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::steering::SteeringNote;
use api::{ApiError, Code};
use browser::page;
use domain::calendar::display_moment;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the line that says what became of a note.
const STATUS: &str = "steering-status";
/// Ids of the button with which a note begins, and of its text.
const BEGIN: &str = "begin-note";
const TEXT: &str = "steering-text";
/// Longest text, in characters.
const MOST: u16 = 4_000;

#[component]
pub(super) fn Notes(notes: Vec<SteeringNote>) -> impl IntoView {
    let notes = RwSignal::new(notes);
    let is_writing = RwSignal::new(false);
    let said = RwSignal::new(None::<Outcome>);
    let has_failed = move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed));
    let newest = move || notes.with(|all| all.first().map(note_view));
    let earlier = move || {
        notes.with(|all| {
            let rows: Vec<AnyView> = all.iter().skip(1).map(note_view).collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <details>
                        <summary>{fill!("前の申し合わせ（{0}件）", rows.len())}</summary>
                        {rows}
                    </details>
                }
            })
        })
    };
    view! {
        <section class="card stack" aria-labelledby="steering-notes">
            <h2 id="steering-notes">{t("申し合わせと次の会合")}</h2>
            <p id=STATUS tabindex="-1" role="status" class="status-message" class:failed=has_failed>
                {move || said.get().map(Outcome::sentence)}
            </p>
            {newest}
            <p class="hint" hidden=move || notes.with(|it| !it.is_empty())>
                {t("まだ申し合わせはありません。")}
            </p>
            <p hidden=move || is_writing.get()>
                <button id=BEGIN type="button" class="button" on:click=move |_| is_writing.set(true)>
                    {t("申し合わせを書く")}
                </button>
            </p>
            {move || is_writing.get().then(|| view! { <NoteForm notes is_writing said /> })}
            {earlier}
        </section>
    }
}

fn note_view(it: &SteeringNote) -> AnyView {
    let when = it.written_at.map(|it| it.display(locale()));
    let foot = fill!("{0}　{1}", it.written_by, when.unwrap_or_default());
    let meeting = (!it.next_meeting.is_empty()).then(|| {
        let at = display_moment(&it.next_meeting, locale());
        view! {
            <p>
                <b>{fill!("次の会合: {0}", at)}</b>
            </p>
        }
    });
    let lines = |text: &str| {
        let lines = text.lines().map(|it| view! { <p>{it.to_owned()}</p> });
        lines.collect_view()
    };
    view! {
        <article class="steering-note">
            {lines(&it.text)} {meeting} {lines(&it.agenda)} <p class="hint">{foot}</p>
        </article>
    }
    .into_any()
}

#[component]
fn NoteForm(
    notes: RwSignal<Vec<SteeringNote>>,
    is_writing: RwSignal<bool>,
    said: RwSignal<Option<Outcome>>,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    // It goes on from the newest; the text of what was agreed is new each time.
    let newest = notes.with_untracked(|all| all.first().cloned().unwrap_or_default());
    let seen = newest.seq;
    let empty = SteeringNote {
        text: String::new(),
        ..newest
    };
    let draft = Draft::new(here, "steering-draft".to_owned(), seen, empty);
    let (problem, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let close = move || {
        draft.forgetting()();
        is_writing.set(false);
        spawn_local(async {
            page::microtask().await;
            page::focus(BEGIN);
        });
    };
    spawn_local(async {
        page::microtask().await;
        page::focus(TEXT);
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        problem.set(String::new());
        let note = SteeringNote {
            seq: seen,
            ..draft.get()
        };
        let forget = draft.forgetting();
        spawn_local(async move {
            let answer = api::steering::write_steering_note(note).await;
            is_busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    forget();
                    is_writing.try_set(false);
                    notes.try_set(fresh.notes);
                    said.try_set(Some(Outcome::Done(
                        t("申し合わせを書きました。").to_owned(),
                    )));
                    page::microtask().await;
                    page::focus(STATUS);
                }
                Err(error) => drop(problem.try_set(why_not(&error))),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=save aria-label=t("申し合わせを書く")>
            {draft.stale_note(|it| format!("{}\n{}", it.text, it.agenda))}
            {lines_field(draft, TEXT, t("申し合わせたこと"), MOST, |it| &mut it.text)}
            {meeting_field(draft)}
            {lines_field(draft, "steering-agenda", t("次に話すこと"), MOST, |it| &mut it.agenda)}
            <p class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || is_busy.get().to_string()>
                    {t("保存する")}
                </button>
                <button type="button" class="button" on:click=move |_| close()>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}

fn why_not(error: &ApiError) -> String {
    if error.code == Code::Conflict {
        let told = t(
            "ほかの人が先に書きました。書いた文は残っています。画面を読み込み直して、見比べてください。",
        );
        return told.to_owned();
    }
    error.sentence(locale())
}

fn meeting_field(draft: Draft<SteeringNote>) -> AnyView {
    let meeting = Signal::derive(move || draft.with(|it| it.next_meeting.clone()));
    view! {
        <label class="field">
            <span>{t("次の会合")}</span>
            <DayInput value=meeting time=true on_day=move |at: String| draft.update(|it| it.next_meeting = at) />
        </label>
    }
    .into_any()
}
