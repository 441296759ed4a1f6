"""Arrow, data frames, files: the rows are those of the command line."""

import csv
import io
import json

import pytest

import gaztag
from conftest import SEEDS, command

pyarrow = pytest.importorskip("pyarrow")

TEXTS = ["Bayer AG paid $5 in Shanghai.", None, "", "😀 Roche and Bayer AG."]
FOUND = [(0, "Bayer AG"), (0, "$5"), (0, "Shanghai"), (3, "Roche"), (3, "Bayer AG")]


@pytest.fixture(scope="session")
def rows_of_the_command():
    out = command("annotate", SEEDS, "--exact", "--columns", "country").stdout.decode()
    return [*csv.DictReader(io.StringIO(out, newline=""))]


def as_text(rows):
    """Rows as the CSV has them."""

    def text(value):
        return "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)

    return [{name: text(value) for name, value in row.items()} for row in rows]


def test_rows_are_those_of_the_command_line(rows_of_the_command, seeds):
    options = {"columns": ["country"]}
    assert as_text(gaztag.table(SEEDS, **options).to_pylist()) == rows_of_the_command
    assert as_text(gaztag.table(SEEDS, threads=2, **options).to_pylist()) == rows_of_the_command
    table = pyarrow.table({"name": list(seeds), "body": list(seeds.values())})
    for threads in [1, 2]:
        found = gaztag.annotate(table, text="body", id="name", threads=threads, **options)
        assert as_text(found.to_pylist()) == rows_of_the_command
    tagger = gaztag.Tagger(**options)
    by_hand = [{"document": name, **m.to_dict()} for name, text in seeds.items() for m in tagger.annotate(text)]
    assert as_text(by_hand) == rows_of_the_command


@pytest.mark.parametrize("old, new", [("\n", "\r\n"), (" ", " 😀 "), ("e", "e\u0301"), (". ", ".\u2028")])
def test_odd_texts_have_the_rows_of_the_command_line(tmp_path, seeds, tagger, old, new):
    texts = {name: text.replace(old, new) for name, text in seeds.items()}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    out = command("annotate", tmp_path, "--exact").stdout.decode()
    expected = [*csv.DictReader(io.StringIO(out, newline=""))]
    table = pyarrow.table({"name": list(texts), "text": list(texts.values())})
    assert as_text(gaztag.annotate(table, id="name", tagger=tagger).to_pylist()) == expected
    for name, mentions in zip(texts, tagger.annotate_batch(texts.values())):
        assert [texts[name][m.start : m.end] for m in mentions] == [m.text for m in mentions]


@pytest.mark.parametrize("lone", ["\ud83d", "\udc80\ud800"])
def test_a_frame_of_pandas_may_hold_lone_surrogates(tagger, lone):
    pandas = pytest.importorskip("pandas")
    texts = ["Roche" + lone, None, f"{lone} Bayer AG in Shanghai{lone}."]
    frame = pandas.DataFrame({"id": ["a", "b", "c" + lone], "text": texts}, dtype=object).assign(day=[1, 2, 3])
    found = gaztag.annotate(frame, id="id", keep=["day"], tagger=tagger)
    by_hand = [(day, m.start, m.end, m.label) for day, text in zip([1, 3], [texts[0], texts[2]]) for m in tagger.annotate(text)]
    assert [*zip(found["doc_day"], found["start"], found["end"], found["label"])] == by_hand
    assert found["document"].tolist()[-1] == "c" + "\ufffd" * len(lone)


def test_documents_are_those_of_the_command_line(seeds):
    assert {document.name: document.text for document in gaztag.read(SEEDS)} == seeds
    one = next(iter(gaztag.read([SEEDS])))
    assert (one.name, one.error) == (next(iter(seeds)), None)


