//! A guidance record begins only for somebody whose guidance 職員課 has decided on.

use super::{FactError, PushTx};
use crate::db::Connection;
use crate::personnel::guidance;
use crate::sheets::push_rules::RejectionCause;
use domain::fact::{Fact, Reason};

impl PushTx {
    /// Rejects the first fact of a restricted record that nobody has decided on.
    pub(super) async fn check_guidance(
        &self,
        connection: &mut Connection,
        fact: &Fact,
    ) -> Result<(), FactError> {
        let form = self.catalogue.newest(&fact.sheet.instrument);
        if !form.is_some_and(|it| it.edition.restricted) {
            return Ok(());
        }
        let sheet = &fact.sheet;
        if guidance::is_subject(connection, &sheet.person, sheet.cycle.year).await? {
            return Ok(());
        }
        let detail = "職員課が、この年度の指導育成の対象に決めていません";
        Err(RejectionCause::new(Reason::NotYours, detail).into())
    }
}
