//! What the desk decides about a push: pure, so that the same rules run over SQLite and in the simulation.
//!
//! Whoever keeps the log looks up what is asked for here, and does what is decided.

use api::Code;
use domain::fact::{Body, Fact, Reason, Step};
use domain::ids::{DeviceId, Epoch, PersonId};
use domain::instrument::{Course, Hand, Item, Side};
use domain::journal::{PUSH_LIMIT, Push, SCHEMA};
use domain::sheet::SheetState;

/// A fact larger than this is refused: 64 KiB of JSON.
pub const LARGEST_FACT: usize = 65_536;

/// Longest id taken, in bytes; a UUID has 36.
const LONGEST_ID: usize = 64;

/// At most so many facts in one answer.
pub const PAGE: usize = 500;

/// At most about so many bytes of facts in one answer: 1 MiB.
const PAGE_BYTES: usize = 1 << 20;

/// Taken, or why not: the reason and a sentence.
pub type Verdict = Result<(), (Reason, String)>;

/// What of a push is looked at: facts to take, and the number to answer from.
///
/// A device that speaks of another life of the log is told of this one first: nothing is taken, all is heard again.
pub fn admit(push: Push, epoch: &Epoch) -> Result<(Vec<Fact>, i64), Code> {
    let id_fits = |it: &str| !it.is_empty() && it.len() <= LONGEST_ID;
    let ids_fit =
        id_fits(push.device.as_str()) && push.facts.iter().all(|it| id_fits(it.id.as_str()));
    if !ids_fit || push.since < 0 {
        return Err(Code::BadRequest);
    }
    if push.facts.len() > PUSH_LIMIT {
        return Err(Code::TooLarge);
    }
    if push.epoch.is_none_or(|it| it == *epoch) {
        Ok((push.facts, push.since))
    } else {
        Ok((Vec::new(), 0))
    }
}

/// What the log has under a fact's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// SHA-256 of the fact as it came.
    pub digest: Vec<u8>,
    /// Why it was refused then, if it was.
    pub refusal: Option<(Reason, String)>,
}

/// A fact that came before, against what the log has under its id (S3).
pub fn again(known: Known, digest: &[u8]) -> Verdict {
    if known.digest == digest {
        known.refusal.map_or(Ok(()), Err)
    } else {
        Err((Reason::SameIdOtherContent, String::new()))
    }
}

/// The numbers of one device while a push is taken (S4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The number taken next.
    pub expects: u64,
    has_gap: bool,
}

impl Numbers {
    /// From the number the log takes next.
    pub fn from(expects: u64) -> Self {
        Self {
            expects,
            has_gap: false,
        }
    }

    /// Gives a fact its turn. After a gap nothing more of the push is taken, or what was made later would apply first.
    pub fn turn(&mut self, fact: &Fact, device: &DeviceId) -> Verdict {
        if self.has_gap || fact.n != self.expects || fact.device != *device {
            self.has_gap = true;
            return Err((Reason::Gap, format!("次の番号は{}です", self.expects)));
        }
        self.expects += 1;
        Ok(())
    }
}

/// What is known of a sheet while a push is taken.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the sheet that holds with any of the others"
)]
pub struct Standing {
    /// Whether its cycle takes answers.
    pub open: bool,
    /// Where it stands.
    pub state: SheetState,
    /// Whether someone it was shared with has opened it since it was submitted.
    pub was_read: bool,
    /// Whether anything was ever kept of it.
    pub exists: bool,
    /// Whether the one who pushes is the present 所属長 of its owner, or acts for them.
    pub is_led: bool,
}

impl Standing {
    fn is_open(&self) -> Verdict {
        let closed = || (Reason::Locked, "この時期の受付は終わっています".to_owned());
        self.open.then_some(()).ok_or_else(closed)
    }

    fn takes_answers(&self, item: &Item) -> Verdict {
        self.is_open()?;
        let locked = |why: &str| Err((Reason::Locked, why.to_owned()));
        match self.state {
            SheetState::Closed => locked("シートは完了しています"),
            state if state.is_open() || item.late => Ok(()),
            SheetState::Agreed => locked("シートは確認済みです"),
            _ => locked("シートは提出済みです"),
        }
    }

