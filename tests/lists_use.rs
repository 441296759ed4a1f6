//! What a user's list does to the rows that come out.

use gaztag::{ListSource, Pipeline, PipelineOptions};

/// `list, shipped lists too, text, rows as label:text:name:id`.
const CASES: &[(&str, bool, &str, &str)] = &[
    ("name,label\nZorblax Corp,ORG\n", false, "He left Zorblax Corp in Paris.", "ORG:Zorblax Corp:Zorblax Corp:"),
    ("name,label,id\nParis,ORG,x:1\n", false, "Paris agreed.", "ORG:Paris:Paris:x:1"),
    ("name,label,id\nZorblaxine,DRUG,x:1\n", true, "She took Zorblaxine.", "DRUG:Zorblaxine:Zorblaxine:x:1"),
    // A row of the user's stands before a shipped one, whatever the label.
    ("name,label,id\nShanghai,TEAM,x:1\n", true, "It is in Shanghai.", "TEAM:Shanghai:Shanghai:x:1"),
    ("name,label,id\nShanghai,PLACE,x:1\n", true, "It is in Shanghai.", "PLACE:Shanghai:Shanghai:x:1"),
    // A block takes the shipped name out, in its own spelling.
    ("name,match\nShanghai,never\n", true, "It is in Shanghai, in SHANGHAI.", ""),
    ("name,match,case\nShanghai,never,exact\n", true, "It is in Shanghai.", ""),
    // A longer block takes out what it holds, and nothing elsewhere.
    (
        "name,match\nShanghai Zorb,never\n",
        true,
        "in Shanghai Zorb and in Shanghai",
        "PLACE:Shanghai:Shanghai:gn:1796236",
    ),
    ("name,label,match\nZorblax,ORG,\nZorblax Day,,never\n", false, "Zorblax Day; Zorblax", "ORG:Zorblax:Zorblax:"),
    // Names of fewer than four letters have their own accents.
    ("name,label\nZoé,X\nZoém,X\n", false, "Zoe; Zoem; Zoé", "X:Zoem:Zoém:|X:Zoé:Zoé:"),
    ("name,label\nGM,GENE\n", true, "They grow GM crops.", "GENE:GM:GM:"),
    // Nothing silent takes a row of the user's: events, streets, titles, persons.
    (
        "name,label\nZorvex,BRAND\n",
        true,
        "The Zorvex Marathon began on Zorvex Street.",
        "BRAND:Zorvex:Zorvex:|BRAND:Zorvex:Zorvex:",
    ),
    ("name,label\nZorvex,BRAND\n", false, "They played “Last Train to Zorvex” twice.", "BRAND:Zorvex:Zorvex:"),
    ("name,label\nPlinth,BRAND\n", true, "Hope Plinth wins.", "BRAND:Plinth:Plinth:"),
    // The row whose own words stand there comes first.
    (
        "name,label,id\nQuux Zorb,ORG,x:25\nQuux Zorb Ltd,ORG,x:26\n",
        true,
        "He left Quux Zorb Ltd for Quux Zorb.",
        "ORG:Quux Zorb Ltd:Quux Zorb Ltd:x:26|ORG:Quux Zorb:Quux Zorb:x:25",
    ),
    // Legal forms that registers have and people leave out.
    (
        "name,label,id\nBlackwood Timber Ltd,ORG,x:1\n",
        true,
        "Blackwood Timber closed.",
        "ORG:Blackwood Timber:Blackwood Timber Ltd:x:1",
    ),
    // What registers write: capitals, beside a legal form in small letters too,
    // words apart, no apostrophes, a state behind a stroke.
    ("name,label\nQORVAX,ORG\n", true, "They accused Qorvax of it.", "ORG:Qorvax:QORVAX:"),
    ("name,label\nHARVEST,ORG\n", true, "It was after the Harvest Moon.", ""),
    ("name,label\nCOSTS,TICKER\n", true, "It is about the Costs Act.", ""),
    ("name,label\n\"ORLVANE, Inc.\",ORG\n", true, "Shares of Orlvane rose.", "ORG:Orlvane:ORLVANE, Inc.:"),
    ("name,label\nQUENVOR OIL CORP,ORG\n", true, "They accused QuenvorOil.", "ORG:QuenvorOil:QUENVOR OIL CORP:"),
    ("name,label\nOVER QUENVOR CORP,ORG\n", true, "They accused Overquenvor.", ""),
    (
        "name,label\nTARNLEYS FOODS CORP,ORG\n",
        true,
        "Tarnley's Foods grew.",
        "ORG:Tarnley's Foods:TARNLEYS FOODS CORP:",
    ),
    ("name,label\nZORBLAXS INC,ORG\n", true, "They accused Zorblax's.", "ORG:Zorblax's:ZORBLAXS INC:"),
    ("name,label\nWILLIAMS INC,ORG\n", true, "It is William's house.", ""),
    ("name,label\nQUUX ZORB & COMPANY/MN,ORG\n", true, "Quux Zorb paid.", "ORG:Quux Zorb:QUUX ZORB & COMPANY/MN:"),
    ("name,label\nQuux/Zorb,ORG\n", true, "Quux paid.", ""),
    // A company that the shipped lists know by a word is the user's own.
    ("name,label,id\n\"NIKE, Inc.\",ORG,x:1\n", true, "The union accused Nike of it.", "ORG:Nike:NIKE, Inc.:x:1"),
    // So are the other names that the shipped lists know it by.
    (
        "name,label,id\nINTERNATIONAL BUSINESS MACHINES CORP,ORG,x:1\n",
        true,
        "He left IBM in May.",
        "ORG:IBM:INTERNATIONAL BUSINESS MACHINES CORP:x:1",
    ),
    // What companies are called without, and the word that they are told by,
    // where it is said that a company is meant.
    (
        "name,label\n\"Quenvor Zorb Group, Inc.\",ORG\n",
        true,
        "Quenvor Zorb paid.",
        "ORG:Quenvor Zorb:Quenvor Zorb Group, Inc.:",
    ),
    (
        "name,label,id\nQuenvor Coating Systems Inc,ORG,x:1\n",
        true,
        "Shares of Quenvor rose.",
        "ORG:Quenvor:Quenvor Coating Systems Inc:x:1",
    ),
    (
        "name,label,case\nQuenvor Coating Systems Inc,ORG,exact\n",
        true,
        "Shares of Zorb and Quenvor rose.",
        "ORG:Zorb:Zorb:",
    ),
    ("name,label\nQuenvor Coating Systems Inc,ORG\n", true, "A walk to Quenvor is long.", ""),
    ("name,label\nQuenvor Coating Inc,ORG\nQuenvor Paint Inc,ORG\n", true, "They accused Quenvor of it.", ""),
    (
        "name,label\nNew Zealand Group Ltd,ORG\n",
        true,
        "It rained in New Zealand.",
        "PLACE:New Zealand:New Zealand:iso:NZ",
    ),
    // Initials behind a surname, and what registers write behind a form.
    (
        "name,label\nQUENVOR D R INC /DE/,ORG\n",
        true,
        "D.R. Quenvor and D. R. Quenvor grew.",
        "ORG:D.R. Quenvor:QUENVOR D R INC /DE/:|ORG:D. R. Quenvor:QUENVOR D R INC /DE/:",
    ),
    (
        "name,label\nQUENVOR ZORB CORP \\PA\\,ORG\n",
        true,
        "Quenvor Zorb grew.",
        "ORG:Quenvor Zorb:QUENVOR ZORB CORP \\PA\\:",
    ),
    ("name,label\nQUENVOR ZORB INC/,ORG\n", true, "Quenvor Zorb grew.", "ORG:Quenvor Zorb:QUENVOR ZORB INC/:"),
    (
        "name,label\nQuenvor Zorb A/S / ADR,ORG\n",
        true,
        "Quenvor Zorb grew.",
        "ORG:Quenvor Zorb:Quenvor Zorb A/S / ADR:",
    ),
    // A name put together that has no more than its article.
    (
        "name,label,id\nQUENVOR TIMES CO,ORG,x:1\n",
        true,
        "He read The Quenvor Times daily.",
        "ORG:Quenvor Times:QUENVOR TIMES CO:x:1",
    ),
    // One word of it is no longer name of another, nor somebody's surname.
    ("name,label\nMILLWARD HOLDINGS INC,ORG\n", true, "He met John Millward there.", ""),
    // A name in small letters where a sentence begins.
    (
        "name,label\nmetforzin,DRUG\n",
        true,
        "Metforzin helps; metforzin did.",
        "DRUG:Metforzin:metforzin:|DRUG:metforzin:metforzin:",
    ),
    // A part serves inside longer names only.
    ("name,label,match\nZorblax,ORG,part\n", false, "Zorblax fell.", ""),
    // Spellings.
    ("name,label,case\nZorblax,ORG,exact\n", false, "Zorblax ZORBLAX zorblax", "ORG:Zorblax:Zorblax:"),
    ("name,label\nZorblax,ORG\n", false, "Zorblax ZORBLAX zorblax", "ORG:Zorblax:Zorblax:|ORG:ZORBLAX:Zorblax:"),
    ("name,label,case\nZorblax,ORG,any\n", false, "zorblax", "ORG:zorblax:Zorblax:"),
    (
        "name,label,aliases\nZorblax Group,ORG,Zorblax|ZBX\n",
        false,
        "ZBX is Zorblax.",
        "ORG:ZBX:Zorblax Group:|ORG:Zorblax:Zorblax Group:",
    ),
    // Another legal form than the list has, or one where it has none.
    (
        "name,label,id\n\"Zorblax Traders Co., Ltd.\",ORG,x:1\n",
        true,
        "Zorblax Traders Co Ltd. met ZORBLAX TRADERS COMPANY LIMITED.",
        "ORG:Zorblax Traders Co Ltd.:Zorblax Traders Co., Ltd.:x:1\
         |ORG:ZORBLAX TRADERS COMPANY LIMITED:Zorblax Traders Co., Ltd.:x:1",
    ),
    (
        "name,label,id\nQuux Zorb Ltd,CLIENT,x:1\n",
        true,
        "Quux Zorb Limited and Quux Zorb, Ltd. paid.",
        "CLIENT:Quux Zorb Limited:Quux Zorb Ltd:x:1|CLIENT:Quux Zorb, Ltd.:Quux Zorb Ltd:x:1",
    ),
    ("name,label,id\nQuux Zorb,CLIENT,x:1\n", true, "Then Quux Zorb Inc. paid.", "CLIENT:Quux Zorb Inc.:Quux Zorb:x:1"),
    (
        "name,label,id\nQuux Zorb Ltd,CLIENT,x:1\n",
        true,
        "Then Quux Zorb Inc. paid.",
        "ORG:Quux Zorb Inc.:Quux Zorb Inc.:",
    ),
    (
        "name,label,id,case\nQuux Zorb Ltd,CLIENT,x:1,exact\n",
        true,
        "QUUX ZORB LIMITED paid.",
        "ORG:QUUX ZORB LIMITED:QUUX ZORB LIMITED:",
    ),
    // Accents composed or not, quotes, a line end in the name.
    ("name,label\nCafe\u{301} Zorblax,ORG\n", false, "At Café Zorblax.", "ORG:Café Zorblax:Cafe\u{301} Zorblax:"),
    ("name,label\n\"Zorblax\nGroup\",ORG\n", false, "At Zorblax Group.", "ORG:Zorblax Group:Zorblax\nGroup:"),
    (
        "name,label\n\"the \"\"Zorblax\"\" mill\",ORG\n",
        false,
        "in the “Zorblax” mill",
        "ORG:the “Zorblax” mill:the \"Zorblax\" mill:",
    ),
    // Of two records of one name: the kind, then the weight, then the file.
    ("name,label,id,kind\nZorby,PLACE,x:1,city\nZorby,PLACE,x:2,country\n", false, "in Zorby", "PLACE:Zorby:Zorby:x:2"),
    ("name,label,id,weight\nZorby,PLACE,x:1,5\nZorby,PLACE,x:2,1e3\n", false, "in Zorby", "PLACE:Zorby:Zorby:x:2"),
    ("name,label,id\nZorby,PLACE,x:1\nZorby,PLACE,x:2\n", false, "in Zorby", "PLACE:Zorby:Zorby:x:1"),
    // A name and a form that are never joined.
    (
        "name,role,form\nZorblax Mills,apart,Zorblax\n",
        true,
        "Zorblax Paints Ltd fell. Later Zorblax rose.",
        "ORG:Zorblax Paints Ltd:Zorblax Paints Ltd:|ORG:Zorblax:Zorblax Paints Ltd:",
    ),
    (
        "name,role,form\nZorblax Paints Ltd,apart,Zorblax\n",
        true,
        "Zorblax Paints Ltd fell. Later Zorblax rose.",
        "ORG:Zorblax Paints Ltd:Zorblax Paints Ltd:",
    ),
];

