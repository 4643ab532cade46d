//! The types that can be a parameter of a query or a column of its answer: those of the engine, and the domain's.

use super::error::DbError;
use domain::ids::{
    Day, DeviceId, EventId, FactId, InstrumentId, ItemId, PersonId, QuizTag, TabletId,
};
use domain::timestamp::Timestamp;
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Row as _, ValueRef as _};

/// A value that can be a parameter.
pub trait Value: Send {
    /// Adds it as the next parameter.
    fn add_to(self, arguments: &mut SqliteArguments) -> Result<(), BoxDynError>;
}

/// A value that can be read from a row; `'r` is the row's.
pub trait Column<'r>: Sized {
    /// Reads the column at a place, from 0.
    fn read(row: &'r SqliteRow, at: usize) -> Result<Self, DbError>;
}

macro_rules! values {
    ($($name:ty),+) => {$(
        impl Value for $name {
            fn add_to(self, arguments: &mut SqliteArguments) -> Result<(), BoxDynError> {
                arguments.add(self)
            }
        }
    )+};
}

macro_rules! columns {
    ($($name:ty),+) => {$(
        impl<'r> Column<'r> for $name {
            fn read(row: &'r SqliteRow, at: usize) -> Result<Self, DbError> {
                row.try_get(at)
            }
        }
    )+};
}

values!(
    bool,
    u8,
    u16,
    u32,
    i32,
    i64,
    f64,
    String,
    &str,
    Vec<u8>,
    &[u8]
);
columns!(
    bool,
    u8,
    u16,
    u32,
    i32,
    i64,
    f64,
    String,
    &'r str,
    Vec<u8>,
    &'r [u8]
);

impl<T: Value + Clone + Sync> Value for &T {
    fn add_to(self, arguments: &mut SqliteArguments) -> Result<(), BoxDynError> {
        self.clone().add_to(arguments)
    }
}

impl<T: Value> Value for Option<T> {
    fn add_to(self, arguments: &mut SqliteArguments) -> Result<(), BoxDynError> {
        match self {
            Some(value) => value.add_to(arguments),
            None => arguments.add(None::<i64>),
        }
    }
}

impl<'r, T: Column<'r>> Column<'r> for Option<T> {
    fn read(row: &'r SqliteRow, at: usize) -> Result<Self, DbError> {
        if row.try_get_raw(at)?.is_null() {
            return Ok(None);
        }
        T::read(row, at).map(Some)
    }
}

impl Value for Timestamp {
    fn add_to(self, arguments: &mut SqliteArguments) -> Result<(), BoxDynError> {
        arguments.add(self.as_millis())
    }
}

impl Column<'_> for Timestamp {
    fn read(row: &SqliteRow, at: usize) -> Result<Self, DbError> {
        row.try_get(at).map(Self)
    }
}

macro_rules! text_newtypes {
    ($($name:ident),+) => {$(
        impl Value for $name {
            fn add_to(self, arguments: &mut SqliteArguments) -> Result<(), BoxDynError> {
                arguments.add(self.0)
            }
        }

        impl Column<'_> for $name {
            fn read(row: &SqliteRow, at: usize) -> Result<Self, DbError> {
                row.try_get(at).map(Self)
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
