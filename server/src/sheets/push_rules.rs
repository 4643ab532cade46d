//! Validation of a push. Pure, so that the same rules run over SQLite and in the simulation.
//!
//! The owner of the log looks up what the rules ask for, and applies their verdicts.

use api::Code;
use domain::fact::{Fact, FactBody, Reason, Step};
use domain::ids::SheetHash;
use domain::ids::{DeviceId, Epoch, FactId, PartId, PersonId};
use domain::instrument::{Item, ItemKind, Party, Workflow, WrittenBy};
use domain::journal::{PACKED_SCHEMA, PUSH_LIMIT, Push, Rejection};
use domain::locale::Locale;
use domain::sheet::{SheetId, SheetState};
use std::collections::BTreeSet;

/// Largest fact accepted: 64 KiB of JSON.
pub const MAX_FACT_BYTES: usize = 65_536;

/// Most facts of one sheet. A long sheet, written with many corrections, has some hundreds.
pub const MAX_SHEET_FACTS: u32 = 20_000;

/// Most bytes of the packed facts of a push: 1 MiB.
pub(crate) const MAX_PACKED_BYTES: usize = 1 << 20;

/// Most facts that the bytes of a push may unpack to; what devices write is far below.
pub(crate) const MAX_PACKED_FACTS: u32 = 16_384;

/// Most sheets that one push writes in; a person has some twenty in a year.
pub(crate) const MAX_SHEETS: usize = 200;

/// Longest id accepted, in bytes; a UUID has 36.
pub(crate) const MAX_ID_BYTES: usize = 64;

/// Most facts in one response.
pub const PAGE_FACTS: usize = 500;

/// Most bytes of facts in one response: about 1 MiB.
pub(crate) const PAGE_BYTES: usize = 1 << 20;

/// Accepted, or why not.
pub type Verdict = Result<(), RejectionCause>;

/// Why a fact is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectionCause {
    pub reason: Reason,
    /// A sentence for its author; may be empty.
    pub detail: String,
}

impl RejectionCause {
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { reason, detail }
    }

    /// As it goes back to the device.
    pub fn for_fact(self, id: FactId) -> Rejection {
        let Self { reason, detail } = self;
        Rejection { id, reason, detail }
    }
}

impl From<Reason> for RejectionCause {
    fn from(reason: Reason) -> Self {
        Self::new(reason, "")
    }
}

/// The facts of a push to judge, and the cursor to pull from.
pub fn check_push(push: Push, epoch: &Epoch) -> Result<(Vec<Fact>, i64), Code> {
    if push.facts.len() > PUSH_LIMIT {
        return Err(Code::TooLarge);
    }
    let packed = push.runs.iter().map(|it| (it.count, it.body.len()));
    let (count, bytes) = packed.fold((0_u32, 0), |sum, it| {
        (sum.0.saturating_add(it.0), sum.1 + it.1)
    });
    if count > MAX_PACKED_FACTS || bytes > MAX_PACKED_BYTES {
        return Err(Code::TooLarge);
    }
    let push = push.unpacked().map_err(|_| Code::BadRequest)?;
    let sheets: BTreeSet<&SheetId> = push.facts.iter().map(|it| &it.sheet).collect();
    if sheets.len() > MAX_SHEETS {
        return Err(Code::TooLarge);
    }
    let id_fits = |it: &str| !it.is_empty() && it.len() <= MAX_ID_BYTES;
    let ids_fit =
        id_fits(push.device.as_str()) && push.facts.iter().all(|it| id_fits(it.id.as_str()));
    if !ids_fit || push.since < 0 {
        return Err(Code::BadRequest);
    }
    if push.epoch.is_none_or(|it| it == *epoch) {
        Ok((push.facts, push.since))
    } else {
        // A device of another epoch rebases first: its facts are not judged, and it pulls from the start.
        Ok((Vec::new(), 0))
    }
}

/// What the log has recorded for a fact's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFact {
    /// SHA-256 of the fact as it was received.
    pub digest: Vec<u8>,
    /// Why it was rejected, if it was.
    pub rejection: Option<RejectionCause>,
}

