//! What does the page look like, and what does it do?

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::rc::Rc;

use super::amounts::Amounts;
use super::bars::Bars;
use super::blocks::pack;
use super::contents::{Document, MAX_TEXT_SHOWN, Report};
use super::map::Places;
use super::names::Name;
use super::scale::{counted, figures};
use super::timeline::Timeline;
use crate::recognize::rules::{MONEY_RULES, NAME_RULES};
use crate::summary::Sorter;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Names that the page lists at most, besides those in its texts.
const FURTHER_NAMES: u32 = 20_000;

/// Where the data begin: nothing that is escaped holds a `<`.
const DATA: &str = "<script id=\"data\" type=\"application/json\">";

impl Report {
    /// Writes the whole page, as HTML.
    ///
    /// # Errors
    /// Those of `out`, and of the disk.
    pub fn write(mut self, out: &mut impl Write) -> io::Result<()> {
        self.blocks.close();
        let mut pictures = Pictures::default();
        let mut list = List::new(&self);
        let columns = std::mem::take(&mut self.names.columns);
        self.names.ranked(|name| {
            list.take(&name, &columns)?;
            pictures.take(Rc::new(name));
            Ok(())
        })?;
        let index = index(&self, list)?;
        let page = page(&self, &pictures).into_string();
        let (before, after) = page.split_once(DATA).expect("the page has data");
        // Letters, figures and signs of Base64 only, so that nothing in it can
        // end the element.
        write!(out, "{before}{DATA}{{\"index\":\"{index}\",\"blocks\":[")?;
        for (at, block) in self.blocks.packed.iter().enumerate() {
            write!(out, "{}\"{block}\"", if at == 0 { "" } else { "," })?;
        }
        write!(out, "]}}{after}")
    }
}

/// What the page shows of all names.
#[derive(Default)]
struct Pictures {
    names: usize,
    bars: Bars,
    places: Places,
    amounts: Amounts,
    timeline: Timeline,
}

impl Pictures {
    /// Takes the next name, the most mentioned first.
    fn take(&mut self, name: Rc<Name>) {
        self.names += 1;
        self.bars.take(&name);
        self.places.take(&name);
        self.amounts.take(&name);
        self.timeline.take(&name);
    }
}

