//! A reorganisation as it is typed: who goes where, under whom, from when; and what it would change.

use super::movers::Movers;
use super::organisation_state::{FORM_TITLE, OrganisationState, next_april, today};
use crate::components::day_input::DayInput;
use crate::components::person_picker::PersonPicker;
use crate::components::place_fields::{PlaceFields, PlaceIds};
use crate::i18n::{fill, locale, t};
use crate::pages::people::difference;
use api::organisation::ReorganisationPreview;
use browser::page;
use domain::calendar::display_day;
use domain::ids::Day;
use domain::organisation::{OrgLevel, OrgUnit};
use domain::person::Org;
use domain::reorganisation::Reorganisation;
use leptos::prelude::*;
use leptos::task::spawn_local;

const PLACE_IDS: PlaceIds = [
    "reorganise-department",
    "reorganise-section",
    "reorganise-unit",
];

/// Id of the heading of what would change.
const LOOK_TITLE: &str = "reorganise-look";

/// What is typed, and what it would change.
#[derive(Clone, Copy)]
struct PlanFields {
    from: StoredValue<Org>,
    movers: Movers,
    to: PlaceFields,
    leader: PersonPicker,
    first_day: RwSignal<String>,
    reason: RwSignal<String>,
    problem: RwSignal<String>,
    /// The plan that was looked at, and what it would change.
    seen: RwSignal<Option<(Reorganisation, ReorganisationPreview)>>,
    is_busy: RwSignal<bool>,
}

impl PlanFields {
    fn of(unit: &OrgUnit, day: Day) -> Self {
        let first_day = if day > today() { day } else { next_april() };
        Self {
            from: StoredValue::new(unit.place.clone()),
            movers: Movers::new(),
            to: PlaceFields::of(&unit.place),
            leader: PersonPicker::optional("reorganise-leader", None),
            first_day: RwSignal::new(first_day.0),
            reason: RwSignal::default(),
            problem: RwSignal::default(),
            seen: RwSignal::new(None),
            is_busy: RwSignal::new(false),
        }
    }

    /// How many of 部, 課 and 係 can be typed: those who go alone may also go to a 課 or 係 that is new.
    fn n_levels(self) -> usize {
        let level = self.from.with_value(Org::level);
        let own = match level {
            OrgLevel::Department => 1,
            OrgLevel::Section => 2,
            OrgLevel::Unit => 3,
        };
        if self.movers.is_everybody.get() {
            own
        } else {
            3
        }
    }

    /// What is typed; an error says what is missing.
    fn plan(self) -> Result<Reorganisation, &'static str> {
        let leader = self
            .leader
            .chosen()
            .map_err(|()| t("所属長を、一覧から選んでください。"))?;
        let people = if self.movers.is_everybody.get() {
            Vec::new()
        } else {
            let chosen = self.movers.chosen.get();
            if chosen.is_empty() {
                return Err(t("移る人を選んでください。"));
            }
            chosen.into_iter().collect()
        };
        let (mut to, n) = (self.to.place(), self.n_levels());
        if n < 3 {
            to.unit.clear();
        }
        if n < 2 {
            to.section.clear();
        }
        if self.first_day.with(String::is_empty) {
            return Err(t("いつからかを入れてください。"));
        }
        Ok(Reorganisation {
            from: self.from.get_value(),
            people,
            to,
            leader,
            first_day: Day(self.first_day.get()),
            reason: self.reason.get(),
        })
    }

    fn look(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        let plan = match untrack(|| self.plan()) {
            Ok(plan) => plan,
            Err(why) => {
                self.problem.set(why.to_owned());
                return;
            }
        };
        self.problem.set(String::new());
        self.is_busy.set(true);
        spawn_local(async move {
            let answer = api::organisation::preview_reorganisation(plan.clone()).await;
            self.is_busy.try_set(false);
            match answer {
                Ok(preview) => {
                    self.seen.try_set(Some((plan, preview)));
                    page::microtask().await;
                    page::focus(LOOK_TITLE);
                }
                Err(error) => {
                    self.seen.try_set(None);
                    self.problem.try_set(error.sentence(locale()));
                }
            }
        });
    }
}

