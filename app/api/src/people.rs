//! The people of the roster as 職員課 keeps them: found, shown with their history, changed, and their accounts.

#[cfg(feature = "server")]
use crate::access::Download;
use crate::calls::calls;
use crate::personnel::ExportFormat;
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::Localized;
use domain::person::{Org, Person, PersonName};
use domain::person_record::{FieldChange, PersonChange, PersonRecord};
use domain::sheet::SheetState;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Everybody there ever was, and what waits for its day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// By 職員番号.
    pub records: Vec<PersonRecord>,
    /// Changes that wait, or could not be made, the earliest first.
    pub waiting: Vec<PersonChange>,
    /// What may stand in the fields of somebody new.
    pub choices: FieldChoices,
}

/// What stands in the fields of others, to choose from, and what a field takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChoices {
    /// 級 that a form asks something of.
    pub grades: Vec<u8>,
    pub orgs: Vec<Org>,
    pub job_types: Vec<String>,
}

/// Who acts for a 所属長 for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingDeputy {
    pub deputy: PersonName,
    pub first_day: Day,
    /// Included.
    pub last_day: Day,
}

/// How far one sheet of a person has come; nothing of what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetProgress {
    pub instrument: InstrumentId,
    pub title: Localized,
    pub cycle: Cycle,
    /// Whether the form has one sheet a year.
    pub yearly: bool,
    pub state: SheetState,
    /// When it was handed in last, if it is.
    pub submitted_at: Option<Timestamp>,
}

/// One person's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetails {
    pub record: PersonRecord,
    pub supervisor: Option<PersonName>,
    /// Who acts for them, as 所属長, now or soon.
    pub deputies: Vec<ActingDeputy>,
    /// How many people have them as 所属長.
    pub n_staff: u32,
    pub n_sessions: u32,
    pub password_changed_at: Option<Timestamp>,
    /// What was changed and will be, the last in time first.
    pub changes: Vec<PersonChange>,
    /// For 職員課 only; empty for システム管理.
    pub sheets: Vec<SheetProgress>,
    pub choices: FieldChoices,
}

/// Somebody new, with the password for their first sign-in: shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstPassword {
    pub person: PersonName,
    /// 部・課・係 in one line.
    pub place: String,
    pub password: String,
}

/// One-time codes for people who have not signed in yet: shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitations {
    /// With the code in place of the password.
    pub codes: Vec<FirstPassword>,
    pub expires_at: Timestamp,
}

/// People that are invited at once.
pub const MAX_INVITED: usize = 3_000;

calls! {
    /// The people of the roster.
    serve Staff, send cookies, trait PeopleCalls {
        /// Everybody there ever was.
        [Roles Personnel Administrator] post people() -> People;
        /// The people that a filter shows, with the headings of the roster; `filter` is the JSON of a
        /// [`PeopleFilter`](domain::people_filter::PeopleFilter).
        [Roles Personnel] get people_file(filter: String, format: Option<ExportFormat>) -> Download;
        /// One person, with their history.
        [Roles Personnel Administrator] post person(person: PersonId) -> PersonDetails;
        /// Adds somebody, and an account for them.
        [Roles Personnel] post add_person(new: Person, reason: String) -> FirstPassword;
        /// Changes fields of somebody else from a day on: at once if the day has come. Refused if a field is not any
        /// more as it was before. システム管理 may change the account only.
        [Roles Personnel Administrator] post change_person(
            person: PersonId, fields: Vec<FieldChange>, first_day: Day, reason: String
        ) -> PersonDetails;
        /// Takes a change back that waits for its day.
        [Roles Personnel] post cancel_person_change(seq: i64) -> PersonDetails;
        /// Agrees to a change that waits for a second person of 職員課, and makes it.
        [Roles Personnel] post approve_person_change(seq: i64) -> PersonDetails;
        /// Makes one-time codes for people who have not set a password of their own yet, valid for an hour to a week
        /// (`hours`): for all of them, or for none and whom it cannot be. Their codes before are void.
        [Roles Personnel] post invite(people: Vec<PersonId>, hours: u32) -> Invitations;
        /// Makes the first person of an empty ward, of 職員課, with the code that the server printed when it started.
        [Anyone] post make_first_person(code: String, new: Person, password: String) -> ();
        /// Ends all sessions of somebody.
        [Roles Personnel Administrator] post end_sessions_of(person: PersonId) -> PersonDetails;
    }
}
