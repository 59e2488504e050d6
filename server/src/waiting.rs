//! What a connection waits for, and the places for those that keep hyper's buffers, and what has come of a
//! request, while they wait.
//!
//! A request that is there as a whole is answered at once and needs no place, so no newcomer waits for one.
//! Who stops halfway has a place, and there are few, so that what all of those take is bounded. When none is
//! left, the newest gets in, and the one that has kept the server waiting longest goes.

use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use tokio::sync::oneshot;

/// How many places there are. Each may cost some 30 KB, and a body.
const PLACES: usize = 128;

/// What a connection is waiting for. One task writes it all, so that no order needs to be kept.
#[derive(Default)]
pub struct Activity {
    /// Bytes came in since the last answer.
    unanswered: AtomicBool,
    /// The client sends nothing more.
    unread: AtomicBool,
    /// The client does not take what is written.
    unwritten: AtomicBool,
    /// When the wait for the rest of a request or for room to write began, in microseconds since the room
    /// was opened; 0 where there is none.
    since: AtomicU64,
}

impl Activity {
    /// Notes whether a read has brought something.
    pub fn has_read(&self, some: bool) {
        self.unread.store(!some, Relaxed);
        if some {
            self.is_asked();
        }
    }

    /// Notes whether the client takes what is written.
    pub fn has_written(&self, some: bool) {
        self.unwritten.store(!some, Relaxed);
    }

    /// Notes that there is something to answer.
    pub fn is_asked(&self) {
        self.unanswered.store(true, Relaxed);
    }

    /// Notes that all of a request has been taken in.
    pub fn is_answered(&self) {
        self.unanswered.store(false, Relaxed);
        self.since.store(0, Relaxed);
    }

    pub fn is_idle(&self) -> bool {
        !self.unanswered.load(Relaxed) && !self.unwritten.load(Relaxed)
    }

    /// Whether an answer is under way, and the client does not take it.
    pub fn is_writing(&self) -> bool {
        self.unwritten.load(Relaxed)
    }

    /// Whether nothing happens until the client does something.
    pub fn needs_client(&self) -> bool {
        self.unread.load(Relaxed) || self.unwritten.load(Relaxed)
    }
}

/// All places.
pub struct Room {
    opened: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    taken: Vec<Taken>,
    /// How many were told to leave and are still there.
    leaving: usize,
}

struct Taken {
    activity: Arc<Activity>,
    leave: oneshot::Sender<()>,
}

/// A place, until it is dropped.
pub struct Place {
    room: Arc<Room>,
    activity: Arc<Activity>,
    leave: oneshot::Receiver<()>,
}

impl Room {
    pub fn new() -> Room {
        Room { opened: Instant::now(), state: Mutex::default() }
    }

    /// A place for a connection that waits; `None` where it must go. An idle one loses nothing by that, and
    /// takes no place from another.
    pub fn enter(self: &Arc<Room>, activity: &Arc<Activity>) -> Option<Place> {
        let mut state = self.lock();
        if state.taken.len() >= PLACES {
            // Who is told to leave does so when their task's turn comes: in a flood there may be many.
            if activity.is_idle() || state.leaving >= PLACES {
                return None;
            }
            state.dismiss_one();
        }
        let (leave, told) = oneshot::channel();
        state.taken.push(Taken { activity: Arc::clone(activity), leave });
        Some(Place { room: Arc::clone(self), activity: Arc::clone(activity), leave: told })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Tells one to leave: one that is idle, or else the one that has waited longest.
    fn dismiss_one(&mut self) {
        let since = |index: &usize| self.taken[*index].activity.since.load(Relaxed);
        if let Some(index) = (0..self.taken.len()).min_by_key(since) {
            // A place is listed for as long as it can be told.
            let _ = self.taken.swap_remove(index).leave.send(());
            self.leaving += 1;
        }
    }
}

impl Place {
    /// Is ready when the connection, which waits, must leave.
    pub fn poll_leave(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !self.activity.is_idle() && self.activity.since.load(Relaxed) == 0 {
            let now = self.room.opened.elapsed().as_micros() as u64;
            self.activity.since.store(now.max(1), Relaxed);
        }
        Pin::new(&mut self.leave).poll(context).map(drop)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.room.lock();
        match state.taken.iter().position(|taken| Arc::ptr_eq(&taken.activity, &self.activity)) {
            Some(index) => drop(state.taken.swap_remove(index)),
            None => state.leaving -= 1,
        }
    }
}
