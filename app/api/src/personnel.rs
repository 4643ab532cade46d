//! The personnel office: progress, means, exports, cycles, deputies, and career declarations.

#[cfg(feature = "server")]
use crate::access::Download;
use crate::calls::calls;
use crate::system::BACKUP_AGE;
use domain::aggregate::{Overview, SectionProgress, YearProgress};
use domain::calendar::Cycle;
use domain::career::{Declaration, DeclarationSearch, DeclarationsFound};
use domain::cycle_days::CycleDays;
use domain::cycle_settings::FormCalendar;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Localized;
use domain::person::{Org, Person, PersonName};
use domain::person_record::PersonChange;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// People that [`find_people`] finds at most.
pub const FOUND_PEOPLE: usize = 8;

/// Deputies on a full page.
pub const DEPUTIES_PAGE: usize = 100;

/// A deputy (代理) of a 所属長 for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputy {
    /// Id on the server, for [`end_deputy`].
    pub seq: i64,
    /// The 所属長.
    pub supervisor: PersonName,
    pub deputy: PersonName,
    /// First day, as `2026-11-25`.
    pub first_day: String,
    /// Last day, included, as `2026-11-25`.
    pub last_day: String,
    /// Who of 職員課 has proposed it.
    pub proposed_by: PersonName,
    /// 氏名 of who agreed; empty while it waits and is not in force.
    pub approved_by: String,
    /// 氏名 of who ended it early; empty if nobody did.
    pub ended_by: String,
}

/// Sheets that are due to be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskDeletion {
    pub title: Localized,
    /// Whether the form has one sheet a year.
    pub yearly: bool,
    pub cycle: Cycle,
    /// Days until they are deleted; 0 if that is at the next sweep.
    pub days_left: u32,
}

/// A mail that its server did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndeliveredMail {
    pub person: PersonName,
    pub created_at: Timestamp,
    /// What the mail server said.
    pub problem: String,
}

/// Requests that people have handed in lately, on a form that is for whoever wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRequests {
    pub title: Localized,
    pub cycle: Cycle,
    /// Whether they are requests for grants, which have a page of their own.
    pub are_grants: bool,
    pub n_sheets: u32,
}

/// What needs a hand of 職員課 today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeDesk {
    /// Changes of people that could not be made on their day, and those that wait for a second person.
    pub changes: Vec<PersonChange>,
    /// Mails that were given up in the last month.
    #[serde(default)]
    pub undelivered: Vec<UndeliveredMail>,
    /// Contacts of the content pages that nobody has filled in, or that were to be checked before today.
    #[serde(default)]
    pub contacts: u32,
    /// Whether the disk of the database has too little room.
    #[serde(default)]
    pub has_little_room: bool,
    /// Lines of a roster that were doubtful and not taken.
    #[serde(default)]
    pub roster_doubts: u32,
    /// Requests of the last 30 days.
    #[serde(default)]
    pub requests: Vec<DeskRequests>,
    /// Mails that wait because the mail server has not taken them.
    #[serde(default)]
    pub mails_refused: u32,
    /// Requests to talk with a role model that nobody has answered.
    #[serde(default)]
    pub talks: u32,
    /// Pages of role models whose last day is within a month.
    #[serde(default)]
    pub role_models_ending: u32,
    /// Deputies that nobody has agreed to yet.
    pub deputies: u32,
    pub deletions: Vec<DeskDeletion>,
    /// The server's clock.
    pub now: Timestamp,
    /// `None` if no backup is recorded.
    pub last_backup_at: Option<Timestamp>,
    /// People on the roster.
    pub people: u32,
    /// People with the role 職員課 who can sign in.
    pub personnel: u32,
    /// Whether any cycle of this fiscal year or the next has a day.
    pub has_days: bool,
}

impl OfficeDesk {
    /// Whether a backup was made lately.
    pub fn has_fresh_backup(&self) -> bool {
        let last = self.last_backup_at;
        last.is_some_and(|it| self.now.since(it) <= BACKUP_AGE)
    }
}

/// Somebody whose guidance (指導育成) 職員課 has decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidanceSubject {
    pub person: Person,
    /// 氏名 of their 所属長; empty if they have none.
    pub supervisor: String,
    /// Fiscal year.
    pub year: u16,
    /// Why, as 職員課 wrote it for them; no score.
    pub reason: String,
    /// 氏名 of who decided.
    pub named_by: String,
    pub named_at: Timestamp,
    pub is_ended: bool,
    /// How many of the four talks both have confirmed.
    pub n_confirmed: u8,
    /// Whether the planned day of the next talk has passed.
    pub is_overdue: bool,
}

