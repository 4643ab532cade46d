//! [`AppState`]: what all calls share, and who may make them.

use crate::accounts::login_throttle::{LoginThrottle, network_of};
use crate::accounts::memory_sessions::MemorySessions;
use crate::accounts::session::SessionLimits;
use crate::audit::{self, Act, AuditAct};
pub(crate) use crate::call_error::CallError;
use crate::clock::Clock;
use crate::content_pages::published::{self, PublishedPages};
use crate::db::writer::WriteError;
use crate::db::{Database, DbError, Location, OpenError, Pool, Target, sql};
use crate::fair::quizzes::QuizCatalogue;
use crate::forms::{Catalogue, FormError};
use crate::keys::{KeyError, ServerKeys};
use crate::mail::MailSettings;
use crate::sheets::exchange::push_queue::PushQueue;
use api::access::Viewer;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::ids::{Day, Epoch, InstrumentId, PersonId};
use domain::person::Role;
use domain::timestamp::Timestamp;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use tokio::sync::{Semaphore, watch};

/// Why [`AppState::open`] failed; its texts are shown to the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The file does not open or migrate.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A form or quiz does not validate.
    #[error(transparent)]
    Content(#[from] FormError),
    /// The server's key was not found.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The database could not be written.
    #[error("データベースに書けません: {0}")]
    Write(#[from] WriteError),
    /// A query at start-up failed.
    #[error("データベースを読めません: {0}")]
    Read(#[from] DbError),
}

/// What an operator may set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub sessions: SessionLimits,
    /// Words of the ward, such as its name, that no password may rest on.
    pub ward_words: Vec<String>,
    /// None where the ward sends no mail.
    pub(crate) mail: Option<MailSettings>,
    /// Shared by all municipalities of a process.
    pub(crate) hash_permits: HashPermits,
}

/// Limits concurrent argon2 runs: each takes 19 MiB.
#[derive(Clone, Debug)]
pub(crate) struct HashPermits(pub(crate) Arc<Semaphore>);

impl Default for HashPermits {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(2)))
    }
}

/// Failed attempts recorded of one address in a minute.
const FAILURES_RECORDED: NonZeroU32 = NonZeroU32::new(30).expect("not zero");

/// Addresses remembered for it before idle ones are dropped.
const MAX_ADDRESSES: usize = 50_000;

/// Visits by phones to one event in a minute; a full hall of 300 people has fewer.
const VISITS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(120).expect("not zero");

/// State shared by all calls: the database, the forms in force and the login throttle.
pub struct AppState {
    pub(crate) database: Database,
    /// Starts with the first push.
    pub(crate) push_queue: OnceLock<PushQueue>,
    pub(crate) catalogue: RwLock<Arc<Catalogue>>,
    pub(crate) quizzes: QuizCatalogue,
    pub(crate) content_pages: PublishedPages,
    /// Serializes changes of the question bank: each is validated, written and in force before the next begins.
    pub(crate) question_change_lock: tokio::sync::Mutex<()>,
    epoch: RwLock<Epoch>,
    pub(crate) clock: Clock,
    /// When this process opened the database.
    pub(crate) started_at: Timestamp,
    pub(crate) keys: Arc<ServerKeys>,
    pub(crate) throttle: Mutex<LoginThrottle>,
    pub(crate) memory_sessions: MemorySessions,
    /// Limits the attempts that wait because of wrong passwords before them.
    pub(crate) slowed_attempts: Semaphore,
    /// Limits the records of failed attempts by address.
    pub(crate) failure_records: DefaultKeyedRateLimiter<String>,
    /// Limits the visits that phones add to an event.
    pub(crate) visits_per_event: DefaultKeyedRateLimiter<String>,
    pub(crate) settings: Settings,
    /// With which the first person of an empty ward is made; none once there is one.
    pub(crate) setup_code: RwLock<Option<String>>,
    /// Whether the server is stopping: streams that never end by themselves end then.
    stopping: watch::Sender<bool>,
}

impl AppState {
    /// Opens the database, runs its migrations and publishes the forms.
    pub async fn open(
        location: &Location,
        content: Option<&Path>,
        clock: Clock,
    ) -> Result<Self, StartError> {
        let database = Database::open(location).await?;
        crate::forms::publish(&database, content, clock()).await?;
        crate::fair::quizzes::publish_all(&database, content, clock()).await?;
        let mut app = Self::with_database(database, clock).await?;
        app.content_pages = published::load(content)?;
        app.begin_fiscal_year().await?;
        Ok(app)
    }

    /// Opens the database with the forms that are published in it, for commands that publish and migrate nothing.
    pub async fn open_published(location: &Location, clock: Clock) -> Result<Self, StartError> {
        Self::with_database(Database::open_unchanged(location).await?, clock).await
    }

    async fn with_database(database: Database, clock: Clock) -> Result<Self, StartError> {
        let catalogue = crate::forms::load(&database).await?;
        let epoch = Epoch(crate::db::epoch(&database.readers).await?);
        let keys = Arc::new(ServerKeys::load(&database).await?);
        let throttle = Mutex::new(LoginThrottle::default());
        Ok(Self {
            catalogue: RwLock::new(Arc::new(catalogue)),
            quizzes: crate::fair::quizzes::load(&database).await?,
            content_pages: PublishedPages::default(),
            push_queue: OnceLock::new(),
            database,
            epoch: RwLock::new(epoch),
            started_at: clock(),
            clock,
            keys,
            throttle,
            question_change_lock: tokio::sync::Mutex::default(),
            memory_sessions: MemorySessions::default(),
            slowed_attempts: Semaphore::new(256),
            failure_records: RateLimiter::keyed(Quota::per_minute(FAILURES_RECORDED)),
            visits_per_event: RateLimiter::keyed(Quota::per_minute(VISITS_PER_MINUTE)),
            settings: Settings::default(),
            setup_code: RwLock::default(),
            stopping: watch::Sender::new(false),
        })
    }

