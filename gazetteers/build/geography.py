"""places/geography.csv: points of the rows that have none yet."""

import table
from text_forms import ascii_form, fold

COLUMNS = ["name", "aliases", "match", "kind", "country", "latitude", "longitude", "precision"]
# What has a point of its own; of anything else the centre is given.
POINTS = {"airport", "bridge", "cape", "historic site", "historic place", "military base", "mountain", "site"}
# In a country of so many square kilometres its centre is near to everything.
SMALL_COUNTRY = 50_000


def build(path, packages, regions, countries):
    """Fills in points: of a region its centre, else that of the greatest place of that name in its country."""
    rows = table.read(path)
    largest = largest_of({place(row) for row in rows if not row["latitude"]}, packages.geonames("cities500"))
    small = {r["iso"] for r in packages.geonames("countries") if r["areakm2"] and r["areakm2"] < SMALL_COUNTRY}
    centres = {row["country"]: row for row in countries if row.get("country") in small and row["kind"] == "country"}
    return table.write(path, COLUMNS, [pinned(placed(row, regions, largest), centres) for row in rows])


def place(row):
    """What a row and a record of GeoNames are compared by."""
    return row["country"], fold(ascii_form(row["name"]))


def largest_of(wanted, records):
    """The most populous record of each place; by its other names where none has the name itself."""
    largest, others = {}, {}
    for record in sorted(records, key=lambda r: (r["population"], -r["geonameid"])):
        country = record["countrycode"]
        for found, names in ((largest, [record["name"]]), (others, record["alternatenames"])):
            keys = ((country, fold(ascii_form(name))) for name in names)
            found.update((key, record) for key in keys if key in wanted)
    return others | largest


def pinned(row, centres):
    """The row with what its point stands for; the centre of a small country, where no other is known."""
    if row["latitude"]:
        return row | {"precision": row.get("precision") or ("point" if row["kind"] in POINTS else "centre of a region")}
    country = centres.get(row["country"])
    if not country:
        return row
    return row | {c: country[c] for c in ("latitude", "longitude", "precision")}


def placed(row, regions, largest):
    """The row with a point, where one is known."""
    if row["latitude"] or not row["country"]:
        return row
    found = regions.placed(row)
    if found["latitude"]:
        return found
    record = largest.get(place(row))
    if not record:
        return row
    return row | {"latitude": f"{record['latitude']:.2f}", "longitude": f"{record['longitude']:.2f}"}
