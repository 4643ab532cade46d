//! Copies all rows between a SQLite file and a database of `PostgreSQL`, and compares both sides.
//!
//! Both have the same tables and columns (a test compares them), so that nothing here knows what a table is for.

use super::DbError;
use super::query::{Connection, Query};
use super::row::Row;
use super::sql::Sql;
use super::value::Parameter;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Rows of one statement; with fifty columns each they stay below the 32,766 parameters that SQLite takes.
const ROWS_AT_ONCE: usize = 200;

/// Why a copy failed; nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// A query failed.
    #[error("{0}")]
    Query(#[from] DbError),
    /// A table or column that one side does not have, or of a type that nobody knows.
    #[error("表 {0} の形が違います")]
    Shape(String),
    /// The rows of a table are not the same on both sides after the copy.
    #[error("表 {0} の中身が、写す前と同じになりません")]
    Different(String),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Integer,
    Real,
    Text,
    Bytes,
}

impl Kind {
    /// Of the name of a type of `PostgreSQL`.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::Bool,
            "bigint" => Self::Integer,
            "double precision" => Self::Real,
            "text" => Self::Text,
            "bytea" => Self::Bytes,
            _ => return None,
        })
    }

    fn read(self, row: &Row, at: usize) -> Result<Parameter, DbError> {
        Ok(match self {
            Self::Bool => Parameter::Bool(row.try_get(at)?),
            Self::Integer => Parameter::Integer(row.try_get(at)?),
            Self::Real => Parameter::Real(row.try_get(at)?),
            Self::Text => Parameter::Text(row.try_get(at)?),
            Self::Bytes => Parameter::Bytes(row.try_get(at)?),
        })
    }
}

/// A column of a table.
#[derive(Debug)]
struct Column {
    name: String,
    kind: Kind,
    /// Whether `PostgreSQL` counts it up by itself.
    is_identity: bool,
}

/// A table of the program.
#[derive(Debug)]
struct Table {
    name: String,
    columns: Vec<Column>,
}

impl Table {
    fn column_list(&self) -> String {
        let quoted = self.columns.iter().map(|it| format!("\"{}\"", it.name));
        quoted.collect::<Vec<_>>().join(", ")
    }

    fn query(&self, text: &str) -> Query {
        let text = text.replace("{table}", &format!("\"{}\"", self.name));
        Query::new(&Sql::new(&text.replace("{columns}", &self.column_list())))
    }

    fn read(&self) -> Query {
        self.query(include_str!("transfer/read_rows.sql"))
    }

    fn insert(&self, rows: Vec<Vec<Parameter>>) -> Query {
        let n_columns = self.columns.len();
        let values = (0..rows.len()).map(|row| {
            let numbers = (1..=n_columns).map(|it| format!("${}", row * n_columns + it));
            format!("({})", numbers.collect::<Vec<_>>().join(", "))
        });
        let values = values.collect::<Vec<_>>().join(", ");
        let text = include_str!("transfer/insert_rows.sql").replace("{values}", &values);
        self.query(&text).bind_all(rows.into_iter().flatten())
    }

    fn values(&self, row: &Row) -> Result<Vec<Parameter>, DbError> {
        let columns = self.columns.iter().enumerate();
        columns.map(|(at, it)| it.kind.read(row, at)).collect()
    }

    async fn copy(&self, from: &mut Connection, to: &mut Connection) -> Result<u64, DbError> {
        let mut n_rows = 0;
        let mut chunks = self.read().rows(from)?.try_chunks(ROWS_AT_ONCE);
        while let Some(rows) = chunks.try_next().await.map_err(|it| it.1)? {
            let rows = rows.iter().map(|it| self.values(it));
            let rows = rows.collect::<Result<_, _>>()?;
            n_rows += self.insert(rows).execute(&mut *to).await?;
        }
        Ok(n_rows)
    }

