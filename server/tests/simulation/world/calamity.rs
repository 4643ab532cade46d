//! Restores: of the server from a backup, and of whole profiles from an older image.

use super::World;
use crate::defect::Defect;
use crate::profile::held;
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
        self.oracle.watch(&self.log)?;
        let before: BTreeSet<String> = self.everything();
        self.oracle.nothing_is_missing(&before)?;
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
        let left = self.everything_offered();
        self.oracle.release(|it| !left.contains(it));
        Ok(())
    }

    pub(super) fn take_or_put_back_image(&mut self, of: usize) {
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
                self.oracle.an_image_was_put_back = true;
                let left = self.everything_offered();
                self.oracle.release(|it| !left.contains(it));
                let own = self.profiles[of].disks.values().flat_map(held);
                let own: BTreeSet<String> = own.map(|it| it.1).collect();
                let facts = self.facts();
                self.oracle
                    .release_of(of, |it| !own.contains(it) && !facts.contains(it));
            }
            image => profile.image = image,
        }
    }
}
