//! Grants for learning (助成): what people ask for, what 職員課 grants, and how far the year's budget goes.

use super::folding::fold;
use super::ids::PersonId;
use super::instrument::{ColumnKind, Edition, ItemKind, ItemRole, Localized};
use super::person::PersonName;
use super::sheet::ItemValue;
use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Most yen of a budget or a grant.
pub const MAX_YEN: u32 = 1_000_000_000;
/// Longest note of a decision, in characters.
const MAX_NOTE: usize = 300;

/// A kind of grant, as the form names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantKind {
    pub id: String,
    pub words: Localized,
}

/// What somebody asks for: the same words again are another request, unless a row of them was there already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GrantSubject {
    pub person: PersonId,
    pub kind: String,
    /// Course or activity.
    pub what: String,
    /// First day, `2026-11-25`; empty if they did not say.
    pub from: String,
    /// The amount as they wrote it.
    pub amount: String,
    /// Of rows that say the same, the how-manieth, from 1.
    pub copy: u32,
}

/// A row of somebody's request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRequest {
    #[serde(flatten)]
    pub subject: GrantSubject,
    /// 氏名
    pub name: String,
    /// 部・課・係
    pub place: String,
    pub why: String,
}

/// What 職員課 decided on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantDecision {
    pub seq: i64,
    #[serde(flatten)]
    pub subject: GrantSubject,
    /// 氏名
    pub name: String,
    /// Yen; 0 if it is not granted.
    pub granted: u32,
    /// What the person is told besides.
    pub note: String,
    /// 氏名 of who decided.
    pub decided_by: String,
    pub decided_at: Timestamp,
}

/// The budget of a kind in a fiscal year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantBudget {
    pub kind: String,
    pub yen: u32,
}

/// A decision that is to be made: on whose request, and what comes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGrantDecision {
    pub subject: GrantSubject,
    /// Yen; 0 if it is not granted.
    pub granted: u32,
    pub note: String,
}

impl NewGrantDecision {
    /// Why it cannot be made; a sentence, and a key of the dictionaries.
    pub fn fault(&self) -> Option<&'static str> {
        if self.granted > MAX_YEN {
            Some("金額は10億円までで入れてください。")
        } else if self.note.chars().count() > MAX_NOTE {
            Some("ひとことは300文字までにしてください。")
        } else if self.granted == 0 && self.note.trim().is_empty() {
            Some("見送るときは、理由を書いてください。")
        } else {
            None
        }
    }
}

/// A fiscal year's grants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantYear {
    /// The kinds that the form offers; none if the ward has no such form.
    pub kinds: Vec<GrantKind>,
    pub budgets: Vec<GrantBudget>,
    /// Requests that nobody has decided on.
    pub waiting: Vec<GrantRequest>,
    /// The latest first.
    pub decisions: Vec<GrantDecision>,
}

/// How far the budget of a kind goes, in yen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GrantUse {
    /// `None` if nobody has set one.
    pub budget: Option<u32>,
    pub granted: u64,
    /// What those who wait ask for, as far as it is a number.
    pub asked: u64,
    pub n_granted: usize,
    pub n_waiting: usize,
}

impl GrantUse {
    /// What is left of the budget; less than nothing if more was granted.
    pub fn left(&self) -> Option<i64> {
        let granted = i64::try_from(self.granted).unwrap_or(i64::MAX);
        self.budget.map(|it| i64::from(it).saturating_sub(granted))
    }
}

impl GrantYear {
    pub fn use_of(&self, kind: &str) -> GrantUse {
        let decided = self.decisions.iter().filter(|it| it.subject.kind == kind);
        let granted = decided.filter(|it| it.granted > 0);
        let granted: Vec<u64> = granted.map(|it| it.granted.into()).collect();
        let waiting = self.waiting.iter().filter(|it| it.subject.kind == kind);
        let asked: Vec<u64> = waiting
            .map(|it| yen(&it.subject.amount).unwrap_or_default().into())
            .collect();
        let budget = self.budgets.iter().find(|it| it.kind == kind);
        GrantUse {
            budget: budget.map(|it| it.yen),
            granted: granted.iter().sum(),
            asked: asked.iter().sum(),
            n_granted: granted.len(),
            n_waiting: asked.len(),
        }
    }
}

