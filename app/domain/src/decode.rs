//! Decodes records from parsed JSON.
//!
//! serde's derive generates a separate decoder for each type; for forty types these were a fifth of the download.
//! Here one parser produces a `Value`, and each record takes its members out of it. The bytes are those of serde's
//! derive, and serde stays the entry point (`via_value!`).

use serde_json::{Map, Value};
use std::fmt;

/// Decode error: the path of members, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(String);

impl DecodeError {
    /// The value is not `what`: `not("an object")`.
    pub fn not(what: &str) -> Self {
        Self(format!("not {what}"))
    }

    /// Prepends the member's name to the path.
    fn within(self, member: &str) -> Self {
        Self(format!("{member}: {}", self.0))
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Decodes a type from parsed JSON.
///
/// Decodes in place into a default value, so that the error path is compiled once.
pub trait Decode: Sized {
    /// Whether a member of this type may be missing from its record.
    const MAY_BE_ABSENT: bool = false;

    /// The value before decoding. Never returned to callers unless the member may be absent.
    fn blank() -> Self;

    /// Decodes `value` into `self`, which must be blank. Unknown members are ignored: they come from a newer build.
    fn decode_into(&mut self, value: Value) -> Result<(), DecodeError>;

    /// Decodes a value into a new instance.
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut it = Self::blank();
        it.decode_into(value)?;
        Ok(it)
    }
}

/// The word of an enum's variant and its members: `"word"` has none, `{"word": {…}}` has them inside.
pub fn split_variant(value: Value) -> Result<(String, Value), DecodeError> {
    match value {
        Value::String(word) => Some((word, Value::Object(Map::new()))),
        Value::Object(map) => map.into_iter().next(),
        _ => None,
    }
    .ok_or_else(|| DecodeError::not("a kind"))
}

/// The members of a JSON object, taken out one by one. Errors are kept until [`JsonMembers::finish`]; the last one
/// wins.
pub struct JsonMembers {
    left: Map<String, Value>,
    fault: Option<DecodeError>,
}

impl JsonMembers {
    /// Fails if `value` is not an object.
    pub fn of(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::Object(left) => Ok(Self { left, fault: None }),
            _ => Err(DecodeError::not("an object")),
        }
    }

    /// Decodes a member into `place`; missing is an error unless the type allows it.
    pub fn decode_into<T: Decode>(&mut self, name: &str, place: &mut T) {
        let absent = T::MAY_BE_ABSENT;
        self.put(name, absent, &mut |value| place.decode_into(value));
    }

    /// Decodes a member into `place`, or leaves `place` blank if the member is missing.
    pub fn decode_optional<T: Decode>(&mut self, name: &str, place: &mut T) {
        self.put(name, true, &mut |value| place.decode_into(value));
    }

    /// Decodes a member into a new value, with the rules of [`JsonMembers::decode_into`].
    pub fn take<T: Decode>(&mut self, name: &str) -> T {
        let mut it = T::blank();
        self.decode_into(name, &mut it);
        it
    }

    fn put(
        &mut self,
        name: &str,
        may_be_absent: bool,
        // `dyn`: the body is compiled once, not for each member type.
        fill: &mut dyn FnMut(Value) -> Result<(), DecodeError>,
    ) {
        let read = match self.left.remove(name) {
            Some(value) => fill(value),
            None if may_be_absent => Ok(()),
            None => Err(DecodeError::not("there")),
        };
        if let Err(fault) = read {
            self.fault = Some(fault.within(name));
        }
    }

    /// The last decode error, if there was one.
    pub fn finish(self) -> Result<(), DecodeError> {
        self.fault.map_or(Ok(()), Err)
    }
}

impl Decode for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn decode_into(&mut self, value: Value) -> Result<(), DecodeError> {
        *self = value;
        Ok(())
    }
}

impl Decode for () {
    fn blank() -> Self {}

    fn decode_into(&mut self, value: Value) -> Result<(), DecodeError> {
        value.as_null().ok_or_else(|| DecodeError::not("null"))
    }
}

/// Implements [`Decode`] for a scalar: type, value, conversion to `Option`, and what the error says was expected.
macro_rules! plain {
    ($($name:ty: $value:ident => $of:expr, $what:expr;)*) => {$(
        impl Decode for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn decode_into(&mut self, $value: Value) -> Result<(), DecodeError> {
                *self = $of.ok_or_else(|| DecodeError::not($what))?;
                Ok(())
            }
        }
    )*};
}

plain! {
    String: it => if let Value::String(it) = it { Some(it) } else { None }, "a text";
    bool: it => it.as_bool(), "true or false";
    f64: it => it.as_f64(), "a number";
    u8: it => it.as_u64().and_then(|it| it.try_into().ok()), "a whole number up to 255";
    u16: it => it.as_u64().and_then(|it| it.try_into().ok()), "a whole number up to 65,535";
    u32: it => it.as_u64().and_then(|it| it.try_into().ok()), "a whole number of 32 bits";
    u64: it => it.as_u64(), "a whole number";
    usize: it => it.as_u64().and_then(|it| it.try_into().ok()), "a whole number";
    i64: it => it.as_i64(), "a whole number";
}

impl<T: Decode> Decode for Option<T> {
    const MAY_BE_ABSENT: bool = true;

    fn blank() -> Self {
        None
    }

