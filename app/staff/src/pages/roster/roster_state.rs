//! The file that is looked at, what it would change, and what of it is accepted.

use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use api::people::FirstPassword;
use api::roster::RosterDecision;
use browser::{clock, page};
use domain::ids::{Day, PersonId};
use domain::roster_difference::{RosterColumn, RosterEntry, RosterPreview};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// Id of the file input.
pub(super) const FILE_INPUT: &str = "roster-file";

#[derive(Clone, Copy)]
pub(super) struct RosterState {
    /// The bytes of the file in hexadecimal.
    file: StoredValue<String>,
    pub(super) file_name: RwSignal<String>,
    /// Columns that the person has said are a heading.
    pub(super) columns: RwSignal<Vec<RosterColumn>>,
    pub(super) preview: RwSignal<Option<RosterPreview>>,
    pub(super) accepted: RwSignal<BTreeSet<PersonId>>,
    /// `2026-11-30`
    pub(super) first_day: RwSignal<String>,
    pub(super) is_busy: RwSignal<bool>,
    pub(super) said: RwSignal<Option<Outcome>>,
    /// Of everybody who was new in the last import; shown once.
    pub(super) passwords: RwSignal<Vec<FirstPassword>>,
    /// Counts the imports and undoings, so that the list of them is asked for again.
    pub(super) n_done: RwSignal<u32>,
}

impl RosterState {
    pub(super) fn new() -> Self {
        Self {
            file: StoredValue::new(String::new()),
            file_name: RwSignal::default(),
            columns: RwSignal::default(),
            preview: RwSignal::new(None),
            accepted: RwSignal::default(),
            first_day: RwSignal::new(clock::now().day().0),
            is_busy: RwSignal::new(false),
            said: RwSignal::new(None),
            passwords: RwSignal::default(),
            n_done: RwSignal::new(0),
        }
    }

    /// What goes on while it is busy.
    pub(super) fn doing(self) -> String {
        if self.preview.with(Option::is_some) {
            fill!("{0}人を取り込んでいます", self.accepted.with(BTreeSet::len))
        } else {
            t("ファイルを読み取り、いまの名簿と比べています").to_owned()
        }
    }

    pub(super) fn with_preview<T: Default>(self, of: impl FnOnce(&RosterPreview) -> T) -> T {
        self.preview
            .with(|it| it.as_ref().map(of))
            .unwrap_or_default()
    }

    pub(super) fn read_chosen(self) {
        spawn_local(async move {
            let Some((name, bytes)) = page::take_chosen_file(FILE_INPUT).await else {
                return;
            };
            // The page may be gone by now.
            if self.file.try_set_value(hex::encode(bytes)).is_some() {
                return;
            }
            self.file_name.set(name);
            self.columns.set(Vec::new());
            self.passwords.set(Vec::new());
            self.ask().await;
        });
    }

    /// Says which columns are which, and reads the file again.
    pub(super) fn name_columns(self, columns: Vec<RosterColumn>) {
        self.columns.set(columns);
        spawn_local(self.ask());
    }

    async fn ask(self) {
        self.is_busy.set(true);
        self.said.set(None);
        self.preview.set(None);
        let file = self.file.get_value();
        let call = api::roster::preview_roster(file, self.columns.get_untracked());
        match call.await {
            Ok(preview) => {
                let usual = preview.entries.iter();
                let usual = usual.filter(|it| it.is_usually_accepted());
                self.accepted
                    .try_set(usual.map(|it| it.person.id.clone()).collect());
                self.preview.try_set(Some(preview));
            }
            Err(error) => {
                let failed = Outcome::Failed(error.sentence(locale()));
                self.said.try_set(Some(failed));
            }
        }
        self.is_busy.try_set(false);
    }

    /// Accepts some of the entries, or none of them.
    pub(super) fn accept(self, entries: &[RosterEntry], is_on: bool) {
        self.accepted.update(|all| {
            for it in entries {
                if is_on {
                    all.insert(it.person.id.clone());
                } else {
                    all.remove(&it.person.id);
                }
            }
        });
    }

    pub(super) fn apply(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.said.set(None);
        let (file, digest) = (
            self.file.get_value(),
            untrack(|| self.with_preview(|it| it.digest.clone())),
        );
        let decision = RosterDecision {
            digest,
            accepted: self.accepted.get_untracked().into_iter().collect(),
            first_day: Day(self.first_day.get_untracked()),
            file_name: self.file_name.get_untracked(),
        };
        let columns = self.columns.get_untracked();
        spawn_local(async move {
            let outcome = match api::roster::import_roster(file, columns, decision).await {
                Ok(done) => {
                    let said = fill!(
                        "新しい職員 {0}人、変更 {1}人を取り込みました。",
                        done.passwords.len(),
                        done.n_changed
                    );
                    self.passwords.try_set(done.passwords);
                    self.preview.try_set(None);
                    self.n_done.try_update(|it| *it += 1);
                    Outcome::Done(said)
                }
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            self.is_busy.try_set(false);
            self.said.try_set(Some(outcome));
        });
    }

    pub(super) fn undo(self, seq: i64) {
        self.said.set(None);
        spawn_local(async move {
            let outcome = match api::roster::undo_roster(seq).await {
                Ok(it) if it.is_undone => {
                    self.passwords.try_set(Vec::new());
                    Outcome::Done(t("取り込む前に戻しました。").to_owned())
                }
                Ok(it) => {
                    let ids: Vec<&str> = it.in_the_way.iter().map(PersonId::as_str).collect();
                    Outcome::Failed(fill!(
                        "そのあとに変わったか、使いはじめた人がいるため、戻せません: {0}",
                        ids.join("、")
                    ))
                }
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            self.n_done.try_update(|it| *it += 1);
            self.said.try_set(Some(outcome));
        });
    }
}
