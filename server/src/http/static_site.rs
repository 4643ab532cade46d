//! The built site: hashed files that never change, one HTML shell for all staff pages and one for the fair's, and
//! their service workers with the list of files filled in.

use axum::Router;
use axum::extract::State;
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::route::Route;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// A folder made by the build (`.ci/site`).
#[derive(Clone, Debug)]
pub struct Site {
    folder: PathBuf,
    staff: SiteBuild,
    fair: SiteBuild,
}

/// One of the two builds: its HTML shell, and the service worker that caches it for offline use.
#[derive(Clone, Debug)]
struct SiteBuild {
    shell: Arc<str>,
    worker: Arc<str>,
}

impl SiteBuild {
    fn read(folder: &Path, shell: &str, worker: &str, files: &[String]) -> std::io::Result<Self> {
        let shell = std::fs::read_to_string(folder.join(shell))?;
        let template = std::fs::read_to_string(folder.join(worker))?;
        let worker = render_worker(&template, &shell, files);
        Ok(Self {
            shell: shell.into(),
            worker: worker.into(),
        })
    }

    /// The shell. Browsers ask each time whether it is new: it names the files of its build.
    fn shell(&self, status: StatusCode) -> Response {
        let headers = [(header::CACHE_CONTROL, "no-cache")];
        (status, headers, Html(self.shell.to_string())).into_response()
    }

    fn worker(&self) -> impl IntoResponse + use<> {
        let headers = [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        (headers, self.worker.to_string())
    }
}

impl Site {
    /// Reads the shells and lists every file that the service workers cache.
    pub fn read(folder: &Path) -> std::io::Result<Self> {
        let mut files: Vec<String> = vec!["/manifest.webmanifest".to_owned()];
        for part in ["pkg", "icons"] {
            for entry in std::fs::read_dir(folder.join(part))? {
                let name = entry?.file_name().to_string_lossy().into_owned();
                let is_twin = Path::new(&name)
                    .extension()
                    .is_some_and(|it| it == "br" || it == "gz");
                if !is_twin {
                    files.push(format!("/{part}/{name}"));
                }
            }
        }
        files.sort();
        let is_fair = |it: &&String| it.starts_with("/pkg/fair-");
        let staff: Vec<String> = files.iter().filter(|it| !is_fair(it)).cloned().collect();
        let fair: Vec<String> = files.iter().filter(is_fair).cloned().collect();
        Ok(Self {
            folder: folder.to_owned(),
            staff: SiteBuild::read(folder, "shell.html", "sw.js", &staff)?,
            fair: SiteBuild::read(folder, "fair.html", "fair-sw.js", &fair)?,
        })
    }

    /// Every URL outside the API and the fair's pages.
    pub(crate) fn routes(self) -> Router {
        let folder = |name: &str| {
            ServeDir::new(self.folder.join(name))
                .precompressed_br()
                .precompressed_gzip()
        };
        let files = Router::new()
            .nest_service("/pkg", folder("pkg"))
            .nest_service("/icons", folder("icons"))
            // A name contains a hash of the content, so browsers never have to ask again. Errors are not kept.
            .layer(SetResponseHeaderLayer::overriding(
                header::CACHE_CONTROL,
                |response: &Response| {
                    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
                    response.status().is_success().then_some(kept)
                },
            ));
        Router::new()
            .merge(files)
            .route(
                "/sw.js",
                get(|State(site): State<Self>| async move { site.staff.worker() }),
            )
            .route("/manifest.webmanifest", get(manifest))
            .route("/accessibility", get(accessibility))
            .fallback(shell)
            .with_state(self)
    }

    /// The URLs of the fair's pages.
    pub(crate) fn fair_routes(self) -> Router {
        Router::new()
            .route(
                "/fair/sw.js",
                get(|State(site): State<Self>| async move { site.fair.worker() }),
            )
            .route("/fair", get(to_fair))
            .route("/fair/", get(fair_shell))
            .route("/fair/r", get(fair_shell))
            .route("/fair/booth", get(fair_shell))
            .route("/fair/work", get(fair_shell))
            .route("/fair/joining", get(fair_shell))
            .with_state(self)
    }
}

/// The address as it is typed from a poster, with the event's code kept.
async fn to_fair(uri: Uri) -> Redirect {
    let query = uri.query().map(|it| format!("?{it}")).unwrap_or_default();
    Redirect::permanent(&format!("/fair/{query}"))
}

async fn fair_shell(State(site): State<Site>) -> Response {
    site.fair.shell(StatusCode::OK)
}

/// Fills the build's name, a hash over template, shell and files, and the list of files into the service worker.
fn render_worker(template: &str, shell: &str, files: &[String]) -> String {
    let mut hash = Sha256::new();
    hash.update(template.as_bytes());
    hash.update(shell.as_bytes());
    hash.update(files.join("\n").as_bytes());
    let build = hex::encode(&hash.finalize()[..6]);
    let list = serde_json::to_string(files).unwrap_or_default();
    template
        .replace("\"__BUILD__\"", &format!("\"{build}\""))
        .replace("[\"__FILES__\"]", &list)
}

async fn manifest(State(site): State<Site>) -> Response {
    let text = tokio::fs::read(site.folder.join("manifest.webmanifest")).await;
    let headers = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    text.map_or_else(
        |_| StatusCode::NOT_FOUND.into_response(),
        |it| (headers, it).into_response(),
    )
}

/// The test results of accessibility, a page without script that needs no session.
async fn accessibility(State(site): State<Site>) -> Response {
    let text = tokio::fs::read_to_string(site.folder.join("accessibility.html")).await;
    let headers = [(header::CACHE_CONTROL, "no-cache")];
    text.map_or_else(
        |_| StatusCode::NOT_FOUND.into_response(),
        |it| (headers, Html(it)).into_response(),
    )
}

/// The shell for every staff page; an unknown path gets it with status 404.
async fn shell(State(site): State<Site>, method: Method, url: Uri) -> Response {
    if ![Method::GET, Method::HEAD].contains(&method) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let known = Route::parse(url.path()).is_some();
    let status = if known {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    site.staff.shell(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_name_changes_with_the_shell_and_the_file_list() {
        let template = "const BUILD = \"__BUILD__\"; const FILES = [\"__FILES__\"];";
        let one = render_worker(template, "shell", &["/pkg/a.js".to_owned()]);
        assert!(one.contains("[\"/pkg/a.js\"]") && !one.contains("__"));
        assert_ne!(
            one,
            render_worker(template, "other", &["/pkg/a.js".to_owned()])
        );
    }
}
