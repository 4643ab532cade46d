//! Accepts connections: heads and idle ones end after a time, there are at most so many, and a stop waits for requests
//! only so long.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

/// How long a client may take for the head of a request, and how long a connection may wait for the next one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a stop waits for requests that are under way.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may take nothing of an answer that is sent to it.
const STALL_TIMEOUT: Duration = Duration::from_secs(30);

/// Most connections at once. What comes then waits to be accepted, at most [`HEAD_TIMEOUT`] behind idle ones.
const MAX_CONNECTIONS: usize = 4_096;

/// How long to wait after the system had no file for one more connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` is ready, then ends the connections.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let accept = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            it = accept => it,
        };
        match (place, accepted) {
            (Ok(place), Ok((stream, peer))) => {
                let connection = Connection {
                    router: router.clone(),
                    peer,
                    place,
                };
                tokio::spawn(connection.run(stream, graceful.watcher()));
            }
            (_, accepted) => {
                if let Err(error) = accepted {
                    tracing::warn!(%error, "a connection was not accepted");
                }
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(STOP_TIMEOUT, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("stopped while requests were under way");
    }
}

struct Connection {
    router: Router,
    peer: SocketAddr,
    /// Given back when the connection ends.
    place: OwnedSemaphorePermit,
}

impl Connection {
    async fn run(self, stream: TcpStream, watcher: Watcher) {
        let _ = stream.set_nodelay(true);
        // A client that takes nothing of its answer for so long is gone.
        let millis = u32::try_from(STALL_TIMEOUT.as_millis()).unwrap_or(u32::MAX);
        let _ = rustix::net::sockopt::set_tcp_user_timeout(&stream, millis);
        let (router, peer) = (self.router, self.peer);
        let answer = service_fn(move |request: Request<Incoming>| {
            let router = router.clone();
            async move {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                Ok::<_, Infallible>(
                    router
                        .oneshot(request)
                        .await
                        .unwrap_or_else(|it| match it {}),
                )
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .serve_connection(TokioIo::new(stream), answer);
        // A client that goes away or is too slow is no fault of the server.
        let _ = watcher.watch(connection).await;
        drop(self.place);
    }
}
