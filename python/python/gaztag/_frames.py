"""Data frames in, data frames out."""

from __future__ import annotations

import re
import warnings
from typing import Any, List, Optional, Sequence

from ._gaztag import Rows
from ._tagger import Tagger, _chosen, _names

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
        data: A data frame of pandas or polars (lazy ones are collected) or a
            series of texts, a table of pyarrow, or whatever has
            ``__arrow_c_stream__``.
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
    tagger, keep = _chosen(tagger, options), _names(keep)
    kind = type(data).__module__.split(".")[0]
    if kind in ("pandas", "polars") and hasattr(data, "to_frame"):
        data = data.to_frame(text)
    wanted = [*dict.fromkeys([text, *([] if id is None else [id]), *keep])]
    if kind == "pandas" and hasattr(data, "columns"):
        source = _from_pandas(data, wanted, text)
    elif kind == "polars" and hasattr(data, "select"):
        source = _from_polars(data, wanted)
    else:
        source = data
    if not hasattr(source, "__arrow_c_stream__"):
        raise TypeError(
            f"a data frame is expected, not {type(data).__name__}; for texts see Tagger.annotate and Tagger.annotate_batch"
        )
    rows = tagger.annotate_batches(
        source,
        text=str(text),
        id=None if id is None else str(id),
        keep=[str(column) for column in keep],
        errors=errors,
        amounts=amounts,
    ).read_all()
    if rows.inexact:
        warnings.warn(
            f"{rows.inexact} amounts have more than nine places and are null; amounts='text' holds them",
            stacklevel=2,
        )
    return _as_kind(rows, data, kind)


def _from_pandas(data: Any, columns: List[Any], text: Any) -> Any:
    import pyarrow

    _check(columns, [*data.columns])
    data = data[columns]
    # Arrow knows names that are strings alone.
    data.columns = [str(column) for column in columns]
    # Where no row has a text, pandas holds numbers that are none.
    if getattr(data[str(text)].dtype, "kind", "") == "f" and data[str(text)].isna().all():
        data = data.astype({str(text): object})
    try:
        return pyarrow.Table.from_pandas(data, preserve_index=False)
    except UnicodeEncodeError:
        # Arrow has no lone surrogates: they become U+FFFD, as in Tagger.annotate.
        return pyarrow.Table.from_pandas(data.apply(lambda column: column.map(_sane)), preserve_index=False)
    except (pyarrow.ArrowTypeError, pyarrow.ArrowInvalid):
        for at, value in enumerate(data[str(text)]):
            if not isinstance(value, (str, bytes)) and not _is_nothing(value):
                raise TypeError(
                    f"column {text!r}, row {at}: a text is str or bytes, not {type(value).__name__}; "
                    "convert the column, or make what is no text None"
                ) from None
        raise


def _is_nothing(value: Any) -> bool:
    """None, NaN, NaT, NA."""
    import pandas

    return bool(pandas.api.types.is_scalar(value) and pandas.isna(value))


def _from_polars(data: Any, columns: List[str]) -> Any:
    import polars

    lazy = hasattr(data, "collect")
    schema = data.collect_schema() if lazy else data.schema
    _check(columns, [*schema])
    data = data.select(columns)
    # A column of nothing is of a type that polars and others write in different ways.
    nothing = [name for name in columns if schema[name] == polars.Null]
    data = data.with_columns(polars.col(nothing).cast(polars.String)) if nothing else data
    return data.collect() if lazy else data


def _check(wanted: List[Any], there: List[Any]) -> None:
    for column in wanted:
        if there.count(column) == 0:
            raise KeyError(f"there is no column {column!r}; there are {', '.join(map(str, there)) or 'none'}")
        if there.count(column) > 1:
            raise KeyError(f"there are {there.count(column)} columns {column!r}; give them names of their own")


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
