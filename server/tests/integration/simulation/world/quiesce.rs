//! The end of a schedule: faults stop, and every device exchanges until nothing is pending.

use super::World;
use crate::simulation::profile::Exchange;
use crate::simulation::profile::Tab;
use crate::simulation::profile::Typing;
use api::retry::SyncLoop;
use domain::ids::PersonId;
use std::collections::BTreeSet;

impl World {
    /// Stops the faults; everyone with data in a profile signs in there, recovers copies and exchanges, twice over.
    pub(super) fn quiesce(&mut self) -> Result<(), String> {
        self.requests.clear();
        self.answers.clear();
        for _ in 0..2 {
            for of in 0..self.profiles.len() {
                self.profiles[of].crash(0);
                self.profiles[of].crash(1);
                let profile = &mut self.profiles[of];
                let with_disk = profile.disks.keys().cloned();
                let with_copies = profile.copies.keys().map(|it| it.0.clone());
                let people: BTreeSet<PersonId> = with_disk.chain(with_copies).collect();
                for person in people {
                    self.profiles[of].person = person;
                    self.exchange_until_idle(of)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn exchange_until_idle(&mut self, of: usize) -> Result<(), String> {
        self.profiles[of].open(0);
        let person = self.profiles[of].person.clone();
        let mut n = 0;
        while let Some(copy) = self.copy_of(of, &person) {
            let profile = &mut self.profiles[of];
            if let Some(tab) = &mut profile.tabs[0] {
                tab.typing = Some(copy);
            }
            profile.begin_edit(0);
            self.finish_write(of, 0, false)?;
            n += 1;
            if n > 400 {
                return Err(format!("S1: a copy is never taken up by {person}"));
            }
        }
        let mut courier = SyncLoop::default();
        for _ in 0..400 {
            if !self.exchange_once(of, &person, &mut courier)? {
                self.profiles[of].crash(0);
                return Ok(());
            }
        }
        Err(format!(
            "{}: an exchange never comes to an end",
            self.profiles[of].name
        ))
    }

    pub(super) fn copy_of(&self, of: usize, person: &PersonId) -> Option<Typing> {
        let mut copies = self.profiles[of].copies.iter();
        let (_, copy) = copies.find(|it| it.0.0 == *person)?;
        Some(Typing {
            is_copy: true,
            ..copy.clone()
        })
    }

    /// One exchange without faults. Returns whether another should follow.
    pub(super) fn exchange_once(
        &mut self,
        of: usize,
        person: &PersonId,
        courier: &mut SyncLoop,
    ) -> Result<bool, String> {
        let waiting = |world: &Self| {
            let tab = world.profiles[of].tabs[0].as_ref();
            tab.map_or(0, |it| it.journal.n_pending())
        };
        let before = waiting(self);
        self.profiles[of].begin_push(0);
        self.finish_write(of, 0, false)?;
        let Some(Tab {
            exchange: Exchange::ReadyToSend(push),
            ..
        }) = self.profiles[of].tabs[0].as_ref()
        else {
            return Err("an offer was not written".to_owned());
        };
        let push = push.clone();
        let answer = self.exchange(of, person, &push);
        self.keep_record(person, &push, &answer);
        let pull = answer.map_err(|it| format!("the server answers {it:?}"))?;
        self.oracle.check_log(&self.log)?;
        let more = pull.more;
        self.profiles[of].begin_apply_pull(0, pull);
        self.finish_write(of, 0, false)?;
        if let Some(tab) = &mut self.profiles[of].tabs[0] {
            tab.exchange = Exchange::Idle;
        }
        Ok(courier.should_continue(more, before, waiting(self)))
    }
}
