//! A row of an answer, and the types that its columns can be read as.

use super::error::DbError;
use domain::ids::{
    Day, DeviceId, EventId, FactId, InstrumentId, ItemId, PersonId, QuizTag, TabletId,
};
use domain::timestamp::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Row as _, ValueRef as _};

/// A row of an answer.
#[derive(Debug)]
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// A column by name or place.
    pub fn try_get<'r, T, I>(&'r self, column: I) -> Result<T, DbError>
    where
        T: Column<'r>,
        I: ColumnIndex<SqliteRow> + ColumnIndex<PgRow>,
    {
        let at = match self {
            Self::Sqlite(row) => column.index(row)?,
            Self::Postgres(row) => column.index(row)?,
        };
        T::read(self, at)
    }
}

/// A value that can be read from a row; `'r` is the row's.
pub trait Column<'r>: Sized {
    /// Reads the column at a place, from 0.
    fn read(row: &'r Row, at: usize) -> Result<Self, DbError>;
}

macro_rules! columns {
    ($($name:ty),+) => {$(
        impl<'r> Column<'r> for $name {
            fn read(row: &'r Row, at: usize) -> Result<Self, DbError> {
                match row {
                    Row::Sqlite(row) => row.try_get(at),
                    Row::Postgres(row) => row.try_get(at),
                }
            }
        }
    )+};
}

columns!(bool, i64, f64, String, &'r str, Vec<u8>, &'r [u8]);

/// Whole numbers are one type in `PostgreSQL`.
macro_rules! integer_columns {
    ($($name:ty),+) => {$(
        impl Column<'_> for $name {
            fn read(row: &Row, at: usize) -> Result<Self, DbError> {
                let number = i64::read(row, at)?;
                number.try_into().map_err(|it| DbError::Decode(Box::new(it)))
            }
        }
    )+};
}

integer_columns!(u8, u16, u32, i32);

impl<'r, T: Column<'r>> Column<'r> for Option<T> {
    fn read(row: &'r Row, at: usize) -> Result<Self, DbError> {
        let is_null = match row {
            Row::Sqlite(row) => row.try_get_raw(at)?.is_null(),
            Row::Postgres(row) => row.try_get_raw(at)?.is_null(),
        };
        if is_null {
            return Ok(None);
        }
        T::read(row, at).map(Some)
    }
}

impl Column<'_> for Timestamp {
    fn read(row: &Row, at: usize) -> Result<Self, DbError> {
        i64::read(row, at).map(Self)
    }
}

macro_rules! text_newtypes {
    ($($name:ident),+) => {$(
        impl Column<'_> for $name {
            fn read(row: &Row, at: usize) -> Result<Self, DbError> {
                String::read(row, at).map(Self)
            }
        }
    )+};
}

text_newtypes!(
    Day,
    DeviceId,
    EventId,
    FactId,
    InstrumentId,
    ItemId,
    PersonId,
    QuizTag,
    TabletId
);
