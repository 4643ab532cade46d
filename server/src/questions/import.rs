//! Imports new questions from a CSV file: all of them, or every fault with its line.

use crate::office::csv::{self, CsvFault, CsvFile, CsvRow, Heading, Headings, to_half_width};
use domain::ids::{ItemId, SubjectId};
use domain::instrument::{AnswerKey, Choice, Edition, Item, ItemKind, Localized, Readers, Subject};
use std::collections::HashMap;

/// Required headings, in any order.
pub(crate) const HEADINGS: [Heading; 10] = [
    Heading {
        name: "番号",
        synonyms: &["問題番号", "No", "No."],
        hints: &[],
    },
    Heading {
        name: "分野",
        synonyms: &["分類"],
        hints: &[],
    },
    Heading {
        name: "難しさ",
        synonyms: &["難易度"],
        hints: &[],
    },
    Heading {
        name: "問題",
        synonyms: &["問題文", "設問"],
        hints: &[],
    },
    Heading {
        name: "選択肢1",
        synonyms: &[],
        hints: &[],
    },
    Heading {
        name: "選択肢2",
        synonyms: &[],
        hints: &[],
    },
    Heading {
        name: "選択肢3",
        synonyms: &[],
        hints: &[],
    },
    Heading {
        name: "選択肢4",
        synonyms: &[],
        hints: &[],
    },
    Heading {
        name: "正解",
        synonyms: &["答え", "正答"],
        hints: &[],
    },
    Heading {
        name: "解説",
        synonyms: &["説明"],
        hints: &[],
    },
];

/// Longest question or explanation, in characters.
pub(crate) const MAX_TEXT_CHARS: usize = 300;

/// Longest option, in characters.
pub(crate) const MAX_OPTION_CHARS: usize = 120;

/// Ids of the options, in the order of their columns.
pub(crate) const OPTIONS: [&str; 4] = ["a", "b", "c", "d"];

/// Reads a file of questions for a form. Rejects an id that any edition of the form ever had, by `is_known`.
pub fn read(
    bytes: &[u8],
    edition: &Edition,
    is_known: impl Fn(&ItemId) -> bool,
) -> Result<Vec<Item>, Vec<CsvFault>> {
    let headings = Headings {
        required: &HEADINGS,
        ..Headings::default()
    };
    let CsvFile {
        rows, mut faults, ..
    } = csv::read(bytes, headings);
    let (mut items, mut lines) = (Vec::new(), HashMap::new());
    for row in rows {
        match question(&row, edition) {
            Ok(item) => {
                if is_known(&item.id) {
                    let why = format!("番号「{}」は、もう使われています", item.id);
                    faults.push(CsvFault::new(row.line, why));
                }
                if let Some(first) = lines.insert(item.id.clone(), row.line) {
                    let why = format!("番号「{}」は、{first}行目にもあります", item.id);
                    faults.push(CsvFault::new(row.line, why));
                }
                items.push(item);
            }
            Err(sentences) => {
                faults.extend(sentences.into_iter().map(|it| CsvFault::new(row.line, it)));
            }
        }
    }
    if items.is_empty() && faults.is_empty() {
        faults.push(CsvFault::new(1, "問題が1つもありません".to_owned()));
    }
    faults.sort_by_key(|it| it.line);
    if faults.is_empty() {
        Ok(items)
    } else {
        Err(faults)
    }
}

pub(crate) fn question(row: &CsvRow, edition: &Edition) -> Result<Item, Vec<String>> {
    let mut faults = Vec::new();
    let cell = |at: usize| row.cells[at].as_str();
    let id = to_half_width(cell(0));
    let is_plain = id
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
    if id.is_empty() || id.len() > 20 || !is_plain {
        faults.push(format!("番号「{id}」は、英数字20文字までではありません"));
    }
    let subject = field(edition, cell(1)).map_err(|it| faults.push(it)).ok();
    let difficulty = difficulty(cell(2)).map_err(|it| faults.push(it)).ok();
    for (at, heading) in [(3, "問題"), (9, "解説")] {
        match cell(at).chars().count() {
            0 => faults.push(format!("{heading}がありません")),
            n if n > MAX_TEXT_CHARS => {
                faults.push(format!(
                    "{heading}が{n}文字あります（{MAX_TEXT_CHARS}文字まで）"
                ));
            }
            _ => {}
        }
    }
    let options = options(row, &mut faults);
    let right = right(&options, cell(8));
    if right.is_none() {
        faults.push(format!("正解「{}」が、選択肢にありません", cell(8)));
    }
    let (Some(subject), Some(difficulty), Some(right), true) =
        (subject, difficulty, right, faults.is_empty())
    else {
        return Err(faults);
    };
    let words = |text: &str| Localized {
        ja: text.to_owned(),
        en: String::new(),
    };
    let key = AnswerKey {
        right,
        why: words(cell(9)),
        difficulty,
        retired: false,
    };
    Ok(Item {
        id: ItemId(id),
        kind: ItemKind::Single {
            options: with_unsure(edition, options),
            default: None,
        },
        words: words(cell(3)),
        subject: Some(subject),
        readers: Readers::AggregateOnly,
        key: serde_json::to_value(key).unwrap_or_default(),
        ..Item::default()
    })
}

/// Id of the option that a cell names, by its number or by its text.
pub(crate) fn right(options: &[Choice], text: &str) -> Option<String> {
    let number = to_half_width(text);
    let mut all = options.iter().zip(1..);
    let found = all.find(|(option, n)| number == n.to_string() || option.words.ja == text);
    found.map(|it| it.0.id.clone())
}

