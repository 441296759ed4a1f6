//! The workbook, read back by another library: what the CSV says, typed.

use calamine::{Data, Reader, Xlsx, open_workbook};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn annotate(arguments: &[&str]) {
    let run = Command::new(env!("CARGO_BIN_EXE_gaztag")).arg("annotate").args(arguments).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// The rows of a CSV, without its guards against formulas.
fn csv(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

/// A cell as the CSV has it.
fn told(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

fn rows(book: &mut Xlsx<std::io::BufReader<std::fs::File>>, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn every_sheet_says_what_the_csv_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let at = |name: &str| path(name).to_str().unwrap().to_string();
    let columns = ["--columns", "country,latitude", "-q", "--exact"];
    let outputs = ["-o", &at("r.csv"), "-o", &at("r.xlsx"), "--names", &at("n.csv"), "--documents", &at("d.csv")];
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let money = ["--money", &at("m.csv"), "--pairs", &at("p.csv"), seeds.to_str().unwrap()];
    annotate(&[&columns[..], &outputs[..], &money[..]].concat());
    let mut book: Xlsx<_> = open_workbook(path("r.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Mentions", "Names", "Documents", "Money", "Pairs", "About"]);
    let files =
        [("Mentions", "r.csv"), ("Names", "n.csv"), ("Documents", "d.csv"), ("Money", "m.csv"), ("Pairs", "p.csv")];
    for (sheet, file) in files {
        let (cells, expected) = (rows(&mut book, sheet), csv(&path(file)));
        assert_eq!(cells.len(), expected.len(), "{sheet}");
        for (cells, expected) in cells.iter().zip(&expected) {
            let cells: Vec<String> = cells.iter().map(told).collect();
            let same = cells.iter().zip(expected).all(|(cell, value)| {
                let number = |text: &str| text.parse::<f64>().ok();
                cell == value || (number(cell).is_some() && number(cell) == number(value))
            });
            assert!(same && cells.len() == expected.len(), "{sheet}: {cells:?} is not {expected:?}");
        }
        assert!(book.worksheet_formula(sheet).unwrap().used_cells().next().is_none(), "{sheet} holds a formula");
    }
}

#[test]
fn numbers_are_numbers_and_ids_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("l.csv"), "name,label,id,code\nZorblax,ORG,1e5,007\n=Quux,ORG,12345678901234567890,12\n")
        .unwrap();
    std::fs::write(path("a.txt"), "Zorblax paid $1.234567890123456 in all.\n\nThen $250 million went to =Quux.\n")
        .unwrap();
    let at = |name: &str| path(name).to_str().unwrap().to_string();
    annotate(&[&at("a.txt"), "-q", "--gazetteer", &at("l.csv"), "--columns", "code", "-o", &at("r.xlsx")]);
    let mut book: Xlsx<_> = open_workbook(path("r.xlsx")).unwrap();
    let cells = rows(&mut book, "Mentions");
    let titles: BTreeMap<String, usize> = cells[0].iter().enumerate().map(|(at, title)| (told(title), at)).collect();
    let column = |title: &str| -> Vec<Data> { cells[1..].iter().map(|row| row[titles[title]].clone()).collect() };
    let text = |text: &str| Data::String(text.into());
    assert_eq!(column("id"), [text("1e5"), Data::Empty, Data::Empty, text("12345678901234567890")]);
    // A double would say another amount.
    assert_eq!(column("amount")[1..3], [text("1.234567890123456"), Data::Float(250e6)]);
    assert_eq!(column("gaz_code"), [text("007"), Data::Empty, Data::Empty, Data::Float(12.0)]);
    assert_eq!(column("text")[3], text("=Quux"));
    assert_eq!(column("start")[0], Data::Float(0.0));
}
