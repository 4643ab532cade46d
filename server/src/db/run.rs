//! A row of the log: an unbroken run of facts of one device in one sheet by one author.

use super::{DbError, Row, Target, sql};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::fact::{Fact, FactBody, LoggedFact};
use domain::ids::{DeviceId, FactId, ItemId, PersonId, SheetId};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Most facts in a run.
pub(crate) const MAX_FACTS: usize = 500;

/// Most bytes of the facts of a run, as JSON; a fact that is larger alone is a run alone.
const MAX_BYTES: usize = 256 << 10;

/// How a run's text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// One fact, its JSON as it was received.
    Verbatim = 0,
    /// Answers, as [`Answers`].
    Answers = 1,
}

/// A fact and its JSON as it was received: what its digest is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FactText {
    pub(crate) fact: Fact,
    pub(crate) text: String,
}

/// A run, with its text still packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Sequence number of its first fact in the log; the others follow without a gap.
    pub(crate) first: i64,
    /// Sequence number of its last fact.
    pub(crate) last: i64,
    pub(crate) sheet: SheetId,
    /// Who was signed in when it was received.
    pub(crate) author: PersonId,
    pub(crate) received_at: Timestamp,
    device: DeviceId,
    /// The first fact's number on the device.
    n: u64,
    format: Format,
    body: String,
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

impl Run {
    /// Packs facts in the order in which they enter the log, the first of them under number `first`. Each text is what
    /// serde writes of its fact; for another one there is [`Self::verbatim`].
    pub(crate) fn pack<'a>(
        first: i64,
        author: &PersonId,
        received_at: Timestamp,
        facts: impl IntoIterator<Item = (&'a Fact, &'a str)>,
    ) -> Result<Vec<Self>, serde_json::Error> {
        let (mut runs, mut open) = (Vec::new(), Vec::<(&Fact, &str)>::new());
        let (mut place, mut bytes) = (first, 0);
        let mut finish = |open: &mut Vec<(&'a Fact, &'a str)>| {
            if let Some(run) = Self::of(place, author, received_at, open)? {
                place = run.last + 1;
                runs.push(run);
            }
            open.clear();
            Ok::<_, serde_json::Error>(())
        };
        for (fact, text) in facts {
            let goes_on = open.last().is_some_and(|it| follows(it.0, fact));
            if !goes_on || open.len() == MAX_FACTS || bytes + text.len() > MAX_BYTES {
                finish(&mut open)?;
                bytes = 0;
            }
            bytes += text.len();
            open.push((fact, text));
        }
        finish(&mut open)?;
        Ok(runs)
    }

    /// One run of facts that belong together; none of none.
    fn of(
        first: i64,
        author: &PersonId,
        received_at: Timestamp,
        facts: &[(&Fact, &str)],
    ) -> Result<Option<Self>, serde_json::Error> {
        let Some(&(begins, text)) = facts.first() else {
            return Ok(None);
        };
        let mut run = Self::verbatim(first, author, received_at, begins, text);
        if let Some(answers) = Answers::of(facts.iter().map(|it| it.0)) {
            run.last += i64::try_from(facts.len()).unwrap_or(i64::MAX) - 1;
            (run.format, run.body) = (Format::Answers, serde_json::to_string(&answers)?);
        }
        Ok(Some(run))
    }

    /// A run of one fact, whose JSON is kept as it came.
    pub(crate) fn verbatim(
        first: i64,
        author: &PersonId,
        received_at: Timestamp,
        fact: &Fact,
        text: &str,
    ) -> Self {
        Self {
            first,
            last: first,
            sheet: fact.sheet.clone(),
            author: author.clone(),
            received_at,
            device: fact.device.clone(),
            n: fact.n,
            format: Format::Verbatim,
            body: text.to_owned(),
        }
    }

    /// A row of any query of the log.
    pub(crate) fn from_row(row: &Row) -> Result<Self, DbError> {
        let unreadable = |why: &str| DbError::Decode(why.to_owned().into());
        let cycle: &str = row.try_get("cycle")?;
        Ok(Self {
            first: row.try_get("first")?,
            last: row.try_get("last")?,
            sheet: SheetId {
                person: row.try_get("person")?,
                instrument: row.try_get("instrument")?,
                cycle: cycle.parse().map_err(|_| unreadable("a cycle"))?,
            },
            author: row.try_get("author")?,
            received_at: row.try_get("received_at")?,
            device: row.try_get("device")?,
            n: u64::try_from(row.try_get::<i64, _>("n")?).map_err(|_| unreadable("a number"))?,
            format: match row.try_get("format")? {
                0_i64 => Format::Verbatim,
                1 => Format::Answers,
                // A newer release wrote it; there is no way back to this one.
                _ => return Err(unreadable("a format of the log")),
            },
            body: row.try_get("body")?,
        })
    }

    /// As a row of [`insert`]: a JSON array, in the order of the columns.
    pub(super) fn to_row(&self) -> Value {
        json!([
            self.last,
            self.first,
            self.device,
            self.n,
            self.author,
            self.sheet.person,
            self.sheet.instrument,
            self.sheet.cycle.to_string(),
            self.received_at,
            self.format as i64,
            self.body
        ])
    }

    /// Its facts, each with its sequence number in the log.
    pub(crate) fn facts(&self) -> Result<Vec<(i64, Fact)>, serde_json::Error> {
        let facts = match self.format {
            Format::Verbatim => vec![serde_json::from_str(&self.body)?],
            Format::Answers => serde_json::from_str::<Answers>(&self.body)?.facts(self),
        };
        Ok((self.first..).zip(facts).collect())
    }

    /// Its facts, each with its JSON as it was received.
    pub(crate) fn texts(&self) -> Result<Vec<FactText>, serde_json::Error> {
        let facts = self.facts()?.into_iter().map(|(_, fact)| {
            let text = match self.format {
                Format::Verbatim => self.body.clone(),
                Format::Answers => serde_json::to_string(&fact)?,
            };
            Ok(FactText { fact, text })
        });
        facts.collect()
    }

    /// Its facts as a device pulls them, without receipts.
    pub(crate) fn logged(&self) -> Result<Vec<LoggedFact>, serde_json::Error> {
        let facts = self.facts()?.into_iter();
        let logged = facts.map(|(seq, fact)| LoggedFact {
            seq,
            author: self.author.clone(),
            fact,
            digest: None,
            receipt: None,
        });
        Ok(logged.collect())
    }
}

