//! A browser profile with up to two tabs: typing, one transaction at a time, one exchange at a time.

use super::defect::{Defect, reverse_renumbering};
use super::disk::Disk;
use super::server_log::{JOINT_ITEMS, item, item_of, joint_sheet, value_of};
use domain::calendar::Cycle;
use domain::fact::{LoggedFact, Step, StepDetails};
use domain::ids::{DeviceId, Epoch, PersonId};
use domain::journal::{
    AnswerEdit, BaseVersion, EditError, FactStamp, Journal, Pull, Push, StoreWrite, Typed,
};
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The person's own sheet; each has one.
pub fn sheet(person: &PersonId) -> SheetId {
    SheetId {
        person: person.clone(),
        instrument: "self_scoring_sheet".into(),
        cycle: Cycle::in_year(2026)[2],
    }
}

/// The sheet that an item belongs to when `person` answers it.
pub fn sheet_of(person: &PersonId, item: &str) -> SheetId {
    if JOINT_ITEMS.contains(&item) {
        joint_sheet()
    } else {
        sheet(person)
    }
}

/// Text being typed in a tab, and the answer on which the typing began.
#[derive(Clone)]
pub struct Typing {
    pub item: String,
    pub value: String,
    pub base: BaseVersion,
    /// Number of the page that typed it.
    pub by: u32,
    /// Counts up with every input.
    pub n: u64,
    /// Whether it was recovered from the autosave copy of a dead tab.
    pub is_copy: bool,
}

/// What happens when the transaction is committed.
#[derive(Clone)]
pub enum Purpose {
    Edited(Typing),
    PushBuilt(Push),
    Other,
}

/// A transaction that has begun and is not committed.
#[derive(Clone)]
pub struct Transaction {
    pub journal: Journal,
    pub changes: Vec<StoreWrite>,
    pub then: Purpose,
}

/// The state of a tab's exchange.
#[derive(Clone)]
pub enum Exchange {
    Idle,
    /// The push is persisted and may be sent.
    ReadyToSend(Push),
    Waiting(u64),
    /// A response has arrived and is to be applied.
    Received(Pull),
}

pub struct Tab {
    /// Unique in the profile; counts up with every page load.
    pub page: u32,
    pub person: PersonId,
    pub journal: Journal,
    pub typing: Option<Typing>,
    pub write: Option<Transaction>,
    pub exchange: Exchange,
    /// The device id under which the last push was made.
    pub device: DeviceId,
}

/// Autosave copies, by person, item and page.
pub type Copies = BTreeMap<(PersonId, String, u32), Typing>;

pub struct Profile {
    pub name: String,
    pub person: PersonId,
    pub disks: BTreeMap<PersonId, Disk>,
    pub tabs: [Option<Tab>; 2],
    pub copies: Copies,
    /// The copies that have reached the disk: localStorage is flushed late.
    pub copies_on_disk: Copies,
    /// The response to a checkout request: the person who asked, the epoch and the sheet's facts.
    pub checkout_response: Option<(PersonId, Epoch, Vec<LoggedFact>)>,
    /// An image of the whole profile that may be restored, as roaming profiles and virtual machines do.
    pub image: Option<(BTreeMap<PersonId, Disk>, Copies)>,
    pub clock: i64,
    n_minted: u32,
    n_pages: u32,
    defect: Option<Defect>,
}

impl Profile {
    pub fn new(name: String, person: PersonId, defect: Option<Defect>) -> Self {
        Self {
            name,
            person,
            disks: BTreeMap::new(),
            tabs: [None, None],
            copies: BTreeMap::new(),
            copies_on_disk: BTreeMap::new(),
            checkout_response: None,
            image: None,
            clock: 1_000_000,
            n_minted: 0,
            n_pages: 0,
            defect,
        }
    }

