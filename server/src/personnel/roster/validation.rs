//! Validation between the lines of a roster: duplicates, unknown supervisors, cycles.

use crate::office::csv::CsvFault;
use crate::personnel::roster::RosterLine;
use domain::folding::fold;
use domain::ids::PersonId;
use domain::person::Person;
use std::collections::{HashMap, HashSet};

/// Everyone in the database.
pub(crate) type KnownPeople = HashMap<PersonId, Person>;

/// One person in so many may be new beside another of the same name: people are named alike.
const RENUMBERED_SHARE: usize = 10;

/// And so many in a file of few.
const MAX_NAMESAKES: usize = 2;

/// Somebody new beside another of the same name.
pub(crate) struct Renumbered {
    /// Whether the numbers differ by zeros at the front only: hardly by chance.
    pub(crate) has_lost_zeros: bool,
    pub(crate) fault: CsvFault,
}

/// Every fault between lines, sorted by line.
pub(crate) fn validate(lines: &[RosterLine], known: &KnownPeople) -> Vec<CsvFault> {
    let mut supervisor_of: HashMap<&PersonId, Option<&PersonId>> = known
        .iter()
        .map(|(id, it)| (id, it.supervisor.as_ref()))
        .collect();
    supervisor_of.extend(
        lines
            .iter()
            .map(|it| (&it.person.id, it.person.supervisor.as_ref())),
    );
    let mut faults = duplicates(lines);
    let by_login: HashMap<String, &PersonId> = known
        .keys()
        .map(|it| (it.as_str().to_lowercase(), it))
        .collect();
    for line in lines {
        let id = &line.person.id;
        if let Some(known) = by_login.get(&id.as_str().to_lowercase())
            && *known != id
        {
            let sentence =
                format!("職員番号「{id}」は、すでにある「{known}」と大文字・小文字だけが違います");
            faults.push(CsvFault::new(line.number, sentence));
        }
        let Some(supervisor) = &line.person.supervisor else {
            continue;
        };
        if !supervisor_of.contains_key(supervisor) {
            let sentence =
                format!("所属長の職員番号「{supervisor}」の職員がいません（職員番号 {id}）");
            faults.push(CsvFault::new(line.number, sentence));
        } else if is_in_cycle(&line.person.id, &supervisor_of) {
            let sentence = format!("所属長をたどると本人に戻ります（職員番号 {id}）");
            faults.push(CsvFault::new(line.number, sentence));
        }
    }
    faults.sort_by_key(|it| it.line);
    faults
}

/// The people of the file who are new beside somebody of the same name whom the file does not list: after a spreadsheet
/// has taken the zeros at the front of numbers, that is nearly everyone.
pub(crate) fn renumbered(lines: &[RosterLine], known: &KnownPeople) -> Vec<Renumbered> {
    let listed: HashSet<&PersonId> = lines.iter().map(|it| &it.person.id).collect();
    let missing = known.values().filter(|it| !listed.contains(&it.id));
    let by_name: HashMap<String, &Person> = missing.map(|it| (fold(&it.name), it)).collect();
    let new = lines.iter().filter(|it| !known.contains_key(&it.person.id));
    let renumbered = new.filter_map(|line| {
        let (new, name) = (&line.person.id, &line.person.name);
        let before = &by_name.get(&fold(name))?.id;
        let has_lost_zeros = before.as_str().trim_start_matches('0') == new.as_str();
        let why = if has_lost_zeros {
            format!("「{new}」は「{before}」（{name}）の先頭の 0 が消えたものではありませんか")
        } else {
            format!("新しい「{new}」は、名簿にない「{before}」と同じ氏名（{name}）です")
        };
        Some(Renumbered {
            has_lost_zeros,
            fault: CsvFault::new(line.number, why),
        })
    });
    renumbered.collect()
}

/// Whether so many seem to have got a new number that the file is rather wrong.
pub(crate) fn are_many(renumbered: &[Renumbered], lines: &[RosterLine]) -> bool {
    let is_large = |n: usize| n * RENUMBERED_SHARE > lines.len();
    let n_lost_zeros = renumbered.iter().filter(|it| it.has_lost_zeros).count();
    is_large(n_lost_zeros) || renumbered.len() > MAX_NAMESAKES && is_large(renumbered.len())
}

pub(crate) fn duplicates(lines: &[RosterLine]) -> Vec<CsvFault> {
    let mut first: HashMap<String, u64> = HashMap::new();
    let mut faults = Vec::new();
    for line in lines {
        // Sign-in ignores case, so two such numbers would be one account.
        match first.get(&line.person.id.as_str().to_lowercase()) {
            Some(at) => faults.push(CsvFault::new(
                line.number,
                format!("職員番号「{}」は{at}行目にもあります", line.person.id),
            )),
            None => {
                first.insert(line.person.id.as_str().to_lowercase(), line.number);
            }
        }
    }
    faults
}

pub(crate) fn is_in_cycle(
    start: &PersonId,
    supervisor_of: &HashMap<&PersonId, Option<&PersonId>>,
) -> bool {
    let mut seen = HashSet::new();
    let mut at = start;
    while let Some(next) = supervisor_of.get(at).copied().flatten() {
        if next == start {
            return true;
        }
        // A cycle further up that does not include `start` is reported on the lines of its own members.
        if !seen.insert(next) {
            return false;
        }
        at = next;
    }
    false
}