/// The kinds of grants that a form offers: the options of its requests' first choice.
pub fn grant_kinds(form: &Edition) -> Vec<GrantKind> {
    let Some(item) = form.item_with_role(ItemRole::GrantRequests) else {
        return Vec::new();
    };
    let ItemKind::Rows { columns, .. } = &item.kind else {
        return Vec::new();
    };
    let choice = columns.iter().find_map(|it| match &it.kind {
        ColumnKind::Choice { options } if it.id == "which" => Some(options),
        _ => None,
    });
    let kinds = choice.into_iter().flatten().map(|it| GrantKind {
        id: it.id.clone(),
        words: it.words.clone(),
    });
    kinds.collect()
}

/// The requests of somebody's sheet: its rows that name a kind.
pub fn grant_requests(
    form: &Edition,
    (person, place): (&PersonName, &str),
    answers: &[ItemValue],
) -> Vec<GrantRequest> {
    let Some(item) = form.item_with_role(ItemRole::GrantRequests) else {
        return Vec::new();
    };
    let own = answers.iter().find(|it| it.item == item.id);
    let rows = own.and_then(|it| it.value.as_array()).into_iter().flatten();
    let requests = rows.filter_map(|row| {
        let cell = |id: &str| {
            let text = row.get(id).and_then(Value::as_str);
            text.unwrap_or_default().trim().to_owned()
        };
        let kind = cell("which");
        (!kind.is_empty()).then(|| GrantRequest {
            subject: GrantSubject {
                person: person.id.clone(),
                kind,
                what: cell("what"),
                from: cell("from"),
                amount: cell("amount"),
                copy: 1,
            },
            name: person.name.clone(),
            place: place.to_owned(),
            why: cell("why"),
        })
    });
    let mut found: Vec<GrantRequest> = Vec::new();
    for mut it in requests {
        while found.iter().any(|other| other.subject == it.subject) {
            it.subject.copy += 1;
        }
        found.push(it);
    }
    found
}

