//! What a booth tablet and the server tell each other.

use crate::decode::record;
use crate::fair::Event;
use serde::Serialize;

/// A tablet that asks to be taken on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewTablet {
    /// The one-time code that a recruiter made.
    pub code: String,
    /// What it will be called.
    pub name: String,
    /// Its public key: P-256, uncompressed, in hexadecimal.
    pub key: String,
}

record!(NewTablet { code, name, key });

/// What a tablet is told once it is taken on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Enrolled {
    /// Its id, which is no secret: what it may do, it may because it signs.
    pub tablet: String,
    /// Its event.
    pub event: Event,
    /// What it seals answers with, in hexadecimal.
    pub seal: String,
}

record!(Enrolled {
    tablet,
    event,
    seal
});

/// Sealed answers that travel together. What they are is fixed before the first try, so that every try is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Counts 1, 2, 3 … on one tablet.
    pub n: u32,
    /// Envelopes, in hexadecimal; in no order.
    pub boxes: Vec<String>,
}

record!(Batch { n, boxes });

/// What a tablet says of itself with every push.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BoothReport {
    /// How many answers it took, ever.
    pub took: u32,
    /// The number of its last batch.
    pub last: u32,
    /// How many answers wait on it, sent in a batch or not.
    pub waiting: u32,
    /// The build it runs.
    pub build: String,
    /// The edition of the quiz it shows.
    pub quiz: String,
    /// Whether its staff closed it: it takes no more until they say otherwise.
    pub done: bool,
    /// Counts up with every report, so that one that comes late is known as such.
    pub said: u32,
    /// Batches, at most a few at a time.
    pub batches: Vec<Batch>,
}

record!(BoothReport {
    took,
    last,
    waiting,
    build,
    quiz,
    batches
} or_empty { done, said });

/// A push: a report, and the tablet's signature under its very bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BoothPush {
    /// Which tablet.
    pub tablet: String,
    /// A [`BoothReport`] as JSON.
    pub report: String,
    /// ECDSA over P-256 with SHA-256, r and s, in hexadecimal.
    pub signature: String,
}

record!(BoothPush {
    tablet,
    report,
    signature
});

/// What the server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BoothAnswer {
    /// Numbers of the batches just sent that the server now has for good.
    pub kept: Vec<u32>,
    /// Numbers that the server does not have, up to the last one told.
    pub missing: Vec<u32>,
    /// The event as it is now.
    pub event: Event,
}

record!(BoothAnswer {
    kept,
    missing,
    event
});

/// A tablet as the recruiter sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tablet {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many answers it said it took.
    pub took: u32,
    /// How many of them the server has.
    pub arrived: u32,
    /// The numbers of batches that it announced and the server does not have.
    pub missing: Vec<u32>,
    /// The build it runs.
    pub build: String,
    /// The edition of the quiz it shows.
    pub quiz: String,
    /// When it was last heard: milliseconds since 1970, by the server's clock; none if never since it was taken on.
    pub heard_at: Option<i64>,
    /// Whether its rights were ended.
    pub revoked: bool,
    /// Whether its staff closed it.
    pub done: bool,
}

record!(Tablet {
    id,
    name,
    took,
    arrived,
    missing,
    build,
    quiz,
    heard_at,
    revoked
} or_empty { done });
