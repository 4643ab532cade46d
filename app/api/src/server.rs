//! The server's side of the table of calls: who calls, who may, and where a call is answered.

use crate::accounts::{self, AccountCalls};
use crate::fair::{self, FairCalls};
use crate::fair_public::{self, PublicFairCalls};
use crate::interviews::{self, InterviewCalls};
use crate::personnel::{self, PersonnelCalls};
use crate::questions::{self, QuestionCalls};
use crate::sheets::{self, ExchangeCalls, SheetCalls};
use crate::skills::{self, SkillCalls};
use crate::{ApiError, Code};
use async_trait::async_trait;
use domain::ids::PersonId;
use domain::person::Role;
use leptos::prelude::use_context;
use leptos::server_fn::ServerFn;
use leptos::server_fn::axum::{AxumServerFnBackend, register_explicit};
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

/// Who makes a request, as far as the connection tells.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The token of the session cookie, if one was sent.
    pub token: Option<String>,
    /// The network address, to slow down guesses.
    pub address: String,
    /// Whether the browser's connection is encrypted, so that the cookie may be marked `Secure`.
    pub secure: bool,
    /// The `Set-Cookie` header that goes with the answer, once a call has set it.
    pub set_cookie: Arc<OnceLock<String>>,
}

/// A signed-in person, with the rights that a call checks.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub id: PersonId,
    pub roles: Vec<Role>,
    /// The request they came with.
    pub caller: Caller,
}

impl Viewer {
    /// Whether they have a role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Who may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// No session is needed.
    Anyone,
    /// A session, even before the first password was changed.
    Session,
    /// A session of somebody who has changed the first password.
    Staff,
    /// Such a session, with one of these roles. The implementation may narrow it further.
    Roles(&'static [Role]),
}

/// Which instances answer a call; the ward's network may be split in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instances {
    /// All.
    Every,
    /// Those that serve staff.
    Staff,
    /// Those that serve a recruitment fair's visitors and tablets.
    Fair,
}

/// A file for the browser to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, in ASCII.
    pub name: String,
    /// A media type.
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The answer of a call that returns a file.
pub type FileFuture = Pin<Box<dyn Future<Output = Result<File, ApiError>> + Send>>;

/// How a call is answered.
#[derive(Clone, Copy)]
pub enum Handler {
    /// `POST`, by Leptos: registers the server function.
    Json(fn()),
    /// `GET`: calls, caller, and the query of the URL as a JSON object.
    File(fn(Arc<dyn Calls>, Caller, Value) -> FileFuture),
}

/// A call as it is declared.
#[derive(Clone, Copy)]
pub struct Call {
    /// The last segment of its URL, `/api/v1/{name}`.
    pub name: &'static str,
    /// What the segment was in the release before this one.
    pub was: Option<&'static str>,
    pub access: Access,
    pub instances: Instances,
    pub handler: Handler,
}

/// Checks who is calling before a call is answered.
#[async_trait]
pub trait Authorize: Send + Sync {
    /// The signed-in person behind a request, if they may make a call with this access.
    async fn authorize(&self, caller: &Caller, access: Access) -> Result<Viewer, ApiError>;
}

/// Every call of every feature.
pub trait Calls:
    Authorize
    + AccountCalls
    + ExchangeCalls
    + FairCalls
    + InterviewCalls
    + PersonnelCalls
    + PublicFairCalls
    + QuestionCalls
    + SheetCalls
    + SkillCalls
{
}

impl<T> Calls for T where
    T: Authorize
        + AccountCalls
        + ExchangeCalls
        + FairCalls
        + InterviewCalls
        + PersonnelCalls
        + PublicFairCalls
        + QuestionCalls
        + SheetCalls
        + SkillCalls
{
}

/// The table of all calls.
pub fn all_calls() -> impl Iterator<Item = &'static Call> {
    [
        accounts::CALLS,
        fair::CALLS,
        fair_public::CALLS,
        interviews::CALLS,
        personnel::CALLS,
        questions::CALLS,
        sheets::CALLS,
        sheets::EXCHANGE_CALLS,
        skills::CALLS,
    ]
    .into_iter()
    .flatten()
}

/// Registers a server function under its path.
pub(crate) fn register<
    T: ServerFn<
            Server = AxumServerFnBackend,
            Error = ApiError,
            InputStreamError = ApiError,
            OutputStreamError = ApiError,
        > + 'static,
>() {
    register_explicit::<T>();
}

/// The calls and the caller that the router put into Leptos' context.
pub(crate) fn context() -> Result<(Arc<dyn Calls>, Caller), ApiError> {
    let calls = use_context::<Arc<dyn Calls>>().ok_or(Code::Internal)?;
    Ok((calls, use_context::<Caller>().unwrap_or_default()))
}
