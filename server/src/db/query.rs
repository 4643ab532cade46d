//! The one door to the database: a query of a `.sql` file with its parameters, run on a connection or the pool.

use super::error::DbError;
use super::row::{Column, Row};
use super::sql::Sql;
use super::value::{Parameter, Value};
use futures_core::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use sqlx::postgres::{PgArguments, PgConnection, PgPool, PgRow, Postgres};
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Executor, Sqlite};

/// Reading connections, taken as they are needed.
#[derive(Clone, Debug)]
pub enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The connection of a write.
#[derive(Debug)]
pub enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Connection {
    /// SQLite's own handle; none of another engine.
    pub fn sqlite(&mut self) -> Option<&mut SqliteConnection> {
        match self {
            Self::Sqlite(connection) => Some(connection),
            Self::Postgres(_) => None,
        }
    }
}

/// What a transaction of the writer begins with: its lock, and the first job's savepoint.
///
/// SQLite locks the file; `immediate`, because a lock that another process holds lets a deferred transaction begin. Of
/// several servers on one `PostgreSQL` the row of the counter lets one write at a time, from its first statement on:
/// what is judged is read under the same lock.
const BEGIN_IN_SQLITE: &str = "begin immediate; savepoint job";
const BEGIN_IN_POSTGRES: &str =
    "begin; select last_seq from instance where id = 1 for update; savepoint job";

impl Connection {
    /// Begins a transaction of the writer.
    pub(super) async fn begin_write(&mut self) -> Result<(), DbError> {
        let text = match self {
            Self::Sqlite(_) => BEGIN_IN_SQLITE,
            Self::Postgres(_) => BEGIN_IN_POSTGRES,
        };
        self.run(text).await
    }

    /// Begins a transaction that replaces every row.
    pub(super) async fn begin_transfer(&mut self) -> Result<(), DbError> {
        self.begin_write().await?;
        match self {
            // What refers to each other is compared at the end.
            Self::Sqlite(_) => self.run("pragma defer_foreign_keys = on").await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Runs a text of the program, of one statement or several, that has no parameters and whose rows nobody reads.
    pub(super) async fn run(&mut self, text: &'static str) -> Result<(), DbError> {
        match self {
            Self::Sqlite(connection) => connection.execute(text).await.map(drop),
            Self::Postgres(connection) => connection.execute(text).await.map(drop),
        }
    }

    /// Leaves nothing of the writer's beside the database.
    pub(super) async fn finish(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.run("pragma wal_checkpoint(truncate)").await,
            Self::Postgres(_) => Ok(()),
        }
    }
}

/// Where a query runs.
pub enum Target<'c> {
    /// On any reading connection of SQLite.
    SqlitePool(&'c SqlitePool),
    /// Inside a write to SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// On any reading connection of `PostgreSQL`.
    PgPool(&'c PgPool),
    /// Inside a write to `PostgreSQL`.
    Postgres(&'c mut PgConnection),
}

impl<'c> From<&'c Pool> for Target<'c> {
    fn from(pool: &'c Pool) -> Self {
        match pool {
            Pool::Sqlite(pool) => Self::SqlitePool(pool),
            Pool::Postgres(pool) => Self::PgPool(pool),
        }
    }
}

impl<'c> From<&'c mut Connection> for Target<'c> {
    fn from(connection: &'c mut Connection) -> Self {
        match connection {
            Connection::Sqlite(connection) => Self::Sqlite(connection),
            Connection::Postgres(connection) => Self::Postgres(connection),
        }
    }
}

/// The connection of a migration, which has its own transaction.
impl<'c> From<&'c mut SqliteConnection> for Target<'c> {
    fn from(connection: &'c mut SqliteConnection) -> Self {
        Self::Sqlite(connection)
    }
}

/// A query with its parameters, made by the macro `sql!`.
#[must_use = "a query does nothing until it is run"]
pub struct Query {
    sql: Sql,
    parameters: Vec<Parameter>,
}

impl Query {
    /// A query without parameters yet.
    pub fn new(sql: &Sql) -> Self {
        Self {
            sql: sql.clone(),
            parameters: Vec::new(),
        }
    }

    /// Sets the next parameter: the first call `$1`, the second `$2`, and so on.
    pub fn bind(mut self, value: impl Value) -> Self {
        self.parameters.push(value.into_parameter());
        self
    }

    /// Sets the next parameters to values as they were read.
    pub(super) fn bind_all(mut self, values: impl IntoIterator<Item = Parameter>) -> Self {
        self.parameters.extend(values);
        self
    }

