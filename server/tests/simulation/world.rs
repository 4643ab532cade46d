//! The world: profiles, a server, a network, and a scheduler that picks what goes wrong next.

use super::defect::Defect;
use super::log::{ITEMS, Log, item_of, value_of};
use super::oracle::Oracle;
use super::profile::{Exchange, Profile, Tab, Then, Typing, held, sheet};
use app::api::Code;
use app::courier::Courier;
use app::journal::{Journal, Pull, Push, Step};
use app::model::ids::PersonId;
use std::collections::BTreeSet;

/// A push on its way, and to which tab its answer belongs.
#[derive(Clone)]
struct Request {
    serial: u64,
    person: PersonId,
    to: (usize, usize),
    push: Push,
}

struct Answer {
    serial: u64,
    to: (usize, usize),
    said: Result<Pull, Code>,
}

pub struct World {
    pub profiles: Vec<Profile>,
    pub log: Log,
    pub oracle: Oracle,
    dice: fastrand::Rng,
    requests: Vec<Request>,
    answers: Vec<Answer>,
    backups: Vec<Log>,
    n_serials: u64,
    n_values: u32,
    n_epochs: u32,
    defect: Option<Defect>,
    is_told: bool,
}

impl World {
    pub fn new(seed: u64, defect: Option<Defect>) -> Self {
        let mut dice = fastrand::Rng::with_seed(seed);
        let n = dice.usize(2..=6);
        let profiles = (0..n).map(|at| {
            let person = if dice.u8(0..4) == 0 { "E2" } else { "E1" };
            Profile::new(format!("p{at}"), person.into(), defect)
        });
        Self {
            profiles: profiles.collect(),
            log: Log::new(defect),
            oracle: Oracle::default(),
            dice,
            requests: Vec::new(),
            answers: Vec::new(),
            backups: Vec::new(),
            n_serials: 0,
            n_values: 0,
            n_epochs: 0,
            defect,
            is_told: std::env::var_os("TELL").is_some(),
        }
    }

    fn is(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    /// Runs a schedule of so many steps, then lets everyone come to rest and looks whether every law was kept.
    pub fn run(&mut self, steps: usize) -> Result<(), String> {
        for _ in 0..steps {
            let profile = self.dice.usize(0..self.profiles.len());
            let tab = usize::from(self.dice.u8(0..4) == 0);
            self.step(profile, tab)?;
        }
        self.come_to_rest()?;
        Oracle::judge(self)
    }

    fn step(&mut self, of: usize, at: usize) -> Result<(), String> {
        if self.profiles[of].tabs[at].is_none() {
            self.profiles[of].open(at);
        }
        let what = self.dice.u8(0..100);
        if self.is_told {
            eprintln!("p{of}.{at}: step {what}");
        }
        match what {
            0..=22 => self.type_something(of, at),
            23..=42 => self.begin_something(of, at),
            43..=61 => self.finish_write(of, at, false)?,
            62..=73 => self.deliver()?,
            74..=81 => self.hear_answer(),
            82..=83 => {
                self.typing_outlives(of, at)?;
                self.profiles[of].crash(at);
            }
            84 => self.profiles[of].lose_power(),
            85 => self.finish_write(of, at, true)?,
            86 => self.profiles[of].copies_on_disk = self.profiles[of].copies.clone(),
            87 => self.change_person(of)?,
            88..=89 => self.take_step(of, at),
            90..=91 => self.settle_tray(of, at),
            92 => self.profiles[of].clock += self.dice.i64(-315_360_000_000..=315_360_000_000),
            93..=94 => self.back_up(),
            95 => self.restore()?,
            96..=97 => self.take_or_put_back_image(of),
            _ => self.look_again(of, at),
        }
        Ok(())
    }

    fn type_something(&mut self, of: usize, at: usize) {
        let item = ITEMS[self.dice.usize(0..ITEMS.len())].to_owned();
        self.n_values += 1;
        // Now and then too long to be an answer yet.
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
        let seen = match &tab.typing {
            Some(it) if it.item != item => return,
            Some(it) => it.seen.clone(),
            None => tab
                .journal
                .shown(&sheet(&tab.person), &item.as_str().into()),
        };
        let key = (tab.person.clone(), item.clone());
        let typing = Typing {
            item,
            value,
            seen,
            is_copy: false,
        };
        tab.typing = Some(typing.clone());
        profile.copies.insert(key, typing);
    }

    /// Takes up a copy that a dead tab left, begins to note what is typed, or begins a part of an exchange.
    fn begin_something(&mut self, of: usize, at: usize) {
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
            if self.is(Defect::CopyDroppedEarly) {
                self.drop_copy(of, at);
            }
            self.profiles[of].begin_note(at);
            if self.is(Defect::SavedBeforeCommit) {
                self.show_saved(of, at);
            }
            return;
        }
        self.go_on_exchanging(of, at);
    }