def test_a_document_that_cannot_be_read(tmp_path):
    (tmp_path / "a.txt").write_text("Bayer AG")
    (tmp_path / "b.txt").write_bytes(b"\xff" * 9)
    (tmp_path / "c.txt").write_text("x" * 99)
    with pytest.raises(gaztag.PathError, match="c.txt: larger than 50 bytes; raise max_size, or split it"):
        gaztag.table(tmp_path, globs=["a.txt", "c.txt"], max_size=50)
    rows = gaztag.table(tmp_path, globs="[ac].txt", max_size=50, errors="rows").to_pylist()
    assert [(row["document"], row["text"], row["error"] is None) for row in rows] == [
        ("a.txt", "Bayer AG", True),
        ("c.txt", None, False),
    ]
    assert [d.error is None for d in gaztag.read(tmp_path, globs="[ac].txt", max_size=50, errors="rows")] == [True, False]
    with pytest.raises(gaztag.PathError):
        gaztag.table(tmp_path / "nowhere")
    with pytest.raises(gaztag.OptionError, match="^globs: "):
        gaztag.table(tmp_path, globs="")
    with pytest.raises(gaztag.OptionError, match="^max_size: "):
        list(gaztag.read(tmp_path, max_size=1 << 40))


@pytest.mark.parametrize(
    "kind", ["string", "large_string", "string_view", "binary", "large_binary", "binary_view", "dictionary"]
)
def test_every_kind_of_array(tagger, kind):
    binary = "binary" in kind
    texts = [text.encode() if binary and text is not None else text for text in TEXTS]
    if kind == "dictionary":
        array = pyarrow.array(texts).dictionary_encode()
    else:
        array = pyarrow.array(texts, getattr(pyarrow, kind)())
    rows = tagger.annotate_arrow(array).to_pylist()
    assert [(row["document"], row["text"]) for row in rows] == FOUND
    lists = pyarrow.chunked_array(tagger.annotate_lists(pyarrow.chunked_array([array, array]))).to_pylist()
    assert [None if found is None else len(found) for found in lists] == [3, None, 0, 2] * 2


def test_a_bad_text_is_a_row(tagger):
    small = gaztag.Tagger(max_size=20)
    array = pyarrow.array(["Bayer AG", "x" * 21, "Roche"])
    with pytest.raises(gaztag.TextError, match="text 1: has 21 bytes"):
        small.annotate_arrow(array)
    rows = small.annotate_arrow(array, errors="rows").to_pylist()
    assert [(row["document"], row["text"]) for row in rows] == [(0, "Bayer AG"), (1, None), (2, "Roche")]
    assert [row["error"] for row in rows] == [None, "has 21 bytes; at most 20 are read", None]
    # What another program calls a string need not be one.
    bad = pyarrow.Array.from_buffers(pyarrow.string(), 1, pyarrow.array([b"a\xffb"]).buffers())
    assert "byte 1" in tagger.annotate_arrow(bad, errors="rows").to_pylist()[0]["error"]
    lists = pyarrow.chunked_array(tagger.annotate_lists(bad, errors="rows")).to_pylist()
    assert "byte 1" in lists[0][0]["error"]
    with pytest.raises(gaztag.TextError):
        tagger.annotate_arrow(pyarrow.array([1, 2]))
    with pytest.raises(ValueError, match="errors"):
        tagger.annotate_arrow(array, errors="skip")


def test_an_amount_of_many_places_is_not_lost_in_silence(tagger):
    array = pyarrow.array(["It cost $0.0000000000123."])
    rows = tagger.annotate_arrow(array)
    assert (rows.to_pylist()[0]["amount"], rows.inexact) == (None, 1)
    assert tagger.annotate_arrow(array, amounts="text").to_pylist()[0]["amount"] == "0.0000000000123"
    with pytest.warns(UserWarning, match="nine places"):
        gaztag.annotate(pyarrow.table({"text": array}))


