//! What a 所属長 may write of each of their staff, and when a view they have shown stays as it is.

use super::Take;
use crate::desk::Failure;
use app::journal::{Body, Fact, Reason};
use app::model::calendar::day;
use app::model::ids::{InstrumentId, ItemId};
use app::model::instrument::PUBLISHED;
use app::model::sheet::ShareScope;
use serde_json::Value;
use sqlx::sqlite::SqliteConnection;

impl Take {
    /// Why an answer is not taken as a part of a view, if it is one and is not.
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
        if !self.leads(connection, of).await? {
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
        if takes_back && self.has_shown(connection, fact, &about, of).await? {
            return locked("本人も自己採点を見せているため、取り下げられません");
        }
        Ok(None)
    }

    async fn leads(
        &self,
        connection: &mut SqliteConnection,
        person: &str,
    ) -> Result<bool, Failure> {
        let led = sqlx::query(include_str!("../led.sql"))
            .bind(self.person.as_str())
            .bind(day(self.now))
            .bind(serde_json::to_string(&[person])?)
            .fetch_optional(connection)
            .await?;
        Ok(led.is_some())
    }

    /// Whether the person has handed in their own of the same time, shared with their 所属長.
    async fn has_shown(
        &self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        about: &InstrumentId,
        person: &str,
    ) -> Result<bool, Failure> {
        let scope: Option<String> = sqlx::query_scalar(include_str!("../handed_in.sql"))
            .bind(person)
            .bind(about.as_str())
            .bind(fact.sheet.cycle.to_string())
            .fetch_optional(connection)
            .await?;
        let scope = ShareScope::of_word(scope.as_deref()).unwrap_or_default();
        Ok(scope.has_supervisor())
    }
}
