//! A device that exchanges with the server over HTTP.

use super::{NOW, TestApp, item, sheet};
use axum::http::StatusCode;
use domain::fact::{Step, StepDetails};
use domain::ids::{DeviceId, FactId};
use domain::instrument::Item;
use domain::journal::{AnswerEdit, EditError, FactStamp, Journal, Pull, Push};
use domain::sheet::SheetId;
use serde_json::{Value, json};
use std::cell::Cell;

/// A browser profile of one person: a real journal with counted instead of random ids.
pub struct Device {
    pub journal: Journal,
    pub person: String,
    pub cookie: String,
    /// The schema that the server says it reads.
    server_schema: Cell<u32>,
    n_ids: u32,
}

impl Device {
    pub fn new(person: &str, name: &str, cookie: &str) -> Self {
        let journal = Journal::new(person.into(), name.into());
        Self {
            journal,
            person: person.to_owned(),
            cookie: cookie.to_owned(),
            server_schema: Cell::default(),
            n_ids: 0,
        }
    }

    pub fn next_id(&mut self) -> FactId {
        self.n_ids += 1;
        format!("{}-{}", self.journal.meta.device, self.n_ids).into()
    }

    pub fn next_stamp(&mut self) -> FactStamp {
        FactStamp {
            id: self.next_id(),
            at: NOW,
        }
    }

    pub fn answer(&mut self, id: &str, value: Value) {
        let _ = self.answer_in(&sheet(&self.person), &item(id), value);
    }

    /// Records an answer to an item of any sheet.
    pub fn answer_in(
        &mut self,
        sheet: &SheetId,
        item: &Item,
        value: Value,
    ) -> Result<(), EditError> {
        let minted = self.next_stamp();
        let seen = self.journal.shown_version(sheet, &item.id);
        let input = AnswerEdit {
            value,
            seen,
            ..AnswerEdit::default()
        };
        self.journal
            .record_edit(sheet, item, input, minted)
            .map(drop)
    }

    pub fn step(&mut self, step: Step) {
        self.step_in(&sheet(&self.person), step, StepDetails::default());
    }

    pub fn step_in(&mut self, sheet: &SheetId, step: Step, act: StepDetails) {
        let minted = self.next_stamp();
        self.journal
            .record_step(sheet, step, act, minted)
            .expect("a step");
    }

    pub async fn send(&self, app: &TestApp, push: &Push) -> Pull {
        let packed = push.clone().packed_for(self.server_schema.get());
        let body = json!({"push": packed.expect("packed")});
        let (status, answer) = app.post("exchange", Some(&self.cookie), &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let pull: Pull = serde_json::from_value(answer).expect("a pull");
        self.server_schema.set(pull.schema);
        let person = &self.journal.meta.person;
        pull.unpacked(push, person).expect("unpacked")
    }

    pub fn apply_pull(&mut self, pull: &Pull) {
        let device = self.journal.meta.device.clone();
        self.apply_pull_for(&device, pull);
    }

    /// Applies the response to a push that was sent under the device id `of`.
    pub fn apply_pull_for(&mut self, of: &DeviceId, pull: &Pull) {
        let mut n = self.n_ids;
        let device = self.journal.meta.device.clone();
        self.journal.apply_pull(of, pull, &mut || {
            n += 1;
            format!("{device}-{n}").into()
        });
        self.n_ids = n;
    }

    /// Exchanges until nothing is pending and the last page is pulled.
    pub async fn exchange(&mut self, app: &TestApp) {
        loop {
            let (push, _) = self.journal.next_push();
            let pull = self.send(app, &push).await;
            self.apply_pull_for(&push.device, &pull);
            if !pull.more && self.journal.n_pending() == 0 {
                break;
            }
        }
    }

    pub fn value(&self, id: &str) -> Option<Value> {
        self.journal
            .sheet(&sheet(&self.person))
            .value(&id.into())
            .cloned()
    }

    pub fn apart(&self, id: &str) -> Vec<Value> {
        let sheet = self.journal.sheet(&sheet(&self.person));
        let heads = sheet.heads(&id.into());
        heads
            .map(|it| it.conflicts().map(|it| it.value.clone()).collect())
            .unwrap_or_default()
    }
}
