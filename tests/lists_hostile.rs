//! Lists as people bring them, broken in every way: what is said of each, on
//! which line and column. A case is a name, the bytes, and what is to be said.

use gaztag::gazetteer::{ListFiles, Severity};
use gaztag::{ListSource, Pipeline, PipelineOptions};
use std::fmt::Write;

/// `name, bytes, problems`; a problem is `line:column`, `E` or `W`, and the
/// beginning of the message. No problem at all is `ok N` with N rows.
const CASES: &[(&str, &[u8], &str)] = &[
    ("empty", b"", "0:0 E the list is empty"),
    ("white lines only", b"\n\r\n\n", "0:0 E the list is empty"),
    ("byte order mark only", b"\xef\xbb\xbf", "0:0 E the list is empty"),
    ("header only", b"name,label\n", "1:0 W the list has a header and no rows"),
    ("no line end", b"name\nAcme", "ok 1"),
    ("byte order mark", b"\xef\xbb\xbfname,label\nAcme,ORG\n", "ok 1"),
    ("CR LF", b"name,label\r\nAcme,ORG\r\n\r\nBeta,ORG\r\n", "ok 2"),
    ("CR LF, line of an error", b"name\r\nAcme\r\n\"\"\r\n", "3:1 E the name is empty"),
    ("lone CR", b"name,label\rAcme,ORG\r,ORG\r", "3:1 E the name is empty"),
    ("UTF-16 little-endian", b"\xff\xfen\0a\0m\0e\0\n\0", "1:0 E is in UTF-16"),
    ("UTF-16 big-endian", b"\xfe\xff\0n\0a\0m\0e\0\n", "1:0 E is in UTF-16"),
    ("UTF-16 without a mark", b"n\0a\0m\0e\0\n\0", "1:0 E is in UTF-16"),
    ("bad UTF-8", b"name,label\nAcme,ORG\nCaf\xe9 \xe9,ORG\nBeta,ORG\n", "3:4 E is not valid UTF-8 here"),
    ("bad UTF-8 behind a line in quotes", b"name\n\"A\nB\"\n\xc3\xa9\xff\n", "4:2 E is not valid UTF-8 here"),
    ("bad UTF-8 on two lines", b"name\n\xff\n\xfe\n", "2:1 E is not valid UTF-8 here\n3:1 E is not valid UTF-8 here"),
    ("bad UTF-8 in CR LF", b"name\r\nA\r\nB\xff\r\n", "3:2 E is not valid UTF-8 here"),
    ("bad UTF-8 and more", b"name,case\n\xff,\nAcme,upper\n", "2:1 E is not valid UTF-8 here\n3:6 E unknown value"),
    ("wrong column", b"company,label\nAcme,ORG\n", "1:1 E the header has no column `name`"),
    ("no header", b"Acme\nBeta\n", "1:1 E the header has no column `name`"),
    ("near miss", b"nmae,label\nAcme,ORG\n", "1:1 E unknown column, close to a known one"),
    (
        "near miss of another",
        b"name,wieght,lable\nAcme,,ORG\n",
        "1:6 E unknown column, close\n1:13 E unknown column, close",
    ),
    ("singular", b"name,Alias,label\nAcme,AC|ACM,ORG\n", "ok 1"),
    ("plural", b"names\nAcme\n", "1:1 E unknown column, close"),
    ("words that are near and mean something else", b"name,level,height\nAcme,1,2\n", "ok 1"),
    ("capitals and spaces", b" Name , LABEL,My Own\nAcme,ORG,x\n", "ok 1"),
    ("titles in quotes", b"\"name\";\"label\"\n\"Acme\";\"ORG\"\n", "ok 1"),
    ("a column twice", b"name,label,name\nAcme,ORG,Beta\n", "1:12 E this column is there twice"),
    ("a column of one's own twice", b"name,x,X\nAcme,,\n", "1:8 E this column is there twice"),
    ("columns without titles", b"name,,\nAcme,,\n", "ok 1"),
    ("semicolons", b"name;label\nAcme, Inc.;ORG\n", "ok 1"),
    ("tabs", b"label\tname\nORG\tAcme; or so, perhaps\n", "ok 1"),
    ("empty name", b"name,label\n,ORG\n", "2:1 E the name is empty"),
    ("a single space", b"name\n \n", "2:1 E the name is empty"),
    ("a no-break space in quotes", b"name,label\n\"\xc2\xa0\",ORG\n", "2:1 E the name is empty"),
    ("delimiters alone", b"name,label,id\n,,\n", "2:1 E the name is empty"),
    ("empty alias", b"name,aliases\nAcme,AC||ME\n", "2:6 E an alias is empty"),
    ("alias that ends the list", b"name,aliases\nAcme,AC|\n", "2:6 E an alias is empty"),
    ("quotes in a name", b"name\n\"the \"\"Acme\"\" group\"\n", "ok 1"),
    ("quotes in the middle", b"name\n5\" pipe\n", "ok 1"),
    ("a line end in a name", b"name,case\n\"Acme\nGroup\",\nBeta,x\n", "4:6 E unknown value in column `case`"),
    ("unclosed quote", b"name,label\nAcme,ORG\nBeta,\"ORG\nGamma,ORG\n", "3:6 E the quotation mark is never closed"),
    ("unclosed quote in the header", b"\"name,label\nAcme,ORG\n", "1:1 E the quotation mark is never closed"),
    (
        "text behind a quote",
        b"name,label\n\"Acme\" Inc,ORG\n,ORG\n",
        "2:7 E text follows a closing quotation mark\n3:1 E the name is empty",
    ),
    ("regex characters", b"name\n.*\n(a+)+$\n[x\n\\\n^a|b\n", "ok 5"),
    ("the same id twice", b"name,id\nAcme,x:1\nBeta,x:1\n", "3:6 E two names have the same id"),
    ("the same id, the same name", b"name,id,aliases\nAcme,x:1,AC\nAcme,x:1,ACM\n", "ok 2"),
    ("the same row twice", b"name,label\nAcme,ORG\nBeta,ORG\nAcme,ORG\n", "4:1 E the row is there twice"),
    ("the same name with another policy", b"name,match\nAcme,\nAcme,never\n", "3:1 E the row is there twice"),
    ("one name for two records", b"name,state\nSpringfield,IL\nSpringfield,MA\n", "ok 2"),
    ("NFC beside NFD", b"name\nCaf\xc3\xa9\nCafe\xcc\x81\n", "3:1 W this name is compared as equal to another"),
    (
        "two kinds of apostrophe",
        b"name\nO'Neill\nO\xe2\x80\x99Neill\n",
        "3:1 W this name is compared as equal to another",
    ),
    ("row too short", b"name,label,id\nAcme,ORG\n", "2:0 E the row has 2 fields, the header has 3"),
    ("row too long", b"name,label\nAcme, Inc.,ORG\n", "2:0 E the row has 3 fields, the header has 2"),
    ("weights", b"name,weight\nA1a,1e9\nB1b,-1\nC1c,.5\nD1d,\n", "ok 4"),
    ("weight with a comma", b"name,weight\nAcme,\"1,000\"\n", "2:6 E the weight is not a number"),
    (
        "weight that is none",
        b"name,weight\nAcme,NaN\nBeta,inf\n",
        "2:6 E the weight is not a number\n3:6 E the weight is not a number",
    ),
    ("wrong match", b"name,match\nAcme,block\n", "2:6 E unknown value in column `match`"),
    (
        "match where nothing is reported",
        b"name,role,match\nMark,given,context\nAcme,name,context\n",
        "2:12 E `match` says nothing of a row with this role",
    ),
    (
        "a label that turns round",
        "name,label\nAcme,O\u{202e}RG\n".as_bytes(),
        "2:6 E the label holds an invisible mark",
    ),
    ("wrong strength", b"name,role,strength\nBureau,head,stong\n", "2:13 E unknown value in column `strength`"),
    ("wrong kind", b"name,role,kind\nzor,currency,wrod\n", "2:14 E unknown value in column `kind`"),
    ("a kind of one's own", b"name,role,kind\nAcme,name,wrod\n", ""),
    ("wrong use", b"name,role,use\nder,word,article|artcle\n", "2:10 E unknown value in column `use`"),
    ("wrong case", b"name,case\nAcme,lower\n", "2:6 E unknown value in column `case`"),
    ("capitals in values", b"name,case,match\nAcme,EXACT,Context\n", "ok 1"),
    (
        "several mistakes in a row",
        b"name,case,match\n,x,y\n",
        "2:1 E the name is empty\n2:2 E unknown value\n2:4 E unknown value",
    ),
    ("a zero byte", b"name\nAc\0me\n", "2:1 E the value holds a control character"),
    ("the store's own divider", b"name,x\nAcme,a\x1fb\n", "2:6 E the value holds a control character"),
    ("a control character of Latin-1", b"name\nAcme\xc2\x92s\n", "2:1 E the value holds a control character"),
    (
        "a line that names the delimiter",
        b"sep=;\r\nname;label\r\nAcme, Inc.;ORG\r\n;ORG\r\n",
        "4:1 E the name is empty",
    ),
    (
        "the header twice",
        b"name,label\nAcme,ORG\n\xef\xbb\xbfName, label\n,ORG\n",
        "3:1 E the header stands here again\n4:1 E the name is empty",
    ),
    ("a comment before the header", b"# ours\nname,label\nAcme,ORG\n", "1:1 E the header has no column `name`"),
    ("a delimiter too many in rows", b"name,label\nAcme,ORG,\n", "2:0 E the row has 3 fields, the header has 2"),
    ("a delimiter too many throughout", b"name,label,\nAcme,ORG,\n", "ok 1"),
    ("rows that a spreadsheet left empty", b"name;label\nAcme;ORG\n;\n", "3:1 E the name is empty"),
    ("a spreadsheet file", b"PK\x03\x04\x14\0\x06\0", "1:0 E is a spreadsheet file or a zip archive, not CSV"),
    ("an old spreadsheet file", b"\xd0\xcf\x11\xe0\xa1\xb1", "1:0 E is a spreadsheet file, not CSV"),
    ("packed", b"\x1f\x8b\x08\0", "1:0 E is packed with gzip, not CSV"),
    ("the end mark of DOS", b"name\nAcme\n\x1a", "3:1 E the value holds a control character"),
    ("decimal commas", b"name;weight\nAcme;1,5\n", "2:6 E the weight is not a number"),
    ("a page of the web", b"<html>\n<body>\n", "1:1 E the header has no column `name`"),
    ("JSON", b"[{\"name\":\"Acme\"}]\n", "1:1 E the header has no column `name`"),
    ("another delimiter", b"name|label\nAcme|ORG\n", "1:1 E the header has no column `name`"),
    ("no-break space and accents are none", b"name\nA\xc2\xa0B \xc2\xb5\n", "ok 1"),
];

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Reads one list; what is wrong with it, and how many rows there are.
fn read(bytes: &[u8]) -> (String, usize) {
    let folder = folder();
    let path = folder.path().join("list.csv");
    std::fs::write(&path, bytes).expect("written");
    let (rows, problems) = ListFiles::read(false, &[path.into()]).parse();
    let mut said = String::new();
    for problem in &problems.list {
        let severity = if problem.severity == Severity::Error { "E" } else { "W" };
        writeln!(said, "{}:{} {severity} {}", problem.line, problem.column, problem.message).unwrap();
    }
    (said, rows.len())
}

