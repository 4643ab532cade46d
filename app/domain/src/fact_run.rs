//! Runs: consecutive facts of one device in one sheet, packed. A run is a row of the server's log, and what devices and
//! server send each other.

use crate::fact::{Fact, FactBody};
use crate::ids::{DeviceId, FactId, ItemId, SheetId};
use crate::timestamp::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::{Error, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most facts in a run.
pub const MAX_FACTS: u32 = 500;

/// Most bytes of the facts of a run, as JSON; a fact that is larger alone is a run alone.
const MAX_BYTES: usize = 256 << 10;

/// How a run's body is written; a number in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum RunFormat {
    /// One fact, its JSON as it was received.
    Verbatim = 0,
    /// Answers, as [`Answers`].
    Answers = 1,
}

impl From<RunFormat> for u8 {
    fn from(format: RunFormat) -> Self {
        format as Self
    }
}

impl TryFrom<u8> for RunFormat {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            0 => Ok(Self::Verbatim),
            1 => Ok(Self::Answers),
            // A newer release wrote it; there is no way back to this one.
            _ => Err("a format of runs that this release does not know"),
        }
    }
}

/// A fact and its JSON as it was received: what its digest is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactText {
    pub fact: Fact,
    pub text: String,
}

/// Consecutive facts of one device in one sheet, with their text still packed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRun {
    pub device: DeviceId,
    /// The first fact's number on the device.
    pub n: u64,
    /// How many facts it has, at most [`MAX_FACTS`].
    pub count: u32,
    pub sheet: SheetId,
    pub format: RunFormat,
    /// JSON.
    pub body: String,
}

/// Answers by columns: what one fact has and the other has not takes no byte.
#[derive(Debug, Serialize, Deserialize)]
struct Answers {
    /// `noted_at` of the first fact, in milliseconds.
    at: i64,
    /// Milliseconds of each fact after that.
    after: Vec<i64>,
    /// See [`pack_id`].
    ids: Vec<String>,
    items: Vec<ItemId>,
    values: Vec<Value>,
    /// By position in the run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    replaces: BTreeMap<usize, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    settles: BTreeMap<usize, Vec<String>>,
}

impl FactRun {
    /// Packs facts in their order. Each text is what serde writes of its fact; for another one there is
    /// [`Self::verbatim`].
    pub fn pack<'a>(
        facts: impl IntoIterator<Item = (&'a Fact, &'a str)>,
    ) -> Result<Vec<Self>, Error> {
        let (mut runs, mut open) = (Vec::new(), Vec::<(&Fact, &str)>::new());
        let mut bytes = 0;
        for (fact, text) in facts {
            let goes_on = open.last().is_some_and(|it| follows(it.0, fact));
            let is_full = open.len() == MAX_FACTS as usize || bytes + text.len() > MAX_BYTES;
            if !goes_on || is_full {
                runs.extend(Self::of(&open)?);
                open.clear();
                bytes = 0;
            }
            bytes += text.len();
            open.push((fact, text));
        }
        runs.extend(Self::of(&open)?);
        Ok(runs)
    }

    /// One run of facts that belong together; none of none.
    fn of(facts: &[(&Fact, &str)]) -> Result<Option<Self>, Error> {
        let Some(&(begins, text)) = facts.first() else {
            return Ok(None);
        };
        let Some(answers) = Answers::of(facts.iter().map(|it| it.0)) else {
            return Ok(Some(Self::verbatim(begins, text)));
        };
        Ok(Some(Self {
            device: begins.device.clone(),
            n: begins.n,
            count: u32::try_from(facts.len()).unwrap_or(u32::MAX),
            sheet: begins.sheet.clone(),
            format: RunFormat::Answers,
            body: serde_json::to_string(&answers)?,
        }))
    }

    /// A run of one fact, whose JSON is kept as it came.
    pub fn verbatim(fact: &Fact, text: &str) -> Self {
        Self {
            device: fact.device.clone(),
            n: fact.n,
            count: 1,
            sheet: fact.sheet.clone(),
            format: RunFormat::Verbatim,
            body: text.to_owned(),
        }
    }

    /// Its facts. Fails if the body is none of this run.
    pub fn facts(&self) -> Result<Vec<Fact>, Error> {
        let not_of_this = || Error::custom("another run's body");
        // No number of it may pass the largest.
        self.n
            .checked_add(u64::from(self.count))
            .ok_or_else(not_of_this)?;
        let facts = match self.format {
            RunFormat::Verbatim => vec![serde_json::from_str(&self.body)?],
            RunFormat::Answers => {
                let answers: Answers = serde_json::from_str(&self.body)?;
                answers.facts(self).ok_or_else(not_of_this)?
            }
        };
        let belongs = |it: &Fact| it.device == self.device && it.sheet == self.sheet;
        let is_whole = facts.len() == self.count as usize && facts.iter().all(belongs);
        is_whole.then_some(facts).ok_or_else(not_of_this)
    }

    /// Its facts, each with its JSON as it was received.
    pub fn texts(&self) -> Result<Vec<FactText>, Error> {
        let facts = self.facts()?.into_iter().map(|fact| {
            let text = match self.format {
                RunFormat::Verbatim => self.body.clone(),
                RunFormat::Answers => serde_json::to_string(&fact)?,
            };
            Ok(FactText { fact, text })
        });
        facts.collect()
    }
}

