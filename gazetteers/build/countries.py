"""places/countries.csv: the hand-written names with population and code added."""

COLUMNS = ["name", "aliases", "id", "match", "kind", "country", "population", "latitude", "longitude", "precision"]


def rows(hand_written, packages):
    """One row a country, territory, constituent or historic country."""
    population = {r["iso"]: r["population"] for r in packages.geonames("countries")}
    for row in hand_written:
        row = row | {"precision": "centre of a country"}
        code = row["id"].removeprefix("iso:")
        if code in population:
            row = row | {"country": code, "population": population[code] or ""}
        elif code.startswith("GB-"):
            row = row | {"country": "GB"}
        yield row