    fn takes_step(&self, course: Course, step: Step, side: Side) -> Verdict {
        self.is_open()?;
        if !course.allows(step, side, self.state) {
            return Err((Reason::Locked, "シートの状態が変わっています".to_owned()));
        }
        if step == Step::Withdraw && self.was_read {
            let detail = "すでに読まれているため、取り下げられません";
            return Err((Reason::Locked, detail.to_owned()));
        }
        Ok(())
    }

    /// Where the sheet stands once a fact is kept, if that is news: an answer begins a sheet, a step moves it.
    pub fn after(&self, fact: &Fact, then: impl FnOnce() -> SheetState) -> Option<SheetState> {
        match &fact.body {
            Body::Answer { .. } => (!self.exists).then_some(SheetState::Draft),
            Body::Step { .. } | Body::Unknown => Some(then()),
        }
    }
}

/// What is asked about a new fact.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Who is signed in.
    pub person: &'a PersonId,
    /// The schema of the push.
    pub schema: u32,
    /// The fact.
    pub fact: &'a Fact,
    /// Its size as JSON, in bytes.
    pub size: usize,
    /// The course of its form's sheets; none where there is no such form.
    pub course: Option<Course>,
    /// The item it answers, if there is one.
    pub item: Option<&'a Item>,
    /// Where its sheet stands.
    pub standing: &'a Standing,
}

impl Asked<'_> {
    /// On which side of the sheet its author stands, if on one.
    pub fn side(&self) -> Option<Side> {
        if self.fact.sheet.person == *self.person {
            return Some(Side::Owner);
        }
        let with_others = matches!(self.course, Some(Course::Agreement | Course::Together));
        (self.standing.is_led && with_others).then_some(Side::Supervisor)
    }

    /// Everything that can be said without the sheet's other facts; then a step still has to match their hash, and an
    /// answer to a part that both have confirmed is [`fixed`].
    pub fn judge(&self) -> Verdict {
        let no = |reason| Err((reason, String::new()));
        let fact = self.fact;
        let is_newer = match &fact.body {
            Body::Unknown => true,
            Body::Step { step, .. } => *step == Step::Unknown,
            Body::Answer { .. } => false,
        };
        if self.schema > SCHEMA || is_newer {
            return no(Reason::Outdated);
        }
        if self.size > LARGEST_FACT {
            return no(Reason::TooLarge);
        }
        let Some(side) = self.side() else {
            return no(Reason::NotYours);
        };
        let Some(course) = self.course else {
            return no(Reason::UnknownItem);
        };
        match &fact.body {
            Body::Answer { value, .. } => {
                let Some(item) = self.item else {
                    return no(Reason::UnknownItem);
                };
                if !course.is_written_by(side) || !writes(item.by, side) {
                    return no(Reason::NotYours);
                }
                self.standing.takes_answers(item)?;
                item.check(value)
                    .map_err(|why| (Reason::BadValue, why.sentence()))
            }
            Body::Step { step, .. } => self.standing.takes_step(course, *step, side),
            Body::Unknown => no(Reason::Outdated),
        }
    }
}

/// Whether someone of a side writes an item of this hand.
fn writes(by: Hand, side: Side) -> bool {
    match by {
        Hand::Either => true,
        Hand::Person => side == Side::Owner,
        Hand::Supervisor => side == Side::Supervisor,
    }
}

/// The answer to one who writes in a part that both have confirmed.
pub fn fixed() -> (Reason, String) {
    let detail =
        "二人が確認した内容のため、変えられません。「改めて直す」で開いてから書いてください";
    (Reason::Locked, detail.to_owned())
}

/// Whether a step was made on all there is; answers always are.
///
/// `hash` tells it of a part.
pub fn made_on(fact: &Fact, hash: impl FnOnce(&str) -> String) -> Verdict {
    match &fact.body {
        Body::Step { made_on, act, .. } if *made_on != hash(&act.part) => {
            Err((Reason::Stale, String::new()))
        }
        _ => Ok(()),
    }
}

/// Whether a page of an answer with so many facts and bytes has no room for one more of `size` bytes.
pub fn page_is_full(n: usize, bytes: usize, size: usize) -> bool {
    n == PAGE || (bytes > 0 && bytes + size > PAGE_BYTES)
}
