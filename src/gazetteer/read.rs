//! CSV → rows. Every mistake of a file is found in one pass, with its line
//! and column.

use std::borrow::Cow;
use std::path::Path;

use super::encoding::decode;
use super::entry::{Accept, Case, Edges, Gazetteer, NewRow, Role, Spelling};
use super::fields::{Field, QuoteFault, Records};
use super::header::{Column, Header, delimiter, named_delimiter};
use super::problem::{Problem, Problems, Severity, shortened};
use super::repeats::{Repeat, Repeats};
use super::values::known_instead;

/// The longest name or alias, in bytes. Longer ones are mistakes (a quote
/// that was never closed), and a cap keeps every pass linear.
pub const MAX_NAME: usize = 1000;

/// The longest id of a row, in bytes.
const MAX_ID: usize = u16::MAX as usize;

/// How a list is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The label of rows that name none.
    pub label: String,
    /// The list comes with the program.
    pub shipped: bool,
    /// Its legal forms only tell how names may be written.
    pub spelling: bool,
    /// A row with a mistake is left out, and the mistake is a warning: the
    /// list is used without it.
    pub skip_bad_rows: bool,
}

impl ReadOptions {
    /// The default label of a file: what its folder (or, for a file on its
    /// own, its own name) says: `organizations` is ORG, `places` is PLACE,
    /// `drugs` is DRUG.
    pub fn labelled_after(path: &Path) -> Self {
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let label = match stem.to_lowercase().as_str() {
            "organizations" | "organisations" | "orgs" => "ORG".to_string(),
            other => singular(other).to_uppercase(),
        };
        ReadOptions { label, ..ReadOptions::default() }
    }
}

fn singular(word: &str) -> String {
    match word {
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", &word[..word.len() - 3]),
        _ if word.ends_with('s') && !word.ends_with("ss") && word.len() > 2 => word[..word.len() - 1].to_string(),
        _ => word.to_string(),
    }
}

/// Adds the rows of one list to `gazetteer`; returns what is wrong with it.
/// Linear in the file.
pub(crate) fn read_list(bytes: &[u8], path: &str, options: &ReadOptions, gazetteer: &mut Gazetteer) -> Problems {
    let mut problems = Problems::default();
    let Some(text) = decode(bytes, path, &mut problems) else { return problems };
    let named = named_delimiter(&text);
    let mut reader = ListReader {
        path,
        options,
        gazetteer,
        problems,
        records: Records::new(&text, named.unwrap_or_else(|| delimiter(&text))),
        header: Header::default(),
        repeats: Repeats::default(),
        repaired: matches!(text, Cow::Owned(_)),
        sound: true,
        may_skip: false,
        extra: Vec::new(),
    };
    if named.is_some() {
        reader.records.skip_line();
    }
    reader.run();
    reader.problems.list.sort_by_key(|p| (p.line, p.column));
    reader.problems
}

struct ListReader<'r> {
    path: &'r str,
    options: &'r ReadOptions,
    gazetteer: &'r mut Gazetteer,
    problems: Problems,
    records: Records<'r>,
    header: Header,
    repeats: Repeats,
    /// The text was not UTF-8: what looks the same in it need not be so.
    repaired: bool,
    /// No error in the row in hand so far.
    sound: bool,
    /// An error in the row in hand only leaves the row out.
    may_skip: bool,
    /// Room for the further columns of the row in hand.
    extra: Vec<Cow<'r, str>>,
}

impl<'r> ListReader<'r> {
    fn run(&mut self) {
        let mut fields = Vec::new();
        if !self.read_header(&mut fields) {
            return;
        }
        let (mut rows, mut left_out) = (0, 0);
        self.may_skip = self.options.skip_bad_rows;
        if self.may_skip {
            self.problems.soften(self.records.line());
        }
        while let Some(read) = self.records.read(&mut fields) {
            self.sound = true;
            match read {
                // What is not UTF-8 was told before.
                Ok(()) if self.may_skip && self.is_damaged(&fields) => self.sound = false,
                Ok(()) => self.row(&fields),
                Err(fault) => self.quote_fault(fault),
            }
            rows += 1;
            left_out += usize::from(!self.sound);
        }
        self.may_skip = false;
        if rows == 0 {
            let help = "add a row for each name below the header";
            self.push(Severity::Warning, (1, 0), "", "the list has a header and no rows", help);
        }
        if self.options.skip_bad_rows {
            self.tell_left_out(rows, left_out);
        }
    }

