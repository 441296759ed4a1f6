"""organizations/listed.csv: the leading listed companies that no hand-written list has.

The names of the public table of the SEC (CIK) and of stock indices (ISIN) are
brought into the form of news. A short name that is also an ordinary word, a
place or a person's name needs support in the text.
"""

import re

import table
from organizations import LISTS, NOTE, key, securities
from text_forms import ascii_form, fold

COLUMNS = ["name", "aliases", "id", "match", "support", "kind", "country"]
# So many companies of the SEC's table, which begins with the greatest.
LEADING = 2500
FUND = re.compile(r"\b(ETF|Trust|Fund|Funds|SPDR|iShares|Acquisition|Proshares|Partners L\.?P\.?)\b", re.I)
# A row that only counts where the text says what the firm does.
SUPPORT = {"match": "context", "support": "acts"}
# Short names that news never uses for the company.
NOT_SHORT = {"News", "On", "Sea", "US", "City"}
# A short name that is an ordinary word is kept for so many of them.
WELL_KNOWN = 800
FORM = re.compile(
    r",? (Inc|Incorporated|Corp|Corporation|Co|Company|Companies|Cos|Ltd|Limited|PLC|AG|SE|SA|S\.A|NV|N\.V|SpA|S\.p\.A|AB|ASA|A/S|Oyj"
    r"|KGaA|LLC|LP|L\.P|Bancorp|Holdings?|Group|The|Class [A-C]|de C\.?V|S\.?A\.?B|& Co|AND Co|\(The\)|Trust)\.?$",
    re.I,
)
SMALL = {"of", "and", "the", "for", "de", "in", "on"}
FORMS = {"inc": "Inc", "corp": "Corp", "co": "Co", "ltd": "Ltd", "plc": "plc", "llc": "LLC", "nv": "NV", "sa": "SA", "ag": "AG", "lp": "LP", "se": "SE", "ab": "AB"}


def build(folder, packages, ordinary):
    """Writes the list; returns its row count by path."""
    known = {}
    for name in [*LISTS, "international", "governments", "clubs", "parties", "universities", "central_banks"]:
        for row in table.read(folder / f"{name}.csv"):
            for form in [row["name"], *row["aliases"].split("|")]:
                known.setdefault(key(form), row)
    path = folder / "listed.csv"
    forms = {fold(form).lower() for row in known.values() for form in [row["name"], *row["aliases"].split("|")]}
    rows = {}
    for rank, (name, id_, country) in enumerate(companies(folder, packages)):
        row, short = known.get(key(name)), short_name(name)
        if row is None and key(name):
            rows.setdefault(key(name), both(name, id_, country, ordinary, rank < WELL_KNOWN))
        elif row and rank < WELL_KNOWN and fold(short).lower() not in forms and len(short) > 2 and short not in NOT_SHORT and is_doubtful(short, ordinary):
            same = {c: row[c] for c in ("name", "id", "kind", "country")}
            rows.setdefault(key(name), [same | {"aliases": short} | SUPPORT])
    return {path: table.write(path, COLUMNS, [row for firm in rows.values() for row in firm])}


def companies(folder, packages):
    """Name, id and country of each leading company, in the form of news."""
    for row in table.read(folder.parent / "build/sec_companies.csv")[:LEADING]:
        if not FUND.search(row["name"]):
            yield in_news(NOTE.sub("", row["name"]).removesuffix("/")), f"cik:{row['cik']}", ""
    names = {key(stock["name"]): stock["name"] for stock in packages.stocks()}
    for form, country, isin in securities(packages):
        yield in_news(names[form]), f"isin:{isin}", country


def in_news(name):
    """`ELI LILLY & Co` -> `Eli Lilly & Co`; `KLA CORP` keeps its letters."""
    words = [word for word in name.replace("\u200b", "").split() if word]
    shouted = sum(w.isupper() for w in words) * 2 > len(words)
    return " ".join(cased(word, i, shouted) for i, word in enumerate(words)).strip(" ,/")


def cased(word, i, shouted):
    """A word of a name, where the name may be in capitals throughout."""
    bare = word.strip(".,")
    if bare.lower() in FORMS and i > 0:
        return word.replace(bare, FORMS[bare.lower()])
    if bare.lower() in SMALL and i > 0:
        return word.lower()
    letters = re.sub("[^A-Za-z]", "", word)
    is_letters = len(letters) <= 3 or not re.search("[AEIOUYaeiouy]", letters)
    if not shouted or not word.isupper() or is_letters or "&" in word:
        return word
    return "-".join(part.capitalize() for part in word.split("-"))


def short_name(name):
    """The name without legal form: `Broadcom Inc.` -> `Broadcom`."""
    while True:
        shorter = FORM.sub("", name).strip(" ,&")
        if shorter == name or not shorter:
            return name
        name = shorter.removeprefix("The ")


def both(name, id_, country, ordinary, well_known):
    """The row of a company, and one for a short name that needs support."""
    short = short_name(name)
    base = {"name": name, "id": id_, "kind": "company", "country": country}
    doubtful = is_doubtful(short, ordinary)
    if fold(short) == fold(name):
        return [base | {"match": "context", "support": "acts" if doubtful else ""}] if well_known or not doubtful else []
    if not doubtful:
        return [base | {"aliases": short}]
    support = [base | {"aliases": short} | SUPPORT] if well_known or " " in short else []
    return [base, *support]


def is_doubtful(short, ordinary):
    """Whether a short name also means something else."""
    words = re.findall(r"[^\W\d_]+", ascii_form(short))
    if len("".join(words)) <= 4 or short.lower() == short:
        return True
    if fold(short).lower() in ordinary or len(words) < 2:
        return any(word.lower() in ordinary for word in words)
    return words[0].lower() in ordinary and all(word.lower() in ordinary for word in words) and len(words) <= 2
