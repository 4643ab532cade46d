//! The exchange: applies a push and answers with a pull. Nothing is acknowledged before it is on disk (S2).
//!
//! A push is one savepoint of the writer: it is applied as a whole or not at all.

pub(crate) mod confirm_pin;
mod daily_use;
mod guidance;
mod incoming_fact;
mod ordinary_push;
pub(crate) mod push_context;
mod push_group;
pub(crate) mod push_outcome;
pub(crate) mod push_queue;
mod score;
mod sheet_cache;
mod sheet_status;
pub(crate) mod supervisor_assessment;

use crate::aggregates::scores::Occasion;
use crate::app_state::{AppState, CallError};
use crate::db::{Connection, sql};
use crate::forms::Catalogue;
use crate::keys::ServerKeys;
use crate::sheets::log;
use crate::sheets::page::PageEntry;
use crate::sheets::pull;
use crate::sheets::push_rules;
use crate::sheets::push_rules::{KnownFact, NewFact, RejectionCause, Sequence, SheetStatus};
use crate::sheets::receipt;
use api::Code;
use confirm_pin::HashedPin;
use daily_use::DailyUse;
use domain::fact::{Fact, FactBody, Reason, Step};
use domain::ids::{DeviceId, FactId, PersonId};
use domain::instrument::Workflow;
use domain::journal::{Pull, Push};
use domain::receipt::content_hash;
use domain::sheet::{ShareScope, Sheet, SheetId, SheetState};
use domain::timestamp::Timestamp;
use incoming_fact::IncomingFact;
use ordinary_push::OrdinaryPush;
use push_outcome::PushOutcome;
use push_queue::PushQueue;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(crate) async fn exchange(
    app: &AppState,
    person: PersonId,
    push: Push,
) -> Result<Pull, CallError> {
    let (device, schema, along) = (push.device.clone(), push.schema, push.along.clone());
    // Read once: what is judged in one epoch is not told as if it were of another.
    let epoch = app.epoch();
    let (facts, since) = push_rules::check_push(push, &epoch)?;
    let taken = if facts.is_empty() {
        PushOutcome {
            expects: pull::next_number(app.readers(), &device, &person).await?,
            ..PushOutcome::default()
        }
    } else {
        let push = OrdinaryPush {
            person: person.clone(),
            device: device.clone(),
            schema,
            now: app.now(),
            catalogue: app.catalogue(),
            facts: facts
                .into_iter()
                .map(IncomingFact::of)
                .collect::<Result<_, _>>()?,
        };
        write(app, push).await?
    };
    let pull = if along.is_empty() {
        pull::pull_own(app, &person, schema, since, taken).await
    } else {
        pull::pull_with_checked_out(app, &person, &device, since, taken, along).await
    };
    Ok(Pull { epoch, ..pull? })
}

/// Writes a push, with others if it is an ordinary one, otherwise alone.
async fn write(app: &AppState, push: OrdinaryPush) -> Result<PushOutcome, CallError> {
    let push = Arc::new(push);
    let start = || PushQueue::start(app.database.writer.clone(), push_group::write);
    let queue = app.push_queue.get_or_init(start);
    if push.looks_ordinary()
        && let Some(outcome) = queue.write(Arc::clone(&push)).await?
    {
        return Ok(outcome);
    }
    let push = Arc::unwrap_or_clone(push);
    let facts = push.facts;
    let take = PushTx {
        hashed_pins: confirm_pin::hash_all(app, &push.person, &facts).await?,
        person: push.person,
        device: push.device,
        schema: push.schema,
        now: push.now,
        keys: Arc::clone(&app.keys),
        catalogue: push.catalogue,
        known: HashMap::new(),
        pending: Vec::new(),
        written: Vec::new(),
        has_more_than_own_answers: false,
        statuses: HashMap::new(),
        sheet_cache: HashMap::new(),
        to_score: BTreeMap::new(),
    };
    let job = app
        .database
        .writer
        .run(move |connection| Box::pin(async move { take.apply(connection, facts).await }));
    job.await
}

/// Why a fact was not applied.
#[derive(Debug)]
pub(crate) enum FactError {
    /// It is rejected; the rest of the push is applied.
    Rejected(RejectionCause),
    /// The whole push fails and leaves nothing.
    Failed(CallError),
}

impl From<RejectionCause> for FactError {
    fn from(cause: RejectionCause) -> Self {
        Self::Rejected(cause)
    }
}

impl<T: Into<CallError>> From<T> for FactError {
    fn from(error: T) -> Self {
        Self::Failed(error.into())
    }
}

