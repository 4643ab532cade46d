//! What the list of people shows: filter, order and page. Kept while one looks at somebody and comes back.

use crate::components::list_walk;
use crate::components::sort_head::Sorting;
use crate::i18n::t;
use crate::sync::AppState;
use browser::page;
use domain::ids::PersonId;
use domain::people_filter::PeopleFilter;
use domain::person::{Org, Role};
use domain::person_record::{AccountState, PersonRecord};
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// People on one page.
pub(super) const PAGE: usize = 30;

/// Texts that are made ready at once, so that no key waits for them.
const TEXTS_AT_ONCE: usize = 25;

/// A person with the texts they are found by: made ready after the page is shown, or when somebody types.
struct Entry {
    record: PersonRecord,
    text: OnceCell<String>,
}

impl Entry {
    fn text(&self) -> &str {
        self.text.get_or_init(|| self.record.search_text())
    }
}

/// Everybody, in the order of their numbers.
type Everybody = Rc<Vec<Entry>>;

/// The list, and what of it is shown.
#[derive(Clone, Copy)]
pub(super) struct PeopleList {
    all: StoredValue<Everybody, LocalStorage>,
    pub(super) filter: RwSignal<PeopleFilter>,
    pub(super) sorting: RwSignal<Option<Sorting>>,
    /// From 0.
    pub(super) page: RwSignal<usize>,
    /// Places in `all` of those that are found, in their order.
    found: Memo<Vec<usize>>,
}

/// What is kept of the last list, in memory only.
#[derive(Clone, Default)]
struct LastList {
    /// Who looked at it: nobody else is shown what they typed.
    by: Option<PersonId>,
    filter: PeopleFilter,
    sorting: Option<Sorting>,
    page: usize,
    /// Who was opened from it.
    opened: Option<PersonId>,
}

thread_local! {
    static LAST: RefCell<LastList> = RefCell::default();
}

fn viewer() -> Option<PersonId> {
    let here = expect_context::<AppState>();
    here.me
        .with_untracked(|it| it.as_ref().map(|it| it.person.id.clone()))
}

/// The last list, if this person looked at it.
fn last() -> LastList {
    let by = viewer();
    LAST.with_borrow(|it| {
        if it.by == by {
            it.clone()
        } else {
            LastList::default()
        }
    })
}

impl PeopleList {
    /// The list as it was left.
    pub(super) fn open(records: Vec<PersonRecord>) -> Self {
        let entries = records.into_iter().map(|record| Entry {
            record,
            text: OnceCell::new(),
        });
        let entries: Everybody = Rc::new(entries.collect());
        spawn_local(make_texts(Rc::clone(&entries)));
        let before = last();
        let all = StoredValue::new_local(entries);
        let filter = RwSignal::new(before.filter);
        let sorting = RwSignal::new(before.sorting);
        let found = Memo::new(move |_| {
            let all = all.get_value();
            filter.with(|filter| find(&all, filter, sorting.get()))
        });
        let it = Self {
            all,
            filter,
            sorting,
            page: RwSignal::new(before.page),
            found,
        };
        let by = viewer();
        Effect::new(move |_| {
            let kept = LastList {
                by: by.clone(),
                filter: it.filter.get(),
                sorting: it.sorting.get(),
                page: it.page.get(),
                opened: None,
            };
            LAST.with_borrow_mut(|last| {
                let opened = last.opened.take();
                *last = LastList { opened, ..kept };
            });
        });
        it
    }

    /// How many people who are not there today would be found, if nobody is.
    pub(super) fn n_gone(self) -> usize {
        if self.n_found() > 0 {
            return 0;
        }
        let all = self.all.get_value();
        let wider = self.filter.with(|it| PeopleFilter {
            with_gone: true,
            ..it.clone()
        });
        find(&all, &wider, None).len()
    }

    pub(super) fn n_found(self) -> usize {
        self.found.with(Vec::len)
    }

