//! Schema 2 over the simulated network: what is sent is packed, written as JSON, read and unpacked.

use super::defect::Defect;
use super::server_log::ServerLog;
use api::Code;
use domain::fact::LoggedFact;
use domain::fact_run::{FactRun, is_packed};
use domain::ids::PersonId;
use domain::journal::{AcknowledgedRange, LoggedRun, PACKED_SCHEMA, Pull, Push};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What arrives of a value that is sent.
fn sent<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("written");
    serde_json::from_str(&text).expect("read")
}

/// Sends a push to the server and returns what the device makes of the answer.
pub fn exchange(
    log: &mut ServerLog,
    person: &PersonId,
    push: &Push,
    is_packed: bool,
) -> Result<Pull, Code> {
    if !is_packed {
        return log.exchange(person, sent(push));
    }
    let packed = push.clone().packed_for(PACKED_SCHEMA).expect("packed");
    let before = log.last_seq();
    let mut pull = log.exchange(person, sent(&packed))?;
    pack(log, &mut pull, push, person, before);
    let pull = sent(&pull).unpacked(push, person);
    pull.map_err(|_| Code::Internal)
}

/// Packs an answer as the server does: places of what the device has just sent, runs of the person's other facts.
fn pack(log: &ServerLog, pull: &mut Pull, push: &Push, person: &PersonId, before: i64) {
    if log.is(Defect::RefusedAcknowledged) {
        acknowledge_refused(pull, push, before);
    }
    let mut open = Vec::<LoggedFact>::new();
    for it in std::mem::take(&mut pull.heard) {
        if it.author != *person || !is_packed(&it.fact) {
            pull.heard.push(it);
        } else if it.seq > before && it.fact.device == push.device {
            let shift = i64::from(log.is(Defect::PlacesShifted));
            AcknowledgedRange::add(&mut pull.acknowledged, it.fact.n, it.seq + shift);
        } else {
            let goes_on = open.last().is_some_and(|last| last.seq + 1 == it.seq);
            if !goes_on {
                pull.runs.extend(runs(&open));
                open.clear();
            }
            open.push(it);
        }
    }
    pull.runs.extend(runs(&open));
    if log.is(Defect::RunCutShort) {
        cut(&mut pull.runs);
    }
}

fn runs(facts: &[LoggedFact]) -> Vec<LoggedRun> {
    let texts: Vec<String> = facts
        .iter()
        .map(|it| serde_json::to_string(&it.fact).expect("written"))
        .collect();
    let both = facts.iter().map(|it| &it.fact);
    let both = both.zip(texts.iter().map(String::as_str));
    let mut facts = facts.iter();
    let packed = FactRun::pack(both).expect("packed").into_iter();
    let placed = packed.filter_map(|run| {
        let first = facts.next()?;
        // The others of this run.
        for _ in 1..run.count {
            facts.next();
        }
        Some(LoggedRun {
            seq: first.seq,
            author: first.author.clone(),
            run,
        })
    });
    placed.collect()
}

/// Leaves the last fact of each run out (planted defect).
fn cut(runs: &mut [LoggedRun]) {
    for it in runs.iter_mut().filter(|it| it.run.count > 1) {
        let mut facts = it.run.facts().expect("facts");
        facts.pop();
        let texts: Vec<String> = facts
            .iter()
            .map(|it| serde_json::to_string(it).expect("written"))
            .collect();
        let both = facts.iter().zip(texts.iter().map(String::as_str));
        it.run = FactRun::pack(both).expect("packed").remove(0);
    }
}

/// Answers as if every fact of the push had been taken, one place after the other (planted defect).
fn acknowledge_refused(pull: &mut Pull, push: &Push, before: i64) {
    if pull.refused.is_empty() || push.facts.is_empty() {
        return;
    }
    pull.refused.clear();
    pull.heard.retain(|it| it.seq <= before);
    for (seq, fact) in (before + 1..).zip(&push.facts) {
        AcknowledgedRange::add(&mut pull.acknowledged, fact.n, seq);
        pull.next = seq;
    }
}
