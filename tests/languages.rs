//! Names of the user's own in sentences of many languages: endings, particles,
//! clitics, elision, scripts that do not divide words.

use gaztag::{ListSource, Pipeline, PipelineOptions};

/// A line of `languages.csv`: the names of the list, and a text in which the
/// mentions stand in brackets.
#[derive(serde::Deserialize)]
struct Case {
    language: String,
    names: String,
    text: String,
}

fn cases() -> Vec<Case> {
    let mut reader = csv::Reader::from_reader(include_str!("languages.csv").as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("sound cases")
}

/// A pipeline over names of the user's own, without the shipped lists.
fn pipeline(names: &str) -> (Pipeline, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.csv");
    let rows: String = names.split('|').map(|name| format!("\"{name}\",OWN\n")).collect();
    std::fs::write(&path, format!("name,label\n{rows}")).expect("written");
    let options = PipelineOptions { shipped: false, gazetteers: vec![ListSource::from(path)], ..Default::default() };
    (Pipeline::new(&options).expect("a sound list"), folder)
}

/// The text with what was found in brackets.
fn marked(pipeline: &Pipeline, text: &str) -> String {
    let mut marked = String::new();
    let mut from = 0;
    for entity in pipeline.annotate(text) {
        marked.extend([&text[from..entity.span.start], "[", entity.span.of(text), "]"]);
        from = entity.span.end;
    }
    marked + &text[from..]
}

#[test]
fn names_are_found_in_every_language() {
    let mut wrong = Vec::new();
    for Case { language, names, text } in cases() {
        let (pipeline, _folder) = pipeline(&names);
        let found = marked(&pipeline, &text.replace(['[', ']'], ""));
        if found != text {
            wrong.push(format!("{language}\n  wanted {text}\n  found  {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
