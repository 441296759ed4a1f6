//! What does the page look like, and what does it do?

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::blocks::packed;
use super::contents::{Document, MAX_TEXT_SHOWN, Report};
use super::scale::{counted, figures};
use super::{amounts, bars, map, timeline};
use crate::recognize::rules::{MONEY_RULES, NAME_RULES};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Names that the page lists at most, besides those in its texts.
const FURTHER_NAMES: usize = 20_000;

impl Report {
    /// The whole page, as HTML.
    pub fn page(mut self) -> String {
        self.blocks.close();
        page(&self).into_string()
    }
}

fn page(report: &Report) -> Markup {
    let ranked = report.names.ranked();
    let pictures = [
        ("map", "Places", map::section(&report.names, &ranked)),
        ("amounts", "Amounts", amounts::section(&report.names)),
        ("time", "Over time", timeline::section(&report.names, &ranked, &report.documents)),
    ];
    let pictures: Vec<_> = pictures.into_iter().filter(|(_, _, section)| !section.0.is_empty()).collect();
    let parts: Vec<(&str, &str)> = pictures.iter().map(|(id, title, _)| (*id, *title)).collect();
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
                (header(report, &parts))
                main {
                    section #names aria-labelledby="names-title" {
                        h2 #names-title { "Leading names" }
                        div.cards { (bars::cards(&report.names, &ranked)) }
                    }
                    @for (_, _, section) in &pictures { (section) }
                    (texts(report))
                }
                (footer())
                div #tip hidden aria-hidden="true" {}
                (data(report))
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

fn header(report: &Report, parts: &[(&str, &str)]) -> Markup {
    let totals = report.totals();
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
                (tile(report.names.all.len(), "name or amount", "names and amounts", ""))
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
    let totals = report.totals();
    let mut notes = Vec::new();
    if totals.shown < totals.documents {
        notes.push(format!(
            "All {} are counted. To keep the page small, it holds the texts of the first {}.",
            counted(totals.documents, "document", "documents"),
            figures(totals.shown),
        ));
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

/// What the script works with. It holds letters, figures and signs of Base64
/// only, so that nothing in it can end the element.
fn data(report: &Report) -> Markup {
    let data = json!({ "index": packed(&index(report)), "blocks": report.blocks.packed });
    html! { script #data type="application/json" { (PreEscaped(data.to_string())) } }
}

fn index(report: &Report) -> Json {
    let names = &report.names;
    let shown = names.all.len().min(names.shown + FURTHER_NAMES);
    let labels: Vec<&str> = names.labels.iter().map(|label| label.name.as_str()).collect();
    let rules: Vec<(&str, &str)> = report.rules.all.iter().map(|rule| (rule.as_str(), what(rule))).collect();
    json!({
        "labels": labels,
        "rules": rules,
        "names": (0..shown).map(|at| name(report, at)).collect::<Vec<_>>(),
        "documents": documents(&report.documents),
    })
}

/// A name; of its documents those whose text is there, each told by its
/// distance from the one before.
fn name(report: &Report, at: usize) -> Json {
    let name = &report.names.all[at];
    let is_shown = |document: &u32| report.documents[*document as usize].block.is_some();
    let mut before = 0;
    let steps = name.documents.iter().map(|(document, _)| *document).filter(is_shown).map(|document| {
        let step = document - before;
        before = document;
        step
    });
    let steps: Vec<u32> = steps.collect();
    let row: Vec<(&str, &str)> = name.row.iter().map(|(column, value)| (&**column, value.as_str())).collect();
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