#[test]
fn each_list_gets_its_answer() {
    for (name, bytes, expected) in CASES {
        let (said, rows) = read(bytes);
        if let Some(count) = expected.strip_prefix("ok ") {
            assert_eq!((said.as_str(), rows.to_string().as_str()), ("", count), "{name}");
            continue;
        }
        let lines: Vec<&str> = said.lines().collect();
        let wanted: Vec<&str> = expected.lines().collect();
        assert_eq!(lines.len(), wanted.len(), "{name}: {said}");
        for (line, wanted) in lines.iter().zip(wanted) {
            assert!(line.starts_with(wanted), "{name}: {line}, not {wanted}");
        }
    }
}

#[test]
fn a_list_with_an_error_stops_the_run() {
    for (name, bytes, expected) in CASES {
        let folder = folder();
        let path = folder.path().join("list.csv");
        std::fs::write(&path, bytes).expect("written");
        let options = PipelineOptions { shipped: false, gazetteers: vec![path.into()], ..Default::default() };
        assert_eq!(Pipeline::new(&options).is_err(), expected.contains(" E "), "{name}");
    }
}

#[test]
fn a_megabyte_is_no_name() {
    let long = "x".repeat(1 << 20);
    assert!(read(format!("name\n{long}\n").as_bytes()).0.starts_with("2:1 E the name is over 1000 bytes long"));
    let aliases = format!("name,aliases\nAcme,{long}\n");
    assert!(read(aliases.as_bytes()).0.starts_with("2:6 E the name is over 1000 bytes long"));
}

