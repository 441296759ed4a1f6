//! The page of `gaztag report`: what is in it, and what must not get into it.

#![cfg(feature = "report")]

use gaztag::parts::eval::Mention;
use gaztag::parts::marked::Marked;
use gaztag::report::{Report, ReportOptions};

/// Texts that would like to be more than text, one a line.
const ATTACKS: &str = include_str!("browser/attacks.txt");

fn mention(text: &str, words: &str, label: &str) -> Mention {
    let start = text.find(words).map(|at| text[..at].chars().count()).expect("the words are in the text");
    Mention {
        text: words.into(),
        name: words.into(),
        rule: "list".into(),
        ..Mention::new(start, start + words.chars().count(), label)
    }
}

fn page(documents: &[Marked], options: ReportOptions) -> String {
    let mut report = Report::new(options);
    documents.iter().for_each(|document| report.add(document).expect("the disk has room"));
    report.locate(std::iter::empty());
    let mut page = Vec::new();
    report.write(&mut page).expect("memory takes it");
    String::from_utf8(page).expect("a page is text")
}

fn at(latitude: &str, longitude: &str, mention: Mention) -> Mention {
    let further = [("gaz_latitude", latitude), ("gaz_longitude", longitude)];
    Mention { further: further.map(|(column, value)| (column.into(), value.into())).into(), ..mention }
}

#[test]
fn counts_names_and_points_are_in_the_page() {
    let text = "Zorblax Paints opens in Velmora. Velmora waits.";
    let document = Marked::new(
        "a.txt",
        text.into(),
        vec![
            mention(text, "Zorblax Paints", "ORG"),
            at("10.5", "-20.25", mention(text, "Velmora", "PLACE")),
            Mention { name: "Velmora".into(), ..Mention::new(33, 40, "PLACE") },
        ],
    );
    let page = page(&[document], ReportOptions { title: "Letters".into(), ..ReportOptions::default() });
    assert!(page.contains("<bdi>Letters</bdi>"));
    assert!(page.contains("2 mentions of 1 name in 1 document"), "{page}");
    assert!(page.contains("Velmora: 2 mentions in 1 document"));
    assert!(page.contains("data-latitude=\"10.5\" data-longitude=\"-20.25\""));
    assert!(page.contains("1 of 1 place is on the map, 2 of 2 mentions."));
}

#[test]
fn a_name_lies_where_the_first_row_that_tells_says() {
    let text = "Velmora waits. Velmora sleeps.";
    let second = at("10.5", "-20.25", Mention { name: "Velmora".into(), ..Mention::new(15, 22, "PLACE") });
    let document = Marked::new("a.txt", text.into(), vec![mention(text, "Velmora", "PLACE"), second]);
    let page = page(&[document], ReportOptions::default());
    assert!(page.contains("data-latitude=\"10.5\" data-longitude=\"-20.25\""), "{page}");
}

#[test]
fn countries_have_points_of_their_own() {
    let text = "Made in Vietnam.";
    let vietnam = Mention { id: "iso:VN".into(), ..mention(text, "Vietnam", "PLACE") };
    let page = page(&[Marked::new("a", text.into(), vec![vietnam])], ReportOptions::default());
    assert!(page.contains("Vietnam: 1 mention in 1 document"));
}

