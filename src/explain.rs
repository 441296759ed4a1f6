//! Explaining: what became of every candidate of a text, and why.
//!
//! ```
//! use gaztag::parts::explain::{Outcome, explain};
//!
//! let pipeline = gaztag::Pipeline::new(&Default::default())?;
//! let text = "She flew to New York.";
//! for verdict in explain(&pipeline, text) {
//!     match verdict.outcome {
//!         Outcome::Stands => println!("{} stands", verdict.entity.span.of(text)),
//!         other => println!("{} does not: {other:?}", verdict.entity.span.of(text)),
//!     }
//! }
//! # Ok::<(), gaztag::ListErrors>(())
//! ```

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::Pipeline;
use crate::candidate::Candidate;
use crate::candidate::{ResolveOptions, Step, compare, decide, is_silent};
use crate::entity::{Entity, Span};
use crate::resolve::chosen;

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is reported.
    Stands,
    /// It stands so that nothing else does, and is not reported itself:
    /// persons, events, streets.
    Silent,
    /// A guard dropped it before anything was chosen.
    Dropped(&'static str),
    /// Another one stands in its place.
    Beaten {
        /// Which, by its place among the verdicts.
        by: usize,
        /// The step of the order that decided; `None` where both are the same
        /// in every respect.
        step: Option<Step>,
    },
}

/// A candidate and what became of it.
#[derive(Clone, Debug)]
pub struct Verdict<'l> {
    /// The candidate.
    pub entity: Entity<'l>,
    /// What became of it.
    pub outcome: Outcome,
}

/// A verdict on every candidate of `text`, by start, the longer first, and of
/// one stretch in the order of choice.
///
/// Cost: that of annotating, and for each candidate that is beaten a look at
/// those that stand over it.
pub fn explain<'l>(pipeline: &'l Pipeline, text: &str) -> Vec<Verdict<'l>> {
    judge(pipeline.candidates(text), pipeline.resolve_options())
}

fn judge<'l>(mut candidates: Vec<Candidate<'l>>, options: &ResolveOptions) -> Vec<Verdict<'l>> {
    candidates.sort_by(|a, b| {
        let place = |c: &Candidate<'_>| (c.span().start, Reverse(c.span().end));
        place(a).cmp(&place(b)).then_with(|| compare(&a.entity, &b.entity, options))
    });
    let standing = Standing::new(&candidates, options);
    let outcomes: Vec<Outcome> = (0..candidates.len()).map(|i| standing.outcome(i)).collect();
    let verdict = |(candidate, outcome): (Candidate<'l>, Outcome)| Verdict { entity: candidate.entity, outcome };
    candidates.into_iter().zip(outcomes).map(verdict).collect()
}

/// The candidates that stand, by start.
struct Standing<'c, 'l> {
    candidates: &'c [Candidate<'l>],
    options: &'c ResolveOptions,
    places: Vec<usize>,
    /// For each place, the furthest end of it and those before.
    furthest: Vec<usize>,
}

impl<'c, 'l> Standing<'c, 'l> {
    fn new(candidates: &'c [Candidate<'l>], options: &'c ResolveOptions) -> Self {
        let chosen: HashSet<*const Candidate<'l>> =
            chosen(candidates, options).into_iter().map(std::ptr::from_ref).collect();
        let stands = |i: &usize| chosen.contains(&std::ptr::from_ref(&candidates[*i]));
        let places: Vec<usize> = (0..candidates.len()).filter(stands).collect();
        let mut end = 0;
        let mut further = |&i: &usize| {
            end = end.max(candidates[i].span().end);
            end
        };
        let furthest = places.iter().map(&mut further).collect();
        Standing { candidates, options, places, furthest }
    }

    fn outcome(&self, i: usize) -> Outcome {
        let candidate = &self.candidates[i];
        match candidate.dropped {
            Some(guard) => Outcome::Dropped(guard),
            None if self.places.binary_search(&i).is_err() => self.beaten(i),
            None if is_silent(&candidate.entity, self.options) => Outcome::Silent,
            None => Outcome::Stands,
        }
    }

    /// By whom: the first in the order of choice that leaves no room for it.
    fn beaten(&self, i: usize) -> Outcome {
        let loser = &self.candidates[i].entity;
        let until = self.places.partition_point(|&p| self.candidates[p].span().start < loser.span.end);
        let near = (0..until).rev().take_while(|&k| self.furthest[k] > loser.span.start).map(|k| self.places[k]);
        let by = near
            .filter(|&p| self.leaves_no_room(self.candidates[p].span(), loser.span))
            .min_by(|&a, &b| compare(&self.candidates[a].entity, &self.candidates[b].entity, self.options))
            .expect("a candidate without a rival stands");
        let step = decide(&self.candidates[by].entity, loser, self.options).map(|(step, _)| step);
        Outcome::Beaten { by, step }
    }

    /// Nested output has room for what lies wholly within another.
    fn leaves_no_room(&self, winner: Span, loser: Span) -> bool {
        winner.overlaps(loser) && (!self.options.nested || winner == loser || !winner.contains(loser))
    }
}
