//! The laws: a record of everything shown as saved, and checks of the log that do not use the journal's code.

use super::profile::{Typing, sheet};
use super::server_log::{EMPLOYEE, SUPERVISOR, ServerLog, joint_sheet, value_of};
use super::world::World;
use domain::fact::{Fact, FactBody, Step};
use domain::ids::SheetHash;
use domain::ids::{FactId, PersonId};
use domain::sheet::SheetId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Default)]
pub struct Oracle {
    /// Texts shown as saved, by profile, person and item, until the person replaced them there.
    pub saved: BTreeMap<(usize, PersonId, String), BTreeSet<String>>,
    /// Texts whose write was committed.
    pub noted: BTreeSet<String>,
    /// Texts that may occur twice: recovered from an autosave copy, or retried from two trays.
    pub recovered: BTreeSet<String>,
    /// The last input that was recorded, by profile, person, item and page.
    pub inputs: BTreeMap<(usize, PersonId, String, u32), u64>,
    /// Facts in the joint sheet that were accepted while their author had permission.
    authorized: BTreeSet<FactId>,
    /// Whether a profile was restored to an older image: ids may then come again with other content.
    pub image_restored: bool,
}

impl Oracle {
    /// A person discarded a rejected entry from the tray: its lines are no longer expected.
    pub fn forget_rejected(&mut self, item: &str, value: &str) {
        for (key, values) in &mut self.saved {
            if key.2 == item {
                values.retain(|it| !value.lines().any(|line| line == it));
            }
        }
    }

    /// An autosave copy never stands above what the same page recorded later.
    pub fn check_input(
        &mut self,
        profile: usize,
        person: &PersonId,
        typing: &Typing,
        is_new: bool,
    ) -> Result<(), String> {
        let key = (profile, person.clone(), typing.item.clone(), typing.by);
        let last = self.inputs.entry(key).or_default();
        if typing.is_copy && is_new && typing.n < *last {
            return Err(format!(
                "S1: {} is old and was recorded again",
                typing.value
            ));
        }
        *last = typing.n.max(*last);
        Ok(())
    }

    /// Stops expecting texts that only lost state held, such as a server restored from a backup.
    pub fn release(&mut self, is_gone: impl Fn(&String) -> bool) {
        for values in self.saved.values_mut() {
            values.retain(|it| !is_gone(it));
        }
    }

    /// Stops expecting texts of a profile restored to an older image. Those that are left only in drafts of other
    /// devices are not protected, since their owner may rewrite them.
    pub fn release_in_profile(&mut self, profile: usize, is_gone: impl Fn(&String) -> bool) {
        for (key, values) in &mut self.saved {
            values.retain(|it| key.0 != profile || !is_gone(it));
        }
    }

    /// S1, S2, S10, S11: everything shown as saved still exists somewhere.
    pub fn check_nothing_lost(&self, there: &BTreeSet<String>) -> Result<(), String> {
        for ((profile, person, item), values) in &self.saved {
            if let Some(lost) = values.iter().find(|it| !there.contains(*it)) {
                return Err(format!(
                    "lost: {lost} of {item}, saved by {person} in profile {profile}"
                ));
            }
        }
        Ok(())
    }

    /// S3, S4, S15 and the preconditions of steps; checked after every push.
    pub fn check_log(&mut self, log: &ServerLog) -> Result<(), String> {
        if log.duplicate_ids > 0 && !self.image_restored {
            return Err("S3: an offered fact was changed".to_owned());
        }
        let mut last: HashMap<&str, u64> = HashMap::new();
        let mut order: HashMap<&str, u64> = HashMap::new();
        let (mut ids, mut values) = (BTreeSet::new(), BTreeSet::new());
        for heard in &log.facts {
            let fact = &heard.fact;
            let n = last.entry(fact.device.as_str()).or_default();
            if fact.n <= *n {
                return Err(format!("S4: {} of {} after {n}", fact.n, fact.device));
            }
            *n = fact.n;
            // Ids count up in the order of creation; only an older image may push out of order.
            let made = fact.id.as_str().rsplit('-').next();
            let made: u64 = made.and_then(|it| it.parse().ok()).unwrap_or_default();
            let before = order.insert(fact.device.as_str(), made);
            if !self.image_restored && before.is_some_and(|it| it > made) {
                return Err(format!("S4: {} came after what was made later", fact.id));
            }
            // A recovered copy may repeat a text that its original page also recorded, and a profile restored to an
            // older image may push again. The same text under two ids asks the person nothing, so it is allowed.
            let may_repeat = |it: &str| self.image_restored || self.recovered.contains(it);
            let said = value_of(fact).filter(|it| !may_repeat(it));
            if !ids.insert(&fact.id) || said.is_some_and(|it| !values.insert(it)) {
                return Err(format!("S3: {} counts twice", fact.id));
            }
            let writes_along =
                || fact.sheet == joint_sheet() && heard.author.as_str() == SUPERVISOR && log.is_led;
            let was_theirs = self.authorized.contains(&fact.id);
            if heard.author != fact.sheet.person && !was_theirs && !writes_along() {
                return Err(format!("S15: {} is another person's", fact.id));
            }
        }
        let along = log.facts.iter().filter(|it| it.fact.sheet == joint_sheet());
        self.authorized.extend(along.map(|it| it.fact.id.clone()));
        Self::check_steps(log)
    }

