//! Listed names that a text has under another legal form: the list says
//! *Acme Trading Co., Ltd.*, the text *Acme Trading Company Limited*.

use super::own::derived;
use crate::candidate::Candidate;
use crate::clues::Clues;
use crate::entity::{Entity, Evidence, How, Rule};
use crate::gazetteer::{Accept, Entry, Role};
use crate::lookup::{Hit, NO_WORD};
use crate::segment::Gap;

/// A name before a legal form has at most this many tokens, so that a row of
/// legal forms costs no more than it is long.
const REACH: usize = 12;

/// Proposes the rows that a legal form ends in another spelling than the list
/// has, and rows of the user's own that the text gives a legal form. Linear
/// in the hits.
pub fn recognize<'l>(clues: &Clues<'_, 'l>, out: &mut Vec<Candidate<'l>>) {
    for form in clues.hits.iter().filter(|hit| matches!(hit.role, Role::LegalForm | Role::Ending)) {
        let found = stems(clues, form.first as usize).find_map(|(first, end)| {
            let rows = rows(clues, first, end, form);
            (!rows.is_empty()).then_some((first, rows))
        });
        let Some((first, rows)) = found else { continue };
        out.extend(rows.into_iter().map(|row| candidate(clues, first, form.last as usize, row)));
    }
}

/// Where the name before the legal form at token `at` may stand, as first
/// token and end: the longest first, with and without a comma.
fn stems(clues: &Clues<'_, '_>, at: usize) -> impl Iterator<Item = (usize, usize)> {
    let is_apart = clues.gap(at) == Gap::Paragraph;
    let has_comma = at > 0 && clues.token(at - 1) == "," && clues.gap(at - 1) == Gap::None;
    // Where no name holds the word before, none ends with it.
    let is_known = move |end: &usize| *end > 0 && clues.word_id(*end - 1) != NO_WORD;
    let ends = [Some(at), has_comma.then(|| at - 1)].into_iter().flatten().filter(is_known).filter(move |_| !is_apart);
    ends.flat_map(|end| (end.saturating_sub(REACH)..end).map(move |first| (first, end)))
}

/// The rows that the tokens `first..end` name before this legal form.
fn rows<'l>(clues: &Clues<'_, 'l>, first: usize, end: usize, form: &Hit) -> Vec<Entry<'l>> {
    let (tokens, words) = (&clues.tokens[first..end], &clues.words[first..end]);
    let rows = clues.lists.rows_with_ending(clues.text, tokens, words, form.row);
    if rows.is_empty() && !clues.lists.has_near() {
        return Vec::new();
    }
    let hits = clues.hits_at(first);
    let is_hit = |row: &u32| hits.iter().any(|hit| hit.row == *row && hit.last == form.last);
    let listed = rows.into_iter().filter(|row| !is_hit(row)).map(|row| clues.lists.gazetteer().entry(row));
    let own = hits
        .iter()
        .filter(|hit| hit.last as usize + 1 == end)
        .map(|hit| clues.entry(hit))
        .filter(|row| !row.source().shipped && row.label() != "PLACE");
    listed.chain(own).filter(|row| is_reported(*row)).collect()
}

fn is_reported(row: Entry<'_>) -> bool {
    row.role() == Role::Name && matches!(row.accept(), Accept::Accept | Accept::Context)
}

fn candidate<'l>(clues: &Clues<'_, 'l>, first: usize, last: usize, row: Entry<'l>) -> Candidate<'l> {
    let (span, rule) = (clues.span(first, last), Rule::plain("list"));
    let entity = match row.source().shipped {
        true => Entity::new(span, row.label(), rule, Evidence::Listed(row)),
        false => derived(span, row, How::LegalForm),
    };
    let dropped = is_blocked(clues, first, last).then_some("guard:blocked");
    Candidate { entity, tokens: (first, last), dropped }
}

/// True where a block of the user's own holds the name with its legal form.
fn is_blocked(clues: &Clues<'_, '_>, first: usize, last: usize) -> bool {
    let mut behind = clues.hits_at(first).iter().filter(|hit| hit.last as usize >= last).map(|hit| clues.entry(hit));
    behind.any(|row| row.accept() == Accept::Never && !row.source().shipped)
}
