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
const PLACES: usize = 64;
/// How many may still be there who were told to leave. They do so when their task's turn comes.
const LEAVING: usize = 32;

/// What a connection is waiting for. One task writes it all, so that no order needs to be kept.
#[derive(Default)]
pub struct Activity {
    /// Bytes came in since the last answer: a request, or the rest of a body that nobody read.
    unanswered: AtomicBool,
    /// A request is with the service.
    asked: AtomicBool,
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
    pub fn note_read(&self, some: bool) {
        self.unread.store(!some, Relaxed);
        if some {
            self.unanswered.store(true, Relaxed);
        }
    }

    /// Notes whether the client takes what is written.
    pub fn note_write(&self, some: bool) {
        self.unwritten.store(!some, Relaxed);
    }

    /// Notes that there is something to answer.
    pub fn note_request(&self) {
        self.unanswered.store(true, Relaxed);
        self.asked.store(true, Relaxed);
    }

    /// Notes that all of a request has been taken in.
    pub fn note_answer(&self) {
        self.unanswered.store(false, Relaxed);
        self.asked.store(false, Relaxed);
        self.since.store(0, Relaxed);
    }

    /// Whether a request is with the service.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Relaxed)
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
            if activity.is_idle() || state.leaving >= LEAVING {
                return None;
            }
            state.dismiss_one();
        }
        self.note_wait(activity);
        let (leave, told) = oneshot::channel();
        state.taken.push(Taken { activity: Arc::clone(activity), leave });
        Some(Place { room: Arc::clone(self), activity: Arc::clone(activity), leave: told })
    }

    /// Notes since when this connection waits, if it does and that is not known.
    fn note_wait(&self, activity: &Activity) {
        if !activity.is_idle() && activity.since.load(Relaxed) == 0 {
            let now = self.opened.elapsed().as_micros() as u64;
            activity.since.store(now.max(1), Relaxed);
        }
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
        self.room.note_wait(&self.activity);
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

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    /// A connection whose request has come by half.
    fn half() -> Arc<Activity> {
        let activity = Arc::new(Activity::default());
        activity.note_read(true);
        activity.note_read(false);
        activity
    }

    fn is_told(place: &mut Place) -> bool {
        place.poll_leave(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    /// A room without a free place, and who has those.
    fn full() -> (Arc<Room>, Vec<Place>) {
        let room = Arc::new(Room::new());
        let mut places: Vec<Place> = (0..PLACES).map(|_| room.enter(&half()).unwrap()).collect();
        places[0].activity.since.store(1, Relaxed);
        assert!(!places.iter_mut().any(is_told));
        (room, places)
    }

    #[test]
    fn for_a_newcomer_an_idle_connection_leaves_or_else_the_one_that_has_waited_longest() {
        let (room, mut places) = full();
        let (oldest, idle) = (Arc::clone(&places[0].activity), Arc::clone(&places[5].activity));
        idle.note_answer();
        let mut newcomers = Vec::new();
        for leaves in [idle, oldest] {
            newcomers.push(room.enter(&half()).unwrap());
            let told: Vec<Place> = places.extract_if(.., is_told).collect();
            assert!(told.len() == 1 && Arc::ptr_eq(&told[0].activity, &leaves));
        }
    }

    #[test]
    fn an_idle_connection_takes_no_place_from_another() {
        let (room, mut places) = full();
        assert!(room.enter(&Arc::default()).is_none());
        assert!(!places.iter_mut().any(is_told));
        places.pop();
        assert!(room.enter(&Arc::default()).is_some());
    }

    #[test]
    fn a_flood_is_refused_while_those_who_were_told_to_leave_are_still_there() {
        let (room, places) = full();
        let newcomers: Vec<Place> = (0..LEAVING).map(|_| room.enter(&half()).unwrap()).collect();
        assert!(room.enter(&half()).is_none());
        drop(places);
        assert!(room.enter(&half()).is_some());
        drop(newcomers);
        let state = room.lock();
        assert_eq!((state.taken.len(), state.leaving), (0, 0));
    }
}
