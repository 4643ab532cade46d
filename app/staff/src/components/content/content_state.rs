//! The page that is shown, as it is on this device, and what the reader may do with it.

use crate::i18n::{locale, t};
use crate::sync::AppState;
use api::content_pages::ContentPages;
use api::{ApiError, Code};
use domain::content_page::{ContentEntry, ContentLink, ContentPage, EntryChange, LinkTarget};
use domain::person::Role;
use domain::route::Route;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub(super) struct ContentState {
    pub(super) here: AppState,
    /// Id of the page, and its place in the URL.
    pub(super) page: &'static str,
    pages: RwSignal<ContentPages>,
}

impl ContentState {
    pub(super) fn new(page: &'static str, pages: ContentPages) -> Self {
        Self {
            here: expect_context::<AppState>(),
            page,
            pages: RwSignal::new(pages),
        }
    }

    /// Reads the page; `None` if the ward has none of this kind.
    pub(super) fn with<T>(self, read: impl FnOnce(&ContentPage) -> T) -> Option<T> {
        self.pages.with(|it| {
            let found = it.pages.iter().find(|it| it.id.as_str() == self.page);
            found.map(read)
        })
    }

    /// Whether the reader may change what stands here: 職員課.
    pub(super) fn may_change(self) -> bool {
        let me = self.here.me;
        me.with(|me| me.as_ref().is_some_and(|it| it.has_role(Role::Personnel)))
    }

    /// The reader's grade (級); `None` if it is not known.
    pub(super) fn grade(self) -> Option<usize> {
        let me = self.here.me;
        me.with(|me| me.as_ref().map(|it| usize::from(it.person.grade)))
    }

    pub(super) fn has_role(self, role: Role) -> bool {
        let me = self.here.me;
        me.with(|me| me.as_ref().is_some_and(|it| it.has_role(role)))
    }

    /// URL of a section or an entry of this page.
    pub(super) fn url(self, section: &str, entry: &str) -> String {
        let (page, mark) = (self.page, if entry.is_empty() { "" } else { "#" });
        format!("/{page}/{section}{mark}{entry}")
    }

    /// URL that a link leads to; `None` for a form that the reader is not asked.
    pub(super) fn target(self, link: &ContentLink) -> Option<String> {
        match &link.to {
            LinkTarget::Path(path) => Some(path.clone()),
            LinkTarget::Form(form) => self.here.me.with(|me| {
                let all = me.iter().flat_map(|it| &it.cycles);
                let own = all.filter(|it| it.instrument == *form);
                let newest = own.max_by_key(|it| it.cycle)?;
                Some(Route::Sheet(form.clone(), newest.cycle).to_string())
            }),
        }
    }

    /// Changes an entry as it is shown, or gives it back its published text; a sentence if that cannot be.
    pub(super) async fn change(
        self,
        entry: &ContentEntry,
        change: Option<EntryChange>,
    ) -> Result<(), String> {
        let of = (self.page.into(), entry.id.clone());
        match self.here.change_content_entry(of, entry.changed, change).await {
            Ok(fresh) => {
                self.pages.try_set(fresh);
                Ok(())
            }
            Err(ApiError { code: Code::Conflict, .. }) => Err(t(
                "ほかの人が先に変えました。書いた文は残っています。画面を読み込み直して、いまの文と見比べてください。",
            )
            .to_owned()),
            Err(error) => Err(error.sentence(locale())),
        }
    }
}
