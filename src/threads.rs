//! On which threads does a call work?
//!
//! Never on those that all users of rayon in a process share: in a process
//! that was forked those are gone, and who asks them for work waits for ever.

use rayon::ThreadPoolBuilder;

/// More threads for a core than these only stand in each other's way.
const MOST_FOR_A_CORE: usize = 4;

/// Calls `work`, with so many threads to share it: as many as the machine has
/// cores where 0, and those of the caller's pool where 0 and it has one.
pub fn on<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    if threads == 0 && has_pool() {
        return work();
    }
    let alone = || ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    match ThreadPoolBuilder::new().num_threads(bounded(threads)).build().or_else(|_| alone()) {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// How many threads there are: those of the caller's pool, else what was
/// asked for.
pub(crate) fn at_hand(asked: usize) -> usize {
    match asked {
        _ if has_pool() => rayon::current_num_threads(),
        0 => cores(),
        asked => bounded(asked),
    }
}

/// So many as are asked for, and no more than are of use.
pub(crate) fn bounded(threads: usize) -> usize {
    threads.min(MOST_FOR_A_CORE * cores())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// True on a thread of a pool. Other questions to rayon begin the shared pool.
fn has_pool() -> bool {
    rayon::current_thread_index().is_some()
}
