//! Who goes: everybody of a unit, or some of its parts and people.

use crate::i18n::{fill, t};
use domain::ids::PersonId;
use domain::organisation::OrgUnit;
use domain::person::PersonName;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The people who are chosen to go.
#[derive(Clone, Copy)]
pub(super) struct Movers {
    pub(super) is_everybody: RwSignal<bool>,
    pub(super) chosen: RwSignal<BTreeSet<PersonId>>,
}

impl Movers {
    pub(super) fn new() -> Self {
        Self {
            is_everybody: RwSignal::new(true),
            chosen: RwSignal::default(),
        }
    }

    fn set(self, people: &[PersonId], is_chosen: bool) {
        self.chosen.update(|all| {
            for it in people {
                if is_chosen {
                    all.insert(it.clone());
                } else {
                    all.remove(it);
                }
            }
        });
    }

    pub(super) fn view(self, unit: &OrgUnit) -> AnyView {
        let groups: Vec<(String, Vec<PersonName>)> = groups(unit);
        let n_people = unit.n_people;
        let choice = move |is_everybody: bool, label: String| {
            view! {
                <label class="check">
                    <input
                        type="radio"
                        name="movers"
                        prop:checked=move || self.is_everybody.get() == is_everybody
                        on:change=move |_| self.is_everybody.set(is_everybody)
                    />
                    <span>{label}</span>
                </label>
            }
        };
        let groups: Vec<_> = groups
            .into_iter()
            .map(|(name, people)| self.group(name, people))
            .collect();
        view! {
            <fieldset class="form-group">
                <legend>{t("だれが移りますか")}</legend>
                <div class="checks">
                    {choice(true, fill!("全員（{0}人）", n_people))}
                    {choice(false, t("一部の係や人").to_owned())}
                </div>
                <div class="stack" hidden=move || self.is_everybody.get()>
                    {groups}
                    <p class="hint" role="status">
                        {move || fill!("{0}人を選んでいます。", self.chosen.with(BTreeSet::len))}
                    </p>
                </div>
            </fieldset>
        }
        .into_any()
    }

    /// A 係 with its people: all of them at once, or one by one.
    fn group(self, name: String, people: Vec<PersonName>) -> AnyView {
        let ids: Vec<PersonId> = people.iter().map(|it| it.id.clone()).collect();
        let own = ids.clone();
        let has_all = move || {
            self.chosen
                .with(|all| own.iter().all(|it| all.contains(it)))
        };
        let rows: Vec<_> = people
            .into_iter()
            .map(|it| {
                let (id, own) = (it.id.clone(), it.id.clone());
                view! {
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || self.chosen.with(|all| all.contains(&id))
                            on:change=move |event| {
                                self.set(std::slice::from_ref(&own), event_target_checked(&event));
                            }
                        />
                        <span>{it.name}</span>
                    </label>
                }
            })
            .collect();
        view! {
            <div class="mover-group">
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=has_all
                        on:change=move |event| self.set(&ids, event_target_checked(&event))
                    />
                    <b>{name}</b>
                </label>
                <div class="checks">{rows}</div>
            </div>
        }
        .into_any()
    }
}

/// The people of a unit and of each part of it, by the name of the part.
fn groups(unit: &OrgUnit) -> Vec<(String, Vec<PersonName>)> {
    let (mut all, mut open) = (Vec::new(), vec![unit]);
    while let Some(it) = open.pop() {
        if !it.people.is_empty() {
            all.push((it.place.label(), it.people.clone()));
        }
        open.extend(it.parts.iter().rev());
    }
    all
}
