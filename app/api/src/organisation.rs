//! The organisation: its tree on any day, and what becomes of a 部, 課 or 係.

use crate::calls::calls;
use domain::ids::{Day, PersonId};
use domain::organisation::Organisation;
use domain::person::{Org, PersonName};
use domain::person_record::FieldChange;
use domain::reorganisation::Reorganisation;
use domain::roster_difference::{PastImport, UndoOutcome};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// The tree on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationOnDay {
    pub day: Day,
    pub organisation: Organisation,
    /// The day on which the history of posts begins; of before it there is only what it begins with.
    pub history_begins: Option<Day>,
    /// The latest reorganisations, the last first.
    pub past: Vec<PastReorganisation>,
}

/// A reorganisation that was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastReorganisation {
    /// Its `file_name` is what it is called.
    pub import: PastImport,
    /// The day from which it holds.
    pub first_day: Day,
    /// Whether it can be undone: it is the last of all changes of many people, or still waits for its day.
    pub can_be_undone: bool,
}

/// What a reorganisation changes of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReorganisedPerson {
    pub person: PersonName,
    pub fields: Vec<FieldChange>,
}

/// What a reorganisation would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReorganisationPreview {
    /// By 職員番号.
    pub people: Vec<ReorganisedPerson>,
    /// Whether people are there already where they go.
    pub is_merged: bool,
    /// Names what was seen; what is applied must be the same.
    pub digest: String,
}

/// Who reads, besides the 所属長, what people of a place hand in from then on and share with the 所属長.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondReader {
    /// Id on the server.
    pub seq: i64,
    pub place: Org,
    pub reader: PersonName,
    /// For how many people they read today; 0 once they have left the 部.
    pub n_people: u32,
    /// 氏名 of who named them.
    pub named_by: String,
    pub named_at: Timestamp,
}

calls! {
    /// The organisation.
    serve Staff, send cookies, trait OrganisationCalls {
        /// The tree on a day, up to two years before or after today.
        [Roles Personnel] post organisation(day: Day) -> OrganisationOnDay;
        /// What a reorganisation would change.
        [Roles Personnel] post preview_reorganisation(plan: Reorganisation) -> ReorganisationPreview;
        /// Does it: at once if its day has come, else on the day. Refused if anything of it has changed since it was
        /// looked at.
        [Roles Personnel] post reorganise(plan: Reorganisation, digest: String) -> OrganisationOnDay;
        /// Everybody who is a second reader.
        [Roles Personnel] post second_readers() -> Vec<SecondReader>;
        /// Names somebody of the same 部 a second reader of a 部, 課 or 係.
        [Roles Personnel] post name_second_reader(place: Org, reader: PersonId) -> Vec<SecondReader>;
        /// Ends it.
        [Roles Personnel] post end_second_reader(seq: i64) -> Vec<SecondReader>;
        /// Undoes one that is the last or still waits, unless somebody whom it concerns was changed since.
        [Roles Personnel] post undo_reorganisation(seq: i64) -> UndoOutcome;
    }
}
