//! Several municipalities on the same servers: the host name of a request decides whose database answers it.
//!
//! Each has a database, a key, an epoch, sessions and forms of its own, and all that this program does for one, it does
//! for each of them apart. Nothing here reads an answer.

use crate::app_state::AppState;
use crate::cli::TenantCommand;
use crate::db::{Host, Location, Registry, RegistryError, Tenant, TenantName};
use crate::http::connections;
use crate::instance::{Failure, Instance};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::timestamp::Timestamp;
use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Write;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// How soon a server notices who was added or removed.
const INTERVAL: Duration = Duration::from_secs(10);

/// Whom a host name leads to; none while the database cannot be opened.
type Led = Option<(Router, Arc<AppState>)>;

/// Where requests go, shared by all that answer them.
#[derive(Default)]
struct Hosts(RwLock<HashMap<Host, Led>>);

impl Hosts {
    fn lead(&self, host: &Host, to: Led) {
        let hosts = self.0.write();
        let mut hosts = hosts.unwrap_or_else(PoisonError::into_inner);
        hosts.insert(host.clone(), to);
    }

    fn forget(&self, host: &Host) {
        let hosts = self.0.write();
        hosts.unwrap_or_else(PoisonError::into_inner).remove(host);
    }

    /// None for a host name that is not on the list.
    fn find(&self, host: &Host) -> Option<Led> {
        let hosts = self.0.read();
        let hosts = hosts.unwrap_or_else(PoisonError::into_inner);
        hosts.get(host).cloned()
    }

    /// Ends what would keep the server from stopping.
    fn stop(&self) {
        let hosts = self.0.read();
        let hosts = hosts.unwrap_or_else(PoisonError::into_inner);
        for (_, app) in hosts.values().flatten() {
            app.stop();
        }
    }
}

/// The municipalities of a registry, as this process serves them.
struct Tenants<Open> {
    registry: Registry,
    /// Opens the instance of a database.
    open: Open,
    instances: HashMap<TenantName, (Host, Instance)>,
    hosts: Arc<Hosts>,
}

impl<Open: AsyncFn(Location) -> Result<Instance, Failure>> Tenants<Open> {
    /// Opens those who are new on the list, and closes those who are gone from it.
    async fn follow_registry(&mut self) -> Result<(), RegistryError> {
        let listed = self.registry.all().await?;
        let is_gone = |(name, it): &(&TenantName, &(Host, Instance))| {
            !listed
                .iter()
                .any(|listed| listed.name == **name && listed.host == it.0)
        };
        let gone = self.instances.iter().filter(is_gone);
        for name in gone.map(|it| it.0.clone()).collect::<Vec<_>>() {
            if let Some((host, instance)) = self.instances.remove(&name) {
                self.hosts.forget(&host);
                close(&name, instance).await;
            }
        }
        for Tenant { name, host } in listed {
            if self.instances.contains_key(&name) {
                continue;
            }
            match (self.open)(self.registry.location_of(&name)).await {
                Ok(instance) => {
                    let led = (instance.router.clone(), Arc::clone(&instance.app));
                    self.hosts.lead(&host, Some(led));
                    tracing::info!(tenant = %name, %host, "served");
                    self.instances.insert(name, (host, instance));
                }
                Err(error) => {
                    // Tried again with the next look at the list; the others are served meanwhile.
                    tracing::error!(%error, tenant = %name, "not opened");
                    self.hosts.lead(&host, None);
                }
            }
        }
        Ok(())
    }

    async fn follow_periodically(&mut self) -> Infallible {
        loop {
            tokio::time::sleep(INTERVAL).await;
            if let Err(error) = self.follow_registry().await {
                tracing::error!(%error, "the registry of municipalities could not be read");
            }
        }
    }
}

async fn close(name: &TenantName, instance: Instance) {
    instance.app.stop();
    if let Err(error) = instance.close().await {
        tracing::error!(%error, tenant = %name, "not closed");
    }
    tracing::info!(tenant = %name, "no longer served");
}

/// Serves every municipality of a registry until `stop` is ready.
pub(crate) async fn serve(
    registry: Registry,
    open: impl AsyncFn(Location) -> Result<Instance, Failure>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), Failure> {
    let hosts = Arc::new(Hosts::default());
    let mut tenants = Tenants {
        registry,
        open,
        instances: HashMap::new(),
        hosts: Arc::clone(&hosts),
    };
    tenants.follow_registry().await?;
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::clone(&hosts));
    let stop = async {
        stop.await;
        hosts.stop();
    };
    tokio::select! {
        () = connections::serve(listener, router, stop) => {}
        never = tenants.follow_periodically() => match never {},
    }
    for (name, (_, instance)) in tenants.instances {
        close(&name, instance).await;
    }
    Ok(())
}

async fn answer(State(hosts): State<Arc<Hosts>>, request: Request) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|it| it.to_str().ok()).unwrap_or_default();
    match hosts.find(&Host::of_header(host)) {
        Some(Some((router, _))) => {
            let answer = router.oneshot(request).await;
            answer.unwrap_or_else(|never| match never {})
        }
        Some(None) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "いま、データベースにつながりません。しばらくしてから、もう一度開いてください。",
        )
            .into_response(),
        None => (StatusCode::NOT_FOUND, "この番地には、何もありません。").into_response(),
    }
}

/// Runs one of the commands on a registry.
pub async fn run(db: &Location, command: TenantCommand, now: Timestamp) -> Result<(), Failure> {
    let registry = Registry::of(db)?;
    let mut out = std::io::stdout();
    match command {
        TenantCommand::Add {
            name,
            host,
            existing,
        } => {
            let tenant = Tenant {
                name: name.parse()?,
                host: host.parse()?,
            };
            registry.add(&tenant, existing, now).await?;
            let place = registry.location_of(&tenant.name);
            writeln!(
                out,
                "{} を加えました（{place}）。サーバーは10秒のうちに気づきます",
                tenant.name
            )?;
        }
        TenantCommand::List => {
            for Tenant { name, host } in registry.all().await? {
                writeln!(out, "{name}\t{host}")?;
            }
        }
        TenantCommand::Remove { name } => {
            let name = name.parse()?;
            let database = registry.remove(&name).await?;
            writeln!(
                out,
                "{name} を一覧から外しました。データベース {database} は残っています。消すには drop database を使ってください"
            )?;
        }
    }
    Ok(())
}