/// Whether two facts can be neighbours in a run.
fn follows(one: &Fact, next: &Fact) -> bool {
    one.device == next.device
        && one.sheet == next.sheet
        && next.n == one.n + 1
        && is_packed(one)
        && is_packed(next)
}

/// Steps stand alone, because a receipt is known by the place of its step. So do fractions, which can come back from
/// their JSON with another last digit.
pub fn is_packed(fact: &Fact) -> bool {
    matches!(&fact.body, FactBody::Answer { value, .. } if !has_fraction(value))
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(members) => members.values().any(has_fraction),
        _ => false,
    }
}

impl Answers {
    /// `None` if one of the facts is no answer that can be packed.
    fn of<'a>(facts: impl Iterator<Item = &'a Fact>) -> Option<Self> {
        let mut packed: Option<Self> = None;
        for (position, fact) in facts.enumerate() {
            let FactBody::Answer {
                item,
                value,
                settles,
            } = &fact.body
            else {
                return None;
            };
            if has_fraction(value) {
                return None;
            }
            let noted_at = fact.noted_at.as_millis();
            let it = packed.get_or_insert_with(|| Self {
                at: noted_at,
                after: Vec::new(),
                ids: Vec::new(),
                items: Vec::new(),
                values: Vec::new(),
                replaces: BTreeMap::new(),
                settles: BTreeMap::new(),
            });
            it.after.push(noted_at.checked_sub(it.at)?);
            it.ids.push(pack_id(&fact.id));
            it.items.push(item.clone());
            it.values.push(value.clone());
            if let Some(id) = &fact.replaces {
                it.replaces.insert(position, pack_id(id));
            }
            if !settles.is_empty() {
                let settles = settles.iter().map(pack_id).collect();
                it.settles.insert(position, settles);
            }
        }
        packed
    }

    /// `None` if the columns are not of one length or an id does not read.
    fn facts(mut self, run: &FactRun) -> Option<Vec<Fact>> {
        let n = self.ids.len();
        if [self.after.len(), self.items.len(), self.values.len()] != [n; 3] {
            return None;
        }
        let columns = self.ids.iter().zip(self.items).zip(self.values);
        let columns = columns.zip(self.after).zip(run.n..).enumerate();
        let facts = columns.map(|(position, ((((id, item), value), after), n))| {
            let settles = self.settles.remove(&position).unwrap_or_default();
            let replaces = self.replaces.remove(&position);
            Some(Fact {
                id: unpack_id(id)?,
                device: run.device.clone(),
                n,
                sheet: run.sheet.clone(),
                body: FactBody::Answer {
                    item,
                    value,
                    settles: settles
                        .iter()
                        .map(|it| unpack_id(it))
                        .collect::<Option<_>>()?,
                },
                replaces: match replaces {
                    Some(id) => Some(unpack_id(&id)?),
                    None => None,
                },
                noted_at: Timestamp(self.at.saturating_add(after)),
            })
        });
        let facts = facts.collect::<Option<Vec<_>>>()?;
        (self.replaces.is_empty() && self.settles.is_empty()).then_some(facts)
    }
}

/// Marks an id that is no UUID as browsers write them.
const AS_IT_IS: char = '=';

/// An id in 22 characters, if it is a UUID as browsers write them; otherwise as it is, behind a sign.
pub fn pack_id(id: &FactId) -> String {
    let uuid = Uuid::try_parse(id.as_str()).ok();
    // Other spellings of a UUID would come back as another text.
    let usual =
        uuid.filter(|it| it.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == id.as_str());
    usual.map_or_else(
        || format!("{AS_IT_IS}{id}"),
        |it| URL_SAFE_NO_PAD.encode(it.as_bytes()),
    )
}

fn unpack_id(text: &str) -> Option<FactId> {
    if let Some(id) = text.strip_prefix(AS_IT_IS) {
        return Some(id.into());
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let uuid = Uuid::from_slice(&bytes).ok()?;
    Some(FactId(uuid.hyphenated().to_string()))
}

#[cfg(test)]
mod tests;
