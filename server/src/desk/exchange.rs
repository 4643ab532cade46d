//! The exchange: applies a push and answers with a pull. Nothing is acknowledged before it is on disk (S2).
//!
//! A push is one savepoint of the writer: it is applied as a whole or not at all.

mod log;
mod proof;
mod view;

use super::{Failure, SqliteDesk, pull};
use crate::content::Catalogue;
use crate::receipt::{self, Seal};
use crate::rules::{self, Asked, Known, Numbers, Standing};
use api::Code;
use domain::calendar::day;
use domain::fact::{Body, Fact, Heard, Reason, Step};
use domain::ids::{DeviceId, FactId, PersonId};
use domain::instrument::Course;
use domain::journal::{Pull, Push, Refused};
use domain::receipt::content_of;
use domain::sheet::{ShareScope, Sheet, SheetId, SheetState};
use log::Come;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) async fn exchange(
    desk: &SqliteDesk,
    person: PersonId,
    push: Push,
) -> Result<Pull, Failure> {
    let (device, schema, along) = (push.device.clone(), push.schema, push.along.clone());
    let (facts, since) = rules::admit(push, &desk.epoch)?;
    let taken = if facts.is_empty() {
        Taken {
            expects: pull::expects(desk.readers(), &device, &person).await?,
            ..Taken::default()
        }
    } else {
        let take = Take {
            person: person.clone(),
            device,
            schema,
            now: desk.now(),
            seal: Arc::clone(&desk.seal),
            catalogue: desk.catalogue(),
            known: HashMap::new(),
            kept: Vec::new(),
            written: Vec::new(),
            sheets: HashMap::new(),
            together: HashMap::new(),
        };
        let job = desk
            .database
            .writer
            .run(move |connection| Box::pin(async move { take.all(connection, facts).await }));
        job.await?
    };
    if along.is_empty() {
        pull::facts_since(desk, &person, since, taken).await
    } else {
        pull::facts_along(desk, &person, since, taken, along).await
    }
}

/// The result of applying a push, with what the pull that answers it needs.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The sequence number expected next from the device.
    pub(super) expects: u64,
    /// The rejected facts, each with its reason.
    pub(super) refused: Vec<Refused>,
    /// The facts just written, each with its size as JSON in bytes: the pull takes them from here instead of querying
    /// the log. Empty unless all are answers in the person's own sheets: a step may have a receipt.
    pub(super) written: Vec<(Heard, usize)>,
    /// The `seq` of the person's last fact before this push; none if [`Self::written`] is incomplete.
    pub(super) last_before: Option<i64>,
}

/// What the consequences of a step need of its sheet; the default for an answer.
#[derive(Default)]
struct MadeOn {
    scope: ShareScope,
    content: String,
    /// The sheet's state after the step.
    state: SheetState,
}

/// A push being applied, inside the writer's savepoint.
struct Take {
    person: PersonId,
    device: DeviceId,
    schema: u32,
    now: i64,
    seal: Arc<Seal>,
    catalogue: Arc<Catalogue>,
    /// What the log already holds under the ids of this push.
    known: HashMap<FactId, Known>,
    /// Accepted facts not inserted yet: answers are inserted in batches.
    kept: Vec<Come>,
    /// Inserted facts, as the pull will deliver them, with their sizes as JSON in bytes.
    written: Vec<(Heard, usize)>,
    sheets: HashMap<SheetId, Standing>,
    /// Contents, with this push applied, of the sheets whose answers are validated against them.
    together: HashMap<SheetId, Sheet>,
}

