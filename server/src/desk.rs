//! [`SqliteDesk`]: the server's side of every call, over one SQLite file.

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
use roomless::Roomless;

use crate::access::Reader;
use crate::clock::Clock;
use crate::content::quizzes::Quizzes;
use crate::content::{Catalogue, ContentError};
use crate::database::{Database, OpenError};
use crate::receipt::Seal;
use crate::session;
use crate::throttle::Throttle;
use crate::writer::WriteError;
use api::{ApiError, Caller, Code};
use domain::calendar::day;
use domain::ids::{Epoch, InstrumentId, PersonId};
use domain::person::Role;
use sqlx::Row;
use sqlx::sqlite::{SqliteExecutor, SqlitePool};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::Semaphore;

/// A failure on the way to the database, logged where it happens and sent without its details.
#[derive(Debug)]
pub(crate) struct Failure(ApiError);

impl Failure {
    fn is_not_found(&self) -> bool {
        self.0.code == Code::NotFound
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self(code.into())
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        WriteError::Database(error).into()
    }
}

/// Something stored does not read.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "what is stored does not read");
        Self(Code::Internal.into())
    }
}

impl From<WriteError> for Failure {
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

/// Why the desk could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The file.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The forms.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A query.
    #[error("データベースを読めません: {0}")]
    Read(#[from] sqlx::Error),
}

/// The desk over SQLite.
pub struct SqliteDesk {
    database: Database,
    catalogue: RwLock<Arc<Catalogue>>,
    quizzes: Quizzes,
    /// One change of the question bank at a time: looked up, written, and in force before the next.
    bank_turn: tokio::sync::Mutex<()>,
    epoch: Epoch,
    clock: Clock,
    seal: Arc<Seal>,
    throttle: Mutex<Throttle>,
    roomless: Roomless,
    /// Each argon2 takes 19 MiB: only so many at once.
    hashing: Semaphore,
}

/// A signed-in person.
#[derive(Clone, Debug)]
struct Session {
    person: PersonId,
    must_change: bool,
    roles: Vec<Role>,
}

impl SqliteDesk {
    /// Opens the file, brings it up to date and publishes the forms.
    pub async fn open(
        file: &Path,
        content: Option<&Path>,
        clock: Clock,
    ) -> Result<Self, DeskError> {
        let database = Database::open(file).await?;
        let catalogue = crate::content::publish(&database, content, clock()).await?;
        let epoch = Epoch(crate::database::epoch(&database.readers).await?);
        let seal = Arc::new(Seal::of(&database.readers).await?);
        let throttle = Mutex::new(Throttle::default());
        Ok(Self {
            catalogue: RwLock::new(Arc::new(catalogue)),
            quizzes: crate::content::quizzes::load(&database).await?,
            database,
            epoch,
            clock,
            seal,
            throttle,
            bank_turn: tokio::sync::Mutex::default(),
            roomless: Roomless::default(),
            hashing: Semaphore::new(2),
        })
    }

    /// The same without the staff's forms: for an instance that is there for a fair, where nobody fills one in.
    #[must_use]
    pub fn without_forms(self) -> Self {
        let catalogue = RwLock::default();
        Self { catalogue, ..self }
    }

