//! The exchange: facts in, facts out. Nothing is acknowledged before it is on disk (S2).
//!
//! The whole push is taken in one savepoint of the writer: it is seen whole or not at all.

mod standing;

use super::{Failure, SqliteDesk, pull};
use crate::content::Catalogue;
use app::api::Code;
use app::journal::{Body, Fact, PUSH_LIMIT, Pull, Push, Reason, Refused, SCHEMA, Step};
use app::model::ids::{DeviceId, PersonId};
use app::model::sheet::{ShareScope, Sheet, SheetId, SheetState};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use standing::{Standing, Verdict};
use std::collections::HashMap;
use std::sync::Arc;

/// A fact larger than this is refused: 64 KiB of JSON.
const LARGEST_FACT: usize = 65_536;

/// Longest id taken, in bytes; a UUID has 36.
const LONGEST_ID: usize = 64;

pub(super) async fn exchange(
    desk: &SqliteDesk,
    person: PersonId,
    push: Push,
) -> Result<Pull, Failure> {
    let id_fits = |it: &str| !it.is_empty() && it.len() <= LONGEST_ID;
    let ids_fit =
        id_fits(push.device.as_str()) && push.facts.iter().all(|it| id_fits(it.id.as_str()));
    if !ids_fit || push.since < 0 {
        return Err(Code::BadRequest.into());
    }
    if push.facts.len() > PUSH_LIMIT {
        return Err(Code::TooLarge.into());
    }
    let same_life = push.epoch.as_ref().is_none_or(|it| *it == desk.epoch);
    let since = if same_life { push.since } else { 0 };
    let facts = if same_life { push.facts } else { Vec::new() };
    let (expects, refused) = if facts.is_empty() {
        (
            pull::expects(desk.readers(), &push.device, &person).await?,
            Vec::new(),
        )
    } else {
        let take = Take {
            person: person.clone(),
            device: push.device,
            schema: push.schema,
            now: desk.now(),
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

/// One push being taken.
struct Take {
    person: PersonId,
    device: DeviceId,
    schema: u32,
    now: i64,
    catalogue: Arc<Catalogue>,
    sheets: HashMap<SheetId, Standing>,
}

impl Take {
    async fn all(
        mut self,
        connection: &mut SqliteConnection,
        facts: Vec<Fact>,
    ) -> Result<(u64, Vec<Refused>), Failure> {
        let mut expects = pull::expects(&mut *connection, &self.device, &self.person).await?;
        let before = expects;
        let mut refused = Vec::new();
        for fact in facts {
            let id = fact.id.clone();
            if let Some((reason, detail)) = self.one(connection, &mut expects, fact).await? {
                refused.push(Refused { id, reason, detail });
            }
        }
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
        expects: &mut u64,
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
            if known.try_get::<Vec<u8>, _>("digest")? != digest {
                self.contradict(connection, &fact, &text).await?;
                return Ok(Some((Reason::SameIdOtherContent, String::new())));
            }
            let Some(reason) = known.try_get::<Option<String>, _>("reason")? else {
                return Ok(None);
            };
            let reason = serde_json::from_value(reason.into()).unwrap_or(Reason::Other);
            return Ok(Some((reason, known.try_get("detail")?)));
        }
        if fact.n != *expects || fact.device != self.device {
            return Ok(Some((Reason::Gap, format!("次の番号は{expects}です"))));
        }
        *expects += 1;
        match self.judge(connection, &fact, text.len()).await? {
            Ok(()) => {
                self.keep(connection, &fact, &text, digest).await?;
                Ok(None)
            }
            Err((reason, detail)) => {
                self.refuse(connection, &fact, &text, digest, reason, &detail)
                    .await?;
                Ok(Some((reason, detail)))
            }
        }
    }

    async fn judge(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        size: usize,
    ) -> Result<Verdict, Failure> {
        let no = |reason, detail: &str| Ok(Err((reason, detail.to_owned())));
        if self.schema > SCHEMA
            || matches!(
                fact.body,
                Body::Unknown
                    | Body::Step {
                        step: Step::Unknown,
                        ..
                    }
            )
        {
            return no(Reason::Outdated, "");
        }
        if size > LARGEST_FACT {
            return no(Reason::TooLarge, "");
        }
        if fact.sheet.person != self.person {
            return no(Reason::NotYours, "");
        }
        let standing = self.standing(connection, &fact.sheet).await?.clone();
        let instrument = &fact.sheet.instrument;
        if self.catalogue.newest(instrument).is_none() {
            return no(Reason::UnknownItem, "");
        }
        if let Body::Answer { item, value, .. } = &fact.body {
            let Some(item) = self.catalogue.item(instrument, item) else {
                return no(Reason::UnknownItem, "");
            };
            return Ok(standing
                .takes_answers()
                .and_then(|()| item.check(value).map_err(|why| (Reason::BadValue, why))));
        }
        let Body::Step { step, made_on } = &fact.body else {
            return no(Reason::Outdated, "");
        };
        if let Err(verdict) = standing.takes_step(*step) {
            return Ok(Err(verdict));
        }
        if *made_on != read_sheet(connection, &fact.sheet).await?.hash() {
            return no(Reason::Stale, "");
        }
        Ok(Ok(()))
    }

    async fn standing(
        &mut self,
        connection: &mut SqliteConnection,
        sheet: &SheetId,
    ) -> Result<&mut Standing, Failure> {
        if !self.sheets.contains_key(sheet) {
            let standing = Standing::load(connection, sheet).await?;
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
    ) -> Result<(), Failure> {
        let (item, value) = match &fact.body {
            Body::Answer { item, value, .. } => (Some(item.as_str()), Some(value.to_string())),
            _ => (None, None),
        };
        sqlx::query(include_str!("keep.sql"))
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
        self.stand(connection, fact).await
    }

    /// Writes where the sheet stands now, if this fact changed it.
    async fn stand(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
    ) -> Result<(), Failure> {
        let now = self.now;
        let standing = self.standing(connection, &fact.sheet).await?;
        let state = match &fact.body {
            Body::Answer { .. } if standing.exists => return Ok(()),
            Body::Step {
                step: Step::Submit, ..
            } => SheetState::Submitted,
            _ => SheetState::Draft,
        };
        standing.exists = true;
        standing.state = state;
        let submitted = state == SheetState::Submitted;
        let scope = if submitted {
            read_sheet(connection, &fact.sheet).await?.share_scope()
        } else {
            ShareScope::SelfOnly
        };
        sqlx::query(include_str!("stand.sql"))
            .bind(fact.sheet.person.as_str())
            .bind(fact.sheet.instrument.as_str())
            .bind(fact.sheet.cycle.to_string())
            .bind(if submitted { "submitted" } else { "draft" })
            .bind(scope_word(scope))
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
        let reason = serde_json::to_value(reason).ok();
        let kept = if text.len() > LARGEST_FACT { "" } else { text };
        sqlx::query("insert into refusal (id, device, n, author, reason, detail, digest, fact, heard_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(fact.id.as_str())
            .bind(fact.device.as_str())
            .bind(i64::try_from(fact.n).map_err(|_| Code::BadRequest)?)
            .bind(self.person.as_str())
            .bind(reason.as_ref().and_then(Value::as_str))
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
        let kept = if text.len() > LARGEST_FACT { "" } else { text };
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

fn scope_word(scope: ShareScope) -> &'static str {
    match scope {
        ShareScope::SelfOnly => "self_only",
        ShareScope::Supervisor => "supervisor",
        ShareScope::SupervisorAndPersonnel => "supervisor_and_personnel",
    }
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
