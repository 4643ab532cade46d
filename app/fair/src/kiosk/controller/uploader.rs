//! Uploader: pushes batches of encrypted submissions, signed by the tablet, and retries until the server has them.

use super::{Machine, Sent};
use api::Code;
use browser::{clock, kiosk, webcrypto};
use domain::fair::EventState;
use domain::kiosk::{Batch, BoothPush, BoothReport, SMALLEST_BATCH, boxed};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Batches per push, some 100 KB: on a bad network a broken push costs only part of the backlog.
const AT_ONCE: usize = 5;

impl Machine {
    /// Sends what there is, without waiting for it.
    pub(in crate::kiosk) fn push_soon(self, is_closing: bool) {
        spawn_local(async move { self.push(is_closing).await });
    }

    pub(in crate::kiosk) async fn push(self, is_closing: bool) {
        if is_closing {
            self.is_to_close.set_value(true);
        }
        if self.sent.get_untracked() == Sent::Going || !self.is_awake() {
            return;
        }
        loop {
            self.sent.set(Sent::Going);
            let is_closing = self.is_to_close.get_value();
            self.is_to_close.set_value(false);
            let sent = self.exchange(is_closing).await;
            self.sent.set(sent);
            // Closing was requested while this push was running: push once more.
            if !self.is_to_close.get_value() {
                return;
            }
        }
    }

    async fn exchange(self, is_closing: bool) -> Sent {
        if is_closing {
            self.close().await;
        } else {
            self.pack(false).await;
        }
        // One request after the other until the backlog is empty.
        loop {
            let Some(push) = self.report(self.batches(AT_ONCE)).await else {
                return Sent::Unreachable;
            };
            let answer = match api::push_booth(push).await {
                Ok(it) => Some(it),
                Err(error) if matches!(error.code, Code::Forbidden | Code::NotFound) => {
                    self.refused().await;
                    return Sent::Refused;
                }
                Err(_) => None,
            };
            let Some(answer) = answer else {
                return Sent::Unreachable;
            };
            let event = &answer.event;
            // A tablet does not change its build while the event is open.
            let is_open = event.state == EventState::Open && !event.build.is_empty();
            kiosk::pin_build(is_open).await;
            let is_more = !answer.kept.is_empty();
            let written = self
                .change(|kept, queue| {
                    kept.synced_at = Some(clock::now());
                    kept.enrolled.event = answer.event;
                    kept.refused = false;
                    queue.kept(&answer.kept)
                })
                .await;
            let is_left = self
                .state
                .with_value(|it| it.as_ref().is_some_and(|it| !it.queue.batches.is_empty()));
            // Without an acknowledgement or a committed write the same batches would be sent again at once.
            if !(written && is_more && is_left) {
                return Sent::Well;
            }
        }
    }

    /// Stores the rejection: the kiosk takes no visitors, even after a restart without network.
    async fn refused(self) {
        if self.told(|kept, _| kept.refused) == Some(false) {
            self.change(|kept, _| {
                kept.refused = true;
                Vec::new()
            })
            .await;
        }
    }

    /// Takes no more visitors, and puts what is left into a last batch; whether all of it is in one.
    pub(in crate::kiosk) async fn close(self) -> bool {
        let done = self
            .change(|kept, _| {
                kept.done = true;
                Vec::new()
            })
            .await;
        self.pack(true).await;
        done && self.loose() == 0
    }

    /// Number of submissions that are in no batch yet.
    fn loose(self) -> usize {
        self.state
            .with_value(|it| it.as_ref().map_or(0, |it| it.queue.loose.len()))
    }

    /// Takes visitors again.
    pub(in crate::kiosk) async fn reopen(self) {
        self.change(|kept, _| {
            kept.done = false;
            Vec::new()
        })
        .await;
        self.push(false).await;
    }

    /// Puts loose answers into a batch if they are enough for one; at closing blanks make them enough.
    pub(in crate::kiosk) async fn pack(self, is_closing: bool) {
        let loose = self.loose();
        if loose == 0 || (loose < SMALLEST_BATCH && !is_closing) {
            return;
        }
        let to = self.state.with_value(|it| {
            it.as_ref().map(|it| {
                (
                    it.kept.enrolled.event.id.clone(),
                    it.kept.enrolled.seal.clone(),
                )
            })
        });
        let (event, seal) = to.unwrap_or_default();
        // A blank has the length of every other box, so that nobody on the way can tell how many are real.
        let blank = |_| boxed("", &event, &seal, clock::random()?);
        let blanks: Option<Vec<String>> = (loose..SMALLEST_BATCH).map(blank).collect();
        // Random numbers for shuffling: the order in a batch must not show who submitted when.
        let dice: Option<Vec<u32>> = (0..loose.max(SMALLEST_BATCH))
            .map(|_| clock::random().map(u32::from_le_bytes))
            .collect();
        if let (Some(blanks), Some(dice)) = (blanks, dice) {
            self.change(|_, queue| queue.pack(blanks, &dice)).await;
        }
    }

    /// All that is here, as so many pushes as it takes.
    pub(in crate::kiosk) async fn everything(self) -> Option<Vec<BoothPush>> {
        // As it is at this moment: what is sent meanwhile leaves the queue, and would move the rest.
        let all = self.batches(usize::MAX);
        let mut pushes = Vec::new();
        for part in all.chunks(AT_ONCE) {
            pushes.push(self.report(part.to_vec()).await?);
        }
        if pushes.is_empty() {
            pushes.push(self.report(Vec::new()).await?);
        }
        Some(pushes)
    }

    /// The oldest batches, at most `most`.
    fn batches(self, most: usize) -> Vec<Batch> {
        self.state.with_value(|it| {
            let all = it.iter().flat_map(|it| &it.queue.batches);
            all.take(most).map(|it| it.batch.clone()).collect()
        })
    }

    /// Builds a signed report that carries these batches. `None` if it cannot be signed.
    async fn report(self, batches: Vec<Batch>) -> Option<BoothPush> {
        // Incremented before signing: by this number the server recognises a report that arrives late.
        self.change(|kept, _| {
            kept.said += 1;
            Vec::new()
        })
        .await;
        let said = self.state.with_value(|it| {
            let it = it.as_ref()?;
            let report = BoothReport {
                took: it.queue.took,
                last: it.queue.last,
                waiting: it.queue.waiting(),
                done: it.kept.done,
                said: it.kept.said,
                build: kiosk::build(),
                quiz: it.kept.enrolled.event.quiz.clone(),
                batches,
            };
            let text = serde_json::to_string(&report).ok()?;
            Some((it.kept.enrolled.tablet.clone(), text, it.key.clone()))
        });
        let (tablet, report, key) = said?;
        let signature = webcrypto::sign(&key, &report).await?;
        Some(BoothPush {
            tablet,
            report,
            signature,
        })
    }
}