    /// The open database, for the commands that work on it.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The forms in force now.
    fn catalogue(&self) -> Arc<Catalogue> {
        let held = self.catalogue.read();
        Arc::clone(&held.unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the forms anew, after their questions were changed.
    async fn renew_catalogue(&self) -> Result<(), Failure> {
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

    /// The session of a call, if its token is one and has not ended.
    async fn session(&self, caller: &Caller) -> Result<Session, Failure> {
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
        if now - seen_at > session::IDLE_MS || now - begun_at > session::LIFE_MS {
            return Err(Code::SignInRequired.into());
        }
        if now - seen_at > 5 * 60_000 && roomless.is_none() {
            // A full disk keeps nobody from reading.
            self.see(hash, now).await.or_else(Failure::unless_full)?;
        }
        let roles: Option<String> = row.try_get("roles")?;
        Ok(Session {
            person: PersonId(row.try_get("person")?),
            must_change: row.try_get("must_change")?,
            roles: read_roles(roles.as_deref()),
        })
    }

    async fn see(&self, hash: Vec<u8>, now: i64) -> Result<(), Failure> {
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

    /// The session of a call by someone who has changed their first password.
    async fn ready(&self, caller: &Caller) -> Result<Session, Failure> {
        let session = self.session(caller).await?;
        if session.must_change {
            return Err(Code::PasswordChangeRequired.into());
        }
        Ok(session)
    }

    /// Whether a form stays out of lists, counts and exports.
    fn is_restricted(&self, instrument: &InstrumentId) -> bool {
        let catalogue = self.catalogue();
        let published = catalogue.newest(instrument);
        published.is_none_or(|it| it.edition.restricted)
    }

    /// Which of some people someone leads today: as their 所属長, or acting for them.
    async fn led(
        &self,
        leader: &PersonId,
        people: impl Iterator<Item = &PersonId>,
    ) -> Result<Vec<PersonId>, Failure> {
        let people: Vec<&PersonId> = people.collect();
        led(self.readers(), leader, &day(self.now()), &people).await
    }

    async fn reader(&self, caller: &Caller) -> Result<Reader, Failure> {
        let session = self.ready(caller).await?;
        Ok(Reader {
            id: session.person,
            roles: session.roles,
        })
    }

    /// The caller, if they may see a form's counts and means: 職員課 any, 情報政策課 those of digital skills.
    async fn counts_reader(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
    ) -> Result<Reader, ApiError> {
        let reader = self.reader(caller).await?;
        let catalogue = self.catalogue();
        let of_skills = catalogue.newest(instrument);
        let of_skills = of_skills.is_some_and(|it| it.edition.is_of_digital_skills());
        let may = reader.has(Role::Personnel) || of_skills && reader.has(Role::Digital);
        may.then_some(reader).ok_or_else(|| Code::Forbidden.into())
    }

    /// The caller, if digital skills are their work: 情報政策課 and 職員課.
    async fn skills_reader(&self, caller: &Caller) -> Result<Reader, Failure> {
        let reader = self.reader(caller).await?;
        let may = reader.has(Role::Personnel) || reader.has(Role::Digital);
        may.then_some(reader).ok_or_else(|| Code::Forbidden.into())
    }

    /// The caller, if the question bank is theirs to change.
    async fn bank_keeper(&self, caller: &Caller) -> Result<PersonId, Failure> {
        let reader = self.reader(caller).await?;
        let may = reader.has(Role::Digital);
        may.then_some(reader.id)
            .ok_or_else(|| Code::Forbidden.into())
    }

    /// The caller, if the fair is their work.
    async fn recruiter(&self, caller: &Caller) -> Result<PersonId, Failure> {
        let reader = self.reader(caller).await?;
        let may = reader.has(Role::Recruiter);
        may.then_some(reader.id)
            .ok_or_else(|| Code::Forbidden.into())
    }

    /// The caller, if they work for 職員課.
    async fn personnel(&self, caller: &Caller) -> Result<Reader, Failure> {
        let reader = self.reader(caller).await?;
        if reader.has(Role::Personnel) {
            Ok(reader)
        } else {
            Err(Code::Forbidden.into())
        }
    }
}

/// Reads roles as a query joins them: words of the wire with commas between.
fn read_roles(text: Option<&str>) -> Vec<Role> {
    let words = text
        .unwrap_or_default()
        .split(',')
        .filter(|it| !it.is_empty());
    words
        .filter_map(|it| serde_json::from_value(it.into()).ok())
        .collect()
}

/// Those of some people whom someone leads on a day.
async fn led(
    database: impl SqliteExecutor<'_>,
    leader: &PersonId,
    day: &str,
    people: &[&PersonId],
) -> Result<Vec<PersonId>, Failure> {
    let led: Vec<String> = sqlx::query_scalar(include_str!("desk/led.sql"))
        .bind(leader.as_str())
        .bind(day)
        .bind(serde_json::to_string(people)?)
        .fetch_all(database)
        .await?;
    Ok(led.into_iter().map(PersonId).collect())
}