    /// Those of the people found who have not set a password of their own yet, but for 職員課 and システム管理, whose codes
    /// are made one by one.
    pub(super) fn without_password(self) -> Vec<PersonId> {
        let all = self.all.get_value();
        let is_meant = |it: &PersonRecord| {
            let guarded = [Role::Personnel, Role::Administrator];
            it.account == AccountState::Invited
                && !guarded.iter().any(|role| it.person.roles.contains(role))
        };
        self.found.with(|found| {
            let records = found.iter().map(|at| &all[*at].record);
            let meant = records.filter(|it| is_meant(it));
            meant.map(|it| it.person.id.clone()).collect()
        })
    }

    /// The people on the page that is shown.
    pub(super) fn shown(self) -> Vec<PersonRecord> {
        let n_pages = self.n_found().div_ceil(PAGE).max(1);
        // The last page there is, if people have become fewer.
        let from = self.page.get().min(n_pages - 1) * PAGE;
        let all = self.all.get_value();
        self.found.with(|found| {
            let page = found.iter().skip(from).take(PAGE);
            page.map(|at| all[*at].record.clone()).collect()
        })
    }

    /// Notes that somebody is opened from it.
    pub(super) fn note_walk(self, here: AppState) {
        let all = self.all.get_value();
        let pages = self.found.with_untracked(|found| {
            let ids = found.iter().map(|at| all[*at].record.person.id.clone());
            ids.map(Route::Person).collect()
        });
        list_walk::note_walk(here, pages, Route::People, t("職員の一覧へ戻る"));
    }

    /// Changes the filter; what is found then begins on its first page.
    pub(super) fn narrow(self, change: impl FnOnce(&mut PeopleFilter)) {
        self.filter.update(change);
        self.page.set(0);
    }

    pub(super) fn filter_json(self) -> String {
        let text = self.filter.with_untracked(serde_json::to_string);
        text.unwrap_or_default()
    }

    /// Different values of something, sorted, among everybody.
    pub(super) fn values<T: Ord>(self, of: impl Fn(&PersonRecord) -> T) -> Vec<T> {
        let all = self.all.get_value();
        let mut values: Vec<T> = all.iter().map(|it| of(&it.record)).collect();
        values.sort();
        values.dedup();
        values
    }
}

fn find(all: &[Entry], filter: &PeopleFilter, sorting: Option<Sorting>) -> Vec<usize> {
    let words = filter.folded_words();
    let matches = |at: &usize| {
        let it = &all[*at];
        let text = if words.is_empty() { "" } else { it.text() };
        filter.matches(&it.record, text, &words)
    };
    let mut found: Vec<usize> = (0..all.len()).filter(matches).collect();
    if let Some(it) = sorting {
        it.sort(&mut found, |at, column| sort_key(&all[*at].record, column));
    }
    found
}

/// What a column is sorted by: names by their reading, where the roster says it.
fn sort_key(it: &PersonRecord, column: usize) -> (u8, String) {
    let person = &it.person;
    match column {
        0 if person.kana.is_empty() => (1, person.name.clone()),
        0 => (0, domain::folding::fold(&person.kana)),
        1 => (0, person.id.to_string()),
        2 => (0, person.org.label()),
        3 => (person.grade, String::new()),
        4 => (0, person.job_type.clone()),
        _ => (0, it.account.into_str().to_owned()),
    }
}

/// The list that is opened next shows those who have a post at a place.
pub(in crate::pages) fn look_at(place: &Org) {
    let filter = PeopleFilter {
        department: place.department.clone(),
        section: place.section.clone(),
        unit: place.unit.clone(),
        ..PeopleFilter::default()
    };
    let list = LastList {
        by: viewer(),
        filter,
        ..LastList::default()
    };
    LAST.set(list);
}

/// Notes who is opened, so that the list begins there again.
pub(super) fn note_opened(person: &PersonId) {
    LAST.with_borrow_mut(|it| it.opened = Some(person.clone()));
}

/// Who was opened last, once.
pub(super) fn take_opened() -> Option<PersonId> {
    let by = viewer();
    LAST.with_borrow_mut(|it| if it.by == by { it.opened.take() } else { None })
}

/// Makes the texts ready, a few at a time.
async fn make_texts(all: Everybody) {
    for some in all.chunks(TEXTS_AT_ONCE) {
        page::pause(0).await;
        for it in some {
            it.text();
        }
    }
}
