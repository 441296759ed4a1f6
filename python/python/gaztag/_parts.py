"""Texts that a Python process of a cluster reads for itself, in parts for its tasks."""

from __future__ import annotations

import fnmatch
import json
import os
import re
from typing import Any, Iterator, List, NamedTuple, Optional, Tuple

import pyarrow
import pyarrow.fs
import pyarrow.parquet

from ._files import Document, read, table
from ._tagger import Tagger

SIZE = 32 << 20
"""Row groups of about so many bytes, unpacked, are a task."""
FILES = 2000
"""So many small files are a task."""
TEXTS = 1000
"""So many texts are read at a time."""


class Part(NamedTuple):
    """What one task reads: some row groups of a Parquet file, or some small files."""

    root: str
    """The path that was asked for; it tells the file system."""
    files: List[str]
    groups: Optional[List[int]] = None

    def dump(self) -> str:
        """As text, so that any frame can carry it."""
        return json.dumps(self)

    @classmethod
    def load(cls, part: str) -> Part:
        return cls(*json.loads(part))

    def batches(self, columns: List[str]) -> pyarrow.RecordBatchReader:
        """The texts of row groups, without the rest of their file."""
        file = _open(self.root, self.files[0])
        schema = pyarrow.schema([file.schema_arrow.field(column) for column in columns])
        batches = file.iter_batches(TEXTS, row_groups=self.groups, columns=columns, use_threads=False)
        return pyarrow.RecordBatchReader.from_batches(schema, (batch.select(columns) for batch in batches))

    def documents(self, encoding: Optional[str]) -> Iterator[Document]:
        """Small files, named below the folder."""
        for path in self.files:
            for document in read(path, encoding=encoding, errors="rows"):
                yield document._replace(name=self.name(document.name))

    def rows(self, tagger: Tagger, errors: str, amounts: str) -> Iterator[pyarrow.RecordBatch]:
        """The rows of small files, by the command line's readers."""
        found = pyarrow.table(table(self.files, errors=errors, amounts=amounts, tagger=tagger))
        names = pyarrow.array([self.name(name) for name in found["document"].to_pylist()], pyarrow.string())
        yield from found.set_column(0, "document", names).to_batches()

    def name(self, document: str) -> str:
        """A document's name below the folder that was asked for."""
        return os.path.relpath(document, self.root) if os.path.isdir(self.root) else document


def is_parquet(path: str) -> bool:
    """True for a Parquet file, and a folder with one."""
    return bool(_parquet_files(path))


def parts(path: str, glob: str, size: int) -> List[Part]:
    """What there is to read, in parts of about ``size`` bytes."""
    found = [part for file in _parquet_files(path) for part in _groups(path, file, size)]
    return found or _small_files(path, glob)


def schema(path: str) -> pyarrow.Schema:
    """The columns of Parquet files: those of the first one."""
    return _open(path, _parquet_files(path)[0]).schema_arrow


def _groups(root: str, file: str, size: int) -> Iterator[Part]:
    metadata = _open(root, file).metadata
    groups: List[int] = []
    bytes_of = 0
    for group in range(metadata.num_row_groups):
        groups.append(group)
        bytes_of += metadata.row_group(group).total_byte_size
        if bytes_of >= size:
            yield Part(root, [file], groups)
            groups, bytes_of = [], 0
    if groups:
        yield Part(root, [file], groups)


def _small_files(folder: str, glob: str) -> List[Part]:
    paths = []
    for below, folders, files in os.walk(folder):
        folders.sort()
        paths += [os.path.join(below, file) for file in files if fnmatch.fnmatch(file, glob)]
    paths.sort()
    return [Part(folder, paths[at : at + FILES]) for at in range(0, len(paths), FILES)]


def _parquet_files(path: str) -> List[str]:
    files, at = _place(path)
    if files.get_file_info(at).type == pyarrow.fs.FileType.File:
        return [at] if at.endswith(".parquet") else []
    chosen = pyarrow.fs.FileSelector(at, recursive=True, allow_not_found=True)
    # As Spark has it: what begins with a dot or an underscore is no data.
    found = [info.path for info in files.get_file_info(chosen) if info.path.endswith(".parquet")]
    return sorted(file for file in found if not re.search(r"/[._]", file[len(at) :]))


def _open(root: str, file: str) -> pyarrow.parquet.ParquetFile:
    return pyarrow.parquet.ParquetFile(file, filesystem=_place(root)[0])


def _place(path: str) -> Tuple[pyarrow.fs.FileSystem, str]:
    """The file system of a path or of an address as ``s3://bucket/texts``."""
    if re.match(r"[a-z][a-z0-9+.-]+:/", path):
        return pyarrow.fs.FileSystem.from_uri(path)
    return pyarrow.fs.LocalFileSystem(), os.path.abspath(path)


class RowFile:
    """Rows into a file, in row groups that are worth their name."""

    ROWS = 131_072
    BYTES = 64 << 20

    def __init__(self, path: str, kind: str) -> None:
        self.path, self.kind = path, kind
        self.waiting: List[pyarrow.RecordBatch] = []
        self.rows = self.bytes = 0
        self.writer: Any = None

    def write(self, batch: pyarrow.RecordBatch) -> None:
        self.waiting.append(batch)
        self.rows += batch.num_rows
        self.bytes += batch.nbytes
        if self.rows >= self.ROWS or self.bytes >= self.BYTES:
            self._flush()

    def close(self) -> List[str]:
        """The files that were written."""
        self._flush()
        if self.writer is None:
            return []
        self.writer.close()
        return [self.path]

    def _flush(self) -> None:
        if not self.waiting:
            return
        if self.writer is None:
            self.writer = self._writer(self.waiting[0].schema)
        self.writer.write_table(pyarrow.Table.from_batches(self.waiting))
        self.waiting, self.rows, self.bytes = [], 0, 0

    def _writer(self, schema: pyarrow.Schema) -> Any:
        import pyarrow.csv

        if self.kind == "csv":
            return pyarrow.csv.CSVWriter(self.path, schema)
        return pyarrow.parquet.ParquetWriter(self.path, schema)
