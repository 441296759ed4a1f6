#!/usr/bin/env python3
"""Makes the outlines of the report's map from Natural Earth (npm world-atlas).

Usage: outlines.py [--packages FOLDER] [--out FOLDER]

Writes two files: `outlines.txt`, coasts and borders as lines of longitudes and
latitudes in hundredths of a degree, each point but the first told by its
distance from the one before; and `countries.csv`, a point well within each
country. build.py does not need them.
"""

import argparse
import csv
import json
import math
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Countries of Natural Earth that have no number: what iso: id the lists give them.
UNNUMBERED = {"Kosovo": "XK"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--packages", default=HERE / ".packages", type=Path)
    parser.add_argument("--out", default=HERE.parent.parent / "src/report", type=Path)
    options = parser.parse_args()
    atlas = options.packages / "world-atlas"
    write_outlines(topology(atlas / "countries-110m.json"), options.out / "outlines.txt")
    codes = code_by_number(options.packages / "cldr-core/supplemental/codeMappings.json")
    write_countries(topology(atlas / "countries-50m.json"), codes, options.out / "countries.csv")


def topology(path):
    """A topology whose arcs are lists of (longitude, latitude)."""
    topology = json.loads(path.read_text())
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return topology | {"arcs": arcs}


def polygons(geometry):
    """The polygons of a geometry, each a list of rings of arc numbers."""
    return {"Polygon": lambda: [geometry["arcs"]], "MultiPolygon": lambda: geometry["arcs"]}.get(
        geometry["type"], lambda: []
    )()


def ring(topology, numbers):
    """The points of a ring; a number below 0 is an arc walked backwards."""
    points = []
    for number in numbers:
        arc = topology["arcs"][number] if number >= 0 else topology["arcs"][~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def write_outlines(topology, path):
    """Coasts are the rings of the land, borders the arcs that two countries share."""
    lines = ["# Natural Earth 1:110m (public domain), by way of npm world-atlas 2.0.2 (ISC); made by outlines.py"]
    land = topology["objects"]["land"]
    for geometry in land.get("geometries", [land]):
        for rings in polygons(geometry):
            lines += [line("land", copy) for numbers in rings for copy in unwrapped(ring(topology, numbers))]
    uses = Counter()
    for country in topology["objects"]["countries"]["geometries"]:
        uses.update({n if n >= 0 else ~n for rings in polygons(country) for numbers in rings for n in numbers})
    lines += [line("border", topology["arcs"][number]) for number, count in sorted(uses.items()) if count > 1]
    path.write_text("\n".join(lines) + "\n")


def unwrapped(points):
    """A ring without leaps over the date line; twice where it lies on both sides, once round the pole if it ends there."""
    ring, shift = points[:1], 0
    for before, (x, y) in pairs(points):
        shift += 360 * ((x - before[0] < -180) - (x - before[0] > 180))
        ring.append((x + shift, y))
    if ring[0][0] != ring[-1][0] and abs(ring[0][0] - ring[-1][0]) > 180:
        ring += [(ring[-1][0], -90), (ring[0][0], -90), ring[0]]
    moves = [0] + [360] * (min(x for x, _ in ring) < -180) + [-360] * (max(x for x, _ in ring) > 180)
    return [[(x + move, y) for x, y in ring] for move in moves]


def line(kind, points):
    """`kind x,y dx,dy …` in hundredths of a degree."""
    written, last = [], (0, 0)
    for point in [tuple(round(value * 100) for value in point) for point in points]:
        if point != last or not written:
            written.append(f"{point[0] - last[0]},{point[1] - last[1]}")
        last = point
    return f"{kind} {' '.join(written)}"


def code_by_number(path):
    """ISO 3166 number → code of two letters."""
    codes = json.loads(path.read_text())["supplemental"]["codeMappings"]
    return {of["_numeric"]: code for code, of in codes.items() if "_numeric" in of and len(code) == 2}


def write_countries(topology, codes, path):
    """The point of each country that lies farthest from its outline."""
    rows = {}
    for country in topology["objects"]["countries"]["geometries"]:
        code = codes.get(country.get("id")) or UNNUMBERED.get(country["properties"]["name"])
        rings = [ring(topology, rings[0]) for rings in polygons(country)]
        if code and rings:
            longitude, latitude = inner_point(max(rings, key=area))
            rows[code] = [f"iso:{code}", f"{latitude:.1f}", f"{longitude:.1f}"]
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "latitude", "longitude"])
        writer.writerows(rows[code] for code in sorted(rows))


def area(points):
    """The area of a ring, as on the globe: degrees of longitude shrink to the poles."""
    return abs(sum((b[0] - a[0]) * (math.sin(math.radians(a[1])) + math.sin(math.radians(b[1]))) for a, b in pairs(points)))


def pairs(points):
    return list(zip(points, points[1:]))


def inner_point(points):
    """The middle of the widest circle within, by a grid that grows finer around the best point."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    best, step = ((west + east) / 2, (south + north) / 2), 24
    width, height = east - west, north - south
    for _ in range(4):
        grid = [
            (best[0] + (i / step - 0.5) * width, best[1] + (j / step - 0.5) * height)
            for i in range(step + 1)
            for j in range(step + 1)
        ]
        best = max(grid, key=lambda point: depth(point, points))
        width, height = width / 6, height / 6
    return best


def depth(point, points):
    """How far within a ring a point lies, in degrees; below 0 outside."""
    squeeze = math.cos(math.radians(point[1]))
    x, y = point
    inside, nearest = False, math.inf
    for (ax, ay), (bx, by) in pairs(points):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
        ux, uy, px, py = (bx - ax) * squeeze, by - ay, (x - ax) * squeeze, y - ay
        length = ux * ux + uy * uy
        along = max(0.0, min(1.0, (px * ux + py * uy) / length)) if length else 0.0
        nearest = min(nearest, math.hypot(px - along * ux, py - along * uy))
    return nearest if inside else -nearest


if __name__ == "__main__":
    main()
