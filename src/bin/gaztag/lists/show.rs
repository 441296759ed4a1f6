//! `gaztag lists show`.

use gaztag::gazetteer::{Accept, Case, Entry, Role};
use gaztag::parts::check::{Named, Reached, Standing, rows_named, rows_reached};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::process::ExitCode;

use super::{NOT_WELL, Outcome};
use crate::console::{Color, Console, printable};
use crate::list_args::{ListArgs, pipeline};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  gaztag lists show Paris
  gaztag lists show \"Ford Motor\" --gazetteer companies.csv")]
pub struct Args {
    /// The name, as a text has it
    name: String,

    #[command(flatten)]
    lists: ListArgs,

    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Outcome {
    let pipeline = pipeline(&args.lists.options(), &Console::new(Color::Auto, false, false))?;
    let rows = rows_named(pipeline.lists().gazetteer(), args.name.trim());
    let mut reached = rows_reached(&pipeline, args.name.trim());
    reached.retain(|other| !rows.iter().any(|row| row.entry.index() == other.entry.index()));
    if args.json {
        let rows: Vec<Value> = rows.iter().map(json).chain(reached.iter().map(json_reached)).collect();
        serde_json::to_writer_pretty(&mut *out, &rows)?;
        writeln!(out)?;
    } else {
        for row in &rows {
            text(row, out)?;
        }
        for row in &reached {
            text_reached(row, out)?;
        }
    }
    if rows.is_empty() && reached.is_empty() {
        Console::new(Color::Auto, false, false).line(&format!("no list holds `{}`", printable(&args.name)));
        return Ok(ExitCode::from(NOT_WELL));
    }
    Ok(ExitCode::SUCCESS)
}

fn text(row: &Named<'_>, out: &mut dyn Write) -> io::Result<()> {
    let entry = row.entry;
    let alias = if row.form == entry.name() { String::new() } else { format!(" (as {})", row.form) };
    let id = if entry.id().is_empty() { String::new() } else { format!("  {}", entry.id()) };
    writeln!(out, "{}", printable(&format!("{}{alias}  {}{id}", entry.name(), what(entry))))?;
    writeln!(out, "    {}", printable(&place(entry)))?;
    writeln!(out, "    match={} case={} weight={}", word(entry.accept()), case_word(row.case), entry.weight())?;
    let columns = columns(entry);
    if !columns.is_empty() {
        let columns: Vec<String> = columns.iter().map(|(title, value)| format!("{title}={value}")).collect();
        writeln!(out, "    {}", printable(&columns.join(" ")))?;
    }
    writeln!(out, "    {}", printable(&standing(&row.standing)))
}

fn text_reached(row: &Reached<'_>, out: &mut dyn Write) -> io::Result<()> {
    let entry = row.entry;
    let id = if entry.id().is_empty() { String::new() } else { format!("  {}", entry.id()) };
    writeln!(out, "{}", printable(&format!("{}  {}{id}", entry.name(), what(entry))))?;
    writeln!(out, "    {}", printable(&place(entry)))?;
    writeln!(out, "    {}", reaching(row))
}

/// How a text finds a row by another form of its name.
fn reaching(row: &Reached<'_>) -> String {
    let when = if row.needs_support { ", where something in the text supports it" } else { "" };
    format!("is reported with the rule `list:{}`{when}", row.how)
}

fn json_reached(row: &Reached<'_>) -> Value {
    let entry = row.entry;
    json!({
        "name": entry.name(), "label": entry.label(), "id": entry.id(), "path": entry.source().path,
        "line": entry.line(), "match": word(entry.accept()), "standing": reaching(row), "how": row.how,
    })
}

fn json(row: &Named<'_>) -> Value {
    let entry = row.entry;
    json!({
        "name": entry.name(), "form": row.form, "label": entry.label(), "role": role(entry), "id": entry.id(),
        "path": entry.source().path, "line": entry.line(), "match": word(entry.accept()),
        "case": case_word(row.case), "weight": entry.weight(), "columns": columns(entry)
            .into_iter().map(|(title, value)| (title.to_string(), Value::from(value)))
            .collect::<serde_json::Map<_, _>>(),
        "standing": standing(&row.standing), "wins": matches!(row.standing, Standing::Wins),
    })
}

/// The label of a name, or what a cue word is for.
fn what(entry: Entry<'_>) -> String {
    if entry.role() == Role::Name { entry.label().to_string() } else { format!("cue word: {}", role(entry)) }
}

fn role(entry: Entry<'_>) -> &'static str {
    Role::ALL.iter().find(|(_, role)| *role == entry.role()).map_or("", |(word, _)| word)
}

fn place(entry: Entry<'_>) -> String {
    format!("{}:{}", entry.source().path, entry.line())
}

fn word(accept: Accept) -> &'static str {
    match accept {
        Accept::Accept => "accept",
        Accept::Context => "context",
        Accept::Part => "part",
        Accept::Never => "never",
    }
}

fn case_word(case: Case) -> &'static str {
    match case {
        Case::Exact => "exact",
        Case::Caps => "caps",
        Case::Any => "any",
        Case::Title => "title",
    }
}

/// The filled columns of the list's own.
fn columns(entry: Entry<'_>) -> Vec<(&str, &str)> {
    let titles = entry.source().columns.iter().map(String::as_str);
    titles.filter_map(|title| Some((title, entry.column(title)?))).filter(|(_, value)| !value.is_empty()).collect()
}

fn standing(standing: &Standing<'_>) -> String {
    match standing {
        Standing::Wins => "is reported, unless a longer name or a rule takes the words".into(),
        Standing::NeedsContext => "is reported where something in the text supports it".into(),
        Standing::InsideOnly => "serves inside longer names only".into(),
        Standing::Blocks => "blocks the name".into(),
        Standing::BlockedBy(entry) => format!("is blocked by {}", place(*entry)),
        Standing::BeatenBy(entry, reason) => {
            format!("is beaten by {} ({}): {reason}", place(*entry), entry.label())
        }
        Standing::OtherSpelling => "is not found in this spelling".into(),
        Standing::Cue => "serves the rules, and is not reported itself".into(),
    }
}
