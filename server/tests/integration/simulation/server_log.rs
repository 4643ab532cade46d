//! The server in memory: the real push rules over plain maps instead of SQLite.

use super::defect::Defect;
use api::Code;
use domain::calendar::Cycle;
use domain::fact::{Fact, FactBody, LoggedFact, Reason};
use domain::ids::{DeviceId, Epoch, FactId, PersonId};
use domain::instrument::{Item, ItemKind, Localized, Workflow};
use domain::journal::{PACKED_SCHEMA, Pull, Push, Rejection};
use domain::sheet::{Sheet, SheetId};
use server::sheets::push_rules::{self, KnownFact, NewFact, Sequence, SheetStatus, Verdict};
use std::collections::{BTreeMap, HashMap};

/// Item ids of the simulated form. Its texts are short, so that longer ones become drafts.
pub const ITEMS: [&str; 4] = ["evidence", "strength", "growth", "wish"];

/// Item ids of the sheet that [`BOSS`] writes jointly with its owner.
pub const JOINT_ITEMS: [&str; 2] = ["talk", "agreed"];

/// The 所属長 of [`LED`] while `is_led` is true.
pub const SUPERVISOR: &str = "B1";

/// The owner of the joint sheet.
pub const EMPLOYEE: &str = "E1";

/// Longest valid answer in characters; a longer text is a draft.
pub const MAX_LENGTH: usize = 8;

/// A text item of the simulated form.
pub fn item(id: &str) -> Item {
    Item {
        id: id.into(),
        kind: ItemKind::Text {
            max_length: MAX_LENGTH,
        },
        words: Localized {
            ja: id.to_owned(),
            en: String::new(),
        },
        ..Item::default()
    }
}

/// The server's persistent state; a clone is a backup.
#[derive(Clone)]
pub struct ServerLog {
    pub epoch: Epoch,
    pub facts: Vec<LoggedFact>,
    pub duplicate_ids: usize,
    /// Whether [`BOSS`] currently supervises [`LED`].
    pub is_led: bool,
    next_seq: i64,
    known: HashMap<FactId, KnownFact>,
    devices: BTreeMap<DeviceId, (PersonId, u64)>,
    /// For a planted defect: the number that each device's last push was judged by.
    numbers_before: BTreeMap<DeviceId, u64>,
    sheets: BTreeMap<SheetId, SheetStatus>,
    items: Vec<Item>,
    defect: Option<Defect>,
}

impl ServerLog {
    pub fn new(defect: Option<Defect>) -> Self {
        Self {
            epoch: "epoch-0".into(),
            facts: Vec::new(),
            duplicate_ids: 0,
            is_led: true,
            next_seq: 1,
            known: HashMap::new(),
            devices: BTreeMap::new(),
            numbers_before: BTreeMap::new(),
            sheets: BTreeMap::new(),
            items: ITEMS.into_iter().chain(JOINT_ITEMS).map(item).collect(),
            defect,
        }
    }

