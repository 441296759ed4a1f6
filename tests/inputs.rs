//! Every kind of input: what it is read as, that rows count in that text, and
//! that nothing breaks what is broken. The files are made here.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use gaztag::Pipeline;
use gaztag::read::{Collection, InputOptions, PagePart};
use gaztag::run::{Output, Run};
use gaztag::write::{DocumentSink, Documents, JsonLines};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(&Default::default()).unwrap());

/// What every file says, in its own way.
const SAID: &str = "Łódź and Shanghai";

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, bytes) in members {
        let mut header = [0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        tar.extend_from_slice(&header);
        tar.extend_from_slice(bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

fn docx() -> Vec<u8> {
    let body = "<w:document><w:body><w:p><w:r><w:t>Łó</w:t></w:r><w:r><w:t xml:space=\"preserve\">dź and </w:t></w:r>\
                <w:del><w:r><w:t>Berlin</w:t></w:r></w:del><w:r><w:t>Shanghai</w:t></w:r></w:p></w:body></w:document>";
    packed(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.as_bytes())])
}

fn odt() -> Vec<u8> {
    let body = "<office:document-content><office:body><office:text><text:h>Łódź<text:s/>and Shanghai</text:h>\
                </office:text></office:body></office:document-content>";
    let mimetype = b"application/vnd.oasis.opendocument.text";
    packed(&[("mimetype", mimetype), ("content.xml", body.as_bytes()), ("styles.xml", b""), ("meta.xml", b"")])
}

fn pptx() -> Vec<u8> {
    let slide = |text: &str| format!("<p:sld><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>");
    let (first, second) = (slide("Łódź"), slide("and"));
    let chart = b"<c:chart><c:title><a:p><a:r><a:t>Shanghai</a:t></a:r></a:p></c:title></c:chart>";
    packed(&[
        ("ppt/presentation.xml", b"<p:presentation/>"),
        ("ppt/charts/chart1.xml", chart),
        ("ppt/slides/slide2.xml", second.as_bytes()),
        ("ppt/slides/slide1.xml", first.as_bytes()),
    ])
}

fn epub() -> Vec<u8> {
    let index = "<package><manifest><item id=\"b\" href=\"b%20b.xhtml\"/><item id=\"a\" href=\"a.xhtml\"/></manifest>\
                 <spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>";
    packed(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container><rootfile full-path=\"OPS/book.opf\"/></container>"),
        ("OPS/book.opf", index.as_bytes()),
        ("OPS/a.xhtml", "<html><body><p>&#x141;ódź and</p></body></html>".as_bytes()),
        ("OPS/b b.xhtml", b"<html><body><p>Shanghai</p></body></html>"),
    ])
}

