//! The 確認番号 with which a person confirms on another's device.

use super::{hash, require_own_password};
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use api::access::Viewer;
use api::{ApiError, Code};
use domain::kiosk::{PinWeakness, pin_weakness};

/// Sets the person's 確認番号; requires their password. Wrong ones given before are forgotten.
pub(crate) async fn set_confirm_pin(
    app: &AppState,
    by: &Viewer,
    current: &str,
    number: &str,
) -> Result<(), CallError> {
    require_own_password(app, by, current, AuditAct::ConfirmPinSet).await?;
    let weakness = match pin_weakness(number) {
        Some(PinWeakness::Length) => Some("確認番号は6桁から12桁の数字にしてください。"),
        Some(PinWeakness::Guessable) => {
            Some("並んだ数字、くり返し、日付は、見破られやすいので使えません。")
        }
        None if number == current => Some("確認番号は、パスワードとは別のものにしてください。"),
        None => None,
    };
    if let Some(why) = weakness {
        return Err(ApiError::with(Code::WeakPassword, why).into());
    }
    let hash = hash(app, number.to_owned()).await?;
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(accounts / set_confirmation_pin)
                    .bind(hash)
                    .bind(by.id.as_str())
                    .execute(&mut *connection)
                    .await?;
                sql!(accounts / forget_confirmation_failures)
                    .bind(by.id.as_str())
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::ConfirmPinSet);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}
