//! What the list of shared sheets shows: filter, order and page. Kept while one reads a sheet and comes back.

use crate::components::sort_head::Sorting;
use crate::sync::AppState;
use api::sheets::SharedSheet;
use domain::calendar::Cycle;
use domain::folding::fold;
use domain::ids::{InstrumentId, PersonId};
use domain::sheet::SheetId;
use leptos::prelude::*;
use std::cell::RefCell;

/// Sheets on one page.
pub(super) const PAGE: usize = 30;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SharedFilter {
    pub(super) words: String,
    pub(super) form: Option<InstrumentId>,
    pub(super) section: String,
}

impl SharedFilter {
    fn matches(&self, it: &SharedSheet) -> bool {
        let person = &it.owner;
        let text = [
            &person.name,
            &person.kana,
            &person.id.0,
            &person.org.label(),
        ];
        let text = text.map(|it| fold(it)).join("\n");
        let words = fold(&self.words);
        let is_form = self
            .form
            .as_ref()
            .is_none_or(|form| *form == it.sheet.instrument);
        let is_section = self.section.is_empty() || self.section == person.org.section;
        is_form && is_section && words.split_whitespace().all(|word| text.contains(word))
    }
}

/// The list, and what of it is shown.
#[derive(Clone, Copy)]
pub(super) struct SheetList {
    pub(super) all: StoredValue<Vec<SharedSheet>>,
    pub(super) filter: RwSignal<SharedFilter>,
    pub(super) sorting: RwSignal<Option<Sorting>>,
    /// From 0.
    pub(super) page: RwSignal<usize>,
    found: Memo<Vec<SharedSheet>>,
}

/// What is kept of the last list, in memory only.
#[derive(Clone, Default)]
struct LastList {
    /// Who looked at it, and at which cycle: nobody else is shown what they typed.
    of: Option<(PersonId, Cycle)>,
    filter: SharedFilter,
    sorting: Option<Sorting>,
    page: usize,
    found: Vec<SheetId>,
    opened: Option<SheetId>,
}

thread_local! {
    static LAST: RefCell<LastList> = RefCell::default();
}

fn viewer() -> Option<PersonId> {
    let here = expect_context::<AppState>();
    here.me
        .with_untracked(|it| it.as_ref().map(|it| it.person.id.clone()))
}

/// The last list of a cycle, if this person looked at it.
fn last(cycle: Cycle) -> LastList {
    let of = viewer().map(|it| (it, cycle));
    LAST.with_borrow(|it| {
        if it.of == of {
            it.clone()
        } else {
            LastList::default()
        }
    })
}

impl SheetList {
    /// The list as it was left.
    pub(super) fn open(cycle: Cycle, sheets: Vec<SharedSheet>) -> Self {
        let before = last(cycle);
        let all = StoredValue::new(sheets);
        let (filter, sorting) = (RwSignal::new(before.filter), RwSignal::new(before.sorting));
        let found = Memo::new(move |_| {
            let mut found = filter.with(|filter| {
                all.with_value(|all| {
                    let all = all.iter().filter(|it| filter.matches(it));
                    all.cloned().collect::<Vec<_>>()
                })
            });
            if let Some(it) = sorting.get() {
                it.sort(&mut found, sort_key);
            }
            found
        });
        let it = Self {
            all,
            filter,
            sorting,
            page: RwSignal::new(before.page),
            found,
        };
        let of = viewer().map(|it| (it, cycle));
        Effect::new(move |_| {
            let kept = LastList {
                of: of.clone(),
                filter: it.filter.get(),
                sorting: it.sorting.get(),
                page: it.page.get(),
                found: it
                    .found
                    .with(|all| all.iter().map(|it| it.sheet.clone()).collect()),
                opened: None,
            };
            LAST.with_borrow_mut(|last| {
                let opened = last.opened.take();
                *last = LastList { opened, ..kept };
            });
        });
        it
    }

    pub(super) fn n_found(self) -> usize {
        self.found.with(Vec::len)
    }

    /// All that are found, in their order.
    pub(super) fn found_sheets(self) -> Vec<SheetId> {
        self.found
            .with(|all| all.iter().map(|it| it.sheet.clone()).collect())
    }

    pub(super) fn shown(self) -> Vec<SharedSheet> {
        let n_pages = self.n_found().div_ceil(PAGE).max(1);
        // The last page there is, if there are fewer now.
        let from = self.page.get().min(n_pages - 1) * PAGE;
        self.found
            .with(|it| it.iter().skip(from).take(PAGE).cloned().collect())
    }

    /// Changes the filter; what is found then begins on its first page.
    pub(super) fn narrow(self, change: impl FnOnce(&mut SharedFilter)) {
        self.filter.update(change);
        self.page.set(0);
    }
}

/// What a column is sorted by: names by their reading, where the roster says it.
fn sort_key(it: &SharedSheet, column: usize) -> (u8, String) {
    let person = &it.owner;
    match column {
        0 if person.kana.is_empty() => (1, person.name.clone()),
        0 => (0, fold(&person.kana)),
        1 => (0, person.org.label()),
        2 => (0, it.title.clone()),
        3 => (0, it.scope.into_str().to_owned()),
        _ => {
            let at = it
                .submitted_at
                .map_or(0, domain::timestamp::Timestamp::as_millis);
            (0, format!("{at:020}"))
        }
    }
}

/// Notes which sheet is opened, so that the list begins there again.
pub(crate) fn note_opened(sheet: &SheetId) {
    LAST.with_borrow_mut(|it| it.opened = Some(sheet.clone()));
}

/// Which sheet was opened last, once.
pub(super) fn take_opened(cycle: Cycle) -> Option<SheetId> {
    let of = viewer().map(|it| (it, cycle));
    LAST.with_borrow_mut(|it| if it.of == of { it.opened.take() } else { None })
}

/// The sheets before and after one in the last list.
pub(crate) fn neighbours(sheet: &SheetId) -> (Option<SheetId>, Option<SheetId>) {
    let found = last(sheet.cycle).found;
    let Some(at) = found.iter().position(|it| it == sheet) else {
        return (None, None);
    };
    let before = at.checked_sub(1).and_then(|at| found.get(at));
    (before.cloned(), found.get(at + 1).cloned())
}