fn xlsx() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, column, text) in [(0, 0, "id"), (0, 1, "body"), (1, 0, "x"), (1, 1, SAID)] {
        sheet.write(row, column, text).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn msg() -> Vec<u8> {
    outlook("__substg1.0_1000001F", wide("> Łódź and\r\n> Shanghai\r\n"))
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A message of Outlook whose body stands in RTF alone.
fn msg_of_rtf() -> Vec<u8> {
    let rtf = br"{\rtf1\ansi\fromtext \u321?\'f3d\u378? and Shang{\*\htmltag <b>}hai\par}";
    let runs = rtf.chunks(8).flat_map(|run| [&[0][..], run].concat());
    outlook("__substg1.0_10090102", [&[0; 8][..], b"LZFu\0\0\0\0"].concat().into_iter().chain(runs).collect())
}

fn outlook(name: &'static str, body: Vec<u8>) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    // What hangs on a message may have a password; the message has none.
    let (attached, office) = ("__substg1.0_37010102", wide("EncryptedPackage"));
    let subject = ("__substg1.0_0037001F", wide("Łódź"));
    for (name, bytes) in [("__properties_version1.0", vec![0; 32]), subject, (attached, office), (name, body)] {
        file.create_stream(format!("/{name}")).unwrap().write_all(&bytes).unwrap();
    }
    file.into_inner().into_inner()
}

const MAIL: &str = "From: Ada <ada@example.org>\r\nSubject: =?utf-8?Q?=C5=81=C3=B3d=C5=BA?=\r\nMIME-Version: 1.0\r\n\
    Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
    > =C5=81=C3=B3d=C5=BA and Shang=\r\nhai\r\n";

/// A name, and a file that says it; which kinds hold it in several documents.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let html = "<html><head><title>x</title></head><body><p><b>Łó</b>dź &amp;co and Shang<i>hai</i></body>";
    let rtf = r"{\rtf1\ansi \u321?\'f3d\u378? and Shanghai\par}";
    let csv = format!("id,body\nx,\"{SAID}\"\n");
    let utf16: Vec<u8> = SAID.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mbox = format!("From a\n{}\nFrom b\n{}", MAIL.replace("\r\n", "\n"), MAIL.replace("\r\n", "\n"));
    vec![
        ("a.txt", SAID.into()),
        ("utf16.txt", utf16),
        ("bad.txt", [SAID.as_bytes(), b" \xff Shanghai"].concat()),
        ("a.html", html.into()),
        ("a.csv", csv.clone().into()),
        ("a.jsonl", format!("{{\"id\":\"x\",\"body\":\"{SAID}\"}}\n").into()),
        ("a.json", format!("[{{\"id\":\"x\",\"body\":\"{SAID}\"}}]").into()),
        ("a.xlsx", xlsx()),
        ("a.docx", docx()),
        ("docx.txt", docx()),
        ("a.odt", odt()),
        ("a.pptx", pptx()),
        ("a.epub", epub()),
        ("a.rtf", rtf.into()),
        ("a.eml", MAIL.into()),
        ("a.mbox", mbox.into()),
        ("a.msg", msg()),
        ("b.msg", msg_of_rtf()),
        ("a.txt.gz", gzip(SAID.as_bytes())),
        ("a.gz", gzip(SAID.as_bytes())),
        ("a.csv.gz", gzip(csv.as_bytes())),
        ("a.zip", packed(&[("x/a.txt", SAID.as_bytes()), ("b.html", html.as_bytes()), ("c.docx", &docx())])),
        ("a.tar", tar(&[("x/a.txt", SAID.as_bytes()), ("b.docx", &docx())])),
        ("a.tgz", gzip(&tar(&[("a.txt", SAID.as_bytes())]))),
        ("b.zip", packed(&[("in.zip", &packed(&[("in.tgz", &gzip(&tar(&[("a.csv", csv.as_bytes())])))]))])),
    ]
}

fn options() -> InputOptions {
    InputOptions { text_columns: vec!["body".into()], page: PagePart::All, ..Default::default() }
}

/// The documents of a folder, or what is said of them.
fn read(folder: &Path) -> Vec<(String, Result<String, String>)> {
    let collection = Collection::new(&[folder.to_path_buf()], &options()).unwrap();
    let documents = collection.documents().map(|found| {
        let found = found.map_err(|skipped| (skipped.name.clone(), Err(skipped.reason.to_string())));
        found.map_or_else(
            |skipped| skipped,
            |found| {
                let read = collection.read(&found, &mut Vec::new(), |read| (read.name.into(), read.text.into()));
                read.map_or_else(
                    |skipped| (skipped.name, Err(skipped.reason.to_string())),
                    |(n, t): (String, String)| (n, Ok(t)),
                )
            },
        )
    });
    documents.collect()
}

fn folder(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn every_kind_says_what_it_holds() {
    for (name, bytes) in samples() {
        let read = read(folder(&[(name, bytes)]).path());
        assert!(!read.is_empty(), "{name}");
        for (document, text) in read {
            let text = text.unwrap_or_else(|reason| panic!("{document}: {reason}"));
            let said: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&co ", "");
            assert!(said.contains(SAID), "{document}: {text:?}");
            assert!(!text.contains("Berlin"), "{document}: {text:?}");
        }
    }
}

#[test]
fn rows_count_in_the_texts_that_are_written() {
    let (inputs, texts) = (folder(&samples()), tempfile::tempdir().unwrap());
    let collection = Collection::new(&[inputs.path().to_path_buf()], &options()).unwrap();
    let run = Run { pipeline: &PIPELINE, collection: &collection, labels: &[], threads: 2, outputs: &[] };
    let mut rows = Vec::new();
    let mut sink = DocumentSink::new(Some(Vec::new()), Some(texts.path().to_path_buf())).unwrap();
    let (format, documents) = (JsonLines::default(), Documents { with_texts: true, ..Documents::default() });
    let outputs = vec![Output { format: &format, sink: &mut rows }, Output { format: &documents, sink: &mut sink }];
    let summary = run
        .write(outputs, &mut |event| assert!(!matches!(event, gaztag::run::Event::Skipped(_)), "{event:?}"))
        .unwrap();
    let list = sink.into_list().unwrap().unwrap();
    assert_eq!(summary.skipped, 0);
    let mut list = csv::Reader::from_reader(&list[..]);
    let lines: Vec<csv::StringRecord> = list.records().map(Result::unwrap).collect();
    assert_eq!(lines.len() as u64, summary.documents);
    let mut checked = 0;
    for row in rows.split(|byte| *byte == b'\n').filter(|row| !row.is_empty()) {
        let row: serde_json::Value = serde_json::from_slice(row).unwrap();
        let number = |name: &str| row[name].as_u64().unwrap() as usize;
        // Documents of the same name follow each other in both.
        let name = row["document"].as_str().unwrap();
        let said = lines.iter().filter(|line| &line[0] == name).any(|line| {
            let text: Vec<char> = fs::read_to_string(texts.path().join(&line[7])).unwrap().chars().collect();
            let surface = text.get(number("start")..number("end")).map(|part| part.iter().collect::<String>());
            surface.as_deref() == row["text"].as_str()
        });
        assert!(said, "{row}");
        checked += 1;
    }
    assert!(checked as u64 > summary.documents, "{checked} rows of {} documents", summary.documents);
}

#[test]
fn any_cut_is_named_or_read() {
    let begin = Instant::now();
    for (name, bytes) in samples() {
        for end in (0..bytes.len()).step_by(10) {
            read(folder(&[(name, bytes[..end].to_vec())]).path());
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(900), "{:?}", begin.elapsed());
}

/// An ending of every reader.
const ENDINGS: [&str; 25] = [
    "txt", "csv", "tsv", "jsonl", "json", "xlsx", "ods", "html", "docx", "odt", "fodt", "pptx", "epub", "rtf", "pdf",
    "eml", "mbox", "msg", "zip", "tar", "gz", "zst", "bz2", "xz", "mht",
];

#[test]
fn wrong_endings_and_changed_bytes_are_named_or_read() {
    let begin = Instant::now();
    for (name, bytes) in samples() {
        let folder = tempfile::tempdir().unwrap();
        for ending in ENDINGS.into_iter().filter(|ending| *ending != "pdf") {
            fs::write(folder.path().join(format!("a.{ending}")), &bytes).unwrap();
        }
        read(folder.path());
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 40) {
            let mut changed = bytes.clone();
            changed[at] ^= 0xa5;
            read(self::folder(&[(name, changed)]).path());
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(900), "{:?}", begin.elapsed());
}

#[test]
fn empty_files_of_every_ending_cost_nothing_else() {
    let names: Vec<String> = ENDINGS.iter().map(|ending| format!("a.{ending}")).chain(["z.md".into()]).collect();
    let mut files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), Vec::new())).collect();
    files.last_mut().unwrap().1 = b"Shanghai".to_vec();
    let zeros: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, _)| (*name, vec![0; 3000])).collect();
    assert_eq!(read(folder(&files).path()).last().unwrap().1, Ok("Shanghai".into()));
    for (name, text) in read(folder(&zeros).path()) {
        assert!(text.as_ref().map_or(true, String::is_empty), "{name}: {text:?}");
    }
}

