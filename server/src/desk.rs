//! [`SqliteDesk`]: the server's implementation of every call, over one SQLite file.

mod accounts;
mod bank;
mod calls;
mod careers;
mod cycles;
mod deputies;
mod exchange;
mod export;
mod fair;
mod goals;
mod overview;
mod pull;
mod roomless;
mod shared;
mod skills_book;
mod staff;
mod training;
mod views;

pub(crate) use accounts::read_person;
use roomless::MemorySessions;

use crate::access::Viewer;
use crate::clock::Clock;
use crate::content::quizzes::QuizCatalogue;
use crate::content::{Catalogue, FormError};
use crate::database::{Database, OpenError};
use crate::receipt::ServerKeys;
use crate::session;
use crate::throttle::LoginThrottle;
use crate::writer::WriteError;
use api::{ApiError, Caller, Code};
use domain::calendar::iso_day;
use domain::ids::{Epoch, InstrumentId, PersonId};
use domain::person::Role;
use sqlx::Row;
use sqlx::sqlite::{SqliteExecutor, SqlitePool};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::Semaphore;

/// Why a call failed. Database errors are logged where they are converted; the client gets only the code.
#[derive(Debug)]
pub(crate) struct CallError(ApiError);

impl CallError {
    fn is_not_found(&self) -> bool {
        self.0.code == Code::NotFound
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

impl From<sqlx::Error> for CallError {
    fn from(error: sqlx::Error) -> Self {
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
            if error.is_full() {
                Code::StorageFull
            } else {
                Code::Internal
            }
            .into(),
        )
    }
}

/// Why [`SqliteDesk::open`] failed; its texts are shown to the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The file does not open or migrate.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A form or quiz does not validate.
    #[error(transparent)]
    Content(#[from] FormError),
    /// A query at start-up failed.
    #[error("データベースを読めません: {0}")]
    Read(#[from] sqlx::Error),
}

/// State shared by all calls: the database, the forms in force and the login throttle.
pub struct AppState {
    database: Database,
    catalogue: RwLock<Arc<Catalogue>>,
    quizzes: QuizCatalogue,
    /// Serializes changes of the question bank: each is validated, written and in force before the next begins.
    question_change_lock: tokio::sync::Mutex<()>,
    epoch: Epoch,
    clock: Clock,
    keys: Arc<ServerKeys>,
    throttle: Mutex<LoginThrottle>,
    roomless: MemorySessions,
    /// Limits concurrent argon2 runs: each takes 19 MiB.
    hash_permits: Semaphore,
}

/// An authenticated session, with what authorization needs of its account.
#[derive(Clone, Debug)]
struct Session {
    person: PersonId,
    must_change: bool,
    roles: Vec<Role>,
}

impl AppState {
    /// Opens the file, runs its migrations and publishes the forms.
    pub async fn open(
        file: &Path,
        content: Option<&Path>,
        clock: Clock,
    ) -> Result<Self, StartError> {
        let database = Database::open(file).await?;
        let catalogue = crate::content::publish(&database, content, clock()).await?;
        let epoch = Epoch(crate::database::epoch(&database.readers).await?);
        let seal = Arc::new(ServerKeys::load(&database.readers).await?);
        let throttle = Mutex::new(LoginThrottle::default());
        Ok(Self {
            catalogue: RwLock::new(Arc::new(catalogue)),
            quizzes: crate::content::quizzes::load(&database).await?,
            database,
            epoch,
            clock,
            keys: seal,
            throttle,
            question_change_lock: tokio::sync::Mutex::default(),
            roomless: MemorySessions::default(),
            hash_permits: Semaphore::new(2),
        })
    }

    /// Drops the staff's forms, for an instance that serves a recruitment fair only.
    #[must_use]
    pub fn without_forms(self) -> Self {
        let catalogue = RwLock::default();
        Self { catalogue, ..self }
    }

    /// The open database, for the command line's own commands.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The forms in force; a caller keeps its snapshot while a reload replaces them.
    fn catalogue(&self) -> Arc<Catalogue> {
        let held = self.catalogue.read();
        Arc::clone(&held.unwrap_or_else(PoisonError::into_inner))
    }

    /// Reloads the forms after a change of the question bank.
    async fn reload_catalogue(&self) -> Result<(), CallError> {
        let new = crate::content::load(&self.database).await;
        let new = new.map_err(|error| {
            tracing::error!(%error, "the forms do not read");
            Code::Internal
        })?;
        let mut held = self
            .catalogue
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(new);
        Ok(())
    }

    fn readers(&self) -> &SqlitePool {
        &self.database.readers
    }

    fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Authenticates a call; fails with [`Code::SignInRequired`] if the token is unknown or expired.
    async fn session(&self, caller: &Caller) -> Result<Session, CallError> {
        let Some(token) = &caller.token else {
            return Err(Code::SignInRequired.into());
        };
        let hash = session::token_hash(token);
        let roomless = self.roomless.find(&hash);
        let (person, begun_at) = roomless.clone().unzip();
        let row = sqlx::query(include_str!("desk/session.sql"))
            .bind(person.as_ref().map(PersonId::as_str))
            .bind(begun_at)
            .bind(&hash)
            .fetch_optional(self.readers())
            .await?
            .ok_or(Code::SignInRequired)?;
        let (begun_at, seen_at): (i64, i64) = (row.try_get("begun_at")?, row.try_get("seen_at")?);
        let now = self.now();
        if now - seen_at > session::IDLE_TIMEOUT_MS || now - begun_at > session::LIFETIME_MS {
            return Err(Code::SignInRequired.into());
        }
        // At most one write per session in five minutes: `seen_at` need not be exact, and every write is an fsync.
        if now - seen_at > 5 * 60_000 && roomless.is_none() {
            // With a full disk the write fails, but reading must still work.
            self.touch_session(hash, now)
                .await
                .or_else(CallError::ignore_if_full)?;
        }
        let roles: Option<String> = row.try_get("roles")?;
        Ok(Session {
            person: PersonId(row.try_get("person")?),
            must_change: row.try_get("must_change")?,
            roles: read_roles(roles.as_deref()),
        })
    }

    async fn touch_session(&self, hash: Vec<u8>, now: i64) -> Result<(), CallError> {
        let write = self.database.writer.run(move |connection| {
            Box::pin(async move {
                sqlx::query("update session set seen_at = ? where token_hash = ?")
                    .bind(now)
                    .bind(hash)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
        write.await
    }

    /// Like [`Self::session`], but fails with [`Code::PasswordChangeRequired`] until the first password is changed.
    async fn active_session(&self, caller: &Caller) -> Result<Session, CallError> {
        let session = self.session(caller).await?;
        if session.must_change {
            return Err(Code::PasswordChangeRequired.into());
        }
        Ok(session)
    }

    /// Whether a form is kept out of lists, counts and exports; true for an unknown form.
    fn is_restricted(&self, instrument: &InstrumentId) -> bool {
        let catalogue = self.catalogue();
        let published = catalogue.newest(instrument);
        published.is_none_or(|it| it.edition.restricted)
    }

    /// Filters people to those that `leader` leads today, as their 所属長 or as a deputy.
    async fn people_led_by(
        &self,
        leader: &PersonId,
        people: impl Iterator<Item = &PersonId>,
    ) -> Result<Vec<PersonId>, CallError> {
        let people: Vec<&PersonId> = people.collect();
        people_led_by(self.readers(), leader, &iso_day(self.now()), &people).await
    }

    async fn viewer(&self, caller: &Caller) -> Result<Viewer, CallError> {
        let session = self.active_session(caller).await?;
        Ok(Viewer {
            id: session.person,
            roles: session.roles,
        })
    }

    /// Permits a form's counts and means: 職員課 for any form, 情報政策課 for forms of digital skills.
    async fn require_counts_viewer(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
    ) -> Result<Viewer, ApiError> {
        let reader = self.viewer(caller).await?;
        let catalogue = self.catalogue();
        let of_skills = catalogue.newest(instrument);
        let of_skills = of_skills.is_some_and(|it| it.edition.is_digital_skills_form());
        let may = reader.has(Role::Personnel) || of_skills && reader.has(Role::Digital);
        may.then_some(reader).ok_or_else(|| Code::Forbidden.into())
    }

    /// Permits digital skills: 情報政策課 and 職員課.
    async fn require_skills_viewer(&self, caller: &Caller) -> Result<Viewer, CallError> {
        let reader = self.viewer(caller).await?;
        let may = reader.has(Role::Personnel) || reader.has(Role::Digital);
        may.then_some(reader).ok_or_else(|| Code::Forbidden.into())
    }

    /// Permits changes of the question bank: 情報政策課.
    async fn require_question_editor(&self, caller: &Caller) -> Result<PersonId, CallError> {
        let reader = self.viewer(caller).await?;
        let may = reader.has(Role::Digital);
        may.then_some(reader.id)
            .ok_or_else(|| Code::Forbidden.into())
    }

    /// Permits the recruitment fair: 採用担当.
    async fn require_recruiter(&self, caller: &Caller) -> Result<PersonId, CallError> {
        let reader = self.viewer(caller).await?;
        let may = reader.has(Role::Recruiter);
        may.then_some(reader.id)
            .ok_or_else(|| Code::Forbidden.into())
    }

    /// Permits what is reserved for 職員課.
    async fn require_personnel(&self, caller: &Caller) -> Result<Viewer, CallError> {
        let reader = self.viewer(caller).await?;
        if reader.has(Role::Personnel) {
            Ok(reader)
        } else {
            Err(Code::Forbidden.into())
        }
    }
}

/// Parses roles from a query's `group_concat`: wire words separated by commas. Unknown words are ignored.
fn read_roles(text: Option<&str>) -> Vec<Role> {
    let words = text
        .unwrap_or_default()
        .split(',')
        .filter(|it| !it.is_empty());
    words
        .filter_map(|it| serde_json::from_value(it.into()).ok())
        .collect()
}

/// Filters `people` to those that `leader` leads on a day (`2026-11-25`).
async fn people_led_by(
    database: impl SqliteExecutor<'_>,
    leader: &PersonId,
    day: &str,
    people: &[&PersonId],
) -> Result<Vec<PersonId>, CallError> {
    let led: Vec<String> = sqlx::query_scalar(include_str!("desk/led.sql"))
        .bind(leader.as_str())
        .bind(day)
        .bind(serde_json::to_string(people)?)
        .fetch_all(database)
        .await?;
    Ok(led.into_iter().map(PersonId).collect())
}
