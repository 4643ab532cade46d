//! The joint sheet: checked out by the 所属長, and released when the permission is revoked.

use super::World;
use crate::simulation::defect::Defect;
use crate::simulation::profile::Purpose;
use crate::simulation::server_log::{SUPERVISOR, joint_sheet};
use api::retry::SyncLoop;
use domain::journal::StoreWrite;

impl World {
    /// Requests a checkout, or applies an earlier response, which may be stale by then.
    pub(super) fn check_out(&mut self, of: usize, at: usize) {
        let passes_over = self.is(Defect::CheckoutSkipsInFlightFacts);
        let profile = &mut self.profiles[of];
        if profile.is_writing() {
            return;
        }
        if profile.checkout_response.is_some() && self.dice.u8(0..4) > 0 {
            return;
        }
        let Some((person, epoch, facts)) = profile.checkout_response.take() else {
            let person = profile.person.clone();
            if self.log.may_check_out(&person, &joint_sheet()) {
                let facts = self.log.facts.iter();
                let facts = facts.filter(|it| it.fact.sheet == joint_sheet());
                let facts = facts.cloned().collect();
                profile.checkout_response = Some((person, self.log.epoch.clone(), facts));
            }
            return;
        };
        // A response for a user who has signed out is dropped.
        if person == profile.person {
            profile.begin(at, Purpose::Other, |journal, _| {
                let since = journal.meta.since;
                let mut changes = journal.check_out(&joint_sheet(), &epoch, &facts);
                if passes_over {
                    journal.meta.since = since;
                    changes.push(StoreWrite::Meta(journal.meta.clone()));
                }
                changes
            });
        }
    }

    /// One whole exchange without faults, also while something is being typed.
    pub(super) fn exchange_without_faults(&mut self, of: usize) -> Result<(), String> {
        let profile = &mut self.profiles[of];
        if profile.is_writing() || profile.is_exchanging() {
            return Ok(());
        }
        if profile.tabs[0].is_none() {
            profile.open(0);
        }
        let person = profile.person.clone();
        self.exchange_once(of, &person, &mut SyncLoop::default())?;
        Ok(())
    }

    /// Another 所属長 takes over, or the former one returns.
    pub(super) fn toggle_supervisor(&mut self) -> Result<(), String> {
        self.oracle.check_log(&self.log)?;
        if self.record.is_none() {
            self.log.is_led = !self.log.is_led;
        }
        Ok(())
    }

    /// Whether the person may type in the joint sheet on the page in this tab.
    pub(super) fn may_edit_joint_sheet(&self, of: usize, at: usize) -> bool {
        let profile = &self.profiles[of];
        let tab = profile.tabs[at].as_ref();
        let is_along = tab.is_some_and(|it| it.journal.may_edit(&joint_sheet()));
        is_along
            && (profile.person.as_str() == SUPERVISOR || profile.person == joint_sheet().person)
    }
}
