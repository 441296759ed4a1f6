//! `gaztag convert`: rows and texts → files of annotation tools.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use gaztag::parts::convert::{brat, conll, displacy, doccano, label_studio, outermost, web_annotation, webanno};
use gaztag::parts::marked::Marked;
use gaztag::write::Target;

use crate::console::{Color, Console};
use crate::documents::{self, RowArgs};

const EXAMPLES: &str = "\
Examples:
  gaztag annotate letters --nested -o letters.csv
  gaztag convert letters.csv --texts letters --to brat -o brat/
  gaztag convert letters.csv --texts letters --to conll -o letters.conll
  gaztag convert letters.csv --texts letters --to doccano | head -1

ROWS are the CSV or JSON Lines of `gaztag annotate`.

Offsets are counted as each tool counts them: code points, for webanno UTF-16
units, for conll tokens. conll and displacy hold no mention inside another:
the outermost is written, and how many were left out is said.

Exit code: 0 written; 1 written, but some texts could not be read or found;
2 wrong use, rows that cannot be read, or an output that cannot be written.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    rows: RowArgs,

    /// Which tool is to read them
    #[arg(long, value_enum, value_name = "TOOL")]
    to: Tool,

    /// Write here; for brat and webanno a folder, which must be new or empty.
    /// By default to standard output
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tool {
    /// brat standoff: a folder with a .txt and an .ann each
    Brat,
    /// CoNLL-2003: a token a line, BIO tags
    Conll,
    /// WebAnno TSV 3.3, for INCEpTION: a folder with a .tsv each
    Webanno,
    /// doccano: JSON Lines
    Doccano,
    /// Label Studio: a JSON list of tasks with predictions
    Labelstudio,
    /// spaCy's displacy.render(…, manual=True): a JSON list
    Displacy,
    /// W3C Web Annotation: JSON-LD
    #[value(name = "webannotation", alias = "jsonld")]
    WebAnnotation,
}

pub fn run(args: &Args) -> ExitCode {
    let console = Console::new(Color::Auto, false, false);
    console.exit(&convert(args, &console))
}

/// Writes everything; how many documents had to be left out.
fn convert(args: &Args, console: &Console) -> Result<usize, String> {
    let mut output = Output::open(args)?;
    let (mut without_text, mut misfits, mut inner) = (0, 0, 0);
    let is_flat = matches!(args.to, Tool::Conll | Tool::Displacy);
    let skipped = documents::each(&args.rows, console, |document| {
        misfits += document.misfits;
        if document.is_extract {
            without_text += 1;
            return Ok(());
        }
        if is_flat {
            inner += document.mentions.len() - outermost(&document).count();
        }
        output.write(&document)
    })?;
    output.close()?;
    let notes = [
        (without_text, "documents were left out: their texts are not among --texts"),
        (misfits, "mentions stand nowhere in the text where their rows say, and were left out"),
        (inner, "mentions inside others were left out: the tool cannot hold them"),
    ];
    for (count, what) in notes.iter().filter(|(count, _)| *count > 0) {
        console.line(&format!("convert: {count} {what}"));
    }
    Ok(skipped + without_text)
}

/// Where documents go.
enum Output {
    Folder { folder: PathBuf, tool: Tool, names: HashSet<PathBuf>, labels: BTreeSet<String> },
    File { target: Target, told: String, tool: Tool, count: usize, items: Vec<serde_json::Value> },
}

