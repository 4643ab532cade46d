//! The content pages on this device. They are fetched whole when the app starts; reading one asks the server nothing.

use super::AppState;
use api::ApiError;
use api::content_pages::ContentPages;
use domain::content_page::{ContentPageId, EntryChange, EntryId};
use domain::person::Role;
use leptos::prelude::*;

const KEY: &str = "content-pages";

impl AppState {
    /// The pages of this device; from the server only if there are none yet, or for somebody who changes them.
    pub(crate) async fn content_pages(self) -> Result<ContentPages, ApiError> {
        let kept: Option<ContentPages> = self.cache_get(KEY).await;
        let changes_them = [Role::Personnel, Role::Recruiter];
        let is_editor = self.me.with_untracked(|me| {
            let has = |role: &Role| me.as_ref().is_some_and(|it| it.has_role(*role));
            changes_them.iter().any(has)
        });
        match kept {
            Some(pages) if !is_editor => Ok(pages),
            kept => self
                .refresh_content_pages()
                .await
                .or_else(|error| kept.ok_or(error)),
        }
    }

    /// Asks the server for what is newer than the pages of this device.
    pub(crate) async fn refresh_content_pages(self) -> Result<ContentPages, ApiError> {
        let person = self.person();
        let known: ContentPages = self.cache_get(KEY).await.unwrap_or_default();
        let Some(fresh) = api::content_pages::content_pages(known.tag.clone()).await? else {
            return Ok(known);
        };
        // An answer that comes after signing out is not the next person's.
        if self.person() == person {
            self.cache_put(KEY, &fresh).await;
        }
        Ok(fresh)
    }

    /// Changes an entry.
    pub(crate) async fn change_content_entry(
        self,
        (page, entry): (ContentPageId, EntryId),
        seen: i64,
        change: EntryChange,
    ) -> Result<ContentPages, ApiError> {
        let person = self.person();
        let call = api::content_pages::change_content_entry(page, entry, seen, change);
        let fresh = call.await?;
        if self.person() == person {
            self.cache_put(KEY, &fresh).await;
        }
        Ok(fresh)
    }

    /// The pages of this device, without asking the server.
    pub(crate) async fn kept_content_pages(self) -> ContentPages {
        self.cache_get(KEY).await.unwrap_or_default()
    }
}
