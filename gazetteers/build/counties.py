"""places/us_counties.csv: the counties of the United States."""

from collections import Counter

from atlas import outlines

COLUMNS = ["name", "id", "kind", "country", "admin1", "population", "latitude", "longitude", "precision"]


def rows(packages):
    """One row a county: its name from GeoNames' table, its centre from the outline of the Census Bureau."""
    counties = {outline.code: outline for outline in outlines(packages.us_atlas(), "counties")}
    people = populations(counties, packages.geonames("cities1000"))
    for county in packages.us_counties():
        name, outline = county["name"], counties.get(county["fips"])
        if outline and not name.lower().endswith(" city"):
            latitude, longitude = outline.centre()
            yield {
                "name": name,
                "id": f"fips:{county['fips']}",
                "kind": "county",
                "country": "US",
                "admin1": county["state"],
                "population": people[county["fips"]],
                "latitude": f"{latitude:.2f}",
                "longitude": f"{longitude:.2f}",
                "precision": "centre of a region",
            }


def populations(counties, cities):
    """How many people live in the towns of each county: of two namesakes the greater is meant more often."""
    boxes = [(code, outline, *outline.box()) for code, outline in counties.items()]
    people = Counter()
    for city in cities:
        if city["countrycode"] == "US":
            x, y = city["longitude"], city["latitude"]
            near = (b for b in boxes if b[2] <= x <= b[4] and b[3] <= y <= b[5])
            code = next((code for code, outline, *_ in near if outline.contains(y, x)), None)
            people[code] += city["population"]
    return people