/// Replays the recorded verdict for a fact id that was pushed before (S3). The same id with other content is
/// rejected.
pub fn replay_verdict(known: KnownFact, digest: &[u8]) -> Verdict {
    if known.digest == digest {
        known.rejection.map_or(Ok(()), Err)
    } else {
        Err(Reason::SameIdOtherContent.into())
    }
}

/// Sequence numbers of one device during a push (S4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The next number accepted.
    pub expects: u64,
    has_gap: bool,
}

impl Sequence {
    /// Starts at the next number that the log accepts.
    pub fn starting_at(expects: u64) -> Self {
        Self {
            expects,
            has_gap: false,
        }
    }

    /// Accepts the fact's number if it is the next one of this device.
    pub fn accept_number(&mut self, fact: &Fact, device: &DeviceId) -> Verdict {
        // After a gap the rest of the push is rejected, or later facts would be applied before the missing one.
        if self.has_gap || fact.n != self.expects || fact.device != *device {
            self.has_gap = true;
            let detail = format!("次の番号は{}です", self.expects);
            return Err(RejectionCause::new(Reason::Gap, detail));
        }
        self.expects += 1;
        Ok(())
    }
}

/// What is known of a sheet during a push.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the sheet that holds with any of the others"
)]
pub struct SheetStatus {
    /// Whether its cycle is open for answers.
    pub open: bool,
    pub state: SheetState,
    /// Whether someone it is shared with has opened it since it was submitted.
    pub was_read: bool,
    /// Whether any fact of it was ever stored.
    pub exists: bool,
    /// Whether the person who pushes is the owner's current 所属長 (supervisor) or a 代理 (deputy) of that supervisor.
    pub is_led: bool,
    /// Whether its owner shares it with the person who pushes, as their 所属長 or as 職員課.
    pub is_reader: bool,
    /// How many facts it has in the log.
    pub n_facts: u32,
}

impl SheetStatus {
    fn check_open(&self) -> Verdict {
        let closed = || RejectionCause::new(Reason::Locked, "この時期の受付は終わっています");
        self.open.then_some(()).ok_or_else(closed)
    }

    fn check_answer(&self, item: &Item) -> Verdict {
        self.check_open()?;
        let locked = |why| Err(RejectionCause::new(Reason::Locked, why));
        match self.state {
            SheetState::Closed => locked("シートは完了しています"),
            state if state.is_open() || item.late => Ok(()),
            SheetState::Agreed => locked("シートは確認済みです"),
            _ => locked("シートは提出済みです"),
        }
    }

    fn check_step(&self, course: Workflow, step: Step, side: Party) -> Verdict {
        self.check_open()?;
        if !course.allows(step, side, self.state) {
            let detail = "シートの状態が変わっています";
            return Err(RejectionCause::new(Reason::Locked, detail));
        }
        if step == Step::Withdraw && self.was_read {
            let detail = "すでに読まれているため、取り下げられません";
            return Err(RejectionCause::new(Reason::Locked, detail));
        }
        Ok(())
    }

    /// The sheet's new state after a fact, if it changes: the first answer begins a draft, a step moves it to `then`.
    pub fn state_after(
        &self,
        fact: &Fact,
        then: impl FnOnce() -> SheetState,
    ) -> Option<SheetState> {
        match &fact.body {
            FactBody::Answer { .. } => (!self.exists).then_some(SheetState::Draft),
            FactBody::Step { .. } | FactBody::Unknown => Some(then()),
        }
    }
}

/// A new fact, with everything that is needed to judge it.
#[derive(Debug)]
pub struct NewFact<'a> {
    /// The signed-in person who pushes.
    pub person: &'a PersonId,
    /// Schema version of the push.
    pub schema: u32,
    pub fact: &'a Fact,
    /// Its size as JSON, in bytes.
    pub size: usize,
    /// Workflow of the sheet's form; none if the form is unknown.
    pub course: Option<Workflow>,
    /// The item that it answers; none for a step or an unknown item.
    pub item: Option<&'a Item>,
    /// How earlier editions took answers to the item: what a person was asked is taken as they were asked it.
    pub earlier_kinds: &'a [ItemKind],
    pub standing: &'a SheetStatus,
}

