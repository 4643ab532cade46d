//! The page that is shown, as it is on this device, and what the reader may do with it.

use crate::i18n::{locale, t};
use crate::sync::AppState;
use api::content_pages::ContentPages;
use api::{ApiError, Code};
use domain::content_page::{ContentLink, ContentPage, EntryChange, EntryId, LinkTarget};
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::person::{CurrentUser, OpenCycle, Role};
use domain::route::Route;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub(super) struct ContentState {
    pub(super) here: AppState,
    /// Id of the page.
    pub(super) page: &'static str,
    /// Where it is in the app.
    pub(super) base: &'static str,
    /// The section that is shown; empty for the contents.
    at: StoredValue<String>,
    pages: RwSignal<ContentPages>,
    reader: Memo<Reader>,
}

/// What of the reader decides on what is shown. The page is made anew only if this changes, not with every answer of
/// the server: the place where one reads, and an open form, would be lost.
#[derive(Clone, Default, PartialEq)]
struct Reader {
    grade: Option<u8>,
    roles: Vec<Role>,
    /// Forms that they are asked, each with the cycle that is open, or the last one.
    sheets: Vec<(InstrumentId, Route)>,
}

impl Reader {
    fn of(me: &CurrentUser) -> Self {
        let mut asked: Vec<&OpenCycle> = me.cycles.iter().filter(|it| it.offered).collect();
        // What is open comes last, and of that the newest.
        asked.sort_by_key(|it| (it.open, it.cycle));
        let route = |it: &OpenCycle| match it.role() {
            FormRole::LiteracyTest => Route::Literacy(it.cycle),
            _ => Route::Sheet(it.instrument.clone(), it.cycle),
        };
        let sheets = asked.iter().map(|it| (it.instrument.clone(), route(it)));
        Self {
            grade: Some(me.person.grade),
            roles: me.person.roles.clone(),
            sheets: sheets.collect(),
        }
    }
}

impl ContentState {
    pub(super) fn new((page, base): (&'static str, &'static str), pages: ContentPages) -> Self {
        let here = expect_context::<AppState>();
        Self {
            here,
            reader: Memo::new(move |_| {
                here.me
                    .with(|me| me.as_ref().map(Reader::of).unwrap_or_default())
            }),
            page,
            base,
            at: StoredValue::new(String::new()),
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

    /// Whether the reader may change what stands here: 職員課, and 採用担当 what is for candidates.
    pub(super) fn may_change(self) -> bool {
        self.has_role(Role::Personnel)
            || (self.page == "recruiting" && self.has_role(Role::Recruiter))
    }

    /// The reader's grade (級); `None` if it is not known.
    pub(super) fn grade(self) -> Option<u8> {
        self.reader.with(|it| it.grade)
    }

    pub(super) fn has_role(self, role: Role) -> bool {
        self.reader.with(|it| it.roles.contains(&role))
    }

    /// Says which section is shown.
    pub(super) fn show(self, section: &str) {
        self.at.set_value(section.to_owned());
    }

    /// URL of a section or an entry of this page; a mere anchor within the section that is shown.
    pub(super) fn url(self, section: &str, entry: &str) -> String {
        if self.at.with_value(|at| at == section) && !entry.is_empty() {
            return format!("#{entry}");
        }
        let (base, mark) = (self.base, if entry.is_empty() { "" } else { "#" });
        format!("{base}/{section}{mark}{entry}")
    }

    /// URL that a link leads to; `None` for a form that the reader is not asked.
    pub(super) fn target(self, link: &ContentLink) -> Option<String> {
        match &link.to {
            LinkTarget::Path(path) => {
                let own = path
                    .strip_prefix('/')
                    .and_then(|it| it.strip_prefix(self.page));
                let place = own.and_then(|it| it.strip_prefix('/'));
                Some(
                    match place.map(|it| it.split_once('#').unwrap_or((it, ""))) {
                        Some((section, entry)) => self.url(section, entry),
                        None => path.clone(),
                    },
                )
            }
            LinkTarget::Form(form) => self.reader.with(|it| {
                let mut own = it.sheets.iter().filter(|it| it.0 == *form);
                Some(own.next_back()?.1.to_string())
            }),
        }
    }

    /// Changes an entry as it is shown; a sentence if that cannot be.
    pub(super) async fn change(
        self,
        (entry, seen): (EntryId, i64),
        change: EntryChange,
    ) -> Result<(), String> {
        let call = self
            .here
            .change_content_entry((self.page.into(), entry), seen, change);
        match call.await {
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
