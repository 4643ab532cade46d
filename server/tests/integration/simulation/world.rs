//! The world: profiles, a server, a network, and a scheduler that picks the next action or fault.

mod checkout;
mod network;
mod quiesce;
mod restore;
mod transfer;
mod user_actions;

use crate::simulation::defect::Defect;
use crate::simulation::disk::Disk;
use crate::simulation::oracle::Oracle;
use crate::simulation::packed;
use crate::simulation::profile::{Profile, texts_on};
use crate::simulation::server_log::{SUPERVISOR, ServerLog, value_of};
use api::Code;
use domain::ids::PersonId;
use domain::journal::{Journal, Pull, Push, TransferBundle};
use std::collections::BTreeSet;

/// A push on its way to the server, and the profile and tab that wait for the response.
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

/// A push that the server accepted, and its response.
pub struct RecordedPush {
    pub person: PersonId,
    pub push: Push,
    pub pull: Pull,
}

pub struct World {
    pub profiles: Vec<Profile>,
    pub log: ServerLog,
    pub oracle: Oracle,
    dice: fastrand::Rng,
    requests: Vec<Request>,
    answers: Vec<Answer>,
    backups: Vec<ServerLog>,
    /// Files that people exported for another device.
    bundles: Vec<TransferBundle>,
    n_serials: u64,
    n_values: u32,
    n_epochs: u32,
    defect: Option<Defect>,
    /// Whether [`BOSS`] takes part and writes in the joint sheet.
    with_supervisor: bool,
    is_verbose: bool,
    /// Accepted pushes, if recording. Then the server is never restored and permissions never change.
    record: Option<Vec<RecordedPush>>,
}

impl World {
    pub fn new(seed: u64, defect: Option<Defect>) -> Self {
        let mut dice = fastrand::Rng::with_seed(seed);
        let with_boss = seed.is_multiple_of(3);
        // With a joint sheet there are fewer devices, so that each gets more steps.
        let n = dice.usize(2..=if with_boss { 3 } else { 6 });
        let profiles = (0..n).map(|at| {
            let person = match dice.u8(0..8) {
                _ if with_boss && at == 0 => SUPERVISOR,
                0..2 => "E2",
                2..4 if with_boss => SUPERVISOR,
                _ => "E1",
            };
            Profile::new(format!("p{at}"), person.into(), defect)
        });
        Self {
            profiles: profiles.collect(),
            log: ServerLog::new(defect),
            oracle: Oracle::default(),
            dice,
            requests: Vec::new(),
            answers: Vec::new(),
            backups: Vec::new(),
            bundles: Vec::new(),
            n_serials: 0,
            n_values: 0,
            n_epochs: 0,
            defect,
            with_supervisor: with_boss,
            is_verbose: std::env::var_os("TELL").is_some(),
            record: None,
        }
    }

    /// A world that records every accepted push for the replay against SQLite.
    pub fn recorded(seed: u64) -> Self {
        Self {
            record: Some(Vec::new()),
            ..Self::new(seed, None)
        }
    }

    /// Empties the record.
    pub fn take_record(&mut self) -> Vec<RecordedPush> {
        self.record.take().unwrap_or_default()
    }

    fn keep_record(&mut self, person: &PersonId, push: &Push, answer: &Result<Pull, Code>) {
        if let (Some(record), Ok(pull)) = (&mut self.record, answer) {
            record.push(RecordedPush {
                person: person.clone(),
                push: push.clone(),
                pull: pull.clone(),
            });
        }
    }

    /// What the server answers to a push. Every second profile packs what it sends.
    fn exchange(&mut self, of: usize, person: &PersonId, push: &Push) -> Result<Pull, Code> {
        packed::exchange(&mut self.log, person, push, of % 2 == 1)
    }

