"""places/regions.csv: states, provinces and other subdivisions that news names."""

from judge import ACCEPT, CONTEXT, DROP
from text_forms import ascii_form, fold, spellings

COLUMNS = ["name", "aliases", "id", "match", "kind", "country", "admin1", "population", "latitude", "longitude", "precision"]
# Countries whose states are meant before a city of the same name.
STATES_FIRST = {"US", "CA", "AU"}


def rows(hand_written, countries, packages, judge, cities):
    """The hand-written regions, then those of CLDR that are well-known enough."""
    yield from hand_written
    known = {row["id"] for row in hand_written}
    taken = {fold(row["name"]) for row in hand_written}
    level = {row["country"]: row["level"] for row in countries}
    first_level = packages.first_level()
    for code, name in sorted(packages.subdivisions().items()):
        wanted = level.get(code[:2])
        if f"iso:{code}" in known or not wanted or (wanted == "first" and code not in first_level):
            continue
        verdict = judge_region(name, code, judge, cities)
        if verdict in (ACCEPT, CONTEXT) and fold(name) not in taken:
            taken.add(fold(name))
            yield region_row(name, code, verdict)


def judge_region(name, code, judge, cities):
    """Drops what is no plain name and what a city of the same country is called."""
    if any(c.isdigit() or c in "²(),–" for c in name):
        return DROP
    if code[:2] not in STATES_FIRST and (code[:2], ascii_form(name)) in cities:
        return DROP
    verdict = judge.verdict(name, population=0)
    return DROP if verdict == CONTEXT else verdict


def region_row(name, code, verdict):
    """One row from CLDR."""
    return {
        "name": name,
        "aliases": "|".join(spellings(name)),
        "id": f"iso:{code}",
        "match": "" if verdict == ACCEPT else verdict,
        "kind": "region",
        "country": code[:2],
    }
