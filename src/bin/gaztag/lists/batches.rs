//! Many documents side by side, for the commands that look over a collection.

use gaztag::parts::threads;
use gaztag::read::{Collection, Found, Skipped};
use rayon::prelude::*;

use crate::console::Console;
use crate::input_args::FLAGS;

/// How many documents are shared out at a time.
const BATCH: usize = 256;

/// Hands what `look` makes of each document to `take`, in their order. How many
/// could not be read; each is named.
pub fn each<T: Send>(
    collection: &Collection,
    console: &Console,
    look: impl Fn(Found) -> Result<T, Skipped> + Send + Sync,
    take: impl FnMut(T) + Send,
) -> usize {
    threads::on(0, || in_batches(collection, console, look, take))
}

fn in_batches<T: Send>(
    collection: &Collection,
    console: &Console,
    look: impl Fn(Found) -> Result<T, Skipped> + Sync,
    mut take: impl FnMut(T),
) -> usize {
    let (mut documents, mut skipped) = (collection.documents(), 0);
    loop {
        let batch: Vec<_> = documents.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return skipped;
        }
        let seen: Vec<_> = batch.into_par_iter().map(|document| look(document?)).collect();
        for result in seen {
            match result {
                Ok(here) => take(here),
                Err(why) => {
                    console.error(&why.told(&FLAGS));
                    skipped += 1;
                }
            }
        }
    }
}