    fn go_on_exchanging(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        let alone = !profile.is_exchanging();
        let Some(tab) = &mut profile.tabs[at] else {
            return;
        };
        match std::mem::replace(&mut tab.exchange, Exchange::Resting) {
            Exchange::Resting if alone => profile.begin_offer(at),
            Exchange::Resting => {}
            Exchange::Ready(push) => {
                self.n_serials += 1;
                tab.exchange = Exchange::Waiting(self.n_serials);
                self.requests.push(Request {
                    serial: self.n_serials,
                    person: tab.person.clone(),
                    to: (of, at),
                    push,
                });
            }
            Exchange::Answered(pull) => profile.begin_hear(at, pull),
            waiting @ Exchange::Waiting(_) => {
                tab.exchange = waiting;
                // Nobody waits for ever for an answer that was lost.
                if self.dice.u8(0..4) == 0 {
                    tab.exchange = Exchange::Resting;
                }
            }
        }
    }

    fn drop_copy(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        let Some(typing) = profile.tabs[at].as_ref().and_then(|it| it.typing.clone()) else {
            return;
        };
        profile
            .copies
            .remove(&(profile.person.clone(), typing.item));
    }

    /// S1: what is being typed in the only tab is in a copy or on the disk at any time.
    fn typing_outlives(&mut self, of: usize, at: usize) -> Result<(), String> {
        let profile = &mut self.profiles[of];
        let ([Some(tab), None] | [None, Some(tab)]) = &profile.tabs else {
            return Ok(());
        };
        debug_assert!(profile.tabs[at].is_some());
        let written = tab.write.as_ref().and_then(|it| match &it.then {
            Then::Noted(typing) => Some(typing),
            _ => None,
        });
        for typing in tab
            .typing
            .iter()
            .chain(written)
            .cloned()
            .collect::<Vec<_>>()
        {
            let key = (profile.person.clone(), typing.item.clone());
            let is_there = profile.copies.contains_key(&key)
                || profile.values(&typing.item).contains(&typing.value);
            if !is_there && !typing.is_copy {
                return Err(format!("S1: {} is gone with its tab", typing.value));
            }
        }
        Ok(())
    }

    fn show_saved(&mut self, of: usize, at: usize) {
        let profile = &self.profiles[of];
        let write = profile.tabs[at].as_ref().and_then(|it| it.write.as_ref());
        if let Some(Then::Noted(typing)) = write.map(|it| &it.then) {
            let (item, value) = (typing.item.clone(), typing.value.clone());
            let key = (of, profile.person.clone(), item);
            self.oracle.saved.entry(key).or_default().insert(value);
        }
    }

    /// A transaction reaches the disk, or fails as one that has no room does.
    fn finish_write(&mut self, of: usize, at: usize, fails: bool) -> Result<(), String> {
        let profile = &mut self.profiles[of];
        let Some(write) = profile.tabs[at].as_mut().and_then(|it| it.write.take()) else {
            return Ok(());
        };
        if fails {
            if let (Then::Noted(typing), Some(tab)) = (write.then, &mut profile.tabs[at]) {
                tab.typing.get_or_insert(typing);
            }
            return Ok(());
        }
        let item = match &write.then {
            Then::Noted(it) => Some(it.item.clone()),
            _ => None,
        };
        let before = item
            .as_ref()
            .map(|it| profile.values(it))
            .unwrap_or_default();
        if self.is_told {
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
            if write.journal.only_here() != only_here && self.defect.is_none() {
                return Err("S17: the number of entries only here is not exact".to_owned());
            }
            let shows_the_defect = matches!(
                self.defect,
                Some(
                    Defect::QueueDeletedOnEpoch
                        | Defect::TrayForgotten
                        | Defect::RenumberedBackwards
                )
            );
            tab.journal = match fresh {
                Some(fresh) if shows_the_defect => fresh,
                _ => write.journal,
            };
            match write.then {
                Then::Offered(push) => tab.exchange = Exchange::Ready(push),
                Then::Noted(typing) => {
                    let key = (of, person.clone(), typing.item.clone());
                    let saved = self.oracle.saved.entry(key).or_default();
                    saved.retain(|it| after.contains(it) || !before.contains(it));
                    if !typing.is_copy {
                        saved.insert(typing.value.clone());
                    }
                    let key = (person, typing.item);
                    let copy = profile.copies.get(&key);
                    if copy.is_some_and(|it| it.value == typing.value) {
                        profile.copies.remove(&key);
                    }
                }
                Then::Other => {}
            }
        }
        Ok(())
    }