#[test]
fn nothing_of_a_document_becomes_markup() {
    let documents: Vec<Marked> = ATTACKS
        .lines()
        .map(|attack| {
            let text = format!("{attack} Velmora");
            let hostile = Mention { id: attack.into(), ..at("1", "2", mention(&text, attack, attack)) };
            let mut place = at("3", "4", mention(&text, "Velmora", "PLACE"));
            place.name = attack.into();
            place.rule = attack.into();
            place.further.push(("gaz_country".into(), attack.into()));
            Marked::new(attack, text, vec![hostile, place])
        })
        .collect();
    let page = page(&documents, ReportOptions { title: ATTACKS.into(), ..ReportOptions::default() });
    assert_eq!(page.matches("<script").count(), 2, "the data and the page's own");
    assert_eq!(page.matches("</script").count(), 2);
    assert_eq!(page.matches("<style").count(), 1);
    for tag in ["<img", "<iframe", "<base", "<object", "<link", "<form", "<!--", "<math", "<details"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn what_the_page_cannot_hold_is_counted_and_said() {
    let text = |number: usize| {
        let words: Vec<String> =
            (0..60_000).map(|word| format!("{:x}", (number * 60_000 + word) * 2_654_435_761)).collect();
        format!("Zorblax {}", words.join(" "))
    };
    let documents: Vec<Marked> = (0..4)
        .map(|number| {
            let text = text(number);
            let mentions = vec![mention(&text, "Zorblax", "ORG")];
            Marked::new(&format!("{number}"), text, mentions)
        })
        .collect();
    let page = page(&documents, ReportOptions { max_texts: 1000, ..ReportOptions::default() });
    assert!(page.contains("All 4 documents are counted. To keep the page small, it holds the texts of the first 1."));
    assert!(page.contains("4 mentions of 1 name in 4 documents"));
}

#[test]
fn names_over_time_where_documents_have_dates() {
    let text = "Velmora";
    let dated = |date: &str| {
        let mut place = mention(text, "Velmora", "PLACE");
        place.further.push(("doc_date".into(), date.into()));
        Marked::new(date, text.into(), vec![place])
    };
    let page = page(&[dated("2024-05-01"), dated("2024-05-03"), dated("none")], ReportOptions::default());
    assert!(page.contains("Velmora, 1 May 2024: 1 mention"));
    assert!(page.contains("1 document has no date."));
}

#[test]
fn a_date_that_is_stated_goes_before_one_in_the_name() {
    let text = "Velmora";
    let mut place = mention(text, "Velmora", "PLACE");
    place.further.push(("doc_date".into(), "2024-05-01".into()));
    let stated = Marked::new("2019-01-07 letter", text.into(), vec![place]);
    let named = Marked::new("2024-05-03 letter", text.into(), vec![mention(text, "Velmora", "PLACE")]);
    let page = page(&[stated, named], ReportOptions { date_from_name: true, ..ReportOptions::default() });
    assert!(
        page.contains("Velmora, 1 May 2024: 1 mention") && page.contains("Velmora, 3 May 2024: 1 mention"),
        "{page}"
    );
    assert!(!page.contains("2019"));
}

#[test]
fn the_map_says_how_many_of_its_places_are_drawn() {
    let names: Vec<String> = (0..801).map(|number| format!("Velmora{number:03}")).collect();
    for (count, is_said) in [(800, false), (801, true)] {
        let text = names[..count].join(" ");
        let mentions = names[..count].iter().map(|name| at("10", "20", mention(&text, name, "PLACE"))).collect();
        let page = page(&[Marked::new("a", text.clone(), mentions)], ReportOptions::default());
        assert_eq!(page.contains("The 800 most mentioned are drawn."), is_said, "{count}");
    }
}

#[test]
fn a_run_makes_the_page_that_its_rows_make() {
    use gaztag::read::Collection;
    use gaztag::report::{ReportFormat, ReportSink};
    use gaztag::run::{Output, Run};

    let pipeline = gaztag::Pipeline::new(&Default::default()).expect("the lists are right");
    let collection = Collection::new(&["seeds".into()], &Default::default()).expect("they are there");
    let format = ReportFormat::new(&[]);
    let mut sink = ReportSink::new(Report::new(ReportOptions::default()), &format);
    let run = Run { pipeline: &pipeline, collection: &collection, labels: &[], threads: 2, outputs: &[] };
    run.write(vec![Output { format: &format, sink: &mut sink }], &mut |_| ()).expect("memory takes it");
    let mut live = Vec::new();
    sink.write_page(&mut live).expect("memory takes it");
    let live = String::from_utf8(live).expect("a page is text");

    let folder = std::path::Path::new("seeds");
    let files = [
        "000_564dea6bad54cc66",
        "001_1a849d4e443ebd1e",
        "002_64a9270cab9f726e",
        "003_2a3351e37d59e1d3",
        "004_e52eb0681c8c331f",
    ];
    let texts = files.map(|name| {
        let name = format!("{name}.txt");
        let text = std::fs::read_to_string(folder.join(&name)).expect("it is there");
        gaztag::parts::eval::Annotated { text: Some(text), ..gaztag::parts::eval::Annotated::new(&name) }
    });
    let tagged = gaztag::parts::eval::tag_texts(&pipeline, &texts);
    let marked: Vec<Marked> = tagged
        .into_iter()
        .zip(texts)
        .map(|(found, text)| Marked::new(&found.id, text.text.unwrap(), found.mentions))
        .collect();
    let made = page(&marked, ReportOptions::default());
    let bars = |page: &str| {
        page.split("<section class=\"card")
            .skip(1)
            .map(|card| card.split("</section>").next().unwrap().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(bars(&live), bars(&made));
    assert!(live.matches("data-latitude").count() >= 5);
}
