//! Verifies a confirmation made on another person's device: the 確認番号 (PIN) must be the confirming person's own.

use crate::accounts::password;
use crate::db::{Connection, sql};
use crate::sheets::exchange::FactError;
use crate::sheets::push_rules::RejectionCause;
use domain::crypto::sealed_box::BoxSecretKey;
use domain::fact::{Fact, Reason, StepDetails};
use domain::ids::Day;
use domain::ids::SheetHash;

/// Wrong attempts in a row that block a 確認番号 until its owner sets a new one.
pub(crate) const MAX_WRONG_ATTEMPTS: i64 = 5;

/// Verifies a confirmation in another person's name; the rejection says why. Wrong attempts are counted.
pub(crate) async fn verify(
    connection: &mut Connection,
    opener: &BoxSecretKey,
    (fact, made_on): (&Fact, &SheetHash),
    act: &StepDetails,
    today: &Day,
) -> Result<(), FactError> {
    let no = |why| Err(RejectionCause::new(Reason::BadValue, why).into());
    let Some(by) = &act.by else {
        return no("だれの確認かが分かりません");
    };
    let row = sql!(sheets / confirmation_account)
        .bind(by.as_str())
        .bind(fact.sheet.person.as_str())
        .bind(today)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else {
        return no("この記録を確認する人ではありません");
    };
    let (hash, wrong): (Option<String>, i64) = (
        row.try_get("confirm_hash")?,
        row.try_get("confirm_failures")?,
    );
    let Some(hash) = hash else {
        return no("確認番号がまだ決められていません。本人がサインインして決めてください");
    };
    if wrong >= MAX_WRONG_ATTEMPTS {
        return no(
            "確認番号が続けて違ったため、使えません。本人がサインインして決め直してください",
        );
    }
    let number =
        domain::crypto::confirmation::decrypt(opener, &act.proof, made_on).unwrap_or_default();
    let is_right = password::verify(&number, Some(&hash));
    // Written in the push's savepoint, which commits even if the step is rejected: failed attempts are kept.
    sql!(sheets / set_confirmation_failures)
        .bind(if is_right { 0 } else { wrong + 1 })
        .bind(by.as_str())
        .execute(connection)
        .await?;
    if is_right {
        Ok(())
    } else {
        no("確認番号が違います。もう一度、本人が確認してください")
    }
}
