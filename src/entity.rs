//! What is found: spans, entities, and the evidence for each.

use rust_decimal::Decimal;
use std::borrow::Cow;
use std::fmt;

use crate::gazetteer::Entry;

/// A half-open stretch `start..end` of a text, in bytes of its UTF-8 form.
///
/// Both ends lie on code point boundaries of the text that it was found in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The stretch that begins so and ends at `end`.
    pub(crate) fn to(self, end: usize) -> Self {
        Span::new(self.start, end)
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True where the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True where the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True where `inner` lies within this span (equal spans included).
    pub fn contains(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    /// The same stretch, where so many bytes stand before the text.
    pub(crate) fn moved(self, bytes: usize) -> Span {
        Span { start: self.start + bytes, end: self.end + bytes }
    }

    /// The stretch of `text` that the span names.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A measured amount: what a figure says, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity<'l> {
    /// The amount in major units; for a range its lower end.
    /// `None` where it is too large or too long to be held exactly.
    pub amount: Option<Decimal>,
    /// The upper end of a range.
    pub amount_max: Option<Decimal>,
    /// ISO 4217 code; `None` where the words do not decide it.
    pub currency: Option<&'l str>,
    /// The figure as it is printed, in bytes from the start of the mention;
    /// `None` for an unwritten one (*a dollar*).
    pub stated: Option<Span>,
    /// How many bytes before it the amount starts that it says again, in
    /// another currency or in other words.
    pub converts: Option<usize>,
}

/// Why a row is there, as the `rule` column tells it: `kind` or `kind:detail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule<'l> {
    /// The name of the rule, from a fixed set (`list`, `suffix`, `money` …).
    pub kind: &'static str,
    /// Which row or variant of the rule; may be empty.
    pub detail: &'l str,
}

impl<'l> Rule<'l> {
    /// A rule with no detail.
    pub const fn plain(kind: &'static str) -> Self {
        Rule { kind, detail: "" }
    }

    /// The rule `kind:detail`.
    pub const fn new(kind: &'static str, detail: &'l str) -> Self {
        Rule { kind, detail }
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind)?;
        if !self.detail.is_empty() {
            write!(f, ":{}", self.detail)?;
        }
        Ok(())
    }
}

/// How far a row may be trusted, so that the doubtful ones can be sorted down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// Nearly always right.
    High,
    /// Mostly right.
    Middle,
    /// To be looked at.
    Low,
}

impl Certainty {
    /// The word for it: `high`, `middle`, `low`.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::High => "high",
            Certainty::Middle => "middle",
            Certainty::Low => "low",
        }
    }

    /// The certainty that is called so.
    pub fn from_word(word: &str) -> Option<Self> {
        [Certainty::High, Certainty::Middle, Certainty::Low].into_iter().find(|certainty| certainty.as_str() == word)
    }
}

/// How the words of a text reach a row of the user's own: the less is to be
/// preferred, and the row's name as it stands before all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum How {
    /// By another name of the row.
    Alias,
    /// By another spelling: capitals, accents, hyphens, what cannot be seen.
    Spelling,
    /// With another legal form, or without one.
    LegalForm,
    /// Without what the language writes together with a name, or by an
    /// ending of it.
    Affix,
    /// Inside a longer word.
    Inside,
    /// By the word that its name begins with, and no other row's.
    Short,
    /// By a name that the shipped lists know for the same organization.
    Known,
}

impl How {
    /// What the column `rule` says behind `list:`; nothing for what any list
    /// is found by.
    pub fn detail(self) -> &'static str {
        match self {
            How::Alias => "",
            How::Spelling => "spelling",
            How::LegalForm => "legal form",
            How::Affix => "affix",
            How::Inside => "inside",
            How::Short => "short name",
            How::Known => "known name",
        }
    }
}

/// What speaks for an entity; the columns `name`, `id`, `amount` and
/// `currency` all follow from it.
#[derive(Clone, Debug)]
pub enum Evidence<'l> {
    /// A row of a list.
    Listed(Entry<'l>),
    /// A row of the user's own whose name does not stand there as the list
    /// has it.
    Derived(Entry<'l>, How),
    /// Put together by a rule from cue words and what stands beside them.
    Composed {
        /// The canonical name.
        name: Cow<'l, str>,
        /// The row of the listed name that is the core of it: Xianju of
        /// *Xianju County*.
        core: Option<Entry<'l>>,
    },
    /// A short form, acronym or variant of a longer name of the same document.
    ShortForm {
        /// The canonical name of the long form.
        name: Cow<'l, str>,
        /// The row that the long form is, or has as its core.
        core: Option<Entry<'l>>,
    },
    /// A measured amount.
    Measured(Quantity<'l>),
}

/// One finding: where, what kind, and why.
///
/// `'l` is the life of the lists that it was found with.
#[derive(Clone, Debug)]
pub struct Entity<'l> {
    /// Where it stands in the text, in bytes.
    pub span: Span,
    /// `ORG`, `PLACE`, `MONEY`, or a label of the user's own.
    pub label: &'l str,
    /// The rule that found it.
    pub rule: Rule<'l>,
    /// What the rule found.
    pub evidence: Evidence<'l>,
    /// How far it may be trusted.
    pub certainty: Certainty,
    /// Of a place that no list has: the listed one that the text names
    /// nearest to it.
    pub near: Option<Entry<'l>>,
}

impl<'l> Entity<'l> {
    /// A finding; how certain its rule is the lists say.
    pub fn new(span: Span, label: &'l str, rule: Rule<'l>, evidence: Evidence<'l>) -> Self {
        Entity { span, label, rule, evidence, certainty: Certainty::High, near: None }
    }

    /// The canonical name; empty for a measured amount.
    pub fn name(&self) -> &str {
        match &self.evidence {
            Evidence::Listed(entry) | Evidence::Derived(entry, _) => entry.name(),
            Evidence::Composed { name, .. } | Evidence::ShortForm { name, .. } => name,
            Evidence::Measured(_) => "",
        }
    }

    /// The prefixed id of the list row (`gn:1796236`); empty where there is none.
    pub fn id(&self) -> &'l str {
        match &self.evidence {
            Evidence::Listed(entry) | Evidence::Derived(entry, _) => entry.id(),
            Evidence::Composed { core, .. } | Evidence::ShortForm { core, .. } => core.map_or("", Entry::id),
            Evidence::Measured(_) => "",
        }
    }

    /// The list row that speaks of it: the row itself, or that of the core of
    /// its name. Its columns are those of the finding.
    pub fn record(&self) -> Option<Entry<'l>> {
        match self.evidence {
            Evidence::Listed(entry) | Evidence::Derived(entry, _) => Some(entry),
            Evidence::Composed { core, .. } | Evidence::ShortForm { core, .. } => core,
            Evidence::Measured(_) => None,
        }
    }

    /// The list row, where one was found.
    pub fn entry(&self) -> Option<Entry<'l>> {
        match self.evidence {
            Evidence::Listed(entry) | Evidence::Derived(entry, _) => Some(entry),
            _ => None,
        }
    }

    /// True for a row of a list that the user brought.
    pub fn is_own(&self) -> bool {
        self.entry().is_some_and(|entry| !entry.source().shipped)
    }

    /// The measured amount, if it is one.
    pub fn quantity(&self) -> Option<&Quantity<'l>> {
        match &self.evidence {
            Evidence::Measured(quantity) => Some(quantity),
            _ => None,
        }
    }
}