    /// No answer is accepted between a submit and its withdrawal, and a step was made on all facts before it.
    fn check_steps(log: &ServerLog) -> Result<(), String> {
        for person in ["E1", "E2", SUPERVISOR] {
            let own = sheet(&person.into());
            let facts: Vec<&Fact> = log
                .facts
                .iter()
                .map(|it| &it.fact)
                .filter(|it| it.sheet == own)
                .collect();
            let mut submitted = false;
            for (at, fact) in facts.iter().enumerate() {
                match &fact.body {
                    FactBody::Answer { .. } if submitted => {
                        return Err(format!(
                            "an answer after the sheet was submitted: {}",
                            fact.id
                        ));
                    }
                    FactBody::Step { step, made_on, .. } => {
                        submitted = *step == Step::Submit;
                        let heads = heads(&facts[..at]);
                        if *made_on != hash(&heads) {
                            return Err(format!(
                                "a step on what was not all there is: {}",
                                fact.id
                            ));
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The final state, after every device has synced twice.
    pub fn check_final_state(world: &World) -> Result<(), String> {
        world.oracle.check_nothing_lost(&world.all_texts())?;
        if let Some(left) = world.profiles.iter().find(|it| !it.copies.is_empty()) {
            return Err(format!("{}: a copy was left behind", left.name));
        }
        for (profile, journal) in world.journals() {
            let person = &journal.meta.person;
            if journal.n_pending() > 0 {
                return Err(format!("{profile}: something of {person} was never sent"));
            }
            let along = journal.meta.along.iter().cloned();
            if let Some(other) = along
                .clone()
                .find(|it| !world.log.may_check_out(person, it))
            {
                return Err(format!("S15: {profile} holds {other:?} of another"));
            }
            let own = [sheet(person)].into_iter();
            let led = own.clone().filter(|_| person.as_str() == EMPLOYEE);
            for it in own.chain(led.map(|_| joint_sheet())).chain(along) {
                // S5: the same content and the same hash as the log.
                let (here, there) = (journal.sheet(&it), world.log.sheet(&it));
                if here != there || here.hash() != there.hash() {
                    return Err(format!(
                        "S5: {profile} shows {person} another {it:?} than the server has"
                    ));
                }
            }
        }
        for profile in &world.profiles {
            for (person, disk) in &profile.disks {
                let along = disk.meta.iter().flat_map(|it| &it.along);
                let along: Vec<&SheetId> = along.collect();
                let theirs = |it: &Fact| it.sheet.person == *person || along.contains(&&it.sheet);
                let facts = disk.heard.values().map(|it| &it.fact);
                let facts = facts.chain(disk.unsent.values().map(|it| &it.fact));
                if let Some(other) = facts.into_iter().find(|it| !theirs(it)) {
                    return Err(format!("S15: {} lies with {person}", other.id));
                }
                let logged = world.log.facts.iter().filter(|it| theirs(&it.fact));
                if !logged.eq(disk.heard.values()) {
                    return Err(format!(
                        "S5: {} heard something else of {person}",
                        profile.name
                    ));
                }
            }
        }
        Self::check_conflicts_kept(world)
    }

    /// S6: the heads are exactly the answers that no other replaced, computed without the sheet's code.
    fn check_conflicts_kept(world: &World) -> Result<(), String> {
        let own = ["E1", "E2", SUPERVISOR].map(|it| sheet(&it.into()));
        for own in own.into_iter().chain([joint_sheet()]) {
            let facts: Vec<&Fact> = world
                .log
                .facts
                .iter()
                .map(|it| &it.fact)
                .filter(|it| it.sheet == own)
                .collect();
            if hash(&heads(&facts)) != world.log.sheet(&own).hash() {
                return Err(format!("S6: the answers that stand in {own:?}"));
            }
        }
        Ok(())
    }
}

/// Ids of the answers that no later fact replaces or settles.
fn heads<'a>(facts: &[&'a Fact]) -> BTreeSet<&'a FactId> {
    let mut heads = BTreeSet::new();
    for fact in facts {
        if let FactBody::Answer { settles, .. } = &fact.body {
            for gone in settles.iter().chain(&fact.replaces) {
                heads.remove(gone);
            }
            heads.insert(&fact.id);
        }
    }
    heads
}

fn hash(heads: &BTreeSet<&FactId>) -> SheetHash {
    use sha2::{Digest, Sha256};
    let ids: Vec<&str> = heads.iter().map(|it| it.as_str()).collect();
    let digest = Sha256::digest(ids.join("\n"));
    SheetHash(hex::encode(digest))
}
