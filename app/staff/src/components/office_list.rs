//! A list as office people know it: found while typing, sorted by its heads, paged, walked with the arrow keys, and as
//! it was left when one comes back from a row.

use super::pager::{Pager, focus_first, move_focus};
use super::search_field::SearchField;
use super::sort_head::{SortHead, Sorting};
use crate::sync::AppState;
use browser::page;
use domain::folding::fold;
use domain::ids::PersonId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::HashMap;

/// Rows on a page.
const PAGE: usize = 30;

/// How a list was left, in memory only.
#[derive(Clone, Default)]
struct LastPlace {
    /// Whose it was: nobody else is shown what they typed.
    of: Option<PersonId>,
    words: String,
    sorting: Option<Sorting>,
    page: usize,
    /// Id of the row that was opened.
    opened: Option<String>,
}

thread_local! {
    static PLACES: RefCell<HashMap<&'static str, LastPlace>> = RefCell::default();
}

/// What a list has to know of its rows.
pub(crate) struct RowsOf<T> {
    /// Names the list.
    pub(crate) name: &'static str,
    /// Where the words that are looked for may stand.
    pub(crate) text: fn(&T) -> Vec<String>,
    /// What a column is sorted by.
    pub(crate) key: fn(&T, usize) -> (u8, String),
    /// Id of a row's link.
    pub(crate) id: fn(&T) -> String,
}

impl<T> Clone for RowsOf<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RowsOf<T> {}

/// The list, and what of it is shown.
pub(crate) struct OfficeList<T: Send + Sync + 'static> {
    rows: RowsOf<T>,
    words: RwSignal<String>,
    sorting: RwSignal<Option<Sorting>>,
    /// From 0.
    page: RwSignal<usize>,
    found: Memo<Vec<T>>,
}

impl<T: Send + Sync + 'static> Clone for OfficeList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for OfficeList<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> OfficeList<T> {
    /// The list as it was left. `all` may change: what is found follows it.
    pub(crate) fn open(rows: RowsOf<T>, all: Signal<Vec<T>>) -> Self {
        let here = expect_context::<AppState>();
        let of = here.person();
        let before = PLACES.with_borrow(|it| it.get(rows.name).cloned());
        let before = before.filter(|it| it.of == of).unwrap_or_default();
        let (words, sorting) = (RwSignal::new(before.words), RwSignal::new(before.sorting));
        let found = Memo::new(move |_| {
            let wanted = words.with(|it| fold_words(it));
            let mut found: Vec<T> = all.with(|all| {
                let fits = all.iter().filter(|it| fits(&(rows.text)(it), &wanted));
                fits.cloned().collect()
            });
            if let Some(it) = sorting.get() {
                it.sort(&mut found, rows.key);
            }
            found
        });
        let it = Self {
            rows,
            words,
            sorting,
            page: RwSignal::new(before.page),
            found,
        };
        Effect::new(move |_| {
            let (words, sorting, page) = (it.words.get(), it.sorting.get(), it.page.get());
            PLACES.with_borrow_mut(|all| {
                let place = all.entry(rows.name).or_default();
                place.of.clone_from(&of);
                (place.words, place.sorting, place.page) = (words, sorting, page);
            });
        });
        it
    }

    /// Begins with the first page: another list was asked for.
    pub(crate) fn to_first_page(self) {
        self.page.set(0);
    }

    pub(crate) fn n_found(self) -> usize {
        self.found.with(Vec::len)
    }

    /// The rows of the page that is shown.
    pub(crate) fn shown(self) -> Vec<T> {
        let n_pages = self.n_found().div_ceil(PAGE).max(1);
        let from = self.page.get().min(n_pages - 1) * PAGE;
        self.found
            .with(|it| it.iter().skip(from).take(PAGE).cloned().collect())
    }

    fn ids(self) -> Vec<String> {
        self.shown().iter().map(self.rows.id).collect()
    }

    /// Id of the field in which one types.
    fn search_id(self) -> &'static str {
        self.rows.name
    }

    /// The field in which one types what to look for; ↓ leads into the list.
    pub(crate) fn search(self, label: &'static str) -> AnyView {
        let down = move |event: KeyboardEvent| {
            if event.key() == "ArrowDown" && !event.is_composing() {
                event.prevent_default();
                focus_first(move || self.ids());
            }
        };
        let take = move |words| {
            self.words.set(words);
            self.page.set(0);
        };
        let words = self.words.get_untracked();
        view! {
            <form role="search" class="list-search" on:submit=move |event| event.prevent_default()>
                <SearchField id=self.search_id() label words on_words=take on_key=down />
            </form>
        }
        .into_any()
    }

    /// Heads that sort, one for each name.
    pub(crate) fn heads(self, names: Vec<&'static str>) -> AnyView {
        let heads = names.into_iter().enumerate();
        let heads =
            heads.map(|(column, name)| view! { <SortHead column name sorting=self.sorting /> });
        heads.collect_view().into_any()
    }

    /// Takes the arrow keys of the rows.
    pub(crate) fn on_key(self, event: &KeyboardEvent) {
        move_focus(event, &untrack(|| self.ids()), self.search_id());
    }

    pub(crate) fn pager(self) -> AnyView {
        let n_found = Signal::derive(move || self.n_found());
        view! { <Pager page=self.page n_found size=PAGE first=move || self.ids() /> }.into_any()
    }

    /// All rows found, as they are sorted.
    pub(crate) fn found(self) -> Vec<T> {
        self.found.get_untracked()
    }

    /// Leads to the row that was opened last, once its row is there.
    pub(crate) fn return_to_opened(self) {
        let opened = PLACES.with_borrow_mut(|all| all.get_mut(self.rows.name)?.opened.take());
        let is_shown = |id: &String| untrack(|| self.ids()).contains(id);
        if let Some(id) = opened.filter(is_shown) {
            spawn_local(async move {
                page::microtask().await;
                page::focus_again(&id);
            });
        }
    }
}

/// Notes which row of a list is opened, or walked to, so that the list begins there again.
pub(crate) fn note_opened(list: &str, id: &str) {
    PLACES.with_borrow_mut(|all| {
        if let Some(place) = all.get_mut(list) {
            place.opened = Some(id.to_owned());
        }
    });
}

fn fold_words(words: &str) -> Vec<String> {
    words.split_whitespace().map(fold).collect()
}

/// Whether each word stands somewhere in the texts.
fn fits(texts: &[String], wanted: &[String]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let texts: Vec<String> = texts.iter().map(|it| fold(it)).collect();
    wanted
        .iter()
        .all(|word| texts.iter().any(|it| it.contains(word)))
}
