//! Laws that hold for any text and any lists.

use std::io::Write;
use std::sync::OnceLock;

use gaztag::gazetteer::Role;
use gaztag::parts::lookup::Hit;
use gaztag::parts::segment::{Gap, Shape, Token, segment};
use gaztag::{Entity, Evidence, Pipeline, PipelineOptions, Span};
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Pieces that texts are made of: each has led a tokenizer somewhere astray.
const HOSTILE: &[&str] = &[
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{a0}",
    "\u{2003}",
    "\u{3000}",
    "\u{0}",
    "\u{1f}",
    "\u{ad}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{200f}",
    "\u{2066}",
    "\u{2069}",
    "\u{301}",
    " \u{301}",
    "\n\u{301}",
    "\u{fe0f}",
    "\u{1f3fb}",
    "a",
    "B",
    "U.S.",
    "U.S.-based",
    "McDonald",
    "IBM",
    "_",
    "a_b",
    "_A",
    "A_",
    "1_",
    "é",
    "e\u{301}",
    "İ",
    "ß",
    "ﬁ",
    "\u{212a}",
    "Ⱥ",
    "ǅ",
    "'",
    "’",
    "'s",
    "’s",
    "'S",
    "\"",
    "“",
    ".",
    ":",
    ",",
    ";",
    "-",
    "–",
    "$",
    "€",
    "3",
    "3.4,5",
    "8'250",
    "٣٤",
    "１２",
    "½",
    "צה״ל",
    "צה\"ל",
    "ש'",
    "א",
    "شركة",
    "नमस्ते",
    "தமிழ்",
    "กรุงเทพ",
    "上海",
    "外高桥",
    "カタカナ",
    "ー",
    "ひらがな",
    "한국",
    "\u{1112}\u{1161}\u{11ab}",
    "Москва",
    "ΟΔΟΣ",
    "👩\u{200d}👩\u{200d}👧",
    "🇨🇳",
    "🇨",
    "1\u{fe0f}\u{20e3}",
    "👍🏽",
    "🏴\u{e0067}\u{e0062}\u{e007f}",
];

/// Words that both lists and texts are made of, so that they meet.
const WORDS: &[&str] = &[
    "Bank",
    "of",
    "China",
    "bank",
    "BANK",
    "OF",
    "china",
    "CHINA",
    "Société",
    "Socie\u{301}te\u{301}",
    "SOCIÉTÉ",
    "A",
    "ABC",
    "Abc",
    "eBay",
    "-",
    "–",
    "&",
    "and",
    "And",
    "'s",
    "’s",
    ".",
    "U.S.",
    "Straße",
    "STRASSE",
    "İzmir",
    "3",
    "3M",
    "(",
    ")",
    "上海",
    "_x",
    "O'Neill",
    "O’Neill",
];

/// How many of them come again and again, so that names overlap.
const OFTEN: usize = 4;

/// What stands between those words.
const GAPS: &[&str] = &["", "", " ", " ", " ", "  ", "\u{a0}", "\n", "\r\n", "\n\n", "\u{2029}", " \u{301}"];

fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![12 => select(HOSTILE).prop_map(String::from), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Words with gaps between them.
fn phrase(longest: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![4 => select(&WORDS[..OFTEN]), 1 => select(WORDS)];
    prop::collection::vec((word, select(GAPS)), 1..=longest)
        .prop_map(|parts| parts.iter().flat_map(|(word, gap)| [*word, *gap]).collect())
}

/// A text in which names, cue words, figures and hostile pieces meet.
fn mixed_text() -> impl Strategy<Value = String> {
    let figure =
        select(&["$5 million", "five 10-billion-yuan", "3.2bn euros", "€6–8m", "Mr ", "Co., Ltd.", "Group "][..]);
    let piece = prop_oneof![
        6 => phrase(4),
        2 => figure.prop_map(String::from),
        2 => select(HOSTILE).prop_map(String::from),
        1 => Just("\n\n".to_string()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

/// One row of a list, as its file has it.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    alias: String,
    label: &'static str,
    case: &'static str,
    accept: &'static str,
    role: &'static str,
}

fn row(roles: &'static [&'static str], accepts: &'static [&'static str]) -> impl Strategy<Value = Row> {
    let labels = select(&["ORG", "PLACE", "DRUG"][..]);
    let cases = select(&["", "exact", "caps", "any"][..]);
    let alias = prop_oneof![2 => Just(String::new()), 1 => phrase(2)];
    (phrase(4), alias, labels, cases, select(accepts), select(roles)).prop_map(
        |(name, alias, label, case, accept, role)| Row {
            name: name.trim().to_string(),
            alias: alias.trim().to_string(),
            label,
            case,
            accept,
            role,
        },
    )
}

/// A text, and stretches of it as rows.
fn overlapping() -> impl Strategy<Value = (Vec<(usize, Row)>, String)> {
    let words = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta"];
    prop::collection::vec((0..words.len(), 1..=words.len()), 1..9).prop_map(move |stretches| {
        let row = |(first, len): (usize, usize)| Row {
            name: words[first..words.len().min(first + len)].join(" "),
            alias: String::new(),
            label: if len % 2 == 0 { "ORG" } else { "PLACE" },
            case: "",
            accept: "",
            role: "name",
        };
        (numbered(stretches.into_iter().map(row).collect()), words.join(" "))
    })
}

/// Every role once; names more often than cues.
const ANY_ROLE: &[&str] = &[
    "name", "name", "name", "name", "name", "name", "legal", "head", "opener", "before", "after", "given", "surname",
    "title", "common", "demonym", "calendar", "link",
];
const ANY_ACCEPT: &[&str] = &["", "", "accept", "context", "part", "never"];

fn rows(roles: &'static [&'static str], accepts: &'static [&'static str]) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(roles, accepts), 0..12)
}

