//! The calls about the content pages.

use crate::app_state::AppState;
use crate::content_pages;
use api::ApiError;
use api::access::Viewer;
use api::content_pages::{ContentPageCalls, ContentPages};
use async_trait::async_trait;
use domain::content_page::{ContentPageId, EntryChange, EntryId};

#[async_trait]
impl ContentPageCalls for AppState {
    async fn content_pages(
        &self,
        by: &Viewer,
        known: String,
    ) -> Result<Option<ContentPages>, ApiError> {
        Ok(content_pages::pages(self, by, &known).await?)
    }

    async fn change_content_entry(
        &self,
        by: &Viewer,
        page: ContentPageId,
        entry: EntryId,
        seen: i64,
        change: EntryChange,
    ) -> Result<ContentPages, ApiError> {
        content_pages::change(self, by, (page, entry), seen, change).await?;
        let pages = content_pages::pages(self, by, "").await?;
        Ok(pages.unwrap_or_default())
    }
}