    fn is(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    pub fn mint(&mut self) -> FactStamp {
        self.n_minted += 1;
        self.clock += 1;
        FactStamp {
            id: format!("{}-{}", self.name, self.n_minted).into(),
            at: Timestamp(self.clock),
        }
    }

    pub fn disk(&mut self) -> &mut Disk {
        self.disks.entry(self.person.clone()).or_default()
    }

    pub fn open(&mut self, at: usize) {
        let person = self.person.clone();
        let mut journal = self.disk().load().unwrap_or_else(|| {
            let device = self.mint().id;
            Journal::new(person.clone(), device.as_str().into())
        });
        if self.is(Defect::NumbersRestartOnLoad) {
            journal.meta.next_n = 1 + journal.n_pending() as u64;
            let meta = journal.meta.clone();
            if let Some(stored) = &mut self.disk().meta {
                *stored = meta;
            }
        }
        if self.is(Defect::DraftsNotLoaded) {
            self.disk().drafts.clear();
            journal = self.disk().load().unwrap_or(journal);
        }
        self.n_pages += 1;
        self.tabs[at] = Some(Tab {
            page: self.n_pages,
            person,
            journal,
            typing: None,
            write: None,
            exchange: Exchange::Idle,
            device: "nobody".into(),
        });
    }

    /// Kills a tab at once, with its open transaction.
    pub fn crash(&mut self, at: usize) {
        let dead = self.tabs[at].take();
        let write = dead.and_then(|it| it.write);
        if let Some(write) = write.filter(|_| self.is(Defect::TornWrite)) {
            let half = write.changes.len().div_ceil(2);
            for change in &write.changes[..half] {
                self.disk().apply(change);
            }
        }
    }

    /// Some copies, and removals of copies, reach the disk, in any order.
    pub fn flush_some_copies(&mut self, dice: &mut fastrand::Rng) {
        let keys: BTreeSet<_> = self
            .copies
            .keys()
            .chain(self.copies_on_disk.keys())
            .collect();
        let keys: Vec<_> = keys.into_iter().filter(|_| dice.bool()).cloned().collect();
        for key in keys {
            match self.copies.get(&key) {
                Some(copy) => drop(self.copies_on_disk.insert(key, copy.clone())),
                None => drop(self.copies_on_disk.remove(&key)),
            }
        }
    }

    /// Kills the browser: copies that localStorage had not flushed are lost too.
    pub fn lose_power(&mut self) {
        self.crash(0);
        self.crash(1);
        self.copies = self.copies_on_disk.clone();
    }

    /// Whether a transaction is open on the store that the tabs share.
    pub fn is_writing(&self) -> bool {
        self.tabs.iter().flatten().any(|it| it.write.is_some())
    }

    pub fn is_exchanging(&self) -> bool {
        let rests = |it: &Tab| matches!(it.exchange, Exchange::Idle);
        self.tabs.iter().flatten().any(|it| !rests(it))
    }

    /// Begins a transaction. The edit is applied to the journal on the disk if another tab has written since.
    pub fn begin(
        &mut self,
        at: usize,
        then: Purpose,
        edit: impl FnOnce(&mut Journal, &mut dyn FnMut() -> FactStamp) -> Vec<StoreWrite>,
    ) {
        let stored = self.disk().meta.clone();
        let blind = self.is(Defect::TabOverwritesTab);
        let fresh = self.disk().load();
        let Some(tab) = &mut self.tabs[at] else {
            return;
        };
        let mut journal = tab.journal.clone();
        let mut changes = Vec::new();
        match stored {
            Some(meta) if meta != journal.meta && !blind => journal = fresh.unwrap_or(journal),
            Some(_) => {}
            None => changes = journal.as_writes(),
        }
        let n_before = self.n_minted;
        let name = self.name.clone();
        let (mut n, mut clock) = (n_before, self.clock);
        changes.extend(edit(&mut journal, &mut || {
            n += 1;
            clock += 1;
            FactStamp {
                id: format!("{name}-{n}").into(),
                at: Timestamp(clock),
            }
        }));
        (self.n_minted, self.clock) = (n, clock);
        if let Some(tab) = &mut self.tabs[at] {
            tab.write = Some(Transaction {
                journal,
                changes,
                then,
            });
        }
    }

    /// Begins a transaction that records the typed text, or recovers a copy.
    pub fn begin_edit(&mut self, at: usize) {
        let drops = self.is(Defect::TypingDroppedOnRevocation);
        let Some(typing) = self.tabs[at].as_mut().and_then(|it| it.typing.take()) else {
            return;
        };
        let own = sheet_of(&self.person, &typing.item);
        let is_numbered = !self.is(Defect::OldCopyRecovered);
        let typed = Typed {
            key: format!("{}:{}:{}", self.person, typing.item, typing.by),
            n: if is_numbered { typing.n } else { 0 },
        };
        let input = AnswerEdit {
            value: Value::from(typing.value.clone()),
            seen: typing.base.clone(),
            typed: typed.to_text(),
            ..AnswerEdit::default()
        };
        let base = typing.base.clone();
        let of = item(&typing.item);
        let is_copy = typing.is_copy;
        let mut is_theirs = true;
        self.begin(at, Purpose::Edited(typing), |journal, mint| {
            let noted = if is_copy {
                journal.recover_draft(&own, &of, input.value, &base, &typed, mint())
            } else {
                journal.record_edit(&own, &of, input, mint())
            };
            is_theirs = noted != Err(EditError::NoPermission);
            noted.unwrap_or_default()
        });
        let write = self.tabs[at].as_mut().and_then(|it| it.write.as_mut());
        // The page must not show it as saved, and keeps the autosave copy.
        if let Some(write) = write.filter(|_| !is_theirs && !drops) {
            write.then = Purpose::Other;
        }
    }

    pub fn begin_step(&mut self, at: usize, step: Step) {
        let own = sheet(&self.person);
        self.begin(at, Purpose::Other, |journal, mint| {
            journal
                .record_step(&own, step, StepDetails::default(), mint())
                .unwrap_or_default()
        });
    }

    pub fn begin_push(&mut self, at: usize) {
        let mut push = None;
        let keeps_quiet = self.is(Defect::PushNotPersisted);
        self.begin(at, Purpose::Other, |journal, _| {
            let before = journal.clone();
            let (it, changes) = journal.next_push();
            push = Some(it);
            if keeps_quiet {
                *journal = before;
                return Vec::new();
            }
            changes
        });
        let write = self.tabs[at].as_mut().and_then(|it| it.write.as_mut());
        if let (Some(write), Some(push)) = (write, push) {
            write.then = Purpose::PushBuilt(push);
        }
    }

    pub fn begin_apply_pull(&mut self, at: usize, mut pull: Pull) {
        if self.is(Defect::EpochIgnored) {
            let tab = self.tabs[at].as_ref();
            let known = tab.and_then(|it| it.journal.meta.epoch.clone());
            pull.epoch = known.unwrap_or(pull.epoch);
        }
        if self.is(Defect::CursorOutsideTransaction) {
            let (next, epoch) = (pull.next, pull.epoch.clone());
            if let Some(meta) = &mut self.disk().meta {
                meta.since = next;
                meta.epoch = Some(epoch);
            }
        }
        let (forgets_tray, forgets_queue, backwards) = (
            self.is(Defect::RejectedDropped),
            self.is(Defect::QueueDeletedOnEpoch),
            self.is(Defect::RenumberedBackwards),
        );
        let device = self.tabs[at].as_ref().map(|it| it.device.clone());
        self.begin(at, Purpose::Other, |journal, mint| {
            let device = device.unwrap_or_else(|| journal.meta.device.clone());
            let is_new = journal
                .meta
                .epoch
                .as_ref()
                .is_some_and(|it| *it != pull.epoch);
            let mut changes = journal.apply_pull(&device, &pull, &mut || mint().id);
            if forgets_tray {
                changes.retain(|it| !matches!(it, StoreWrite::PutRejected(_)));
            }
            if forgets_queue && is_new {
                changes.retain(|it| !matches!(it, StoreWrite::PutPending(_)));
            }
            if backwards {
                reverse_renumbering(&mut changes);
            }
            changes
        });
    }

    /// Texts of one item on the disk of the present person.
    pub fn values(&mut self, of: &str) -> BTreeSet<String> {
        texts_on(self.disk())
            .into_iter()
            .filter(|it| it.0 == of)
            .map(|it| it.1)
            .collect()
    }
}

/// Every text on a disk, line by line with its item, since a merged draft holds several texts.
pub fn texts_on(disk: &Disk) -> BTreeSet<(String, String)> {
    let unsent = disk.unsent.values().map(|it| &it.fact);
    let heard = disk.heard.values().map(|it| &it.fact);
    let tray = disk.tray.values().map(|it| &it.fact);
    let carried = disk.carried.values().map(|it| &it.fact);
    let facts = unsent.chain(heard).chain(carried).chain(tray);
    let facts = facts.filter_map(|it| Some((item_of(it)?, value_of(it)?)));
    let drafts = disk.drafts.values();
    let drafts = drafts.filter_map(|it| Some((it.item.as_str(), it.value.as_str()?)));
    let all = facts.chain(drafts);
    all.flat_map(|(item, text)| text.lines().map(move |it| (item.to_owned(), it.to_owned())))
        .collect()
}
