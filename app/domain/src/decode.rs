//! Decodes records from parsed JSON.
//!
//! serde's derive generates a separate decoder for each type; for forty types these were a fifth of the download.
//! Here one parser produces a `Value`, and each record takes its members out of it. The bytes are those of serde's
//! derive, and serde stays the entry point (`via_value!`).

use serde_json::{Map, Value};
use std::fmt;

/// Decode error: the path of members, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread(String);

impl Unread {
    /// The value is not `what`: `not("an object")`.
    pub fn not(what: &str) -> Self {
        Self(format!("not {what}"))
    }

    /// Prepends the member's name to the path.
    fn within(self, member: &str) -> Self {
        Self(format!("{member}: {}", self.0))
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Decodes a type from parsed JSON.
///
/// Decodes in place into a default value, so that the error path is compiled once.
pub trait Read: Sized {
    /// Whether a member of this type may be missing from its record.
    const MAY_BE_ABSENT: bool = false;

    /// The value before decoding. Never returned to callers unless the member may be absent.
    fn blank() -> Self;

    /// Decodes `value` into `self`, which must be blank. Unknown members are ignored: they come from a newer build.
    fn fill(&mut self, value: Value) -> Result<(), Unread>;

    /// Decodes a value into a new instance.
    fn read(value: Value) -> Result<Self, Unread> {
        let mut it = Self::blank();
        it.fill(value)?;
        Ok(it)
    }
}

/// The members of a JSON object, taken out one by one. Errors are kept until [`Members::end`]; the last one wins.
pub struct Members {
    left: Map<String, Value>,
    fault: Option<Unread>,
}

impl Members {
    /// Fails if `value` is not an object.
    pub fn of(value: Value) -> Result<Self, Unread> {
        match value {
            Value::Object(left) => Ok(Self { left, fault: None }),
            _ => Err(Unread::not("an object")),
        }
    }

    /// Decodes a member into `place`; missing is an error unless the type allows it.
    pub fn fill<T: Read>(&mut self, name: &str, place: &mut T) {
        let absent = T::MAY_BE_ABSENT;
        self.put(name, absent, &mut |value| place.fill(value));
    }

    /// Decodes a member into `place`, or leaves `place` blank if the member is missing.
    pub fn fill_if_there<T: Read>(&mut self, name: &str, place: &mut T) {
        self.put(name, true, &mut |value| place.fill(value));
    }

    /// Decodes a member into a new value, with the rules of [`Members::fill`].
    pub fn take<T: Read>(&mut self, name: &str) -> T {
        let mut it = T::blank();
        self.fill(name, &mut it);
        it
    }

    fn put(
        &mut self,
        name: &str,
        may_be_absent: bool,
        // `dyn`: the body is compiled once, not for each member type.
        fill: &mut dyn FnMut(Value) -> Result<(), Unread>,
    ) {
        let read = match self.left.remove(name) {
            Some(value) => fill(value),
            None if may_be_absent => Ok(()),
            None => Err(Unread::not("there")),
        };
        if let Err(fault) = read {
            self.fault = Some(fault.within(name));
        }
    }

    /// The last decode error, if there was one.
    pub fn end(self) -> Result<(), Unread> {
        self.fault.map_or(Ok(()), Err)
    }
}

impl Read for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        *self = value;
        Ok(())
    }
}

impl Read for () {
    fn blank() -> Self {}

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        value.as_null().ok_or_else(|| Unread::not("null"))
    }
}

