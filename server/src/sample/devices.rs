//! The browsers of the sample ward: each person's device writes and pushes as a browser does, a sheet at a time.

use crate::app_state::{AppState, CallError, roles_of};
use crate::db::sql;
use crate::interviews::team;
use crate::sheets::exchange;
use api::access::{Caller, Viewer};
use domain::fact::{FactBody, LoggedFact, Step, StepDetails};
use domain::ids::{DeviceId, PersonId};
use domain::instrument::Edition;
use domain::journal::{AnswerEdit, FactStamp, Journal, JournalMeta, StoredJournal};
use domain::person::Person;
use domain::sheet::{Sheet, SheetId};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

pub(super) struct Devices {
    /// Everyone, by 職員番号.
    pub(super) people: Vec<Person>,
    /// The fiscal year in which the sample begins.
    pub(super) first_year: u16,
    /// What each device knows of itself between two sheets.
    metas: HashMap<DeviceId, JournalMeta>,
    /// Every sheet as the server has it, by place in the log.
    facts: HashMap<SheetId, BTreeMap<i64, LoggedFact>>,
    n_ids: u64,
}

/// A sheet that somebody has open, in a journal with nothing else.
pub(super) struct OpenSheet {
    journal: Journal,
    pub(super) id: SheetId,
}

impl Devices {
    pub(super) async fn of(app: &AppState) -> Result<Self, CallError> {
        let rows = sql!(personnel / everyone).fetch_all(app.readers()).await?;
        let people = rows.iter().map(crate::accounts::read_person);
        let mut people: Vec<Person> = people.collect::<Result<_, _>>()?;
        for person in &mut people {
            person.roles = roles_of(app.readers(), &person.id).await?;
        }
        people.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(Self {
            people,
            first_year: app.now().fiscal_year(),
            metas: HashMap::new(),
            facts: HashMap::new(),
            n_ids: 0,
        })
    }

    pub(super) fn person(&self, id: &PersonId) -> Result<Person, CallError> {
        let found = self.people.iter().find(|it| it.id == *id);
        Ok(found.cloned().ok_or(api::Code::NotFound)?)
    }

    /// Opens a sheet on somebody's device.
    pub(super) fn open(&self, by: &PersonId, sheet: &SheetId) -> OpenSheet {
        self.open_on(by, sheet, "sample")
    }

    /// Opens a sheet on one of somebody's devices.
    pub(super) fn open_on(&self, by: &PersonId, sheet: &SheetId, which: &str) -> OpenSheet {
        let device = DeviceId(format!("{which}-{}", by.as_str()));
        let new = || Journal::new(by.clone(), device.clone()).meta;
        let meta = self.metas.get(&device).cloned().unwrap_or_else(new);
        let facts = self.facts.get(sheet).into_iter().flat_map(BTreeMap::values);
        let stored = StoredJournal {
            heard: facts.cloned().collect(),
            ..StoredJournal::default()
        };
        OpenSheet {
            journal: Journal::load(meta, stored),
            id: sheet.clone(),
        }
    }

    fn stamp(&mut self, app: &AppState) -> FactStamp {
        self.n_ids += 1;
        FactStamp {
            id: format!("sample-{}", self.n_ids).into(),
            at: app.now(),
        }
    }

    /// Answers those of the items that the form has.
    pub(super) fn answer(
        &mut self,
        app: &AppState,
        open: &mut OpenSheet,
        form: &Edition,
        answers: impl IntoIterator<Item = (String, Value)>,
    ) {
        for (id, value) in answers {
            let Some(item) = form.item(&id.as_str().into()) else {
                continue;
            };
            let stamp = self.stamp(app);
            let input = AnswerEdit {
                value,
                seen: open.journal.shown_version(&open.id, &item.id),
                ..AnswerEdit::default()
            };
            // What cannot be answered now, in a ward's own form, is left out.
            let _ = open.journal.record_edit(&open.id, item, input, stamp);
        }
    }

    /// A step in a sheet that the person has.
    pub(super) fn step(
        &mut self,
        app: &AppState,
        open: &mut OpenSheet,
        step: Step,
        act: StepDetails,
    ) {
        let stamp = self.stamp(app);
        let _ = open.journal.record_step(&open.id, step, act, stamp);
    }

    /// A step in a sheet that somebody is shown, on what its owner last sent.
    pub(super) fn shown_step(
        &mut self,
        app: &AppState,
        open: &mut OpenSheet,
        step: Step,
        note: &str,
    ) {
        let made_on = open.sheet().hash();
        let act = StepDetails {
            note: note.to_owned(),
            by: Some(open.journal.meta.person.clone()),
            ..StepDetails::default()
        };
        let stamp = self.stamp(app);
        let body = FactBody::Step { step, made_on, act };
        open.journal.record_shown_step(&open.id, body, stamp);
    }

    /// Opens a sheet for somebody who writes in it beside its owner.
    pub(super) async fn check_out(
        &self,
        app: &AppState,
        by: &Viewer,
        sheet: &SheetId,
    ) -> Result<OpenSheet, CallError> {
        let mut open = self.open(&by.id, sheet);
        let device = open.journal.meta.device.clone();
        let out = team::check_out_sheet(app, by, sheet, Some(device)).await?;
        open.journal.check_out(sheet, &out.epoch, &out.facts);
        Ok(open)
    }

    /// Pushes and pulls until nothing is left; the sheet stays open.
    pub(super) async fn sync(
        &mut self,
        app: &AppState,
        open: &mut OpenSheet,
    ) -> Result<(), CallError> {
        let person = open.journal.meta.person.clone();
        loop {
            let (push, _) = open.journal.next_push();
            let device = push.device.clone();
            let pull = exchange::exchange(app, person.clone(), push.clone()).await?;
            let pull = pull.unpacked(&push, &person)?;
            for it in &pull.heard {
                let sheet = self.facts.entry(it.fact.sheet.clone()).or_default();
                sheet.insert(it.seq, it.clone());
            }
            let n_ids = &mut self.n_ids;
            open.journal.apply_pull(&device, &pull, &mut || {
                *n_ids += 1;
                format!("sample-{n_ids}").into()
            });
            if !pull.more && open.journal.n_pending() == 0 {
                break;
            }
        }
        let mut meta = open.journal.meta.clone();
        meta.along.clear();
        self.metas.insert(meta.device.clone(), meta);
        Ok(())
    }
}

impl OpenSheet {
    pub(super) fn sheet(&self) -> Sheet {
        self.journal.sheet(&self.id)
    }
}

/// Somebody as they call.
pub(super) fn viewer(person: &Person) -> Viewer {
    Viewer {
        id: person.id.clone(),
        roles: person.roles.clone(),
        caller: Caller::default(),
    }
}