def test_frames_give_their_kind_back():
    pandas, polars = map(pytest.importorskip, ["pandas", "polars"])
    columns = {"id": ["a", "b", "c", "d"], "body": TEXTS, "day": [1, 2, 3, 4], "unused": [object()] * 4}
    frame = pandas.DataFrame(columns, index=[7, 7, 8, 9])
    found = gaztag.annotate(frame, text="body", id="id", keep=["day"])
    assert isinstance(found, pandas.DataFrame)
    assert [*zip(found["document"], found["text"], found["doc_day"])][3:] == [("d", "Roche", 4), ("d", "Bayer AG", 4)]
    del columns["unused"]
    frame = polars.DataFrame(columns)
    for frame in [frame, frame.lazy()]:
        found = gaztag.annotate(frame, text="body")
        assert isinstance(found, polars.DataFrame)
        assert found.select("document", "text").rows() == FOUND
    lists = polars.DataFrame(columns).select(polars.col("body").map_batches(gaztag.Tagger().polars, is_elementwise=True))
    assert [None if found is None else len(found) for found in lists["body"].to_list()] == [3, None, 0, 2]
    table = pyarrow.table(columns)
    assert isinstance(gaztag.annotate(table, text="body"), pyarrow.Table)
    assert isinstance(gaztag.annotate(table.to_reader(), text="body").to_pandas(), pandas.DataFrame)
    with pytest.raises(KeyError, match="there are id, body, day"):
        gaztag.annotate(table, text="bodi")
    with pytest.raises(TypeError):
        gaztag.annotate("Bayer AG")


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_a_column_that_is_not_there_is_told(kind):
    library = pytest.importorskip(kind)
    frame = (library.table if kind == "pyarrow" else library.DataFrame)({"id": ["a"], "body": ["Roche"]})
    for wanted in [{"text": "bodi"}, {"text": "body", "id": "di"}, {"text": "body", "keep": "di"}]:
        with pytest.raises(KeyError, match="di.*there are id, body"):
            gaztag.annotate(frame, **wanted)
    found = gaztag.annotate(frame, text="body", keep="id")
    assert [(row["document"], row["doc_id"]) for row in pyarrow.table(found).to_pylist()] == [(0, "a")]


def test_odd_frames_of_pandas(tagger):
    pandas = pytest.importorskip("pandas")
    for texts in [[], [None], [float("nan")]]:
        assert len(gaztag.annotate(pandas.DataFrame({"text": texts}), tagger=tagger)) == 0
    assert gaztag.annotate(pandas.Series(TEXTS, index=[9, 9, 8, 7]), tagger=tagger)["text"].tolist() == [t for _, t in FOUND]
    for names, text in [([0, 1], 1), ([("a", "id"), ("a", "text")], ("a", "text"))]:
        frame = pandas.DataFrame([[7, "Roche"]], columns=pandas.Index(names))
        assert gaztag.annotate(frame, text=text, id=names[0], tagger=tagger)["document"].tolist() == [7]
        assert names == [*frame.columns]
    twice = pandas.DataFrame([["Roche", "Roche"]], columns=["text", "text"])
    with pytest.raises(KeyError, match="two columns|2 columns"):
        gaztag.annotate(twice, tagger=tagger)
    with pytest.raises(TypeError, match="column 'text', row 2: a text is str or bytes, not int"):
        gaztag.annotate(pandas.DataFrame({"text": ["Roche", None, 5]}, dtype=object), tagger=tagger)


def test_odd_frames_of_polars(tagger):
    polars = pytest.importorskip("polars")
    for texts in [[], [None]]:
        frame = polars.DataFrame({"text": texts, "day": texts})
        for frame in [frame, frame.lazy()]:
            assert gaztag.annotate(frame, keep="day", tagger=tagger).is_empty()
    found = gaztag.annotate(polars.Series("body", TEXTS), tagger=tagger)
    assert found.select("document", "text").rows() == FOUND


def test_a_stream_is_made_as_it_is_asked_for(tagger):
    asked = []

    def batches():
        for at in range(5):
            asked.append(at)
            yield pyarrow.record_batch({"text": ["Bayer AG"]})

    reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema({"text": pyarrow.string()}), batches())
    stream = tagger.annotate_batches(reader)
    assert asked == []
    assert len(next(stream)) == 1 and len(asked) == 1
    rest = pyarrow.RecordBatchReader.from_stream(stream).read_all()
    assert rest["document"].to_pylist() == [1, 2, 3, 4]
    with pytest.raises(ValueError, match="once more"):
        stream.read_all()


