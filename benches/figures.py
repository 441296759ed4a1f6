"""All figures of accuracy in one table, for docs/figures.md.

    cargo build --release
    python3 benches/figures.py target/release/gaztag GOLD... [--faults CASES...] > table.md

GOLD are files of JSON Lines as `gaztag eval` reads them; a file that is
annotated with one label is scored with that label alone. CASES are small
cases, one JSON object a line: `text`, perhaps `list` and `args`, and `expect`
or `not`. Exact spans; the samples are scored against `tests/golden`.
"""

import argparse
import csv
import io
import json
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parent.parent


def scores(gaztag, gold):
    """Label -> (gold, found, precision, recall, F1), exact spans."""
    printed = subprocess.run([gaztag, "eval", gold], capture_output=True, text=True, check=True).stdout
    lines = iter(printed.splitlines())
    for line in lines:
        if line.startswith("label "):
            break
    table = {}
    for line in lines:
        cells = line.split()
        if len(cells) < 6:
            break
        table[cells[0]] = cells[1:6]
    return table


def sample_rows(gaztag):
    """How many rows of the golden file come out, and how many there are."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.csv"
        subprocess.run([gaztag, "annotate", ROOT / "seeds", "-q", "-o", out], check=True)
        golden = list(csv.DictReader(io.StringIO((ROOT / "tests/golden/samples.csv").read_text(encoding="utf-8"))))
        found = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    keys = golden[0].keys()
    found = [{key: row[key] for key in keys} for row in found]
    return sum(row in found for row in golden), len(golden), len(found)


def rows_of(gaztag, case):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "t.txt").write_bytes(case["text"].encode())
        command = [gaztag, "annotate", folder / "t.txt", "-q", "--exact", "-o", folder / "o.csv", *case.get("args", [])]
        if case.get("list"):
            (folder / "own.csv").write_bytes(case["list"].encode())
            command += ["--gazetteer", folder / "own.csv"]
        if subprocess.run(command, capture_output=True).returncode:
            return None
        return list(csv.DictReader(io.StringIO((folder / "o.csv").read_bytes().decode())))


def same(found, expected):
    if expected in (None, ""):
        return found == ""
    try:
        return Decimal(found) == Decimal(str(expected))
    except ArithmeticError:
        return found == str(expected)


def is_right(case, rows):
    expect = case.get("expect") or []
    if any("surface" in row for row in expect) or not (expect or "not" in case):
        money = [row for row in rows if row["label"] == "MONEY"]
        if len(money) != len(expect):
            return False
        return all(
            any(
                row["text"] == wanted["surface"]
                and same(row["amount"], wanted.get("amount"))
                and same(row["amount_max"], wanted.get("amount_max"))
                and (wanted.get("currency") is None or row["currency"] == wanted["currency"])
                for row in money
            )
            for wanted in expect
        )
    if any(row["text"] in (case.get("not") or []) for row in rows):
        return False
    for wanted in expect:
        hits = [row for row in rows if (row["label"], row["text"]) == (wanted["label"], wanted["text"])]
        if len(hits) < wanted.get("count", 1):
            return False
        if "names" in wanted and [row["name"] for row in hits] != wanted["names"]:
            return False
        others = [key for key in wanted if key not in ("label", "text", "count", "names")]
        if not all(same(hits[0].get(key, ""), wanted[key]) for key in others):
            return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gaztag")
    parser.add_argument("gold", nargs="*")
    parser.add_argument("--faults", nargs="*", default=[])
    parser.add_argument("-v", action="store_true", help="name the cases that are wrong, on standard error")
    args = parser.parse_args()
    right, wanted, found = sample_rows(args.gaztag)
    print(f"Samples: {right} of {wanted} rows right, {found} found.\n")
    print("| set | label | gold | found | precision | recall | F1 |\n|---|---|---|---|---|---|---|")
    for gold in args.gold:
        for label, cells in scores(args.gaztag, gold).items():
            if label != "all":
                print("|", " | ".join([Path(gold).stem, label, *cells]), "|")
    if args.faults:
        print("\n| small cases | right | of |\n|---|---|---|")
    for path in args.faults:
        cases = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
        wrong = [case for case in cases if not ((rows := rows_of(args.gaztag, case)) is not None and is_right(case, rows))]
        print(f"| {Path(path).stem} | {len(cases) - len(wrong)} | {len(cases)} |")
        if args.v:
            for case in wrong:
                print(case.get("kind"), repr(case["text"][:120]), file=sys.stderr)


if __name__ == "__main__":
    main()
