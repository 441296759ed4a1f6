//! In which forms is each row of a list found?
//!
//! Readers write names without accents, hyphens or legal forms, in capitals
//! or in small letters. Each such form is put to the pipeline as a text of its
//! own, so that what is told is what a run does.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::clues::Clues;
use crate::gazetteer::{Accept, Entry, Role};
use crate::pipeline::Pipeline;

/// A row, and what becomes of each form of its name.
#[derive(Clone, Debug)]
pub struct Forms<'l> {
    /// The row.
    pub entry: Entry<'l>,
    /// Forms that are found as this row.
    pub found: Vec<String>,
    /// Forms that are found where something in the text supports them.
    pub supported: Vec<String>,
    /// Forms that are not found.
    pub missed: Vec<String>,
}

/// What becomes of one form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Missed,
    Supported,
    Found,
}

/// The forms of every name of the user's own rows, but for rows that block.
/// Linear in the rows.
pub fn forms_of_rows<'l>(pipeline: &'l Pipeline) -> impl Iterator<Item = Forms<'l>> + 'l {
    let rows = pipeline.lists().gazetteer();
    let without_legal_forms = pipeline.lists().without_legal_forms();
    let own = rows.entries().filter(|entry| !entry.source().shipped && entry.role() == Role::Name);
    own.filter(|entry| entry.accept() != Accept::Never).map(move |entry| {
        let mut forms = Forms { entry, found: Vec::new(), supported: Vec::new(), missed: Vec::new() };
        for form in spellings(entry.name(), without_legal_forms(entry.name())) {
            match fate(pipeline, entry, &form) {
                Fate::Found => forms.found.push(form),
                Fate::Supported => forms.supported.push(form),
                Fate::Missed => forms.missed.push(form),
            }
        }
        forms
    })
}

/// The ways in which texts write a name: itself, what is left without its
/// legal forms, and of these other letters and joints.
fn spellings(name: &str, left: Vec<String>) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    let mut add = |form: String| {
        if !form.trim().is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    };
    for base in std::iter::once(name.to_string()).chain(left) {
        let others =
            [base.to_uppercase(), base.to_lowercase(), plain(&base), base.replace('-', " "), base.replace('-', "")];
        add(base);
        others.into_iter().for_each(&mut add);
    }
    forms
}

/// A name without marks on its letters.
fn plain(name: &str) -> String {
    name.nfd().filter(|&c| !is_combining_mark(c)).nfc().collect()
}

fn fate(pipeline: &Pipeline, entry: Entry<'_>, form: &str) -> Fate {
    pipeline.inspect(form, |clues| as_listed(clues, entry).max(otherwise(clues, entry, form)))
}

/// Whether the row's own words stand there.
fn as_listed(clues: &Clues<'_, '_>, entry: Entry<'_>) -> Fate {
    let whole = |hit: &&crate::lookup::Hit| hit.row == entry.index() && hit.last as usize + 1 == clues.len();
    match (clues.hits_at(0).iter().find(whole), entry.accept()) {
        (None, _) => Fate::Missed,
        (Some(_), Accept::Accept) => Fate::Found,
        (Some(_), _) => Fate::Supported,
    }
}

/// Whether the row is reached by another spelling.
fn otherwise(clues: &Clues<'_, '_>, entry: Entry<'_>, form: &str) -> Fate {
    let whole =
        clues.near.iter().filter(|hit| hit.row == entry.index() && hit.start == 0 && hit.end as usize == form.len());
    let fate =
        |doubtful: bool| if doubtful || entry.accept() != Accept::Accept { Fate::Supported } else { Fate::Found };
    whole.map(|hit| fate(hit.doubtful)).max().unwrap_or(Fate::Missed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PipelineOptions;

    #[test]
    fn forms_are_told_as_a_run_finds_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("companies.csv");
        std::fs::write(&path, "name,case\nVélmora-Kreis Ltd,\nTandem Ltd,\nQUB,exact\n").expect("a list");
        let options = PipelineOptions { gazetteers: vec![path.into()], ..PipelineOptions::default() };
        let pipeline = Pipeline::new(&options).expect("a sound list");
        let told: Vec<_> = forms_of_rows(&pipeline).collect();
        let has = |forms: &[String], form: &str| forms.iter().any(|known| known == form);
        assert!(has(&told[0].found, "Vélmora-Kreis") && has(&told[0].found, "Velmora-Kreis Ltd"), "{:?}", told[0]);
        assert!(has(&told[1].found, "Tandem Ltd") && has(&told[1].supported, "Tandem"), "{:?}", told[1]);
        assert!(has(&told[2].found, "QUB") && has(&told[2].missed, "qub"), "{:?}", told[2]);
    }
}
