//! The places of connections. Each place knows what its connection is doing, and since when. From that follows which
//! connection must end when a new one needs a place, and which one is too slow.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// How long a connection may be idle: more than the 60 seconds for which load balancers keep theirs.
const IDLE_TIMEOUT: Duration = Duration::from_secs(65);
/// How long a head may take to arrive once it has begun.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a client may leave its answer unread.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a client is listened to after its last answer.
const LINGER: Duration = Duration::from_secs(5);
/// How long an idle connection may still begin a request when the server stops: it may be on its way.
const GRACE: Duration = Duration::from_millis(250);

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing has come since the last answer.
    Idle,
    /// Something has come, and no head is whole.
    Head,
    /// A request is with the service, which may wait for its body.
    Asked,
    /// hyper has all of an answer, and the client not yet.
    Answered,
    /// Its last answer was given.
    Closing,
}

const PHASES: [Phase; 5] = [Phase::Idle, Phase::Head, Phase::Asked, Phase::Answered, Phase::Closing];
const PHASE_BITS: u32 = 3;

/// All places.
pub struct Places {
    limit: usize,
    opened: Instant,
    /// When the server was told to stop, in microseconds since `opened`; 0 while it runs.
    stopped: AtomicU64,
    taken: Mutex<Vec<Arc<Activity>>>,
    left: Notify,
}

/// What a connection is doing. Its own task writes it; it makes no order with anything else.
pub struct Activity {
    opened: Instant,
    /// The phase in the low bits, and above them since when, in microseconds since `opened`.
    state: AtomicU64,
    has_asked: AtomicBool,
    /// Whether it ends with its next answer.
    is_at_its_last: AtomicBool,
    /// Whether it must give way to another.
    dismissed: AtomicBool,
    look: Notify,
}

/// A connection's place, until it is dropped.
pub struct Place {
    places: Arc<Places>,
    pub activity: Arc<Activity>,
}

/// Why a connection must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    Late,
    ForAnother,
}

impl Places {
    pub fn new(limit: usize) -> Places {
        Places {
            limit,
            opened: Instant::now(),
            stopped: AtomicU64::new(0),
            taken: Mutex::default(),
            left: Notify::new(),
        }
    }

    /// A place for a newcomer. Where all are taken, [`Places::dismiss_one`] frees one.
    pub async fn enter(self: &Arc<Self>) -> Place {
        loop {
            let left = self.left.notified();
            if let Some(place) = self.try_enter() {
                return place;
            }
            self.dismiss_one();
            left.await;
        }
    }

    /// A place, where one is free.
    pub fn try_enter(self: &Arc<Self>) -> Option<Place> {
        let mut taken = self.lock();
        (taken.len() < self.limit).then(|| {
            let activity = Arc::new(Activity::new(self.opened));
            if self.stopped.load(Relaxed) > 0 {
                activity.end_with_the_next_answer();
            }
            taken.push(Arc::clone(&activity));
            Place { places: Arc::clone(self), activity }
        })
    }

    /// Tells one connection to give way: of those that are closing or have asked nothing yet, else of those
    /// between two requests, else of all, the one that has kept the server waiting longest.
    pub fn dismiss_one(&self) {
        let taken = self.lock();
        let staying = taken.iter().filter(|activity| !activity.dismissed.load(Relaxed));
        if let Some(activity) = staying.min_by_key(|activity| activity.rank()) {
            activity.dismissed.store(true, Relaxed);
            activity.look.notify_one();
        }
    }

    /// Tells those to go who are late. To be called now and then.
    pub fn tell_the_late(&self) {
        let (taken, now) = (self.lock(), micros(self.opened));
        for activity in taken.iter().filter(|activity| self.is_late(activity, now)) {
            activity.look.notify_one();
        }
    }

    fn is_late(&self, activity: &Activity, now: u64) -> bool {
        let (phase, since) = activity.state();
        let stopped = self.stopped.load(Relaxed);
        let (since, patience) = match phase {
            Phase::Idle if stopped > 0 => (since.max(stopped), GRACE),
            Phase::Idle => (since, IDLE_TIMEOUT),
            Phase::Head => (since, HEAD_TIMEOUT),
            Phase::Answered => (since, WRITE_TIMEOUT),
            Phase::Closing if stopped > 0 => (since.max(stopped), GRACE),
            Phase::Closing => (since, LINGER),
            // The service has a timeout of its own.
            Phase::Asked => return false,
        };
        now >= since + patience.as_micros() as u64
    }