/// An amount as people write it: `12,000円`, `１２０００`, `5万`, `約3万5千円`. `None` if it is no number.
pub fn yen(text: &str) -> Option<u32> {
    let (mut all, mut part, mut digits) = (0_u32, 0_u32, None::<u32>);
    for it in fold(text).chars() {
        match it {
            '0'..='9' => {
                let digit = it.to_digit(10)?;
                digits = Some(digits.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            }
            '千' => part = part.checked_add(digits.take().unwrap_or(1).checked_mul(1_000)?)?,
            '万' => {
                let own = part.checked_add(digits.take().unwrap_or(0))?.max(1);
                all = all.checked_add(own.checked_mul(10_000)?)?;
                part = 0;
            }
            ',' | '、' | '円' | '約' | '¥' | '\\' => {}
            _ => return None,
        }
    }
    let yen = all.checked_add(part)?.checked_add(digits.unwrap_or(0))?;
    (yen > 0 && yen <= MAX_YEN).then_some(yen)
}

/// A number of yen with commas between the thousands.
pub fn grouped(yen: i64) -> String {
    let digits = yen.unsigned_abs().to_string();
    let mut shown = String::new();
    for (at, it) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(it);
    }
    if yen < 0 {
        format!("−{shown}")
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        for (yen, wanted) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
            (-20_000, "−20,000"),
        ] {
            assert_eq!(grouped(yen), wanted);
        }
    }

    #[test]
    fn an_amount_is_read_however_it_is_written() {
        for (text, wanted) in [
            ("12000", Some(12_000)),
            ("12,000円", Some(12_000)),
            ("１２，０００円", Some(12_000)),
            ("5万", Some(50_000)),
            ("約3万5千円", Some(35_000)),
            ("3万5000円", Some(35_000)),
            ("2千円", Some(2_000)),
            ("10万 円", Some(100_000)),
            ("", None),
            ("0", None),
            ("未定", None),
            ("3万〜5万", None),
            ("1.5万", None),
            ("-3000", None),
            ("99999999999999", None),
        ] {
            assert_eq!(yen(text), wanted, "{text}");
        }
    }

    fn who() -> PersonName {
        PersonName {
            id: "E1".into(),
            name: "梅里 みどり".to_owned(),
        }
    }

    fn form() -> Edition {
        let text = include_str!("../../../server/content/support_request.json");
        serde_json::from_str(text).expect("a form")
    }

    #[test]
    fn the_form_offers_five_kinds_and_a_row_without_a_kind_is_no_request() {
        let form = form();
        let kinds: Vec<String> = grant_kinds(&form).into_iter().map(|it| it.id).collect();
        assert_eq!(kinds.len(), 5);
        let item = form.item_with_role(ItemRole::GrantRequests).expect("rows");
        let value = serde_json::json!([
            {"which": "ojt_subsidy", "what": "窓口の研修", "amount": "3万円"},
            {"what": "種類を選んでいない"},
            {},
        ]);
        let answers = [ItemValue {
            item: item.id.clone(),
            value,
        }];
        let found = grant_requests(&form, (&who(), "区民課"), &answers);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (
                found[0].subject.kind.as_str(),
                yen(&found[0].subject.amount)
            ),
            ("ojt_subsidy", Some(30_000))
        );
    }

    #[test]
    fn rows_that_say_the_same_are_two_requests() {
        let form = form();
        let item = form.item_with_role(ItemRole::GrantRequests).expect("rows");
        let row = serde_json::json!({"which": "ojt_subsidy", "what": "", "amount": "3万円"});
        let answers = [ItemValue {
            item: item.id.clone(),
            value: serde_json::json!([row, row]),
        }];
        let found = grant_requests(&form, (&who(), "区民課"), &answers);
        let copies: Vec<u32> = found.iter().map(|it| it.subject.copy).collect();
        assert_eq!(copies, [1, 2]);
    }

    #[test]
    fn a_budget_is_used_by_what_is_granted_and_not_by_what_is_asked() {
        let subject = || GrantSubject {
            kind: "ojt_subsidy".to_owned(),
            amount: "4万".to_owned(),
            ..GrantSubject::default()
        };
        let decision = |granted| GrantDecision {
            seq: 1,
            subject: subject(),
            name: String::new(),
            granted,
            note: String::new(),
            decided_by: String::new(),
            decided_at: Timestamp(0),
        };
        let request = GrantRequest {
            subject: subject(),
            name: String::new(),
            place: String::new(),
            why: String::new(),
        };
        let mut year = GrantYear {
            budgets: vec![GrantBudget {
                kind: "ojt_subsidy".to_owned(),
                yen: 100_000,
            }],
            waiting: vec![request],
            decisions: vec![decision(30_000), decision(0)],
            ..GrantYear::default()
        };
        let used = year.use_of("ojt_subsidy");
        assert_eq!(
            (used.granted, used.asked, used.left()),
            (30_000, 40_000, Some(70_000))
        );
        assert_eq!((used.n_granted, used.n_waiting), (1, 1));
        year.decisions.push(decision(90_000));
        assert_eq!(year.use_of("ojt_subsidy").left(), Some(-20_000));
        assert_eq!(year.use_of("other").left(), None);
    }

    #[test]
    fn who_is_not_granted_anything_is_told_why() {
        let mut it = NewGrantDecision {
            granted: 30_000,
            ..NewGrantDecision::default()
        };
        assert_eq!(it.fault(), None);
        it.granted = 0;
        assert!(it.fault().is_some());
        it.note = "今年度の予算を使い切りました。".to_owned();
        assert_eq!(it.fault(), None);
        it.granted = MAX_YEN + 1;
        assert!(it.fault().is_some());
    }
}
