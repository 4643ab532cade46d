//! Facts, what became of them, and their JSON on the wire and in the store.

use crate::crypto::confirmation::EncryptedPin;
use crate::ids::{DeviceId, FactId, ItemId, PartId, PersonId, SheetHash, SheetId};
use crate::is_default;
use crate::timestamp::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Error, Value, from_value};
use strum::{EnumString, IntoStaticStr};

/// One edit or step in a sheet, made once on one device.
///
/// The next edit of the same item may rewrite it until it is first pushed; after that it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Created by the device. Makes pushes idempotent: a fact counts once, whatever the retries.
    pub id: FactId,
    /// The device that made it.
    pub device: DeviceId,
    /// Number on that device: 1, 2, 3 …
    pub n: u64,
    pub sheet: SheetId,
    pub body: FactBody,
    /// The answer that this one replaces; `None` if there was none, and for steps.
    pub replaces: Option<FactId>,
    /// By the device's clock; for display only.
    pub noted_at: Timestamp,
}

/// Content of a fact; its JSON is tagged with `kind`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "FlatBody")]
pub enum FactBody {
    /// An answer to an item; `null` clears it.
    Answer {
        item: ItemId,
        /// A number, text, option ids, rows, or null.
        value: Value,
        /// Conflicting answers that the person saw and decided against.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settles: Vec<FactId>,
    },
    /// A workflow step of a sheet or of a part of it.
    Step {
        step: Step,
        /// [`crate::sheet::Sheet::hash_of`] of what the person saw.
        made_on: SheetHash,
        /// Part, reason and confirmation, if the step has them.
        #[serde(default, skip_serializing_if = "is_default")]
        act: StepDetails,
    },
    /// A kind that this build does not know, from a newer client.
    Unknown,
}

/// A [`FactBody`] as it is read: the members of every kind in one, decoded once the kind is known. serde reads a tagged
/// enum twice, which needs several times the code.
#[derive(Deserialize)]
struct FlatBody {
    kind: String,
    #[serde(default)]
    item: Value,
    /// `None` if it is missing; `null` is an answer.
    #[serde(default, deserialize_with = "some_value")]
    value: Option<Value>,
    #[serde(default)]
    settles: Option<Value>,
    #[serde(default)]
    step: Value,
    #[serde(default)]
    made_on: Value,
    #[serde(default)]
    act: Option<Value>,
}

fn some_value<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

impl TryFrom<FlatBody> for FactBody {
    type Error = serde_json::Error;

    fn try_from(it: FlatBody) -> Result<Self, Self::Error> {
        Ok(match it.kind.as_str() {
            "answer" => Self::Answer {
                item: from_value(it.item)?,
                value: it.value.ok_or_else(|| Error::missing_field("value"))?,
                settles: it.settles.map_or(Ok(Vec::new()), from_value)?,
            },
            "step" => Self::Step {
                step: from_value(it.step)?,
                made_on: from_value(it.made_on)?,
                act: it.act.map_or(Ok(StepDetails::default()), from_value)?,
            },
            _ => Self::Unknown,
        })
    }
}

/// Optional details of a step; empty ones are left out of the JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDetails {
    #[serde(default, skip_serializing_if = "PartId::is_whole")]
    pub part: PartId,
    /// The reason, as free text by the person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who confirms, in a sheet that two people confirm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// For a confirmation on the other person's device: their 確認番号; empty otherwise.
    #[serde(default, skip_serializing_if = "is_default")]
    pub proof: EncryptedPin,
}

/// Workflow steps of a sheet, with their labels in the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Step {
    /// 提出する
    Submit,
    /// 取り下げる
    Withdraw,
    /// 差し戻す
    Return,
    /// 確認する
    Agree,
    /// 改めて直す: reopens what both sides have confirmed.
    Reopen,
    /// 完了にする
    Close,
    /// A step that this build does not know, from a newer client.
    #[serde(other, rename(serialize = "other"))]
    #[strum(serialize = "other")]
    Unknown,
}

/// A fact in the server's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedFact {
    /// Sequence number in the log; never reused.
    pub seq: i64,
    /// Who was signed in when the server received it.
    pub author: PersonId,
    pub fact: Fact,
    /// Of a fact whose value is withheld: the SHA-256 of its JSON as it is in the log, in hexadecimal. A wording that
    /// another person has replaced reaches nobody else; its place in the log does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// For a sheet handed in: the server's receipt, as [`crate::receipt::Receipt`] reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Value>,
}

/// A fact of this device that the server has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingFact {
    pub fact: Fact,
    /// Whether it was ever pushed or exported: the server may have it then, so it must not be rewritten.
    pub offered: bool,
}

/// Why the server rejected a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Reason {
    /// An earlier number of the device is missing. Nothing was recorded.
    Gap,
    /// The id is taken by other content. The attempt is recorded, but the number stays free.
    SameIdOtherContent,
    /// The sheet is submitted or the cycle closed.
    Locked,
    /// The step was made on an outdated state of the sheet.
    Stale,
    /// The sheet is another person's, without permission to write in it.
    NotYours,
    /// No edition of the form has this item.
    UnknownItem,
    /// The value is not valid for the item.
    BadValue,
    /// A kind of fact that this server does not know.
    Outdated,
    /// The fact exceeds the size limit in bytes.
    TooLarge,
    /// A reason that this build does not know, from a newer server.
    #[serde(other)]
    Other,
}

impl Reason {
    /// Explanation for the person, in Japanese.
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

/// A rejected fact in the tray, until it is retried, discarded or accepted after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedFact {
    pub fact: Fact,
    pub reason: Reason,
    /// The server's explanation for the person; may be empty.
    #[serde(default)]
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_of_null_clears_and_one_without_value_is_malformed() {
        let read = |it: Value| serde_json::from_str::<FactBody>(&it.to_string());
        let cleared = read(json!({"kind": "answer", "item": "a", "value": null})).expect("read");
        assert!(matches!(
            &cleared,
            FactBody::Answer {
                value: Value::Null,
                ..
            }
        ));
        assert!(read(json!({"kind": "answer", "item": "a"})).is_err());
        assert!(read(json!({"kind": "answer", "value": 1})).is_err());
        assert!(read(json!({"kind": "step", "step": "submit"})).is_err());
        // A newer kind may use any member for something else.
        for newer in [
            json!({"kind": "remark", "text": "x"}),
            json!({"kind": "remark", "item": ["a"], "act": "y", "step": 1, "settles": null}),
        ] {
            assert_eq!(read(newer).expect("read"), FactBody::Unknown);
        }
    }

    #[test]
    fn a_body_round_trips_with_numbers_as_they_are() {
        for value in [
            json!(1),
            json!(1.5),
            json!(-3),
            json!(u64::MAX),
            json!("文"),
            json!([{"a": ""}]),
        ] {
            let body = FactBody::Answer {
                item: "a".into(),
                value,
                settles: vec!["b".into()],
            };
            let text = serde_json::to_string(&body).expect("written");
            assert_eq!(serde_json::from_str::<FactBody>(&text).expect("read"), body);
        }
        let body = FactBody::Step {
            step: Step::Return,
            made_on: "h".into(),
            act: StepDetails::default(),
        };
        let text = serde_json::to_string(&body).expect("written");
        assert_eq!(text, r#"{"kind":"step","step":"return","made_on":"h"}"#);
        assert_eq!(serde_json::from_str::<FactBody>(&text).expect("read"), body);
    }
}