/// The rows as a file: numbered ids and falling weights keep every two rows
/// apart, whatever their names.
fn list_file(rows: &[(usize, Row)]) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["name", "aliases", "label", "case", "match", "role", "id", "weight"]).unwrap();
    for (number, row) in rows {
        let (id, weight) = (format!("x:{number}"), (1000 - number).to_string());
        // Only of a name there is to say whether it is reported.
        let accept = if row.role == "name" { row.accept } else { "" };
        csv.write_record([&row.name, &row.alias, row.label, row.case, accept, row.role, &id, &weight]).unwrap();
    }
    file.write_all(&csv.into_inner().unwrap()).unwrap();
    file
}

fn pipeline(rows: &[(usize, Row)], nested: bool) -> Pipeline {
    let file = list_file(rows);
    let gazetteers = vec![file.path().to_path_buf().into()];
    let mut options = PipelineOptions { shipped: false, gazetteers, ..Default::default() };
    options.resolve.nested = nested;
    Pipeline::new(&options).unwrap_or_else(|errors| panic!("{errors}"))
}

fn numbered(rows: Vec<Row>) -> Vec<(usize, Row)> {
    rows.into_iter().enumerate().collect()
}

/// The pipeline with the shipped lists, built once.
fn shipped() -> &'static Pipeline {
    static SHIPPED: OnceLock<Pipeline> = OnceLock::new();
    SHIPPED.get_or_init(|| Pipeline::new(&Default::default()).unwrap_or_else(|errors| panic!("{errors}")))
}

/// Everything that a row tells of an entity.
fn found(pipeline: &Pipeline, text: &str) -> Vec<(usize, usize, String)> {
    let told = |e: &gaztag::Entity| format!("{} {} {:?} {} {:?}", e.label, e.rule, e.name(), e.id(), e.quantity());
    pipeline.annotate(text).iter().map(|e| (e.span.start, e.span.end, told(e))).collect()
}

fn tokens_of(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    segment(text, &mut tokens);
    tokens
}

/// The gap that `between` two tokens amounts to, told without cleverness.
/// Soft hyphens, direction marks, and what else has no width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// The text without what segmenting takes otherwise than UAX #29.
fn without_markup(text: &str) -> String {
    let mut plain: Vec<char> = text.chars().filter(|&c| !is_unseen(c) && c != '_' && c != '&').collect();
    for at in 2..plain.len().saturating_sub(2) {
        if plain[at] == '.' && plain[at - 1].is_lowercase() && plain[at + 1].is_uppercase() {
            plain[at] = ' ';
        }
    }
    plain.into_iter().collect()
}

fn naive_gap(between: &str) -> Gap {
    let plain = between.replace("\r\n", "\n").replace(is_unseen, "");
    let ends = plain.chars().filter(|c| "\n\r\u{b}\u{c}\u{85}\u{2028}".contains(*c)).count();
    match ends {
        _ if plain.is_empty() => Gap::None,
        _ if plain.contains('\u{2029}') => Gap::Paragraph,
        0 => Gap::Space,
        1 => Gap::Line,
        _ => Gap::Paragraph,
    }
}

/// The fold of the format's description, told without cleverness.
fn cased(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfc() {
        match c {
            _ if c.is_whitespace() && out.ends_with(' ') => {}
            _ if c.is_whitespace() => out.push(' '),
            '&' => out.push_str("and"),
            '’' => out.push('\''),
            '“' => out.push('"'),
            '–' => out.push('-'),
            _ => out.push(c),
        }
    }
    out
}

