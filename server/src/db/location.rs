//! Where a database lies: what `--db` names.

use super::DbError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A SQLite file, or a database in a `PostgreSQL` cluster.
#[derive(Clone)]
pub enum Location {
    File(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

/// How the address of a `PostgreSQL` database begins.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

impl Location {
    /// The file; none for a cluster.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(file),
            Self::Postgres(_) => None,
        }
    }
}

impl FromStr for Location {
    type Err = DbError;

    fn from_str(text: &str) -> Result<Self, DbError> {
        if !SCHEMES.iter().any(|it| text.starts_with(it)) {
            return Ok(Self::File(text.into()));
        }
        let mut options: PgConnectOptions = text.parse()?;
        // Over a network nothing goes unencrypted, or to a stranger, unless the address says so.
        if !is_here(&options) && !text.contains("sslmode=") {
            options = options.ssl_mode(PgSslMode::VerifyFull);
        }
        Ok(Self::Postgres(Box::new(options)))
    }
}

/// Whether the cluster is on this machine.
fn is_here(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let is_loopback = |it: IpAddr| it.is_loopback();
    options.get_socket().is_some() || host == "localhost" || host.parse().is_ok_and(is_loopback)
}

impl From<&Path> for Location {
    fn from(file: &Path) -> Self {
        Self::File(file.to_owned())
    }
}

/// The path, or host and name: an address may have a password in it.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(f, "{}", file.display()),
            Self::Postgres(options) => {
                let host = options.get_socket().map_or_else(
                    || options.get_host().to_owned(),
                    |it| it.display().to_string(),
                );
                let name = options.get_database().unwrap_or_default();
                write!(f, "{host}:{}/{name}", options.get_port())
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postgres(text: &str) -> PgConnectOptions {
        match text.parse() {
            Ok(Location::Postgres(options)) => *options,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_address_is_a_cluster_and_everything_else_a_file() {
        let file = "data/postgres.db".parse::<Location>().unwrap();
        assert_eq!(file.file(), Some(Path::new("data/postgres.db")));
        assert_eq!(
            postgres("postgresql://db.example/ward").get_host(),
            "db.example"
        );
        assert!(
            "postgres://db.example:many/ward"
                .parse::<Location>()
                .is_err()
        );
    }

    #[test]
    fn the_password_of_an_address_is_not_shown() {
        let location: Location = "postgres://ward:Secret1@db.example:6000/ward"
            .parse()
            .unwrap();
        assert_eq!(location.to_string(), "db.example:6000/ward");
        assert!(!format!("{location:?}").contains("Secret1"));
    }

    #[test]
    fn another_machine_has_to_prove_who_it_is_unless_the_address_says_otherwise() {
        let mode = |text| postgres(text).get_ssl_mode();
        assert!(matches!(
            mode("postgres://db.example/ward"),
            PgSslMode::VerifyFull
        ));
        assert!(matches!(
            mode("postgres://db.example/ward?sslmode=disable"),
            PgSslMode::Disable
        ));
        assert!(matches!(
            mode("postgres://127.0.0.1/ward"),
            PgSslMode::Prefer
        ));
        assert!(matches!(
            mode("postgres://ward@%2Frun%2Fpostgresql/ward"),
            PgSslMode::Prefer
        ));
    }
}
