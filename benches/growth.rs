//! Twice the input, how much more time? Nasty shapes, each at n and 2n bytes.
//!
//! `cargo bench --bench growth` prints a row a shape: the ratio of the best
//! of several runs. A ratio well over two would be a corner that is not
//! linear.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use gaztag::Pipeline;

/// What is repeated, and what it is meant to upset.
const SHAPES: &[(&str, &str)] = &[
    ("letters", "a"),
    ("digits", "7"),
    ("dollars", "$"),
    ("amounts", "$5 million "),
    ("amounts without spaces", "$5"),
    ("digit groups", "1,234"),
    ("coordinated amounts", "$5, $6 and "),
    ("ranges", "5-"),
    ("written-out figures", "two hundred and "),
    ("capitals", "Bank "),
    ("heads and links", "Bank of "),
    ("openers", "University of "),
    ("place heads", "Port "),
    ("brackets opened", "China ("),
    ("brackets closed", "China) "),
    ("initials", "A. "),
    ("given names", "John "),
    ("titles", "Mr "),
    ("acronyms in brackets", "World Health Organization (WHO) "),
    ("places", "Paris, Texas, "),
    ("many names", "Paris London Bayer Siemens Roche "),
    ("apostrophes", "'s"),
    ("full stops", "."),
    ("white space", " "),
    ("line ends", "\n"),
    ("flags", "🇨🇳"),
    ("joined emoji", "👩\u{200d}"),
    ("combining marks", " \u{301}"),
    ("ideographs", "亿"),
    ("bidi controls", "\u{202e}a"),
    ("small letters without space", "ab.cd"),
    ("new names", "Xq{n} Group, "),
];

const RUNS: usize = 5;

fn main() {
    let size = std::env::var("GAZTAG_BENCH_BYTES").ok().and_then(|n| n.parse().ok()).unwrap_or(500_000);
    let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are right");
    println!("{:30} {:>10} {:>10} {:>6}", "shape", "n, ms", "2n, ms", "ratio");
    for (name, unit) in SHAPES {
        let (one, two) = (best(&pipeline, &text(unit, size)), best(&pipeline, &text(unit, 2 * size)));
        println!("{name:30} {:10.2} {:10.2} {:6.2}", one * 1e3, two * 1e3, two / one);
    }
}

/// The unit repeated to about `size` bytes; `{n}` in it counts.
fn text(unit: &str, size: usize) -> String {
    let mut text = String::with_capacity(size + unit.len());
    let mut n = 0;
    while text.len() < size {
        text.push_str(&unit.replace("{n}", &n.to_string()));
        n += 1;
    }
    text
}

fn best(pipeline: &Pipeline, text: &str) -> f64 {
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(pipeline.annotate(text));
        start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(run).fold(f64::MAX, f64::min)
}
