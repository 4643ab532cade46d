//! Content pages: what the policy says and where help is to be had.

use crate::calls::calls;
use domain::content_page::{ContentPage, ContentPageId, EntryChange, EntryId};
use serde::{Deserialize, Serialize};

/// All content pages, as the caller sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentPages {
    /// Differs when anything in them does.
    pub tag: String,
    pub pages: Vec<ContentPage>,
}

calls! {
    /// The content pages.
    serve Every, send cookies, trait ContentPageCalls {
        /// All pages, or none if the caller has those of this tag. Every browser asks for all of them when it
        /// starts, so that nobody learns who reads about what.
        [Staff] post content_pages(known: String) -> Option<ContentPages>;
        /// Changes an entry. `seen` is the number of the change that the caller saw; `conflict` if there has been
        /// another since.
        /// 採用担当 change the page for candidates, 職員課 every page.
        [Roles Personnel Recruiter] post change_content_entry(
            page: ContentPageId,
            entry: EntryId,
            seen: i64,
            change: EntryChange,
        ) -> ContentPages;
    }
}
