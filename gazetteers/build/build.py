#!/usr/bin/env python3
"""Rebuilds the generated lists under gazetteers/ and tidies the hand-written ones.

Usage: build.py [--packages FOLDER] [--out FOLDER]
"""

import argparse
from pathlib import Path

import cities
import counties
import countries
import geography
import listed as leading
import organizations
import people
import regions
import table
from atlas import Regions
from judge import Judge
from packages import Packages
from text_forms import ascii_form, fold

HERE = Path(__file__).resolve().parent
WORD_COLUMNS = ["name", "role"]
TOWNS_OF = {"AU", "CA", "GB", "IE", "NZ", "US"}


def main():
    """Reads the packages, writes every list, then SOURCES.csv's row counts."""
    options = arguments()
    packages, out = Packages(options.packages), Path(options.out)
    counts = {}
    for path in hand_written(out):
        counts[path] = table.tidy(path)
    words = set(packages.words())
    counts |= organizations.build(out / "organizations", packages)
    counts |= build_people(out, packages)
    counts |= build_words(out, words, set(packages.british_words()) - words)
    counts |= build_places(out, packages, words)
    counts |= leading.build(out / "organizations", packages, ordinary(out))
    count_rows(out, counts)


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--packages", default=HERE / ".packages")
    parser.add_argument("--out", default=HERE.parent)
    return parser.parse_args()


def hand_written(out):
    """The shipped lists that people write: only sorted and checked here."""
    return [out / row["file"] for row in table.read(out / "SOURCES.csv") if row["origin"] == "hand-written" and mine(row)]


def mine(row):
    """Whether this script sorts the file of a SOURCES.csv row: not money/, whose rows stand by meaning."""
    return row["file"].split("/")[0] != "money"


def listed(path):
    """The names of a list."""
    return {row["name"] for row in table.read(path)}


def ordinary(out):
    """What a capital word may be besides a company, in small letters: words, persons, places."""
    paths = [p for folder in ("words", "people", "places") for p in sorted((out / folder).glob("*.csv"))]
    rows = [row for path in [*paths, out / "context/demonyms.csv"] for row in table.read(path)]
    return {form.lower() for row in rows for form in [row["name"], *row.get("aliases", "").split("|")] if form}


def build_people(out, packages):
    """people/: what the census knows and the hand-written lists do not."""
    folder = out / "people"
    world_given = listed(folder / "given_names_world.csv")
    world_surnames = listed(folder / "surnames_world.csv")
    given = people.rows(people.given(packages), "given", world_given)
    family = people.rows(people.surnames(packages), "surname", world_surnames)
    return {
        folder / "given_names.csv": table.write(folder / "given_names.csv", people.COLUMNS, given),
        folder / "surnames.csv": table.write(folder / "surnames.csv", people.COLUMNS, family),
    }


def build_words(out, american, british):
    """Every word that English writes small: words/common.csv, and words/common_british.csv with what only the British do."""
    paths = {"common": american, "common_british": british}
    return {
        (path := out / "words" / f"{name}.csv"): table.write(path, WORD_COLUMNS, ({"name": w, "role": "common"} for w in words))
        for name, words in paths.items()
    }


def build_places(out, packages, words):
    """places/: countries, then cities that bear no country's name, then regions."""
    country_rows = list(countries.rows(table.read(HERE / "countries.csv"), packages))
    region_rows = table.read(HERE / "regions.csv")
    atlas = Regions(packages)
    geography_path = out / "places/geography.csv"
    geography_count = geography.build(geography_path, packages, atlas, country_rows)
    judge = Judge(
        table.read(HERE / "exceptions.csv"),
        words,
        {n for f in ("given_names", "given_names_world") for n in listed(out / f"people/{f}.csv")},
        {n for f in ("surnames", "surnames_world") for n in listed(out / f"people/{f}.csv")},
        people.rare_names(packages),
        reserved_names(country_rows + region_rows + table.read(geography_path)),
    )
    city_rows = list(cities.rows(
        packages.geonames("cities15000") + towns(packages), packages.geonames("countries"),
        table.read(HERE / "exonyms.csv"), judge,
    ))
    city_names = {(row["country"], ascii_form(row["name"])) for row in city_rows}
    region_rows = regions.rows(
        region_rows, table.read(HERE / "region_countries.csv"), packages, judge, city_names
    )
    folder = out / "places"
    points = {row["id"]: row for row in table.read(HERE / "region_points.csv")}
    region_rows = [atlas.placed(row | points.get(row["id"], {})) for row in region_rows]
    return {
        geography_path: geography_count,
        folder / "us_counties.csv": table.write(folder / "us_counties.csv", counties.COLUMNS, counties.rows(packages)),
        folder / "countries.csv": table.write(folder / "countries.csv", countries.COLUMNS, country_rows),
        folder / "regions.csv": table.write(folder / "regions.csv", regions.COLUMNS, region_rows),
        folder / "cities.csv": table.write(folder / "cities.csv", cities.COLUMNS, city_rows),
    }


def towns(packages):
    """Towns of 1,000 to 15,000 people, in the countries whose local news is in English."""
    records = packages.geonames("cities1000")
    cities = {record["geonameid"] for record in packages.geonames("cities15000")}
    return [r for r in records if r["countrycode"] in TOWNS_OF and r["geonameid"] not in cities]


def reserved_names(rows):
    """Names and aliases that mean a country, a great region or a feature first."""
    return {
        form for row in rows for form in [row["name"], *row.get("aliases", "").split("|")] if form
    }


def count_rows(out, counts):
    """Brings the row counts of SOURCES.csv up to date."""
    path = out / "SOURCES.csv"
    rows = table.read(path)
    for row in rows:
        row["rows"] = counts.get(out / row["file"], row["rows"])
    write_sources(path, rows)


def write_sources(path, rows):
    """SOURCES.csv has a file in its first column, so it sorts by that."""
    columns = ["file", "origin", "version", "licence", "rows", "note"]
    import csv

    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["file"]))


if __name__ == "__main__":
    main()