    fn decode_into(&mut self, value: Value) -> Result<(), DecodeError> {
        // `self` is blank, thus already `None`.
        if !value.is_null() {
            self.insert(T::blank()).decode_into(value)?;
        }
        Ok(())
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn decode_into(&mut self, value: Value) -> Result<(), DecodeError> {
        for value in array(value)? {
            let mut it = T::blank();
            it.decode_into(value)?;
            self.push(it);
        }
        Ok(())
    }
}

macro_rules! tuple {
    ($($part:ident $at:tt),*; $n:literal) => {
        impl<$($part: Decode),*> Decode for ($($part,)*) {
            fn blank() -> Self {
                ($($part::blank(),)*)
            }

            fn decode_into(&mut self, value: Value) -> Result<(), DecodeError> {
                let parts: [Value; $n] = array(value)?
                    .try_into()
                    .map_err(|_| DecodeError::not("an array of that many"))?;
                let mut parts = parts.into_iter();
                $(self.$at.decode_into(parts.next().unwrap_or_default())?;)*
                Ok(())
            }
        }
    };
}

tuple!(A 0, B 1; 2);

fn array(value: Value) -> Result<Vec<Value>, DecodeError> {
    match value {
        Value::Array(all) => Ok(all),
        _ => Err(DecodeError::not("an array")),
    }
}

/// Whether a member is what it is when it is left out, so that it can be.
pub fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

/// Makes types that are [`Decode`] readable with serde as well: `via_value!(Item, Edition)`.
#[macro_export]
macro_rules! via_value {
    ($($name:ty),+ $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(from)?;
                $crate::decode::Decode::decode(value).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

/// How a struct is read: `record!(Subject { id, kind } or_empty { group })`. Members in the second list may be absent.
#[macro_export]
macro_rules! record {
    ($name:ident { $($member:ident),* $(,)? } $(or_empty { $($optional:ident),* $(,)? })?) => {
        impl $crate::decode::Decode for $name {
            fn blank() -> Self {
                Self {
                    $($member: $crate::decode::Decode::blank(),)*
                    $($($optional: $crate::decode::Decode::blank(),)*)?
                }
            }

            fn decode_into(&mut self, value: serde_json::Value) -> Result<(), $crate::decode::DecodeError> {
                let mut members = $crate::decode::JsonMembers::of(value)?;
                $(members.decode_into(stringify!($member), &mut self.$member);)*
                $($(members.decode_optional(stringify!($optional), &mut self.$optional);)*)?
                members.finish()
            }
        }

        $crate::decode::via_value!($name);
    };
}

/// An enum of plain words: `words!(Step { Submit = "submit" } else Unknown)`. With `else`, any other word is that one;
/// it is written as `other`.
#[macro_export]
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? } $(else $other:ident)?) => {
        impl $name {
            /// The word on the wire and in the database.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    $(Self::$other => "other",)?
                }
            }

            /// Decodes a word; `None` if it is absent or unknown.
            pub fn from_wire(word: Option<&str>) -> Option<Self> {
                match word {
                    $(Some($word) => Some(Self::$variant),)+
                    $(Some(_) => Some(Self::$other),)?
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl $crate::decode::Decode for $name {
            fn blank() -> Self {
                [$(Self::$variant),+][0]
            }

            fn decode_into(&mut self, value: serde_json::Value) -> Result<(), $crate::decode::DecodeError> {
                *self = Self::from_wire(value.as_str())
                    .ok_or_else(|| $crate::decode::DecodeError::not("one of the words known here"))?;
                Ok(())
            }
        }

        $crate::decode::via_value!($name);
    };
}

pub use {record, via_value, words};

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Debug, PartialEq, Serialize)]
    struct Stone {
        name: String,
        weight: Option<u8>,
        colours: Vec<Colour>,
    }

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Colour {
        Grey,
        Unheard,
    }

    record!(Stone { name, weight } or_empty { colours });
    words!(Colour { Grey = "grey" } else Unheard);

    fn decode(value: &Value) -> Result<Stone, String> {
        serde_json::from_str(&value.to_string()).map_err(|it: serde_json::Error| it.to_string())
    }

    #[test]
    fn a_record_round_trips() {
        let stone = Stone {
            name: "飛び石".to_owned(),
            weight: Some(7),
            colours: vec![Colour::Grey],
        };
        let written = serde_json::to_value(&stone).expect("written");
        assert_eq!(decode(&written), Ok(stone));
    }

    #[test]
    fn optional_members_may_be_absent_and_unknown_ones_are_ignored() {
        let stone = decode(&json!({"name": "石", "shape": "round"})).expect("read");
        assert_eq!((stone.weight, stone.colours), (None, Vec::new()));
    }

    #[test]
    fn an_unknown_word_decodes_to_the_else_variant() {
        let stone = decode(&json!({"name": "石", "colours": ["azure"]})).expect("read");
        assert_eq!(stone.colours, [Colour::Unheard]);
    }

    #[test]
    fn a_decode_error_names_the_member() {
        assert_eq!(decode(&json!({})), Err("name: not there".to_owned()));
        assert_eq!(decode(&json!([])), Err("not an object".to_owned()));
        let heavy = decode(&json!({"name": "石", "weight": 256}));
        assert_eq!(
            heavy,
            Err("weight: not a whole number up to 255".to_owned())
        );
        let torn = Stone::deserialize(json!({"name": "石", "colours": [1]}));
        assert_eq!(
            torn.map_err(|it| it.to_string()),
            Err("colours: not one of the words known here".to_owned())
        );
    }
}
