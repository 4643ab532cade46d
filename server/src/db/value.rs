//! The types that can be a parameter of a query, and what they are in each engine.

use domain::ids::{
    Day, DeviceId, EventId, FactId, InstrumentId, ItemId, PersonId, QuizTag, TabletId,
};
use domain::timestamp::Timestamp;
use sqlx::Arguments;
use sqlx::error::BoxDynError;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;

/// A parameter, before it is known which engine takes it.
#[derive(Clone, Debug)]
pub enum Parameter {
    Bool(Option<bool>),
    Integer(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Parameter {
    pub(super) fn add_to_sqlite(self, to: &mut SqliteArguments) -> Result<(), BoxDynError> {
        match self {
            Self::Bool(it) => to.add(it),
            Self::Integer(it) => to.add(it),
            Self::Real(it) => to.add(it),
            Self::Text(it) => to.add(it),
            Self::Bytes(it) => to.add(it),
        }
    }

    pub(super) fn add_to_postgres(self, to: &mut PgArguments) -> Result<(), BoxDynError> {
        match self {
            Self::Bool(it) => to.add(it),
            Self::Integer(it) => to.add(it),
            Self::Real(it) => to.add(it),
            Self::Text(it) => to.add(it),
            Self::Bytes(it) => to.add(it),
        }
    }
}

/// A value that can be a parameter.
pub trait Value: Send {
    /// What stands for no value of this type.
    const NULL: Parameter;

    fn into_parameter(self) -> Parameter;
}

macro_rules! values {
    ($($name:ty => $kind:ident),+ $(,)?) => {$(
        impl Value for $name {
            const NULL: Parameter = Parameter::$kind(None);

            fn into_parameter(self) -> Parameter {
                Parameter::$kind(Some(self.into()))
            }
        }
    )+};
}

values!(
    bool => Bool,
    u8 => Integer,
    u16 => Integer,
    u32 => Integer,
    i32 => Integer,
    i64 => Integer,
    f64 => Real,
    String => Text,
    &str => Text,
    Vec<u8> => Bytes,
    &[u8] => Bytes,
);

impl<T: Value + Clone + Sync> Value for &T {
    const NULL: Parameter = T::NULL;

    fn into_parameter(self) -> Parameter {
        self.clone().into_parameter()
    }
}

impl<T: Value> Value for Option<T> {
    const NULL: Parameter = T::NULL;

    fn into_parameter(self) -> Parameter {
        self.map_or(T::NULL, T::into_parameter)
    }
}

impl Value for Timestamp {
    const NULL: Parameter = Parameter::Integer(None);

    fn into_parameter(self) -> Parameter {
        Parameter::Integer(Some(self.as_millis()))
    }
}

macro_rules! text_newtypes {
    ($($name:ident),+) => {$(
        impl Value for $name {
            const NULL: Parameter = Parameter::Text(None);

            fn into_parameter(self) -> Parameter {
                Parameter::Text(Some(self.0))
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
