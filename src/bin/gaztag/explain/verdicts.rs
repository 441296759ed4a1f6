//! What became of each candidate, heap by heap.

use crate::console::printable;
use std::io::{self, Write};

use gaztag::parts::explain::{Outcome, Verdict, explain};
use gaztag::parts::place::Place;
use gaztag::{Entity, Pipeline};
use serde_json::json;

use super::print::{DROPPED, FAINT, PLACE, Printer, STANDS, shown};
use super::record::{Record, row};
use super::stretch::Stretch;

/// The verdicts on what is in the stretch, and which of them are asked for.
pub struct Verdicts<'l> {
    all: Vec<Verdict<'l>>,
    asked: Vec<usize>,
}

impl<'l> Verdicts<'l> {
    /// Those of `labels` (all where none is named) in the stretch.
    pub fn new(pipeline: &'l Pipeline, stretch: &Stretch, labels: &[String]) -> Self {
        let all = explain(pipeline, &stretch.text);
        let is_asked = |entity: &Entity<'_>| {
            stretch.holds(entity.span) && (labels.is_empty() || labels.iter().any(|label| label == entity.label))
        };
        let asked = (0..all.len()).filter(|&i| is_asked(&all[i].entity)).collect();
        Verdicts { all, asked }
    }

    /// One record a verdict, with all that is known.
    pub fn records(&self, text: &str) -> Vec<Record> {
        self.asked.iter().map(|&i| self.record(i, text)).collect()
    }

    fn record(&self, i: usize, text: &str) -> Record {
        let Verdict { entity, outcome } = &self.all[i];
        let mut record = Record::of_entity(entity);
        let (told, guard) = match outcome {
            Outcome::Stands => ("stands", ""),
            Outcome::Silent => ("silent", ""),
            Outcome::Dropped(guard) => ("dropped", *guard),
            Outcome::Beaten { .. } => ("beaten", ""),
        };
        record.values.push(("outcome", json!(told)));
        record.values.push(("guard", json!(guard)));
        if let Outcome::Beaten { by, .. } = outcome {
            let winner = &self.all[*by].entity;
            record.values.push(("beaten_by", json!(winner.span.of(text))));
            record.values.push(("beaten_by_label", json!(winner.label)));
            record.values.push(("beaten_by_id", json!(winner.id())));
            record.values.push(("beaten_by_rule", json!(winner.rule.to_string())));
            record.values.push(("because", json!(self.because(outcome))));
        }
        record
    }

    /// Heaps of candidates that overlap, each with a line for its place.
    pub fn print(&self, printer: &mut Printer, stretch: &Stretch) -> io::Result<()> {
        if self.asked.is_empty() {
            return writeln!(printer, "nothing here is a candidate; --stage hits shows the list names that are here");
        }
        let mut place = Place::default();
        let mut end = 0;
        for &i in &self.asked {
            let span = self.all[i].entity.span;
            if span.start >= end {
                place.advance(&stretch.text, span.start);
                let name = if stretch.document.is_empty() {
                    String::new()
                } else {
                    format!("{}:", printable(&stretch.document))
                };
                writeln!(printer, "{PLACE}{name}{}:{}{PLACE:#}", place.line, place.column())?;
            }
            end = end.max(span.end);
            self.print_one(printer, i, &stretch.text)?;
        }
        Ok(())
    }

    fn print_one(&self, printer: &mut Printer, i: usize, text: &str) -> io::Result<()> {
        let Verdict { entity, outcome } = &self.all[i];
        let (sign, style) = match outcome {
            Outcome::Stands => ("✔", STANDS),
            Outcome::Silent => ("·", FAINT),
            Outcome::Dropped(_) => ("✘", DROPPED),
            Outcome::Beaten { .. } => ("✘", FAINT),
        };
        let surface = shown(entity.span, text);
        writeln!(printer, "  {style}{sign} {:<6} {surface}{style:#}  {}", printable(entity.label), why(entity))?;
        match outcome {
            Outcome::Stands => Ok(()),
            Outcome::Silent => {
                writeln!(printer, "      stands, and is not reported: a {} only competes", printable(entity.label))
            }
            Outcome::Dropped(guard) => writeln!(printer, "      dropped by {DROPPED}{guard}{DROPPED:#}"),
            Outcome::Beaten { by, .. } => {
                let winner = &self.all[*by].entity;
                let id = if winner.id().is_empty() { String::new() } else { format!(" ({})", printable(winner.id())) };
                let surface = shown(winner.span, text);
                writeln!(
                    printer,
                    "      beaten by {} {surface}{id}: {}",
                    printable(winner.label),
                    self.because(outcome)
                )
            }
        }
    }

    fn because(&self, outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::Beaten { step: Some(step), .. } => step.reason(),
            _ => "it is the same, and was found first",
        }
    }
}

/// The rule, the row that it is from, and the canonical name where that is
/// another.
fn why(entity: &Entity<'_>) -> String {
    let mut told = entity.rule.to_string();
    if let Some(entry) = entity.entry() {
        told.push_str(&format!("  {}", row(entry)));
    }
    if !entity.name().is_empty() {
        told.push_str(&format!("  name={}", entity.name()));
    }
    if !entity.id().is_empty() {
        told.push_str(&format!("  id={}", entity.id()));
    }
    if let Some(quantity) = entity.quantity() {
        let amount = quantity.amount.map_or("?".to_string(), |a| a.normalize().to_string());
        let max = quantity.amount_max.map_or(String::new(), |a| format!("..{}", a.normalize()));
        told.push_str(&format!("  {amount}{max} {}", quantity.currency.unwrap_or("?")));
    }
    format!("{FAINT}{}{FAINT:#}", printable(&told))
}
