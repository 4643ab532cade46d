//! The exchange: facts in, facts out. Nothing is acknowledged before it is on disk (S2).
//!
//! The whole push is taken in one savepoint of the writer: it is seen whole or not at all.

mod standing;

use super::{Failure, SqliteDesk, pull};
use crate::content::Catalogue;
use crate::receipt::{self, Seal};
use crate::rules::{self, Asked, Known, Numbers, Standing};
use app::api::Code;
use app::journal::{Body, Fact, Pull, Push, Reason, Refused, Step};
use app::model::ids::{DeviceId, PersonId};
use app::model::receipt::content_of;
use app::model::sheet::{ShareScope, Sheet, SheetId, SheetState};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) async fn exchange(
    desk: &SqliteDesk,
    person: PersonId,
    push: Push,
) -> Result<Pull, Failure> {
    let (device, schema) = (push.device.clone(), push.schema);
    let (facts, since) = rules::admit(push, &desk.epoch)?;
    let (expects, refused) = if facts.is_empty() {
        let expects = pull::expects(desk.readers(), &device, &person).await?;
        (expects, Vec::new())
    } else {
        let take = Take {
            person: person.clone(),
            device,
            schema,
            now: desk.now(),
            seal: Arc::clone(&desk.seal),
            catalogue: Arc::clone(&desk.catalogue),
            sheets: HashMap::new(),
        };
        let job = desk
            .database
            .writer
            .run(move |connection| Box::pin(async move { take.all(connection, facts).await }));
        job.await?
    };
    pull::facts_since(desk, &person, since, expects, refused).await
}

/// The sheet a step was made on, as far as its consequences need it.
#[derive(Default)]
struct MadeOn {
    scope: ShareScope,
    content: String,
}

/// One push being taken.
struct Take {
    person: PersonId,
    device: DeviceId,
    schema: u32,
    now: i64,
    seal: Arc<Seal>,
    catalogue: Arc<Catalogue>,
    sheets: HashMap<SheetId, Standing>,
}

impl Take {
    async fn all(
        mut self,
        connection: &mut SqliteConnection,
        facts: Vec<Fact>,
    ) -> Result<(u64, Vec<Refused>), Failure> {
        let before = pull::expects(&mut *connection, &self.device, &self.person).await?;
        let mut numbers = Numbers::from(before);
        let mut refused = Vec::new();
        for fact in facts {
            let id = fact.id.clone();
            if let Some((reason, detail)) = self.one(connection, &mut numbers, fact).await? {
                refused.push(Refused { id, reason, detail });
            }
        }
        let expects = numbers.expects;
        if expects != before {
            sqlx::query("insert into device (id, person, expects) values (?, ?, ?) on conflict (id) do update set expects = excluded.expects")
                .bind(self.device.as_str())
                .bind(self.person.as_str())
                .bind(i64::try_from(expects).map_err(|_| Code::BadRequest)?)
                .execute(connection)
                .await?;
        }
        Ok((expects, refused))
    }

    /// Takes one fact; the answer is why not, if not.
    async fn one(
        &mut self,
        connection: &mut SqliteConnection,
        numbers: &mut Numbers,
        fact: Fact,
    ) -> Result<Option<(Reason, String)>, Failure> {
        let text = serde_json::to_string(&fact).map_err(|_| Code::BadRequest)?;
        let digest = Sha256::digest(text.as_bytes()).to_vec();
        let known = sqlx::query(include_str!("known.sql"))
            .bind(fact.id.as_str())
            .bind(fact.id.as_str())
            .fetch_optional(&mut *connection)
            .await?;
        if let Some(known) = known {
            let verdict = rules::again(known_of(&known)?, &digest);
            if let Err((Reason::SameIdOtherContent, _)) = &verdict {
                self.contradict(connection, &fact, &text).await?;
            }
            return Ok(verdict.err());
        }
        if let Err(verdict) = numbers.turn(&fact, &self.device) {
            return Ok(Some(verdict));
        }
        match self.judge(connection, &fact, text.len()).await? {
            Ok(made_on) => {
                self.keep(connection, &fact, &text, digest, made_on).await?;
                Ok(None)
            }
            Err((reason, detail)) => {
                self.refuse(connection, &fact, &text, digest, reason, &detail)
                    .await?;
                Ok(Some((reason, detail)))
            }
        }
    }

    /// Whether a new fact is taken; for a step, what it was made on.
    async fn judge(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        size: usize,
    ) -> Result<Result<MadeOn, (Reason, String)>, Failure> {
        let standing = self.standing(connection, &fact.sheet).await?.clone();
        let instrument = &fact.sheet.instrument;
        let item = match &fact.body {
            Body::Answer { item, .. } => self.catalogue.item(instrument, item),
            _ => None,
        };
        let asked = Asked {
            person: &self.person,
            schema: self.schema,
            fact,
            size,
            form_is_known: self.catalogue.newest(instrument).is_some(),
            item,
            standing: &standing,
        };
        let verdict = asked.judge();
        if verdict.is_err() || !matches!(fact.body, Body::Step { .. }) {
            return Ok(verdict.map(|()| MadeOn::default()));
        }
        let sheet = read_sheet(connection, &fact.sheet).await?;
        let made_on = rules::made_on(fact, || sheet.hash());
        Ok(made_on.map(|()| MadeOn {
            scope: sheet.share_scope(),
            content: content_of(&sheet),
        }))
    }

