//! Where the person is, and how pages lead to others.

use browser::page;
use domain::route::Route;
use leptos::prelude::*;

/// The current route, and navigation between pages.
#[derive(Clone, Copy)]
pub(crate) struct Navigator(RwSignal<Option<Route>>);

impl Navigator {
    /// Follows the address bar from now on.
    pub(crate) fn start() -> Self {
        let place = Self(RwSignal::new(Route::parse(&page::path())));
        page::on_pop(move || place.follow_address());
        page::on_link_click(move |path| {
            page::push(&path);
            place.follow_address();
        });
        place
    }

    /// The page that is shown; `None` for an address that has none.
    pub(crate) fn route(self) -> RwSignal<Option<Route>> {
        self.0
    }

    /// Takes the route over from the address bar.
    fn follow_address(self) {
        let to = Route::parse(&page::path());
        if self.0.with_untracked(|it| *it != to) {
            self.0.set(to);
        }
    }

    /// Page to show after signing in: the requested one, or home.
    pub(crate) fn requested_page(self) -> Route {
        match self.0.get_untracked() {
            None
            | Some(
                Route::SignIn
                | Route::ResetPassword
                | Route::Setup
                | Route::Password
                | Route::Device,
            ) => Route::Home,
            Some(it) => it,
        }
    }

    /// Leaves a page whose work is done, unless the person has navigated away already.
    pub(crate) fn replace_if_still_at(self, from: &Route, to: &Route) {
        if self.0.with_untracked(|it| it.as_ref() == Some(from)) {
            self.replace(to);
        }
    }

    /// Navigates with a new history entry.
    pub(crate) fn go(self, to: &Route) {
        page::push(&to.to_string());
        self.follow_address();
    }

    /// Navigates without one: the current history entry is replaced.
    pub(crate) fn replace(self, to: &Route) {
        page::replace(&to.to_string());
        self.follow_address();
    }
}
