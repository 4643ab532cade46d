//! User actions: type, submit, sign out, resolve rejected entries; and how their writes reach the disk.

use super::World;
use crate::simulation::defect::Defect;
use crate::simulation::profile::Exchange;
use crate::simulation::profile::Purpose;
use crate::simulation::profile::Typing;
use crate::simulation::profile::sheet_of;
use crate::simulation::server_log::item_of;
use crate::simulation::server_log::value_of;
use crate::simulation::server_log::{ITEMS, JOINT_ITEMS, SUPERVISOR};
use domain::fact::Step;
use std::collections::BTreeSet;

impl World {
    pub(super) fn type_text(&mut self, of: usize, at: usize) {
        let mut items = ITEMS.to_vec();
        if self.may_edit_joint_sheet(of, at) {
            items.extend(JOINT_ITEMS.repeat(4));
        }
        let item = items[self.dice.usize(0..items.len())].to_owned();
        self.n_values += 1;
        // One text in eight is too long for an answer and becomes a draft.
        let tail = if self.dice.u8(0..8) == 0 {
            "と長い文"
        } else {
            ""
        };
        let value = format!("v{}{tail}", self.n_values);
        let profile = &mut self.profiles[of];
        let Some(tab) = &mut profile.tabs[at] else {
            return;
        };
        let base = match &tab.typing {
            Some(it) if it.item != item => return,
            Some(it) => it.base.clone(),
            None => {
                let sheet = sheet_of(&tab.person, &item);
                tab.journal.shown_version(&sheet, &item.as_str().into())
            }
        };
        let key = (tab.person.clone(), item.clone(), tab.page);
        let typing = Typing {
            item,
            value,
            base,
            by: tab.page,
            n: self.n_values.into(),
            is_copy: false,
        };
        tab.typing = Some(typing.clone());
        profile.copies.insert(key, typing);
    }

    /// Recovers the copy of a dead tab, begins to record typed text, or continues the exchange.
    pub(super) fn begin_transaction(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        if profile.is_writing() {
            return;
        }
        let others = profile.tabs.iter().flatten().any(|it| it.typing.is_some());
        let Some(tab) = &mut profile.tabs[at] else {
            return;
        };
        if tab.typing.is_none() && !others && self.dice.bool() {
            let left = profile.copies.iter().find(|it| it.0.0 == tab.person);
            tab.typing = left.map(|it| Typing {
                is_copy: true,
                ..it.1.clone()
            });
        }
        if tab.typing.is_some() && self.dice.u8(0..3) > 0 {
            if self.is(Defect::AutosaveDroppedEarly) {
                self.drop_copy(of, at);
            }
            self.profiles[of].begin_edit(at);
            if self.is(Defect::SavedBeforeCommit) {
                self.show_saved(of, at);
            }
            return;
        }
        self.continue_exchange(of, at);
    }

    pub(super) fn drop_copy(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        let Some(typing) = profile.tabs[at].as_ref().and_then(|it| it.typing.clone()) else {
            return;
        };
        profile
            .copies
            .remove(&(profile.person.clone(), typing.item, typing.by));
    }

    /// S1: text being typed in the only tab is always in an autosave copy or on the disk.
    pub(super) fn check_typing_survives(&mut self, of: usize, at: usize) -> Result<(), String> {
        let profile = &mut self.profiles[of];
        let ([Some(tab), None] | [None, Some(tab)]) = &profile.tabs else {
            return Ok(());
        };
        debug_assert!(profile.tabs[at].is_some());
        let written = tab.write.as_ref().and_then(|it| match &it.then {
            Purpose::Edited(typing) => Some(typing),
            _ => None,
        });
        for typing in tab
            .typing
            .iter()
            .chain(written)
            .cloned()
            .collect::<Vec<_>>()
        {
            let key = (profile.person.clone(), typing.item.clone(), typing.by);
            let is_there =
                profile.copies.contains_key(&key) || self.oracle.noted.contains(&typing.value);
            if !is_there && !typing.is_copy {
                return Err(format!("S1: {} is gone with its tab", typing.value));
            }
        }
        Ok(())
    }

    pub(super) fn show_saved(&mut self, of: usize, at: usize) {
        let profile = &self.profiles[of];
        let write = profile.tabs[at].as_ref().and_then(|it| it.write.as_ref());
        if let Some(Purpose::Edited(typing)) = write.map(|it| &it.then) {
            let (item, value) = (typing.item.clone(), typing.value.clone());
            let key = (of, profile.person.clone(), item);
            self.oracle.saved.entry(key).or_default().insert(value);
        }
    }