#[test]
fn a_wide_list_is_read() {
    let titles: String = (0..9_999).map(|i| format!(",c{i}")).collect();
    let commas = ",".repeat(9_999);
    assert_eq!(read(format!("name{titles}\nAcme{commas}\n").as_bytes()), (String::new(), 1));
    let said = read(format!("name{titles}\nAcme,\n").as_bytes()).0;
    assert_eq!(said, "2:0 E the row has 2 fields, the header has 10000\n");
}

#[test]
fn the_last_of_a_million_lines_is_told() {
    let rows: String = (0..1_000_000).map(|i| format!("Zorb {i}\n")).collect();
    let (said, rows) = read(format!("name\n{rows}\"\"\n").as_bytes());
    assert_eq!((said.as_str(), rows), ("1000002:1 E the name is empty\n", 1_000_000));
}

#[test]
fn a_million_mistakes_are_counted_and_not_all_kept() {
    let list = format!("name,case\n{}", ",x\n".repeat(500_000));
    let folder = folder();
    let path = folder.path().join("list.csv");
    std::fs::write(&path, list).expect("written");
    let lists = [ListSource::from(path)];
    let (_, problems) = ListFiles::read(false, &lists).parse();
    assert_eq!((problems.list.len(), problems.errors()), (gaztag::gazetteer::MAX_PROBLEMS, 1_000_000));
    let options = PipelineOptions { shipped: false, gazetteers: lists.to_vec(), ..Default::default() };
    let message = Pipeline::new(&options).expect_err("mistakes").to_string();
    assert_eq!(message.lines().count(), 21, "{message}");
    assert!(message.ends_with("and 999980 more; `gaztag lists check` draws them"), "{message}");
}

