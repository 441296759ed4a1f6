"""Lists in their normal form: sorted, trimmed, without folded duplicates."""

import csv

from text_forms import distinct, fold


class Mistake(Exception):
    """A list that is not as the format wants it; the message says where and why."""


def read(path):
    """The rows of a CSV file as dictionaries."""
    with open(path, encoding="utf-8", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def write(path, columns, rows):
    """Writes rows in normal form, after checking them."""
    rows = [normal_row(row, columns) for row in rows]
    check(path, rows)
    rows.sort(key=lambda row: (row["name"], row.get("id", ""), *(row[c] for c in columns)))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[c] for c in columns] for row in rows)
    return len(rows)


def tidy(path):
    """Brings a hand-written list into normal form; returns its number of rows."""
    with open(path, encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    return write(path, columns, read(path))


def normal_row(row, columns):
    """The row with trimmed cells and with aliases that repeat nothing."""
    row = {c: " ".join(str(row.get(c, "")).split()) for c in columns}
    if row.get("aliases"):
        forms = [form.strip() for form in row["aliases"].split("|")]
        row["aliases"] = "|".join(distinct(forms, {fold(row["name"])}))
    return row


def check(path, rows):
    """Refuses empty names, duplicates, and names both accepted and blocked."""
    seen, policies = {}, {}
    for row in rows:
        if not row["name"]:
            raise Mistake(f"{path}: a row without a name: {row}")
        key = (fold(row["name"]), row.get("id", ""), row.get("role", ""), row.get("match", ""))
        if key in seen:
            raise Mistake(f"{path}: {row['name']!r} stands there twice")
        seen[key] = row
        policies.setdefault((key[0], key[2]), set()).add(row.get("match", "") or "accept")
    for (name, _), found in policies.items():
        if "never" in found and len(found) > 1:
            raise Mistake(f"{path}: {name!r} is both accepted and blocked")