    /// Commits the open transaction, or aborts it as a full disk does.
    pub(super) fn finish_write(&mut self, of: usize, at: usize, fails: bool) -> Result<(), String> {
        let profile = &mut self.profiles[of];
        let Some(write) = profile.tabs[at].as_mut().and_then(|it| it.write.take()) else {
            return Ok(());
        };
        if fails {
            if let (Purpose::Edited(typing), Some(tab)) = (write.then, &mut profile.tabs[at]) {
                tab.typing.get_or_insert(typing);
            }
            return Ok(());
        }
        let item = match &write.then {
            Purpose::Edited(it) => Some(it.item.clone()),
            _ => None,
        };
        let before = item
            .as_ref()
            .map(|it| profile.values(it))
            .unwrap_or_default();
        if self.is_verbose {
            eprintln!("p{of}.{at}: writes {:#?}", write.changes);
        }
        for change in &write.changes {
            profile.disk().apply(change);
        }
        let after = item
            .as_ref()
            .map(|it| profile.values(it))
            .unwrap_or_default();
        let person = profile.person.clone();
        let (only_here, fresh) = (profile.disk().only_here(), profile.disk().load());
        if let Some(tab) = &mut profile.tabs[at] {
            if write.journal.n_local_only() != only_here && self.defect.is_none() {
                return Err("S17: the number of entries only here is not exact".to_owned());
            }
            let shows_the_defect = matches!(
                self.defect,
                Some(
                    Defect::QueueDeletedOnEpoch
                        | Defect::ImportReplacesQueue
                        | Defect::RejectedDropped
                        | Defect::RenumberedBackwards
                )
            );
            tab.journal = match fresh {
                Some(fresh) if shows_the_defect => fresh,
                _ => write.journal,
            };
            match write.then {
                Purpose::PushBuilt(push) => {
                    tab.device = push.device.clone();
                    tab.exchange = Exchange::ReadyToSend(push);
                }
                Purpose::Edited(typing) => {
                    let is_new = after.contains(&typing.value) && !before.contains(&typing.value);
                    self.oracle.check_input(of, &person, &typing, is_new)?;
                    self.oracle.noted.insert(typing.value.clone());
                    if typing.is_copy {
                        self.oracle.recovered.insert(typing.value.clone());
                    }
                    let key = (of, person.clone(), typing.item.clone());
                    let saved = self.oracle.saved.entry(key).or_default();
                    // A person's own text may replace everything earlier; a recovered copy only its base.
                    let base = typing.base.value.as_str().unwrap_or_default();
                    let may_go =
                        |it: &String| !typing.is_copy || base.lines().any(|line| line == it);
                    let went = |it: &String| before.contains(it) && !after.contains(it);
                    saved.retain(|it| !(went(it) && may_go(it)));
                    if !typing.is_copy {
                        saved.insert(typing.value.clone());
                    }
                    let key = (person, typing.item, typing.by);
                    let copy = profile.copies.get(&key);
                    if copy.is_some_and(|it| it.value == typing.value) {
                        profile.copies.remove(&key);
                    }
                }
                Purpose::Other => {}
            }
        }
        Ok(())
    }

    /// Signs the user out, with or without pending entries, and signs a random user in.
    pub(super) fn switch_user(&mut self, of: usize) -> Result<(), String> {
        if self.profiles[of].is_writing() {
            return Ok(());
        }
        let profile = &mut self.profiles[of];
        let only_here = profile.disk().only_here();
        let copies = profile.copies.keys().any(|it| it.0 == profile.person);
        let heard = profile.disk().heard.values();
        let heard: BTreeSet<String> = heard
            .filter_map(|it| Some(value_of(&it.fact)?.to_owned()))
            .collect();
        if only_here > 0 || copies {
            if profile.tabs[0].is_none() {
                profile.open(0);
            }
            profile.begin(0, Purpose::Other, |journal, _| journal.drop_synced());
            self.finish_write(of, 0, false)?;
        } else {
            let person = self.profiles[of].person.clone();
            self.profiles[of].disks.remove(&person);
            // A new journal does not know which inputs an earlier one recorded.
            self.oracle.inputs.retain(|it, _| it.0 != of);
        }
        if self.is(Defect::QueueDeletedOnSignOut) {
            let person = self.profiles[of].person.clone();
            self.profiles[of].disks.remove(&person);
        }
        // Signing out deletes acknowledged facts on purpose. If a restored server has lost them too, they are gone.
        let left = self.all_pushable_texts();
        let gone: BTreeSet<String> = heard.difference(&left).cloned().collect();
        self.oracle.release(|it| gone.contains(it));
        let profile = &mut self.profiles[of];
        profile.person = ["E1", "E2", SUPERVISOR]
            [self.dice.usize(0..if self.with_supervisor { 3 } else { 2 })]
        .into();
        let waiting = profile.tabs.each_ref().map(Option::is_some);
        for (at, was_open) in waiting.into_iter().enumerate() {
            profile.tabs[at] = None;
            if was_open {
                profile.open(at);
            }
        }
        Ok(())
    }

    pub(super) fn take_step(&mut self, of: usize, at: usize) {
        if self.profiles[of].is_writing() {
            return;
        }
        let step = if self.dice.u8(0..3) > 0 {
            Step::Submit
        } else {
            Step::Withdraw
        };
        self.profiles[of].begin_step(at, step);
    }

    pub(super) fn resolve_rejected(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        if profile.is_writing() {
            return;
        }
        let Some(id) = profile.disk().tray.keys().next().cloned() else {
            return;
        };
        if self.dice.u8(0..4) > 0 {
            // A rejected fact that was also imported is in two trays; retrying both duplicates its text legitimately.
            let again = profile.disk().tray[&id].fact.clone();
            let text = value_of(&again).filter(|_| !self.bundles.is_empty());
            self.oracle.recovered.extend(text.map(str::to_owned));
            let profile = &mut self.profiles[of];
            profile.begin(at, Purpose::Other, |journal, mint| {
                journal.retry_rejected(&id, mint())
            });
        } else {
            let fact = profile.disk().tray[&id].fact.clone();
            if let (Some(item), Some(value)) = (item_of(&fact), value_of(&fact)) {
                self.oracle.forget_rejected(item, value);
            }
            profile.begin(at, Purpose::Other, |journal, _| {
                journal.discard_rejected(&id)
            });
        }
    }

    /// The tab reloads what another tab has written.
    pub(super) fn reload_tab(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        let fresh = profile.disk().load();
        if let (Some(tab), Some(fresh)) = (&mut profile.tabs[at], fresh)
            && tab.write.is_none()
        {
            tab.journal = fresh;
        }
    }
}