#[test]
fn warnings_do_not_hide_errors() {
    let pairs: String = (0..2000).map(|i| format!("a{i}'s\na{i}’s\n")).collect();
    let (said, _) = read(format!("name\n{pairs}\"\"\n").as_bytes());
    assert!(said.ends_with("4002:1 E the name is empty\n"));
}

#[test]
fn mistakes_of_all_files_come_in_one_pass() {
    let folder = folder();
    for (name, content) in
        [("b.csv", "name\n\"\"\n"), ("a.csv", "nome\n"), ("c.csv", "name\nAcme\n"), ("notes.txt", "")]
    {
        std::fs::write(folder.path().join(name), content).expect("written");
    }
    let lists = [folder.path().join("missing.csv").into(), folder.path().into(), folder.path().join("c.csv").into()];
    let (rows, problems) = ListFiles::read(false, &lists).parse();
    let said: Vec<(String, &str)> = problems
        .list
        .iter()
        .map(|p| (p.path.rsplit('/').next().unwrap_or_default().to_string(), p.message.split(':').next().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("missing.csv".to_string(), "cannot be read"),
            ("notes.txt".to_string(), "is not read"),
            ("c.csv".to_string(), "the list is given twice"),
            ("a.csv".to_string(), "unknown column, close to a known one"),
            ("b.csv".to_string(), "the name is empty"),
        ]
    );
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_folder_without_lists_is_a_mistake() {
    let folder = folder();
    let (_, problems) = ListFiles::read(false, &[folder.path().into()]).parse();
    assert_eq!(problems.list[0].message, "cannot be read: the folder holds no .csv or .tsv list");
}