#[component]
pub(super) fn PlanForm(state: OrganisationState, unit: OrgUnit) -> impl IntoView {
    let fields = PlanFields::of(&unit, state.day.get_untracked());
    let orgs = state.with_shown(|it| {
        let units = it.organisation.units().into_iter();
        units.map(|it| it.place.clone()).collect::<Vec<_>>()
    });
    let orgs = StoredValue::new(orgs);
    let day = fields.first_day;
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        fields.look();
    };
    // What was looked at is not what is typed any more.
    Effect::new(move |before: Option<()>| {
        drop(fields.plan());
        if before.is_some() {
            fields.seen.set(None);
        }
    });
    view! {
        <form class="card stack" aria-labelledby=FORM_TITLE novalidate on:submit=look>
            <h2 id=FORM_TITLE tabindex="-1">
                {fill!("「{0}」の改編", unit.place.label())}
            </h2>
            {fields.movers.view(&unit)}
            <fieldset class="form-group">
                <legend>{t("どこになりますか")}</legend>
                <div class="two-columns">{move || fields.to.view(PLACE_IDS, orgs, fields.n_levels())}</div>
                <p class="hint">
                    {t(
                        "新しい名前を入れると名前が変わり、いまある部や課を入れるとそこに統合されます。下の係は、そのまま移ります。",
                    )}
                </p>
            </fieldset>
            {fields.leader.view(t("移る人の所属長（変わらなければ空けます）"))}
            <div class="two-columns">
                <label class="field">
                    <span>{t("いつから")}</span>
                    <DayInput value=day on_day=move |it| day.set(it) required=true />
                </label>
                <label class="field">
                    <span>{t("理由（書かなくてもかまいません）")}</span>
                    <input
                        type="text"
                        class="text"
                        maxlength="200"
                        prop:value=fields.reason
                        on:input=move |event| fields.reason.set(event_target_value(&event))
                    />
                </label>
            </div>
            <p class="form-error" role="alert">
                {fields.problem}
            </p>
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || fields.is_busy.get().to_string()>
                    {t("変わるところを見る")}
                </button>
                <button type="button" class="button" on:click=move |_| state.close()>
                    {t("やめる")}
                </button>
            </p>
            {move || fields.seen.get().map(|it| last_look(state, fields, it))}
        </form>
    }
}

/// Everybody who changes, and the button that does it.
fn last_look(
    state: OrganisationState,
    fields: PlanFields,
    (plan, seen): (Reorganisation, ReorganisationPreview),
) -> AnyView {
    let day = display_day(plan.first_day.as_str(), locale());
    let told = if seen.is_merged {
        fill!(
            "{0}から、{1}人が、いまあるところに加わります。",
            day,
            seen.people.len()
        )
    } else {
        fill!("{0}から、{1}人の所属が変わります。", day, seen.people.len())
    };
    let rows: Vec<_> = seen
        .people
        .iter()
        .map(|it| {
            let fields: Vec<_> = it.fields.iter().map(difference).collect();
            view! {
                <li>
                    {it.person.name.clone()} <small>{fill!("（{0}）", it.person.id)}</small>
                    <ul class="differences">{fields}</ul>
                </li>
            }
        })
        .collect();
    let digest = seen.digest;
    let decide = move |_| {
        let problem = fields.problem;
        state.reorganise(plan.clone(), digest.clone(), move |why| {
            problem.try_set(why);
        });
    };
    view! {
        <section class="change-preview stack" aria-labelledby=LOOK_TITLE>
            <h3 id=LOOK_TITLE tabindex="-1">
                {told}
            </h3>
            <ul class="entries">{rows}</ul>
            <p class="page-actions">
                <button
                    type="button"
                    class="button primary"
                    aria-disabled=move || state.is_busy.get().to_string()
                    on:click=decide
                >
                    {t("この改編を決める")}
                </button>
            </p>
        </section>
    }
    .into_any()
}
