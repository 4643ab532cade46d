//! The ordinary push: new answers in the person's own sheets, all of them accepted.
//!
//! Whatever else a push may hold (a step, a fact that comes again, one that is rejected) is for [`super::PushTx`].

use super::incoming_fact::IncomingFact;
use crate::forms::Catalogue;
use crate::sheets::push_rules::{NewFact, Sequence, SheetStatus};
use domain::fact::{Fact, FactBody};
use domain::ids::{DeviceId, FactId, PersonId};
use domain::instrument::Workflow;
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A push that looks ordinary before the log is asked.
#[derive(Clone, Debug)]
pub(crate) struct OrdinaryPush {
    pub(super) person: PersonId,
    pub(super) device: DeviceId,
    pub(super) schema: u32,
    pub(super) now: Timestamp,
    pub(super) catalogue: Arc<Catalogue>,
    /// In the order of their numbers, without a gap.
    pub(super) facts: Vec<IncomingFact>,
}

/// What the log says of a push.
#[derive(Default)]
pub(super) struct Standing {
    /// Whose the device is; none if it is new.
    pub(super) owner: Option<PersonId>,
    pub(super) next_n: Option<i64>,
    /// The `seq` of the person's last fact.
    pub(super) last: i64,
    /// Whether an id of the push may have come before.
    pub(super) has_known_id: bool,
    /// None for a cycle that does not exist.
    pub(super) sheets: HashMap<SheetId, SheetStatus>,
}

impl OrdinaryPush {
    /// Whether all of it are answers in the person's own sheets, of forms that the person alone writes in.
    pub(super) fn looks_ordinary(&self) -> bool {
        let ids: BTreeSet<_> = self.facts.iter().map(|it| &it.fact.id).collect();
        let facts = || self.facts.iter().map(|it| &it.fact);
        ids.len() == self.facts.len()
            && facts().all(|it| self.is_own_answer(it) && has_plain_id(it))
    }

    fn is_own_answer(&self, fact: &Fact) -> bool {
        let form = self.catalogue.newest(&fact.sheet.instrument);
        let is_own = form.is_some_and(|it| {
            it.edition.course != Workflow::Joint && it.edition.about.as_str().is_empty()
        });
        is_own && fact.sheet.person == self.person && matches!(fact.body, FactBody::Answer { .. })
    }

    /// The sheets that it writes in.
    pub(super) fn sheets(&self) -> BTreeSet<&SheetId> {
        self.facts.iter().map(|it| &it.fact.sheet).collect()
    }

    /// The ids of its facts in a sheet.
    pub(super) fn ids_in(&self, sheet: &SheetId) -> impl Iterator<Item = &FactId> {
        let facts = self.facts.iter().map(|it| &it.fact);
        let own = facts.filter(move |it| it.sheet == *sheet);
        own.map(|it| &it.id)
    }

    /// The number that the device goes on with, if every fact is accepted; none otherwise.
    pub(super) fn judge(&self, standing: &Standing) -> Option<u64> {
        let owner = standing.owner.as_ref();
        if standing.has_known_id || owner.is_some_and(|it| *it != self.person) {
            return None;
        }
        let expects = u64::try_from(standing.next_n.unwrap_or(1)).ok()?;
        let mut numbers = Sequence::starting_at(expects);
        let mut statuses = standing.sheets.clone();
        for IncomingFact { fact, text } in &self.facts {
            numbers.accept_number(fact, &self.device).ok()?;
            let status = statuses.get_mut(&fact.sheet)?;
            // An answer added to a sheet that is handed in changes its score.
            if !status.state.is_open() {
                return None;
            }
            self.judge_answer(fact, text.len(), status)?;
            status.n_facts += 1;
        }
        Some(numbers.expects)
    }

    fn judge_answer(&self, fact: &Fact, size: usize, standing: &SheetStatus) -> Option<()> {
        let FactBody::Answer { item, .. } = &fact.body else {
            return None;
        };
        let instrument = &fact.sheet.instrument;
        let item = self.catalogue.item(instrument, item);
        let form = self.catalogue.newest(instrument);
        let asked = NewFact {
            person: &self.person,
            schema: self.schema,
            fact,
            size,
            course: form.map(|it| it.edition.course),
            item: item.map(|it| &it.item),
            earlier_kinds: item.map_or(&[], |it| &it.earlier_kinds),
            standing,
        };
        asked.judge().ok()
    }
}

/// Whether the fact's id stands in JSON as it is, so that it can be looked for in the log.
fn has_plain_id(fact: &Fact) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_.:".contains(it);
    fact.id.as_str().chars().all(is_plain)
}
