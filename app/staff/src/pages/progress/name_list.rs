//! Everybody and how far they are, whom the filter shows, and who is chosen.

use super::{ChosenSection, FormCycle};
use crate::components::list_walk;
use crate::components::outcome::Outcome;
use crate::components::sort_head::Sorting;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::progress::PeopleProgress;
use browser::{clock, page};
use domain::folding::fold;
use domain::ids::{Day, PersonId};
use domain::people_progress::{PersonProgress, ProgressFilter};
use domain::route::Route;
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
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
    pub(super) sorting: RwSignal<Option<Sorting>>,
    /// From 0.
    pub(super) page: RwSignal<usize>,
    /// Places in `all` of those that are found.
    found: Memo<Vec<usize>>,
}

/// How the list was left, in memory only.
#[derive(Clone)]
struct LastNames {
    /// Whose it was: nobody else is shown what they typed.
    of: Option<PersonId>,
    form: FormCycle,
    filter: ProgressFilter,
    sorting: Option<Sorting>,
    page: usize,
    opened: Option<PersonId>,
}

thread_local! {
    static LAST: RefCell<Option<LastNames>> = RefCell::default();
}

/// How this person left the names of a form, if they looked at them last.
fn last(form: &FormCycle) -> Option<LastNames> {
    let of = expect_context::<AppState>().person();
    LAST.with_borrow(|it| it.clone().filter(|it| it.of == of && it.form == *form))
}

/// The 課 that was looked at, if the person comes back from one of the names.
pub(super) fn section_to_return_to(form: &FormCycle) -> Option<String> {
    let last = last(form)?;
    last.opened.is_some().then_some(last.filter.section)
}

/// What a column is sorted by: names by their reading, where the roster says it.
fn sort_key(it: &PersonProgress, due: Option<&Day>, column: usize) -> (u8, String) {
    match column {
        0 if it.kana.is_empty() => (1, it.person.name.clone()),
        0 => (0, fold(&it.kana)),
        1 => (0, it.org.label()),
        2 => (it.step().rank(), String::new()),
        3 => (0, it.due(due).map_or_else(String::new, |it| it.0.clone())),
        _ => {
            let at = it.reminded_at.map_or(0, Timestamp::as_millis);
            (0, format!("{at:020}"))
        }
    }
}

impl NameList {
    pub(super) fn of(form: FormCycle, all: PeopleProgress) -> Self {
        let ChosenSection(section) = expect_context::<ChosenSection>();
        let all = RwSignal::new(all);
        let before = last(&form);
        let (kept, order, page) =
            before.map_or_else(Default::default, |it| (it.filter, it.sorting, it.page));
        // The 課 is chosen in the table above, too.
        let kept = ProgressFilter {
            section: section.get_untracked(),
            ..kept
        };
        let (filter, sorting) = (RwSignal::new(kept), RwSignal::new(order));
        let found = Memo::new(move |_| {
            all.with(|all| {
                let today = clock::now().day();
                filter.with(|filter| {
                    let people = all.people.iter().enumerate();
                    let due = all.due.as_ref();
                    let found = people.filter(|it| filter.matches(it.1, due, &today));
                    let mut found: Vec<usize> = found.map(|it| it.0).collect();
                    if let Some(it) = sorting.get() {
                        it.sort(&mut found, |at, column| {
                            sort_key(&all.people[*at], due, column)
                        });
                    }
                    found
                })
            })
        });
        let it = Self {
            form: StoredValue::new(form),
            all,
            filter,
            chosen: RwSignal::default(),
            sorting,
            page: RwSignal::new(page),
            found,
        };
        Effect::new(move |_| {
            let section = section.get();
            if it.filter.with_untracked(|it| it.section != section) {
                it.narrow(|filter| filter.section = section);
            }
        });
        let of = expect_context::<AppState>().person();
        Effect::new(move |_| {
            let opened = LAST.with_borrow_mut(|it| it.as_mut()?.opened.take());
            LAST.set(Some(LastNames {
                of: of.clone(),
                form: it.form.get_value(),
                filter: it.filter.get(),
                sorting: it.sorting.get(),
                page: it.page.get(),
                opened,
            }));
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

    fn shown_page(self) -> usize {
        let n_pages = self.n_found().div_ceil(PAGE).max(1);
        self.page.get().min(n_pages - 1)
    }

    /// Ids of the links of the rows that are shown.
    pub(super) fn row_ids(self) -> Vec<String> {
        self.shown()
            .iter()
            .map(|it| row_id(&it.person.id))
            .collect()
    }

    /// Asks again how far everybody is; whoever was chosen stays so. It is said if that fails.
    pub(super) fn refresh(self, said: RwSignal<Option<Outcome>>) {
        let FormCycle {
            instrument, cycle, ..
        } = self.form.get_value();
        spawn_local(async move {
            match api::progress::people_progress(instrument, cycle).await {
                Ok(fresh) => drop(self.all.try_set(fresh)),
                Err(error) => {
                    let why = fill!("最新にできませんでした: {0}", error.sentence(locale()));
                    said.try_set(Some(Outcome::Failed(why)));
                }
            }
        });
    }

    /// Notes that somebody is opened from it.
    pub(super) fn note_walk(self, here: AppState) {
        let list = Route::Progress(self.form.with_value(|it| it.cycle));
        let pages = self.all.with_untracked(|all| {
            self.found.with_untracked(|found| {
                let ids = found.iter().map(|at| all.people[*at].person.id.clone());
                ids.map(Route::Person).collect()
            })
        });
        list_walk::note_walk(here, pages, list, t("進み具合へ戻る"));
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

/// Id of the link of somebody's row.
pub(super) fn row_id(person: &PersonId) -> String {
    format!("progress-{person}")
}

/// Notes who is opened, so that the list begins there again.
pub(in crate::pages) fn note_opened(person: &PersonId) {
    LAST.with_borrow_mut(|it| {
        if let Some(it) = it {
            it.opened = Some(person.clone());
        }
    });
}

/// Leads to whom was opened last, once the rows are there.
pub(super) fn return_to_opened() {
    let opened = LAST.with_borrow_mut(|it| it.as_mut()?.opened.take());
    if let Some(person) = opened {
        spawn_local(async move {
            page::microtask().await;
            page::focus_again(&row_id(&person));
        });
    }
}
