//! Restores: of the server from a backup, and of whole profiles from an older image.

use super::World;
use crate::simulation::defect::Defect;
use crate::simulation::profile::texts_on;
use std::collections::BTreeSet;

impl World {
    pub(super) fn back_up(&mut self) {
        self.backups.push(self.log.clone());
    }

    /// Restores the server from a random backup. Only facts that no other disk holds are lost by it.
    pub(super) fn restore(&mut self) -> Result<(), String> {
        if self.backups.is_empty() || self.record.is_some() || self.dice.bool() {
            return Ok(());
        }
        self.oracle.check_log(&self.log)?;
        let before: BTreeSet<String> = self.all_texts();
        self.oracle.check_nothing_lost(&before)?;
        let at = self.dice.usize(0..self.backups.len());
        self.n_epochs += 1;
        let keeps = self.is(Defect::RestoreKeepsEpoch);
        let epoch = if keeps {
            self.log.epoch.clone()
        } else {
            format!("epoch-{}", self.n_epochs).as_str().into()
        };
        self.log = self.backups[at].clone();
        self.log.epoch = epoch;
        let left = self.all_pushable_texts();
        self.oracle.release(|it| !left.contains(it));
        Ok(())
    }

    pub(super) fn save_or_restore_image(&mut self, of: usize) {
        let profile = &mut self.profiles[of];
        if profile.is_writing() {
            return;
        }
        match profile.image.take() {
            None => profile.image = Some((profile.disks.clone(), profile.copies.clone())),
            Some((disks, copies)) if self.dice.bool() => {
                // What existed only in the replaced profile is lost: no program can prevent that.
                profile.lose_power();
                (profile.disks, profile.copies) = (disks, copies.clone());
                profile.copies_on_disk = copies;
                self.oracle.image_restored = true;
                self.oracle.inputs.retain(|it, _| it.0 != of);
                let left = self.all_pushable_texts();
                self.oracle.release(|it| !left.contains(it));
                let own = self.profiles[of].disks.values().flat_map(texts_on);
                let own: BTreeSet<String> = own.map(|it| it.1).collect();
                let facts = self.pushable_fact_texts();
                self.oracle
                    .release_in_profile(of, |it| !own.contains(it) && !facts.contains(it));
            }
            image => profile.image = image,
        }
    }
}