#[test]
fn what_has_a_password_is_named() {
    let mut zip = packed(&[("a.txt", b"Shanghai"), ("b.txt", b"Shanghai")]);
    // The bit that says so, of the first member: in its header, and in the directory.
    let directory = zip.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    (zip[6], zip[directory + 8]) = (zip[6] | 1, zip[directory + 8] | 1);
    let read = read(folder(&[("a.zip", zip)]).path());
    assert!(read[0].1.as_ref().is_err_and(|reason| reason.contains("password")), "{read:?}");
    assert_eq!(read[1], ("a.zip/b.txt".into(), Ok("Shanghai".into())));
}

#[test]
fn hostile_files_are_named_and_cost_nothing_else() {
    let deep = "<div>".repeat(100_000) + "Shanghai";
    let deep_xml = "<w:p>".repeat(100_000);
    let bomb = gzip(&vec![b' '; 64 << 20]);
    let entities =
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:p><w:t>&b;</w:t></w:p>";
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a.txt", "Shanghai".into()),
        ("bomb.txt.gz", bomb.clone()),
        ("bomb.zip", packed(&[("bomb.txt.gz", &bomb), ("ok.txt", b"Shanghai")])),
        ("deep.docx", packed(&[("word/document.xml", deep_xml.as_bytes())])),
        ("deep.html", deep.into()),
        ("fonts.html", ("<p><font a=b c=d>x</p>".repeat(100_000) + "Shanghai").into()),
        ("wide.html", format!("<p {}>Shanghai", (0..200_000).map(|n| format!("a{n}=b ")).collect::<String>()).into()),
        ("deep.json", "[".repeat(1_000_000).into()),
        ("deep.rtf", "{\\rtf1".repeat(200_000).into()),
        ("empty.docx", Vec::new()),
        ("empty.pdf", Vec::new()),
        ("empty.zip", Vec::new()),
        ("entities.docx", packed(&[("word/document.xml", entities.as_bytes())])),
        ("no.docx", b"Shanghai".to_vec()),
        ("no.msg", b"Shanghai".to_vec()),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(100)),
        ("out.zip", packed(&[("../../out.txt", b"Shanghai"), ("/etc/out.txt", b"Shanghai"), ("ok.txt", b"Shanghai")])),
        ("zip.txt", packed(&[("ok.txt", b"Shanghai")])),
        ("zz.txt", "Shanghai".into()),
    ];
    let begin = Instant::now();
    let read = read(folder(&files).path());
    assert!(begin.elapsed() < Duration::from_secs(600), "{:?}", begin.elapsed());
    let said = |name: &str| {
        let found = read.iter().find(|(document, _)| document == name);
        found.unwrap_or_else(|| panic!("nothing is said of {name}: {read:?}")).1.clone()
    };
    for name in ["a.txt", "bomb.zip/ok.txt", "out.zip/ok.txt", "zz.txt"] {
        assert_eq!(said(name).unwrap(), "Shanghai", "{name}");
    }
    for name in ["deep.html", "entities.docx", "fonts.html", "wide.html"] {
        said(name).unwrap();
    }
    for (name, words) in [
        ("bomb.txt.gz", "more than"),
        ("bomb.zip/bomb.txt.gz", "than"),
        ("out.zip/../../out.txt", "leads out"),
        ("out.zip//etc/out.txt", "leads out"),
        ("zip.txt", "is zip"),
        ("no.docx", "complete"),
        ("no.msg", "damaged"),
        ("deep.rtf", "lies in more than"),
        ("empty.zip", "complete"),
    ] {
        let reason = said(name).unwrap_err();
        assert!(reason.contains(words), "{name}: {reason}");
    }
    assert!(!said("entities.docx").unwrap().contains("ha"));
}

