"""Data frames in, data frames out."""

from __future__ import annotations

import re
import warnings
from typing import Any, Optional, Sequence

from ._gaztag import Rows
from ._tagger import Tagger, _chosen

_LONE = re.compile("[\ud800-\udfff]")


def annotate(
    data: Any,
    text: str = "text",
    id: Optional[str] = None,
    *,
    keep: Sequence[str] = (),
    errors: str = "raise",
    amounts: str = "decimal",
    tagger: Optional[Tagger] = None,
    **options: Any,
) -> Any:
    """The mentions in a column of a data frame, one row each.

    Args:
        data: A data frame of pandas or polars (lazy ones are collected), a
            table of pyarrow, or whatever has ``__arrow_c_stream__``.
        text: The column with the texts.
        id: The column that becomes ``document``; where None, the number of the
            row from 0.
        keep: Columns to repeat for each mention, as ``doc_<column>``.
        errors: ``raise``, or ``rows``: a text that cannot be read is a row that
            has nothing but ``document`` and ``error``.
        amounts: ``decimal`` with nine places, or ``text``, always exact.
        tagger: The tagger to use; where None one is made of ``options``, which
            are those of :class:`Tagger`.

    Returns:
        A frame of the caller's kind; :class:`Rows` for other kinds.

    >>> import polars
    >>> df = polars.DataFrame({"id": ["a"], "body": ["Bayer invests in Shanghai."]})
    >>> annotate(df, text="body", id="id").select("document", "text", "label").rows()
    [('a', 'Bayer', 'ORG'), ('a', 'Shanghai', 'PLACE')]
    """
    tagger = _chosen(tagger, options)
    kind = type(data).__module__.split(".")[0]
    if kind == "polars" and hasattr(data, "collect"):
        data = data.select([*dict.fromkeys([text, *([id] if id else []), *keep])]).collect()
    source = _from_pandas(data, [text, *([id] if id else []), *keep]) if kind == "pandas" else data
    if not hasattr(source, "__arrow_c_stream__"):
        raise TypeError(f"a data frame is expected, not {type(data).__name__}; for texts see Tagger.annotate")
    rows = tagger.annotate_batches(
        source, text=text, id=id, keep=keep, errors=errors, amounts=amounts
    ).read_all()
    if rows.inexact:
        warnings.warn(
            f"{rows.inexact} amounts have more than nine places and are null; amounts='text' holds them",
            stacklevel=2,
        )
    return _as_kind(rows, data, kind)


def _from_pandas(data: Any, columns: list[str]) -> Any:
    import pyarrow

    data = data[[*dict.fromkeys(columns)]]
    try:
        return pyarrow.Table.from_pandas(data, preserve_index=False)
    except UnicodeEncodeError:
        # Arrow has no lone surrogates: they become U+FFFD, as in Tagger.annotate.
        return pyarrow.Table.from_pandas(data.apply(lambda column: column.map(_sane)), preserve_index=False)


def _sane(value: Any) -> Any:
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def _as_kind(rows: Rows, data: Any, kind: str) -> Any:
    if kind == "pandas":
        return rows.to_pandas()
    if kind == "polars":
        return rows.to_polars()
    if kind == "pyarrow":
        return rows.to_arrow()
    return rows