    async fn standing(
        &mut self,
        connection: &mut SqliteConnection,
        sheet: &SheetId,
    ) -> Result<&mut Standing, Failure> {
        if !self.sheets.contains_key(sheet) {
            let standing = standing::load(connection, sheet).await?;
            self.sheets.insert(sheet.clone(), standing);
        }
        Ok(self.sheets.entry(sheet.clone()).or_default())
    }

    async fn keep(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        text: &str,
        digest: Vec<u8>,
        made_on: MadeOn,
    ) -> Result<(), Failure> {
        let (item, value) = match &fact.body {
            Body::Answer { item, value, .. } => (Some(item.as_str()), Some(value.to_string())),
            _ => (None, None),
        };
        let kept = sqlx::query(include_str!("keep.sql"))
            .bind(fact.id.as_str())
            .bind(fact.device.as_str())
            .bind(i64::try_from(fact.n).map_err(|_| Code::BadRequest)?)
            .bind(self.person.as_str())
            .bind(fact.sheet.person.as_str())
            .bind(fact.sheet.instrument.as_str())
            .bind(fact.sheet.cycle.to_string())
            .bind(item)
            .bind(value)
            .bind(digest)
            .bind(text)
            .bind(self.now)
            .execute(&mut *connection)
            .await?;
        if let Body::Step {
            step: Step::Submit, ..
        } = &fact.body
        {
            let number = kept.last_insert_rowid();
            let receipt = self
                .seal
                .sign(number, fact.sheet.clone(), self.now, made_on.content);
            receipt::keep(connection, &receipt).await?;
        }
        self.stand(connection, fact, made_on.scope).await
    }

    /// Writes where the sheet stands now, if this fact changed it.
    async fn stand(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        scope: ShareScope,
    ) -> Result<(), Failure> {
        let now = self.now;
        let standing = self.standing(connection, &fact.sheet).await?;
        let Some(state) = standing.after(fact) else {
            return Ok(());
        };
        standing.exists = true;
        standing.state = state;
        let submitted = state == SheetState::Submitted;
        let scope = if submitted {
            scope
        } else {
            ShareScope::SelfOnly
        };
        sqlx::query(include_str!("stand.sql"))
            .bind(fact.sheet.person.as_str())
            .bind(fact.sheet.instrument.as_str())
            .bind(fact.sheet.cycle.to_string())
            .bind(state.word())
            .bind(scope.word())
            .bind(submitted.then_some(now))
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn refuse(
        &self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        text: &str,
        digest: Vec<u8>,
        reason: Reason,
        detail: &str,
    ) -> Result<(), Failure> {
        let kept = if text.len() > rules::LARGEST_FACT {
            ""
        } else {
            text
        };
        sqlx::query("insert into refusal (id, device, n, author, reason, detail, digest, fact, heard_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(fact.id.as_str())
            .bind(fact.device.as_str())
            .bind(i64::try_from(fact.n).map_err(|_| Code::BadRequest)?)
            .bind(self.person.as_str())
            .bind(reason.word())
            .bind(detail)
            .bind(digest)
            .bind(kept)
            .bind(self.now)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn contradict(
        &self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        text: &str,
    ) -> Result<(), Failure> {
        let kept = if text.len() > rules::LARGEST_FACT {
            ""
        } else {
            text
        };
        sqlx::query("insert into contradiction (id, author, fact, heard_at) values (?, ?, ?, ?)")
            .bind(fact.id.as_str())
            .bind(self.person.as_str())
            .bind(kept)
            .bind(self.now)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// What the log has under an id, from the row of `known.sql`.
fn known_of(row: &sqlx::sqlite::SqliteRow) -> Result<Known, Failure> {
    let reason: Option<String> = row.try_get("reason")?;
    let detail: String = row.try_get("detail")?;
    Ok(Known {
        digest: row.try_get("digest")?,
        refusal: Reason::of_word(reason.as_deref()).map(|it| (it, detail)),
    })
}

async fn read_sheet(connection: &mut SqliteConnection, sheet: &SheetId) -> Result<Sheet, Failure> {
    let texts: Vec<String> = sqlx::query_scalar(include_str!("sheet_facts.sql"))
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .fetch_all(connection)
        .await?;
    let facts = texts.iter().map(|it| serde_json::from_str(it));
    let facts: Vec<Fact> = facts.collect::<Result<_, _>>().map_err(|error| {
        tracing::error!(%error, "a stored fact does not read");
        Code::Internal
    })?;
    Ok(Sheet::read(&facts))
}
