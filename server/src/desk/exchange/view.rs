//! Validates a supervisor assessment: whom a 所属長 may assess, and when a published assessment is locked.

use super::Take;
use crate::desk::{Failure, led, views};
use domain::calendar::day;
use domain::fact::{Body, Fact, Reason};
use domain::ids::{ItemId, PersonId};
use domain::instrument::PUBLISHED;
use domain::sheet::SheetId;
use serde_json::Value;
use sqlx::sqlite::SqliteConnection;

impl Take {
    /// Rejects an answer of an assessment form that its author may not give; no effect on other forms.
    pub(super) async fn no_view(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
    ) -> Result<Option<(Reason, String)>, Failure> {
        let published = self.catalogue.newest(&fact.sheet.instrument);
        let about = published.map(|it| it.edition.about.clone());
        let (Some(about), Body::Answer { item, value, .. }) = (about, &fact.body) else {
            return Ok(None);
        };
        let Some((id, of)) = item.as_str().split_once('.') else {
            return Ok(None);
        };
        if about.as_str().is_empty() {
            return Ok(None);
        }
        let person = PersonId::from(of);
        let today = day(self.now);
        let led = led(&mut *connection, &self.person, &today, &[&person]).await?;
        if led.is_empty() {
            let detail = "今あなたを所属長とする職員ではありません".to_owned();
            return Ok(Some((Reason::NotYours, detail)));
        }
        let shown = ItemId(format!("{PUBLISHED}.{of}"));
        let is_shown = self
            .says(connection, &fact.sheet)
            .await?
            .value(&shown)
            .is_some();
        let locked = |why: &str| Ok(Some((Reason::Locked, why.to_owned())));
        if is_shown && id != PUBLISHED {
            return locked("見せている見立ては変えられません。取り下げてから直してください");
        }
        let takes_back = is_shown && *value == Value::Null;
        let theirs = SheetId {
            person,
            instrument: about,
            cycle: fact.sheet.cycle,
        };
        if takes_back && views::is_shown(connection, &theirs).await? {
            return locked("本人も自己採点を見せているため、取り下げられません");
        }
        Ok(None)
    }
}