/// Somebody to choose, with what tells people of one name apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFound {
    pub person: PersonName,
    /// How the name is read; empty if the roster does not say.
    #[serde(default)]
    pub kana: String,
    /// 部・課・係
    pub org: Org,
    /// Whether they are somebody's 所属長.
    pub is_supervisor: bool,
}

/// What an export of answers is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Text, for other programs.
    #[default]
    Csv,
    /// A workbook whose cells are text: a spreadsheet changes none of them.
    Xlsx,
}

calls! {
    /// What 職員課 does; what digital skills are about, 情報政策課 sees, too.
    serve Staff, send cookies, trait PersonnelCalls {
        /// How many sheets each section has begun and submitted, now.
        [Roles Personnel] post progress(instrument: InstrumentId, cycle: Cycle) -> Vec<SectionProgress>;
        /// How many sheets each section has begun and submitted in every open cycle of a fiscal year, now.
        [Roles Personnel] post year_progress(year: u16) -> YearProgress;
        /// Means of a cycle by subject, as last published.
        [Roles Personnel Digital] post overview(instrument: InstrumentId, cycle: Cycle) -> Overview;
        /// All answers of a cycle's sheets that are shared with 職員課, with conflicts; as CSV unless asked otherwise.
        /// Each sheet in it counts as opened.
        [Roles Personnel] get export(instrument: InstrumentId, cycle: Cycle, format: Option<ExportFormat>) -> Download;
        /// What needs a hand of 職員課 today.
        [Roles Personnel] post office_desk() -> OfficeDesk;
        /// The cycles, retention and change log of each form.
        [Roles Personnel] post cycles() -> Vec<FormCalendar>;
        /// Opens or closes a cycle of a form.
        [Roles Personnel] post set_cycle(instrument: InstrumentId, cycle: Cycle, open: bool) -> Vec<FormCalendar>;
        /// Sets when a cycle opens and closes and by when its sheets are to be handed in; days that are left out are
        /// taken back. The server opens and closes it on these days. Fails with a conflict if its days are not those
        /// that were `seen`, where that is said.
        [Roles Personnel] post set_cycle_days(
            instrument: InstrumentId, cycle: Cycle, days: CycleDays, seen: Option<CycleDays>
        ) -> Vec<FormCalendar>;
        /// Gives the cycles of a fiscal year that have no days those of the year before, a year later.
        [Roles Personnel] post copy_cycle_days(year: u16) -> Vec<FormCalendar>;
        /// Sets for how many fiscal years after its own a form's sheets are retained.
        [Roles Personnel] post set_retention(instrument: InstrumentId, years: u16) -> Vec<FormCalendar>;
        /// Approves that the sheets of a cycle which are due to be deleted go at the next sweep; not for who shortened
        /// the retention.
        [Roles Personnel] post approve_deletion(instrument: InstrumentId, cycle: Cycle) -> Vec<FormCalendar>;
        /// People of the roster whose name, staff number or section has these letters, to choose one of; at most
        /// [`FOUND_PEOPLE`], the best fitting first.
        [Roles Personnel] post find_people(words: String) -> Vec<PersonFound>;
        /// The deputies of supervisors, latest first; those before a number, for the next page.
        [Roles Personnel] post deputies(before: Option<i64>) -> Vec<Deputy>;
        /// Proposes a deputy for a supervisor from one day to another, both included; at most 90 days.
        [Roles Personnel] post add_deputy(
            supervisor: PersonId, deputy: PersonId, first_day: String, last_day: String
        ) -> Vec<Deputy>;
        /// Agrees to a proposed deputy: the 所属長, or somebody of 職員課 other than who proposed it and the deputy.
        [Staff] post approve_deputy(seq: i64) -> ();
        /// Ends a deputy's time today, or cancels it if it has not begun.
        [Roles Personnel] post end_deputy(seq: i64) -> Vec<Deputy>;
        /// The people whose guidance was decided on for a fiscal year.
        [Roles Personnel] post guidance_subjects(year: u16) -> Vec<GuidanceSubject>;
        /// Decides on somebody's guidance in a fiscal year; only then can their 所属長 begin a record.
        [Roles Personnel] post name_guidance_subject(person: PersonId, year: u16, reason: String)
            -> Vec<GuidanceSubject>;
        /// Ends it. A record that was begun stays.
        [Roles Personnel] post end_guidance_subject(person: PersonId, year: u16) -> Vec<GuidanceSubject>;
        /// Whose submitted career declarations of a fiscal year match; without answers, so none counts as opened.
        [Roles Personnel] post careers(year: u16, search: DeclarationSearch) -> DeclarationsFound;
        /// One person's career declarations over the years, latest first. Each counts as opened.
        [Roles Personnel] post career(person: PersonId) -> Vec<Declaration>;
    }
}
