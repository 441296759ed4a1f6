//! Rows that work and are hardly meant so.

use std::collections::{HashMap, HashSet};

use super::names::{Names, cased, order};
use crate::gazetteer::{
    Accept, Case, Entry, Gazetteer, KINDS_OF_PLACES, Problem, Problems, Role, Severity, Surface, is_near,
};
use crate::lookup::{Index, Marks};
use crate::segment::{Gap, segment};

/// How many rows each kind of advice names; the others are counted.
const NAMED: usize = 200;

/// What advice is about; one line of a table each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Word,
    Short,
    OtherLabel,
    NeverMatches,
    BlocksNothing,
    Shadowed,
    Invisible,
    PlainId,
    Slip,
    LabelCase,
    Divider,
    Comment,
    Repeated,
    Garbled,
    Doubtful,
}

/// Advice on every row of `own`, beside the `shipped` lists.
///
/// Linear in the rows, but for a look-up of each name in both.
pub(super) fn advise(own: &Index, shipped: &Index) -> Problems {
    let names = Names::of(own.gazetteer());
    let mut adviser = Adviser { own: own.gazetteer(), shipped, names, counts: HashMap::new(), found: Vec::new() };
    for surface in adviser.own.surfaces() {
        let entry = adviser.own.entry_of(surface);
        if entry.role() == Role::Name {
            adviser.look_at(surface, entry);
        }
    }
    for forms in adviser.own.surfaces().chunk_by(|a, b| a.row == b.row) {
        adviser.forms(forms);
    }
    for entry in adviser.own.entries() {
        adviser.id(entry);
        adviser.kind(entry);
    }
    let without_legal_forms = shipped.without_legal_forms();
    for entry in adviser.own.entries().filter(|entry| entry.role() == Role::Name) {
        let left = without_legal_forms(entry.name());
        left.iter().filter(|left| !left.contains(char::is_whitespace)).for_each(|left| adviser.doubtful(entry, left));
    }
    adviser.labels();
    adviser.finish()
}

struct Adviser<'i> {
    own: &'i Gazetteer,
    shipped: &'i Index,
    names: Names<'i>,
    counts: HashMap<Kind, usize>,
    found: Vec<Problem>,
}

impl<'i> Adviser<'i> {
    fn look_at(&mut self, surface: &Surface, entry: Entry<'i>) {
        let name = self.own.surface_text(surface);
        self.invisible(entry, name);
        self.garbled(entry, name);
        if entry.accept() == Accept::Never {
            return self.block(entry, name);
        }
        if !self.matches(entry, name) {
            return;
        }
        if entry.accept() == Accept::Accept {
            self.word(surface, entry, name);
            self.short(entry, name);
            self.shadow(entry, name);
        }
        self.other_label(entry, name);
    }

    fn word(&mut self, surface: &Surface, entry: Entry<'i>, name: &str) {
        if surface.case == Case::Exact && !name.chars().any(char::is_lowercase) {
            return;
        }
        let Some(kind) = kind_of_word(self.shipped, name) else { return };
        let help = "if texts mean something else by it, write `match=context`, or list a longer name";
        self.advise(Kind::Word, entry, name, format!("the name is {kind}"), help);
    }

    fn short(&mut self, entry: Entry<'i>, name: &str) {
        let count = name.chars().filter(|c| c.is_alphanumeric()).count();
        if count <= 2 {
            let message = "a name of one or two letters is found in many places".into();
            self.advise(Kind::Short, entry, name, message, "write `match=context`, or list a longer name");
        }
    }

    fn other_label(&mut self, entry: Entry<'i>, name: &str) {
        let other = self.names.other_label(entry, name).or_else(|| self.shipped_as(entry, name));
        if let Some(other) = other {
            let message = format!("{}:{} has this name as {}", other.source().path, other.line(), other.label());
            let help = "rows of your own lists stand before shipped ones; `gaztag lists show` tells which row wins";
            self.advise(Kind::OtherLabel, entry, name, message, help);
        }
    }

