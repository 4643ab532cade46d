//! [`CallError`]: why a call failed, and what its caller hears of it.

use crate::db::DbError;
use crate::db::writer::WriteError;
use api::{ApiError, Code};

/// Why a call failed. Database errors are logged where they are converted; the client gets only the code.
#[derive(Debug)]
pub(crate) struct CallError(pub(crate) ApiError);

impl CallError {
    pub(crate) fn is_not_found(&self) -> bool {
        self.0.code == Code::NotFound
    }

    /// Ignores a full disk; passes every other failure on.
    pub(crate) fn ignore_if_full(self) -> Result<(), Self> {
        if self.0.code == Code::StorageFull {
            Ok(())
        } else {
            Err(self)
        }
    }
}

impl From<CallError> for ApiError {
    fn from(failure: CallError) -> Self {
        failure.0
    }
}

impl From<Code> for CallError {
    fn from(code: Code) -> Self {
        Self(code.into())
    }
}

impl From<ApiError> for CallError {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl From<DbError> for CallError {
    fn from(error: DbError) -> Self {
        WriteError::Database(error).into()
    }
}

/// A stored text does not decode: a bug or a damaged database, never the caller's mistake.
impl From<serde_json::Error> for CallError {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "what is stored does not read");
        Self(Code::Internal.into())
    }
}

impl From<WriteError> for CallError {
    fn from(error: WriteError) -> Self {
        tracing::error!(%error, "the database failed");
        Self(
            match error {
                error if error.is_full() => Code::StorageFull,
                error if error.is_passing() => Code::StorageBusy,
                error if error.is_unstorable_text() => Code::BadRequest,
                _ => Code::Internal,
            }
            .into(),
        )
    }
}
