//! The list from which a page was opened: what stands before and after it there, and the way back.

use crate::i18n::t;
use crate::sync::AppState;
use domain::ids::PersonId;
use domain::route::Route;
use leptos::prelude::*;
use std::cell::RefCell;

/// The pages of a list as it was when one of them was opened, in memory only.
struct Walk {
    /// Whose list it was: nobody else is led through it.
    of: Option<PersonId>,
    pages: Vec<Route>,
    list: Route,
    /// What leads back to it.
    words: &'static str,
}

thread_local! {
    static WALK: RefCell<Option<Walk>> = RefCell::default();
}

/// Notes the pages of a list, in its order, as one of them is opened.
pub(crate) fn note_walk(here: AppState, pages: Vec<Route>, list: Route, words: &'static str) {
    let of = here.person();
    WALK.set(Some(Walk {
        of,
        pages,
        list,
        words,
    }));
}

/// Back to the list that a page was opened from, and on to what is before and after it there. A page that was opened
/// otherwise leads to its usual list alone.
#[component]
pub(crate) fn ListWalk(
    at: Route,
    /// The usual list.
    list: Route,
    /// What leads back to that.
    words: &'static str,
) -> impl IntoView {
    let of = expect_context::<AppState>().person();
    let (list, words, before, after) = WALK.with_borrow(|walk| {
        let found = walk.as_ref().filter(|it| it.of == of);
        let place = found.and_then(|it| Some((it, it.pages.iter().position(|it| *it == at)?)));
        let Some((walk, place)) = place else {
            return (list, words, None, None);
        };
        let before = place.checked_sub(1).and_then(|it| walk.pages.get(it));
        let after = walk.pages.get(place + 1);
        (
            walk.list.clone(),
            walk.words,
            before.cloned(),
            after.cloned(),
        )
    });
    let link = |to: Option<Route>, word: &'static str| {
        to.map(|it| view! { <a href=it.to_string()>{word}</a> })
    };
    view! {
        <nav class="back-and-on" aria-label=t("一覧の中の場所")>
            <a href=list.to_string()>{words}</a>
            {link(before, t("前の人"))}
            {link(after, t("次の人"))}
        </nav>
    }
}