#[test]
fn lists_are_read_by_the_same_code() {
    let folder = folder(&[
        ("a.csv", b"name,label\nZ\xfcrblaxine,DRUG\nM\xf6rblaxine,DRUG\n".to_vec()),
        ("b.csv", "name,label\nKorblaxine,DRUG\n".encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ]);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, column, text) in [(1, 0, "name"), (1, 1, "id"), (2, 0, "Torblaxine, \"new\""), (2, 1, "x:7")] {
        sheet.write(row, column, text).unwrap();
    }
    // A sheet with the same header goes on, another does not.
    for rows in [["name", "id", "Gorblaxine", "x:8"], ["price", "id", "Porblaxine", "x:9"]] {
        let sheet = workbook.add_worksheet();
        for (at, text) in (0..).zip(rows) {
            sheet.write(at / 2, (at % 2) as u16, text).unwrap();
        }
    }
    workbook.save(folder.path().join("drugs.xlsx")).unwrap();
    let paths = ["a.csv", "b.csv", "drugs.xlsx"].map(|name| folder.path().join(name));
    let lists: Vec<gaztag::ListSource> = paths.iter().map(|path| path.as_path().into()).collect();
    let (readable, notes) = gaztag::read::readable_lists(&lists, None).unwrap();
    assert_eq!(notes.len(), 3, "{notes:?}");
    let check = gaztag::parts::check::check(&readable);
    assert_eq!(check.problems.errors(), 0, "{:?}", check.problems);
    let names: Vec<&str> = check.lists.gazetteer().entries().map(|entry| entry.name()).collect();
    assert_eq!(names, ["Zürblaxine", "Mörblaxine", "Korblaxine", "Torblaxine, \"new\"", "Gorblaxine"]);
    let all = gaztag::read::readable_lists(&[folder.path().into()], None).unwrap().0;
    assert_eq!(all.len(), 3);
}

