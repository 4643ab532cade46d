//! Brings ordinary pushes together: those that wait while a group is written are the next group.

use super::ordinary_push::OrdinaryPush;
use super::push_outcome::PushOutcome;
use crate::db::Connection;
use crate::db::writer::{WriteError, Writer};
use futures_core::future::BoxFuture;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Most pushes in a group.
const MAX_PUSHES: usize = 64;

/// Most facts in a group, so that the first push does not wait long for the last.
const MAX_FACTS: usize = 4_096;

/// What became of each push of a group: none of those that are not ordinary.
pub(super) type Outcomes<E> = Result<Vec<Option<PushOutcome>>, E>;

/// Judges and writes a group.
type WriteGroup<E> =
    for<'c> fn(&'c mut Connection, Vec<Arc<OrdinaryPush>>) -> BoxFuture<'c, Outcomes<E>>;

/// A push, and whom to tell what became of it: nothing if it is not ordinary.
struct Waiting {
    push: Arc<OrdinaryPush>,
    reply: oneshot::Sender<Option<PushOutcome>>,
}

/// Sender of the queue; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct PushQueue(mpsc::Sender<Waiting>);

impl PushQueue {
    /// Starts the task that writes groups with `writer`; it ends with the last sender.
    pub(super) fn start<E>(writer: Writer, write_group: WriteGroup<E>) -> Self
    where
        E: From<WriteError> + Send + 'static,
    {
        let (queue, mut arriving) = mpsc::channel(1_024);
        tokio::spawn(async move {
            let mut waiting = VecDeque::new();
            while let Some(group) = next_group(&mut waiting, &mut arriving).await {
                let pushes = group.iter().map(|it| Arc::clone(&it.push)).collect();
                let written = writer.run(move |connection| write_group(connection, pushes));
                tell(group, written.await);
            }
        });
        Self(queue)
    }

    /// Writes a push with others that arrive meanwhile; none if it was not written: it has to be judged alone.
    pub(super) async fn write(
        &self,
        push: Arc<OrdinaryPush>,
    ) -> Result<Option<PushOutcome>, WriteError> {
        let (reply, outcome) = oneshot::channel();
        let sent = self.0.send(Waiting { push, reply }).await;
        sent.map_err(|_| WriteError::Ended)?;
        outcome.await.map_err(|_| WriteError::Ended)
    }
}

/// The pushes that are written next; none when nobody can send any more.
async fn next_group(
    waiting: &mut VecDeque<Waiting>,
    arriving: &mut mpsc::Receiver<Waiting>,
) -> Option<Vec<Waiting>> {
    if waiting.is_empty() {
        waiting.push_back(arriving.recv().await?);
    }
    while waiting.len() < MAX_PUSHES
        && let Ok(next) = arriving.try_recv()
    {
        waiting.push_back(next);
    }
    Some(take_group(waiting))
}

/// The pushes that can be judged together: of each person and device one.
fn take_group(waiting: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let (mut people, mut devices) = (HashSet::new(), HashSet::new());
    let (mut group, mut n_facts) = (Vec::new(), 0);
    for next in std::mem::take(waiting) {
        let push = &next.push;
        let is_full = n_facts > 0 && n_facts + push.facts.len() > MAX_FACTS;
        let is_first = !people.contains(&push.person) && !devices.contains(&push.device);
        // A person's pushes stay in their order: whoever waits holds back those behind.
        people.insert(push.person.clone());
        devices.insert(push.device.clone());
        if is_full || !is_first {
            waiting.push_back(next);
        } else {
            n_facts += push.facts.len();
            group.push(next);
        }
    }
    group
}

/// A group that fails is rolled back whole; judged alone, each of its pushes fails or succeeds by itself.
fn tell<E>(group: Vec<Waiting>, outcomes: Outcomes<E>) {
    let outcomes = outcomes.unwrap_or_default().into_iter();
    let outcomes = outcomes.chain(std::iter::repeat_with(|| None));
    for (waiting, outcome) in group.into_iter().zip(outcomes) {
        // Whoever asked may have gone.
        let _ = waiting.reply.send(outcome);
    }
}

#[cfg(test)]
mod tests;
