"""organizations/: hand-written; the ids of listed companies are looked up here:
the ISIN of an index, else the CIK of the public table of the SEC."""

import re

import table
from text_forms import ascii_form, fold

# The lists that name companies.
LISTS = ["companies", "exchanges", "media", "pharma"]
LEGAL_FORM = re.compile(
    r" (inc|incorporated|corp|corporation|co|company|companies|ltd|limited|plc|ag|se|sa|s a|nv|spa|ab|asa|as|oyj|kgaa"
    r"|llc|lp|sca|group|holdings?|reit|class [abc]|se and co|and co)$"
)
# The SEC ends a name with a state or a note: `WELLS FARGO & COMPANY/MN`, `COSTCO WHOLESALE CORP /NEW`.
NOTE = re.compile(r"\s*[/\\][A-Za-z .]+[/\\]?\s*$")


def build(folder, packages):
    """Writes the lists of companies with their ISINs; returns their row counts."""
    lists = {folder / f"{name}.csv": None for name in LISTS}
    for path in lists:
        lists[path] = table.read(path)
    rows = [row for rows in lists.values() for row in rows]
    identify(rows, packages)
    register(rows, table.read(folder.parent / "build/sec_companies.csv"))
    share(rows)
    return {path: table.write(path, list(rows[0]), rows) for path, rows in lists.items()}


def identify(rows, packages):
    """Gives a row the ISIN of the one company that has its name and country."""
    known = {}
    for name, country, isin in securities(packages):
        known.setdefault((name, country), set()).add(isin)
    owners = {}
    for row in rows:
        row["id"] = ""
        forms = {key(form) for form in [row["name"], *row["aliases"].split("|")] if form}
        found = set().union(*(known.get((form, row["country"]), set()) for form in forms))
        if len(found) == 1 and not row["match"]:
            owners.setdefault(found.pop(), []).append(row)
    for isin, named in owners.items():
        if len(named) == 1:
            named[0]["id"] = f"isin:{isin}"


def register(rows, companies):
    """Gives a row of the United States that has no ISIN the CIK of the one company of its name."""
    known, owners = {}, {}
    for company in companies:
        known.setdefault(key(NOTE.sub("", company["name"])), set()).add(company["cik"])
    for row in rows:
        found = set().union(*(known.get(key(form), set()) for form in [row["name"], *row["aliases"].split("|")] if form))
        if not row["id"] and not row["match"] and row["country"] == "US" and len(found) == 1:
            owners.setdefault(found.pop(), []).append(row)
    for cik, named in owners.items():
        if len(named) == 1:
            named[0]["id"] = f"cik:{cik}"


def share(rows):
    """A short name that needs support has the id of the row with the full name."""
    ids = {row["name"]: row["id"] for row in rows if not row["match"]}
    for row in rows:
        if row["match"] == "context":
            row["id"] = ids.get(row["name"], "")


def securities(packages):
    """Name, country and ISIN of each company with one share of its own country."""
    codes = {record["name"]: record["iso"] for record in packages.geonames("countries")}
    for stock in packages.stocks():
        country = codes.get(stock.get("country", ""), "")
        isins = {isin for isin in stock.get("isins", []) if isin.startswith(country) and is_sound(isin)}
        if country and len(isins) == 1:
            yield key(stock["name"]), country, isins.pop()


def is_sound(isin):
    """Whether the check digit of an ISIN (ISO 6166) is right."""
    if not re.fullmatch("[A-Z]{2}[A-Z0-9]{9}[0-9]", isin):
        return False
    digits = [int(d) for c in isin for d in str(int(c, 36))]
    doubled = [d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def key(name):
    """The form in which names of companies are compared: without legal form, accents, full stops."""
    name = re.sub("[.,]", "", ascii_form(fold(name)).lower()).replace("-", " ")
    name = " ".join(name.removeprefix("the ").split())
    shorter = LEGAL_FORM.sub("", name)
    return name if shorter == name else key(shorter)
