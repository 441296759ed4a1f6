"""Every export of the samples, read back: each mention comes out with its words and its label."""

import csv
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import spacy
    from spacy.training.converters import conll_ner_to_docs
except ImportError:
    spacy = None
try:
    from label_studio_sdk.label_interface import LabelInterface
except ImportError:
    LabelInterface = None


def folded(text):
    return " ".join(text.split())


def bare(text):
    return "".join(text.split())


def outermost(mentions):
    """Those that lie in no other; the first of those that overlap."""
    reached, kept = 0, []
    for mention in sorted(mentions, key=lambda m: (m["start"], -m["end"])):
        if mention["start"] >= reached:
            kept.append(mention)
            reached = mention["end"]
    return kept


def brat(folder, documents):
    """https://brat.nlplab.org/standoff.html: characters, fragments divided by `;`."""
    for name, mentions in documents.items():
        stem = name.removesuffix(".txt")
        text = (folder / f"{stem}.txt").read_bytes().decode()
        found = []
        for line in (folder / f"{stem}.ann").read_text().splitlines():
            if not line.startswith("T"):
                continue
            _, what, words = line.split("\t")
            label, spans = what.split(" ", 1)
            spans = [tuple(map(int, span.split(" "))) for span in spans.split(";")]
            assert words == " ".join(text[start:end] for start, end in spans), line
            found.append((spans[0][0], spans[-1][1], label))
        yield name, found, mentions
    assert "[entities]" in (folder / "annotation.conf").read_text()


def webanno(folder, documents):
    """INCEpTION's guide, WebAnno TSV 3.3: UTF-16 units, a number in brackets for what has several tokens."""
    for name, mentions in documents.items():
        (file,) = [f for f in folder.rglob("*.tsv") if f.name.startswith(name.removesuffix(".txt"))]
        text = documents.texts[name].encode("utf-16-le")
        found, several = [], {}
        lines = file.read_text().splitlines()
        assert lines[0] == "#FORMAT=WebAnno TSV 3.3" and lines[1].startswith("#T_SP=")
        for line in lines[2:]:
            if not line or line.startswith("#"):
                continue
            _, place, words, _, labels, *_ = line.split("\t")
            start, end = map(int, place.split("-"))
            assert text[2 * start : 2 * end].decode("utf-16-le") == re.sub(r"\\(.)", r"\1", words), line
            for label in labels.split("|") if labels != "_" else []:
                label, number = re.fullmatch(r"(.*?)(?:\[(\d+)\])?", label).groups()
                if number is None:
                    found.append((start, end, label))
                else:
                    first = several.get(number, (start, end, label))
                    several[number] = (first[0], end, label)
        points = lambda unit: len(text[: 2 * unit].decode("utf-16-le"))
        found = [(points(start), points(end), label) for start, end, label in [*found, *several.values()]]
        yield name, found, mentions


def doccano(file, documents):
    """doccano's JSONL for sequence labelling: text, label as [start, end, label], as Python slices."""
    for line in file.read_text().splitlines():
        document = json.loads(line)
        assert document["text"] == documents.texts[document["document"]]
        assert all(len(label) == 3 and isinstance(label[2], str) for label in document["label"])
        yield document["document"], [tuple(label) for label in document["label"]], documents[document["document"]]


def labelstudio(file, documents):
    """Label Studio's guide to pre-annotations, and what its SDK says to them."""
    labels = {mention["label"] for mentions in documents.values() for mention in mentions}
    values = "".join(f'<Label value="{label}"/>' for label in sorted(labels))
    config = f'<View><Labels name="label" toName="text">{values}</Labels><Text name="text" value="$text"/></View>'
    interface = LabelInterface and LabelInterface(config)
    by_text = {text: name for name, text in documents.texts.items()}
    for task in json.loads(file.read_text()):
        text, found = task["data"]["text"], []
        (prediction,) = task["predictions"]
        if interface:
            errors = interface.validate_prediction(prediction, return_errors=True)
            assert not errors, errors
        for region in prediction["result"]:
            value = region["value"]
            assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")
            assert text[value["start"] : value["end"]] == value["text"]
            found += [(value["start"], value["end"], label) for label in value["labels"]]
        yield by_text[text], found, documents[by_text[text]]


