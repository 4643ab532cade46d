//! Everybody and how far they are, whom the filter shows, and who is chosen.

use super::{ChosenSection, FormCycle};
use api::progress::PeopleProgress;
use browser::clock;
use domain::ids::{Day, PersonId};
use domain::people_progress::{PersonProgress, ProgressFilter};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// People on one page.
pub(super) const PAGE: usize = 30;

/// Everybody, whom the filter shows, and who is chosen.
#[derive(Clone, Copy)]
pub(super) struct NameList {
    pub(super) form: StoredValue<FormCycle>,
    pub(super) all: RwSignal<PeopleProgress>,
    pub(super) filter: RwSignal<ProgressFilter>,
    pub(super) chosen: RwSignal<BTreeSet<PersonId>>,
    /// From 0.
    pub(super) page: RwSignal<usize>,
    /// Places in `all` of those that are found.
    found: Memo<Vec<usize>>,
}

impl NameList {
    pub(super) fn of(form: FormCycle, all: PeopleProgress) -> Self {
        let ChosenSection(section) = expect_context::<ChosenSection>();
        let all = RwSignal::new(all);
        let filter = RwSignal::new(ProgressFilter::default());
        let found = Memo::new(move |_| {
            all.with(|all| {
                let today = clock::now().day();
                filter.with(|filter| {
                    let people = all.people.iter().enumerate();
                    let found = people.filter(|it| filter.matches(it.1, all.due.as_ref(), &today));
                    found.map(|it| it.0).collect()
                })
            })
        });
        let it = Self {
            form: StoredValue::new(form),
            all,
            filter,
            chosen: RwSignal::default(),
            page: RwSignal::new(0),
            found,
        };
        Effect::new(move |_| {
            let section = section.get();
            it.narrow(|filter| filter.section = section);
        });
        it
    }

    pub(super) fn narrow(self, change: impl FnOnce(&mut ProgressFilter)) {
        self.filter.update(change);
        self.page.set(0);
    }

    pub(super) fn n_found(self) -> usize {
        self.found.with(Vec::len)
    }

    pub(super) fn n_pages(self) -> usize {
        self.n_found().div_ceil(PAGE).max(1)
    }

    pub(super) fn shown_page(self) -> usize {
        self.page.get().min(self.n_pages() - 1)
    }

    pub(super) fn due(self) -> Option<Day> {
        self.all.with(|it| it.due.clone())
    }

    /// The people on the page that is shown.
    pub(super) fn shown(self) -> Vec<PersonProgress> {
        let from = self.shown_page() * PAGE;
        self.all.with(|all| {
            self.found.with(|found| {
                let page = found.iter().skip(from).take(PAGE);
                page.map(|at| all.people[*at].clone()).collect()
            })
        })
    }

    /// Those found who have not done their part: whom one would remind.
    fn late(self) -> Vec<PersonId> {
        self.all.with(|all| {
            self.found.with(|found| {
                let people = found.iter().map(|at| &all.people[*at]);
                let late = people.filter(|it| !it.step().is_done());
                late.map(|it| it.person.id.clone()).collect()
            })
        })
    }

    pub(super) fn are_all_chosen(self) -> bool {
        let late = self.late();
        !late.is_empty() && self.chosen.with(|it| late.iter().all(|id| it.contains(id)))
    }

    /// Chooses everybody found who is not done, or nobody.
    pub(super) fn choose_all(self, is_on: bool) {
        let late = if is_on {
            untrack(|| self.late())
        } else {
            Vec::new()
        };
        self.chosen.set(late.into_iter().collect());
    }

    /// The chosen people, in the order of the list.
    pub(super) fn chosen_people(self) -> Vec<PersonProgress> {
        self.all.with(|all| {
            self.chosen.with(|chosen| {
                let people = all.people.iter();
                let own = people.filter(|it| chosen.contains(&it.person.id));
                own.cloned().collect()
            })
        })
    }

    /// Different 課, sorted.
    pub(super) fn sections(self) -> Vec<String> {
        self.all.with_untracked(|all| {
            let names = all.people.iter().map(|it| it.org.section.clone());
            let names: BTreeSet<String> = names.filter(|it| !it.is_empty()).collect();
            names.into_iter().collect()
        })
    }
}
