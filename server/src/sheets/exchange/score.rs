//! Keeps what submitted sheets add to figures about many people.

use super::PushTx;
use crate::aggregates::scores::{self, Occasion};
use crate::app_state::CallError;
use crate::db::Connection;
use domain::fact::{Fact, FactBody};
use std::sync::Arc;

impl PushTx {
    /// After a fact: a sheet that is handed in, or was added to, is scored at the end of the push; one that is open
    /// again adds nothing.
    pub(super) async fn update_score(
        &mut self,
        connection: &mut Connection,
        fact: &Fact,
    ) -> Result<(), CallError> {
        let is_open = self.status(&fact.sheet).state.is_open();
        let is_step = matches!(fact.body, FactBody::Step { .. });
        match (is_open, is_step) {
            (false, true) => {
                self.to_score.insert(fact.sheet.clone(), Occasion::HandedIn);
            }
            (false, false) => {
                let occasion = self.to_score.entry(fact.sheet.clone());
                occasion.or_insert(Occasion::Added);
            }
            (true, true) => {
                self.to_score.remove(&fact.sheet);
                scores::forget(connection, &fact.sheet).await?;
            }
            (true, false) => {}
        }
        Ok(())
    }

    /// Scores the sheets that are due, as this push leaves them.
    pub(super) async fn note_scores(
        &mut self,
        connection: &mut Connection,
    ) -> Result<(), CallError> {
        let forms = Arc::clone(&self.catalogue);
        for (id, occasion) in std::mem::take(&mut self.to_score) {
            if !scores::has_figures(&forms, &id.instrument) {
                continue;
            }
            let sheet = self.cached_sheet(connection, &id).await?;
            scores::note(connection, &forms, &id, sheet, occasion).await?;
        }
        Ok(())
    }
}
