//! A second look at lists: what they hold that works and is hardly meant so,
//! and what they find in texts.
//!
//! `advice` looks at one row after the other, `hits` runs the lists over
//! texts, `named` tells which rows hold a name, `forms` in which forms each
//! row is found. None is part of a run.

mod advice;
mod forms;
mod hits;
mod named;
mod names;
mod suggest;

pub use forms::{Forms, forms_of_rows};
pub use hits::{Context, HitCounts, NameHits};
pub use named::{Named, Reached, Standing, rows_named, rows_reached};
pub use suggest::{Suggestion, Suggestions};

use crate::gazetteer::{ListFiles, ListSource, Problems, load};
use crate::lookup::Index;

/// What a look at lists has found.
#[derive(Debug)]
pub struct Check {
    /// The rows of the lists, compiled; those with mistakes are left out.
    pub lists: Index,
    /// Mistakes and advice, by file, then by line.
    pub problems: Problems,
}

/// Reads lists with all mistakes in them, and gives advice on the rows that
/// have none, beside the shipped lists.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("drugs.csv");
/// std::fs::write(&path, "name,case\nZorblaxine,\nTable,lower\nThursday,\n")?;
/// let check = gaztag::parts::check::check(&[path.into()]);
/// let said: Vec<_> = check.problems.list.iter().map(|p| (p.line, p.message.as_str())).collect();
/// assert_eq!(said[0], (3, "unknown value in column `case`"));
/// assert_eq!(said[1].0, 4);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn check(lists: &[ListSource]) -> Check {
    let files = ListFiles::read(false, lists);
    let (rows, mut problems) = files.parse();
    let own = Index::new(rows);
    own.crowded().into_iter().for_each(|problem| problems.push(problem));
    let shipped = Index::new(load(true, &[]).rows);
    problems.append(files.place(advice::advise(&own, &shipped)));
    problems.list.sort_by_key(|problem| order(&files, problem));
    Check { lists: own, problems }
}

/// By file as it was given, then by line and column.
fn order(files: &ListFiles, problem: &crate::Problem) -> (usize, u64, u64) {
    (files.position(&problem.path), problem.line, problem.column)
}
