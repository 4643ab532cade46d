//! The session: opening a journal, signing in and out, switching the user.
//!
//! Facts that cannot be pushed before a sign-out stay in their author's own database, which only they can open (S10).

use super::{
    AppState, CachedForm, Connection, StorageProblem, connection_after_response, edition_of,
};
use api::ApiError;
use api::accounts::EditionUpdate;
use browser::store::{Store, StoreError};
use browser::{active_user, clock, prefs, tabs};
use domain::ids::{InstrumentId, PersonId};
use domain::journal::Journal;
use domain::person::CurrentUser;
use domain::sorted_vec::to_sorted_vec;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::sync::Arc;

/// Cache key of the user's profile.
const ME: &str = "me";

/// Outcome of a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignOutResult {
    /// Everything was pushed; the database is deleted.
    SignedOut,
    /// Number of entries that could not be pushed; the user is still signed in.
    HasUnpushed(usize),
}

fn edition_key(instrument: &InstrumentId) -> String {
    format!("edition:{instrument}")
}

impl AppState {
    /// Opens the active user's journal, first from the store, then checks the session with the server.
    pub(super) async fn open_active_user(self) {
        let (person, sign_out_pending) = active_user::read().await;
        if sign_out_pending && api::accounts::sign_out().await.is_ok() {
            active_user::write((person.clone(), false)).await;
        }
        match person {
            None => self.close(),
            Some(person) if self.person().as_ref() == Some(&person) => self.reload_journal().await,
            Some(person) => {
                self.open(&person, None).await;
                self.is_ready.set(true);
                self.switch_to_session_user().await;
            }
        }
        self.is_ready.set(true);
    }

    fn close(self) {
        self.store.set_value(None);
        self.journal.set(None);
        self.me.set(None);
        self.editions.set(Vec::new());
    }

    /// Opens a person's journal; creates an empty one if there is none in this browser.
    async fn open(self, person: &PersonId, me: Option<&CurrentUser>) {
        let store = Rc::new(Store::for_person(person));
        let loaded = store.load().await;
        let kept: Option<CurrentUser> = store.cache_get(ME).await;
        let me = me.cloned().or(kept);
        let editions = cached_editions(&store, me.as_ref()).await;
        self.store.set_value(Some(Rc::clone(&store)));
        self.storage_problem.set(None);
        match loaded {
            Ok(Some(journal)) => self.journal.set(Some(journal)),
            Ok(None) => {
                if prefs::had_journal(person) {
                    self.storage_problem.set(Some(StorageProblem::Evicted));
                }
                self.journal
                    .set(Some(Journal::new(person.clone(), clock::new_device_id())));
            }
            Err(error) => {
                // An unreadable journal stays untouched: an empty one in its place would overwrite it.
                if !matches!(error, StoreError::Unreadable(_)) {
                    self.journal
                        .set(Some(Journal::new(person.clone(), clock::new_device_id())));
                }
                self.storage_problem
                    .set(Some(StorageProblem::WriteFailed(error)));
            }
        }
        self.editions.set(editions);
        self.me.set(me);
        self.recover_autosaves(false).await;
    }

    /// Asks the server whose session this is, and switches to that user if another journal is open.
    pub(crate) async fn switch_to_session_user(self) {
        match api::accounts::current_user().await {
            Ok(me) => self.switch_to(me).await,
            Err(error) => drop(self.back_off(error.code)),
        }
    }

    /// Switches to the session's user if another journal is open; caches the profile and starts the exchange.
    async fn switch_to(self, me: CurrentUser) {
        let person = me.person.id.clone();
        if self.person().as_ref() != Some(&person) {
            active_user::write((Some(person.clone()), false)).await;
            self.open(&person, Some(&me)).await;
            tabs::broadcast(tabs::TabMessage::UserChanged);
        }
        self.connection.set(connection_after_response());
        if let Some(store) = self.store() {
            let _ = store.cache_put(ME, &me).await;
        }
        let must_change = me.must_change_password;
        self.me.set(Some(me));
        if must_change {
            self.connection.set(Connection::SignInRequired);
        } else {
            self.fetch_editions();
            self.recover_autosaves(false).await;
            self.schedule_exchange(0);
        }
    }

