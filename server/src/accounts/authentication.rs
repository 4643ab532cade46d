//! Whose request it is: the session behind a token, and the rights of its person.

use super::session;
use crate::app_state::{AppState, CallError, roles_of};
use crate::audit::{Act, AuditAct, AuditOutcome};
use crate::db::sql;
use api::access::{Access, Authorize, Caller, Viewer};
use api::{ApiError, Code};
use async_trait::async_trait;
use domain::ids::{Epoch, PersonId};
use domain::timestamp::Timestamp;

/// A session, with what authorization needs of its account.
struct Session {
    person: PersonId,
    must_change: bool,
    created_at: Timestamp,
    last_seen_at: Timestamp,
}

impl AppState {
    /// Authenticates a request; fails with [`Code::SignInRequired`] if the token is unknown, expired or of a disabled
    /// account.
    async fn session(&self, caller: &Caller) -> Result<Session, CallError> {
        let Some(token) = &caller.token else {
            return Err(Code::SignInRequired.into());
        };
        let hash = session::token_hash(token);
        let held = match self.session_in_memory(&hash).await? {
            Some(held) => held,
            None => self.session_in_database(&hash).await?,
        };
        let (now, limits) = (self.now(), self.settings.sessions);
        let (idle, age) = (now.since(held.last_seen_at), now.since(held.created_at));
        if idle > limits.idle || age > limits.lifetime {
            return Err(Code::SignInRequired.into());
        }
        Ok(held)
    }

    /// A session that began while the disk was full. It has no record of when its person was last seen.
    async fn session_in_memory(&self, hash: &[u8]) -> Result<Option<Session>, CallError> {
        let Some((person, created_at)) = self.memory_sessions.find(hash) else {
            return Ok(None);
        };
        let must_change = sql!(accounts / must_change_password)
            .bind(person.as_str())
            .fetch_optional_value(self.readers())
            .await?
            .ok_or(Code::SignInRequired)?;
        Ok(Some(Session {
            person,
            must_change,
            created_at,
            last_seen_at: created_at,
        }))
    }

    async fn session_in_database(&self, hash: &[u8]) -> Result<Session, CallError> {
        let row = sql!(accounts / session_by_token)
            .bind(hash)
            .fetch_optional(self.readers())
            .await?
            .ok_or(Code::SignInRequired)?;
        let epoch = Epoch(row.try_get("epoch")?);
        self.follow(row.try_get("catalogue_version")?, epoch)
            .await?;
        Ok(Session {
            person: row.try_get("person")?,
            must_change: row.try_get("must_change_password")?,
            created_at: row.try_get("created_at")?,
            last_seen_at: row.try_get("last_seen_at")?,
        })
    }
}

#[async_trait]
impl Authorize for AppState {
    async fn authorize(&self, caller: &Caller, access: Access) -> Result<Viewer, ApiError> {
        let session = self.session(caller).await?;
        if session.must_change && access != Access::Session {
            return Err(Code::PasswordChangeRequired.into());
        }
        let roles = roles_of(self.readers(), &session.person).await?;
        let viewer = Viewer {
            id: session.person,
            roles,
            caller: caller.clone(),
        };
        match access {
            Access::Roles(any) if !any.iter().any(|it| viewer.has(*it)) => {
                let act = Act::by(&viewer, AuditAct::CallRefused).outcome(AuditOutcome::Refused);
                self.record_failure(&caller.address, act).await;
                Err(Code::Forbidden.into())
            }
            _ => Ok(viewer),
        }
    }
}
