//! How a call travels: one JSON body there and one back.
//!
//! On the server it is what Leptos does with JSON. In the browser it is one `fetch` for all calls, with a time limit, so
//! that a connection that hangs does not keep the journal waiting for ever.

use super::ApiError;
#[cfg(feature = "browser")]
use super::Code;
use crate::model::read::Read;
use leptos::server_fn::Protocol;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::{Encoding, FromReq, IntoRes, Json};
use leptos::server_fn::server::Server;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// The protocol of every server function.
pub struct Call;

impl<I, O, C, S> Protocol<I, O, C, S, ApiError> for Call
where
    I: Serialize + DeserializeOwned + Send + 'static,
    O: Serialize + Read + Send + 'static,
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

    #[cfg(feature = "browser")]
    async fn run_client(path: &str, input: I) -> Result<O, ApiError> {
        let body = serde_json::to_string(&input).map_err(|_| Code::BadRequest)?;
        let answer = crate::device::net::post(path, &body).await?;
        // What does not read is an answer that did not come whole, or one of some other server in between.
        O::read(answer).map_err(|_| Code::Unreachable.into())
    }

    #[cfg(not(feature = "browser"))]
    async fn run_client(_: &str, _: I) -> Result<O, ApiError> {
        Err(super::Code::Unreachable.into())
    }
}
