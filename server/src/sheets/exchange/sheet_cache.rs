//! The sheets that a push writes in, each read once.

use super::PushTx;
use crate::app_state::CallError;
use crate::db::Connection;
use crate::sheets::log;
use domain::fact::{Fact, FactBody};
use domain::sheet::{Sheet, SheetId};

impl PushTx {
    /// Whether an answer is in a part that both sides have confirmed.
    pub(super) async fn is_locked(
        &mut self,
        connection: &mut Connection,
        fact: &Fact,
    ) -> Result<bool, CallError> {
        let sheet = self.cached_sheet(connection, &fact.sheet).await?;
        Ok(matches!(&fact.body, FactBody::Answer { item, .. } if sheet.is_locked(item)))
    }

    /// A sheet's content with this push applied; loaded once.
    pub(super) async fn cached_sheet(
        &mut self,
        connection: &mut Connection,
        id: &SheetId,
    ) -> Result<&Sheet, CallError> {
        if !self.sheet_cache.contains_key(id) {
            self.flush_pending(connection).await?;
            let sheet = read_sheet(connection, id).await?;
            self.sheet_cache.insert(id.clone(), sheet);
        }
        Ok(&self.sheet_cache[id])
    }
}

/// A sheet as the log has it now.
async fn read_sheet(connection: &mut Connection, sheet: &SheetId) -> Result<Sheet, CallError> {
    let facts = log::facts_of_sheet(connection, sheet).await?;
    Ok(Sheet::from_facts(&facts))
}
