//! Offering: what a device sends to the server.

use super::{Change, Journal};
use crate::decode::record;
use crate::fact::Fact;
use crate::ids::{DeviceId, Epoch};
use crate::sheet::SheetId;
use serde::Serialize;

/// The shape of pushes and of the device's store that this build writes.
pub const SCHEMA: u32 = 1;

/// At most so many facts travel in one push.
pub const PUSH_LIMIT: usize = 500;

/// What a device tells the server: its unsent facts, and the last number it has heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Push {
    /// Shape of this push; see [`SCHEMA`].
    pub schema: u32,
    /// The journal.
    pub device: DeviceId,
    /// The server's life that `since` counts in, if the device knows one.
    pub epoch: Option<Epoch>,
    /// The last number heard.
    pub since: i64,
    /// Unsent facts in the order made.
    pub facts: Vec<Fact>,
    /// Other people's sheets that this device holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub along: Vec<SheetId>,
}

record!(Push { schema, device, epoch, since } or_empty { facts, along });

impl Journal {
    /// The next push. Its changes must be on disk before it leaves: a fact once offered is never rewritten.
    ///
    /// What was carried in goes first, because own facts may have been made on top of it.
    pub fn offer(&mut self) -> (Push, Vec<Change>) {
        if let Some(push) = self.offer_carried() {
            return (push, Vec::new());
        }
        let mut changes = Vec::new();
        let mut facts = Vec::new();
        for unsent in self.unsent.iter_mut().take(PUSH_LIMIT) {
            facts.push(unsent.fact.clone());
            if !unsent.offered {
                unsent.offered = true;
                changes.push(Change::PutUnsent(unsent.clone()));
            }
        }
        let push = Push {
            schema: SCHEMA,
            device: self.meta.device.clone(),
            epoch: self.meta.epoch.clone(),
            since: self.meta.since,
            facts,
            along: self.meta.along.clone(),
        };
        (push, self.written_if_any(changes))
    }
}
