//! Forms that 職員課 writes in the browser: drafts, editions, and what the release brings beside them.

use crate::calls::calls;
use domain::ids::InstrumentId;
use domain::instrument::{Edition, Localized};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longest source of a form, in bytes of JSON; the longest of ours has 120 KB.
pub const LONGEST_SOURCE: usize = 1 << 20;

/// A form in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormHead {
    pub instrument: InstrumentId,
    pub words: Localized,
    /// Of the edition in force; 0 for a form that is not published yet.
    pub version: u32,
    pub n_questions: u32,
    /// Whether it was published in the browser; else it follows the release.
    pub is_own: bool,
    /// The version that the release brings, if that is newer than what the ward's own was written beside.
    pub newer_shipped: Option<u32>,
    /// The form that this one takes its items from; empty for none.
    pub about: InstrumentId,
    pub draft: Option<DraftHead>,
}

/// Who last wrote at a draft, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftHead {
    /// 氏名
    pub author: String,
    pub changed_at: Timestamp,
}

/// A form to write at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormToWrite {
    /// As it is written, with repeated sections once: the draft, or the edition in force.
    pub source: Value,
    /// How often the draft was saved; 0 if there is none.
    pub seq: i64,
    pub draft: Option<DraftHead>,
    /// The edition in force, with what it keeps of earlier ones; `None` for a form that is new.
    pub in_force: Option<Edition>,
    /// What the release brings that is newer than what the ward's own was written beside.
    pub newer_shipped: Option<NewerShipped>,
}

/// An edition of the release that the ward has not taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewerShipped {
    pub version: u32,
    pub source: Value,
    /// The edition of the release that the ward's own was written beside, if it is known.
    pub before: Option<Value>,
}

/// A form of another tool (an `XLSForm`) as a source of ours, and what of it could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct XlsFormRead {
    pub instrument: InstrumentId,
    pub source: Value,
    /// Sentences in Japanese, each with its row.
    pub notes: Vec<String>,
}

/// An edition in the history of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionHead {
    pub version: u32,
    pub published_at: Timestamp,
    /// 氏名 of who published it in the browser; `None` if the release brought it.
    pub author: Option<String>,
}

calls! {
    /// Forms that are written in the browser.
    serve Staff, send cookies, trait FormCalls {
        /// Every form, and every one that is only a draft so far.
        [Roles Personnel] post forms() -> Vec<FormHead>;
        /// A form as it is written; an empty one under an id that no form has.
        [Roles Personnel] post form_to_write(instrument: InstrumentId) -> FormToWrite;
        /// Saves a draft. `seen` is how often the one that the caller saw was saved; `conflict` if somebody has saved
        /// it since. Says how often it is saved now.
        [Roles Personnel] post save_form_draft(instrument: InstrumentId, seen: i64, source: Value) -> i64;
        /// Gives a draft up; the edition in force stays.
        [Roles Personnel] post drop_form_draft(instrument: InstrumentId, seen: i64) -> ();
        /// Publishes a draft as the next edition, and with it the forms that take their items from it. Refused with a
        /// sentence if something is wrong with it, or an answer of before would be dropped. Says its version.
        [Roles Personnel] post publish_form(instrument: InstrumentId, seen: i64) -> u32;
        /// Reads an `XLSForm`, its bytes in hexadecimal: a workbook with the sheets survey and choices. Saves
        /// nothing.
        [Roles Personnel] post read_xlsform(file: String) -> XlsFormRead;
        /// Every edition, the newest first.
        [Roles Personnel] post form_editions(instrument: InstrumentId) -> Vec<EditionHead>;
        /// One edition as it was published.
        [Roles Personnel] post form_edition(instrument: InstrumentId, version: u32) -> Edition;
    }
}