fn page(report: &Report, pictures: &Pictures) -> Markup {
    let sections = [
        ("map", "Places", pictures.places.section()),
        ("amounts", "Amounts", pictures.amounts.section()),
        ("time", "Over time", pictures.timeline.section(&report.dates)),
    ];
    let sections: Vec<_> = sections.into_iter().filter(|(_, _, section)| !section.0.is_empty()).collect();
    let parts: Vec<(&str, &str)> = sections.iter().map(|(id, title, _)| (*id, *title)).collect();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (report.options.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#texts" { "Skip to the texts" }
                (header(report, pictures.names, &parts))
                main {
                    section #names aria-labelledby="names-title" {
                        h2 #names-title { "Leading names" }
                        div.cards { (pictures.bars.cards(&report.names.labels)) }
                    }
                    @for (_, _, section) in &sections { (section) }
                    (texts(report))
                }
                (footer())
                div #tip hidden aria-hidden="true" {}
                (PreEscaped(DATA)) (PreEscaped("</script>"))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Nothing is fetched, nothing is sent, and no script runs but the page's own.
fn policy() -> String {
    let hash = |content: &str| STANDARD.encode(Sha256::digest(content.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'",
        hash(STYLE),
        hash(SCRIPT),
    )
}

fn header(report: &Report, names: usize, parts: &[(&str, &str)]) -> Markup {
    let totals = &report.totals;
    html! {
        header {
            div.top {
                p.brand { "gaztag " span { "report" } }
                nav aria-label="Parts of the page" {
                    a href="#names" { "Names" }
                    @for (id, title) in parts { a href={ "#" (id) } { (title) } }
                    a href="#texts" { "Texts" }
                }
                div.tools hidden {
                    button #theme type="button" { "Dark" }
                    button #print type="button" { "Print" }
                }
            }
            h1 { bdi { (report.options.title) } }
            dl.tiles {
                (tile(totals.documents, "document", "documents", ""))
                (tile(totals.mentions, "mention", "mentions", ""))
                (tile(names, "name or amount", "names and amounts", ""))
                @for (number, label) in report.names.labels.iter().enumerate().filter(|(_, label)| label.mentions > 0) {
                    (tile(label.mentions as usize, &label.name, &label.name, &format!("l{}", number % 8)))
                }
            }
            @for note in notes(report) { p.note { (note) } }
        }
    }
}

fn tile(number: usize, one: &str, many: &str, class: &str) -> Markup {
    html! {
        div class=[(!class.is_empty()).then_some(class)] {
            dt { @if !class.is_empty() { span.swatch aria-hidden="true" {} } (if number == 1 { one } else { many }) }
            dd { (figures(number)) }
        }
    }
}

/// What a reader has to know of what is not there.
fn notes(report: &Report) -> Vec<String> {
    let totals = &report.totals;
    let mut notes = Vec::new();
    if totals.shown < totals.documents {
        notes.push(format!(
            "All {} are counted. To keep the page small, it holds the texts of the first {}.",
            counted(totals.documents, "document", "documents"),
            figures(totals.shown),
        ));
    }
    if report.documents.len() < totals.documents {
        notes.push(format!("The first {} documents are listed.", figures(report.documents.len())));
    }
    if totals.extracts > 0 {
        notes.push(format!(
            "Of {} the text was not given: the sentences of the rows stand for it. Name the texts with --texts.",
            counted(totals.extracts, "document", "documents")
        ));
    }
    if totals.cut > 0 {
        let most = MAX_TEXT_SHOWN >> 20;
        notes.push(format!("{} cut at {most} MiB.", counted(totals.cut, "text is", "texts are")));
    }
    if report.misfits > 0 {
        notes.push(format!(
            "{} nowhere in the text where the row says, and left out: the texts are not those that were annotated.",
            counted(report.misfits, "mention stands", "mentions stand")
        ));
    }
    notes
}

/// Where texts are read: lists on the left, the text, why on the right. The
/// script fills it.
fn texts(report: &Report) -> Markup {
    html! {
        section #texts aria-labelledby="texts-title" tabindex="-1" {
            h2 #texts-title { "Texts" }
            noscript { p.note { "The texts are shown by the page's own script, which is switched off here." } }
            div.controls {
                label.search for="search" { "Search" }
                input #search type="search" autocomplete="off" spellcheck="false" placeholder="names and texts" dir="auto";
                div.labels role="group" aria-label="Labels that are shown" {
                    @for (number, label) in report.names.labels.iter().enumerate().filter(|(_, label)| label.mentions > 0) {
                        button.chip.{ "l" (number % 8) } type="button" aria-pressed="true" data-label=(number) {
                            span.swatch aria-hidden="true" {} (label.name)
                        }
                    }
                }
                span #filter {}
                p #status role="status" {}
            }
            div.desk {
                div.side {
                    section aria-labelledby="list-names" {
                        h3 #list-names { "Names " span #count-names {} }
                        ol #name-list tabindex="0" aria-labelledby="list-names" {}
                    }
                    section aria-labelledby="list-documents" {
                        h3 #list-documents { "Documents " span #count-documents {} }
                        ol #document-list tabindex="0" aria-labelledby="list-documents" {}
                    }
                }
                article #reader aria-labelledby="document-title" {
                    div.head {
                        h3 #document-title { "" }
                        div {
                            button #previous type="button" aria-label="Previous document" { "←" }
                            button #next type="button" aria-label="Next document" { "→" }
                        }
                    }
                    p.sub #document-about {}
                    div #text lang="" tabindex="0" role="region" aria-label="Text of the document" {}
                }
                aside #why aria-label="About the mention" tabindex="0" {
                    p.sub { "Choose a mention in the text, a name, a place or a bar: here stands why it was found, and where else." }
                }
            }
            div #paper {}
        }
    }
}

