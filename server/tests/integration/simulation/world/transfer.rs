//! Transfer in a file: everything pending on one device, imported on others, once or repeatedly.

use super::World;
use crate::simulation::defect::Defect;
use crate::simulation::profile::Purpose;
use crate::simulation::server_log::{item_of, value_of};
use domain::journal::{ImportedFact, StoreWrite, TransferBundle};

impl World {
    /// Exports a profile's pending facts, or imports the newest file of the same person.
    pub(super) fn transfer(&mut self, of: usize) -> Result<(), String> {
        let profile = &mut self.profiles[of];
        if profile.is_writing() {
            return Ok(());
        }
        if profile.tabs[0].is_none() {
            profile.open(0);
        }
        let person = profile.person.clone();
        let own = |it: &&TransferBundle| it.person == person;
        let parcel = self.bundles.iter().rev().find(own).cloned();
        match parcel.filter(|_| self.dice.u8(0..3) > 0) {
            Some(parcel) => self.unpack(of, parcel),
            None => self.pack(of),
        }
    }

    fn pack(&mut self, of: usize) -> Result<(), String> {
        let mut packed = None;
        let forgets = self.is(Defect::ExportedStillRewritten);
        self.profiles[of].begin(0, Purpose::Other, |journal, _| {
            let before = journal.clone();
            let (parcel, changes) = journal.export();
            packed = Some(parcel);
            if forgets {
                *journal = before;
                return Vec::new();
            }
            changes
        });
        self.finish_write(of, 0, false)?;
        self.bundles.extend(packed);
        Ok(())
    }

    fn unpack(&mut self, of: usize, parcel: TransferBundle) -> Result<(), String> {
        let mut taken = Vec::new();
        let (renames, replaces) = (
            self.is(Defect::ImportedUnderNewIds),
            self.is(Defect::ImportReplacesQueue),
        );
        self.profiles[of].begin(0, Purpose::Other, |journal, mint| {
            let mut parcel = parcel;
            for fact in parcel.facts.iter_mut().filter(|_| renames) {
                fact.id = mint().id;
            }
            let (_, changes) = journal.import(parcel).expect("an own parcel");
            taken.clone_from(&changes);
            let queue = journal.as_writes().into_iter().filter(|_| replaces);
            let queue = queue.filter_map(|it| match it {
                StoreWrite::PutPending(it) => Some(StoreWrite::DropPending(it.fact.n)),
                _ => None,
            });
            changes.into_iter().chain(queue).collect()
        });
        self.finish_write(of, 0, false)?;
        let person = self.profiles[of].person.clone();
        for change in taken {
            let StoreWrite::PutImported(ImportedFact { fact, .. }) = change else {
                continue;
            };
            if let (Some(item), Some(value)) = (item_of(&fact), value_of(&fact)) {
                let key = (of, person.clone(), item.to_owned());
                let saved = self.oracle.saved.entry(key).or_default();
                saved.extend(value.lines().map(str::to_owned));
            }
        }
        Ok(())
    }
}