    /// Fetches the newest edition of every form for offline use.
    fn fetch_editions(self) {
        let me = self.me.get_untracked();
        // All at once, since the network may be lost at any moment.
        for instrument in me.iter().flat_map(instruments) {
            spawn_local(self.fetch_edition(instrument));
        }
    }

    async fn fetch_edition(self, instrument: InstrumentId) {
        let (person, Some(store)) = (self.person(), self.store()) else {
            return;
        };
        let known = self
            .editions
            .with_untracked(|it| edition_of(it, &instrument).map(|it| it.tag.clone()));
        let Ok(Some(fresh)) = api::accounts::edition(instrument.clone(), known).await else {
            return;
        };
        let _ = store.cache_put(&edition_key(&instrument), &fresh).await;
        let Some(edition) = fresh.decode() else {
            return;
        };
        // The user may have been switched during the request, and another rank band is asked other questions.
        if self.person() == person {
            let fresh = CachedForm {
                tag: fresh.tag,
                edition: Arc::new(edition),
            };
            self.editions.update(|it| {
                it.retain(|old| old.edition.instrument != instrument);
                it.push(fresh);
            });
        }
    }

    /// Signs in and opens that person's journal.
    pub(crate) async fn sign_in(
        self,
        login: String,
        password: String,
    ) -> Result<CurrentUser, ApiError> {
        let me = api::accounts::sign_in(login, password).await?;
        self.switch_to(me.clone()).await;
        Ok(me)
    }

    /// Changes the password; the server ends the person's other sessions.
    pub(crate) async fn change_password(
        self,
        current: String,
        new: String,
    ) -> Result<(), ApiError> {
        api::accounts::change_password(current, new).await?;
        self.switch_to_session_user().await;
        Ok(())
    }

    /// Signs out after pushing everything. With `leave`, unpushed facts stay here for the same person.
    pub(crate) async fn sign_out(self, leave: bool) -> SignOutResult {
        self.flush.update(|it| *it += 1);
        // Wait until pending text input is in the store, at most one second: only then can it be counted.
        for _ in 0..50 {
            browser::page::pause(20).await;
            if self.n_writing.get_untracked() == 0 {
                break;
            }
        }
        // Recover autosave copies first, including those of open tabs: after a clean sign-out none must be left.
        self.recover_autosaves(true).await;
        // An exchange that is already under way does not include what was recorded since: wait, and exchange again.
        for _ in 0..30 {
            self.exchange_now().await;
            let waits = self
                .journal
                .with_untracked(|it| it.as_ref().is_some_and(|it| it.n_pending() > 0));
            if !waits || self.connection.get_untracked() != Connection::Online {
                break;
            }
            browser::page::pause(100).await;
        }
        let only_here = self
            .journal
            .with_untracked(|it| it.as_ref().map_or(0, Journal::n_local_only));
        if only_here > 0 && !leave {
            return SignOutResult::HasUnpushed(only_here);
        }
        // Sign out on the server first: otherwise the request could end the session of the next user.
        let server_is_told = api::accounts::sign_out().await.is_ok();
        let (store, person) = (self.store(), self.person());
        if only_here > 0 {
            let _ = self.edit(Box::new(Journal::drop_synced)).await;
        }
        if !active_user::write((None, !server_is_told)).await {
            // Better nothing there than someone who has signed out.
            let _ = Store::shared().delete().await;
        }
        self.close();
        if let (Some(store), Some(person)) = (store, person) {
            if only_here > 0 {
                let _ = store.clear_cache().await;
            } else {
                prefs::set_had_journal(&person, false);
                let _ = store.delete().await;
            }
        }
        tabs::broadcast(tabs::TabMessage::UserChanged);
        SignOutResult::SignedOut
    }
}

fn instruments(me: &CurrentUser) -> Vec<InstrumentId> {
    to_sorted_vec(me.cycles.iter().map(|it| it.instrument.clone()))
}

async fn cached_editions(store: &Store, me: Option<&CurrentUser>) -> Vec<CachedForm> {
    let mut editions = Vec::new();
    for instrument in me.map(instruments).unwrap_or_default() {
        let kept: Option<EditionUpdate> = store.cache_get(&edition_key(&instrument)).await;
        editions.extend(kept.and_then(|it| {
            let edition = Arc::new(it.decode()?);
            Some(CachedForm {
                tag: it.tag,
                edition,
            })
        }));
    }
    editions
}