impl Take {
    async fn all(
        mut self,
        connection: &mut SqliteConnection,
        facts: Vec<Fact>,
    ) -> Result<Taken, Failure> {
        let log::Look {
            expects: before,
            last,
            known,
            standings,
        } = log::look(
            connection,
            &self.device,
            &self.person,
            &facts,
            &day(self.now),
        )
        .await?;
        (self.known, self.sheets) = (known, standings);
        let mut numbers = Numbers::from(before);
        let mut refused = Vec::new();
        for fact in facts {
            let id = fact.id.clone();
            let come = Come::of(fact)?;
            if let Some((reason, detail)) = self.one(connection, &mut numbers, come).await? {
                refused.push(Refused { id, reason, detail });
            }
        }
        self.write_kept(connection).await?;
        let expects = numbers.expects;
        if expects != before {
            sqlx::query("insert into device (id, person, expects) values (?, ?, ?) on conflict (id) do update set expects = excluded.expects")
                .bind(self.device.as_str())
                .bind(self.person.as_str())
                .bind(i64::try_from(expects).map_err(|_| Code::BadRequest)?)
                .execute(connection)
                .await?;
        }
        let is_plain = |fact: &Fact| {
            matches!(fact.body, Body::Answer { .. }) && fact.sheet.person == self.person
        };
        let has_step = !self.written.iter().all(|it| is_plain(&it.0.fact));
        if has_step {
            self.written.clear();
        }
        Ok(Taken {
            expects,
            refused,
            written: self.written,
            last_before: (!has_step).then_some(last),
        })
    }

    /// Applies one fact; if it is rejected, returns the reason and a sentence.
    async fn one(
        &mut self,
        connection: &mut SqliteConnection,
        numbers: &mut Numbers,
        come: Come,
    ) -> Result<Option<(Reason, String)>, Failure> {
        let Come { fact, text, digest } = &come;
        if let Some(known) = self.known.get(&fact.id) {
            let verdict = rules::again(known.clone(), digest);
            if let Err((Reason::SameIdOtherContent, _)) = &verdict {
                log::contradict(connection, &come, &self.person, self.now).await?;
            }
            return Ok(verdict.err());
        }
        if let Err(verdict) = numbers.turn(fact, &self.device) {
            return Ok(Some(verdict));
        }
        let verdict = self.judge(connection, fact, text.len()).await?;
        let known = Known {
            digest: digest.clone(),
            refusal: verdict.as_ref().err().cloned(),
        };
        // A second fact with this id in the same push gets the same verdict.
        self.known.insert(fact.id.clone(), known);
        match verdict {
            Ok(made_on) => {
                self.keep(connection, come, made_on).await?;
                Ok(None)
            }
            Err((reason, detail)) => {
                let why = (reason, detail.as_str());
                log::refuse(connection, &come, why, &self.person, self.now).await?;
                Ok(Some((reason, detail)))
            }
        }
    }

    /// Validates a new fact; for a step, also returns what its consequences need.
    async fn judge(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        size: usize,
    ) -> Result<Result<MadeOn, (Reason, String)>, Failure> {
        let standing = self.standing(&fact.sheet).clone();
        let instrument = &fact.sheet.instrument;
        let item = match &fact.body {
            Body::Answer { item, .. } => self.catalogue.item(instrument, item),
            _ => None,
        };
        let course = self
            .catalogue
            .newest(instrument)
            .map(|it| it.edition.course);
        let asked = Asked {
            person: &self.person,
            schema: self.schema,
            fact,
            size,
            course,
            item,
            standing: &standing,
        };
        if let Err(why) = asked.judge() {
            return Ok(Err(why));
        }
        if let Some(why) = self.no_view(connection, fact).await? {
            return Ok(Err(why));
        }
        let with_others = course == Some(Course::Together);
        let Body::Step { step, made_on, act } = &fact.body else {
            let is_fixed = with_others && self.is_fixed(connection, fact).await?;
            return Ok(if is_fixed {
                Err(rules::fixed())
            } else {
                Ok(MadeOn::default())
            });
        };
        if *step == Step::Agree && act.by.as_ref() != Some(&self.person) {
            let proven = proof::holds(
                connection,
                &self.seal.opener(),
                (fact, made_on),
                act,
                &day(self.now),
            )
            .await?;
            if let Err(detail) = proven {
                return Ok(Err((Reason::BadValue, detail)));
            }
        }
        self.go(connection, fact).await
    }