    fn is(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    /// Runs a schedule of `steps` random steps, then syncs every device and checks the laws.
    pub fn run(&mut self, steps: usize) -> Result<(), String> {
        for _ in 0..steps {
            let profile = self.dice.usize(0..self.profiles.len());
            let tab = usize::from(self.dice.u8(0..4) == 0);
            self.step(profile, tab)?;
        }
        self.quiesce()?;
        Oracle::check_final_state(self)
    }

    fn step(&mut self, of: usize, at: usize) -> Result<(), String> {
        if self.profiles[of].tabs[at].is_none() {
            self.profiles[of].open(at);
        }
        let what = self
            .dice
            .u8(0..if self.with_supervisor { 140 } else { 100 });
        if self.is_verbose {
            eprintln!("p{of}.{at}: step {what}");
        }
        match what {
            0..=22 => self.type_text(of, at),
            23..=42 => self.begin_transaction(of, at),
            43..=61 => self.finish_write(of, at, false)?,
            62..=73 => self.deliver()?,
            74..=81 => self.receive_response(),
            82..=83 => {
                self.check_typing_survives(of, at)?;
                self.profiles[of].crash(at);
            }
            84 => self.profiles[of].lose_power(),
            85 => self.finish_write(of, at, true)?,
            86 => self.profiles[of].flush_some_copies(&mut self.dice),
            87 => self.switch_user(of)?,
            88..=89 => self.take_step(of, at),
            90..=91 => self.resolve_rejected(of, at),
            92 => self.profiles[of].clock += self.dice.i64(-315_360_000_000..=315_360_000_000),
            93..=94 => self.back_up(),
            95 => self.restore()?,
            96..=97 => self.save_or_restore_image(of),
            98 => self.transfer(of)?,
            99 => self.reload_tab(of, at),
            100..=112 => self.check_out(of, at),
            113..=116 => self.toggle_supervisor()?,
            _ => self.exchange_without_faults(of)?,
        }
        Ok(())
    }

    /// Every text on any disk or in the log.
    pub fn all_texts(&self) -> BTreeSet<String> {
        let disks = self.profiles.iter().flat_map(|it| it.disks.values());
        let on_disks = disks.flat_map(texts_on).map(|it| it.1);
        let logged = self.log.facts.iter().filter_map(|it| value_of(&it.fact));
        on_disks
            .chain(logged.flat_map(str::lines).map(str::to_owned))
            .collect()
    }

    /// Like `everything`, without facts pulled from other devices: after a restore a device pushes only its own
    /// (S14).
    fn all_pushable_texts(&self) -> BTreeSet<String> {
        let disks = self.profiles.iter().flat_map(|it| it.disks.values());
        let on_disks = disks.flat_map(|it| texts_on(&without_pulled(it)));
        let logged = self.log.facts.iter().filter_map(|it| value_of(&it.fact));
        let logged = logged.flat_map(str::lines).map(str::to_owned);
        on_disks.map(|it| it.1).chain(logged).collect()
    }

    /// Like `everything_offered`, without drafts.
    fn pushable_fact_texts(&self) -> BTreeSet<String> {
        let disks = self.profiles.iter().flat_map(|it| it.disks.values());
        let on_disks = disks.flat_map(|disk| {
            let mut disk = without_pulled(disk);
            disk.drafts.clear();
            texts_on(&disk)
        });
        let logged = self.log.facts.iter().filter_map(|it| value_of(&it.fact));
        let logged = logged.flat_map(str::lines).map(str::to_owned);
        on_disks.map(|it| it.1).chain(logged).collect()
    }

    /// Every journal as loaded from its disk, with the profile's name.
    pub fn journals(&self) -> Vec<(String, Journal)> {
        let all = self.profiles.iter().flat_map(|profile| {
            let disks = profile.disks.values();
            disks.filter_map(|it| Some((profile.name.clone(), it.load()?)))
        });
        all.collect()
    }
}

/// A copy of the disk without facts pulled from other devices.
fn without_pulled(disk: &Disk) -> Disk {
    let mut disk = disk.clone();
    let own = disk.meta.as_ref().map(|it| it.device.clone());
    disk.heard
        .retain(|_, it| Some(&it.fact.device) == own.as_ref());
    disk
}
