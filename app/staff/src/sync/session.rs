//! The session on this device: opening a journal, signing out.
//!
//! Facts that cannot be pushed before a sign-out stay in their author's own database, which only they can open (S10).

use super::cached_forms::{ME, cached_editions};
use super::{AppState, Connection, StorageProblem, server_session};
use browser::store::{Store, StoreError};
use browser::{active_user, clock, prefs, tabs};
use domain::ids::PersonId;
use domain::journal::Journal;
use domain::person::CurrentUser;
use leptos::prelude::*;
use std::rc::Rc;

/// Outcome of a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignOutResult {
    /// Everything was pushed; the database is deleted.
    SignedOut,
    /// Number of entries that could not be pushed; the user is still signed in.
    HasUnpushed(usize),
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
    pub(super) async fn open(self, person: &PersonId, me: Option<&CurrentUser>) {
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
        match server_session::check_session(self).await {
            Ok(work) => work.await,
            Err(error) => drop(self.back_off(error.code)),
        }
    }

    /// Follows the language that the person has on the server, or tells it the one chosen here.
    pub(crate) async fn follow_language(self) {
        if let Ok(work) = server_session::follow_language(self).await {
            work.await;
        }
    }

    /// Remembers on the server whether the person has read the first run.
    pub(crate) async fn remember_introduction(self, is_introduced: bool) {
        if let Ok(work) = server_session::remember_introduction(self, is_introduced).await {
            work.await;
        }
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
        self.set_left_behind(Some(only_here));
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