    /// With an operator's settings.
    #[must_use]
    pub fn with_settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Ends what would keep the server from stopping.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until the server is stopping.
    pub(crate) async fn stopped(&self) {
        let _ = self.stopping.subscribe().wait_for(|it| *it).await;
    }

    /// Signs the end of the audit log for today.
    pub async fn sign_audit_log(&self) -> Result<(), WriteError> {
        let (keys, now) = (Arc::clone(&self.keys), self.now());
        let write = self
            .database
            .writer
            .run::<_, WriteError, _>(move |connection| {
                Box::pin(async move { Ok(audit::sign_head(connection, &keys, now).await?) })
            });
        write.await
    }

    /// Drops the staff's forms, for an instance that serves a recruitment fair only.
    #[must_use]
    pub fn without_forms(self) -> Self {
        let catalogue = RwLock::new(Arc::new(Catalogue::without_forms()));
        Self { catalogue, ..self }
    }

    /// The open database, for the command line's own commands.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Opens what begins with the fiscal year; called daily.
    pub async fn begin_fiscal_year(&self) -> Result<(), WriteError> {
        let (forms, now) = (self.catalogue(), self.now());
        crate::forms::fiscal_year::begin(&self.database, &forms, now).await
    }

    /// The forms in force; a caller keeps its snapshot while a reload replaces them.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        let held = self.catalogue.read();
        Arc::clone(&held.unwrap_or_else(PoisonError::into_inner))
    }

    /// Follows what another server has changed: `version` of the forms and `epoch` are what the database says.
    pub(crate) async fn follow(&self, version: i64, epoch: Epoch) -> Result<(), CallError> {
        let held = self.epoch.read();
        if *held.unwrap_or_else(PoisonError::into_inner) != epoch {
            let held = self.epoch.write();
            *held.unwrap_or_else(PoisonError::into_inner) = epoch;
        }
        if self.catalogue().is_behind(version) {
            self.reload_catalogue().await?;
        }
        Ok(())
    }

    /// Follows what another server has changed, before work that nobody asked for.
    pub(crate) async fn follow_database(&self) -> Result<(), CallError> {
        let version = sql!(forms / catalogue_version)
            .fetch_value(self.readers())
            .await?;
        let epoch = Epoch(crate::db::epoch(self.readers()).await?);
        self.follow(version, epoch).await
    }

    /// The epoch of the log.
    pub(crate) fn epoch(&self) -> Epoch {
        let held = self.epoch.read();
        held.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reloads the forms after a change of the question bank.
    pub(crate) async fn reload_catalogue(&self) -> Result<(), CallError> {
        let new = crate::forms::load(&self.database).await;
        let new = new.map_err(|error| {
            tracing::error!(%error, "the forms do not read");
            Code::Internal
        })?;
        let held = self.catalogue.write();
        *held.unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(())
    }

    /// Records an act that writes nothing else; it fails if it cannot be recorded.
    pub(crate) async fn record(&self, act: Act) -> Result<(), CallError> {
        let now = self.now();
        let write = self
            .database
            .writer
            .run::<_, CallError, _>(move |connection| {
                Box::pin(async move { Ok(audit::record(connection, now, act).await?) })
            });
        write.await
    }

    /// Records a look at counts. On a full disk they are shown all the same: they are nobody's answers.
    pub(crate) async fn record_counts_read(
        &self,
        by: &Viewer,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<(), CallError> {
        let act = Act::by(by, AuditAct::CountsRead).form(instrument.as_str(), &cycle.to_string());
        let recorded = self.record(act).await;
        recorded.or_else(CallError::ignore_if_full)
    }

    /// Records that somebody read the progress of all forms of a fiscal year.
    pub(crate) async fn record_year_counts_read(
        &self,
        by: &Viewer,
        year: u16,
    ) -> Result<(), CallError> {
        let act = Act::by(by, AuditAct::CountsRead).details(serde_json::json!({ "year": year }));
        let recorded = self.record(act).await;
        recorded.or_else(CallError::ignore_if_full)
    }

    /// Records an attempt that failed, by itself. Of one address at most thirty a minute, so that nobody fills the
    /// disk.
    pub(crate) async fn record_failure(&self, address: &str, act: Act) {
        if self.failure_records.len() > MAX_ADDRESSES {
            self.failure_records.retain_recent();
        }
        let network = network_of(address);
        if self.failure_records.check_key(&network).is_err() {
            return;
        }
        let now = self.now();
        let write = self
            .database
            .writer
            .run::<_, WriteError, _>(move |connection| {
                Box::pin(async move { audit::record(connection, now, act).await })
            });
        // The attempt has failed all the same.
        if let Err(error) = write.await {
            tracing::error!(%error, "a failed attempt could not be recorded");
        }
    }

    pub(crate) fn readers(&self) -> &Pool {
        &self.database.readers
    }

    pub fn now(&self) -> Timestamp {
        (self.clock)()
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
