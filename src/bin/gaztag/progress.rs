//! A run to look at: a bar on a terminal, and one closing line.

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

use gaztag::read::{Collection, Decoded, Walk};
use gaztag::run::{Event, Summary};

use crate::console::{Console, printable};
use crate::input_args::FLAGS;

/// What the user sees of a run.
pub struct Progress<'c> {
    console: &'c Console,
    bar: ProgressBar,
    begin: Instant,
    documents: u64,
    /// The same walk once more, ahead of the run: how much there is to do.
    ahead: Option<Walk<'c>>,
    total: u64,
}

/// How many documents the walk ahead counts for each that is written.
const STRIDE: usize = 64;

impl<'c> Progress<'c> {
    pub fn new(console: &'c Console, collection: &'c Collection) -> Self {
        let is_shown = console.is_terminal && !console.is_quiet;
        let target = if is_shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let ahead = is_shown.then(|| collection.documents().flat());
        if is_shown {
            bar.set_style(counting());
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { console, bar, begin: Instant::now(), documents: 0, ahead, total: 0 }
    }

    /// Tells of one document.
    pub fn tell(&mut self, event: &Event<'_>) {
        match event {
            Event::Written { document, bytes, mentions, encoding } => {
                self.advance(*bytes);
                if self.console.is_verbose {
                    let line = format!("{document}: {}{}", counted(*mentions, "mention"), how_read(encoding));
                    self.say(&printable(&line));
                }
            }
            Event::Skipped(skipped) => self.say(&self.console.error_line(&skipped.told(&FLAGS))),
            _ => {}
        }
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| self.console.line(line));
    }

    fn advance(&mut self, bytes: u64) {
        self.documents += 1;
        self.look_ahead();
        if self.console.is_terminal && !self.console.is_quiet {
            self.bar.inc(bytes);
            self.bar.set_message(counted(self.documents, "document"));
        }
    }

    fn look_ahead(&mut self) {
        let Some(walk) = &mut self.ahead else { return };
        for _ in 0..STRIDE {
            match walk.next() {
                Some(found) => self.total += found.map_or(0, |found| found.size()),
                None => {
                    self.ahead = None;
                    self.bar.set_length(self.total);
                    self.bar.set_style(measuring());
                    return;
                }
            }
        }
    }

    /// The closing line.
    pub fn close(self, summary: &Summary) {
        self.bar.finish_and_clear();
        if self.console.is_quiet {
            return;
        }
        self.console.line(&printable(&closing_line(summary, self.begin.elapsed())));
        if summary.documents + summary.skipped == 0 {
            self.console.line("no document was found that can be read; name files, or others of a folder with --glob");
        }
        for (encoding, count) in &summary.detected {
            self.console.line(&format!("{} read as {encoding}", counted(*count, "document")));
        }
        if summary.repaired > 0 {
            let documents = counted(summary.repaired, "document");
            self.console.line(&format!("{documents} had stray bytes that became U+FFFD; --strict refuses them"));
        }
        if summary.left_out.total() > 0 {
            self.console.line(&printable(&format!("left out: {}", summary.left_out.told(&FLAGS))));
        }
    }
}

/// No bar stays behind where the run ends early.
impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Before the whole is known.
fn counting() -> ProgressStyle {
    style("{spinner} {msg}, {decimal_bytes}, {decimal_bytes_per_sec}")
}

fn measuring() -> ProgressStyle {
    style("[{bar:30}] {msg}, {decimal_bytes} of {decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left")
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is well formed").progress_chars("=> ")
}

fn closing_line(summary: &Summary, time: Duration) -> String {
    let sum: u64 = summary.mentions.values().sum();
    let by_label: Vec<String> =
        summary.mentions.iter().map(|(label, count)| format!("{label} {}", HumanCount(*count))).collect();
    let by_label = if by_label.is_empty() { String::new() } else { format!(" ({})", by_label.join(", ")) };
    let seconds = time.as_secs_f64();
    format!(
        "{}, {}{by_label} in {seconds:.1} s ({:.1} MB/s), {} skipped",
        counted(summary.documents, "document"),
        counted(sum, "mention"),
        summary.bytes as f64 / 1e6 / seconds.max(1e-3),
        HumanCount(summary.skipped),
    )
}

/// What a reader should know of how a text came to be.
fn how_read(encoding: &Decoded) -> String {
    let read_as = if encoding.is_detected { format!(", read as {}", encoding.name) } else { String::new() };
    match encoding.repaired {
        0 => read_as,
        count => format!("{read_as}, {} became U+FFFD", counted(count, "stray byte")),
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", HumanCount(count), if count == 1 { "" } else { "s" })
}
