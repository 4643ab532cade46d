//! Validation between the lines of a roster: duplicates, unknown supervisors, cycles.

use crate::office::csv::CsvFault;
use crate::personnel::roster::RosterLine;
use domain::ids::PersonId;
use std::collections::{HashMap, HashSet};

/// Everyone in the database, with their supervisor.
pub(crate) type SupervisorById = HashMap<PersonId, Option<PersonId>>;

/// Every fault between lines, sorted by line.
pub(crate) fn validate(lines: &[RosterLine], known: &SupervisorById) -> Vec<CsvFault> {
    let mut supervisor_of: HashMap<&PersonId, Option<&PersonId>> = known
        .iter()
        .map(|(id, supervisor)| (id, supervisor.as_ref()))
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
            let sentence = format!("所属長の職員番号「{supervisor}」の職員がいません");
            faults.push(CsvFault::new(line.number, sentence));
        } else if is_in_cycle(&line.person.id, &supervisor_of) {
            let sentence = "所属長をたどると本人に戻ります".to_owned();
            faults.push(CsvFault::new(line.number, sentence));
        }
    }
    faults.sort_by_key(|it| it.line);
    faults
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