    pub fn is(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    /// The sequence number of the last fact; 0 if there is none.
    pub fn last_seq(&self) -> i64 {
        self.next_seq - 1
    }

    /// Processes a push and returns the pull, as the real exchange call does.
    pub fn exchange(&mut self, person: &PersonId, push: Push) -> Result<Pull, Code> {
        let (device, schema) = (push.device.clone(), push.schema);
        let along = push.along.clone();
        let (facts, since) = push_rules::check_push(push, &self.epoch)?;
        let (owner, expects) = self
            .devices
            .get(&device)
            .cloned()
            .unwrap_or((person.clone(), 1));
        if owner != *person {
            return Err(Code::ForeignDevice);
        }
        let mut numbers = Sequence::starting_at(expects);
        if self.is(Defect::NumberOfEarlierPush) {
            let before = self.numbers_before.insert(device.clone(), expects);
            numbers = Sequence::starting_at(before.unwrap_or(expects));
        }
        let mut refused = Vec::new();
        for fact in facts {
            let id = fact.id.clone();
            if let Err(cause) = self.accept_fact(person, &device, schema, &mut numbers, fact) {
                refused.push(cause.for_fact(id));
            }
        }
        let expects = numbers.expects;
        self.devices.insert(device, (person.clone(), expects));
        let mut pull = self.page(person, since, (expects, refused), &along);
        if !self.is(Defect::CheckoutNeverReleased) {
            pull.forget = along;
            pull.forget.retain(|it| !self.may_check_out(person, it));
        }
        Ok(pull)
    }

    fn accept_fact(
        &mut self,
        person: &PersonId,
        device: &DeviceId,
        schema: u32,
        numbers: &mut Sequence,
        fact: Fact,
    ) -> Verdict {
        let text = serde_json::to_string(&fact).unwrap_or_default();
        let digest = text.clone().into_bytes();
        let known = self.known.get(&fact.id).cloned();
        if let Some(mut known) = known.filter(|_| !self.is(Defect::NoDedup)) {
            if self.is(Defect::DedupByIdOnly) {
                known.digest.clone_from(&digest);
            }
            let verdict = push_rules::replay_verdict(known, &digest);
            if matches!(&verdict, Err(it) if it.reason == Reason::SameIdOtherContent) {
                self.duplicate_ids += 1;
            }
            return verdict;
        }
        if self.is(Defect::GapAccepted) {
            *numbers = Sequence::starting_at(fact.n);
        }
        numbers.accept_number(&fact, device)?;
        let verdict = self.judge(person, schema, &fact, text.len());
        if verdict.is_err() && self.is(Defect::RejectedKeepsNumber) {
            *numbers = Sequence::starting_at(numbers.expects - 1);
            return Err(Reason::Gap.into());
        }
        let rejection = verdict.clone().err();
        self.known
            .insert(fact.id.clone(), KnownFact { digest, rejection });
        if verdict.is_ok() {
            self.append(person, fact);
        }
        verdict
    }

    fn judge(&self, person: &PersonId, schema: u32, fact: &Fact, size: usize) -> Verdict {
        let mut standing = self.standing(&fact.sheet);
        standing.is_led =
            self.may_check_out(person, &fact.sheet) || self.is(Defect::PermissionNeverRevoked);
        let course = if fact.sheet == joint_sheet() {
            Workflow::Joint
        } else {
            Workflow::Submission
        };
        if self.is(Defect::LockIgnored) {
            standing.state = domain::sheet::SheetState::Draft;
        }
        let item = match &fact.body {
            FactBody::Answer { item, .. } => self.items.iter().find(|it| it.id == *item),
            _ => None,
        };
        let asked = NewFact {
            person,
            schema,
            fact,
            size,
            course: Some(course),
            item,
            earlier_kinds: &[],
            standing: &standing,
        };
        asked.judge()?;
        if self.is(Defect::StaleStepAccepted) {
            return Ok(());
        }
        push_rules::check_base(fact, |part| self.sheet(&fact.sheet).hash_of(part))
    }

    fn append(&mut self, person: &PersonId, fact: Fact) {
        let mut standing = self.standing(&fact.sheet);
        let then = || {
            let mut sheet = self.sheet(&fact.sheet);
            sheet.apply(&fact);
            sheet.state
        };
        if let Some(state) = standing.state_after(&fact, then) {
            standing.exists = true;
            standing.state = state;
        }
        self.sheets.insert(fact.sheet.clone(), standing);
        if self.is(Defect::LastWriterWins) {
            let same = |it: &LoggedFact| {
                it.fact.sheet == fact.sheet && item_of(&it.fact) == item_of(&fact)
            };
            self.facts
                .retain(|it| item_of(&it.fact).is_none() || !same(it));
        }
        self.facts.push(LoggedFact {
            seq: self.next_seq,
            author: person.clone(),
            fact,
            digest: None,
            receipt: None,
        });
        self.next_seq += 1;
    }

    fn standing(&self, sheet: &SheetId) -> SheetStatus {
        let known = self.sheets.get(sheet).cloned();
        known.unwrap_or(SheetStatus {
            open: true,
            ..SheetStatus::default()
        })
    }

    /// The sheet computed from its facts in the log.
    pub fn sheet(&self, id: &SheetId) -> Sheet {
        let facts = self.facts.iter().map(|it| &it.fact);
        Sheet::from_facts(facts.filter(|it| it.sheet == *id))
    }

    /// Whether a person may have another person's sheet checked out.
    pub fn may_check_out(&self, person: &PersonId, sheet: &SheetId) -> bool {
        self.is_led && person.as_str() == SUPERVISOR && *sheet == joint_sheet()
    }

    /// Returns a page of three facts, so that even a short schedule has many pages.
    fn page(
        &self,
        person: &PersonId,
        since: i64,
        (expects, refused): (u64, Vec<Rejection>),
        along: &[SheetId],
    ) -> Pull {
        let by_clock = self.is(Defect::ClockAsCursor);
        let place = |it: &LoggedFact| {
            if by_clock {
                it.fact.noted_at.as_millis()
            } else {
                it.seq
            }
        };
        let all = self.is(Defect::PullUnfiltered);
        let own = self.facts.iter().filter(|it| {
            let sheet = &it.fact.sheet;
            let is_along = || along.contains(sheet) && self.may_check_out(person, sheet);
            all || sheet.person == *person || is_along()
        });
        let mut later: Vec<&LoggedFact> = own.filter(|it| place(it) > since).collect();
        later.sort_by_key(|it| place(it));
        let heard: Vec<LoggedFact> = later.iter().take(3).map(|it| (*it).clone()).collect();
        let more = heard.len() < later.len();
        let mut next = heard.last().map_or(since, place);
        if more && self.is(Defect::OffByOneOnResume) {
            next += 1;
        }
        Pull {
            epoch: self.epoch.clone(),
            expects,
            schema: PACKED_SCHEMA,
            heard,
            runs: Vec::new(),
            acknowledged: Vec::new(),
            refused,
            next,
            more,
            forget: Vec::new(),
        }
    }
}

/// The interview record of [`LED`] that two people write in.
pub fn joint_sheet() -> SheetId {
    SheetId {
        person: EMPLOYEE.into(),
        instrument: "hearing_record".into(),
        cycle: Cycle::in_year(2026)[2],
    }
}

/// The item that a fact answers; `None` for steps.
pub fn item_of(fact: &Fact) -> Option<&str> {
    match &fact.body {
        FactBody::Answer { item, .. } => Some(item.as_str()),
        _ => None,
    }
}

/// The text of an answer; `None` for steps and other values.
pub fn value_of(fact: &Fact) -> Option<&str> {
    match &fact.body {
        FactBody::Answer { value, .. } => value.as_str(),
        _ => None,
    }
}
