//! The one door to the database: a query of a `.sql` file with its parameters, run on a connection or the pool.

use super::error::DbError;
use super::sql::Sql;
use super::value::{Column, Value};
use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, ColumnIndex, Executor, Sqlite};

/// Reading connections, taken as they are needed.
#[derive(Clone, Debug)]
pub struct Pool(pub(super) SqlitePool);

/// The connection of a write.
#[derive(Debug)]
pub struct Connection(pub(super) SqliteConnection);

impl Pool {
    /// SQLite's own handle, for a test that changes a database behind the program's back.
    pub fn sqlite(&self) -> &SqlitePool {
        &self.0
    }
}

impl Connection {
    /// SQLite's own handle, for a test that changes a database behind the program's back.
    pub fn sqlite(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

/// Where a query runs.
pub enum Target<'c> {
    /// On any reading connection.
    Pool(&'c Pool),
    /// Inside a write.
    Connection(&'c mut SqliteConnection),
}

impl<'c> From<&'c Pool> for Target<'c> {
    fn from(pool: &'c Pool) -> Self {
        Self::Pool(pool)
    }
}

impl<'c> From<&'c mut Connection> for Target<'c> {
    fn from(connection: &'c mut Connection) -> Self {
        Self::Connection(&mut connection.0)
    }
}

/// The connection of a migration, which has its own transaction.
impl<'c> From<&'c mut SqliteConnection> for Target<'c> {
    fn from(connection: &'c mut SqliteConnection) -> Self {
        Self::Connection(connection)
    }
}

/// A row of an answer.
#[derive(Debug)]
pub struct Row(SqliteRow);

impl Row {
    /// A column by name or place.
    pub fn try_get<'r, T, I>(&'r self, column: I) -> Result<T, DbError>
    where
        T: Column<'r>,
        I: ColumnIndex<SqliteRow>,
    {
        T::read(&self.0, column.index(&self.0)?)
    }
}

/// A query with its parameters, made by the macro `sql!`.
#[must_use = "a query does nothing until it is run"]
pub struct Query {
    sql: &'static Sql,
    arguments: SqliteArguments,
    fault: Option<DbError>,
}

impl Query {
    /// A query without parameters yet.
    pub fn new(sql: &'static Sql) -> Self {
        Self {
            sql,
            arguments: SqliteArguments::default(),
            fault: None,
        }
    }

    /// Sets the next parameter: the first call `$1`, the second `$2`, and so on.
    pub fn bind(mut self, value: impl Value) -> Self {
        if let Err(error) = value.add_to(&mut self.arguments) {
            self.fault = Some(DbError::Encode(error));
        }
        self
    }

    /// All rows.
    pub async fn fetch_all<'c>(self, target: impl Into<Target<'c>>) -> Result<Vec<Row>, DbError> {
        let query = self.prepare()?;
        let rows = match target.into() {
            Target::Pool(pool) => pool.0.fetch_all(query).await?,
            Target::Connection(connection) => connection.fetch_all(query).await?,
        };
        Ok(rows.into_iter().map(Row).collect())
    }

    /// Hands rows to `take` for as long as it wants another; those behind are not read.
    pub async fn fetch_while<'c, E: From<DbError>>(
        self,
        target: impl Into<Target<'c>>,
        mut take: impl FnMut(Row) -> Result<bool, E>,
    ) -> Result<(), E> {
        let query = self.prepare()?;
        let mut rows = match target.into() {
            Target::Pool(pool) => pool.0.fetch(query),
            Target::Connection(connection) => connection.fetch(query),
        };
        while let Some(row) = rows.try_next().await? {
            if !take(Row(row))? {
                break;
            }
        }
        Ok(())
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<'c>(
        self,
        target: impl Into<Target<'c>>,
    ) -> Result<Option<Row>, DbError> {
        let query = self.prepare()?;
        let row = match target.into() {
            Target::Pool(pool) => pool.0.fetch_optional(query).await?,
            Target::Connection(connection) => connection.fetch_optional(query).await?,
        };
        Ok(row.map(Row))
    }

    /// The first row; an error if there is none.
    pub async fn fetch_one<'c>(self, target: impl Into<Target<'c>>) -> Result<Row, DbError> {
        self.fetch_optional(target)
            .await?
            .ok_or(DbError::RowNotFound)
    }

    /// Runs the query; the number of rows it changed.
    pub async fn execute<'c>(self, target: impl Into<Target<'c>>) -> Result<u64, DbError> {
        let query = self.prepare()?;
        let done = match target.into() {
            Target::Pool(pool) => pool.0.execute(query).await?,
            Target::Connection(connection) => connection.execute(query).await?,
        };
        Ok(done.rows_affected())
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

    fn prepare(self) -> Result<sqlx::query::Query<'static, Sqlite, SqliteArguments>, DbError> {
        match self.fault {
            Some(error) => Err(error),
            // The texts are the program's own `.sql` files.
            None => Ok(sqlx::query_with(
                AssertSqlSafe(self.sql.as_str()),
                self.arguments,
            )),
        }
    }
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