    /// The number of rows, and a sum over them that does not depend on their order.
    async fn summary(&self, connection: &mut Connection) -> Result<(u64, u128), DbError> {
        let (mut n_rows, mut sum) = (0, 0_u128);
        let take = |row| {
            let digest = Sha256::digest(format!("{:?}", self.values(&row)?));
            let mut half = [0; 16];
            half.copy_from_slice(&digest[..16]);
            n_rows += 1;
            sum = sum.wrapping_add(u128::from_be_bytes(half));
            Ok::<_, DbError>(true)
        };
        self.read().fetch_while(connection, take).await?;
        Ok((n_rows, sum))
    }

    /// Lets what is numbered next come after what was copied.
    async fn restart_identities(&self, postgres: &mut Connection) -> Result<(), DbError> {
        for column in self.columns.iter().filter(|it| it.is_identity) {
            let name = format!("\"{}\"", column.name);
            let text = include_str!("transfer/last_identity.sql").replace("{column}", &name);
            let last: i64 = self.query(&text).fetch_value(&mut *postgres).await?;
            let text = include_str!("postgres/restart_identity.sql").replace("{column}", &name);
            let text = text.replace("{next}", &(last + 1).to_string());
            self.query(&text).execute(&mut *postgres).await?;
        }
        Ok(())
    }
}

/// The tables, each after those that it refers to.
async fn tables(
    sqlite: &mut Connection,
    postgres: &mut Connection,
) -> Result<Vec<Table>, TransferError> {
    let names = Query::new(&Sql::new(include_str!("sqlite/tables.sql")));
    let mut waiting: Vec<String> = names.fetch_values(&mut *sqlite).await?;
    let (mut filled, mut tables) = (BTreeSet::new(), Vec::new());
    while !waiting.is_empty() {
        let mut later = Vec::new();
        for name in waiting.iter().cloned() {
            let refers_to = Query::new(&Sql::new(include_str!("sqlite/references_of_table.sql")));
            let refers_to: Vec<String> = refers_to.bind(&name).fetch_values(&mut *sqlite).await?;
            if refers_to
                .iter()
                .all(|it| *it == name || filled.contains(it))
            {
                filled.insert(name.clone());
                tables.push(table(name, postgres).await?);
            } else {
                later.push(name);
            }
        }
        if later.len() == waiting.len() {
            return Err(TransferError::Shape(later.join(", ")));
        }
        waiting = later;
    }
    Ok(tables)
}

async fn table(name: String, postgres: &mut Connection) -> Result<Table, TransferError> {
    let columns = Query::new(&Sql::new(include_str!("postgres/columns_of_table.sql")));
    let rows = columns.bind(&name).fetch_all(postgres).await?;
    let columns = rows.iter().map(|row| {
        let kind = Kind::of(row.try_get("type")?);
        Ok(Column {
            name: row.try_get("name")?,
            kind: kind.ok_or_else(|| TransferError::Shape(name.clone()))?,
            is_identity: row.try_get("is_identity")?,
        })
    });
    let columns = columns.collect::<Result<Vec<_>, TransferError>>()?;
    if columns.is_empty() {
        return Err(TransferError::Shape(name));
    }
    Ok(Table { name, columns })
}

/// Replaces all rows of one side by those of the other, in a transaction that the caller has begun on each, and
/// compares both.
pub(super) async fn replace_all(
    from: &mut Connection,
    to: &mut Connection,
) -> Result<(), TransferError> {
    let to_postgres = to.sqlite().is_none();
    let tables = if to_postgres {
        tables(from, to).await?
    } else {
        tables(to, from).await?
    };
    for table in tables.iter().rev() {
        table
            .query(include_str!("transfer/delete_rows.sql"))
            .execute(&mut *to)
            .await?;
    }
    for table in &tables {
        let n_rows = table.copy(from, to).await?;
        tracing::info!(table = table.name, rows = n_rows, "copied");
    }
    for table in &tables {
        if table.summary(from).await? != table.summary(to).await? {
            return Err(TransferError::Different(table.name.clone()));
        }
        if to_postgres {
            table.restart_identities(to).await?;
        }
    }
    Ok(())
}