    /// One request arrives, late, twice, or at a server that dies.
    fn deliver(&mut self) -> Result<(), String> {
        if self.requests.is_empty() {
            return Ok(());
        }
        let at = self.dice.usize(0..self.requests.len());
        let fault = self.dice.u8(0..20);
        let request = if fault == 0 {
            // Delivered now, and once more later.
            self.requests[at].clone()
        } else {
            self.requests.swap_remove(at)
        };
        let before = self.log.clone();
        let mut answer = match fault {
            1 => return Ok(()),
            2 => Err(Code::SignInRequired),
            3 => Err(Code::Forbidden),
            4 => Err(Code::SlowDown),
            5 => Err(Code::TooLarge),
            6 => Err(Code::StorageFull),
            7 => Err(Code::Internal),
            _ => self.log.exchange(&request.person, request.push.clone()),
        };
        match fault {
            // The server dies before its transaction is on the disk, or after, before it answers.
            8 => {
                self.log = before;
                if !self.is(Defect::AckBeforeCommit) {
                    return Ok(());
                }
            }
            // The answer is lost, or cut off on its way, which is the same to the device.
            9 => return Ok(()),
            10 => answer = Err(Code::Unreachable),
            _ => {}
        }
        self.oracle.watch(&self.log)?;
        self.answers.push(Answer {
            serial: request.serial,
            to: request.to,
            said: answer,
        });
        Ok(())
    }

    fn hear_answer(&mut self) {
        if self.answers.is_empty() {
            return;
        }
        let at = self.dice.usize(0..self.answers.len());
        let answer = self.answers.swap_remove(at);
        let to_anyone = self.is(Defect::AnswerToAnyone);
        let skips = self.is(Defect::SkippedOn4xx);
        let (of, tab_at) = answer.to;
        let profile = &mut self.profiles[of];
        let Some(tab) = &mut profile.tabs[tab_at] else {
            return;
        };
        let waits = matches!(tab.exchange, Exchange::Waiting(it) if it == answer.serial);
        if !waits && !to_anyone {
            return;
        }
        match answer.said {
            Ok(pull) => tab.exchange = Exchange::Answered(pull),
            Err(code) => {
                tab.exchange = Exchange::Resting;
                if skips && (400..500).contains(&code.status()) {
                    let disk = profile.disk();
                    disk.unsent.retain(|_, it| !it.offered);
                }
            }
        }
    }