/// What the consequences of a step need of its sheet; the default for an answer.
#[derive(Default)]
pub(crate) struct StepBase {
    scope: ShareScope,
    content: String,
    /// The sheet's state after the step.
    state: SheetState,
    /// Whether both sides have then confirmed it or a part of it.
    has_agreed: bool,
}

/// A push being applied, inside the writer's savepoint.
pub(crate) struct PushTx {
    person: PersonId,
    device: DeviceId,
    schema: u32,
    now: Timestamp,
    keys: Arc<ServerKeys>,
    catalogue: Arc<Catalogue>,
    /// What the log already holds under the ids of this push.
    known: HashMap<FactId, KnownFact>,
    /// Accepted facts not inserted yet: answers are inserted in batches.
    pending: Vec<IncomingFact>,
    /// Inserted facts, as the pull will deliver them.
    written: Vec<PageEntry>,
    /// Whether a step was accepted, or an answer in another person's sheet.
    has_more_than_own_answers: bool,
    statuses: HashMap<SheetId, SheetStatus>,
    /// The 確認番号 of this push.
    hashed_pins: HashMap<FactId, HashedPin>,
    /// Contents, with this push applied, of the sheets whose answers are validated against them.
    sheet_cache: HashMap<SheetId, Sheet>,
    /// The submitted sheets whose scores this push may have changed.
    to_score: BTreeMap<SheetId, Occasion>,
}

impl PushTx {
    async fn apply(
        mut self,
        connection: &mut Connection,
        incoming: Vec<IncomingFact>,
    ) -> Result<PushOutcome, CallError> {
        let push_context::PushContext {
            expects: before,
            last,
            known,
            statuses: standings,
        } = push_context::load_push_context(
            connection,
            &self.device,
            &self.person,
            &incoming,
            &self.now.day(),
        )
        .await?;
        (self.known, self.statuses) = (known, standings);
        let mut numbers = Sequence::starting_at(before);
        let mut rejected = Vec::new();
        self.count_daily_use(connection, &incoming).await?;
        for come in incoming {
            let id = come.fact.id.clone();
            match self.apply_one(connection, &mut numbers, come).await {
                Ok(()) => {}
                Err(FactError::Rejected(cause)) => rejected.push(cause.for_fact(id)),
                Err(FactError::Failed(error)) => return Err(error),
            }
        }
        self.flush_pending(connection).await?;
        self.note_scores(connection).await?;
        let expects = numbers.expects;
        if expects != before {
            let device = [(&self.device, &self.person, expects)];
            sql!(sheets / upsert_devices)
                .bind(serde_json::to_string(&device)?)
                .execute(connection)
                .await?;
        }
        if self.has_more_than_own_answers {
            self.written.clear();
        }
        Ok(PushOutcome {
            expects,
            refused: rejected,
            written: self.written,
            last_before: (!self.has_more_than_own_answers).then_some(last),
        })
    }

    /// Counts what is new; a retry of what the log has counts nothing.
    async fn count_daily_use(
        &self,
        connection: &mut Connection,
        incoming: &[IncomingFact],
    ) -> Result<(), CallError> {
        let new = incoming
            .iter()
            .filter(|it| !self.known.contains_key(&it.fact.id));
        let sizes: Vec<usize> = new.map(|it| it.text.len()).collect();
        let (facts, bytes) = (sizes.len(), sizes.iter().sum());
        let uses = [DailyUse(&self.person, self.now.day(), facts, bytes)];
        daily_use::count(connection, &uses).await
    }

    /// Applies one fact.
    async fn apply_one(
        &mut self,
        connection: &mut Connection,
        numbers: &mut Sequence,
        come: IncomingFact,
    ) -> Result<(), FactError> {
        let IncomingFact { fact, text } = &come;
        let digest = come.digest();
        if let Some(known) = self.known.get(&fact.id) {
            let verdict = push_rules::replay_verdict(known.clone(), &digest);
            if matches!(&verdict, Err(it) if it.reason == Reason::SameIdOtherContent) {
                push_context::log_duplicate_id(connection, &come, &self.person, self.now).await?;
            }
            return Ok(verdict?);
        }
        numbers.accept_number(fact, &self.device)?;
        let verdict = match self.validate(connection, fact, text.len()).await {
            Ok(base) => Ok(base),
            Err(FactError::Rejected(cause)) => Err(cause),
            Err(failed) => return Err(failed),
        };
        let known = KnownFact {
            digest,
            rejection: verdict.as_ref().err().cloned(),
        };
        // A second fact with this id in the same push gets the same verdict.
        self.known.insert(fact.id.clone(), known);
        match verdict {
            Ok(base) => Ok(self.accept(connection, come, base).await?),
            Err(cause) => {
                push_context::log_rejection(connection, &come, &cause, &self.person, self.now)
                    .await?;
                Err(cause.into())
            }
        }
    }

