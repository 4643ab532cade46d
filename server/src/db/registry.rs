//! The municipalities that share servers: each has a database of its own in one cluster of `PostgreSQL`, and the list
//! of them lies in another database there, the registry.

use super::query::{Connection, Query};
use super::sql::Sql;
use super::{DbError, Location, error, postgres};
use domain::timestamp::Timestamp;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::str::FromStr;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations/registry");

/// Why the registry could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Several municipalities need `PostgreSQL`.
    #[error("複数の自治体は、PostgreSQL でだけ扱えます。--db に postgres://… を書いてください")]
    NotPostgres,
    /// A name that cannot be the end of a database's name.
    #[error("{0} は名前にできません。英小文字で始まる、英小文字・数字・_ の30字までにしてください")]
    Name(String),
    /// A host name that is none.
    #[error(
        "{0} はホスト名にできません。bunkyo.example.lg.jp のように、ポートを付けずに書いてください"
    )]
    Host(String),
    /// The name or the host name belongs to another.
    #[error("{0} か、そのホスト名は、もう使われています")]
    Taken(String),
    /// The database of the name is there already, perhaps of one who was removed.
    #[error(
        "データベース {0} がすでにあります。同じ自治体のものなら --existing を付け、ほかのものなら先に名前を変えてください"
    )]
    DatabaseExists(String),
    /// Nobody has the name.
    #[error("{0} という自治体はありません")]
    Unknown(String),
    /// The registry has tables of something else.
    #[error("--db のデータベースは、自治体の一覧のためのものではありません: {0}")]
    Migrate(#[from] MigrateError),
    /// The cluster failed.
    #[error("PostgreSQL を使えません: {0}")]
    Query(#[from] DbError),
}

/// What a municipality is called among those that share servers: the end of its database's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantName(String);

/// Names are at most this long, so that the database's stays below the 63 bytes that `PostgreSQL` keeps.
const LONGEST_NAME: usize = 30;

impl FromStr for TenantName {
    type Err = RegistryError;

    fn from_str(text: &str) -> Result<Self, RegistryError> {
        let begins_well = text.starts_with(|it: char| it.is_ascii_lowercase());
        let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
        if begins_well && text.len() <= LONGEST_NAME && text.chars().all(is_plain) {
            return Ok(Self(text.to_owned()));
        }
        Err(RegistryError::Name(text.to_owned()))
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A host name, in lower case and without a port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Host(String);

impl Host {
    /// Of a `Host` header, `Bunkyo.example.lg.jp:8443`.
    pub fn of_header(text: &str) -> Self {
        let name = text.rsplit_once(':').map_or(text, |it| it.0);
        Self(name.trim_end_matches('.').to_ascii_lowercase())
    }
}

impl FromStr for Host {
    type Err = RegistryError;

    fn from_str(text: &str) -> Result<Self, RegistryError> {
        let is_plain = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '.';
        if !text.is_empty() && text.len() <= 253 && text.chars().all(is_plain) {
            return Ok(Self::of_header(text));
        }
        Err(RegistryError::Host(text.to_owned()))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A municipality: its name, and the host name that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    pub name: TenantName,
    pub host: Host,
}

/// The database with the list of municipalities.
#[derive(Clone)]
pub struct Registry {
    address: PgConnectOptions,
}

impl Registry {
    /// The registry of `--db`. Fails for a SQLite file.
    pub fn of(location: &Location) -> Result<Self, RegistryError> {
        match location {
            Location::File(_) => Err(RegistryError::NotPostgres),
            Location::Postgres(address) => Ok(Self {
                address: (**address).clone(),
            }),
        }
    }

    async fn connect(&self) -> Result<Connection, RegistryError> {
        let mut connection = postgres::connect(&self.address).await?;
        if let Connection::Postgres(connection) = &mut connection {
            MIGRATIONS.run(connection).await?;
        }
        Ok(connection)
    }

    fn database_of(&self, name: &TenantName) -> String {
        let own = self.address.get_database();
        format!(
            "{}_{name}",
            own.unwrap_or_else(|| self.address.get_username())
        )
    }

    /// Where the database of a municipality lies.
    pub fn location_of(&self, name: &TenantName) -> Location {
        let address = self.address.clone().database(&self.database_of(name));
        Location::Postgres(Box::new(address))
    }

    /// Where the database of a municipality that is listed lies.
    pub async fn find(&self, name: &TenantName) -> Result<Location, RegistryError> {
        let is_listed = self.all().await?.iter().any(|it| it.name == *name);
        if is_listed {
            Ok(self.location_of(name))
        } else {
            Err(RegistryError::Unknown(name.to_string()))
        }
    }

    /// All municipalities, by name.
    pub async fn all(&self) -> Result<Vec<Tenant>, RegistryError> {
        let mut connection = self.connect().await?;
        let rows = Query::new(&Sql::new(include_str!("registry/all_tenants.sql")))
            .fetch_all(&mut connection)
            .await?;
        let tenants = rows.iter().map(|row| {
            let (name, host): (String, String) = (row.try_get("name")?, row.try_get("host")?);
            Ok(Tenant {
                name: name.parse()?,
                host: host.parse()?,
            })
        });
        tenants.collect()
    }

    /// Lists a municipality and makes its database; `may_exist` takes one that is there.
    pub async fn add(
        &self,
        tenant: &Tenant,
        may_exist: bool,
        now: Timestamp,
    ) -> Result<(), RegistryError> {
        let mut connection = self.connect().await?;
        let added = Query::new(&Sql::new(include_str!("registry/insert_tenant.sql")))
            .bind(tenant.name.to_string())
            .bind(tenant.host.to_string())
            .bind(now)
            .execute(&mut connection)
            .await?;
        if added == 0 {
            return Err(RegistryError::Taken(tenant.name.to_string()));
        }
        let name = self.database_of(&tenant.name);
        let create = include_str!("registry/create_database.sql").replace("{name}", &name);
        let created = Query::new(&Sql::new(&create))
            .execute(&mut connection)
            .await;
        let failed = match created {
            Ok(_) => return Ok(()),
            Err(error) if error::is_duplicate_database(&error) => {
                if may_exist {
                    return Ok(());
                }
                RegistryError::DatabaseExists(name)
            }
            Err(error) => error.into(),
        };
        delete(&mut connection, &tenant.name).await?;
        Err(failed)
    }

    /// Takes a municipality off the list. Its database stays; returns its name.
    pub async fn remove(&self, name: &TenantName) -> Result<String, RegistryError> {
        let mut connection = self.connect().await?;
        if delete(&mut connection, name).await? == 0 {
            return Err(RegistryError::Unknown(name.to_string()));
        }
        Ok(self.database_of(name))
    }
}

async fn delete(connection: &mut Connection, name: &TenantName) -> Result<u64, DbError> {
    Query::new(&Sql::new(include_str!("registry/delete_tenant.sql")))
        .bind(name.to_string())
        .execute(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_a_database_can_be_called() {
        for name in ["bunkyo", "fuchu_tokyo", "a1"] {
            assert!(name.parse::<TenantName>().is_ok(), "{name}");
        }
        let long = "a".repeat(31);
        for name in ["", "Bunkyo", "1a", "a-b", "文京", "a\"; drop", &long] {
            assert!(name.parse::<TenantName>().is_err(), "{name}");
        }
    }

    #[test]
    fn a_host_is_the_same_however_it_is_written() {
        let host: Host = "Bunkyo.Example.lg.jp".parse().unwrap();
        for header in [
            "bunkyo.example.lg.jp",
            "BUNKYO.example.lg.jp:8443",
            "bunkyo.example.lg.jp.",
        ] {
            assert_eq!(Host::of_header(header), host, "{header}");
        }
        for name in ["", "a:1", "a b", "https://a"] {
            assert!(name.parse::<Host>().is_err(), "{name}");
        }
    }
}