fn footer() -> Markup {
    html! {
        footer {
            p {
                "Made with gaztag " (env!("CARGO_PKG_VERSION")) ". Ids that begin with gn: and their coordinates come from "
                a href="https://www.geonames.org/" rel="noreferrer" { "GeoNames" } ", "
                a href="https://creativecommons.org/licenses/by/4.0/" rel="noreferrer license" { "CC BY 4.0" }
                "; outlines of the map from Natural Earth, public domain. The page works offline and asks nothing of any network."
            }
        }
    }
}

/// The names that the page lists: those in its texts by their numbers, and
/// the most mentioned of the others.
struct List {
    names: Sorter,
    /// How many documents have their texts in the page.
    shown: usize,
    /// The number of the next of the others, and of the first that has none.
    next: u32,
    end: u32,
}

impl List {
    fn new(report: &Report) -> Self {
        let (names, shown) = (Sorter::new(&report.options.memory), report.totals.shown);
        let next = report.names.shown() as u32;
        List { names, shown, next, end: next + FURTHER_NAMES }
    }

    /// Takes the next name, the most mentioned first.
    fn take(&mut self, name: &Name, columns: &[String]) -> io::Result<()> {
        let number = match name.number {
            Some(number) => number,
            None if self.next < self.end => {
                self.next += 1;
                self.next - 1
            }
            None => return Ok(()),
        };
        let told = serde_json::to_vec(&told(name, columns, self.shown))?;
        self.names.push(number.to_be_bytes().to_vec(), told)
    }
}

/// What the script works with.
fn index(report: &Report, list: List) -> io::Result<String> {
    let labels: Vec<&str> = report.names.labels.iter().map(|label| label.name.as_str()).collect();
    let rules: Vec<(&str, &str)> = report.rules.all.iter().map(|rule| (rule.as_str(), what(rule))).collect();
    let mut names = list.names.sorted()?;
    pack(|out| {
        write!(out, "{{\"labels\":{},\"rules\":{},\"names\":[", json!(labels), json!(rules))?;
        let mut is_first = true;
        while let Some((_, name)) = names.next()? {
            out.write_all(if std::mem::take(&mut is_first) { b"" } else { b"," })?;
            out.write_all(&name)?;
        }
        out.write_all(b"],\"documents\":")?;
        serde_json::to_writer(&mut *out, &documents(&report.documents))?;
        out.write_all(b"}")
    })
}

/// A name; of its documents those whose text is there, the first ones, each
/// told by its distance from the one before.
fn told(name: &Name, columns: &[String], shown: usize) -> Json {
    let mut before = 0;
    let steps =
        name.documents.iter().map(|(document, _)| *document).take_while(|&document| (document as usize) < shown);
    let steps: Vec<u32> = steps.map(|document| document - std::mem::replace(&mut before, document)).collect();
    let row: Vec<(&str, &str)> = name.row.iter().map(|(column, value)| (&*columns[*column], value.as_str())).collect();
    let amount = name.amount.as_ref().map(|amount| (amount.value, &amount.currency));
    json!([
        name.label,
        name.title,
        name.id,
        name.mentions,
        name.documents.len(),
        steps,
        name.leading_spellings(),
        row,
        amount
    ])
}

/// Name, block, place in the block, mentions, what the text is, date.
fn documents(documents: &[Document]) -> Vec<Json> {
    let (mut block, mut place) = (None, 0);
    let told = documents.iter().map(|document| {
        place = if document.block == block { place + 1 } else { 0 };
        block = document.block;
        let date = document.date.map_or(String::new(), |date| match (date.month, date.day) {
            (0, _) => format!("{:04}", date.year),
            (month, 0) => format!("{:04}-{month:02}", date.year),
            (month, day) => format!("{:04}-{month:02}-{day:02}", date.year),
        });
        let kind = u8::from(document.is_extract) + 2 * u8::from(document.is_cut);
        json!([document.name, document.block, place, document.mentions, kind, date])
    });
    told.collect()
}

/// What a rule says, by the name that rows give it.
fn what(rule: &str) -> &'static str {
    let kind = rule.split(':').next().unwrap_or(rule);
    let named = |name: &str| NAME_RULES.iter().chain(MONEY_RULES).find(|info| info.name == name);
    named(rule).or_else(|| named(kind)).map_or("", |info| info.what)
}
