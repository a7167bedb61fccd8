//! The ticker: one thread of the process that makes guests look at the clock when their time is over.
#![forbid(unsafe_code)]

use crate::requests::Requests;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Instant;

/// Rings for its guest unless it is dropped before.
pub struct Alarm {
    key: Key,
}

/// When, and a number that makes it unique.
type Key = (Instant, u64);

#[derive(Default)]
struct Ticker {
    alarms: Mutex<Alarms>,
    earlier: Condvar,
}

#[derive(Default)]
struct Alarms {
    waiting: BTreeMap<Key, Weak<Requests>>,
    next: u64,
}

/// Has a guest look what is wanted at a moment to come.
pub fn alarm(at: Instant, requests: &Arc<Requests>) -> Alarm {
    let ticker = ticker();
    let mut alarms = ticker.lock();
    let key = (at, alarms.next);
    alarms.next += 1;
    alarms.waiting.insert(key, Arc::downgrade(requests));
    if alarms.waiting.first_key_value().is_some_and(|(first, _)| *first == key) {
        ticker.earlier.notify_one();
    }
    Alarm { key }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        ticker().lock().waiting.remove(&self.key);
    }
}

/// The ticker of the process, started when it is first needed. Where there are no threads nothing rings.
fn ticker() -> &'static Ticker {
    static TICKER: OnceLock<&'static Ticker> = OnceLock::new();
    TICKER.get_or_init(|| {
        let ticker: &'static Ticker = Box::leak(Box::default());
        let thread = std::thread::Builder::new().name("pvm-ticker".to_owned());
        if let Err(error) = thread.spawn(|| ticker.run()) {
            tracing::warn!("time limits are not kept, for the ticker can't be started: {error}");
        }
        ticker
    })
}

impl Ticker {
    fn lock(&self) -> MutexGuard<'_, Alarms> {
        self.alarms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let mut alarms = self.lock();
        loop {
            let now = Instant::now();
            let first = alarms.waiting.first_key_value().map(|(key, _)| *key);
            alarms = match first {
                Some(key) if key.0 <= now => {
                    if let Some(requests) = alarms.waiting.remove(&key).and_then(|requests| requests.upgrade()) {
                        requests.interrupt();
                    }
                    alarms
                }
                Some((at, _)) => self.earlier.wait_timeout(alarms, at - now).unwrap_or_else(PoisonError::into_inner).0,
                None => self.earlier.wait(alarms).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}
