//! The header row: which field holds which column.

use super::fields::Field;
use super::values::is_asked_for;

/// The columns that the format knows, with the word that stands for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Label,
    Aliases,
    Id,
    Case,
    Match,
    Weight,
    Role,
    Edges,
    Accents,
}

/// How many columns the format knows.
const KNOWN: usize = 10;

/// Their words, in the order of [`Column`].
const WORDS: [&str; KNOWN] = ["name", "label", "aliases", "id", "case", "match", "weight", "role", "edges", "accents"];

/// Where there is no `weight`, this column of the user's own serves.
const POPULATION: &str = "population";

/// Words that are near a known column and mean something else.
const OTHER_WORDS: [&str; 6] = ["base", "game", "height", "level", "rule", "table"];

impl Column {
    /// The word in the header.
    pub fn word(self) -> &'static str {
        WORDS[self as usize]
    }
}

/// Which field holds which column.
#[derive(Debug, Default)]
pub(crate) struct Header {
    known: [Option<usize>; KNOWN],
    /// The fields of other columns.
    pub extra: Vec<usize>,
    /// The titles of other columns, in lower case.
    pub extra_titles: Vec<String>,
    /// Which of them rules ask for.
    pub asked_for: Vec<usize>,
    /// How many fields there are.
    pub width: usize,
    /// All titles, in lower case.
    titles: Vec<String>,
}

/// What is wrong with one field of a header.
pub(crate) struct Misnamed {
    pub field: usize,
    pub message: &'static str,
    pub help: String,
}

impl Header {
    /// Reads the titles, whatever their capitals and the spaces around them.
    ///
    /// # Errors
    /// Every title that is there twice, or nearly a known one; or else that
    /// there is no `name`.
    pub fn read(fields: &[Field<'_>]) -> Result<Header, Vec<Misnamed>> {
        let titles: Vec<String> = fields.iter().map(|f| f.value().to_lowercase()).collect();
        let mut header = Header { width: titles.len(), ..Header::default() };
        let mut wrong = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (field, title) in titles.iter().enumerate() {
            if !seen.insert(title.as_str()) && !title.is_empty() {
                wrong.push(twice(field));
            } else if let Some(column) = WORDS.iter().position(|word| *word == meant(title, &titles)) {
                header.known[column] = Some(field);
            } else {
                wrong.extend(near_miss(title, &titles).map(|word| slip(field, word)));
                header.extra.push(field);
                if is_asked_for(title) {
                    header.asked_for.push(header.extra_titles.len());
                }
                header.extra_titles.push(title.clone());
            }
        }
        if header.field(Column::Name).is_none() && wrong.is_empty() {
            wrong.push(nameless(fields));
        }
        header.titles = titles;
        if wrong.is_empty() { Ok(header) } else { Err(wrong) }
    }

    /// True for a row that is the header once more, as where files were put
    /// together, with the mark that began the second.
    pub fn is_again(&self, fields: &[Field<'_>]) -> bool {
        let begins = fields.first().zip(self.titles.first()).is_none_or(|(field, title)| field.may_be(title));
        begins
            && fields.iter().zip(&self.titles).all(|(field, title)| {
                let value = field.value();
                let value = value.trim_start_matches('\u{feff}').trim();
                value.len() == title.len() && value.to_lowercase() == *title
            })
    }

    /// The field of a column, where the header has it.
    pub fn field(&self, column: Column) -> Option<usize> {
        self.known[column as usize]
    }

    /// The field that decides between records of one name where no weight is.
    pub fn population(&self) -> Option<usize> {
        let at = self.extra_titles.iter().position(|title| title == POPULATION)?;
        Some(self.extra[at])
    }
}

/// The known column that a title plainly means: `alias` is `aliases`, if that
/// is not there.
fn meant<'t>(title: &'t str, titles: &[String]) -> &'t str {
    const ALIASES: &str = "aliases";
    if title == "alias" && !titles.iter().any(|title| title == ALIASES) { ALIASES } else { title }
}

fn twice(field: usize) -> Misnamed {
    Misnamed { field, message: "this column is there twice", help: "rename or remove one of the two".into() }
}

fn slip(field: usize, word: &str) -> Misnamed {
    let help = format!("write `{word}`, or give a column of your own a name that differs more");
    Misnamed { field, message: "unknown column, close to a known one", help }
}

fn nameless(fields: &[Field<'_>]) -> Misnamed {
    const SHOWN: usize = 8;
    let titles: Vec<String> = fields.iter().map(|field| super::problem::shortened(&field.value())).collect();
    let found: Vec<String> = titles.iter().take(SHOWN).map(|title| format!("`{title}`")).collect();
    let more = if titles.len() > SHOWN { " …" } else { "" };
    let likely = titles.iter().find(|title| title.to_lowercase().contains("name")).or(titles.first());
    let help = format!(
        "call the column that holds the names `name`; this header has {}{more}. \
         Or leave the file as it is and make a list of it: \
         `gaztag lists import FILE --name-column \"{}\" -o LIST.csv`; \
         a file without a header, one name a line, is brought in with --from lines",
        found.join(", "),
        likely.map_or("TITLE", String::as_str),
    );
    Misnamed { field: 0, message: "the header has no column `name`", help }
}

/// The known column that a title is nearly, if that column is not there.
fn near_miss(title: &str, titles: &[String]) -> Option<&'static str> {
    if title.is_empty() || OTHER_WORDS.contains(&title) {
        return None;
    }
    WORDS.into_iter().find(|word| is_near(title, word) && !titles.iter().any(|t| t == word))
}

/// True where what was written is hardly more than a slip away from a word.
pub(crate) fn is_near(written: &str, word: &str) -> bool {
    let allowed = if word.len() > 6 { 2 } else { 1 };
    written.chars().count() <= word.len() + allowed && strsim::damerau_levenshtein(written, word) <= allowed
}

/// True for a title (in lower case) that a header may not have for a column of
/// the user's own: it is a known column, or nearly one.
pub(crate) fn is_near_known_column(title: &str) -> bool {
    WORDS.contains(&title) || near_miss(title, &[]).is_some()
}

/// The delimiter that a first line `sep=;` names, as spreadsheets write and
/// read it.
pub(crate) fn named_delimiter(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter @ (b',' | b';' | b'\t'), b'\r' | b'\n', ..] => {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// Comma, semicolon or tab: whichever makes `name` a column of the header;
/// else the one that occurs most.
pub(crate) fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_name = |title: &str| title.trim().trim_matches('"').trim().eq_ignore_ascii_case("name");
    let names_a_column = |d: &&u8| header.split(char::from(**d)).any(is_name);
    let count = |d: &&u8| header.bytes().filter(|b| b == *d).count();
    let candidates = [b'\t', b';', b','];
    let by_name = candidates.iter().filter(names_a_column).max_by_key(count);
    *by_name.or_else(|| candidates.iter().max_by_key(count)).unwrap_or(&b',')
}
