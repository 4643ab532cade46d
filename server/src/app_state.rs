//! [`AppState`]: what all calls share, and who may make them.

use crate::accounts::login_throttle::LoginThrottle;
use crate::accounts::memory_sessions::MemorySessions;
use crate::accounts::session;
use crate::clock::Clock;
use crate::db::writer::WriteError;
use crate::db::{Database, OpenError};
use crate::db::{DbError, Pool, Target, sql};
use crate::fair::quizzes::QuizCatalogue;
use crate::forms::{Catalogue, FormError};
use crate::sheets::receipt::ServerKeys;
use api::access::{Access, Authorize, Caller, Viewer};
use api::{ApiError, Code};
use async_trait::async_trait;
use domain::ids::{Day, Epoch, InstrumentId, PersonId};
use domain::person::Role;
use domain::timestamp::Timestamp;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Semaphore;

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
            if error.is_full() {
                Code::StorageFull
            } else {
                Code::Internal
            }
            .into(),
        )
    }
}

/// Why [`AppState::open`] failed; its texts are shown to the operator.
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
    Read(#[from] DbError),
}

/// State shared by all calls: the database, the forms in force and the login throttle.
pub struct AppState {
    pub(crate) database: Database,
    pub(crate) catalogue: RwLock<Arc<Catalogue>>,
    pub(crate) quizzes: QuizCatalogue,
    /// Serializes changes of the question bank: each is validated, written and in force before the next begins.
    pub(crate) question_change_lock: tokio::sync::Mutex<()>,
    pub(crate) epoch: Epoch,
    pub(crate) clock: Clock,
    pub(crate) keys: Arc<ServerKeys>,
    pub(crate) throttle: Mutex<LoginThrottle>,
    pub(crate) memory_sessions: MemorySessions,
    /// Limits concurrent argon2 runs: each takes 19 MiB.
    pub(crate) hash_permits: Semaphore,
}

/// An authenticated session, with what authorization needs of its account.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) person: PersonId,
    pub(crate) must_change: bool,
}

/// A session, with the times that end it.
struct HeldSession {
    session: Session,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    is_in_memory: bool,
}

impl AppState {
    /// Opens the file, runs its migrations and publishes the forms.
    pub async fn open(
        file: &Path,
        content: Option<&Path>,
        clock: Clock,
    ) -> Result<Self, StartError> {
        let database = Database::open(file).await?;
        crate::forms::publish(&database, content, clock()).await?;
        crate::fair::quizzes::publish_all(&database, content, clock()).await?;
        Self::with_database(database, clock).await
    }

    /// Opens the file with the forms that are published in it, for commands that publish none.
    pub async fn open_published(file: &Path, clock: Clock) -> Result<Self, StartError> {
        Self::with_database(Database::open(file).await?, clock).await
    }

