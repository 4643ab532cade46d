//! Where a sheet stands while a push is taken, and what that lets happen to it.

use crate::desk::Failure;
use app::journal::{Reason, Step};
use app::model::sheet::{SheetId, SheetState};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Taken, or why not: the reason and a sentence.
pub(super) type Verdict = Result<(), (Reason, String)>;

/// What the writer knows of a sheet while it takes a push.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    pub(super) open: bool,
    pub(super) state: SheetState,
    pub(super) was_read: bool,
    pub(super) exists: bool,
}

impl Standing {
    /// As the database has it; closed where there is no such cycle.
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        sheet: &SheetId,
    ) -> Result<Self, Failure> {
        let row = sqlx::query(include_str!("../standing.sql"))
            .bind(sheet.person.as_str())
            .bind(sheet.instrument.as_str())
            .bind(sheet.cycle.to_string())
            .fetch_optional(connection)
            .await?;
        let Some(row) = row else {
            return Ok(Self::default());
        };
        let state: Option<String> = row.try_get("state")?;
        let submitted = state.as_deref() == Some("submitted");
        Ok(Self {
            open: row.try_get("open")?,
            state: if submitted {
                SheetState::Submitted
            } else {
                SheetState::Draft
            },
            was_read: row.try_get("was_read")?,
            exists: state.is_some(),
        })
    }

    fn is_open(&self) -> Verdict {
        let closed = || (Reason::Locked, "この時期の受付は終わっています".to_owned());
        self.open.then_some(()).ok_or_else(closed)
    }

    pub(super) fn takes_answers(&self) -> Verdict {
        self.is_open()?;
        let submitted = || (Reason::Locked, "シートは提出済みです".to_owned());
        (self.state == SheetState::Draft)
            .then_some(())
            .ok_or_else(submitted)
    }

    pub(super) fn takes_step(&self, step: Step) -> Verdict {
        self.is_open()?;
        let from = match step {
            Step::Submit => SheetState::Draft,
            Step::Withdraw | Step::Unknown => SheetState::Submitted,
        };
        if self.state != from {
            return Err((Reason::Locked, "シートの状態が変わっています".to_owned()));
        }
        if step == Step::Withdraw && self.was_read {
            return Err((
                Reason::Locked,
                "すでに読まれているため、取り下げられません".to_owned(),
            ));
        }
        Ok(())
    }
}
