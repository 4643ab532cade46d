//! Verifies a confirmation made on another person's device: the 確認番号 (PIN) must be the confirming person's own.
//!
//! A number is hashed before the push is applied, so that the writer does not wait for it; what the verdict depends on
//! is looked up again inside.

use super::incoming_fact::IncomingFact;
use crate::accounts;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct, AuditOutcome};
use crate::db::{Connection, sql};
use crate::sheets::exchange::FactError;
use crate::sheets::push_rules::RejectionCause;
use api::Code;
use domain::crypto::confirmation::{self, ConfirmedPart};
use domain::fact::{Fact, FactBody, Reason, Step, StepDetails};
use domain::ids::{FactId, PersonId};
use domain::timestamp::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Wrong numbers that one person gives for another, since a right one, before none is taken from them any more.
pub(crate) const MAX_WRONG_ATTEMPTS: i64 = 5;

/// Most such confirmations in one push.
const MAX_PER_PUSH: usize = 50;

/// Why a number is not accepted, by how many more may be given. A wrong and a missing one are told and counted alike:
/// whose device it is learns nothing about the other's number.
const NOT_ACCEPTED: [&str; 5] = [
    "確認番号が続けて違ったため、止まっています。本人がサインインして、決め直してください",
    "確認番号が違うか、まだ決められていません。あと1回で止まります",
    "確認番号が違うか、まだ決められていません。あと2回で止まります",
    "確認番号が違うか、まだ決められていません。あと3回で止まります",
    "確認番号が違うか、まだ決められていません。あと4回で止まります",
];

/// The sentence after `wrong` numbers.
fn not_accepted(wrong: i64) -> &'static str {
    let left = usize::try_from(MAX_WRONG_ATTEMPTS - wrong).unwrap_or_default();
    NOT_ACCEPTED[left.min(NOT_ACCEPTED.len() - 1)]
}

/// A number that was hashed before the push.
pub(crate) struct HashedPin {
    /// The stored hash that it was compared with; empty if there was none.
    confirm_hash: String,
    is_right: bool,
}

/// Who confirms with a 確認番号 on the device of `person`.
fn confirms_for<'a>(fact: &'a Fact, person: &PersonId) -> Option<(&'a PersonId, &'a StepDetails)> {
    match &fact.body {
        FactBody::Step {
            step: Step::Agree,
            act,
            ..
        } if act.by.as_ref() != Some(person) => Some((act.by.as_ref()?, act)),
        _ => None,
    }
}

/// Hashes the numbers of a push, by the ids of their facts.
pub(crate) async fn hash_all(
    app: &AppState,
    person: &PersonId,
    facts: &[IncomingFact],
) -> Result<HashMap<FactId, HashedPin>, CallError> {
    let confirming: Vec<_> = facts
        .iter()
        .filter_map(|it| Some((&it.fact, confirms_for(&it.fact, person)?)))
        .collect();
    if confirming.len() > MAX_PER_PUSH {
        return Err(Code::TooLarge.into());
    }
    let mut hashed = HashMap::new();
    for (fact, (by, act)) in confirming {
        let FactBody::Step { made_on, .. } = &fact.body else {
            continue;
        };
        let row = sql!(sheets / confirmation_account)
            .bind(by.as_str())
            .bind(fact.sheet.person.as_str())
            .bind(app.now().day())
            .bind(person.as_str())
            .fetch_optional(app.readers())
            .await?;
        let Some(row) = row else { continue };
        let (hash, wrong): (Option<String>, i64) =
            (row.try_get("confirm_hash")?, row.try_get("n_wrong")?);
        if wrong >= MAX_WRONG_ATTEMPTS {
            continue;
        }
        let confirmed = ConfirmedPart {
            sheet: &fact.sheet,
            part: &act.part,
            made_on,
        };
        let number = confirmation::decrypt(&app.keys.opener(), &act.proof, &confirmed);
        let number = number.unwrap_or_default();
        // Without a number to compare with it takes as long, and is wrong.
        let is_right = accounts::verify(app, number, hash.clone()).await?;
        let confirm_hash = hash.unwrap_or_default();
        hashed.insert(
            fact.id.clone(),
            HashedPin {
                confirm_hash,
                is_right,
            },
        );
    }
    Ok(hashed)
}

/// What names an encrypted number: of its bytes, which can be spelt in capital letters, too.
pub(crate) fn proof_digest(act: &StepDetails) -> Option<Vec<u8>> {
    let bytes = hex::decode(act.proof.as_str()).ok()?;
    (!bytes.is_empty()).then(|| Sha256::digest(bytes).to_vec())
}

/// Accepts a confirmation in another person's name, once, or rejects it. A wrong one is counted for the pair of people.
pub(crate) async fn accept(
    connection: &mut Connection,
    person: &PersonId,
    fact: &Fact,
    pin: Option<&HashedPin>,
    now: Timestamp,
) -> Result<(), FactError> {
    let no = |why| Err(RejectionCause::new(Reason::BadValue, why).into());
    let Some((by, act)) = confirms_for(fact, person) else {
        return no("だれの確認かが分かりません");
    };
    let row = sql!(sheets / confirmation_account)
        .bind(by.as_str())
        .bind(fact.sheet.person.as_str())
        .bind(now.day())
        .bind(person.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else {
        return no("この記録を確認する人ではありません");
    };
    let (hash, wrong): (Option<String>, i64) =
        (row.try_get("confirm_hash")?, row.try_get("n_wrong")?);
    let hash = hash.unwrap_or_default();
    let pin = pin.filter(|it| it.confirm_hash == hash);
    let Some(pin) = pin.filter(|_| wrong < MAX_WRONG_ATTEMPTS) else {
        return no(not_accepted(wrong));
    };
    // All of it is written in the push's savepoint, which commits even if the step is rejected: wrong attempts are
    // kept.
    let given = Act::of_person(person, AuditAct::ConfirmPinGiven).sheet(&fact.sheet);
    let given = given.details(serde_json::json!({ "for": by }));
    if !pin.is_right {
        sql!(sheets / count_confirmation_failure)
            .bind(person.as_str())
            .bind(by.as_str())
            .bind(now)
            .execute(&mut *connection)
            .await?;
        audit::record(connection, now, given.outcome(AuditOutcome::Wrong)).await?;
        return no(not_accepted(wrong + 1));
    }
    let is_new = sql!(sheets / use_confirmation)
        .bind(proof_digest(act).unwrap_or_default())
        .bind(now)
        .execute(&mut *connection)
        .await?;
    if is_new == 0 {
        return no("この確認は、すでに使われています。本人がもう一度確認してください");
    }
    sql!(sheets / forget_confirmation_failures_of_pair)
        .bind(person.as_str())
        .bind(by.as_str())
        .execute(&mut *connection)
        .await?;
    Ok(audit::record(connection, now, given).await?)
}
