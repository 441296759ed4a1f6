"""The tagger: texts of Python, lists, errors, threads, processes."""

import copy
import decimal
import multiprocessing
import pickle
import signal
import subprocess
import sys
import threading

import pytest

import gaztag

DRUGS = b"name,id,kind\nZorbamycin,crm:7,salt\n"


@pytest.mark.parametrize(
    "text",
    [
        "Bayer AG paid $5 in Shanghai.",
        "😀 Bayer AG paid 😀 $5 in 🏙 Shanghai. 😀",
        "\r\nBayer AG\r\npaid $5\r\nin Shanghai.\r\n",
        "\0Bayer AG\0 paid $5 in Shanghai.",
        "\ud83d Bayer AG \udfff paid $5 in \ud800\udfff Shanghai.",
        "\ufeffBayer AG paid $5 in Shanghai.",
        "e\u0301 Bayer AG paid $5 in Shanghai.",
        "",
    ],
)
def test_offsets_are_those_of_python(tagger, text):
    mentions = tagger.annotate(text)
    assert [text[m.start : m.end] for m in mentions] == [m.text for m in mentions]
    assert [m.text for m in mentions] == (["Bayer AG", "$5", "Shanghai"] if text else [])


def test_amounts_are_exact(tagger):
    [mention] = tagger.annotate("It cost $1,234,567.89.")
    assert (mention.amount, mention.currency) == (decimal.Decimal("1234567.89"), "USD")
    [mention] = tagger.annotate("It cost $2 million to $3 million.")
    assert (mention.amount, mention.amount_max) == (2_000_000, 3_000_000)


def test_values_of_a_mention(tagger):
    [mention] = gaztag.Tagger(columns=["country"]).annotate("They met in Shanghai.")
    assert (mention.line, mention.label, mention.name, mention.rule) == (1, "PLACE", "Shanghai", "list")
    assert (mention.amount, mention.currency, mention.columns) == (None, None, {"country": "CN"})
    assert mention.sentence == "They met in Shanghai."
    assert mention.to_dict()["gaz_country"] == "CN"
    assert mention == pickle.loads(pickle.dumps(mention)) == copy.deepcopy(mention)
    assert len({mention, copy.copy(mention)}) == 1
    with pytest.raises(AttributeError):
        mention.label = "ORG"


def test_batches_are_the_texts_one_by_one(tagger, seeds):
    texts = [*seeds.values(), "", "Bayer AG"]
    expected = [tagger.annotate(text) for text in texts]
    assert tagger.annotate_batch(texts) == expected
    assert gaztag.Tagger(threads=2).annotate_batch(iter(texts)) == expected
    assert tagger.annotate_batch([]) == []


@pytest.mark.parametrize("texts, told", [("Paris", "not one str"), (b"Paris", "not one bytes"), (["Paris", None], "text 1: ")])
def test_what_is_no_batch_is_told(tagger, texts, told):
    with pytest.raises(TypeError, match=told):
        tagger.annotate_batch(texts)


def test_options(tagger):
    text = "The Bank of China fell."
    assert [m.label for m in gaztag.Tagger(labels="ORG").annotate(text)] == ["ORG"]
    assert len(gaztag.Tagger(nested=True).annotate(text)) > len(tagger.annotate(text))
    assert gaztag.Tagger(sentences=False).annotate(text)[0].sentence is None
    assert gaztag.Tagger(default_currency="cad").annotate("It cost $5.")[0].currency == "CAD"
    own = gaztag.Tagger.list("firms", "name,label\nVelmora,ORG\n")
    for language, found in [("tr", ["Velmora"]), ("tr-TR", ["Velmora"]), ("de", [])]:
        mentions = gaztag.Tagger(own, language=language, labels="ORG").annotate("Die Velmorafabrik und Velmorada.")
        assert [m.text for m in mentions] == found


@pytest.mark.parametrize(
    "options, told",
    [
        ({"labels": ["PERSONN"]}, "labels: no list has"),
        ({"columns": ["colour"]}, "columns: no list has"),
        ({"default_currency": "XXQ"}, "default_currency: no list has"),
        ({"language": "klingon"}, "language: no list has"),
        ({"encoding": "utf-9"}, "encoding: "),
        ({"max_size": 1 << 40}, "max_size: "),
        ({"max_size": 1 << 70}, "max_size: a whole number from 0 on"),
        ({"threads": -1}, "threads: a whole number from 0 on is expected, not -1"),
        ({"threads": 1.5}, "threads: "),
    ],
)
def test_a_wrong_option_is_named(options, told):
    with pytest.raises(gaztag.OptionError, match=told) as error:
        gaztag.Tagger(**options)
    assert isinstance(error.value, ValueError) and "--" not in str(error.value)


def test_an_option_of_a_wrong_type_is_named():
    for option in ["nested", "sports", "encoding", "default_currency", "language"]:
        with pytest.raises(TypeError, match=f"^{option}: "):
            gaztag.Tagger(**{option: 7})


