//! `michishirube serve`: opens the database, listens, and shuts down gracefully.

use crate::accounts::session::SessionLimits;
use crate::app_state::Settings;
use crate::cli::{Modules, Serve};
use crate::clock::Clock;
use crate::db::{Location, Registry};
use crate::http::connections;
use crate::http::router::RouterOptions;
use crate::http::security::TrustedProxies;
use crate::http::static_site::Site;
use crate::instance::{Failure, Instance};
use crate::mail::MailSettings;
use crate::sample;
use crate::tenants;
use ipnet::IpNet;
use std::io::Write;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Serves until SIGINT or SIGTERM.
pub async fn serve(db: &Location, settings: &Serve, clock: Clock) -> Result<(), Failure> {
    let proxies = trusted_proxies(settings)?;
    let site = Site::read(&settings.site).map_err(|error| {
        format!(
            "画面のファイルが {} にありません（make で作れます）: {error}",
            settings.site.display()
        )
    })?;
    let options = RouterOptions {
        site,
        proxies,
        calls_per_minute: NonZeroU32::new(settings.calls_per_minute),
        modules: settings.modules,
    };
    if settings.tenants {
        return serve_tenants(db, settings, options, clock).await;
    }
    let name = Path::new("sample-passwords.csv");
    let passwords = db
        .file()
        .map_or_else(|| name.to_owned(), |it| it.with_file_name(name));
    if let Some(how_much) = settings.sample {
        let content = settings.content.as_deref();
        sample::fill(db, content, how_much, &passwords, &clock).await?;
    }
    let mut instance = Instance::open(
        db,
        settings,
        own_settings(settings)?,
        options,
        Arc::clone(&clock),
    )
    .await?;
    instance.start().await?;
    let listener = listen(settings).await?;
    if let Some(code) = instance.app.draw_setup_code().await? {
        let address = listener.local_addr()?;
        writeln!(
            std::io::stdout(),
            "まだ職員がいません。職員課の人がブラウザーで http://{address}/setup を開き、このコードで始めてください: {code}"
        )?;
    }
    if let Some(how_much) = settings.sample {
        sample::print_sign_in_help(&mut std::io::stdout(), &passwords, how_much)?;
    }
    let stop = async {
        shutdown_signal().await;
        instance.app.stop();
    };
    connections::serve(listener, instance.router.clone(), stop).await;
    instance.close().await
}

/// Serves every municipality of a registry.
async fn serve_tenants(
    db: &Location,
    settings: &Serve,
    options: RouterOptions,
    clock: Clock,
) -> Result<(), Failure> {
    if settings.sample.is_some() {
        return Err("--sample は、--tenants と一緒には使えません".into());
    }
    if settings.mail.smtp.is_some() {
        return Err(
            "--smtp は、--tenants と一緒には使えません（差出人も番地も、自治体ごとに違います）"
                .into(),
        );
    }
    let own = own_settings(settings)?;
    let open = async |location: Location| {
        let (own, options) = (own.clone(), options.clone());
        let mut instance =
            Instance::open(&location, settings, own, options, Arc::clone(&clock)).await?;
        instance.start().await?;
        if let Some(code) = instance.app.draw_setup_code().await? {
            writeln!(
                std::io::stdout(),
                "{location}: まだ職員がいません。この自治体の番地の /setup で使うコード: {code}"
            )?;
        }
        Ok(instance)
    };
    let (registry, listener) = (Registry::of(db)?, listen(settings).await?);
    tenants::serve(registry, open, listener, shutdown_signal()).await
}

fn own_settings(settings: &Serve) -> Result<Settings, Failure> {
    let mail = &settings.mail;
    // A server of the fair alone has no forms to remind of.
    let smtp = mail.smtp.as_ref();
    let smtp = smtp.filter(|_| settings.modules != Modules::Fair);
    let mail = smtp.map(|server| {
        let from = mail.mail_from.as_deref().unwrap_or_default();
        MailSettings::new(server, from, &mail.mail_link, mail.mails_per_minute)
    });
    Ok(Settings {
        mail: mail.transpose()?,
        sessions: SessionLimits {
            idle: Duration::from_secs(u64::from(settings.idle_minutes) * 60),
            lifetime: Duration::from_secs(u64::from(settings.session_hours) * 3_600),
        },
        ward_words: settings.ward_words.clone(),
        ..Settings::default()
    })
}

/// Listens, and says where.
async fn listen(settings: &Serve) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(settings.addr)
        .await
        .map_err(|error| format!("{} で待ち受けできません: {error}", settings.addr))?;
    writeln!(
        std::io::stdout(),
        "道しるべ: http://{} で動いています（止めるには Ctrl+C）",
        listener.local_addr()?
    )?;
    Ok(listener)
}

/// The proxies to believe. Refuses what would take every caller for one address, or send passwords in the clear.
fn trusted_proxies(settings: &Serve) -> Result<TrustedProxies, Failure> {
    let is_local = settings.addr.ip().is_loopback();
    let mut networks = settings.trusted_proxy.clone();
    if settings.behind_proxy {
        if !is_local && networks.is_empty() {
            return Err("--behind-proxy は、このコンピューターの中（127.0.0.1）で待ち受けるときだけ使えます。\
                        ほかでは --trusted-proxy に中継サーバーのアドレスを書いてください"
                .into());
        }
        networks.extend(LOOPBACK.iter().filter_map(|it| it.parse::<IpNet>().ok()));
    }
    if !is_local && networks.is_empty() && !settings.plain_http {
        return Err(
            "暗号化していない通信を、ほかのコンピューターから受けることになります。\
                    中継サーバー（HTTPS）を置いて --trusted-proxy を書くか、\
                    閉じた網での試用なら --plain-http を付けてください"
                .into(),
        );
    }
    Ok(TrustedProxies(networks))
}

const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1/128"];

async fn shutdown_signal() {
    let interrupted = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { () = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    interrupted.await;
}