    /// Checks that a step was made on the sheet's present content, earlier facts of this push included.
    async fn go(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
    ) -> Result<Result<MadeOn, (Reason, String)>, Failure> {
        self.write_kept(connection).await?;
        let mut sheet = read_sheet(connection, &fact.sheet).await?;
        let verdict = rules::made_on(fact, |part| sheet.hash_of(part));
        let scope = self.catalogue.scope_of(&fact.sheet.instrument, &sheet);
        let content = content_of(&sheet);
        // `scope` and `content` are of before the step: what was submitted is what the hash was checked against.
        sheet.take(fact);
        Ok(verdict.map(|()| MadeOn {
            scope,
            content,
            state: sheet.state,
        }))
    }

    /// Whether an answer is in a part that both sides have confirmed.
    async fn is_fixed(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
    ) -> Result<bool, Failure> {
        let sheet = self.says(connection, &fact.sheet).await?;
        Ok(matches!(&fact.body, Body::Answer { item, .. } if sheet.is_fixed(item)))
    }

    /// A sheet's content with this push applied; loaded once.
    async fn says(
        &mut self,
        connection: &mut SqliteConnection,
        id: &SheetId,
    ) -> Result<&Sheet, Failure> {
        if !self.together.contains_key(id) {
            self.write_kept(connection).await?;
            let sheet = read_sheet(connection, id).await?;
            self.together.insert(id.clone(), sheet);
        }
        Ok(&self.together[id])
    }

    /// The sheet's status; the default, which is closed, for an unknown cycle.
    fn standing(&mut self, sheet: &SheetId) -> &mut Standing {
        self.sheets.entry(sheet.clone()).or_default()
    }

    async fn keep(
        &mut self,
        connection: &mut SqliteConnection,
        come: Come,
        made_on: MadeOn,
    ) -> Result<(), Failure> {
        self.stand(connection, &come.fact, &made_on).await?;
        if let Some(sheet) = self.together.get_mut(&come.fact.sheet) {
            sheet.take(&come.fact);
        }
        let submitted = match &come.fact.body {
            Body::Answer { .. } => {
                self.kept.push(come);
                return Ok(());
            }
            Body::Step {
                step: Step::Submit, ..
            } => Some(come.fact.sheet.clone()),
            _ => None,
        };
        self.kept.push(come);
        let number = self.write_kept(connection).await?;
        if let Some(sheet) = submitted {
            let receipt = self.seal.sign(number, sheet, self.now, made_on.content);
            receipt::keep(connection, &receipt).await?;
        }
        Ok(())
    }

    /// Inserts the pending facts; returns the `seq` of the last one.
    async fn write_kept(&mut self, connection: &mut SqliteConnection) -> Result<i64, Failure> {
        let kept = std::mem::take(&mut self.kept);
        let last = log::write(connection, &kept, &self.person, self.now).await?;
        // One writer, one savepoint: the sequence numbers are consecutive.
        let first = last - i64::try_from(kept.len()).map_err(|_| Code::Internal)?;
        let kept = (first + 1..).zip(kept);
        self.written.extend(kept.map(|(seq, come)| {
            let heard = Heard {
                seq,
                author: self.person.clone(),
                fact: come.fact,
                receipt: None,
            };
            (heard, come.text.len())
        }));
        Ok(last)
    }

    /// Updates the sheet's row if this fact changes its status.
    async fn stand(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &Fact,
        made_on: &MadeOn,
    ) -> Result<(), Failure> {
        let now = self.now;
        let standing = self.standing(&fact.sheet);
        let Some(state) = standing.after(fact, || made_on.state) else {
            return Ok(());
        };
        standing.exists = true;
        standing.state = state;
        let submitted = !state.is_open();
        let scope = if submitted {
            made_on.scope
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
            .bind(matches!(state, SheetState::Agreed | SheetState::Closed))
            .execute(connection)
            .await?;
        Ok(())
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
