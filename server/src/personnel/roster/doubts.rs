//! What is probably a mistake in a roster that can be imported all the same: told by row, with nothing refused.

use super::RosterLine;
use crate::office::csv::CsvFault;
use domain::folding::fold;
use domain::ids::PersonId;
use domain::person::Person;
use std::collections::{BTreeMap, BTreeSet};

/// Everything doubtful, by row.
pub(crate) fn doubts(lines: &[RosterLine]) -> Vec<CsvFault> {
    let mut doubts = Vec::new();
    for line in lines {
        if let Some(why) = doubtful_name(&line.person.name) {
            let sentence = format!(
                "氏名「{}」に{why}。正しい字か確かめてください（職員番号 {}）",
                line.person.name, line.person.id
            );
            doubts.push(CsvFault::new(line.number, sentence));
        }
    }
    let leaders: BTreeSet<&PersonId> = lines
        .iter()
        .filter_map(|it| it.person.supervisor.as_ref())
        .collect();
    for RosterLine { number, person, .. } in lines {
        // Whoever leads a 部 has none; anybody else is counted with nobody.
        let has_place = !person.org.section.is_empty() || !person.org.unit.is_empty();
        if !has_place && !leaders.contains(&person.id) {
            let sentence = format!("課がありません（職員番号 {}）", person.id);
            doubts.push(CsvFault::new(*number, sentence));
        }
    }
    doubts.extend(spellings(lines, "部", |it| &it.org.department));
    doubts.extend(spellings(lines, "課", |it| &it.org.section));
    doubts.sort_by_key(|it| it.line);
    doubts
}

/// Signs that stand where a program had no letter.
fn doubtful_name(name: &str) -> Option<String> {
    let found = name.chars().find(|it| {
        matches!(
            *it,
            '?' | '？' | '〓' | '■' | '□' | '●' | '○' | '*' | '＊' | char::REPLACEMENT_CHARACTER
        ) || is_user_defined(*it)
    })?;
    Some(if is_user_defined(found) {
        format!(
            "外字（U+{:04X}）があります。ほかのパソコンでは見えません",
            u32::from(found)
        )
    } else {
        format!("「{found}」があります")
    })
}

/// 外字: a letter that only the machine knows on which it was made.
fn is_user_defined(it: char) -> bool {
    matches!(it, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Names that are probably one, written in two ways: groups of five would be split, and presets by 課 miss people.
fn spellings(lines: &[RosterLine], what: &str, of: impl Fn(&Person) -> &String) -> Vec<CsvFault> {
    let mut by_fold: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    for line in lines {
        let name = of(&line.person).as_str();
        by_fold.entry(fold_spelling(name)).or_default().insert(name);
        first.entry(name).or_insert(line.number);
    }
    let doubtful = by_fold
        .into_values()
        .filter(|it| it.len() > 1)
        .map(|names| {
            let mut rows: Vec<(u64, &str)> = names.iter().map(|it| (first[it], *it)).collect();
            rows.sort_unstable();
            let named: Vec<String> = rows
                .iter()
                .map(|(at, it)| format!("「{it}」（{at}行目）"))
                .collect();
            let last = rows.last().map_or(1, |it| it.0);
            let named = named.join("と");
            CsvFault::new(
                last,
                format!("{what}の名前{named}は、同じ{what}ではありませんか"),
            )
        });
    doubtful.collect()
}

/// What is written in two ways: widths, case, blanks, the small ヶ, wave dashes and long marks.
fn fold_spelling(name: &str) -> String {
    let folded = fold(name);
    let alike = folded.chars().map(|it| match it {
        'ゖ' | 'ゕ' | 'け' | 'が' => 'け',
        '〜' | '～' | '~' => '〜',
        '―' | '‐' | '−' | '–' | '—' | '-' | 'ｰ' => 'ー',
        other => other,
    });
    alike.collect()
}
