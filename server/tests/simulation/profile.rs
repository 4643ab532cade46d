//! A browser profile with up to two tabs: typing, one transaction at a time, one exchange at a time.

use super::defect::Defect;
use super::disk::Disk;
use super::log::{TOGETHER, item, item_of, together, value_of};
use domain::calendar::Cycle;
use domain::fact::{Act, Heard, Step};
use domain::ids::{DeviceId, Epoch, PersonId};
use domain::journal::{Base, Change, Input, Journal, Minted, NotNoted, Pull, Push};
use domain::sheet::SheetId;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The person's own sheet; each has one.
pub fn sheet(person: &PersonId) -> SheetId {
    SheetId {
        person: person.clone(),
        instrument: "self_scoring_sheet".into(),
        cycle: Cycle::of_year(2026)[2],
    }
}

/// The sheet that an item belongs to when `person` answers it.
pub fn sheet_of(person: &PersonId, item: &str) -> SheetId {
    if TOGETHER.contains(&item) {
        together()
    } else {
        sheet(person)
    }
}

/// Text being typed in a tab, and the answer on which the typing began.
#[derive(Clone)]
pub struct Typing {
    pub item: String,
    pub value: String,
    pub base: Base,
    /// Number of the page that typed it.
    pub by: u32,
    /// Whether it was recovered from the autosave copy of a dead tab.
    pub is_copy: bool,
}

/// What happens when the transaction is committed.
#[derive(Clone)]
pub enum Then {
    Noted(Typing),
    Offered(Push),
    Other,
}

/// A transaction that has begun and is not committed.
#[derive(Clone)]
pub struct Write {
    pub journal: Journal,
    pub changes: Vec<Change>,
    pub then: Then,
}

/// The state of a tab's exchange.
#[derive(Clone)]
pub enum Exchange {
    Resting,
    /// The push is persisted and may be sent.
    Ready(Push),
    Waiting(u64),
    /// A response has arrived and is to be applied.
    Answered(Pull),
}

pub struct Tab {
    /// Unique in the profile; counts up with every page load.
    pub page: u32,
    pub person: PersonId,
    pub journal: Journal,
    pub typing: Option<Typing>,
    pub write: Option<Write>,
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
    pub brought: Option<(PersonId, Epoch, Vec<Heard>)>,
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
            brought: None,
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

