//! The sync loop: push and pull in one tab at a time, soon after an edit, with backoff after a failure.

use super::{AppState, Connection, connection_after_response, slow_path};
use api::Code;
use api::retry::{AfterFailure, SyncLoop, after_failure};
use browser::{clock, page, tabs};
use domain::ids::DeviceId;
use domain::journal::Journal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

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
        let work = Box::pin(async move { self.exchange_until_done().await });
        if !tabs::with_exclusive_lock(&format!("michishirube-push-{person}"), work).await {
            // The other tab pushes for this one; check later whether it did.
            if self
                .journal
                .with_untracked(|it| it.as_ref().is_some_and(|it| it.n_pending() > 0))
            {
                self.schedule_exchange(1_500);
            }
        }
    }

    async fn exchange_until_done(self) {
        let mut courier = SyncLoop::default();
        loop {
            let person = self.person();
            let offered = Rc::new(Cell::new(None));
            let out = Rc::clone(&offered);
            let offer = move |journal: &mut Journal| {
                let (push, changes) = journal.next_push();
                out.set(Some((push, journal.n_pending())));
                changes
            };
            // Marked as offered on the disk before they are sent: an offered fact is never changed again.
            if self.edit(Box::new(offer)).await.is_err() {
                return;
            }
            let Some((push, before)) = offered.take() else {
                return;
            };
            let device = push.device.clone();
            let pull = match api::sheets::exchange(push).await {
                // The user was switched during the request: this response is for another journal.
                Ok(_) if self.person() != person => return,
                Ok(pull) => pull,
                Err(error) => return self.handle_exchange_failure(error.code, device).await,
            };
            self.connection.set(connection_after_response());
            self.last_response_at.set(Some(clock::now()));
            self.n_failures.set_value(0);
            let more = pull.more;
            let is_plain = Rc::new(Cell::new(true));
            let (plain, pull) = (Rc::clone(&is_plain), Rc::new(pull));
            let (of, answer) = (device.clone(), Rc::clone(&pull));
            let hear = move |journal: &mut Journal| {
                let changes = journal.apply_simple_pull(&of, &answer);
                plain.set(changes.is_some());
                changes.unwrap_or_default()
            };
            if self.edit(Box::new(hear)).await.is_err() {
                return;
            }
            if !is_plain.get() {
                // Its code comes with the later pages; if it does not come, the same is answered again next time.
                let Ok(work) = slow_path::apply_pull(self, device, pull).await else {
                    return self
                        .handle_exchange_failure(Code::Unreachable, DeviceId::default())
                        .await;
                };
                work.await;
            }
            let waits = self
                .journal
                .with_untracked(|it| it.as_ref().map_or(0, Journal::n_pending));
            if !courier.should_continue(more, before, waits) {
                return;
            }
        }
    }

    async fn handle_exchange_failure(self, code: Code, device: DeviceId) {
        if !self.back_off(code) {
            return;
        }
        if let Ok(work) = slow_path::handle_foreign_device(self, device).await {
            work.await;
        }
    }

    /// Shows the connection after a failure and schedules a retry where one helps. Returns `true` if the session may
    /// belong to another person.
    pub(super) fn back_off(self, code: Code) -> bool {
        let n = self.n_failures.get_value();
        self.n_failures.set_value(n + 1);
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
