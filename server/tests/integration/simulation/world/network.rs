//! The network: pushes and responses that are lost, duplicated, late, truncated or rejected.

use super::Answer;
use super::Request;
use super::World;
use crate::simulation::defect::Defect;
use crate::simulation::profile::Exchange;
use api::Code;

impl World {
    pub(super) fn continue_exchange(&mut self, of: usize, at: usize) {
        let profile = &mut self.profiles[of];
        let alone = !profile.is_exchanging();
        let Some(tab) = &mut profile.tabs[at] else {
            return;
        };
        match std::mem::replace(&mut tab.exchange, Exchange::Idle) {
            Exchange::Idle if alone => profile.begin_push(at),
            Exchange::Idle => {}
            Exchange::ReadyToSend(push) => {
                self.n_serials += 1;
                tab.exchange = Exchange::Waiting(self.n_serials);
                self.requests.push(Request {
                    serial: self.n_serials,
                    person: tab.person.clone(),
                    to: (of, at),
                    push,
                });
            }
            Exchange::Received(pull) => profile.begin_apply_pull(at, pull),
            waiting @ Exchange::Waiting(_) => {
                tab.exchange = waiting;
                // Times out at random, as for a lost response.
                if self.dice.u8(0..4) == 0 {
                    tab.exchange = Exchange::Idle;
                }
            }
        }
    }

    /// Delivers a random request: late, twice, rejected, or to a server that dies.
    pub(super) fn deliver(&mut self) -> Result<(), String> {
        if self.requests.is_empty() {
            return Ok(());
        }
        let at = self.dice.usize(0..self.requests.len());
        let fault = self.dice.u8(0..20);
        let request = if fault == 0 {
            // Duplicated: delivered now and once more later.
            self.requests[at].clone()
        } else {
            self.requests.swap_remove(at)
        };
        let before = self.log.clone();
        let mut answer = match fault {
            1 => return Ok(()),
            2 => Err(Code::SignInRequired),
            3 => Err(Code::Forbidden),
            4 => Err(Code::RateLimited),
            5 => Err(Code::TooLarge),
            6 => Err(Code::StorageFull),
            7 => Err(Code::Internal),
            _ => self.exchange(request.to.0, &request.person, &request.push),
        };
        if fault != 8 {
            self.keep_record(&request.person, &request.push, &answer);
        }
        match fault {
            // The server dies before the commit; fault 9 is a server that dies after it.
            8 => {
                self.log = before;
                if !self.is(Defect::AckBeforeCommit) {
                    return Ok(());
                }
            }
            // Lost or truncated on its way: the device cannot tell the two apart.
            9 => return Ok(()),
            10 => answer = Err(Code::Unreachable),
            _ => {}
        }
        self.oracle.check_log(&self.log)?;
        self.answers.push(Answer {
            serial: request.serial,
            to: request.to,
            said: answer,
        });
        Ok(())
    }

    pub(super) fn receive_response(&mut self) {
        if self.answers.is_empty() {
            return;
        }
        let at = self.dice.usize(0..self.answers.len());
        let answer = self.answers.swap_remove(at);
        let to_anyone = self.is(Defect::ResponseToWrongUser);
        let skips = self.is(Defect::DroppedOn4xx);
        let (of, tab_at) = answer.to;
        let profile = &mut self.profiles[of];
        let Some(tab) = &mut profile.tabs[tab_at] else {
            return;
        };
        let waits = matches!(tab.exchange, Exchange::Waiting(it) if it == answer.serial);
        if !waits && !to_anyone {
            return;
        }
        match answer.said {
            Ok(pull) => tab.exchange = Exchange::Received(pull),
            Err(code) => {
                tab.exchange = Exchange::Idle;
                if skips && (400..500).contains(&code.status()) {
                    let disk = profile.disk();
                    disk.unsent.retain(|_, it| !it.offered);
                }
            }
        }
    }
}
