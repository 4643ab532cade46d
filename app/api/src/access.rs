//! Who calls, who may, and how a call is answered: what the table of calls needs on the server.

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
use std::sync::{Arc, Mutex, PoisonError};

/// Who makes a request, as far as the connection tells.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The token of the session cookie, if one was sent.
    pub token: Option<String>,
    /// The network address, to slow down guesses.
    pub address: String,
    /// Whether the browser's connection is encrypted, so that the cookie may be marked `Secure`.
    pub secure: bool,
    /// What the browser calls itself.
    pub browser: String,
    /// The cookie that marks a browser in which somebody has signed in before.
    pub browser_mark: Option<String>,
    /// The `Set-Cookie` headers that go with the answer.
    pub set_cookies: Arc<Mutex<Vec<String>>>,
}

impl Caller {
    /// Sends a cookie with the answer.
    pub fn add_cookie(&self, cookie: String) {
        let held = self.set_cookies.lock();
        held.unwrap_or_else(PoisonError::into_inner).push(cookie);
    }

    /// The cookies to send with the answer, in the order added.
    pub fn take_cookies(&self) -> Vec<String> {
        let mut held = self
            .set_cookies
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut held)
    }
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
pub struct Download {
    /// Its name, in ASCII.
    pub name: String,
    /// A media type.
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The answer of a call that returns a file.
pub type DownloadFuture = Pin<Box<dyn Future<Output = Result<Download, ApiError>> + Send>>;

/// How a call is answered.
#[derive(Clone, Copy)]
pub enum Handler {
    /// `POST`, by Leptos: registers the server function.
    Json(fn()),
    /// `GET`: the caller, and the query of the URL as a JSON object. It finds the feature in Leptos' context.
    Download(fn(Caller, Value) -> DownloadFuture),
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

/// A feature's calls, as [`provide`](crate::server::provide) put them into Leptos' context.
pub(crate) fn feature<C: ?Sized + 'static>() -> Result<Arc<C>, ApiError>
where
    Arc<C>: Send + Sync,
{
    use_context().ok_or_else(|| Code::Internal.into())
}

/// The caller that the router put into Leptos' context.
pub(crate) fn caller() -> Caller {
    use_context().unwrap_or_default()
}