impl NewFact<'_> {
    /// The side of the sheet that its author is on; none for anyone who may not write in it.
    pub fn side(&self) -> Option<Party> {
        if self.fact.sheet.person == *self.person {
            return Some(Party::Owner);
        }
        match self.course? {
            Workflow::Agreement | Workflow::Joint if self.standing.is_led => {
                Some(Party::Supervisor)
            }
            Workflow::Agreement | Workflow::Submission if self.standing.is_reader => {
                Some(Party::Reader)
            }
            _ => None,
        }
    }

    /// All checks that do not need the sheet's other facts. What remains: a step has to match their hash
    /// ([`check_base`]), and an answer to a part that both sides have confirmed is rejected ([`already_confirmed`]).
    pub fn judge(&self) -> Verdict {
        let no = |reason: Reason| Err(reason.into());
        let fact = self.fact;
        // Values that this build does not know decode as `Unknown`: a newer build made them.
        let is_newer = match &fact.body {
            FactBody::Unknown => true,
            FactBody::Step { step, .. } => *step == Step::Unknown,
            FactBody::Answer { .. } => false,
        };
        if self.schema > PACKED_SCHEMA || is_newer {
            return no(Reason::Outdated);
        }
        if self.size > MAX_FACT_BYTES {
            return no(Reason::TooLarge);
        }
        // A sheet that is full can still be submitted, confirmed and closed.
        let is_answer = matches!(fact.body, FactBody::Answer { .. });
        if is_answer && self.standing.n_facts >= MAX_SHEET_FACTS {
            let detail = "このシートの入力の記録が上限に達しました。職員課へお知らせください";
            return Err(RejectionCause::new(Reason::TooLarge, detail));
        }
        let Some(side) = self.side() else {
            return no(Reason::NotYours);
        };
        let Some(course) = self.course else {
            return no(Reason::UnknownItem);
        };
        match &fact.body {
            FactBody::Answer { value, .. } => {
                let Some(item) = self.item else {
                    return no(Reason::UnknownItem);
                };
                if !course.is_written_by(side) || !may_write(item.by, side) {
                    return no(Reason::NotYours);
                }
                self.standing.check_answer(item)?;
                let mut earlier = self.earlier_kinds.iter();
                item.validate(value)
                    .or_else(|why| {
                        let fits = earlier.any(|it| it.validate(value).is_ok());
                        fits.then_some(()).ok_or(why)
                    })
                    .map_err(|why| {
                        RejectionCause::new(Reason::BadValue, why.sentence(Locale::JAPANESE))
                    })
            }
            FactBody::Step { step, act, .. } => {
                if *step == Step::Return && act.note.trim().is_empty() {
                    let detail = "差し戻す理由がありません";
                    return Err(RejectionCause::new(Reason::BadValue, detail));
                }
                self.standing.check_step(course, *step, side)
            }
            FactBody::Unknown => no(Reason::Outdated),
        }
    }
}

/// Whether this side writes the items of this hand.
pub(crate) fn may_write(by: WrittenBy, side: Party) -> bool {
    match by {
        WrittenBy::Either => true,
        WrittenBy::Person => side == Party::Owner,
        WrittenBy::Supervisor => side == Party::Supervisor,
    }
}

/// The rejection of an answer to a part that both sides have confirmed.
pub fn already_confirmed() -> RejectionCause {
    let detail =
        "二人が確認した内容のため、変えられません。「改めて直す」で開いてから書いてください";
    RejectionCause::new(Reason::Locked, detail)
}

/// Rejects a step that was not made on the current facts of its part, whose hash `hash` returns; answers always pass.
pub fn check_base(fact: &Fact, hash: impl FnOnce(&PartId) -> SheetHash) -> Verdict {
    match &fact.body {
        FactBody::Step { made_on, act, .. } if *made_on != hash(&act.part) => {
            Err(Reason::Stale.into())
        }
        _ => Ok(()),
    }
}

/// Whether a page of `n` facts and `bytes` bytes has no room for one more fact of `size` bytes.
pub fn page_is_full(n: usize, bytes: usize, size: usize) -> bool {
    // An empty page takes a fact of any size, or the cursor would never pass it.
    n == PAGE_FACTS || (bytes > 0 && bytes + size > PAGE_BYTES)
}