    /// Someone signs out, with or without entries that could not be sent, and perhaps another signs in.
    fn change_person(&mut self, of: usize) -> Result<(), String> {
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
            profile.begin(0, Then::Other, |journal, _| journal.shed());
            self.finish_write(of, 0, false)?;
        } else {
            let person = self.profiles[of].person.clone();
            self.profiles[of].disks.remove(&person);
        }
        if self.is(Defect::QueueDeletedOnSignOut) {
            let person = self.profiles[of].person.clone();
            self.profiles[of].disks.remove(&person);
        }
        // What the server had acknowledged is forgotten on purpose; if it lost it meanwhile, nobody holds it.
        let left = self.everything();
        let gone: BTreeSet<String> = heard.difference(&left).cloned().collect();
        self.oracle.release(|it| gone.contains(it));
        let profile = &mut self.profiles[of];
        profile.person = if self.dice.bool() { "E1" } else { "E2" }.into();
        let waiting = profile.tabs.each_ref().map(Option::is_some);
        for (at, was_open) in waiting.into_iter().enumerate() {
            profile.tabs[at] = None;
            if was_open {
                profile.open(at);
            }
        }
        Ok(())
    }

    fn take_step(&mut self, of: usize, at: usize) {
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

    fn settle_tray(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        if profile.is_writing() {
            return;
        }
        let Some(id) = profile.disk().tray.keys().next().cloned() else {
            return;
        };
        if self.dice.u8(0..4) > 0 {
            profile.begin(at, Then::Other, |journal, mint| {
                journal.try_again(&id, mint())
            });
        } else {
            let fact = profile.disk().tray[&id].fact.clone();
            if let (Some(item), Some(value)) = (item_of(&fact), value_of(&fact)) {
                self.oracle.put_away(item, value);
            }
            profile.begin(at, Then::Other, |journal, _| journal.discard(&id));
        }
    }

    fn back_up(&mut self) {
        self.backups.push(self.log.clone());
    }

    /// The server goes back to a backup; whatever only it held since then is gone, and only that.
    fn restore(&mut self) -> Result<(), String> {
        if self.backups.is_empty() || self.dice.bool() {
            return Ok(());
        }
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
        let left = self.everything();
        self.oracle.release(|it| !left.contains(it));
        Ok(())
    }

    /// Every text on any disk or in the log.
    pub fn everything(&self) -> BTreeSet<String> {
        let disks = self.profiles.iter().flat_map(|it| it.disks.values());
        let on_disks = disks.flat_map(held).map(|it| it.1);
        let logged = self.log.facts.iter().filter_map(|it| value_of(&it.fact));
        on_disks.chain(logged.map(str::to_owned)).collect()
    }

    fn take_or_put_back_image(&mut self, of: usize) {
        let profile = &mut self.profiles[of];
        if profile.is_writing() {
            return;
        }
        match profile.image.take() {
            None => profile.image = Some((profile.disks.clone(), profile.copies.clone())),
            Some((disks, copies)) if self.dice.bool() => {
                // What only the lost image held is gone: no program can keep that.
                profile.lose_power();
                (profile.disks, profile.copies) = (disks, copies.clone());
                profile.copies_on_disk = copies;
                self.oracle.an_image_was_put_back = true;
                let left = self.everything();
                self.oracle.release(|it| !left.contains(it));
            }
            image => profile.image = image,
        }
    }

    /// A tab reads again what another wrote.
    fn look_again(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        let fresh = profile.disk().load();
        if let (Some(tab), Some(fresh)) = (&mut profile.tabs[at], fresh)
            && tab.write.is_none()
        {
            tab.journal = fresh;
        }
    }

    /// Faults end; everyone who has anything here signs in, and exchanges until nothing is left to say or hear.
    fn come_to_rest(&mut self) -> Result<(), String> {
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
                    self.settle(of)?;
                }
            }
        }
        Ok(())
    }

    fn settle(&mut self, of: usize) -> Result<(), String> {
        self.profiles[of].open(0);
        let person = self.profiles[of].person.clone();
        while let Some(copy) = self.copy_of(of, &person) {
            let profile = &mut self.profiles[of];
            if let Some(tab) = &mut profile.tabs[0] {
                tab.typing = Some(copy);
            }
            profile.begin_note(0);
            self.finish_write(of, 0, false)?;
        }
        let mut courier = Courier::default();
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

    fn copy_of(&self, of: usize, person: &PersonId) -> Option<Typing> {
        let mut copies = self.profiles[of].copies.iter();
        let (_, copy) = copies.find(|it| it.0.0 == *person)?;
        Some(Typing {
            is_copy: true,
            ..copy.clone()
        })
    }

    /// One exchange without faults; whether another follows.
    fn exchange_once(
        &mut self,
        of: usize,
        person: &PersonId,
        courier: &mut Courier,
    ) -> Result<bool, String> {
        self.profiles[of].begin_offer(0);
        self.finish_write(of, 0, false)?;
        let Some(Tab {
            exchange: Exchange::Ready(push),
            ..
        }) = self.profiles[of].tabs[0].as_ref()
        else {
            return Err("an offer was not written".to_owned());
        };
        let n_offered = push.facts.len();
        let push = push.clone();
        let pull = self
            .log
            .exchange(person, push)
            .map_err(|it| format!("the server answers {it:?}"))?;
        self.oracle.watch(&self.log)?;
        let more = pull.more;
        self.profiles[of].begin_hear(0, pull);
        self.finish_write(of, 0, false)?;
        if let Some(tab) = &mut self.profiles[of].tabs[0] {
            tab.exchange = Exchange::Resting;
        }
        let unsent = self.profiles[of].tabs[0]
            .as_ref()
            .map_or(0, |it| it.journal.n_unsent());
        Ok(courier.goes_on(more, n_offered, unsent))
    }

    /// The journals of everyone as their disks have them.
    pub fn journals(&self) -> Vec<(String, Journal)> {
        let all = self.profiles.iter().flat_map(|profile| {
            let disks = profile.disks.values();
            disks.filter_map(|it| Some((profile.name.clone(), it.load()?)))
        });
        all.collect()
    }
}
