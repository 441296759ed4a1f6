"""Apache Spark: ``gaztag.spark.annotate(df, text="body", id="id")``.

Texts go to Python as Arrow batches and rows come back so. One tagger serves a
Python process; lists travel as their bytes, and each machine keeps the compiled
ones by what they hold. Needs Spark 3.5 or newer; 4.0 for the data sources.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from typing import Any, Dict, Iterator, List, Optional, Sequence

import pyarrow
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import DecimalType, LongType, StringType, StructField, StructType

from ._gaztag import label_of
from ._files import Document
from ._parts import SIZE, Part, RowFile, is_parquet, parts
from ._parts import schema as parquet_schema
from ._tagger import Tagger, _amounts, _errors, _names

try:
    from pyspark.sql.datasource import DataSource, DataSourceArrowWriter, DataSourceReader, InputPartition
    from pyspark.sql.datasource import WriterCommitMessage
except ImportError:  # Spark 3 has no data sources in Python.
    DataSource = DataSourceArrowWriter = DataSourceReader = object  # type: ignore[assignment,misc]
    InputPartition = WriterCommitMessage = object  # type: ignore[assignment,misc]

_NUMBERS = ("line", "start", "end")
_TEXTS = ("label", "text", "name", "id")


def schema(
    *,
    columns: Sequence[str] = (),
    sentences: bool = True,
    errors: str = "rows",
    amounts: str = "decimal",
) -> StructType:
    """The columns that a mention has of itself, see the README of gaztag.

    Before them come ``document`` and ``doc_<column>``, as the frame has them.

    Args:
        columns: Columns of the lists, which become ``gaz_<column>``.
        sentences: Whether there is a column ``sentence``.
        errors: ``rows``: there is a column ``error``.
        amounts: ``decimal``, that is ``decimal(38,9)``, or ``text``.
    """
    amount = StringType() if _amounts(amounts) else DecimalType(38, 9)
    fields = [StructField(name, LongType()) for name in _NUMBERS]
    fields += [StructField(name, StringType()) for name in _TEXTS]
    fields += [StructField(name, amount) for name in ("amount", "amount_max")]
    names = ["currency", "rule"] + ["sentence"] * sentences
    names += [f"gaz_{column.lower()}" for column in columns] + ["error"] * _errors(errors)
    return StructType(fields + [StructField(name, StringType()) for name in names])


def annotate(
    df: DataFrame,
    text: str = "text",
    id: Optional[str] = None,
    *,
    keep: Sequence[str] = (),
    errors: str = "rows",
    amounts: str = "decimal",
    **options: Any,
) -> DataFrame:
    """The mentions in a column of texts, one row each: those of the command line.

    Args:
        df: A frame with a column of texts, strings or binary; binary is decoded
            as a file is.
        text: The column with the texts.
        id: The column that becomes ``document``. Without one there is no column
            ``document``: rows of a frame have no numbers.
        keep: Columns to repeat for each mention, as ``doc_<column>``.
        errors: ``rows``, or ``raise``, which ends the job.
        amounts: ``decimal`` or ``text``.
        options: Those of :class:`gaztag.Tagger`. Lists are read here, once.
    """
    work = _Work(text, id, _names(keep), errors, amounts, options)
    frame = df.select(*dict.fromkeys([text, *([id] if id else []), *work.keep]))
    return frame.mapInArrow(work, work.schema(frame.schema))


class _Work:
    """What each task does; travels to it by pickle."""

    def __init__(
        self, text: str, id: Optional[str], keep: List[str], errors: str, amounts: str, options: Dict[str, Any]
    ) -> None:
        self.text, self.id, self.keep, self.errors, self.amounts = text, id, keep, errors, amounts
        # A mistake is told where the frame is written down, and not in a task.
        tagger = Tagger(**options)
        self.options = {**tagger._options, "lists": [_read(source) for source in tagger._options["lists"]]}
        self.options["lists"] = [one for lists in self.options["lists"] for one in lists]
        if options.get("cache", True) is True:
            self.options["default_cache"] = False

    def schema(self, frame: StructType) -> StructType:
        carried = [StructField("document", frame[self.id].dataType)] if self.id else []
        carried += [StructField(f"doc_{column}", frame[column].dataType) for column in self.keep]
        own = schema(
            columns=self.options["columns"],
            sentences=self.options["sentences"],
            errors=self.errors,
            amounts=self.amounts,
        )
        return StructType(carried + own.fields)

    def __call__(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from self.rows(pyarrow.table(batch) if not hasattr(batch, "__arrow_c_stream__") else batch)

    def rows(self, texts: Any) -> Iterator[pyarrow.RecordBatch]:
        """The rows of a stream of texts."""
        rows = _tagger(self.options).annotate_batches(
            texts, text=self.text, id=self.id, keep=self.keep, errors=self.errors, amounts=self.amounts
        )
        for made in pyarrow.RecordBatchReader.from_stream(rows):
            yield made if self.id else made.drop_columns(["document"])

    def rows_of(self, part: Part) -> Iterator[pyarrow.RecordBatch]:
        """The rows of what this process reads itself, without a detour through Java."""
        if part.groups is not None:
            return self.rows(part.batches([*dict.fromkeys([self.text, *([self.id] if self.id else []), *self.keep])]))
        return part.rows(_tagger(self.options), self.errors, self.amounts)


_taggers: Dict[bytes, Tagger] = {}


def _tagger(options: Dict[str, Any]) -> Tagger:
    """One tagger a process and set of options."""
    import hashlib
    import pickle

    key = hashlib.sha256(pickle.dumps(options)).digest()
    if key not in _taggers:
        if not options["default_cache"] and options["cache"] is None:
            options = {**options, "cache": _cache()}
        tagger = Tagger.__new__(Tagger)
        tagger.__setstate__(options)
        _taggers[key] = tagger
    return _taggers[key]


def _cache() -> str:
    """A folder of our own on the machine that the task runs on: executors often have no home."""
    folder = os.path.join(tempfile.gettempdir(), f"gaztag-{os.getuid() if hasattr(os, 'getuid') else 'user'}")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if hasattr(os, "getuid") and os.stat(folder).st_uid != os.getuid():
            return tempfile.mkdtemp(prefix="gaztag-")
    except OSError:
        return tempfile.mkdtemp(prefix="gaztag-")
    return folder


def _read(source: Any) -> List[Any]:
    """A list as its bytes, so that no task needs the file; a folder as its files."""
    name, label, data = source
    if data is not None:
        return [source]
    if label is None and "=" in name and not os.path.exists(name):
        label, name = name.split("=", 1)
    if not os.path.isdir(name):
        with open(name, "rb") as file:
            return [(name, label, file.read())]
    lists = []
    for folder, folders, files in os.walk(name):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in sorted(files):
            if file.lower().endswith((".csv", ".tsv")) and not file.startswith("."):
                with open(os.path.join(folder, file), "rb") as list_file:
                    data = list_file.read()
                # Rows of a folder's lists have their label from the folder.
                lists.append((os.path.join(folder, file), label or label_of(folder), data))
    return lists


def register(spark: Optional[SparkSession] = None) -> None:
    """Makes ``format("gaztag")`` known to a session.

    ``df.write.format("gaztag").option("text", "body").option("id", "id").save(path)``
    annotates and writes Parquet from Python, which spares Spark's writers;
    ``spark.read.format("gaztag").load(folder)`` reads the documents of a folder,
    many small ones to a task.
    """
    spark = spark or SparkSession.getActiveSession()
    if spark is None:
        raise RuntimeError("there is no Spark session; make one before")
    spark.dataSource.register(GaztagSource)


class GaztagSource(DataSource):
    """``format("gaztag")``: rows out as Parquet or CSV; documents, their rows, or parts of them in."""

    @classmethod
    def name(cls) -> str:
        return "gaztag"

    def schema(self) -> Any:
        give = _give(self.options)
        if give == "rows":
            return _row_schema(self.options)
        return "part string" if give == "parts" else "document string, text string, error string"

    def reader(self, schema: StructType) -> DataSourceReader:
        return _Reader(self.options, schema)

    def writer(self, schema: StructType, overwrite: bool) -> DataSourceArrowWriter:
        return _Writer(self.options, schema, overwrite)


def _give(options: Any) -> str:
    give = options.get("give", "texts")
    if give not in ("texts", "rows", "parts"):
        raise ValueError(f"give is texts, rows or parts, not {give!r}")
    return str(give)


def _work(options: Any) -> _Work:
    """The work that the options of a data source ask for; those of the tagger are JSON among them."""
    import json

    return _Work(
        options.get("text", "text"),
        options.get("id"),
        [column for column in options.get("keep", "").split(",") if column],
        options.get("errors", "rows"),
        options.get("amounts", "decimal"),
        dict(json.loads(options.get("options", "{}"))),
    )


def _row_schema(options: Any) -> StructType:
    from pyspark.sql.pandas.types import from_arrow_schema

    work, path = _work(options), options["path"]
    if is_parquet(path):
        return work.schema(from_arrow_schema(parquet_schema(path)))
    work.id, work.keep = "document", []
    return work.schema(StructType([StructField("document", StringType())]))


class _Partition(InputPartition):
    def __init__(self, part: Part) -> None:
        self.part = part


class _Reader(DataSourceReader):
    """Sends paths to the tasks, which read the files."""

    def __init__(self, options: Any, schema: StructType) -> None:
        self.give, self.path, self.spark_schema = _give(options), options["path"], schema
        self.glob = options.get("glob", "*.txt")
        self.size = int(options.get("size", SIZE))
        self.encoding = options.get("encoding")
        self.work = _work(options) if self.give == "rows" else None

    def partitions(self) -> List[_Partition]:
        found = parts(self.path, self.glob, self.size)
        if self.give == "texts" and any(part.groups is not None for part in found):
            raise ValueError(f"{self.path}: the texts of Parquet files are read by spark.read.parquet")
        return [_Partition(part) for part in found or [Part(self.path, [])]]

    def read(self, partition: Any) -> Iterator[pyarrow.RecordBatch]:
        if self.give == "parts":
            return iter([pyarrow.record_batch({"part": [partition.part.dump()]})])
        if self.work is None:
            return _batches(partition.part.documents(self.encoding))
        from pyspark.sql.pandas.types import to_arrow_schema

        schema = to_arrow_schema(self.spark_schema, timezone="UTC")
        rows = self.work.rows_of(partition.part)
        return (batch if batch.schema.equals(schema) else batch.cast(schema) for batch in rows)


def _batches(documents: Iterator[Document]) -> Iterator[pyarrow.RecordBatch]:
    while rows := [*itertools.islice(documents, 1000)]:
        columns = [pyarrow.array(column, pyarrow.string()) for column in zip(*(row[:3] for row in rows))]
        yield pyarrow.RecordBatch.from_arrays(columns, names=["document", "text", "error"])


class _Message(WriterCommitMessage):
    def __init__(self, files: List[str]) -> None:
        self.files = files


class _Writer(DataSourceArrowWriter):
    """Annotates and writes one file a task; files appear when the job is done."""

    def __init__(self, options: Any, schema: StructType, overwrite: bool) -> None:
        self.path, self.kind, self.overwrite = options["path"], options.get("kind", "parquet"), overwrite
        if self.kind not in ("parquet", "csv"):
            raise ValueError(f"kind is parquet or csv, not {self.kind!r}")
        self.work = _work(options)
        self.parts = schema.fieldNames() == ["part"]
        if os.path.isdir(self.path) and os.listdir(self.path) and not overwrite:
            raise ValueError(f"{self.path}: there are files already; write elsewhere or with mode(\"overwrite\")")

    def write(self, batches: Iterator[pyarrow.RecordBatch]) -> _Message:
        import uuid

        folder = os.path.join(self.path, "_temporary")
        os.makedirs(folder, exist_ok=True)
        file = RowFile(os.path.join(folder, f"part-{uuid.uuid4()}.{self.kind}"), self.kind)
        for made in self._rows_of_parts(batches) if self.parts else self.work(batches):
            file.write(made)
        return _Message(file.close())

    def _rows_of_parts(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            for part in batch.column(0).to_pylist():
                yield from self.work.rows_of(Part.load(part))

    def commit(self, messages: List[Any]) -> None:
        files = [file for message in messages if message is not None for file in message.files]
        if self.overwrite and os.path.isdir(self.path):
            for name in os.listdir(self.path):
                if name.startswith("part-"):
                    os.remove(os.path.join(self.path, name))
        for file in files:
            os.rename(file, os.path.join(self.path, os.path.basename(file)))
        self._clean()

    def abort(self, messages: List[Any]) -> None:
        self._clean()

    def _clean(self) -> None:
        import shutil

        shutil.rmtree(os.path.join(self.path, "_temporary"), ignore_errors=True)
