//! The server in memory: the real push rules over plain maps instead of SQLite.

use super::defect::Defect;
use api::Code;
use domain::calendar::Cycle;
use domain::fact::{Body, Fact, Heard, Reason};
use domain::ids::{DeviceId, Epoch, FactId, PersonId};
use domain::instrument::{Course, Item, ItemKind};
use domain::journal::{Pull, Push, Refused};
use domain::sheet::{Sheet, SheetId};
use server::rules::{self, Asked, Known, Numbers, Standing, Verdict};
use std::collections::{BTreeMap, HashMap};

/// Item ids of the simulated form. Its texts are short, so that longer ones become drafts.
pub const ITEMS: [&str; 4] = ["evidence", "strength", "growth", "wish"];

/// Item ids of the sheet that [`BOSS`] writes jointly with its owner.
pub const TOGETHER: [&str; 2] = ["talk", "agreed"];

/// The 所属長 of [`LED`] while `is_led` is true.
pub const BOSS: &str = "B1";

/// The owner of the joint sheet.
pub const LED: &str = "E1";

/// Longest valid answer in characters; a longer text is a draft.
pub const LONGEST: usize = 8;

/// A text item of the simulated form.
pub fn item(id: &str) -> Item {
    Item {
        id: id.into(),
        kind: ItemKind::Text {
            max_length: LONGEST,
        },
        ..Item::default()
    }
}

/// The server's persistent state; a clone is a backup.
#[derive(Clone)]
pub struct Log {
    pub epoch: Epoch,
    pub facts: Vec<Heard>,
    pub contradictions: usize,
    /// Whether [`BOSS`] currently supervises [`LED`].
    pub is_led: bool,
    next_seq: i64,
    known: HashMap<FactId, Known>,
    devices: BTreeMap<DeviceId, (PersonId, u64)>,
    sheets: BTreeMap<SheetId, Standing>,
    items: Vec<Item>,
    defect: Option<Defect>,
}

impl Log {
    pub fn new(defect: Option<Defect>) -> Self {
        Self {
            epoch: "epoch-0".into(),
            facts: Vec::new(),
            contradictions: 0,
            is_led: true,
            next_seq: 1,
            known: HashMap::new(),
            devices: BTreeMap::new(),
            sheets: BTreeMap::new(),
            items: ITEMS.into_iter().chain(TOGETHER).map(item).collect(),
            defect,
        }
    }

