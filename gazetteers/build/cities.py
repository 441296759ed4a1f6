"""places/cities.csv: capitals and cities of GeoNames under the names that news uses."""

import re
from collections import defaultdict

from atlas import UNDIVIDED
from judge import ACCEPT, CONTEXT, DROP, PART
from text_forms import ascii_form, distinct, fold, saint_forms, spellings, without_marks

COLUMNS = [
    "name", "aliases", "id", "match", "kind", "country", "admin1", "population",
    "latitude", "longitude", "fame",
]
# A place that has at least so many names in GeoNames is known beyond its country.
FAMOUS = 8
MOST_NAMESAKES = 20
# A smaller town counts only with support.
KNOWN_TOWN = 5_000
# Names of districts, municipalities and compounds, not of towns.
NO_TOWN = re.compile(r"[(),/0-9]|\b[IVX]+$|^(City|Municipality|Township|Sector|Quận|thị xã) |^[a-z]")
# GeoNames transliterates these countries' names with marks that news never prints.
MARKED = set(
    "AE AF BD BH BN BT CN DJ EG ER ET IL IN IQ IR JO JP KP KR KW LB LK LY MM MR MV NP OM"
    " PK PS QA RU SA SD SO SY TH UA UZ YE".split()
)
# `Goyang-si` is the city of Goyang.
CITY_SUFFIX = {"KR": "-si", "JP": "-shi", "KP": "-si"}
# Where towns that bear words or surnames are looked for beside their neighbours.
LOCAL = {"AU", "CA", "GB", "IE", "NZ", "US"}
GERMAN = {"DE", "AT", "CH"}


def rows(records, countries, exonyms, judge):
    """One row a place; namesakes stay apart, the largest few of each name."""
    capitals = {(c["iso"], fold(ascii_form(c["capital"].strip()))) for c in countries if c["capital"]}
    known = named_by_hand(records, exonyms)
    groups = defaultdict(list)
    for record in records:
        row = city_row(record, known.get(record["geonameid"]), capitals, judge)
        if row:
            groups[fold(row["name"])].append(row)
    for group in groups.values():
        yield from judged(group, judge)


def named_by_hand(records, exonyms):
    """GeoNames id -> the exonym row that names it."""
    largest = {}
    for record in sorted(records, key=lambda r: (r["population"], r["geonameid"])):
        largest[record["name"], record["countrycode"]] = record["geonameid"]
    return {largest[row["geonames"], row["country"]]: row for row in exonyms}


def city_row(record, exonym, capitals, judge):
    """The row of one GeoNames record, or None when its name is not a town's."""
    country = record["countrycode"]
    name = exonym["name"] if exonym else usual_name(record["name"], country)
    if not name or not (exonym or name[0].isupper()):
        return None
    by_hand = exonym["aliases"].split("|") if exonym else []
    fame = len(record["alternatenames"])
    is_capital = (country, fold(ascii_form(record["name"]))) in capitals
    return {
        "name": name,
        "aliases": "|".join(distinct([*by_hand, *further(name, by_hand, country, judge)], {fold(name)})),
        "id": f"gn:{record['geonameid']}",
        "kind": "capital" if is_capital else "city",
        "country": country,
        "admin1": "" if country in UNDIVIDED else record["admin1code"],
        "population": record["population"],
        "latitude": f"{record['latitude']:.2f}",
        "longitude": f"{record['longitude']:.2f}",
        "fame": fame if fame >= FAMOUS else "",
    }


def further(name, by_hand, country, judge):
    """Spellings without accents and the like, where they are no other word."""
    forms = (form for known in [name, *by_hand] for form in spellings(known, country in GERMAN))
    return [form for form in forms if judge.is_plain(form)]


def usual_name(name, country):
    """The name as news prints it, or nothing when it is a district's or a list."""
    if NO_TOWN.search(name):
        return ""
    if country in MARKED:
        name = without_marks(name)
    suffix = CITY_SUFFIX.get(country)
    return name.removesuffix(suffix) if suffix else name


def judged(group, judge):
    """The largest namesakes, all under the verdict that the largest one has earned."""
    group.sort(key=lambda row: (-row["population"], row["id"]))
    first = group[0]
    capital_of = {row["country"]: row for row in reversed(group) if row["kind"] == "capital"}
    capital = bool(capital_of)
    verdict = judge.verdict(first["name"], first["population"], capital)
    if verdict == PART or (verdict == DROP and judge.is_namesake_of_people(first["name"])):
        group, verdict = [row for row in group if row["country"] in LOCAL], PART
    if verdict == DROP:
        return
    if verdict == ACCEPT and first["population"] < KNOWN_TOWN:
        verdict = CONTEXT
    seen = set()
    for row in group:
        # Only the largest of a country's namesakes is its capital.
        row = row if row is capital_of.get(row["country"], row) else row | {"kind": "city"}
        place = (row["country"], row["admin1"])
        if place not in seen and len(seen) < MOST_NAMESAKES:
            seen.add(place)
            yield row | {"match": "" if verdict == ACCEPT else verdict}