    /// From now on each answer is its connection's last, and nobody is idle for long.
    pub fn stop(&self) {
        let taken = self.lock();
        self.stopped.store(micros(self.opened), Relaxed);
        taken.iter().for_each(|activity| activity.end_with_the_next_answer());
    }

    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Activity>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Activity {
    fn new(opened: Instant) -> Activity {
        let activity = Activity {
            opened,
            state: AtomicU64::new(0),
            has_asked: AtomicBool::new(false),
            is_at_its_last: AtomicBool::new(false),
            dismissed: AtomicBool::new(false),
            look: Notify::new(),
        };
        activity.enter(Phase::Idle);
        activity
    }

    fn state(&self) -> (Phase, u64) {
        let state = self.state.load(Relaxed);
        (PHASES[(state & ((1 << PHASE_BITS) - 1)) as usize], state >> PHASE_BITS)
    }

    pub fn phase(&self) -> Phase {
        self.state().0
    }

    pub fn enter(&self, phase: Phase) {
        if phase == Phase::Asked {
            self.has_asked.store(true, Relaxed);
        }
        self.set(phase, micros(self.opened));
    }

    fn set(&self, phase: Phase, since: u64) {
        self.state.store(since << PHASE_BITS | phase as u64, Relaxed);
    }

    pub fn end_with_the_next_answer(&self) {
        self.is_at_its_last.store(true, Relaxed);
    }

    pub fn is_at_its_last(&self) -> bool {
        self.is_at_its_last.load(Relaxed)
    }

    /// Where it is in the order in which connections give way.
    fn rank(&self) -> (u8, u64) {
        let (phase, since) = self.state();
        let class = match phase {
            Phase::Closing => 0,
            Phase::Idle | Phase::Head => u8::from(self.has_asked.load(Relaxed)),
            Phase::Asked | Phase::Answered => 2,
        };
        (class, since)
    }
}

impl Place {
    /// Resolves when the connection must go.
    pub async fn until_leave(&self) -> Leave {
        loop {
            // It may have been dismissed while something else was waited for.
            if self.activity.dismissed.load(Relaxed) {
                return Leave::ForAnother;
            }
            // What it was waiting for may have come meanwhile.
            if self.places.is_late(&self.activity, micros(self.activity.opened)) {
                return Leave::Late;
            }
            self.activity.look.notified().await;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        if let Some(index) = taken.iter().position(|other| Arc::ptr_eq(other, &self.activity)) {
            taken.swap_remove(index);
        }
        drop(taken);
        self.places.left.notify_waiters();
    }
}

fn micros(opened: Instant) -> u64 {
    // At least 1, which tells the first moment from none.
    opened.elapsed().as_micros().max(1) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places that are all taken, and since when: the first the longest.
    fn full(limit: usize) -> (Arc<Places>, Vec<Place>) {
        let places = Arc::new(Places::new(limit));
        let taken: Vec<Place> = std::iter::from_fn(|| places.try_enter()).collect();
        for (index, place) in taken.iter().enumerate() {
            place.activity.set(Phase::Idle, index as u64 + 1);
        }
        (places, taken)
    }

    /// Who is told to give way, one after the other.
    fn dismissed(places: &Places, taken: &[Place]) -> Vec<usize> {
        let mut order = Vec::new();
        for _ in taken {
            places.dismiss_one();
            let told = |(index, place): (usize, &Place)| {
                (place.activity.dismissed.load(Relaxed) && !order.contains(&index)).then_some(index)
            };
            let next = taken.iter().enumerate().find_map(told).unwrap();
            order.push(next);
        }
        order
    }

    #[test]
    fn those_who_have_asked_nothing_make_room_first_then_the_idle_then_the_slow_each_by_how_long() {
        let (places, taken) = full(6);
        for place in &taken[..3] {
            place.activity.enter(Phase::Asked);
        }
        taken[0].activity.set(Phase::Asked, 1);
        taken[1].activity.set(Phase::Idle, 9);
        taken[2].activity.set(Phase::Head, 8);
        taken[3].activity.set(Phase::Head, 7);
        taken[5].activity.set(Phase::Answered, 0);
        assert_eq!(dismissed(&places, &taken), [4, 3, 2, 1, 5, 0]);
    }

    #[test]
    fn a_place_that_was_left_is_free_again_whichever_it_was() {
        let (places, mut taken) = full(4);
        assert!(places.try_enter().is_none());
        for index in [2, 0, 1, 0] {
            drop(taken.remove(index));
        }
        assert!(places.is_empty());
        let again: Vec<Place> = std::iter::from_fn(|| places.try_enter()).collect();
        assert_eq!(again.len(), 4);
    }

    #[test]
    fn who_is_late_depends_on_what_is_waited_for() {
        let (places, taken) = full(1);
        const SECOND: u64 = 1_000_000;
        let late = |phase: Phase, seconds: u64| {
            taken[0].activity.set(phase, SECOND);
            places.is_late(&taken[0].activity, (1 + seconds) * SECOND)
        };
        assert!(!late(Phase::Idle, 64) && late(Phase::Idle, 65));
        assert!(!late(Phase::Head, 9) && late(Phase::Head, 10));
        assert!(!late(Phase::Answered, 9) && late(Phase::Answered, 10));
        assert!(!late(Phase::Closing, 4) && late(Phase::Closing, 5));
        assert!(!late(Phase::Asked, 3600));
        places.stopped.store(60 * SECOND, Relaxed);
        assert!(!late(Phase::Idle, 59) && late(Phase::Idle, 60));
    }
}