/// Options of a row; the first two are required.
pub(crate) fn options(row: &CsvRow, faults: &mut Vec<String>) -> Vec<Choice> {
    let mut options: Vec<Choice> = Vec::new();
    for (at, id) in OPTIONS.into_iter().enumerate() {
        let text = row.cells[4 + at].as_str();
        let n = text.chars().count();
        if n == 0 {
            if at < 2 {
                faults.push(format!("選択肢{}がありません", at + 1));
            }
            continue;
        }
        if n > MAX_OPTION_CHARS {
            faults.push(format!(
                "選択肢{}が{n}文字あります（{MAX_OPTION_CHARS}文字まで）",
                at + 1
            ));
        }
        if options.iter().any(|it| it.words.ja == text) {
            faults.push(format!("選択肢「{text}」が2つあります"));
        }
        options.push(Choice {
            retired: false,
            id: id.to_owned(),
            words: Localized {
                ja: text.to_owned(),
                en: String::new(),
            },
        });
    }
    options
}

/// Appends the form's own "I do not know" option, if its questions have one.
pub(crate) fn with_unsure(edition: &Edition, mut options: Vec<Choice>) -> Vec<Choice> {
    let known = edition.items().find_map(|it| match &it.kind {
        ItemKind::Single { options, .. } => options.iter().find(|it| it.id == "unsure"),
        _ => None,
    });
    options.extend(known.cloned());
    options
}

/// Finds a subject by its full name, by its name without the part in brackets, or by its id.
pub(crate) fn field(edition: &Edition, text: &str) -> Result<SubjectId, String> {
    let short = |it: &Subject| it.words.ja.split('（').next() == Some(text);
    let is_it = |it: &&Subject| it.words.ja == text || it.id.as_str() == text || short(it);
    let mut fields = edition.subjects.iter().filter(|it| !it.retired);
    let found = fields.find(is_it);
    found.map(|it| it.id.clone()).ok_or_else(|| {
        let names: Vec<&str> = edition
            .subjects
            .iter()
            .filter(|it| !it.retired)
            .map(|it| it.words.ja.split('（').next().unwrap_or_default())
            .collect();
        format!("分野「{text}」はありません（{}のどれか）", names.join("・"))
    })
}

pub(crate) fn difficulty(text: &str) -> Result<u8, String> {
    let read = to_half_width(text).parse().ok();
    read.filter(|it| (1..=3).contains(it))
        .ok_or_else(|| format!("難しさ「{text}」は1から3ではありません"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "番号,分野,難しさ,問題,選択肢1,選択肢2,選択肢3,選択肢4,正解,解説\n";

    fn form() -> Edition {
        let text = include_str!("../../content/literacy_test.json");
        serde_json::from_str(text).unwrap()
    }

    fn faults(lines: &str) -> Vec<String> {
        let read = read(format!("{HEAD}{lines}").as_bytes(), &form(), |it| {
            it.as_str() == "st01"
        });
        read.unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_right_answer_may_be_given_by_number_or_by_text() {
        let lines = "n1,ＡＩ・データ利活用,２,問い,ア,イ,ウ,,２,わけ\nn2,ストラテジ,3,問い,ア,イ,,,ア,わけ\n";
        let items = read(format!("{HEAD}{lines}").as_bytes(), &form(), |_| false).unwrap();
        let told: Vec<(&str, String, u8)> = items
            .iter()
            .map(|it| {
                (
                    it.id.as_str(),
                    it.key().unwrap().right,
                    it.key().unwrap().difficulty,
                )
            })
            .collect();
        assert_eq!(told, [("n1", "b".to_owned(), 2), ("n2", "a".to_owned(), 3)]);
        let ItemKind::Single { options, .. } = &items[0].kind else {
            panic!("not a choice");
        };
        assert_eq!(options.last().unwrap().id, "unsure");
    }

    #[test]
    fn every_fault_is_reported_with_its_line() {
        let told = faults(
            "st01,ストラテジ,1,問い,ア,イ,,,1,わけ\nn 2,経営,4,,ア,ア,,,5,\nn3,ストラテジ,1,問い,ア,,,,2,わけ\n",
        );
        assert_eq!(
            told,
            [
                "2行目: 番号「st01」は、もう使われています",
                "3行目: 番号「n 2」は、英数字20文字までではありません",
                "3行目: 分野「経営」はありません（ストラテジ・マネジメント・テクノロジ・情報セキュリティ・個人情報保護・ＡＩ・データ利活用・自治体ＤＸのどれか）",
                "3行目: 難しさ「4」は1から3ではありません",
                "3行目: 問題がありません",
                "3行目: 解説がありません",
                "3行目: 選択肢「ア」が2つあります",
                "3行目: 正解「5」が、選択肢にありません",
                "4行目: 選択肢2がありません",
                "4行目: 正解「2」が、選択肢にありません",
            ]
        );
    }

    #[test]
    fn missing_headings_and_duplicate_ids_are_reported() {
        let told = read("なまえ\nあ\n".as_bytes(), &form(), |_| false).unwrap_err();
        // Each missing one, and those that were found.
        assert_eq!(told.len(), HEADINGS.len() + 1);
        assert_eq!(
            faults("n1,ストラテジ,1,問い,ア,イ,,,1,わけ\nn1,ストラテジ,1,問い,ア,イ,,,1,わけ\n"),
            ["3行目: 番号「n1」は、2行目にもあります"]
        );
    }
}