fn pipeline(list: &str, shipped: bool) -> (Pipeline, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    std::fs::write(&path, list).expect("written");
    let options = PipelineOptions { shipped, gazetteers: vec![path.into()], ..Default::default() };
    (Pipeline::new(&options).expect("a sound list"), folder)
}

#[test]
fn a_list_of_the_users_own_is_heard() {
    for (list, shipped, text, expected) in CASES {
        let (pipeline, _folder) = pipeline(list, *shipped);
        let rows: Vec<String> = pipeline
            .annotate(text)
            .iter()
            .map(|e| format!("{}:{}:{}:{}", e.label, e.span.of(text), e.name(), e.id()))
            .collect();
        assert_eq!(rows.join("|"), *expected, "{list}");
    }
}

#[test]
fn a_label_may_be_given_with_the_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("things.csv");
    std::fs::write(&path, "name,label\nZorblax,\nQuux,OTHER\n").expect("written");
    for (argument, label) in [(format!("DRUG={}", path.display()), "DRUG"), (path.display().to_string(), "THING")] {
        let gazetteers = vec![ListSource::from_argument(argument)];
        let pipeline =
            Pipeline::new(&PipelineOptions { shipped: false, gazetteers, ..Default::default() }).expect("a list");
        let labels: Vec<_> = pipeline.annotate("Zorblax, Quux").iter().map(|e| e.label).collect();
        assert_eq!(labels, [label, "OTHER"]);
    }
}

#[test]
fn columns_of_the_users_own_are_carried() {
    let (pipeline, _folder) = pipeline("name,label,Sector,note\nZorblax,ORG,mining,\"a, b\"\nQuux,ORG,,\n", false);
    let entities = pipeline.annotate("Zorblax bought Quux.");
    let columns: Vec<_> = entities
        .iter()
        .map(|e| e.entry().map(|row| (row.column("sector"), row.column("note"), row.column("none"))))
        .collect();
    assert_eq!(columns, [Some((Some("mining"), Some("a, b"), None)), Some((Some(""), Some(""), None))]);
}

#[test]
fn a_shipped_block_does_not_silence_the_user() {
    let blocked = gaztag::gazetteer::load(true, &[]);
    let name =
        blocked.rows.entries().find(|row| row.accept() == gaztag::gazetteer::Accept::Never).map(|row| row.name());
    let Some(name) = name else { return };
    let (pipeline, _folder) = pipeline(&format!("name,label\n\"{name}\",THING\n"), true);
    let text = format!("It is {name}.");
    assert_eq!(pipeline.annotate(&text).first().map(|e| e.label), Some("THING"), "{name}");
}