fn caseless(text: &str) -> String {
    cased(text).chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

fn capitals(text: &str) -> String {
    cased(text).chars().flat_map(char::to_uppercase).collect()
}

/// True where a row of this case policy allows the spelling `found`.
fn allows(row: &Row, listed: &str, found: &str) -> bool {
    let letters = listed.chars().filter(|c| c.is_alphabetic()).count();
    let case = match row.case {
        "" if row.role != "name" => "any",
        "" if letters > 3 && listed.chars().any(char::is_lowercase) => "caps",
        "" => "exact",
        case => case,
    };
    let shouted = case == "caps" && !found.chars().any(char::is_lowercase) && capitals(listed) == capitals(found);
    case == "any" || cased(listed) == cased(found) || shouted
}

/// The written forms of the rows, those left out that a `never` blocks.
fn forms(rows: &[(usize, Row)]) -> Vec<(u32, &Row, &str)> {
    let all = rows.iter().enumerate().flat_map(|(i, (_, row))| {
        [(i as u32, row, row.name.as_str()), (i as u32, row, row.alias.as_str())]
            .into_iter()
            .filter(|f| !f.2.is_empty())
    });
    let blocks: Vec<_> = all.clone().filter(|(_, row, _)| row.accept == "never" && row.role == "name").collect();
    let same_words = |a: &str, b: &str| window_is(&tokens_of(a), a, b);
    all.filter(|(_, row, form)| {
        row.role != "name"
            || row.accept == "never"
            || !blocks.iter().any(|(_, b, block)| same_words(block, form) && allows(b, block, form))
    })
    .collect()
}

/// True where the tokens of `text` are, word for word, those of `name`.
fn window_is(tokens: &[Token], text: &str, name: &str) -> bool {
    let listed = tokens_of(name);
    listed.len() == tokens.len()
        && (0..listed.len()).all(|i| {
            let apart = i > 0 && (listed[i].gap == Gap::None) != (tokens[i].gap == Gap::None);
            !apart && caseless(listed[i].of(name)) == caseless(tokens[i].of(text))
        })
}

/// Every row at every place: all windows of tokens against all forms.
fn naive_hits(rows: &[(usize, Row)], text: &str) -> Vec<Hit> {
    let tokens = tokens_of(text);
    let forms = forms(rows);
    let mut hits = Vec::new();
    for first in 0..tokens.len() {
        for last in first..tokens.len().min(first + 16) {
            let window = &tokens[first..=last];
            if window[1..].iter().any(|t| t.gap == Gap::Paragraph) {
                break;
            }
            let found = &text[window[0].start as usize..window[window.len() - 1].end as usize];
            let same = forms.iter().filter(|(_, row, form)| window_is(window, text, form) && allows(row, form, found));
            let role = |row: &Row| Role::ALL.iter().find(|(word, _)| *word == row.role).expect("a role").1;
            let (first, last) = (first as u32, last as u32);
            hits.extend(same.map(|(number, row, _)| Hit { first, last, row: *number, role: role(row) }));
        }
    }
    hits.sort_by_key(|hit| (hit.first, std::cmp::Reverse(hit.last), hit.row));
    hits.dedup();
    hits
}

/// So many times the usual number of cases, which `PROPTEST_CASES` sets.
fn times(factor: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { failure_persistence: None, cases: usual.cases * factor, ..usual }
}

proptest! {
    #![proptest_config(times(6))]

    /// Tokens are the crate's segments, where nothing is markup, invisible, or
    /// two sentences: possessives joined again, white space left out.
    #[test]
    fn segments_are_those_of_uax29(text in hostile_text()) {
        let text = without_markup(&text);
        let mut joined: Vec<(usize, usize)> = Vec::new();
        for token in tokens_of(&text) {
            match joined.last_mut() {
                Some(word) if token.shape == Shape::Possessive => word.1 = token.end as usize,
                _ => joined.push((token.start as usize, token.end as usize)),
            }
        }
        let expected: Vec<(usize, usize)> = text
            .split_word_bound_indices()
            .filter(|(_, segment)| !segment.chars().all(char::is_whitespace))
            .map(|(start, segment)| (start, start + segment.len()))
            .collect();
        prop_assert_eq!(joined, expected);
    }

    /// A gap is what stands between two tokens, and nothing else.
    #[test]
    fn gaps_tell_what_is_between(text in hostile_text()) {
        for pair in tokens_of(&text).windows(2) {
            let between = &text[pair[0].end as usize..pair[1].start as usize];
            prop_assert_eq!(pair[1].gap, naive_gap(between), "{:?}", between);
        }
    }

    /// A token looks the same wherever it stands.
    #[test]
    fn shape_follows_from_the_token_alone(text in hostile_text()) {
        for token in tokens_of(&text).iter().filter(|t| t.shape != Shape::Possessive) {
            let alone = tokens_of(token.of(&text));
            prop_assert!(alone.len() != 1 || alone[0].shape == token.shape, "{:?}: {:?}", token.of(&text), token.shape);
        }
    }
}

proptest! {
    #![proptest_config(times(1))]

    /// Look-up finds what a naive matcher finds.
    #[test]
    fn look_up_equals_naive(rows in rows(&["name", "name", "name", "head", "opener"], ANY_ACCEPT), text in phrase(30)) {
        let rows = numbered(rows);
        let pipeline = pipeline(&rows, false);
        let tokens = tokens_of(&text);
        let (mut words, mut hits) = (Vec::new(), Vec::new());
        pipeline.lists().look_up(&text, &tokens, &mut words, &mut hits);
        // Words that tell where names of a script without spaces may end come
        // with the program.
        hits.retain(|hit| !pipeline.lists().entry(hit).source().shipped);
        prop_assert_eq!(hits, naive_hits(&rows, &text));
    }

    /// Spans lie on code points, in order, apart from each other.
    #[test]
    fn entities_are_sorted_and_disjoint(rows in rows(ANY_ROLE, ANY_ACCEPT), text in mixed_text()) {
        let found = found(&pipeline(&numbered(rows), false), &text);
        prop_assert!(found.iter().all(|(start, end, _)| start < end && text.get(*start..*end).is_some()));
        prop_assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", found);
    }

    /// Nested entities lie wholly within each other or apart, the outer first.
    #[test]
    fn nested_entities_do_not_cross((rows, text) in overlapping()) {
        let found = found(&pipeline(&rows, true), &text);
        for (i, a) in found.iter().enumerate() {
            for b in &found[i + 1..] {
                prop_assert!(b.0 >= a.1 || (a.0 <= b.0 && b.1 <= a.1 && (a.0, a.1) != (b.0, b.1)), "{:?} {:?}", a, b);
            }
        }
    }

    /// The order of rows means nothing where no two rows have the same words.
    #[test]
    fn shuffled_rows_change_nothing(
        (rows, shuffled) in rows(ANY_ROLE, ANY_ACCEPT).prop_map(distinct).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        text in mixed_text(),
        nested in any::<bool>(),
    ) {
        prop_assert_eq!(found(&pipeline(&rows, nested), &text), found(&pipeline(&shuffled, nested), &text));
    }

    /// A paragraph appended changes nothing before it, where the text itself
    /// did not vouch for a name: a short form, a surname, a cue.
    #[test]
    fn appended_paragraph_changes_nothing_before(rows in rows(ANY_ROLE, &["", "part", "never"]), text in mixed_text(), more in mixed_text()) {
        let pipeline = pipeline(&numbered(rows), false);
        let longer = format!("{text}\n\n{more}");
        let (alone, followed) = (pipeline.annotate(&text), pipeline.annotate(&longer));
        let both = || alone.iter().chain(&followed);
        let vouched: Vec<Span> = both().filter(|e| is_vouched(e)).map(|e| e.span).collect();
        let firm = |entities: &[Entity<'_>]| -> Vec<_> {
            let before = entities.iter().filter(|e| e.span.end <= text.len());
            let firm = before.filter(|e| !vouched.iter().any(|v| v.overlaps(e.span)));
            firm.map(|e| (e.span, e.label.to_string())).collect()
        };
        prop_assert_eq!(firm(&alone), firm(&followed));
    }

    /// The shipped lists keep these laws too, whatever the text.
    #[test]
    fn shipped_lists_keep_order(text in prop_oneof![hostile_text(), mixed_text()]) {
        let found = found(shipped(), &text);
        prop_assert!(found.iter().all(|(start, end, _)| start < end && text.get(*start..*end).is_some()));
        prop_assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", found);
    }
}

/// Found because of other words of the text.
fn is_vouched(entity: &Entity<'_>) -> bool {
    matches!(entity.evidence, Evidence::ShortForm { .. }) || matches!(entity.rule.kind, "cue" | "context")
}

/// The rows whose name and alias share no spelling with an earlier row's.
fn distinct(rows: Vec<Row>) -> Vec<(usize, Row)> {
    let mut seen = std::collections::HashSet::new();
    let mut is_new = |row: &Row| {
        let forms = [&row.name, &row.alias]
            .map(|form| tokens_of(form).iter().map(|t| caseless(t.of(form))).collect::<Vec<_>>().join(" "));
        !forms.iter().any(|form| seen.contains(form))
            && forms.iter().filter(|f| !f.is_empty()).all(|f| seen.insert(f.clone()) || forms[0] == forms[1])
    };
    numbered(rows.into_iter().filter(|row| is_new(row)).collect())
}