    async fn with_database(database: Database, clock: Clock) -> Result<Self, StartError> {
        let catalogue = crate::forms::load(&database).await?;
        let epoch = Epoch(crate::db::epoch(&database.readers).await?);
        let keys = Arc::new(ServerKeys::load(&database.readers).await?);
        let throttle = Mutex::new(LoginThrottle::default());
        Ok(Self {
            catalogue: RwLock::new(Arc::new(catalogue)),
            quizzes: crate::fair::quizzes::load(&database).await?,
            database,
            epoch,
            clock,
            keys,
            throttle,
            question_change_lock: tokio::sync::Mutex::default(),
            memory_sessions: MemorySessions::default(),
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
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        let held = self.catalogue.read();
        Arc::clone(&held.unwrap_or_else(PoisonError::into_inner))
    }

    /// Reloads the forms after a change of the question bank.
    pub(crate) async fn reload_catalogue(&self) -> Result<(), CallError> {
        let new = crate::forms::load(&self.database).await;
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

    pub(crate) fn readers(&self) -> &Pool {
        &self.database.readers
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Authenticates a request; fails with [`Code::SignInRequired`] if the token is unknown or expired.
    async fn session(&self, caller: &Caller) -> Result<Session, CallError> {
        let Some(token) = &caller.token else {
            return Err(Code::SignInRequired.into());
        };
        let hash = session::token_hash(token);
        let held = match self.session_in_memory(&hash).await? {
            Some(held) => held,
            None => self.session_in_database(&hash).await?,
        };
        let now = self.now();
        let (idle, age) = (now.since(held.last_seen_at), now.since(held.created_at));
        if idle > session::IDLE_TIMEOUT || age > session::LIFETIME {
            return Err(Code::SignInRequired.into());
        }
        // At most one write per session in five minutes: `last_seen_at` need not be exact, and every write is an fsync.
        if idle > Duration::from_mins(5) && !held.is_in_memory {
            // With a full disk the write fails, but reading must still work.
            self.touch_session(hash, now)
                .await
                .or_else(CallError::ignore_if_full)?;
        }
        Ok(held.session)
    }

    /// A session that began while the disk was full.
    async fn session_in_memory(&self, hash: &[u8]) -> Result<Option<HeldSession>, CallError> {
        let Some((person, created_at)) = self.memory_sessions.find(hash) else {
            return Ok(None);
        };
        let must_change = sql!(accounts / must_change_password)
            .bind(person.as_str())
            .fetch_optional_value(self.readers())
            .await?
            .ok_or(Code::SignInRequired)?;
        Ok(Some(HeldSession {
            session: Session {
                person,
                must_change,
            },
            created_at,
            last_seen_at: created_at,
            is_in_memory: true,
        }))
    }

    async fn session_in_database(&self, hash: &[u8]) -> Result<HeldSession, CallError> {
        let row = sql!(accounts / session_by_token)
            .bind(hash)
            .fetch_optional(self.readers())
            .await?
            .ok_or(Code::SignInRequired)?;
        Ok(HeldSession {
            session: Session {
                person: PersonId(row.try_get("person")?),
                must_change: row.try_get("must_change_password")?,
            },
            created_at: row.try_get("created_at")?,
            last_seen_at: row.try_get("last_seen_at")?,
            is_in_memory: false,
        })
    }

    async fn touch_session(&self, hash: Vec<u8>, now: Timestamp) -> Result<(), CallError> {
        let write = self.database.writer.run(move |connection| {
            Box::pin(async move {
                sql!(accounts / touch_session)
                    .bind(now)
                    .bind(hash)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
        write.await
    }

    /// Whether a form is kept out of lists, counts and exports; true for an unknown form.
    pub(crate) fn is_restricted(&self, instrument: &InstrumentId) -> bool {
        let catalogue = self.catalogue();
        let published = catalogue.newest(instrument);
        published.is_none_or(|it| it.edition.restricted)
    }

    /// Filters people to those that `leader` leads today, as their 所属長 or as a deputy.
    pub(crate) async fn people_led_by(
        &self,
        leader: &PersonId,
        people: impl Iterator<Item = &PersonId>,
    ) -> Result<Vec<PersonId>, CallError> {
        let people: Vec<&PersonId> = people.collect();
        people_led_by(self.readers(), leader, &self.now().day(), &people).await
    }

    /// Permits a form's counts and means: 職員課 for any form, 情報政策課 for forms of digital skills.
    pub(crate) fn require_counts_viewer(
        &self,
        viewer: &Viewer,
        instrument: &InstrumentId,
    ) -> Result<(), ApiError> {
        let catalogue = self.catalogue();
        let is_of_skills = catalogue
            .newest(instrument)
            .is_some_and(|it| it.edition.is_digital_skills_form());
        let may = viewer.has(Role::Personnel) || is_of_skills;
        may.then_some(()).ok_or_else(|| Code::Forbidden.into())
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
                Err(Code::Forbidden.into())
            }
            _ => Ok(viewer),
        }
    }
}

/// The roles of a person. Words that this release does not know are ignored.
pub(crate) async fn roles_of<'c>(
    target: impl Into<Target<'c>>,
    person: &PersonId,
) -> Result<Vec<Role>, CallError> {
    let words: Vec<String> = sql!(accounts / roles_of_person)
        .bind(person.as_str())
        .fetch_values(target)
        .await
        .map_err(CallError::from)?;
    Ok(words.iter().filter_map(|it| it.parse().ok()).collect())
}

/// Filters `people` to those that `leader` leads on a day (`2026-11-25`).
pub(crate) async fn people_led_by(
    target: impl Into<Target<'_>>,
    leader: &PersonId,
    day: &Day,
    people: &[&PersonId],
) -> Result<Vec<PersonId>, CallError> {
    let led: Vec<String> = sql!(sheets / people_led_by)
        .bind(leader.as_str())
        .bind(day)
        .bind(serde_json::to_string(people)?)
        .fetch_values(target)
        .await?;
    Ok(led.into_iter().map(PersonId).collect())
}
