//! The sync loop: push and pull in one tab at a time, soon after an edit, with backoff after a failure.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::{AppState, Connection, checkout_key, connection_after_response};
use api::retry::{AfterFailure, SyncLoop, after_failure};
use api::{ApiError, Code};
use browser::{clock, page, tabs};
use domain::fact::Reason;
use domain::ids::DeviceId;
use domain::journal::{Journal, PACKED_SCHEMA, PUSH_LIMIT};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// How often a tab finds the push lock taken before it takes it over: for longer than any request lasts. The browser
/// has frozen that tab; should it wake up, the server knows what it sends by its ids.
const PATIENCE: u32 = 50;

impl AppState {
    /// Schedules an exchange (debounced): a later call replaces an earlier one.
    pub(crate) fn schedule_exchange(self, millis: u64) {
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            let go = move || spawn_local(async move { self.exchange_now().await });
            *timer = set_timeout_with_handle(go, Duration::from_millis(millis)).ok();
        });
    }

    /// Pushes and pulls until nothing is left, unless another tab is doing so.
    pub(crate) async fn exchange_now(self) {
        let Some(person) = self.person() else { return };
        if !page::is_online() {
            self.connection.set(Connection::Offline);
            return;
        }
        // Loaded before the lock is taken: a load that hangs must not keep the other tabs from pushing.
        let work = match exchange_until_done(self).await {
            Ok(work) => work,
            Err(error) => {
                self.back_off(error.code);
                return;
            }
        };
        let n = self.link.with_value(|it| it.n_locked_out);
        let name = format!("michishirube-push-{person}");
        let has_run = tabs::with_exclusive_lock(&name, work, n >= PATIENCE).await;
        self.link
            .update_value(|it| it.n_locked_out = if has_run { 0 } else { n + 1 });
        // The other tab pushes for this one; check later whether it did.
        let waits = self
            .journal
            .with_untracked(|it| it.as_ref().is_some_and(|it| it.n_pending() > 0));
        if waits && !has_run {
            self.schedule_exchange(1_500);
        }
    }

    /// Shows the connection after a failure and schedules a retry where one helps. Returns `true` if the session may
    /// belong to another person.
    pub(super) fn back_off(self, code: Code) -> bool {
        let n = self.link.with_value(|it| it.n_failures);
        self.link.update_value(|it| it.n_failures = n + 1);
        match after_failure(code, n) {
            AfterFailure::SwitchPerson => return true,
            AfterFailure::WaitForSignIn(link) => self.connection.set(link),
            AfterFailure::Retry(link, millis) => {
                self.connection.set(link);
                self.schedule_exchange(millis);
            }
        }
        false
    }
}

/// Pushes and pulls until nothing is left. In a chunk: the first sheet is shown and written without it.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn exchange_until_done(here: AppState) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        let mut courier = SyncLoop::default();
        while let Some((before, more)) = push_and_pull(here).await {
            let waits = here
                .journal
                .with_untracked(|it| it.as_ref().map_or(0, Journal::n_pending));
            if !courier.should_continue(more, before, waits) {
                return;
            }
        }
    }))
}

/// One push and its answer: how many facts waited before it, and whether the server has more. `None` if it failed or is
/// of no use any more.
async fn push_and_pull(here: AppState) -> Option<(usize, bool)> {
    let person = here.person();
    let offered = Rc::new(Cell::new(None));
    let out = Rc::clone(&offered);
    let limit = here.link.with_value(|it| it.push_limit);
    let offer = move |journal: &mut Journal| {
        let (push, changes) = journal.next_push_of(limit);
        out.set(Some((push, journal.n_pending())));
        changes
    };
    // Marked as offered on the disk before they are sent: an offered fact is never changed again.
    here.edit(Box::new(offer)).await.ok()?;
    let (push, before) = offered.take()?;
    let (device, n_facts) = (push.device.clone(), push.facts.len());
    let spoken = here.link.with_value(|it| it.server_schema);
    let packed = push.clone().packed_for(spoken).ok()?;
    let pull = match api::sheets::exchange(packed).await {
        // The user was switched during the request: this response is for another journal.
        Ok(_) if here.person() != person => return None,
        Ok(pull) => pull,
        Err(error) if error.code == Code::TooLarge && n_facts > 0 => {
            return send_less(here, n_facts).await.then_some((before, true));
        }
        Err(error) => {
            if here.back_off(error.code) {
                handle_foreign_device(here, device).await;
            }
            return None;
        }
    };
    here.connection.set(connection_after_response());
    here.last_response_at.set(Some(clock::now()));
    here.link.update_value(|it| {
        it.n_failures = 0;
        it.server_schema = pull.schema;
        it.push_limit = most_facts(pull.schema);
    });
    let Ok(pull) = pull.unpacked(&push, person.as_ref()?) else {
        // Nothing is taken over: the server says the same again.
        here.back_off(Code::Internal);
        return None;
    };
    // The check when the page opened may have failed, and the forms were never asked for then.
    if !here.link.with_value(|it| it.has_checked_session) {
        spawn_local(here.switch_to_session_user());
    }
    // What may be written has changed since the page was opened, or may have while it was not looked at.
    let is_locked = pull.refused.iter().any(|it| it.reason == Reason::Locked);
    let asks_again = here.link.with_value(|it| it.profile_may_be_old);
    if is_locked || asks_again {
        here.link.update_value(|it| it.profile_may_be_old = false);
        spawn_local(here.refresh_profile());
    }
    // Sheets this person lost the permission for: their cached copy is overwritten.
    for sheet in &pull.forget {
        here.cache_put(&checkout_key(sheet), &()).await;
    }
    // The user may have been switched while these were written.
    if here.person() != person {
        return None;
    }
    let more = pull.more;
    let hear =
        move |journal: &mut Journal| journal.apply_pull(&device, &pull, &mut clock::new_fact_id);
    here.edit(Box::new(hear)).await.ok()?;
    Some((before, more))
}

/// Most facts in a push to a server that reads a schema: packed pushes are limited by their bytes alone.
fn most_facts(schema: u32) -> usize {
    if schema < PACKED_SCHEMA {
        PUSH_LIMIT
    } else {
        usize::MAX
    }
}

/// A push was too large for the server or for what stands before it: the next one has half as many facts, and one that
/// is too large alone goes to the tray. False if that could not be written.
async fn send_less(here: AppState, n_facts: usize) -> bool {
    if n_facts > 1 {
        here.link.update_value(|it| it.push_limit = n_facts / 2);
        return true;
    }
    let spoken = here.link.with_value(|it| it.server_schema);
    here.link
        .update_value(|it| it.push_limit = most_facts(spoken));
    here.edit(Box::new(Journal::set_first_aside)).await.is_ok()
}

/// The server does not accept the journal `device` from this session. Switches the user if the session is another
/// person's; otherwise rejects the facts imported from that device.
async fn handle_foreign_device(here: AppState, device: DeviceId) {
    let person = here.person();
    here.switch_to_session_user().await;
    // The session still belongs to this person: the facts imported from another device do not.
    if here.person() == person {
        let turn_away = move |journal: &mut Journal| journal.reject_imported(&device);
        let _ = here.edit(Box::new(turn_away)).await;
    }
}