/// Implements [`Read`] for a scalar: type, value, conversion to `Option`, and what the error says was expected.
macro_rules! plain {
    ($($name:ty: $value:ident => $of:expr, $what:expr;)*) => {$(
        impl Read for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn fill(&mut self, $value: Value) -> Result<(), Unread> {
                *self = $of.ok_or_else(|| Unread::not($what))?;
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

impl<T: Read> Read for Option<T> {
    const MAY_BE_ABSENT: bool = true;

    fn blank() -> Self {
        None
    }

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        // `self` is blank, thus already `None`.
        if !value.is_null() {
            self.insert(T::blank()).fill(value)?;
        }
        Ok(())
    }
}

impl<T: Read> Read for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        for value in array(value)? {
            let mut it = T::blank();
            it.fill(value)?;
            self.push(it);
        }
        Ok(())
    }
}

macro_rules! tuple {
    ($($part:ident $at:tt),*; $n:literal) => {
        impl<$($part: Read),*> Read for ($($part,)*) {
            fn blank() -> Self {
                ($($part::blank(),)*)
            }

            fn fill(&mut self, value: Value) -> Result<(), Unread> {
                let parts: [Value; $n] = array(value)?
                    .try_into()
                    .map_err(|_| Unread::not("an array of that many"))?;
                let mut parts = parts.into_iter();
                $(self.$at.fill(parts.next().unwrap_or_default())?;)*
                Ok(())
            }
        }
    };
}

tuple!(A 0, B 1; 2);

fn array(value: Value) -> Result<Vec<Value>, Unread> {
    match value {
        Value::Array(all) => Ok(all),
        _ => Err(Unread::not("an array")),
    }
}

/// Whether a member is what it is when it is left out, so that it can be.
pub fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

/// Makes types that are [`Read`] readable with serde as well: `via_value!(Item, Edition)`.
#[macro_export]
macro_rules! via_value {
    ($($name:ty),+ $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(from)?;
                $crate::decode::Read::read(value).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

/// How a struct is read: `record!(Subject { id, kind } or_empty { group })`. Members in the second list may be absent.
#[macro_export]
macro_rules! record {
    ($name:ident { $($member:ident),* $(,)? } $(or_empty { $($optional:ident),* $(,)? })?) => {
        impl $crate::decode::Read for $name {
            fn blank() -> Self {
                Self {
                    $($member: $crate::decode::Read::blank(),)*
                    $($($optional: $crate::decode::Read::blank(),)*)?
                }
            }

            fn fill(&mut self, value: serde_json::Value) -> Result<(), $crate::decode::Unread> {
                let mut members = $crate::decode::Members::of(value)?;
                $(members.fill(stringify!($member), &mut self.$member);)*
                $($(members.fill_if_there(stringify!($optional), &mut self.$optional);)*)?
                members.end()
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
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    $(Self::$other => "other",)?
                }
            }

            /// Decodes a word; `None` if it is absent or unknown.
            pub fn of_word(word: Option<&str>) -> Option<Self> {
                match word {
                    $(Some($word) => Some(Self::$variant),)+
                    $(Some(_) => Some(Self::$other),)?
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.word())
            }
        }

        impl $crate::decode::Read for $name {
            fn blank() -> Self {
                [$(Self::$variant),+][0]
            }

            fn fill(&mut self, value: serde_json::Value) -> Result<(), $crate::decode::Unread> {
                *self = Self::of_word(value.as_str())
                    .ok_or_else(|| $crate::decode::Unread::not("one of the words known here"))?;
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

    fn read(value: &Value) -> Result<Stone, String> {
        serde_json::from_str(&value.to_string()).map_err(|it: serde_json::Error| it.to_string())
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let stone = Stone {
            name: "飛び石".to_owned(),
            weight: Some(7),
            colours: vec![Colour::Grey],
        };
        let written = serde_json::to_value(&stone).expect("written");
        assert_eq!(read(&written), Ok(stone));
    }

    #[test]
    fn what_may_be_absent_may_be_absent_and_the_unknown_is_passed_over() {
        let stone = read(&json!({"name": "石", "shape": "round"})).expect("read");
        assert_eq!((stone.weight, stone.colours), (None, Vec::new()));
    }

    #[test]
    fn a_word_from_a_newer_build_is_the_other_one() {
        let stone = read(&json!({"name": "石", "colours": ["azure"]})).expect("read");
        assert_eq!(stone.colours, [Colour::Unheard]);
    }

    #[test]
    fn an_error_says_where() {
        assert_eq!(read(&json!({})), Err("name: not there".to_owned()));
        assert_eq!(read(&json!([])), Err("not an object".to_owned()));
        let heavy = read(&json!({"name": "石", "weight": 256}));
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
