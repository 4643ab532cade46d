//! Protocol of the server functions: one JSON body in each direction.
//!
//! On the server it is Leptos' JSON codec. In the browser all calls share one `fetch` with a timeout, so that a
//! hanging connection does not block the sync loop.

use super::ApiError;
#[cfg(feature = "client")]
use super::Code;
#[cfg(feature = "client")]
use browser::http::{Credentials, HttpError};
use leptos::server_fn::Protocol;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::{Encoding, FromReq, IntoRes, Json};
use leptos::server_fn::server::Server;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// The protocol of every server function. With `COOKIES` the browser sends its session along.
pub struct JsonRpc<const COOKIES: bool>;

impl<I, O, C, S, const COOKIES: bool> Protocol<I, O, C, S, ApiError> for JsonRpc<COOKIES>
where
    I: Serialize + DeserializeOwned + Send + 'static,
    O: Serialize + DeserializeOwned + Send + 'static,
    C: Client<ApiError>,
    S: Server<ApiError>,
{
    const METHOD: http::Method = Json::METHOD;

    async fn run_server<F, Answer>(request: S::Request, answer: F) -> Result<S::Response, ApiError>
    where
        F: Fn(I) -> Answer + Send,
        Answer: Future<Output = Result<O, ApiError>> + Send,
    {
        let input = <I as FromReq<Json, S::Request, ApiError>>::from_req(request).await?;
        let output = answer(input).await?;
        <O as IntoRes<Json, S::Response, ApiError>>::into_res(output).await
    }

    #[cfg(feature = "client")]
    async fn run_client(path: &str, input: I) -> Result<O, ApiError> {
        let body = serde_json::to_string(&input).map_err(|_| Code::BadRequest)?;
        let answer = browser::http::post(path, &body, credentials(COOKIES)).await;
        let answer = answer.map_err(ApiError::from)?;
        // An answer that does not decode was cut off, or comes from some other server in between.
        serde_json::from_str(&answer).map_err(|_| Code::Unreachable.into())
    }

    #[cfg(not(feature = "client"))]
    async fn run_client(_: &str, _: I) -> Result<O, ApiError> {
        Err(super::Code::Unreachable.into())
    }
}

#[cfg(feature = "client")]
fn credentials(cookies: bool) -> Credentials {
    if cookies {
        Credentials::SameOrigin
    } else {
        Credentials::Omit
    }
}

/// The bytes of a file that a `GET` call returns.
#[cfg(feature = "client")]
pub(crate) async fn get_file(name: &str, request: &impl Serialize) -> Result<Vec<u8>, ApiError> {
    let query = serde_urlencoded::to_string(request).map_err(|_| Code::BadRequest)?;
    let path = format!("/api/v1/{name}?{query}");
    Ok(browser::http::get_bytes(&path).await?)
}

#[cfg(feature = "client")]
impl From<HttpError> for ApiError {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::Status(body) => {
                serde_json::from_str(&body).unwrap_or(Code::Unreachable.into())
            }
            HttpError::Foreign(413) => Code::TooLarge.into(),
            // A proxy says that the server is away.
            HttpError::Unreachable | HttpError::Foreign(502..=504) => Code::Unreachable.into(),
            HttpError::Foreign(_) => Code::Intercepted.into(),
        }
    }
}

/// A chunk of the program that did not come: its build is gone, or the network is; see [`settle`].
#[cfg(feature = "client")]
impl From<leptos::wasm_split::SplitLoaderError> for ApiError {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Code::NewBuild.into()
    }
}

/// The error that an error turns out to be: a chunk that did not come while the server answers is of a build that is
/// gone; else there is no network.
#[cfg(feature = "client")]
pub async fn settle(error: ApiError) -> ApiError {
    if error.code != Code::NewBuild {
        return error;
    }
    // Whatever it says, it answers.
    match browser::http::post("/api/v1/health", "", Credentials::Omit).await {
        Err(HttpError::Unreachable) => Code::Unreachable.into(),
        _ => error,
    }
}