def webannotation(file, documents):
    """https://www.w3.org/TR/annotation-model/: positions and quotations."""
    content = json.loads(file.read_text())
    assert "http://www.w3.org/ns/anno.jsonld" in json.dumps(content)
    found = {name: [] for name in documents}
    items = content.get("items") or content["first"]["items"]
    for item in items:
        assert item["type"] == "Annotation" and item["target"]["source"]
        selectors = item["target"]["selector"]
        selectors = selectors if isinstance(selectors, list) else [selectors]
        position = next(s for s in selectors if s["type"] == "TextPositionSelector")
        quote = next(s for s in selectors if s["type"] == "TextQuoteSelector")
        name = next(name for name in documents if item["target"]["source"].endswith(name))
        assert documents.texts[name][position["start"] : position["end"]] == quote["exact"]
        bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
        label = next(body["value"] for body in bodies if body.get("purpose") in ("tagging", "classifying"))
        found[name].append((position["start"], position["end"], label))
    for name, mentions in documents.items():
        yield name, found[name], mentions


def conll(file, documents):
    """spaCy's own reader of CoNLL-2003."""
    docs = list(conll_ner_to_docs(file.read_text()))
    found = [(bare(entity.text), entity.label_) for doc in docs for entity in doc.ents]
    wanted = [(bare(m["text"]), m["label"]) for mentions in documents.values() for m in outermost(mentions)]
    assert found == wanted, "CoNLL says something else"
    return len(found)


def displacy(file, documents):
    """What spaCy draws: a mark a mention."""
    drawn = spacy.displacy.render(json.loads(file.read_text()), style="ent", manual=True, jupyter=False)
    marks = re.findall(r"<mark.*?>(.*?)<span.*?>(.*?)</span>\s*</mark>", drawn, re.S)
    # A link to the id stands behind the label.
    plain = lambda text: folded(html.unescape(re.sub(r"<br>|</br>", " ", text.split("<a ")[0])))
    found = [(plain(words), plain(label)) for words, label in marks]
    wanted = [(folded(m["text"]), m["label"]) for mentions in documents.values() for m in outermost(mentions)]
    wrong = [pair for pair in zip(found, wanted) if pair[0] != pair[1]]
    assert found == wanted, f"displaCy draws {len(found)} of {len(wanted)}: {wrong[:3]}"
    return len(found)


class Documents(dict):
    texts = {}


def main():
    gaztag, seeds = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rows = folder / "rows.csv"
        subprocess.run([gaztag, "annotate", seeds, "--nested", "--exact", "-q", "-o", rows], check=True)
        documents = Documents()
        for file in sorted(pathlib.Path(seeds).glob("*.txt")):
            documents[file.name] = []
            documents.texts[file.name] = file.read_bytes().decode("utf-8-sig")
        for row in csv.DictReader(open(rows, newline="")):
            documents[row["document"]].append({**row, "start": int(row["start"]), "end": int(row["end"])})
        untested = [] if LabelInterface else ["labelstudio by its SDK"]
        for read in (brat, webanno, doccano, labelstudio, webannotation, conll, displacy):
            tool = read.__name__
            out = folder / tool
            subprocess.run(
                [gaztag, "convert", rows, "--texts", seeds, "--to", tool, "-o", out],
                check=True, stderr=subprocess.DEVNULL,
            )
            if read in (conll, displacy):
                if spacy is None:
                    untested.append(tool)
                    continue
                count = read(out, documents)
            else:
                count = 0
                for name, found, mentions in read(out, documents):
                    wanted = sorted((m["start"], m["end"], m["label"]) for m in mentions)
                    assert sorted(found) == wanted, f"{tool}, {name}: {set(found) ^ set(wanted)}"
                    count += len(found)
            print(f"{tool}: {count} mentions come back with their words and labels")
    if untested:
        print(f"NOT TESTED: {', '.join(untested)} (pip install spacy label-studio-sdk)", file=sys.stderr)
        sys.exit(77)


main()
