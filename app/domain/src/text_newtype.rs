//! The newtypes of texts: ids, keys, hashes, signatures. One cannot be passed where another is expected.

/// A newtype of a text: JSON, database and URL show the text itself.
macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// As on the wire and in the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(it: &str) -> Self {
                Self(it.to_owned())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(it: &str) -> Result<Self, Self::Err> {
                Ok(it.into())
            }
        }

        impl From<String> for $name {
            fn from(it: String) -> Self {
                Self(it)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub(crate) use text_newtype;
