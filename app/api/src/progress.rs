//! How far people are with a form, by name: for 職員課, who remind them and give them more time.

#[cfg(feature = "server")]
use crate::access::Download;
use crate::calls::calls;
use crate::personnel::ExportFormat;
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::Localized;
use domain::people_progress::PersonProgress;
use domain::person::{Org, PersonName};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// People that one call reminds, or gives more time, at most.
pub const PEOPLE_AT_ONCE: usize = 500;

/// Everybody there today, and how far each is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleProgress {
    /// By when the sheets are to be handed in, if 職員課 has set a day.
    pub due: Option<Day>,
    /// By 部, 課, 係 and 職員番号.
    pub people: Vec<PersonProgress>,
}

/// A form whose progress can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressForm {
    pub instrument: InstrumentId,
    pub title: Localized,
}

/// Somebody who asks for more time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionRequest {
    pub person: PersonName,
    pub org: Org,
    pub instrument: InstrumentId,
    pub cycle: Cycle,
    pub asked_at: Timestamp,
}

calls! {
    /// Who is how far, and what 職員課 does about it.
    serve Staff, send cookies, trait ProgressCalls {
        /// The forms that everybody hands in and that are open in a cycle, or have sheets of it: also those that the
        /// caller is not asked.
        [Roles Personnel] post progress_forms(cycle: Cycle) -> Vec<ProgressForm>;
        /// How far everybody is with a form that everybody hands in; nothing of what they wrote.
        [Roles Personnel] post people_progress(instrument: InstrumentId, cycle: Cycle) -> PeopleProgress;
        /// The same as a file: of those whom a filter shows (a [`ProgressFilter`] as JSON), or of everybody.
        [Roles Personnel] get progress_file(
            instrument: InstrumentId, cycle: Cycle, format: Option<ExportFormat>, filter: Option<String>
        ) -> Download;
        /// Reminds people of a sheet that they have not handed in: each of them at most once a day. Returns how many
        /// were reminded.
        [Roles Personnel] post remind(instrument: InstrumentId, cycle: Cycle, people: Vec<PersonId>) -> u32;
        /// Gives people until a day, included, for their sheets.
        [Roles Personnel] post extend(
            instrument: InstrumentId, cycle: Cycle, people: Vec<PersonId>, last_day: Day
        ) -> PeopleProgress;
        /// Refuses somebody more time.
        [Roles Personnel] post refuse_extension(instrument: InstrumentId, cycle: Cycle, person: PersonId)
            -> Vec<ExtensionRequest>;
        /// Who waits for more time, the first one first.
        [Roles Personnel] post extension_requests() -> Vec<ExtensionRequest>;
        /// Asks for more time for an own sheet.
        [Staff] post ask_extension(instrument: InstrumentId, cycle: Cycle) -> ();
    }
}