    /// All rows.
    pub async fn fetch_all<'c>(self, target: impl Into<Target<'c>>) -> Result<Vec<Row>, DbError> {
        Ok(match target.into() {
            Target::SqlitePool(pool) => sqlite_rows(pool.fetch_all(self.for_sqlite()?).await?),
            Target::Sqlite(connection) => {
                sqlite_rows(connection.fetch_all(self.for_sqlite()?).await?)
            }
            Target::PgPool(pool) => pg_rows(pool.fetch_all(self.for_postgres()?).await?),
            Target::Postgres(connection) => {
                pg_rows(connection.fetch_all(self.for_postgres()?).await?)
            }
        })
    }

    /// Hands rows to `take` for as long as it wants another; those behind are not read.
    pub async fn fetch_while<'c, E: From<DbError>>(
        self,
        target: impl Into<Target<'c>>,
        mut take: impl FnMut(Row) -> Result<bool, E>,
    ) -> Result<(), E> {
        let mut rows = self.rows(target)?;
        while let Some(row) = rows.try_next().await? {
            if !take(row)? {
                break;
            }
        }
        Ok(())
    }

    /// Rows as they come.
    pub(super) fn rows<'c>(
        self,
        target: impl Into<Target<'c>>,
    ) -> Result<BoxStream<'c, Result<Row, DbError>>, DbError> {
        Ok(match target.into() {
            Target::SqlitePool(pool) => pool.fetch(self.for_sqlite()?).map_ok(Row::Sqlite).boxed(),
            Target::Sqlite(connection) => connection
                .fetch(self.for_sqlite()?)
                .map_ok(Row::Sqlite)
                .boxed(),
            Target::PgPool(pool) => pool
                .fetch(self.for_postgres()?)
                .map_ok(Row::Postgres)
                .boxed(),
            Target::Postgres(connection) => connection
                .fetch(self.for_postgres()?)
                .map_ok(Row::Postgres)
                .boxed(),
        })
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<'c>(
        self,
        target: impl Into<Target<'c>>,
    ) -> Result<Option<Row>, DbError> {
        Ok(match target.into() {
            Target::SqlitePool(pool) => {
                let row = pool.fetch_optional(self.for_sqlite()?).await?;
                row.map(Row::Sqlite)
            }
            Target::Sqlite(connection) => {
                let row = connection.fetch_optional(self.for_sqlite()?).await?;
                row.map(Row::Sqlite)
            }
            Target::PgPool(pool) => {
                let row = pool.fetch_optional(self.for_postgres()?).await?;
                row.map(Row::Postgres)
            }
            Target::Postgres(connection) => {
                let row = connection.fetch_optional(self.for_postgres()?).await?;
                row.map(Row::Postgres)
            }
        })
    }

    /// The first row; an error if there is none.
    pub async fn fetch_one<'c>(self, target: impl Into<Target<'c>>) -> Result<Row, DbError> {
        self.fetch_optional(target)
            .await?
            .ok_or(DbError::RowNotFound)
    }

    /// Runs the query; the number of rows it changed.
    pub async fn execute<'c>(self, target: impl Into<Target<'c>>) -> Result<u64, DbError> {
        Ok(match target.into() {
            Target::SqlitePool(pool) => pool.execute(self.for_sqlite()?).await?.rows_affected(),
            Target::Sqlite(connection) => {
                let done = connection.execute(self.for_sqlite()?).await?;
                done.rows_affected()
            }
            Target::PgPool(pool) => pool.execute(self.for_postgres()?).await?.rows_affected(),
            Target::Postgres(connection) => {
                let done = connection.execute(self.for_postgres()?).await?;
                done.rows_affected()
            }
        })
    }

    /// The first column of the first row; an error if there is no row.
    pub async fn fetch_value<'c, T>(self, target: impl Into<Target<'c>>) -> Result<T, DbError>
    where
        T: for<'r> Column<'r>,
    {
        self.fetch_one(target).await?.try_get(0)
    }

    /// The first column of the first row, if there is one.
    pub async fn fetch_optional_value<'c, T>(
        self,
        target: impl Into<Target<'c>>,
    ) -> Result<Option<T>, DbError>
    where
        T: for<'r> Column<'r>,
    {
        let row = self.fetch_optional(target).await?;
        row.map(|it| it.try_get(0)).transpose()
    }

    /// The first column of all rows.
    pub async fn fetch_values<'c, T>(self, target: impl Into<Target<'c>>) -> Result<Vec<T>, DbError>
    where
        T: for<'r> Column<'r>,
    {
        let rows = self.fetch_all(target).await?;
        rows.iter().map(|it| it.try_get(0)).collect()
    }

    fn for_sqlite(self) -> Result<sqlx::query::Query<'static, Sqlite, SqliteArguments>, DbError> {
        let mut arguments = SqliteArguments::default();
        for it in self.parameters {
            it.add_to_sqlite(&mut arguments).map_err(DbError::Encode)?;
        }
        // The texts are the program's own `.sql` files.
        let text = AssertSqlSafe(self.sql.sqlite());
        Ok(sqlx::query_with(text, arguments))
    }

    fn for_postgres(self) -> Result<sqlx::query::Query<'static, Postgres, PgArguments>, DbError> {
        let mut arguments = PgArguments::default();
        for it in self.parameters {
            it.add_to_postgres(&mut arguments)
                .map_err(DbError::Encode)?;
        }
        let text = AssertSqlSafe(self.sql.postgres());
        Ok(sqlx::query_with(text, arguments))
    }
}

fn sqlite_rows(rows: Vec<SqliteRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Sqlite).collect()
}

fn pg_rows(rows: Vec<PgRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Postgres).collect()
}

/// The query of `server/src/FEATURE/sql/NAME.sql`: `sql!(sheets / facts_of_sheet)`.
macro_rules! sql {
    ($feature:ident / $name:ident) => {{
        static SQL: std::sync::LazyLock<$crate::db::Sql> = std::sync::LazyLock::new(|| {
            $crate::db::Sql::new(include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/src/",
                stringify!($feature),
                "/sql/",
                stringify!($name),
                ".sql"
            )))
        });
        $crate::db::Query::new(&SQL)
    }};
}

pub(crate) use sql;