    /// The shipped row that has this name under another label.
    fn shipped_as(&self, entry: Entry<'i>, name: &str) -> Option<Entry<'i>> {
        let rows = self.shipped.rows_named(name).into_iter().map(|row| self.shipped.gazetteer().entry(row));
        let mut named = rows.filter(|row| row.role() == Role::Name && row.accept() != Accept::Never);
        named.find(|row| row.label() != entry.label() && cased(row.name()) == cased(name))
    }

    /// False, with the reason told, where no text can match.
    fn matches(&mut self, entry: Entry<'i>, name: &str) -> bool {
        let (message, help) = if let Some(block) = self.names.block_of(name) {
            let message = format!("the name never matches: {}:{} blocks it", block.source().path, block.line());
            (message, "delete one of the two rows")
        } else if !can_match(name) {
            ("the name never matches: an empty line is in it, or nothing is".to_string(), "write it on one line")
        } else {
            return true;
        };
        self.advise(Kind::NeverMatches, entry, name, message, help);
        false
    }

    fn block(&mut self, entry: Entry<'i>, name: &str) {
        if self.shipped.rows_named(name).is_empty() && !self.names.is_accepted(name) {
            let help = "correct the spelling, or delete the row";
            self.advise(Kind::BlocksNothing, entry, name, "the row blocks a name that no list has".into(), help);
        }
    }

    fn shadow(&mut self, entry: Entry<'i>, name: &str) {
        let Some(best) = self.names.best(entry.label(), name) else { return };
        if best.index() != entry.index() && order(best, entry).is_lt() {
            let place = format!("{}:{}", best.source().path, best.line());
            let message = format!("the name is never reported from this row: {place} has it too and wins");
            let help = "by kind of place, then weight, then order; give the row a greater weight, or delete it; \
                        `--columns candidate_ids` tells both";
            self.advise(Kind::Shadowed, entry, name, message, help);
        }
    }

    fn invisible(&mut self, entry: Entry<'i>, name: &str) {
        let Some(c) = name.chars().find(|c| is_invisible(*c)) else { return };
        let what =
            if c == char::REPLACEMENT_CHARACTER { "the mark of a damaged character" } else { "an invisible character" };
        let message = format!("the name holds {what}, U+{:04X}", c as u32);
        self.advise(Kind::Invisible, entry, name, message, "delete it, or correct the name");
    }

    /// What is left of a name without its legal form, where that is a word.
    fn doubtful(&mut self, entry: Entry<'i>, left: &str) {
        let is_elsewhere = || {
            let mut rows = self.shipped.rows_named(left).into_iter().map(|row| self.shipped.gazetteer().entry(row));
            rows.any(|row| row.role() == Role::Name && row.label() != "ORG")
        };
        if kind_of_word(self.shipped, left).is_some() || is_elsewhere() {
            let message = format!("found in full; `{left}` alone only where the text supports it");
            let help = "to find it everywhere, write what is left as an alias";
            self.advise(Kind::Doubtful, entry, entry.name(), message, help);
        }
    }

    /// UTF-8 that was read as Windows-1252: *MÃ¼ller*.
    fn garbled(&mut self, entry: Entry<'i>, name: &str) {
        if let Some(meant) = ungarbled(name) {
            let message = format!("the name is garbled: it is UTF-8 that was read as Windows-1252; `{meant}` is meant");
            let help = "write what is meant, or save the list anew as UTF-8 from where it came";
            self.advise(Kind::Garbled, entry, name, message, help);
        }
    }

    /// The name and the aliases of one row, beside each other.
    fn forms(&mut self, forms: &'i [Surface]) {
        let own = self.own;
        let (Some(first), mut seen) = (forms.first(), HashSet::new()) else { return };
        let (entry, name) = (own.entry_of(first), own.surface_text(first));
        if name.contains('|') {
            let help = "`|` divides names in the column `aliases` only";
            self.advise(Kind::Divider, entry, name, "the name holds `|`".into(), help);
        }
        if name.starts_with('#') && entry.role() == Role::Name {
            let help = "a list has no comments; delete the row, unless texts have the name with its `#`";
            self.advise(Kind::Comment, entry, name, "the name begins with `#`".into(), help);
        }
        for form in forms.iter().map(|form| own.surface_text(form)) {
            if form.contains(';') && form != name {
                self.advise(Kind::Divider, entry, form, "the alias holds `;`".into(), "aliases are divided by `|`");
            }
            if !seen.insert(form) {
                self.advise(Kind::Repeated, entry, form, "the row has this name twice".into(), "delete one of them");
            }
        }
    }

    fn id(&mut self, entry: Entry<'i>) {
        let has_prefix = entry
            .id()
            .split_once(':')
            .is_some_and(|(prefix, value)| prefix.starts_with(|c: char| c.is_ascii_alphabetic()) && !value.is_empty());
        if !entry.id().is_empty() && !has_prefix {
            let help = "write it as `prefix:value`, such as `crm:0042`: spreadsheets change bare numbers";
            self.advise(Kind::PlainId, entry, entry.id(), "the id has no prefix".into(), help);
        }
    }

    /// Labels that differ from another in capitals only.
    /// A slip in what tells how large a place is; any other word is free.
    fn kind(&mut self, entry: Entry<'i>) {
        let kind = entry.column("kind").filter(|kind| entry.label() == "PLACE" && !KINDS_OF_PLACES.contains(kind));
        let near = kind.and_then(|kind| KINDS_OF_PLACES.into_iter().find(|known| is_near(kind, known)).zip(Some(kind)));
        if let Some((known, kind)) = near {
            let message = format!("the kind is no `{known}`, though nearly: it says nothing of the size of the place");
            self.advise(Kind::Slip, entry, kind, message, &format!("write `{known}`, or a word that differs more"));
        }
    }

    fn labels(&mut self) {
        let own = self.own;
        let known = ["ORG", "PLACE", "MONEY"].into_iter().chain(own.labels().iter().map(String::as_str));
        // The first of each in lower case; a label that is none of these is the odd one.
        let mut first: HashMap<String, &str> = HashMap::new();
        for label in known {
            first.entry(label.to_lowercase()).or_insert(label);
        }
        let mut told = HashSet::new();
        for entry in own.entries() {
            let label = entry.label();
            if told.insert(label)
                && let Some(other) = first.get(&label.to_lowercase()).filter(|other| **other != label)
            {
                let message = format!("the label differs from `{other}` in capitals only");
                self.advise(Kind::LabelCase, entry, label, message, "write both alike, or they are two labels");
            }
        }
    }

    fn advise(&mut self, kind: Kind, entry: Entry<'i>, value: &str, message: String, help: &str) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count > NAMED {
            return;
        }
        self.found.push(Problem {
            severity: Severity::Warning,
            path: entry.source().path.clone(),
            line: entry.line().into(),
            column: 0,
            value: value.to_string(),
            message,
            help: help.to_string(),
        });
    }

