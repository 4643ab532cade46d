//! A fact, what became of it, and its words on the wire.

use crate::decode::{Members, Read, Unread, is_default, record, via_value, words};
use crate::ids::{DeviceId, FactId, ItemId, PersonId};
use crate::sheet::SheetId;
use serde::Serialize;
use serde_json::Value;

/// Something a person did to a sheet, made once on a device.
///
/// Until it is first offered to the server the next edit of the same item may rewrite it; after that it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Made by the device; counts once, whatever the retries.
    pub id: FactId,
    /// The journal that made it.
    pub device: DeviceId,
    /// 1, 2, 3 … in that journal.
    pub n: u64,
    /// Which sheet it is about.
    pub sheet: SheetId,
    /// What was done.
    pub body: Body,
    /// The fact this one was made on top of.
    pub replaces: Option<FactId>,
    /// Milliseconds since 1970 by the device's clock; for display only.
    pub noted_at: i64,
}

record!(Fact {
    id,
    device,
    n,
    sheet,
    body,
    replaces,
    noted_at
});

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// An answer to an item, or one taken back (`null`).
    Answer {
        /// The item.
        item: ItemId,
        /// A number, text, option ids, rows, or null.
        value: Value,
        /// Answers made apart that the person saw and decided against.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        settles: Vec<FactId>,
    },
    /// A step of the sheet's life.
    Step {
        /// Which.
        step: Step,
        /// [`crate::sheet::Sheet::hash_of`] of what the person saw.
        made_on: String,
        /// What else belongs to it.
        #[serde(skip_serializing_if = "is_default")]
        act: Act,
    },
    /// A kind from a newer client.
    Unknown,
}

impl Read for Body {
    fn blank() -> Self {
        Self::Unknown
    }

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        let mut members = Members::of(value)?;
        let kind: String = members.take("kind");
        match kind.as_str() {
            "answer" => {
                let (mut value, mut settles) = (Value::Null, Vec::new());
                members.fill("value", &mut value);
                members.fill_if_there("settles", &mut settles);
                *self = Self::Answer {
                    item: members.take("item"),
                    value,
                    settles,
                };
            }
            "step" => {
                let mut act = Act::default();
                members.fill_if_there("act", &mut act);
                *self = Self::Step {
                    step: members.take("step"),
                    made_on: members.take("made_on"),
                    act,
                };
            }
            _ => {}
        }
        members.end()
    }
}

via_value!(Body);

/// What belongs to a step beside what it was made on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Act {
    /// How the ids of the part's items end; empty for the whole sheet.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// Why, in the person's words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who confirms, where two do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// Where the other one confirms on this person's device: their 確認番号, sealed so that only the server reads it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub proof: String,
}

record!(Act {} or_empty { part, note, by, proof });

/// The steps of a sheet's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 提出する
    Submit,
    /// 取り下げる
    Withdraw,
    /// 差し戻す
    Return,
    /// 確認する
    Agree,
    /// 改めて直す: what was agreed is opened again.
    Reopen,
    /// 完了にする
    Close,
    /// A step from a newer client.
    Unknown,
}

words!(Step {
    Submit = "submit",
    Withdraw = "withdraw",
    Return = "return",
    Agree = "agree",
    Reopen = "reopen",
    Close = "close",
} else Unknown);

/// A fact with its place in the server's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// Its number in the log; never reused.
    pub seq: i64,
    /// Who was signed in when it came.
    pub author: PersonId,
    /// The fact.
    pub fact: Fact,
    /// For a sheet handed in: the server's receipt, as [`crate::receipt::Receipt`] reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Value>,
}

record!(Heard { seq, author, fact } or_empty { receipt });

/// A fact of this device that the server has not been heard to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unsent {
    /// The fact.
    pub fact: Fact,
    /// Whether it was ever offered: then the server may have it, and it must not change any more.
    pub offered: bool,
}

record!(Unsent { fact, offered });

/// Why the server did not take a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A number before it is missing. Nothing was recorded.
    Gap,
    /// The id is known with other content. Recorded, but the number is free.
    SameIdOtherContent,
    /// The sheet is submitted or the cycle closed.
    Locked,
    /// A step made on something that is no longer all there is.
    Stale,
    /// The sheet is another person's.
    NotYours,
    /// No edition has this item.
    UnknownItem,
    /// The item cannot be answered like this.
    BadValue,
    /// A kind of fact this server does not know.
    Outdated,
    /// Too many bytes.
    TooLarge,
    /// A reason from a newer server.
    Other,
}

words!(Reason {
    Gap = "gap",
    SameIdOtherContent = "same_id_other_content",
    Locked = "locked",
    Stale = "stale",
    NotYours = "not_yours",
    UnknownItem = "unknown_item",
    BadValue = "bad_value",
    Outdated = "outdated",
    TooLarge = "too_large",
} else Other);

impl Reason {
    /// What happened, as a sentence to the person.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Gap => "前の入力がまだ届いていません。",
            Self::SameIdOtherContent => "同じ番号で内容の違う入力が先に届いています。",
            Self::Locked => {
                "シートが提出済み、または受付が終わっているため、受け取れませんでした。"
            }
            Self::Stale => {
                "ほかの端末での入力が後から届いていました。内容を見てから、もう一度行ってください。"
            }
            Self::NotYours => "ほかの人のシートのため、受け取れませんでした。",
            Self::UnknownItem => "この項目は、いまの様式にありません。",
            Self::BadValue => "この項目に入れられない内容でした。",
            Self::Outdated => "サーバーがこの種類の入力をまだ扱えません。",
            Self::TooLarge => "大きすぎて受け取れませんでした。",
            Self::Other => "サーバーが受け取りませんでした。",
        }
    }
}

/// A refused fact, as it lies in the tray.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The fact, whole.
    pub fact: Fact,
    /// Why.
    pub reason: Reason,
    /// The server's own sentence about it.
    pub detail: String,
}

record!(Refusal { fact, reason } or_empty { detail });