#[test]
fn how_bytes_are_read_is_told() {
    let said = |bytes: &[u8]| {
        let (text, how) = gaztag::read::decode(bytes, None, false).unwrap();
        (text.into_owned(), how.name, how.status())
    };
    for (bytes, text, name, status) in [
        (&b"Munich \xff Shanghai"[..], "Munich \u{fffd} Shanghai", "UTF-8", "repaired"),
        (b"Mun\xfeich \xc3 Shang\x81hai", "Mun\u{fffd}ich \u{fffd} Shang\u{fffd}hai", "UTF-8", "repaired"),
        (b"M\xfcnchen, Z\xfcrich", "München, Zürich", "windows-1252", "detected"),
        (b"\xcc\xee\xf1\xea\xe2\xe0, \xc4\xee\xed", "Москва, Дон", "windows-1251", "detected"),
        (b"M\0\xfc\0n\0c\0h\0e\0n\0", "München", "UTF-16LE", "detected"),
    ] {
        assert_eq!(said(bytes), (text.into(), name, status));
    }
    let text = "昨天在上海,银行的发言人说,公司为北京的土地支付了三亿元。\n随后他们去了广州。";
    for (name, bytes) in [
        ("UTF-16LE", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        ("UTF-16BE", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ] {
        assert_eq!(said(&bytes), (text.into(), name, "detected"));
    }
    let text = "東京と大阪へ行った。";
    let bytes = encoding_rs::ISO_2022_JP.encode(text).0;
    assert_eq!(said(&bytes), (text.into(), "ISO-2022-JP", "detected"));
    assert_eq!(said(b"\x1b[1mMunich\x1b[0m").1, "UTF-8");
}

#[test]
fn a_frame_with_an_odd_address_costs_no_page() {
    let paragraph =
        "<p>The board met in Shanghai, it said, and spoke for hours of what the year had brought.</p>".repeat(9);
    let frame = |address: &str| format!("<iframe src=\"{address}\"></iframe><object>{address}</object>");
    let frames = frame("http:é•www.youtube.com/embed/x") + &frame("é•youtube.com/x");
    let page = format!("<html><body><article><h1>Met</h1>{paragraph}{frames}{paragraph}</article></body></html>");
    let folder = folder(&[("a.html", page.into_bytes())]);
    let collection = Collection::new(&[folder.path().to_path_buf()], &InputOptions::default()).unwrap();
    let found = collection.documents().next().unwrap().unwrap();
    let said = collection.read(&found, &mut Vec::new(), |read| read.text.matches("Shanghai").count());
    assert_eq!(said.unwrap(), 18);
}

#[test]
fn what_is_no_text_is_named() {
    let noise: Vec<u8> = (0..3000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).collect();
    assert!(gaztag::read::decode(&noise, None, false).is_err_and(|reason| reason.to_string().contains("no text")));
}

#[test]
fn a_table_without_its_text_column_is_wrong_use() {
    let folder = folder(&[("a.csv", b"id,body\n1,We met in Shanghai\n".to_vec()), ("b.txt", b"Shanghai".to_vec())]);
    let (table, text) = (folder.path().join("a.csv"), folder.path().join("b.txt"));
    let check = |paths: &[std::path::PathBuf]| {
        let checked = Collection::new(paths, &InputOptions::default()).unwrap().check_tables();
        checked.map_err(|error| error.to_string())
    };
    let wrong = check(std::slice::from_ref(&table)).unwrap_err();
    assert!(wrong.ends_with("its columns are id, body; body looks like the text"), "{wrong}");
    assert_eq!(check(&[table, text]), Ok(()));
}

#[test]
fn containers_lie_four_deep_and_no_deeper() {
    let nested = |depth: usize| {
        (0..depth).fold(SAID.as_bytes().to_vec(), |inner, level| {
            packed(&[(if level == 0 { "a.txt" } else { "a.zip" }, &inner)])
        })
    };
    let read_alone = |depth| read(folder(&[("a.zip", nested(depth))]).path()).remove(0);
    assert_eq!(read_alone(4).1, Ok(SAID.to_string()));
    assert_eq!(read_alone(5).1, Err("lies in more than 4 others; unpack it".to_string()));
}

#[test]
fn what_a_page_hides_is_not_read() {
    let page = "<body><p>Łódź <b hidden>Berlin</b></p><div hidden>Berlin</div><p style='display: none'>Berlin</p>\
                <p>Shanghai</p></body>";
    let read = read(folder(&[("a.html", page.into())]).path()).remove(0).1.unwrap();
    assert_eq!(read.split_whitespace().collect::<Vec<_>>(), ["Łódź", "Shanghai"]);
}
