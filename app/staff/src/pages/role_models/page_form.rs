//! The fields of a page, for the person whose it is and for 職員課. What is typed stays on this device until it is saved.

use crate::components::day_input::DayInput;
use crate::components::draft::Draft;
use crate::components::draft_fields::{check_field, line_field, lines_field};
use crate::i18n::t;
use domain::ids::Day;
use domain::role_model::{RoleModelKind, RoleModelPage, RoleModelText, last_day_fault};
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Ids of the first field and of what is wrong.
pub(super) const NAME: &str = "role-model-name";
pub(super) const PROBLEM: &str = "role-model-problem";

/// What can be ticked.
const OFFERS_TALK: &str = "話を聞きたい人を、職員課が取り次いでよい";
const FOR_CANDIDATES: &str = "採用の案内を見る人（区の外の人）にも見せてよい";

/// A page as it is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PageDraft {
    pub(super) text: RoleModelText,
    /// Empty if none is chosen.
    pub(super) last_day: String,
}

impl PageDraft {
    pub(super) fn of(it: &RoleModelPage) -> Self {
        Self {
            text: it.model.text.clone(),
            last_day: it.model.last_day.to_string(),
        }
    }

    pub(super) fn day(&self) -> Day {
        Day(self.last_day.clone())
    }

    /// Why it cannot be saved.
    pub(super) fn fault(&self, now: Timestamp) -> Option<&'static str> {
        self.text
            .fault()
            .or_else(|| last_day_fault(&self.day(), now))
    }

    /// The text in words, to be compared with another.
    pub(super) fn words(&self) -> String {
        let text = &self.text;
        let kinds: Vec<&str> = text.kinds.iter().map(|it| t(it.label())).collect();
        let kinds = kinds.join("、");
        let tick = |is_on: bool, label: &'static str| if is_on { t(label) } else { "" };
        let ticks = [
            kinds.as_str(),
            tick(text.offers_talk, OFFERS_TALK),
            tick(text.for_candidates, FOR_CANDIDATES),
            &self.last_day,
        ];
        let ticks = ticks.join("\n");
        [
            &text.shown_as,
            &text.headline,
            &text.story,
            &text.advice,
            &ticks,
        ]
        .map(String::as_str)
        .join("\n")
    }
}

/// All fields; the error stands beneath them.
pub(super) fn fields(draft: Draft<PageDraft>, problem: RwSignal<String>) -> AnyView {
    let last_day = Signal::derive(move || draft.with(|it| it.last_day.clone()));
    view! {
        {line_field(
            draft,
            (NAME, PROBLEM),
            t("表に出す名前（例: 区民課 梅里）"),
            60,
            |it| &mut it.text.shown_as,
        )}
        {kinds_field(draft)}
        {line_field(draft, ("role-model-headline", PROBLEM), t("ひとこと"), 60, |it| &mut it.text.headline)}
        {lines_field(draft, "role-model-story", t("これまでの歩み"), 1_500, |it| &mut it.text.story)}
        {lines_field(
            draft,
            "role-model-advice",
            t("後に続く人へ（書かなくてよい）"),
            1_500,
            |it| &mut it.text.advice,
        )}
        {check_field(draft, t(OFFERS_TALK), |it| &mut it.text.offers_talk)}
        {check_field(draft, t(FOR_CANDIDATES), |it| &mut it.text.for_candidates)}
        <label class="field">
            <span>{t("載せる最後の日")}</span>
            <DayInput value=last_day on_day=move |day: String| draft.update(|it| it.last_day = day) />
        </label>
        <p id=PROBLEM class="form-error" role="alert">
            {problem}
        </p>
    }
    .into_any()
}

fn kinds_field(draft: Draft<PageDraft>) -> AnyView {
    let option = |kind: RoleModelKind| {
        let is_chosen = move || draft.with(|it| it.text.kinds.contains(&kind));
        let choose = move |event| {
            let is_checked = event_target_checked(&event);
            draft.update(|it| {
                it.text.kinds.retain(|other| *other != kind);
                if is_checked {
                    it.text.kinds.push(kind);
                    it.text.kinds.sort_unstable();
                }
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=is_chosen on:change=choose />
                <span>{t(kind.label())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="trial-states">
            <legend>{t("どの歩みの例か")}</legend>
            {RoleModelKind::ALL.map(option).into_iter().collect_view()}
        </fieldset>
    }
    .into_any()
}
