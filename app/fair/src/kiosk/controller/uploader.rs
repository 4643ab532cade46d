//! Uploader: pushes batches of encrypted submissions, signed by the tablet, and retries until the server has them.

use super::{Kiosk, UploadStatus};
use api::Code;
use browser::{clock, kiosk, webcrypto};
use domain::fair::EventState;
use domain::kiosk::EncryptedVisit;
use domain::kiosk::{Batch, KioskPush, KioskReport, MIN_BATCH, encrypt_visit};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Batches per push, some 100 KB: on a bad network a broken push costs only part of the backlog.
const BATCHES_PER_PUSH: usize = 5;

/// Whether closing put every visit into a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kiosk) enum Closing {
    Complete,
    /// The last batch could not be written: visits are left that are in none.
    Incomplete,
}

impl Kiosk {
    /// Sends what there is, without waiting for it.
    pub(in crate::kiosk) fn push_in_background(self, is_closing: bool) {
        spawn_local(async move { self.push(is_closing).await });
    }

    pub(in crate::kiosk) async fn push(self, is_closing: bool) {
        if is_closing {
            self.close_requested.set_value(true);
        }
        if self.upload.get_untracked() == UploadStatus::Running || !self.is_enrolled() {
            return;
        }
        loop {
            self.upload.set(UploadStatus::Running);
            let is_closing = self.close_requested.get_value();
            self.close_requested.set_value(false);
            let sent = self.push_backlog(is_closing).await;
            self.upload.set(sent);
            // Closing was requested while this push was running: push once more.
            if !self.close_requested.get_value() {
                return;
            }
        }
    }

    async fn push_backlog(self, is_closing: bool) -> UploadStatus {
        if is_closing {
            self.close().await;
        } else {
            self.pack_batch(false).await;
        }
        // One request after the other until the backlog is empty.
        loop {
            let Some(push) = self
                .signed_report(self.oldest_batches(BATCHES_PER_PUSH))
                .await
            else {
                return UploadStatus::Unreachable;
            };
            let answer = match api::fair_public::push_kiosk(push).await {
                Ok(it) => Some(it),
                Err(error) if matches!(error.code, Code::Forbidden | Code::NotFound) => {
                    self.store_rejection().await;
                    return UploadStatus::Rejected;
                }
                Err(_) => None,
            };
            let Some(answer) = answer else {
                return UploadStatus::Unreachable;
            };
            let event = &answer.event;
            // A tablet does not change its build while the event is open.
            let is_open = event.state == EventState::Open && !event.build.is_empty();
            kiosk::pin_build(is_open).await;
            let is_more = !answer.kept.is_empty();
            let written = self
                .update_state(|kept, queue| {
                    kept.synced_at = Some(clock::now());
                    kept.enrolled.event = answer.event;
                    kept.refused = false;
                    queue.drop_acknowledged(&answer.kept)
                })
                .await;
            let is_left = self
                .state
                .with_value(|it| it.as_ref().is_some_and(|it| !it.queue.batches.is_empty()));
            // Without an acknowledgement or a committed write the same batches would be sent again at once.
            if !(written.is_ok() && is_more && is_left) {
                return UploadStatus::Done;
            }
        }
    }

    /// Stores the rejection: the kiosk takes no visitors, even after a restart without network.
    async fn store_rejection(self) {
        if self.read_state(|kept, _| kept.refused) == Some(false) {
            let _ = self
                .update_state(|kept, _| {
                    kept.refused = true;
                    Vec::new()
                })
                .await;
        }
    }

    /// Takes no more visitors, and puts what is left into a last batch.
    pub(in crate::kiosk) async fn close(self) -> Closing {
        let done = self
            .update_state(|kept, _| {
                kept.done = true;
                Vec::new()
            })
            .await;
        self.pack_batch(true).await;
        if done.is_ok() && self.loose_count() == 0 {
            Closing::Complete
        } else {
            Closing::Incomplete
        }
    }

    /// Number of submissions that are in no batch yet.
    fn loose_count(self) -> usize {
        self.state
            .with_value(|it| it.as_ref().map_or(0, |it| it.queue.unbatched.len()))
    }

    /// Takes visitors again.
    pub(in crate::kiosk) async fn reopen(self) {
        let _ = self
            .update_state(|kept, _| {
                kept.done = false;
                Vec::new()
            })
            .await;
        self.push(false).await;
    }

    /// Puts loose visits into a batch if they are enough for one; at closing blanks make them enough.
    pub(in crate::kiosk) async fn pack_batch(self, is_closing: bool) {
        let loose = self.loose_count();
        if loose == 0 || (loose < MIN_BATCH && !is_closing) {
            return;
        }
        let to = self.state.with_value(|it| {
            it.as_ref().map(|it| {
                (
                    it.kept.enrolled.event.id.clone(),
                    it.kept.enrolled.server_key.clone(),
                )
            })
        });
        let (event, key) = to.unwrap_or_default();
        // A blank has the length of every visit, so that nobody on the way can tell how many are real.
        let blank = |_| encrypt_visit("", &event, &key, clock::random_bytes()?);
        let blanks: Option<Vec<EncryptedVisit>> = (loose..MIN_BATCH).map(blank).collect();
        // Random numbers for shuffling: the order in a batch must not show who submitted when.
        let dice: Option<Vec<u32>> = (0..loose.max(MIN_BATCH))
            .map(|_| clock::random_bytes().map(u32::from_le_bytes))
            .collect();
        if let (Some(blanks), Some(dice)) = (blanks, dice) {
            let _ = self
                .update_state(|_, queue| queue.make_batch(blanks, &dice))
                .await;
        }
    }

    /// All that is here, as so many pushes as it takes.
    pub(in crate::kiosk) async fn export_pushes(self) -> Option<Vec<KioskPush>> {
        // As it is at this moment: what is sent meanwhile leaves the queue, and would move the rest.
        let all = self.oldest_batches(usize::MAX);
        let mut pushes = Vec::new();
        for part in all.chunks(BATCHES_PER_PUSH) {
            pushes.push(self.signed_report(part.to_vec()).await?);
        }
        if pushes.is_empty() {
            pushes.push(self.signed_report(Vec::new()).await?);
        }
        Some(pushes)
    }

    /// The oldest batches, at most `most`.
    fn oldest_batches(self, most: usize) -> Vec<Batch> {
        self.state.with_value(|it| {
            let all = it.iter().flat_map(|it| &it.queue.batches);
            all.take(most).map(|it| it.batch.clone()).collect()
        })
    }

    /// Builds a signed report that carries these batches. `None` if it cannot be signed.
    async fn signed_report(self, batches: Vec<Batch>) -> Option<KioskPush> {
        // Incremented before signing: by this number the server recognises a report that arrives late.
        let _ = self
            .update_state(|kept, _| {
                kept.said += 1;
                Vec::new()
            })
            .await;
        let said = self.state.with_value(|it| {
            let it = it.as_ref()?;
            let report = KioskReport {
                took: it.queue.took,
                last: it.queue.last,
                waiting: it.queue.waiting(),
                done: it.kept.done,
                said: it.kept.said,
                build: kiosk::build_id(),
                quiz: it.kept.enrolled.event.quiz.clone(),
                batches,
            };
            let text = serde_json::to_string(&report).ok()?;
            Some((it.kept.enrolled.tablet.clone(), text, it.key.clone()))
        });
        let (tablet, report, key) = said?;
        let signature = webcrypto::sign(&key, &report).await?;
        Some(KioskPush {
            tablet,
            report,
            signature,
        })
    }
}