    /// A list of which nothing is left is of no use to anybody.
    fn tell_left_out(&mut self, rows: usize, left_out: usize) {
        if left_out == 0 {
            return;
        }
        let severity = if left_out == rows { Severity::Error } else { Severity::Warning };
        let message = match left_out {
            1 => format!("1 of {rows} rows has mistakes and is left out"),
            _ => format!("{left_out} of {rows} rows have mistakes and are left out"),
        };
        let help = "mend what matters".to_string();
        self.problems.add(Problem {
            severity,
            path: self.path.to_string(),
            line: 0,
            column: 0,
            value: String::new(),
            message,
            help,
        });
    }

    fn is_damaged(&self, fields: &[Field<'r>]) -> bool {
        self.repaired && fields.iter().any(|field| field.value().contains(char::REPLACEMENT_CHARACTER))
    }

    fn read_header(&mut self, fields: &mut Vec<Field<'r>>) -> bool {
        match self.records.read(fields) {
            None => {
                let help = "give it a header row with at least the column `name`";
                self.push(Severity::Error, (0, 0), "", "the list is empty", help);
                return false;
            }
            Some(Err(fault)) => {
                self.quote_fault(fault);
                return false;
            }
            Some(Ok(())) => {}
        }
        match Header::read(fields) {
            Ok(header) => {
                self.gazetteer.add_source(self.path, header.extra_titles.clone(), self.options.shipped);
                self.header = header;
                true
            }
            Err(wrong) => {
                for title in wrong {
                    self.field_error(&fields[title.field], title.message, &title.help);
                }
                false
            }
        }
    }

    fn row(&mut self, fields: &[Field<'r>]) {
        if fields.len() != self.header.width {
            return self.wrong_width(fields);
        }
        if self.header.is_again(fields) {
            let help = "delete the line; were two lists put together?";
            return self.field_error(&fields[0], "the header stands here again", help);
        }
        let row = Row { fields, header: &self.header };
        let (name, id, label) = (row.value(Column::Name), row.value(Column::Id), row.value(Column::Label));
        let (alias_list, weight) = (row.value(Column::Aliases), row.weight());
        let aliases: Vec<&str> = match alias_list.as_ref() {
            "" => Vec::new(),
            aliases => aliases.split('|').map(str::trim).collect(),
        };
        self.check_texts(fields, &name, &aliases, &id, &label);
        let (role, accept) = self.sort(fields);
        let case = self.word(fields, Column::Case, None, CASES);
        let spelling = Spelling {
            edges: self.word(fields, Column::Edges, Edges::Affix, EDGES),
            accents: self.word(fields, Column::Accents, false, ACCENTS),
        };
        let weight = weight.unwrap_or_else(|| self.not_a_weight(fields));
        let mut extra = std::mem::take(&mut self.extra);
        extra.clear();
        extra.extend(self.header.extra.iter().map(|&at| fields[at].value()));
        let label = if label.is_empty() { self.options.label.as_str() } else { &label };
        let (name, id, line) = (&*name, &*id, self.records.line() as u32);
        self.add(
            fields,
            &NewRow { name, id, label, aliases: &aliases, extra: &extra, weight, line, case, accept, role, spelling },
        );
        self.extra = extra;
    }

    /// What the row is, and whether its name is reported.
    fn sort(&mut self, fields: &[Field<'r>]) -> (Role, Accept) {
        let accept = self.word(fields, Column::Match, Accept::Accept, MATCHES);
        let role = self.word(fields, Column::Role, Role::Name, Role::ALL);
        let role = if self.options.spelling && role == Role::LegalForm { Role::Ending } else { role };
        if !self.options.shipped {
            self.check_match(fields, role, accept);
            self.check_values(fields, role);
        }
        (role, accept)
    }

    /// Keeps the row, unless something is wrong with the list.
    fn add(&mut self, fields: &[Field<'r>], row: &NewRow<'_>) {
        // Tests look for repeats in the shipped lists; a start need not.
        if self.sound && !self.repaired && !self.options.shipped {
            self.check_repeats(fields, row);
        }
        if self.sound && !self.gazetteer.add(row) {
            let help = "divide the list, or leave out what no text will hold";
            let message = "the list holds more than 4 GB of text, or 65536 different labels";
            self.may_skip = false;
            self.push(Severity::Error, (self.records.line(), 0), "", message, help);
        }
    }

    fn wrong_width(&mut self, fields: &[Field<'r>]) {
        let message = format!("the row has {} fields, the header has {}", fields.len(), self.header.width);
        let place = (self.records.line(), 0);
        let help = "put values that hold the delimiter in quotation marks, and fill up short rows";
        let value = fields[0].value();
        self.push(Severity::Error, place, &value, &message, help);
    }

    fn quote_fault(&mut self, fault: QuoteFault) {
        let (at, message, help) = match fault {
            QuoteFault::Unclosed(at) => {
                (at, "the quotation mark is never closed", "close it, or double it if it belongs to the value")
            }
            QuoteFault::TextAfter(at) => (
                at,
                "text follows a closing quotation mark",
                "put the whole value in quotation marks, and double those inside: \"the \"\"Acme\"\" group\"",
            ),
        };
        let place = self.records.place(at);
        self.push(Severity::Error, place, "", message, help);
    }

    /// What is written as one likes: the name, what else it is called, the id
    /// and the label.
    fn check_texts(&mut self, fields: &[Field<'r>], name: &str, aliases: &[&str], id: &str, label: &str) {
        if !self.options.shipped {
            self.check_characters(fields);
        }
        self.check_name(fields, name);
        self.check_aliases(fields, aliases);
        self.check_id(fields, id);
        self.check_label(fields, label);
    }

    /// Control characters come of a wrong encoding or a broken export, and
    /// are in the way wherever the value goes.
    fn check_characters(&mut self, fields: &[Field<'r>]) {
        let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
        for field in fields {
            let value = field.value();
            // Nearly all values are plain: the bytes tell faster than the characters.
            let suspect = value.bytes().any(|b| b < b' ' || b == 0x7f || b == 0xc2);
            if suspect && value.chars().any(is_control) {
                self.field_error(field, "the value holds a control character", "delete it, or save the list as UTF-8");
            }
        }
    }

    fn check_name(&mut self, fields: &[Field<'r>], name: &str) {
        let field = self.header.field(Column::Name).unwrap_or(0);
        if name.is_empty() {
            self.field_error(&fields[field], "the name is empty", "write a name, or delete the row");
        }
        self.check_length(&fields[field], name);
    }

    fn check_aliases(&mut self, fields: &[Field<'r>], aliases: &[&str]) {
        let Some(field) = self.header.field(Column::Aliases) else { return };
        for alias in aliases {
            if alias.is_empty() {
                self.field_error(&fields[field], "an alias is empty", "delete the `|` that is too many");
            }
            self.check_length(&fields[field], alias);
        }
    }

    fn check_id(&mut self, fields: &[Field<'r>], id: &str) {
        let field = self.header.field(Column::Id).filter(|_| id.len() > MAX_ID);
        if let Some(field) = field {
            let message = format!("the id is over {MAX_ID} bytes long");
            self.field_error(&fields[field], &message, "shorten it; is a quotation mark missing?");
        }
    }

    /// Labels are told everywhere: no mark in one may turn round what stands
    /// beside it.
    fn check_label(&mut self, fields: &[Field<'r>], label: &str) {
        let is_mark = |c: char| matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
        if !label.is_ascii() && label.chars().any(is_mark) {
            let field = self.header.field(Column::Label).unwrap_or(0);
            self.field_error(&fields[field], "the label holds an invisible mark", "write it anew, in plain letters");
        }
    }

    fn check_length(&mut self, field: &Field<'r>, name: &str) {
        if name.len() > MAX_NAME {
            let message = format!("the name is over {MAX_NAME} bytes long");
            self.field_error(field, &message, "shorten it; is a quotation mark missing?");
        }
    }

    /// The value of a column with a fixed set of words.
    fn word<T: Copy>(&mut self, fields: &[Field<'r>], column: Column, empty: T, words: &[(&str, T)]) -> T {
        let word = Row { fields, header: &self.header }.value(column);
        if word.is_empty() {
            return empty;
        }
        if let Some((_, value)) = words.iter().find(|(known, _)| known.eq_ignore_ascii_case(&word)) {
            return *value;
        }
        let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        let message = format!("unknown value in column `{}`", column.word());
        let help = format!("write one of {}, or leave it empty", known.join(", "));
        self.field_error(&fields[self.header.field(column).unwrap_or(0)], &message, &help);
        empty
    }

    /// Only of a name there is to say whether it is reported.
    fn check_match(&mut self, fields: &[Field<'r>], role: Role, accept: Accept) {
        if accept == Accept::Accept || role == Role::Name {
            return;
        }
        let field = &fields[self.header.field(Column::Match).unwrap_or(0)];
        self.field_error(field, "`match` says nothing of a row with this role", "leave it empty, or make it a name");
    }

    /// What rules ask of the columns of the row.
    fn check_values(&mut self, fields: &[Field<'r>], role: Role) {
        for asked in 0..self.header.asked_for.len() {
            let column = self.header.asked_for[asked];
            let field = &fields[self.header.extra[column]];
            let title = &self.header.extra_titles[column];
            let Some(known) = known_instead(role, title, &field.value()) else { continue };
            let message = format!("unknown value in column `{title}`");
            let help = format!("write one of {}, or leave it empty", known.join(", "));
            self.field_error(field, &message, &help);
        }
    }

    fn not_a_weight(&mut self, fields: &[Field<'r>]) -> f64 {
        let field = self.header.field(Column::Weight).unwrap_or(0);
        self.field_error(&fields[field], "the weight is not a number", "write plain figures, such as 1250000 or 0.5");
        0.0
    }

    /// The same row twice, or one id for two names.
    fn check_repeats(&mut self, fields: &[Field<'r>], new: &NewRow<'_>) {
        let row = self.gazetteer.len() as u32;
        let Some(repeat) = self.repeats.note(new, row, self.gazetteer) else { return };
        let name = &fields[self.header.field(Column::Name).unwrap_or(0)];
        match repeat {
            Repeat::Row(first) => {
                let help = format!("line {first} says the same; delete one of the two");
                self.field_error(name, "the row is there twice", &help);
            }
            Repeat::Folded(first) => {
                let help =
                    format!("line {first} has the same name in other quotes, dashes or accents; keep one of them");
                self.at_field(Severity::Warning, name, "this name is compared as equal to another", &help);
            }
            Repeat::Id(other, first) => {
                let help =
                    format!("line {first} gives it to `{other}`; make one an alias of the other, or correct the id");
                let id = &fields[self.header.field(Column::Id).unwrap_or(0)];
                self.field_error(id, "two names have the same id", &help);
            }
        }
    }

    fn field_error(&mut self, field: &Field<'r>, message: &str, help: &str) {
        self.at_field(Severity::Error, field, message, help);
    }

    fn at_field(&mut self, severity: Severity, field: &Field<'r>, message: &str, help: &str) {
        let place = self.records.place_of(field);
        self.push(severity, place, &field.value(), message, help);
    }

    fn push(&mut self, severity: Severity, (line, column): (u64, u64), value: &str, message: &str, help: &str) {
        self.sound &= severity == Severity::Warning;
        self.problems.push(Problem {
            severity: if self.may_skip { Severity::Warning } else { severity },
            path: self.path.to_string(),
            line,
            column,
            value: shortened(value),
            message: message.to_string(),
            help: help.to_string(),
        });
    }
}

const CASES: &[(&str, Option<Case>)] =
    &[("exact", Some(Case::Exact)), ("caps", Some(Case::Caps)), ("title", Some(Case::Title)), ("any", Some(Case::Any))];

const EDGES: &[(&str, Edges)] = &[("affix", Edges::Affix), ("word", Edges::Word), ("anywhere", Edges::Anywhere)];

const ACCENTS: &[(&str, bool)] = &[("fold", false), ("exact", true)];

const MATCHES: &[(&str, Accept)] =
    &[("accept", Accept::Accept), ("context", Accept::Context), ("part", Accept::Part), ("never", Accept::Never)];

/// The values of a row by column.
struct Row<'f, 't> {
    fields: &'f [Field<'t>],
    header: &'f Header,
}

impl<'t> Row<'_, 't> {
    fn value(&self, column: Column) -> Cow<'t, str> {
        self.header.field(column).map_or(Cow::Borrowed(""), |at| self.fields[at].value())
    }

    /// The weight, or else the population; `None` for a weight that is no
    /// finite number.
    fn weight(&self) -> Option<f64> {
        let number = |value: &str| value.parse::<f64>().ok().filter(|w| w.is_finite());
        match self.value(Column::Weight) {
            weight if !weight.is_empty() => number(&weight),
            _ => {
                let population = self.header.population().map(|at| self.fields[at].value());
                Some(population.and_then(|value| number(&value)).unwrap_or(0.0))
            }
        }
    }
}
