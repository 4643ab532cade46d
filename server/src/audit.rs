//! The audit log: who did what to whose record, written in the transaction of the act, and chained by hashes.
//!
//! Nothing in it is an answer. A row's hash covers the row and the hash before it; the last hash of each day is signed
//! and printed, so that a copy outside of the database witnesses what the database then held.

mod act;
pub(crate) mod calls;
pub mod command;
pub mod verify;

use crate::db::writer::WriteError;
use crate::db::{Connection, DbError, Row, sql};
use crate::keys::ServerKeys;
pub(crate) use act::{AuditAct, AuditOutcome};
use api::access::{Caller, Viewer};
use api::audit::AuditEntry;
use domain::ids::{Day, PersonId};
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// An act to be recorded.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    entry: AuditEntry,
}

impl Act {
    fn of(actor: String, act: AuditAct) -> Self {
        Self {
            entry: AuditEntry {
                seq: 0,
                at: Timestamp(0),
                actor,
                session: String::new(),
                address: String::new(),
                act: act.into_str().to_owned(),
                person: String::new(),
                instrument: String::new(),
                cycle: String::new(),
                details: String::new(),
                outcome: AuditOutcome::Done.into_str().to_owned(),
            },
        }
    }

    /// By a signed-in person.
    pub(crate) fn by(viewer: &Viewer, act: AuditAct) -> Self {
        Self::from_caller(&viewer.id, &viewer.caller, act)
    }

    /// By whoever signs in as `person`.
    pub(crate) fn from_caller(person: &PersonId, caller: &Caller, act: AuditAct) -> Self {
        let mut it = Self::of(person.0.clone(), act);
        it.entry.address.clone_from(&caller.address);
        if let Some(token) = &caller.token {
            it.entry.session = short_session(&Sha256::digest(token));
        }
        it
    }

    /// By a person whose device sent it, maybe long after.
    pub(crate) fn of_person(person: &PersonId, act: AuditAct) -> Self {
        Self::of(person.0.clone(), act)
    }

    /// By a command on the machine, under the account that runs it.
    pub(crate) fn by_command(act: AuditAct) -> Self {
        let account = ["SUDO_USER", "USER"]
            .iter()
            .find_map(|it| std::env::var(it).ok());
        Self::of(format!("command:{}", account.unwrap_or_default()), act)
    }

    /// By the server itself, at its time.
    pub(crate) fn by_server(act: AuditAct) -> Self {
        Self::of("server".to_owned(), act)
    }

    /// In a session that begins with it.
    pub(crate) fn session(mut self, token_hash: &[u8]) -> Self {
        self.entry.session = short_session(token_hash);
        self
    }

    pub(crate) fn about(mut self, person: &PersonId) -> Self {
        self.entry.person.clone_from(&person.0);
        self
    }

    pub(crate) fn sheet(self, sheet: &SheetId) -> Self {
        self.form(sheet.instrument.as_str(), &sheet.cycle.to_string())
            .about(&sheet.person)
    }

    pub(crate) fn form(mut self, instrument: &str, cycle: &str) -> Self {
        instrument.clone_into(&mut self.entry.instrument);
        cycle.clone_into(&mut self.entry.cycle);
        self
    }

    /// A JSON object without answers.
    pub(crate) fn details(mut self, details: Value) -> Self {
        self.entry.details = details.to_string();
        self
    }

    pub(crate) fn outcome(mut self, outcome: AuditOutcome) -> Self {
        outcome.into_str().clone_into(&mut self.entry.outcome);
        self
    }
}

/// How the log names a session: enough to tell a person's sessions apart, useless to open one.
pub(crate) fn short_session(token_hash: &[u8]) -> String {
    hex::encode(&token_hash[..token_hash.len().min(4)])
}

/// Appends an act to the log, in the transaction of what it records.
pub(crate) async fn record(
    connection: &mut Connection,
    now: Timestamp,
    act: Act,
) -> Result<(), WriteError> {
    let last = sql!(audit / audit_head_of_log)
        .fetch_optional(&mut *connection)
        .await?;
    let (seq, before): (i64, Vec<u8>) = match last {
        Some(row) => (row.try_get(0)?, row.try_get(1)?),
        None => (0, Vec::new()),
    };
    let entry = AuditEntry {
        seq: seq + 1,
        at: now,
        ..act.entry
    };
    let hash = hash_of(&before, &entry);
    sql!(audit / insert_audit_entry)
        .bind(entry.seq)
        .bind(entry.at)
        .bind(entry.actor)
        .bind(entry.session)
        .bind(entry.address)
        .bind(entry.act)
        .bind(entry.person)
        .bind(entry.instrument)
        .bind(entry.cycle)
        .bind(entry.details)
        .bind(entry.outcome)
        .bind(hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// SHA-256 over the hash of the row before and the row's columns as a JSON array.
pub(crate) fn hash_of(before: &[u8], it: &AuditEntry) -> Vec<u8> {
    let columns = json!([
        it.seq,
        it.at,
        it.actor,
        it.session,
        it.address,
        it.act,
        it.person,
        it.instrument,
        it.cycle,
        it.details,
        it.outcome
    ]);
    Sha256::new_with_prefix(before)
        .chain_update(columns.to_string())
        .finalize()
        .to_vec()
}

/// The text that the signature of a day's end covers.
pub(crate) fn head_text(day: &Day, seq: i64, hash: &[u8]) -> String {
    format!("michishirube audit {day} {seq} {}", hex::encode(hash))
}

/// Signs the log as it ends now, as the end of this day; called daily and when the server stops.
pub(crate) async fn sign_head(
    connection: &mut Connection,
    keys: &ServerKeys,
    now: Timestamp,
) -> Result<(), DbError> {
    let Some(row) = sql!(audit / audit_head_of_log)
        .fetch_optional(&mut *connection)
        .await?
    else {
        return Ok(());
    };
    let (seq, hash): (i64, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
    let day = now.day();
    let text = head_text(&day, seq, &hash);
    let signature = keys.sign_text(&text);
    // The journal of the machine keeps it, out of reach of whoever can write the database.
    tracing::info!(signature, "{text}");
    sql!(audit / insert_audit_head)
        .bind(&day)
        .bind(seq)
        .bind(hash)
        .bind(signature)
        .execute(connection)
        .await?;
    Ok(())
}

/// A row of the log, with its hash.
pub(crate) fn read_entry(row: &Row) -> Result<(AuditEntry, Vec<u8>), DbError> {
    let entry = AuditEntry {
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        actor: row.try_get("actor")?,
        session: row.try_get("session")?,
        address: row.try_get("address")?,
        act: row.try_get("act")?,
        person: row.try_get("person")?,
        instrument: row.try_get("instrument")?,
        cycle: row.try_get("cycle")?,
        details: row.try_get("details")?,
        outcome: row.try_get("outcome")?,
    };
    Ok((entry, row.try_get("hash")?))
}
