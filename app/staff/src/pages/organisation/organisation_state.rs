//! What the page of the organisation shows, and the unit that is being reorganised.

use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use api::organisation::OrganisationOnDay;
use browser::{clock, page};
use domain::ids::Day;
use domain::organisation::OrgUnit;
use domain::person::Org;
use domain::reorganisation::Reorganisation;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of what says what became of a change.
pub(super) const STATUS: &str = "organisation-status";

/// Id of the heading of the form.
pub(super) const FORM_TITLE: &str = "reorganise-title";

#[derive(Clone, Copy)]
pub(super) struct OrganisationState {
    pub(super) day: RwSignal<Day>,
    /// `None` while the first one is on its way.
    pub(super) shown: RwSignal<Option<OrganisationOnDay>>,
    pub(super) said: RwSignal<Option<Outcome>>,
    /// The unit that is being reorganised.
    pub(super) chosen: RwSignal<Option<OrgUnit>>,
    pub(super) is_busy: RwSignal<bool>,
}

pub(super) fn today() -> Day {
    clock::now().day()
}

/// The day on which most reorganisations hold.
pub(super) fn next_april() -> Day {
    Day(format!("{}-04-01", clock::now().fiscal_year() + 1))
}

/// Id of the button that begins a reorganisation of a place.
pub(super) fn button_id(place: &Org) -> String {
    format!("reorganise-{}", place.label().replace(' ', "-"))
}

impl OrganisationState {
    pub(super) fn new() -> Self {
        Self {
            day: RwSignal::new(today()),
            shown: RwSignal::new(None),
            said: RwSignal::new(None),
            chosen: RwSignal::new(None),
            is_busy: RwSignal::new(false),
        }
    }

    pub(super) fn with_shown<T: Default>(self, of: impl FnOnce(&OrganisationOnDay) -> T) -> T {
        self.shown
            .with(|it| it.as_ref().map(of))
            .unwrap_or_default()
    }

    /// Asks for the tree of a day; an answer to an earlier day comes too late.
    pub(super) fn show(self, day: Day) {
        self.day.set(day.clone());
        self.chosen.set(None);
        self.said.set(None);
        spawn_local(async move {
            let answer = api::organisation::organisation(day.clone()).await;
            if self.day.try_with_untracked(|it| *it == day) != Some(true) {
                return;
            }
            match answer {
                Ok(it) => drop(self.shown.try_set(Some(it))),
                Err(error) => {
                    let failed = Outcome::Failed(error.sentence(locale()));
                    self.said.try_set(Some(failed));
                }
            }
        });
    }

    /// Opens the form about a unit.
    pub(super) fn plan(self, unit: OrgUnit) {
        self.said.set(None);
        self.chosen.set(Some(unit));
        // The form is in the page once the effects have run.
        spawn_local(async {
            page::microtask().await;
            page::focus(FORM_TITLE);
        });
    }

    /// Closes the form; the focus goes back to where it was opened.
    pub(super) fn close(self) {
        let place = self
            .chosen
            .with_untracked(|it| it.as_ref().map(|it| it.place.clone()));
        self.chosen.set(None);
        if let Some(place) = place {
            page::focus_again(&button_id(&place));
        }
    }

    /// Does what was looked at; `told` gets why not.
    pub(super) fn reorganise(
        self,
        plan: Reorganisation,
        digest: String,
        told: impl Fn(String) + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        let label = plan.label();
        spawn_local(async move {
            let answer = api::organisation::reorganise(plan, digest).await;
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(fresh) => {
                    let done = if fresh.day > today() {
                        fill!("予定に入れました。その日に変わります: {0}", label)
                    } else {
                        fill!("改編しました: {0}", label)
                    };
                    self.chosen.set(None);
                    self.day.set(fresh.day.clone());
                    self.shown.set(Some(fresh));
                    self.said.set(Some(Outcome::Done(done)));
                    // The form that had it is gone.
                    page::focus(STATUS);
                }
                Err(error) => told(error.sentence(locale())),
            }
        });
    }

    /// Undoes a reorganisation, and shows the tree as it is then.
    pub(super) fn undo(self, seq: i64) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        spawn_local(async move {
            let answer = api::organisation::undo_reorganisation(seq).await;
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            let outcome = match answer {
                Ok(it) if it.is_undone => {
                    self.show(self.day.get_untracked());
                    Outcome::Done(t("元に戻しました。").to_owned())
                }
                Ok(it) => {
                    let people: Vec<String> =
                        it.in_the_way.iter().map(ToString::to_string).collect();
                    let people = people.join("、");
                    Outcome::Failed(fill!(
                        "何も変えていません。あとから変わった人がいます: {0}",
                        people
                    ))
                }
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            self.said.set(Some(outcome));
        });
    }
}