/// Appends runs to the log, in one statement: each costs more than a row.
pub(crate) async fn insert(target: impl Into<Target<'_>>, runs: &[Run]) -> Result<(), DbError> {
    let rows: Vec<Value> = runs.iter().map(Run::to_row).collect();
    sql!(db / insert_runs)
        .bind(Value::Array(rows).to_string())
        .execute(target)
        .await?;
    Ok(())
}

/// The runs that end between two places in the log, both included.
pub(super) async fn between(
    target: impl Into<Target<'_>>,
    first: i64,
    last: i64,
) -> Result<Vec<Run>, DbError> {
    let rows = sql!(db / runs_between).bind(first).bind(last);
    let rows = rows.fetch_all(target).await?;
    rows.iter().map(Run::from_row).collect()
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
fn is_packed(fact: &Fact) -> bool {
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

    fn facts(mut self, run: &Run) -> Vec<Fact> {
        let columns = self.ids.iter().zip(self.items).zip(self.values);
        let columns = columns.zip(self.after).zip(run.n..).enumerate();
        let facts = columns.map(|(position, ((((id, item), value), after), n))| {
            let settles = self.settles.remove(&position).unwrap_or_default();
            Fact {
                id: unpack_id(id),
                device: run.device.clone(),
                n,
                sheet: run.sheet.clone(),
                body: FactBody::Answer {
                    item,
                    value,
                    settles: settles.iter().map(|it| unpack_id(it)).collect(),
                },
                replaces: self.replaces.get(&position).map(|it| unpack_id(it)),
                noted_at: Timestamp(self.at.saturating_add(after)),
            }
        });
        facts.collect()
    }
}

/// Marks an id that is no UUID as browsers write them.
const AS_IT_IS: char = '=';

/// An id in 22 characters, if it is a UUID as browsers write them; otherwise as it is, behind a sign.
pub(crate) fn pack_id(id: &FactId) -> String {
    let bytes = hex::decode(id.as_str().replace('-', "")).ok();
    let packed = bytes.map(|it| URL_SAFE_NO_PAD.encode(it));
    packed
        .filter(|it| unpack_id(it) == *id)
        .unwrap_or_else(|| format!("{AS_IT_IS}{id}"))
}

fn unpack_id(text: &str) -> FactId {
    if let Some(id) = text.strip_prefix(AS_IT_IS) {
        return id.into();
    }
    let digits = URL_SAFE_NO_PAD.decode(text).map(hex::encode);
    let mut id = digits.unwrap_or_default();
    for at in [8, 13, 18, 23] {
        if id.is_char_boundary(at) && at < id.len() {
            id.insert(at, '-');
        }
    }
    id.into()
}

#[cfg(test)]
mod tests;
