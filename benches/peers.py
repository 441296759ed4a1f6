"""gaztag beside other taggers that look names up, each alone, in turns.

    python -m venv venv
    venv/bin/pip install ahocorasick_rs==1.0.3 flashtext==2.7 spacy==3.8.18
    cargo build --release
    venv/bin/python benches/peers.py TEXTS NAMES.csv [ROUNDS]

TEXTS is a folder of .txt files, NAMES.csv a list with the column `name`.
Every contestant gets one process thread. The peers get the texts in memory,
and only count what they find; gaztag is timed as the whole program: start,
lists, reading, tagging, rows on the disk.
"""

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ahocorasick_rs
import flashtext
import spacy
from spacy.matcher import PhraseMatcher

PROGRAM = Path(__file__).parent.parent / "target" / "release" / "gaztag"
SPACY_BYTES = 1 << 20  # spaCy takes minutes for more


def is_word(character):
    return character.isalnum() or character == "_"


def with_edges(names):
    """ahocorasick_rs, leftmost-longest, dropping what is not between word edges."""
    found = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def count(text):
        return sum(
            1
            for _, start, end in found.find_matches_as_indexes(text)
            if not (start and is_word(text[start - 1])) and not (end < len(text) and is_word(text[end]))
        )

    return count


def with_flashtext(names):
    processor = flashtext.KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_list(names)
    return lambda text: len(processor.extract_keywords(text))


def with_spacy(names):
    language = spacy.blank("en")
    language.max_length = 1 << 30
    matcher = PhraseMatcher(language.vocab)
    matcher.add("NAME", list(language.tokenizer.pipe(names)))
    return lambda text: len(matcher(language.tokenizer(text)))


def gaztag(folder, names):
    with tempfile.TemporaryDirectory() as rows:
        subprocess.run(
            [PROGRAM, "annotate", folder, "-q", "-j", "1", "--no-default-gazetteers", "--gazetteer", names]
            + ["-o", Path(rows) / "rows.csv"],
            check=True,
        )


def main():
    folder, listed = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.txt"))]
    with open(listed, encoding="utf-8", newline="") as rows:
        names = [row["name"] for row in csv.DictReader(rows)]
    some, size = [], 0
    for text in texts:
        if size < SPACY_BYTES:
            some.append(text)
            size += len(text.encode())
    whole = sum(len(text.encode()) for text in texts)
    contestants = {"gaztag, whole program": (whole, lambda: gaztag(folder, listed))}
    for name, make, given, bytes_ in [
        ("ahocorasick_rs, word edges", with_edges, texts, whole),
        ("FlashText", with_flashtext, texts, whole),
        ("spaCy PhraseMatcher", with_spacy, some, size),
    ]:
        count = make(names)
        contestants[name] = (bytes_, lambda count=count, given=given: sum(map(count, given)))
    seconds = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, (_, run) in contestants.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    print(f"{len(texts)} texts, {whole} bytes, {len(names)} names, one thread, {rounds} rounds")
    base = None
    for name, (bytes_, _) in contestants.items():
        speeds = sorted(bytes_ / 1e6 / second for second in seconds[name])
        median = statistics.median(speeds)
        base = base or median
        print(f"{name:28} {median:8.2f} MB/s (range {speeds[0]:.2f} to {speeds[-1]:.2f}); gaztag is {base / median:.1f} times as fast")


if __name__ == "__main__":
    main()
