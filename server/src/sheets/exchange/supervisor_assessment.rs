//! Validates a supervisor assessment: whom a 所属長 may assess, and when a published assessment is locked.

use crate::app_state::people_led_by;
use crate::db::Connection;
use crate::interviews::supervisor_assessments;
use crate::sheets::exchange::{FactError, PushTx};
use crate::sheets::push_rules::RejectionCause;
use domain::fact::{Fact, FactBody, Reason};
use domain::instrument::ItemRole;
use domain::sheet::SheetId;
use serde_json::Value;

impl PushTx {
    /// Rejects an answer of an assessment form that its author may not give; no effect on other forms.
    pub(crate) async fn check_assessment(
        &mut self,
        connection: &mut Connection,
        fact: &Fact,
    ) -> Result<(), FactError> {
        let published = self.catalogue.newest(&fact.sheet.instrument);
        let about = published.map(|it| it.edition.about.clone());
        let publishes = published.and_then(|it| it.edition.item_with_role(ItemRole::Published));
        let publishes = publishes.map(|it| it.id.clone());
        let (Some(about), FactBody::Answer { item, value, .. }) = (about, &fact.body) else {
            return Ok(());
        };
        let Some((id, person)) = item.split_staff() else {
            return Ok(());
        };
        if about.as_str().is_empty() {
            return Ok(());
        }
        let today = self.now.day();
        let led = people_led_by(&mut *connection, &self.person, &today, &[&person]).await?;
        if led.is_empty() {
            let detail = "今あなたを所属長とする職員ではありません";
            return Err(RejectionCause::new(Reason::NotYours, detail).into());
        }
        let Some(publishes) = publishes else {
            return Ok(());
        };
        let shown = publishes.for_staff(&person);
        let is_shown = self
            .cached_sheet(connection, &fact.sheet)
            .await?
            .value(&shown)
            .is_some();
        let locked = |why| Err(RejectionCause::new(Reason::Locked, why).into());
        if is_shown && id != publishes {
            return locked("見せている見立ては変えられません。取り下げてから直してください");
        }
        let takes_back = is_shown && *value == Value::Null;
        let theirs = SheetId {
            person,
            instrument: about,
            cycle: fact.sheet.cycle,
        };
        if takes_back
            && supervisor_assessments::is_shared_with_supervisor(connection, &theirs).await?
        {
            return locked("本人も自己採点を見せているため、取り下げられません");
        }
        Ok(())
    }
}