    fn is(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    /// Processes a push and returns the pull, as the real exchange call does.
    pub fn exchange(&mut self, person: &PersonId, push: Push) -> Result<Pull, Code> {
        let (device, schema) = (push.device.clone(), push.schema);
        let along = push.along.clone();
        let (facts, since) = rules::admit(push, &self.epoch)?;
        let (owner, expects) = self
            .devices
            .get(&device)
            .cloned()
            .unwrap_or((person.clone(), 1));
        if owner != *person {
            return Err(Code::DeviceNotYours);
        }
        let mut numbers = Numbers::from(expects);
        let mut refused = Vec::new();
        for fact in facts {
            let id = fact.id.clone();
            if let Err((reason, detail)) = self.take(person, &device, schema, &mut numbers, fact) {
                refused.push(Refused { id, reason, detail });
            }
        }
        let expects = numbers.expects;
        self.devices.insert(device, (person.clone(), expects));
        let mut pull = self.page(person, since, (expects, refused), &along);
        if !self.is(Defect::ForgetsNothing) {
            pull.forget = along;
            pull.forget.retain(|it| !self.may_hold(person, it));
        }
        Ok(pull)
    }

    fn take(
        &mut self,
        person: &PersonId,
        device: &DeviceId,
        schema: u32,
        numbers: &mut Numbers,
        fact: Fact,
    ) -> Verdict {
        let text = serde_json::to_string(&fact).unwrap_or_default();
        let digest = text.clone().into_bytes();
        let known = self.known.get(&fact.id).cloned();
        if let Some(mut known) = known.filter(|_| !self.is(Defect::NeverDeduped)) {
            if self.is(Defect::DedupedWithoutComparing) {
                known.digest.clone_from(&digest);
            }
            let verdict = rules::again(known, &digest);
            if matches!(verdict, Err((Reason::SameIdOtherContent, _))) {
                self.contradictions += 1;
            }
            return verdict;
        }
        if self.is(Defect::GapAccepted) {
            *numbers = Numbers::from(fact.n);
        }
        numbers.turn(&fact, device)?;
        let verdict = self.judge(person, schema, &fact, text.len());
        if verdict.is_err() && self.is(Defect::RefusedKeepsNumber) {
            *numbers = Numbers::from(numbers.expects - 1);
            return Err((Reason::Gap, String::new()));
        }
        let refusal = verdict.clone().err();
        self.known
            .insert(fact.id.clone(), Known { digest, refusal });
        if verdict.is_ok() {
            self.keep(person, fact);
        }
        verdict
    }

    fn judge(&self, person: &PersonId, schema: u32, fact: &Fact, size: usize) -> Verdict {
        let mut standing = self.standing(&fact.sheet);
        standing.is_led = self.may_hold(person, &fact.sheet) || self.is(Defect::RightNeverEnds);
        let course = if fact.sheet == together() {
            Course::Together
        } else {
            Course::HandIn
        };
        if self.is(Defect::LockIgnored) {
            standing.state = domain::sheet::SheetState::Draft;
        }
        let item = match &fact.body {
            Body::Answer { item, .. } => self.items.iter().find(|it| it.id == *item),
            _ => None,
        };
        let asked = Asked {
            person,
            schema,
            fact,
            size,
            course: Some(course),
            item,
            standing: &standing,
        };
        asked.judge()?;
        if self.is(Defect::StaleTaken) {
            return Ok(());
        }
        rules::made_on(fact, |part| self.sheet(&fact.sheet).hash_of(part))
    }

    fn keep(&mut self, person: &PersonId, fact: Fact) {
        let mut standing = self.standing(&fact.sheet);
        let then = || {
            let mut sheet = self.sheet(&fact.sheet);
            sheet.take(&fact);
            sheet.state
        };
        if let Some(state) = standing.after(&fact, then) {
            standing.exists = true;
            standing.state = state;
        }
        self.sheets.insert(fact.sheet.clone(), standing);
        if self.is(Defect::LastWriterWins) {
            let same =
                |it: &Heard| it.fact.sheet == fact.sheet && item_of(&it.fact) == item_of(&fact);
            self.facts
                .retain(|it| item_of(&it.fact).is_none() || !same(it));
        }
        self.facts.push(Heard {
            seq: self.next_seq,
            author: person.clone(),
            fact,
            receipt: None,
        });
        self.next_seq += 1;
    }

    fn standing(&self, sheet: &SheetId) -> Standing {
        let known = self.sheets.get(sheet).cloned();
        known.unwrap_or(Standing {
            open: true,
            ..Standing::default()
        })
    }

    /// The sheet computed from its facts in the log.
    pub fn sheet(&self, id: &SheetId) -> Sheet {
        let facts = self.facts.iter().map(|it| &it.fact);
        Sheet::read(facts.filter(|it| it.sheet == *id))
    }

    /// Whether a person may have another person's sheet checked out.
    pub fn may_hold(&self, person: &PersonId, sheet: &SheetId) -> bool {
        self.is_led && person.as_str() == BOSS && *sheet == together()
    }

    /// Returns a page of three facts, so that even a short schedule has many pages.
    fn page(
        &self,
        person: &PersonId,
        since: i64,
        (expects, refused): (u64, Vec<Refused>),
        along: &[SheetId],
    ) -> Pull {
        let by_clock = self.is(Defect::ClockAsCursor);
        let place = |it: &Heard| if by_clock { it.fact.noted_at } else { it.seq };
        let all = self.is(Defect::EveryoneHearsAll);
        let own = self.facts.iter().filter(|it| {
            let sheet = &it.fact.sheet;
            let is_along = || along.contains(sheet) && self.may_hold(person, sheet);
            all || sheet.person == *person || is_along()
        });
        let mut later: Vec<&Heard> = own.filter(|it| place(it) > since).collect();
        later.sort_by_key(|it| place(it));
        let heard: Vec<Heard> = later.iter().take(3).map(|it| (*it).clone()).collect();
        let more = heard.len() < later.len();
        let mut next = heard.last().map_or(since, place);
        if more && self.is(Defect::OffByOneOnResume) {
            next += 1;
        }
        Pull {
            epoch: self.epoch.clone(),
            expects,
            heard,
            refused,
            next,
            more,
            forget: Vec::new(),
        }
    }
}

/// The interview record of [`LED`] that two people write in.
pub fn together() -> SheetId {
    SheetId {
        person: LED.into(),
        instrument: "hearing_record".into(),
        cycle: Cycle::of_year(2026)[2],
    }
}

/// The item that a fact answers; `None` for steps.
pub fn item_of(fact: &Fact) -> Option<&str> {
    match &fact.body {
        Body::Answer { item, .. } => Some(item.as_str()),
        _ => None,
    }
}

/// The text of an answer; `None` for steps and other values.
pub fn value_of(fact: &Fact) -> Option<&str> {
    match &fact.body {
        Body::Answer { value, .. } => value.as_str(),
        _ => None,
    }
}
