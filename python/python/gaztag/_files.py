"""Files and folders, by the readers of the command line."""

from __future__ import annotations

import os
from typing import Any, Dict, Iterable, Iterator, NamedTuple, Optional, Sequence, Union

from . import _gaztag
from ._gaztag import Rows
from ._tagger import Tagger, _amounts, _chosen, _errors, _names
from .errors import PathError

Paths = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]]


class Document(NamedTuple):
    """A document that was read."""

    name: str
    """As the column ``document`` has it."""
    text: Optional[str]
    """None where it could not be read."""
    error: Optional[str] = None
    """Why it could not be read."""
    fields: Dict[str, str] = {}
    """The fields that were asked for with ``keep``."""


def read(
    paths: Paths,
    *,
    globs: Sequence[str] = (),
    hidden: bool = False,
    text_column: Sequence[str] = (),
    id_column: Optional[str] = None,
    keep: Sequence[str] = (),
    encoding: Optional[str] = None,
    max_size: Optional[int] = None,
    errors: str = "raise",
) -> Iterator[Document]:
    """The documents of files and folders, in the order of the command line.

    Args:
        paths: Files or folders; a folder is walked.
        globs: Which files of a folder are documents; ``!`` takes files out.
        hidden: Take files and folders whose name begins with a dot too.
        text_column: The columns of a table that hold its texts.
        id_column: The column of a table that names its documents.
        keep: Columns of a table to bring along.
        encoding: Of what is not UTF-8 and has no byte order mark; told from the
            bytes where None.
        max_size: The greatest size of a document in bytes, 256 MiB where None.
        errors: ``raise``, or ``rows``: a document that cannot be read has an
            ``error`` and no text.

    Raises:
        PathError: A path is not there, or a document cannot be read.
    """
    as_rows = _errors(errors)
    inputs = _inputs(globs, hidden, text_column, id_column, keep, encoding, max_size)
    for name, text, error, fields in _gaztag.read(_paths(paths), inputs):
        if error is not None and not as_rows:
            raise PathError(f"{name}: {error}")
        yield Document(name, text, error, dict(fields))


def table(
    paths: Paths,
    *,
    globs: Sequence[str] = (),
    hidden: bool = False,
    text_column: Sequence[str] = (),
    id_column: Optional[str] = None,
    keep: Sequence[str] = (),
    errors: str = "raise",
    amounts: str = "decimal",
    tagger: Optional[Tagger] = None,
    **options: Any,
) -> Rows:
    """The rows of files and folders: those of ``gaztag annotate``.

    Args:
        paths: As for :func:`read`.
        globs, hidden, text_column, id_column: As for :func:`read`.
        keep: Columns of a table to repeat for each mention, as ``doc_<column>``.
        errors: ``raise``, or ``rows``: a document that cannot be read is a row
            that has nothing but ``document`` and ``error``.
        amounts: ``decimal`` with nine places, or ``text``, always exact.
        tagger: The tagger to use; where None one is made of ``options``, which
            are those of :class:`Tagger`.

    Raises:
        PathError: A path is not there, or a document cannot be read.
    """
    tagger = _chosen(tagger, options)
    encoding, max_size = tagger._options["encoding"], tagger._options["max_size"]
    inputs = _inputs(globs, hidden, text_column, id_column, keep, encoding, max_size)
    return _gaztag.table(tagger._native, _paths(paths), inputs, _errors(errors), _amounts(amounts))


def _paths(paths: Paths) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def _inputs(
    globs: Sequence[str],
    hidden: bool,
    text_column: Sequence[str],
    id_column: Optional[str],
    keep: Sequence[str],
    encoding: Optional[str],
    max_size: Optional[int],
) -> Dict[str, Any]:
    return {
        "globs": _names(globs),
        "hidden": hidden,
        "encoding": encoding,
        "max_size": max_size,
        "text_columns": _names(text_column),
        "id_column": id_column,
        "keep": _names(keep),
    }
