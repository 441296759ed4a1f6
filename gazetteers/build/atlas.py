"""Where regions lie: centres of the outlines in the TopoJSON files of atlases."""

import re
from collections import Counter

from text_forms import ascii_form

# What a region is, left away where two names of it are compared.
KINDS = re.compile(r"\b(state|province|region|county|department|prefecture|governorate|district|oblast|krai|of)\b")


# GeoNames' first level is England, Scotland, Wales: too large to tell what is near.
UNDIVIDED = {"GB"}


class Outline:
    """One region: its name, and rings of (longitude, latitude)."""

    def __init__(self, name, code, rings):
        self.name, self.code, self.rings = name, code, rings

    def centre(self):
        """The centre of the area as (latitude, longitude)."""
        parts = [ring_centre(ring) for ring in self.rings]
        area = sum(part[0] for part in parts)
        if not area:
            return None
        x, y = (sum(part[0] * part[i] for part in parts) / area for i in (1, 2))
        return y, x

    def box(self):
        """West, south, east and north."""
        xs, ys = ([point[i] for ring in self.rings for point in ring] for i in (0, 1))
        return min(xs), min(ys), max(xs), max(ys)

    def contains(self, latitude, longitude):
        """Whether a point lies within an odd number of rings."""
        return sum(crosses(ring, longitude, latitude) for ring in self.rings) % 2 == 1


def ring_centre(ring):
    """Area and centre of one ring."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross / 2, x + (x0 + x1) * cross / 6, y + (y0 + y1) * cross / 6
    return (abs(area), x / area, y / area) if area else (0.0, 0.0, 0.0)


def crosses(ring, x, y):
    """Whether a ray from a point to the east crosses a ring an odd number of times."""
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            inside = not inside
    return inside


def outlines(topology, layer):
    """The outlines of one layer of a TopoJSON file."""
    arcs = decoded_arcs(topology)
    for geometry in topology["objects"][layer]["geometries"]:
        name = (geometry.get("properties") or {}).get("name")
        polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"])
        if name and polygons:
            rings = [[point for arc in ring for point in along(arcs, arc)] for polygon in polygons for ring in polygon]
            yield Outline(name, str(geometry.get("id", "")), rings)


def decoded_arcs(topology):
    """The arcs in degrees: TopoJSON keeps them as whole steps from point to point."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def along(arcs, number):
    """An arc, backwards where its number is negative."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def key(name):
    """The form in which names of regions are compared."""
    return " ".join(KINDS.sub(" ", ascii_form(name).lower().replace("-", " ")).split())


class Regions:
    """The regions of the world: their centres, and what GeoNames calls them."""

    def __init__(self, packages):
        self.by_name, self.by_country = {}, {}
        for country, outline in packages.regions():
            self.by_name.setdefault((country, key(outline.name)), outline)
            self.by_country.setdefault(country, []).append(outline)
        self.cities = {}
        for record in packages.geonames("cities15000"):
            self.cities.setdefault(record["countrycode"], []).append(record)

    def placed(self, row):
        """The row with a point, where none was given, and with its GeoNames code."""
        country = row.get("country", "")
        outline = self.by_name.get((country, key(row["name"])))
        if row.get("latitude"):
            outline = outline or self.around(country, float(row["latitude"]), float(row["longitude"]))
        elif outline and outline.centre():
            latitude, longitude = outline.centre()
            row = row | {"latitude": f"{latitude:.2f}", "longitude": f"{longitude:.2f}"}
        precision = "centre of a region" if row.get("latitude") else ""
        cities = self.within(outline, row.get("country", ""))
        people = sum(city["population"] for city in cities)
        return row | {"admin1": admin1(row, cities), "precision": precision, "population": people or ""}

    def around(self, country, latitude, longitude):
        """The outline that a point lies in."""
        known = self.by_country.get(country, [])
        return next((outline for outline in known if outline.contains(latitude, longitude)), None)

    def within(self, outline, country):
        """The cities of a country that lie in an outline."""
        cities = self.cities.get(country, []) if outline else []
        return [city for city in cities if outline.contains(city["latitude"], city["longitude"])]


def admin1(row, cities):
    """The code that most of a region's cities have."""
    if row.get("country") in UNDIVIDED:
        return ""
    if row.get("id", "").startswith("iso:US-"):
        return row["id"].removeprefix("iso:US-")
    codes = Counter(city["admin1code"] for city in cities)
    return codes.most_common(1)[0][0] if codes else ""