def test_lists_from_everywhere(tmp_path):
    path = tmp_path / "drugs.csv"
    path.write_bytes(DRUGS)
    pandas, polars, pyarrow = map(pytest.importorskip, ["pandas", "polars", "pyarrow"])
    frame = {"name": ["Zorbamycin"], "id": ["crm:7"], "kind": ["salt"]}
    frames = [pandas.DataFrame(frame), polars.DataFrame(frame), pyarrow.table(frame)]
    in_memory = [gaztag.Tagger.list("drugs", data) for data in [DRUGS, DRUGS.decode(), *frames]]
    by_label = [{"DRUG": data} for data in [DRUGS, *frames]]
    for source in [str(path), path, f"DRUG={path}", {"DRUG": path}, [path], *in_memory, *by_label]:
        tagger = gaztag.Tagger(source, default_gazetteers=False, columns=["kind"])
        [mention] = tagger.annotate("They took Zorbamycin.")
        assert (mention.label, mention.id, mention.columns) == ("DRUG", "crm:7", {"kind": "salt"})


def test_a_wrong_list_is_told_with_its_place():
    with pytest.raises(gaztag.ListError) as error:
        gaztag.Tagger(gaztag.Tagger.list("mine", "name,match\nZorb,nevr\n"))
    [problem] = error.value.problems
    assert (problem.path, problem.line, problem.column) == ("mine", 2, 6)
    assert str(error.value).startswith("mine:2:6: ")
    assert pickle.loads(pickle.dumps(error.value)).problems == error.value.problems
    with pytest.raises(gaztag.ListError):
        gaztag.Tagger("/nowhere/at all.csv")
    with pytest.raises(TypeError, match="a list is a path"):
        gaztag.Tagger([7])
    for nameless in [DRUGS, [DRUGS], pytest.importorskip("pandas").DataFrame({"name": ["Zorb"]})]:
        with pytest.raises(TypeError, match="needs a label or a name"):
            gaztag.Tagger(nameless)
    with pytest.raises(TypeError, match="a label is str, not int"):
        gaztag.Tagger({1: DRUGS})
    with pytest.raises(gaztag.ListError, match="^DRUG:1:1: unknown column"):
        gaztag.Tagger({"DRUG": b"nmae\nZorb\n"})


def test_bytes_are_read_as_files_are(tagger):
    assert [m.text for m in tagger.annotate("Société Générale".encode("utf-16"))] == ["Société Générale"]
    latin = gaztag.Tagger(encoding="windows-1252")
    assert [m.text for m in latin.annotate("Société Générale".encode("latin-1"))] == ["Société Générale"]
    assert [(m.start, m.text) for m in tagger.annotate(b"\xff Bayer AG")] == [(2, "Bayer AG")]
    with pytest.raises(gaztag.TextError, match="^the text: holds a NUL at byte 8"):
        tagger.annotate(b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(gaztag.TextError):
        gaztag.Tagger(max_size=4).annotate("12345")
    with pytest.raises(gaztag.TextError, match="text 1: "):
        gaztag.Tagger(max_size=4).annotate_batch(["1", "12345"])
    with pytest.raises(TypeError):
        tagger.annotate(7)


def test_pickled_it_finds_the_same(seeds):
    tagger = gaztag.Tagger(gaztag.Tagger.list("drugs", DRUGS), labels=["ORG", "DRUG"])
    again = pickle.loads(pickle.dumps(tagger))
    for text in [*seeds.values(), "Zorbamycin"]:
        assert again.annotate(text) == tagger.annotate(text)


def test_threads_share_it(tagger, seeds):
    texts = [*seeds.values()] * 4
    expected, found = tagger.annotate_batch(texts), [None] * 4

    def work(at):
        found[at] = tagger.annotate_batch(texts)

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(found))]
    [thread.start() for thread in threads], [thread.join() for thread in threads]
    assert found == [expected] * 4


def _in_child(tagger, text, threads, queue):
    found = [len(tagger.annotate(text)), len(gaztag.Tagger(threads=threads).annotate_batch([text])[0])]
    queue.put(found)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_it_works_on_in_a_forked_child(seeds):
    tagger, text = gaztag.Tagger(threads=2), "\n\n".join(seeds.values())
    expected = len(tagger.annotate(text))
    context = multiprocessing.get_context("fork")
    for threads in [1, 2]:
        queue = context.Queue()
        child = context.Process(target=_in_child, args=(tagger, text, threads, queue))
        child.start()
        assert queue.get(timeout=120) == [expected, expected]
        child.join()


INTERRUPTED = """
import gaztag, sys
tagger = gaztag.Tagger(threads=int(sys.argv[1]))
text = "Bayer AG paid $5 in Shanghai. " * 1000
try:
    print("ready", flush=True)
    tagger.annotate_batch([text] * 100_000)
except KeyboardInterrupt:
    print("heard")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
@pytest.mark.parametrize("threads", ["1", "2"])
def test_an_interrupt_is_heard(threads):
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED, threads], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=120)[0] == "heard\n"


def test_a_notebook_shows_it(tagger):
    mentions = tagger.annotate("<b> Bayer AG & $5 \ud800")
    shown = mentions._repr_html_()
    assert "&lt;b&gt; <mark class=\"ORG\"" in shown and ">Bayer AG<small>ORG</small></mark> &amp; <mark" in shown
    assert mentions.to_displacy()["ents"][0] == {"start": 4, "end": 12, "label": "ORG"}
    assert [values["text"] for values in mentions.to_dicts()] == ["Bayer AG", "$5"]
    # Offsets are those of a text that is not there: a notebook takes what print gives.
    assert tagger.annotate(b"Bayer AG")._repr_html_() is None


def test_nothing_heavy_is_imported():
    code = "import gaztag, sys; print(*{'pyarrow', 'pandas', 'polars', 'numpy', 'spacy', 'pyspark'} & {*sys.modules})"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "\n"
