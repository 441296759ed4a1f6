//! Marks → a gold standard, by which `eval` tells what of them still holds.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};

use serde_json::json;

use super::marks::{Mark, Wish, folded};
use crate::eval::{Annotated, Mention, Stretch, pair};

/// The documents with marks, each with its text where `texts` has it by the
/// name of the document; and the places of marks that stand elsewhere in the
/// text than they say, which are left out.
///
/// Names of documents are compared whole, then without folder, then without
/// extension.
pub fn gold(marks: &[Mark], texts: &[(String, String)]) -> (Vec<Annotated>, Vec<String>) {
    let mut documents: BTreeMap<&str, Vec<(&Mark, &Stretch)>> = BTreeMap::new();
    for mark in marks {
        if let Some(stretch) = &mark.stretch {
            documents.entry(&mark.document).or_default().push((mark, stretch));
        }
    }
    let names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    let ids: Vec<&str> = documents.keys().copied().collect();
    let known: HashMap<usize, usize> = pair(&ids, &names).both.into_iter().collect();
    let mut misfits = Vec::new();
    let gold = documents.into_iter().enumerate().map(|(at, (id, marks))| {
        let text = known.get(&at).map(|&text| texts[text].1.clone());
        document(id, text, &marks, &mut misfits)
    });
    (gold.collect(), misfits)
}

fn document(id: &str, text: Option<String>, marks: &[(&Mark, &Stretch)], misfits: &mut Vec<String>) -> Annotated {
    let chars: Option<Vec<char>> = text.as_ref().map(|text| text.chars().collect());
    let mut gold = Annotated { is_partial: true, ..Annotated::new(id) };
    let mut seen = HashSet::new();
    for (mark, stretch) in marks {
        let found = |chars: &Vec<char>| chars.get(stretch.start..stretch.end).map(|c| c.iter().collect::<String>());
        let surface = chars.as_ref().map(found);
        if surface.as_ref().is_some_and(|found| found.as_deref().map(folded).as_ref() != Some(&mark.text)) {
            misfits.push(mark.place.clone());
        } else if seen.insert((stretch.start, stretch.end, &mark.wish)) {
            add(&mut gold, mark, stretch, surface.flatten());
        }
    }
    gold.text = text;
    gold
}

fn add(gold: &mut Annotated, mark: &Mark, stretch: &Stretch, surface: Option<String>) {
    match &mark.wish {
        Wish::None => gold.none.push(stretch.clone()),
        Wish::Is { label, name, id } => gold.mentions.push(Mention {
            stretch: Stretch { label: label.clone(), ..stretch.clone() },
            text: surface.unwrap_or_default(),
            name: name.clone(),
            id: id.clone(),
            ..Mention::default()
        }),
    }
}

/// Writes documents as JSON Lines that `eval` reads.
///
/// # Errors
/// Those of `out`.
pub fn write_gold(documents: &[Annotated], mut out: impl Write) -> io::Result<()> {
    for document in documents {
        let spans = document.mentions.iter().map(|mention| {
            let Stretch { start, end, label } = &mention.stretch;
            let mut span = json!({ "start": start, "end": end, "label": label });
            for (field, value) in [("text", &mention.text), ("name", &mention.name), ("id", &mention.id)] {
                if !value.is_empty() {
                    span[field] = json!(value);
                }
            }
            span
        });
        let none =
            document.none.iter().map(|none| json!({ "start": none.start, "end": none.end, "label": none.label }));
        let mut line = json!({ "id": document.id, "partial": true });
        line["spans"] = spans.collect();
        line["none"] = none.collect();
        if let Some(text) = &document.text {
            line["text"] = json!(text);
        }
        writeln!(out, "{line}")?;
    }
    out.flush()
}
