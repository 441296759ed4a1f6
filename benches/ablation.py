#!/usr/bin/env python3
"""What each kind of evidence is worth when one of several places is chosen.

    python3 benches/ablation.py GAZTAG SET.jsonl...

Takes each weight of `gazetteers/context/place_weights.csv` out in turn, as a
list of the user's own may, and prints a table of how often the record of a
found place is then the right one. A line of a set has `text` and `spans`, each
with `start`, `end` (code points), `label` and `record` (`latitude`,
`longitude`, and `geonameid` where it has one). Right is the same id, or a
point within 161 km (100 miles).
"""

import csv
import json
import math
import os
import subprocess
import sys
import tempfile

WEIGHTS = os.path.join(os.path.dirname(__file__), "..", "gazetteers", "context", "place_weights.csv")
KILOMETRES = 161
# They say when a place is doubtful or found, not which one it is; nobody is at home here.
OTHERS = {"margin", "local", "home-country", "home-region"}


def distance(a, b):
    (p, q), (r, s) = [tuple(map(math.radians, point)) for point in (a, b)]
    half = lambda x: math.sin(x / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(half(p - r) + math.cos(p) * math.cos(r) * half(q - s))))


def is_right(row, record):
    if record.get("geonameid") and row["id"] == "gn:" + record["geonameid"]:
        return True
    if not row["gaz_latitude"]:
        return False
    found = float(row["gaz_latitude"]), float(row["gaz_longitude"])
    return distance(found, (record["latitude"], record["longitude"])) <= KILOMETRES


def share_right(gaztag, documents, weights, folder):
    """Percent right of the gold places that are found."""
    lists, rows = os.path.join(folder, "weights.csv"), os.path.join(folder, "rows.csv")
    with open(lists, "w", encoding="utf-8") as out:
        out.write("name,role,label,use,value\n")
        out.writelines("%s,word,TEXT,weight,%s\n" % weight for weight in weights.items())
    columns = ["--columns", "latitude,longitude", "--gazetteer", lists]
    subprocess.run([gaztag, "annotate", folder + "/texts", "-q", "-o", rows] + columns, check=True)
    with open(rows, encoding="utf-8", newline="") as file:
        places = [row for row in csv.DictReader(file) if row["label"] == "PLACE"]
    found = {(int(r["document"][:6]), int(r["start"]), int(r["end"])): r for r in places}
    right = asked = 0
    for number, document in enumerate(documents):
        for span in document["spans"]:
            row = found.get((number, span["start"], span["end"]))
            if row is not None and span["label"] == "PLACE" and "record" in span:
                asked += 1
                right += is_right(row, span["record"])
    return 100 * right / max(1, asked)


def main(gaztag, sets):
    with open(WEIGHTS, encoding="utf-8", newline="") as file:
        weights = {row["name"]: row["value"] for row in csv.DictReader(file)}
    kinds = [None] + sorted(set(weights) - OTHERS)
    table = {kind: [] for kind in kinds}
    for path in sets:
        with open(path, encoding="utf-8") as file:
            documents = [json.loads(line) for line in file]
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(folder + "/texts")
            for number, document in enumerate(documents):
                with open("%s/texts/%06d.txt" % (folder, number), "w", encoding="utf-8", newline="") as out:
                    out.write(document["text"])
            for kind in kinds:
                left = {name: "0" if name == kind else value for name, value in weights.items()}
                table[kind].append(share_right(gaztag, documents, left, folder))
    print("| without | " + " | ".join(os.path.basename(path).split(".")[0] for path in sets) + " |")
    print("|---" * (len(sets) + 1) + "|")
    for kind in kinds:
        gains = ["%.1f" % now if kind is None else "%.1f (%+.1f)" % (now, now - all_) for now, all_ in zip(table[kind], table[None])]
        print("| %s | %s |" % (kind or "nothing", " | ".join(gains)))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
