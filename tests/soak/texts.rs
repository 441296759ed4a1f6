//! Texts out of bytes: pieces that have led a tagger astray, words of the
//! shipped lists, and figures, in any order.

use gaztag::Pipeline;

/// Signs, figures and marks; each belongs to a rule that could trip over it.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    " ", " ", " ", " ", "\n", "\n\n", "\r\n", "\t", "\u{a0}", "\u{2009}", "\u{ad}", "\u{200b}", "\u{200e}",
    "\u{2066}", "\u{feff}", "\u{0}", "\u{301}", ".", ",", ", ", ". ", ": ", "; ", "-", " - ", "–", " – ", "—",
    "/", "(", ")", " (", ") ", "[", "]", "'", "’", "'s", "’s", "\"", "“", "”", "$", "$ ", "US$", "C$", "€",
    "£", "¥", "₹", "%", "&", " & ", "#", "*", "_", "|", "@", "0", "1", "5", "12", "1,5", "1.5", "000", ",000",
    ".000", "1,234,567.89", "999999999999999999999999999", "79228162514264337593543950335",
    "0.0000000000000000000000000001", "1/2", "½", "3/4", "5-", "5–10", "20 to 30", "from 5 to 6",
    "two hundred", "forty-one", "million", "bn", "k", "m", "crore", "lakh", "trillion trillion", "dollars",
    "cents", "euros", "yen", "pounds", "pence", "万", "亿", "元", "٣٤", "１２", "上海", "東京都", "서울에서", "Москвы",
    "İstanbul", "Straße", "ﬁrm", "ǅ", "👩\u{200d}👩", "🇨🇳", "A", "Mr ", "Mr. ", "Dr ", "St. ", "The ", "the ",
    "of ", "and ", "in ", "at ", "said ", "Inc.", "Co., Ltd.", "plc", "University", "Bank", "County",
    "North ", "New ", "West", "Street", "River", "Paris", "London", "Texas", "Georgia", "Washington", "Smith",
    "John", "Monday", "March", "U.S.", "U.S.-based", "IBM", "(IBM)", "eBay", "WHO", "Zorvex",
    "Blackwood Timber",
];

/// How many bytes say what one piece is.
const BYTES_A_PIECE: usize = 3;

/// All that texts are put together from.
pub struct Words(Vec<String>);

impl Words {
    /// The pieces, and some names of each shipped list.
    pub fn new() -> Self {
        let mut words: Vec<String> = Vec::new();
        for (_, list) in gaztag::shipped_files() {
            let list = String::from_utf8_lossy(&list).into_owned();
            let lines: Vec<&str> = list.lines().skip(1).collect();
            let step = lines.len().div_ceil(150).max(1);
            let names = lines.iter().step_by(step).filter_map(|line| line.split(',').next());
            words.extend(names.map(|name| name.trim_matches('"').to_string()));
        }
        Words(words)
    }

    /// A text; the same bytes always give the same one.
    pub fn text(&self, bytes: &[u8]) -> String {
        let mut text = String::new();
        for piece in bytes.chunks_exact(BYTES_A_PIECE) {
            let number = usize::from(piece[1]) << 8 | usize::from(piece[2]);
            match piece[0] {
                0..150 => text.push_str(PIECES[number % PIECES.len()]),
                150..230 => text.push_str(&self.0[number % self.0.len()]),
                230..250 => text.push_str(&number.to_string()),
                _ => text.extend(char::from_u32(number as u32)),
            }
            if piece[0] % 2 == 0 {
                text.push(' ');
            }
        }
        text
    }
}

/// What holds of any text: nothing panics, spans lie in the text and on code
/// points, entities are sorted and disjoint.
pub fn check(pipeline: &Pipeline, text: &str) {
    let mut end = 0;
    for entity in pipeline.annotate(text) {
        assert!(entity.span.start >= end && !entity.span.is_empty(), "{:?} overlaps in {text:?}", entity.span);
        assert!(!entity.span.of(text).trim().is_empty(), "an empty surface in {text:?}");
        end = entity.span.end;
    }
}