def test_batches_are_closed_inside_a_text(tagger):
    text = "Bayer AG. " * 140_000
    sizes = [len(rows) for rows in tagger.annotate_batches(pyarrow.table({"text": [text]}))]
    assert sizes == [131_072, 140_000 - 131_072]
    lists = pyarrow.chunked_array(tagger.annotate_lists(pyarrow.array([text, "Bayer AG", text])))
    assert [len(found) for found in lists] == [140_000, 1, 140_000]


def test_a_large_text_may_be_annotated_piece_by_piece(tagger):
    text = "Süß 😀 far from it.\n\n" * 30_000 + "Bayer AG.\n\n" + "It is far.\n\n" * 700_000 + "Bayer AG."
    pieces = gaztag.stretches(text)
    assert len(pieces) > 1 and "".join(text[start:end] for start, end in pieces) == text
    found = [(m.start + start, m.text) for start, end in pieces for m in tagger.annotate(text[start:end])]
    assert found == [(m.start, m.text) for m in tagger.annotate(text)] and len(found) == 2
    assert gaztag.stretches("Bayer AG") == [(0, 8)]


def test_duckdb(tagger):
    duckdb = pytest.importorskip("duckdb")
    texts = duckdb.connect()
    frame = texts.sql("select 'a' as id, 'Bayer AG paid $5 in Shanghai.' as body").to_arrow_table()
    rows = gaztag.annotate(frame, text="body", id="id")
    found = duckdb.sql("select document, label, amount from rows order by start").fetchall()
    assert found == [("a", "ORG", None), ("a", "MONEY", 5), ("a", "PLACE", None)]


def test_parts_are_read_one_by_one_and_rows_gathered(tmp_path):
    from gaztag._parts import Part, RowFile, is_parquet, parts

    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"day": [1, 2, 3, 4, 5], "body": list("abcde")})
    for name in ["b.parquet", "a.parquet", "_temporary.parquet", ".c.parquet"]:
        parquet.write_table(table, tmp_path / name, row_group_size=2)
    found = parts(str(tmp_path), "*.txt", 1)
    assert [(part.files[0][-9:], part.groups) for part in found][2:4] == [("a.parquet", [2]), ("b.parquet", [0])]
    assert len(found) == 6 and is_parquet(str(tmp_path)) and not is_parquet(str(SEEDS))
    assert [part.groups for part in parts((tmp_path / "a.parquet").as_uri(), "*", 10**6)] == [[0, 1, 2]]
    read = Part.load(found[1].dump()).batches(["body", "day"]).read_all()
    assert read.to_pydict() == {"body": ["c", "d"], "day": [3, 4]}
    assert [len(part.files) for part in parts(str(SEEDS), "*.txt", 1)] == [len([*SEEDS.glob("*.txt")])]
    # Rows wait for each other: a row group is more than a batch.
    file = RowFile(str(tmp_path / "rows.parquet"), "parquet")
    for batch in table.to_batches(2):
        file.write(batch)
    assert parquet.ParquetFile(*file.close()).num_row_groups == 1
    assert RowFile(str(tmp_path / "none.parquet"), "parquet").close() == []


def test_json_lines_through_a_pipe():
    rows = command("annotate", "-", "-f", "jsonl", input="Bayer AG paid $5.".encode()).stdout.splitlines()
    assert [json.loads(row)["text"] for row in rows] == ["Bayer AG", "$5"]


def test_spacy():
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("gaztag", config={"options": {"labels": ["ORG", "PLACE"]}})
    [doc, other] = nlp.pipe(["😀 Bayer AG invests in Shanghai.", ""])
    assert [(span.text, span.label_) for span in doc.ents] == [("Bayer AG", "ORG"), ("Shanghai", "PLACE")]
    assert doc.ents[1].id_.startswith("gn:") and len(doc._.gaztag) == 2 and not other.ents
    again = spacy.blank("en").from_config(nlp.config)
    assert [span.text for span in again("In Shanghai.").ents] == ["Shanghai"]


def test_the_command(tmp_path):
    assert command("--version").stdout.decode().split() == ["gaztag", gaztag.__version__]
    assert command("annotate", tmp_path / "nowhere").returncode == 2
    assert command("annotate").returncode == 2
