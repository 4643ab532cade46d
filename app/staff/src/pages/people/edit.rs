//! Changing somebody's record: what will change is said before, with the day from which it holds.

use super::difference::difference;
use super::edit_fields::RecordFields;
use super::is_personnel;
use super::person_state::PersonState;
use crate::components::day_input::DayInput;
use crate::i18n::{fill, locale, t};
use api::people::PersonDetails;
use browser::clock;
use domain::calendar::display_day;
use domain::ids::Day;
use domain::person_record::{FieldChange, PersonField, PersonRecord};
use leptos::prelude::*;

/// Whether a change needs its reason written down.
fn touches_rights(all: &[FieldChange]) -> bool {
    let is_right = |it: &FieldChange| matches!(it.field, PersonField::Roles | PersonField::Account);
    all.iter().any(is_right)
}

/// What is typed, from when it holds, and why.
#[derive(Clone, Copy)]
struct ChangeDraft {
    before: RwSignal<PersonRecord>,
    fields: RecordFields,
    /// `2026-11-30`
    day: RwSignal<String>,
    reason: RwSignal<String>,
    /// `None` while a field says nothing that can be saved.
    changes: Memo<Option<Vec<FieldChange>>>,
}

impl ChangeDraft {
    fn of(details: &PersonDetails) -> Self {
        let before = RwSignal::new(details.record.clone());
        let fields = RecordFields::of(&details.record, details.supervisor.clone());
        let changes = Memo::new(move |_| {
            before.with(|before| {
                let after = fields.record(before)?;
                Some(before.differences(&after))
            })
        });
        Self {
            before,
            fields,
            day: RwSignal::new(clock::now().day().0),
            reason: RwSignal::new(String::new()),
            changes,
        }
    }

    /// The record was read anew, because somebody else has changed it.
    fn follow(self, fresh: &PersonDetails) {
        let before = self.before.get_untracked();
        if before != fresh.record {
            self.fields.rebase(&before, fresh);
            self.before.set(fresh.record.clone());
        }
    }

    fn is_later(self) -> bool {
        self.day.with(|it| *it > clock::now().day().0)
    }

    /// What can be saved, or why nothing can.
    fn checked(self) -> Result<Vec<FieldChange>, &'static str> {
        let changes = self.changes.get_untracked();
        let changes = changes.ok_or_else(|| t("所属長を、一覧から選んでください。"))?;
        let has_reason = self.reason.with_untracked(|it| !it.trim().is_empty());
        match () {
            () if changes.is_empty() => Err(t("変わるところがありません。")),
            () if !has_reason && touches_rights(&changes) => {
                Err(t("役割とアカウントを変えるときは、理由を書いてください。"))
            }
            () => Ok(changes),
        }
    }

    /// Saves it, and says what was done.
    fn save(self, state: PersonState, changes: Vec<FieldChange>, then: impl FnOnce() + 'static) {
        let from = self.day.get_untracked();
        let done = if untrack(|| self.is_later()) {
            fill!(
                "{0}からの変更として予定に入れました。",
                display_day(&from, locale())
            )
        } else {
            t("記録を変えました。").to_owned()
        };
        let person = self.before.with_untracked(|it| it.person.id.clone());
        let why = self.reason.get_untracked();
        let call = api::people::change_person(person, changes, Day(from), why);
        state.change(call, done, then);
    }
}

#[component]
pub(super) fn EditPerson(
    state: PersonState,
    /// Closes the form.
    on_done: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let details = state.details.get_untracked();
    let draft = ChangeDraft::of(&details);
    let fields = draft.fields;
    let problem = RwSignal::new(None::<&'static str>);
    Effect::new(move |_| state.details.with(|fresh| draft.follow(fresh)));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match draft.checked() {
            Ok(changes) => {
                problem.set(None);
                draft.save(state, changes, on_done);
            }
            Err(why) => problem.set(Some(why)),
        }
    };
    let record = is_personnel().then(|| {
        view! {
            {fields.place_view(&details.choices)}
            {fields.mail_view()}
            {fields.posts_view()}
            {fields.roles_view()}
        }
    });
    view! {
        <form class="card stack" on:submit=save novalidate aria-label=t("記録を変える")>
            {record}
            <div class="two-columns">{fields.account_view()} <WhenAndWhy draft /></div>
            <Preview state draft />
            <p class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || state.is_busy.get().to_string()>
                    {move || if draft.is_later() { t("予定に入れる") } else { t("この内容で変える") }}
                </button>
                <button type="button" class="button" on:click=move |_| on_done()>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}

#[component]
fn WhenAndWhy(draft: ChangeDraft) -> impl IntoView {
    let ChangeDraft { day, reason, .. } = draft;
    view! {
        <label class="field">
            <span>{t("いつから")}</span>
            <DayInput value=day on_day=move |it| day.set(it) required=true />
        </label>
        <label class="field">
            <span>{t("理由（異動、改姓、休業など）")}</span>
            <input
                type="text"
                class="text"
                maxlength="200"
                prop:value=reason
                on:input=move |event| reason.set(event_target_value(&event))
            />
        </label>
    }
}

/// What will change, before it does.
#[component]
fn Preview(state: PersonState, draft: ChangeDraft) -> impl IntoView {
    let lines = move || {
        let all = draft.changes.get().unwrap_or_default();
        all.iter().map(difference).collect_view()
    };
    let is_same = move || {
        draft
            .changes
            .with(|it| it.as_ref().is_none_or(Vec::is_empty))
    };
    // Whoever leads others leaves them without one.
    let n_staff = move || {
        let leaves = draft.fields.account.get();
        let n = state.details.with(|it| it.n_staff);
        (n > 0 && !leaves.can_sign_in()).then_some(n)
    };
    view! {
        <div class="change-preview" aria-live="polite">
            <h3>{t("変わるところ")}</h3>
            <p class="hint" hidden=move || !is_same()>
                {t("まだありません。")}
            </p>
            <ul class="differences">{lines}</ul>
            <p class="form-error">
                {move || {
                    n_staff()
                        .map(|it| {
                            fill!(
                                "この人は{0}人の所属長です。新しい所属長を決めるまで、面談と確認ができません。",
                                it
                            )
                        })
                }}
            </p>
        </div>
    }
}
