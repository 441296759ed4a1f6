"""The workbook as LibreOffice reads it: the values and the types of its cells.

LibreOffice turns it into its own form, which says of every cell whether it is
a number, a text or a formula; that is held against the CSV of the same run.
"""

import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as tree
import zipfile

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
NUMBERS = {
    "line", "start", "end", "amount", "amount_max", "mentions", "documents", "sentences", "characters", "bytes",
    "converts", "ORG", "PLACE", "MONEY", "gaz_latitude", "latitude", "longitude",
}
TEXTS = {"document", "label", "text", "name", "id", "currency", "rule", "sentence", "spellings"}


def attribute(element, name):
    space, name = name.split(":")
    return element.get(f"{{{NAMES[space]}}}{name}")


def cells(row):
    """The cells of a row as type, value, formula and link."""
    for cell in row:
        if not cell.tag.endswith("table-cell"):
            continue
        kind = attribute(cell, "office:value-type")
        text = "\n".join("".join(p.itertext()) for p in cell.findall("text:p", NAMES))
        value = attribute(cell, "office:value") if kind == "float" else text
        links = [attribute(a, "xlink:href") for a in cell.iter(f"{{{NAMES['text']}}}a")]
        times = int(attribute(cell, "table:number-columns-repeated") or 1)
        yield from [(kind, value, attribute(cell, "table:formula"), links)] * min(times, 200)


def sheets(path):
    content = tree.fromstring(zipfile.ZipFile(path).read("content.xml"))
    for sheet in content.iter(f"{{{NAMES['table']}}}table"):
        rows = []
        for row in sheet.iter(f"{{{NAMES['table']}}}table-row"):
            found = list(cells(row))
            while found and found[-1][0] is None:
                found.pop()
            if found:
                rows.append(found)
        yield attribute(sheet, "table:name"), rows


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def compare(sheet, rows, expected):
    titles = expected[0]
    assert len(rows) == len(expected), f"{sheet}: {len(rows)} rows, the CSV has {len(expected)}"
    for at, (row, values) in enumerate(zip(rows, expected)):
        row = row + [(None, "", None, [])] * (len(values) - len(row))
        assert len(row) == len(values), f"{sheet}:{at + 1}: {len(row)} cells, not {len(values)}"
        for title, (kind, value, formula, _), wanted in zip(titles, row, values):
            where = f"{sheet}:{at + 1}, {title}"
            assert formula is None, f"{where}: a formula, {formula}"
            if at and wanted and title in NUMBERS:
                assert kind == "float", f"{where}: {kind}, not a number"
            if at and wanted and title in TEXTS:
                assert kind == "string", f"{where}: {kind}, not a text"
            # LibreOffice writes several spaces, and line ends, in its own way.
            same = value.split() == wanted.split() if kind != "float" else number(value) == number(wanted)
            assert same, f"{where}: {value!r} is not {wanted!r}"


def draw(pages, picture):
    """All pages, or as a picture the first: LibreOffice draws pictures only where its Draw is installed, too."""
    if picture.suffix == ".pdf":
        picture.write_bytes(pages.read_bytes())
    elif shutil.which("pdftoppm"):
        first = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-singlefile"]
        subprocess.run([*first, pages, picture.with_suffix("")], check=True)
    else:
        sys.exit(f"NO PICTURE: pdftoppm is missing (Debian: poppler-utils); {picture.with_suffix('.pdf')} needs none")


def main():
    gaztag, seeds, picture = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        files = {"Names": "names", "Documents": "documents", "Money": "money", "Pairs": "pairs"}
        options = [part for file in files.values() for part in (f"--{file}", folder / f"{file}.csv")]
        letters = folder / "letters"
        shutil.copytree(seeds, letters)
        # Names with signs that a link writes otherwise, or must not.
        for file, name in zip(sorted(letters.iterdir()), ["a b.txt", "é(1)=2.txt", "50% [x] #3.txt", "北京&c.txt"]):
            file.rename(letters / name)
        rows = ["-o", folder / "rows.xlsx", "-o", folder / "rows.csv", "--exact", "--columns", "country,latitude"]
        subprocess.run([gaztag, "annotate", letters, "-q", *rows, *options], check=True)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        office = ["soffice", profile, "--headless", "--convert-to"]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*office, "ods", "--outdir", folder, folder / "rows.xlsx"], **quiet)
        found = dict(sheets(folder / "rows.ods"))
        wanted = ["Mentions", *files, "About"]
        assert list(found) == wanted, f"sheets {list(found)}, not {wanted}"
        for sheet, file in {"Mentions": "rows", **files}.items():
            with open(folder / f"{file}.csv", newline="") as expected:
                compare(sheet, found[sheet], list(csv.reader(expected)))
        links = [link for row in found["Mentions"][1:] for link in row[0][3]]
        assert len(links) == len(found["Mentions"]) - 1, "not every mention is linked to its document"
        for row in found["Mentions"][1:]:
            # As seen from the folder of the workbook within what LibreOffice writes.
            file = pathlib.Path(os.path.normpath(folder / "ods" / urllib.parse.unquote(row[0][3][0])))
            assert file.is_file() and file.name == row[0][1].split("/")[-1], f"{row[0]} leads nowhere"
        count = sum(len(row) for rows in found.values() for row in rows)
        print(f"LibreOffice reads {len(found)} sheets, {count} cells, {len(links)} links as the CSV has them")
        if picture:
            subprocess.run([*office, "pdf", "--outdir", folder, folder / "rows.xlsx"], **quiet)
            draw(folder / "rows.pdf", pathlib.Path(picture))


main()