impl Output {
    fn open(args: &Args) -> Result<Self, String> {
        match (args.to, &args.output) {
            (Tool::Brat | Tool::Webanno, Some(folder)) => {
                new_folder(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
                let (names, labels) = Default::default();
                Ok(Output::Folder { folder: folder.clone(), tool: args.to, names, labels })
            }
            (Tool::Brat | Tool::Webanno, None) => {
                Err("the tool reads a file a document; name a new folder with -o".into())
            }
            (tool, output) => {
                let target = documents::target(output.as_deref(), &args.rows)?;
                Ok(Output::File { target, told: documents::told(output.as_deref()), tool, count: 0, items: Vec::new() })
            }
        }
    }

    fn write(&mut self, document: &Marked) -> Result<(), String> {
        match self {
            Output::Folder { folder, tool, names, labels } => {
                labels.extend(document.mentions.iter().map(|placed| placed.mention.stretch.label.clone()));
                let path = folder.join(file_name(&document.name, names));
                let written = match tool {
                    Tool::Brat => write_pair(&path, document),
                    _ => write_new(&with_extension(&path, "tsv"), &webanno::document(document)),
                };
                written.map_err(|error| format!("{}: {error}", path.display()))
            }
            Output::File { target, told, tool, count, items } => {
                let bytes = match tool {
                    Tool::Conll => conll::document(document),
                    Tool::Doccano => format!("{}\n", doccano::document(document)),
                    Tool::Labelstudio => listed(*count, &label_studio::task(document)),
                    Tool::Displacy => listed(*count, &displacy::document(document)),
                    _ => {
                        items.extend(web_annotation::annotations(document));
                        String::new()
                    }
                };
                *count += 1;
                put(target, &bytes).map_err(|error| format!("{told}: {error}"))
            }
        }
    }

    fn close(self) -> Result<(), String> {
        match self {
            Output::Folder { folder, tool: Tool::Brat, labels, .. } => {
                let path = folder.join("annotation.conf");
                let labels = labels.iter().map(String::as_str);
                write_new(&path, &brat::configuration(labels)).map_err(|error| format!("{}: {error}", path.display()))
            }
            Output::Folder { .. } => Ok(()),
            Output::File { mut target, told, tool, count, items } => {
                let end = match tool {
                    Tool::Labelstudio | Tool::Displacy if count == 0 => "[]\n".into(),
                    Tool::Labelstudio | Tool::Displacy => "\n]\n".into(),
                    Tool::WebAnnotation => format!("{:#}\n", web_annotation::collection(items)),
                    _ => String::new(),
                };
                let written = put(&mut target, &end).and_then(|()| match target.commit() {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
                    _ => Ok(()),
                });
                written.map_err(|error| format!("{told}: {error}"))
            }
        }
    }
}

/// One object of a JSON list.
fn listed(before: usize, object: &serde_json::Value) -> String {
    format!("{}{object}", if before == 0 { "[\n" } else { ",\n" })
}

/// A reader that hangs up is no error.
fn put(target: &mut Target, bytes: &str) -> io::Result<()> {
    match target.write_all(bytes.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

fn new_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    match fs::read_dir(folder)?.next() {
        Some(_) => Err(io::Error::other("is not empty; name a new folder with -o")),
        None => Ok(()),
    }
}

fn write_pair(path: &Path, document: &Marked) -> io::Result<()> {
    write_new(&with_extension(path, "txt"), &document.text)?;
    write_new(&with_extension(path, "ann"), &brat::annotations(document))
}

fn write_new(path: &Path, content: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::OpenOptions::new().write(true).create_new(true).open(path)?.write_all(content.as_bytes())
}

/// The path with a further ending: one that it has may be part of a name.
fn with_extension(path: &Path, extension: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(".");
    path.push(extension);
    path.into()
}

/// The longest file name, in bytes: there must be room for an ending.
const LONGEST: usize = 200;

/// A path below the folder, without `.txt`: no document's name leads out of
/// it, and no two have the same.
fn file_name(name: &str, taken: &mut HashSet<PathBuf>) -> PathBuf {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let mut path: PathBuf = parts.map(plain).collect();
    if path.extension().is_some_and(|extension| extension == "txt") {
        path.set_extension("");
    }
    if path.as_os_str().is_empty() {
        path.push("document");
    }
    let first = path.clone();
    let mut number = 2;
    while !taken.insert(path.clone()) {
        path = with_extension(&first, &number.to_string());
        number += 1;
    }
    path
}

/// A part of a path, of letters that file systems take.
fn plain(part: &str) -> String {
    let sign = |c: char| if c.is_control() || ":*?\"<>|".contains(c) { '_' } else { c };
    let part: String = part.chars().map(sign).collect();
    part[..part.floor_char_boundary(LONGEST)].to_string()
}