    /// What was found, and how much more of each kind there is.
    fn finish(self) -> Problems {
        let mut problems = Problems::default();
        self.found.into_iter().for_each(|problem| problems.push(problem));
        problems.more_warnings = self.counts.values().map(|count| count.saturating_sub(NAMED)).sum();
        problems
    }
}

/// What a name is whose UTF-8 was read as Windows-1252; `None` for others.
fn ungarbled(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let (bytes, _, has_others) = encoding_rs::WINDOWS_1252.encode(name);
    let meant = std::str::from_utf8(&bytes).ok().filter(|_| !has_others)?;
    (meant.chars().count() < name.chars().count()).then(|| meant.to_string())
}

/// False where nothing is left to compare, or an empty line divides it.
fn can_match(name: &str) -> bool {
    let mut tokens = Vec::new();
    segment(name, &mut tokens);
    !tokens.is_empty() && tokens[1..].iter().all(|token| token.gap != Gap::Paragraph)
}

/// What the shipped lists say of a single word.
fn kind_of_word(shipped: &Index, name: &str) -> Option<&'static str> {
    const KINDS: [(Role, &str); 5] = [
        (Role::Common, "an ordinary word"),
        (Role::Calendar, "a month or a weekday"),
        (Role::Demonym, "a word for people of a place"),
        (Role::Given, "a given name too"),
        (Role::Surname, "a surname too"),
    ];
    let mut tokens = Vec::new();
    segment(name, &mut tokens);
    let marks = if tokens.len() == 1 { shipped.marks_of(name) } else { Marks::default() };
    KINDS.into_iter().find(|(role, _)| marks.has(*role)).map(|(_, kind)| kind)
}

/// Formatting characters that nobody sees, and what stands for damage. Joiners
/// belong to some scripts and are left alone.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{fffd}')
}