    /// Validates a new fact; for a step, also returns what its consequences need.
    async fn validate(
        &mut self,
        connection: &mut Connection,
        fact: &Fact,
        size: usize,
    ) -> Result<StepBase, FactError> {
        let standing = self.status(&fact.sheet).clone();
        let instrument = &fact.sheet.instrument;
        let item = match &fact.body {
            FactBody::Answer { item, .. } => self.catalogue.item(instrument, item),
            _ => None,
        };
        let course = self
            .catalogue
            .newest(instrument)
            .map(|it| it.edition.course);
        let asked = NewFact {
            person: &self.person,
            schema: self.schema,
            fact,
            size,
            course,
            item: item.map(|it| &it.item),
            earlier_kinds: item.map_or(&[], |it| &it.earlier_kinds),
            standing: &standing,
        };
        asked.judge()?;
        self.check_assessment(connection, fact).await?;
        let with_others = course == Some(Workflow::Joint);
        if with_others && !standing.exists {
            self.check_guidance(connection, fact).await?;
        }
        let FactBody::Step { step, act, .. } = &fact.body else {
            if with_others && self.is_locked(connection, fact).await? {
                return Err(push_rules::already_confirmed().into());
            }
            return Ok(StepBase::default());
        };
        if *step == Step::Agree && act.by.as_ref() != Some(&self.person) {
            let pin = self.hashed_pins.get(&fact.id);
            confirm_pin::accept(connection, &self.person, fact, pin, self.now).await?;
        }
        self.validate_step(connection, fact).await
    }

    /// Checks that a step was made on the sheet's present content, earlier facts of this push included.
    async fn validate_step(
        &mut self,
        connection: &mut Connection,
        fact: &Fact,
    ) -> Result<StepBase, FactError> {
        // Read once in a push, however many steps it has and however many of them are rejected.
        let catalogue = Arc::clone(&self.catalogue);
        let sheet = self.cached_sheet(connection, &fact.sheet).await?;
        push_rules::check_base(fact, |part| sheet.hash_of(part))?;
        // `scope` and `content` are of before the step: what was submitted is what the hash was checked against.
        let scope = catalogue.share_scope(&fact.sheet.instrument, sheet);
        let content = content_hash(sheet);
        let mut sheet = sheet.clone();
        sheet.apply(fact);
        Ok(StepBase {
            scope,
            content,
            state: sheet.state,
            has_agreed: sheet.signatures.iter().any(|it| sheet.is_agreed(&it.part)),
        })
    }

    async fn accept(
        &mut self,
        connection: &mut Connection,
        come: IncomingFact,
        base: StepBase,
    ) -> Result<(), CallError> {
        self.status(&come.fact.sheet).n_facts += 1;
        self.update_status(connection, &come.fact, &base).await?;
        self.update_score(connection, &come.fact).await?;
        if let Some(sheet) = self.sheet_cache.get_mut(&come.fact.sheet) {
            sheet.apply(&come.fact);
        }
        let is_own_answer = matches!(come.fact.body, FactBody::Answer { .. })
            && come.fact.sheet.person == self.person;
        self.has_more_than_own_answers |= !is_own_answer;
        let submitted = match &come.fact.body {
            FactBody::Answer { .. } => {
                self.pending.push(come);
                return Ok(());
            }
            FactBody::Step {
                step: Step::Submit, ..
            } => Some(come.fact.sheet.clone()),
            _ => None,
        };
        self.pending.push(come);
        let number = self.flush_pending(connection).await?;
        if let Some(sheet) = submitted {
            let receipt = self.keys.sign(number, sheet, self.now, base.content);
            receipt::store(connection, &receipt).await?;
        }
        Ok(())
    }

    /// Inserts the pending facts; returns the `seq` of the last one.
    async fn flush_pending(&mut self, connection: &mut Connection) -> Result<i64, CallError> {
        let kept = std::mem::take(&mut self.pending);
        let facts = kept.iter().map(|it| (&it.fact, it.text.as_str()));
        let last = log::append(connection, facts, &self.person, self.now).await?;
        // One writer, one savepoint: the sequence numbers are consecutive.
        let first = last - i64::try_from(kept.len()).map_err(|_| Code::Internal)?;
        let written = (first + 1..).zip(&kept).map(|(seq, it)| {
            PageEntry::sent(self.schema, seq, &self.person, &it.fact, it.text.len())
        });
        self.written.extend(written);
        Ok(last)
    }
}