    pub fn mint(&mut self) -> Minted {
        self.n_minted += 1;
        self.clock += 1;
        Minted {
            id: format!("{}-{}", self.name, self.n_minted).into(),
            at: self.clock,
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
        if self.is(Defect::NumbersRestart) {
            journal.meta.next_n = 1 + journal.n_unsent() as u64;
            let meta = journal.meta.clone();
            if let Some(stored) = &mut self.disk().meta {
                *stored = meta;
            }
        }
        if self.is(Defect::DraftsForgotten) {
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
            exchange: Exchange::Resting,
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
        let rests = |it: &Tab| matches!(it.exchange, Exchange::Resting);
        self.tabs.iter().flatten().any(|it| !rests(it))
    }

    /// Begins a transaction. The edit is applied to the journal on the disk if another tab has written since.
    pub fn begin(
        &mut self,
        at: usize,
        then: Then,
        edit: impl FnOnce(&mut Journal, &mut dyn FnMut() -> Minted) -> Vec<Change>,
    ) {
        let stored = self.disk().meta.clone();
        let blind = self.is(Defect::TabWritesOverTab);
        let fresh = self.disk().load();
        let Some(tab) = &mut self.tabs[at] else {
            return;
        };
        let mut journal = tab.journal.clone();
        let mut changes = Vec::new();
        match stored {
            Some(meta) if meta != journal.meta && !blind => journal = fresh.unwrap_or(journal),
            Some(_) => {}
            None => changes = journal.as_changes(),
        }
        let n_before = self.n_minted;
        let name = self.name.clone();
        let (mut n, mut clock) = (n_before, self.clock);
        changes.extend(edit(&mut journal, &mut || {
            n += 1;
            clock += 1;
            Minted {
                id: format!("{name}-{n}").into(),
                at: clock,
            }
        }));
        (self.n_minted, self.clock) = (n, clock);
        if let Some(tab) = &mut self.tabs[at] {
            tab.write = Some(Write {
                journal,
                changes,
                then,
            });
        }
    }

    /// Begins a transaction that records the typed text, or recovers a copy.
    pub fn begin_note(&mut self, at: usize) {
        let drops = self.is(Defect::TypingEndsWithRight);
        let Some(typing) = self.tabs[at].as_mut().and_then(|it| it.typing.take()) else {
            return;
        };
        let own = sheet_of(&self.person, &typing.item);
        let input = Input {
            value: Value::from(typing.value.clone()),
            seen: typing.base.clone(),
            settles: Vec::new(),
        };
        let base = typing.base.clone();
        let of = item(&typing.item);
        let is_copy = typing.is_copy;
        let mut is_theirs = true;
        self.begin(at, Then::Noted(typing), |journal, mint| {
            let noted = if is_copy {
                journal.take_up(&own, &of, input.value, &base, mint())
            } else {
                journal.note(&own, &of, input, mint())
            };
            is_theirs = noted != Err(NotNoted::NotTheirs);
            noted.unwrap_or_default()
        });
        let write = self.tabs[at].as_mut().and_then(|it| it.write.as_mut());
        // The page must not show it as saved, and keeps the autosave copy.
        if let Some(write) = write.filter(|_| !is_theirs && !drops) {
            write.then = Then::Other;
        }
    }

    pub fn begin_step(&mut self, at: usize, step: Step) {
        let own = sheet(&self.person);
        self.begin(at, Then::Other, |journal, mint| {
            journal
                .step(&own, step, Act::default(), mint())
                .unwrap_or_default()
        });
    }

    pub fn begin_offer(&mut self, at: usize) {
        let mut push = None;
        let keeps_quiet = self.is(Defect::OfferNotWritten);
        self.begin(at, Then::Other, |journal, _| {
            let before = journal.clone();
            let (it, changes) = journal.offer();
            push = Some(it);
            if keeps_quiet {
                *journal = before;
                return Vec::new();
            }
            changes
        });
        let write = self.tabs[at].as_mut().and_then(|it| it.write.as_mut());
        if let (Some(write), Some(push)) = (write, push) {
            write.then = Then::Offered(push);
        }
    }

    pub fn begin_hear(&mut self, at: usize, mut pull: Pull) {
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
            self.is(Defect::TrayForgotten),
            self.is(Defect::QueueDeletedOnEpoch),
            self.is(Defect::RenumberedBackwards),
        );
        let device = self.tabs[at].as_ref().map(|it| it.device.clone());
        self.begin(at, Then::Other, |journal, mint| {
            let device = device.unwrap_or_else(|| journal.meta.device.clone());
            let is_new = journal
                .meta
                .epoch
                .as_ref()
                .is_some_and(|it| *it != pull.epoch);
            let mut changes = journal.hear(&device, &pull, &mut || mint().id);
            if forgets_tray {
                changes.retain(|it| !matches!(it, Change::PutRefused(_)));
            }
            if forgets_queue && is_new {
                changes.retain(|it| !matches!(it, Change::PutUnsent(_)));
            }
            if backwards {
                reverse_renumbering(&mut changes);
            }
            changes
        });
    }

    /// Texts of one item on the disk of the present person.
    pub fn values(&mut self, of: &str) -> BTreeSet<String> {
        held(self.disk())
            .into_iter()
            .filter(|it| it.0 == of)
            .map(|it| it.1)
            .collect()
    }
}

/// Every text on a disk, line by line with its item, since a merged draft holds several texts.
pub fn held(disk: &Disk) -> BTreeSet<(String, String)> {
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

/// Reverses the numbers of renumbered facts (planted defect).
fn reverse_renumbering(changes: &mut [Change]) {
    if !matches!(changes.first(), Some(Change::DropUnsent(_))) {
        return;
    }
    let mut numbers: Vec<u64> = changes
        .iter()
        .filter_map(|it| match it {
            Change::PutUnsent(it) => Some(it.fact.n),
            _ => None,
        })
        .collect();
    for change in changes {
        if let (Change::PutUnsent(it), Some(n)) = (change, numbers.last().copied()) {
            it.fact.n = n;
            numbers.pop();
        }
    }
}
