"""The tagger."""

from __future__ import annotations

import operator
import os
from typing import Any, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Union

from ._gaztag import Lists, NativeTagger, Rows, RowStream
from ._mentions import Mentions
from .errors import ListProblem, OptionError


class ListInMemory(NamedTuple):
    """A list in memory, see :meth:`Tagger.list`."""

    name: str
    data: bytes
    label: Optional[str]


ListSource = Union[str, "os.PathLike[str]", ListInMemory]
Text = Union[str, bytes]


class Tagger:
    """Finds names and amounts in texts: built once, then used for any number of them.

    A tagger never changes. Threads may share it, it can be pickled (by what it
    was built from, so paths of lists have to be there where it is unpickled),
    and it works on in a forked child.

    Args:
        gazetteers: Lists of your own: paths of files or folders, ``LABEL=path``
            as on the command line, lists in memory (:meth:`list`), or a mapping
            from labels to any of these, to data frames, or to ``bytes`` of CSV.
        default_gazetteers: Use the lists that come with gaztag.
        labels: Give mentions with these labels only; all where None.
        nested: Give mentions inside others too.
        columns: Columns of the lists that mentions bring along.
        default_currency: What ``$5`` is worth in a text that does not tell, as
            ISO 4217 code; where None, what English news means.
        language: The language of the texts, as ``de``, ``deu`` or ``de-AT``; told
            from each text where None. It decides which endings the names of
            your own lists may have.
        sports: In tables and reports of results a city is its club.
        sentences: Give each mention its sentence; costs about a tenth.
        encoding: The encoding of ``bytes`` that are not UTF-8 and have no byte
            order mark; told from the bytes where None.
        max_size: The greatest size of a text in bytes, 256 MiB where None.
        threads: How many threads share the work of a call; 0 takes as many as
            there are cores. One is right where the caller runs several.
        cache: The folder in which large lists are kept compiled; True takes the
            one in the user's cache folder, False or None none.

    Raises:
        ListError: A list is wrong; every mistake with file, line and column.
        OptionError: A label, column, currency, language or encoding is not there, or a
            number is none that there can be.

    >>> tagger = Tagger(labels=["PLACE"])
    >>> [mention.text for mention in tagger.annotate("Bayer invests in Shanghai.")]
    ['Shanghai']
    """

    def __init__(
        self,
        gazetteers: Union[None, ListSource, Iterable[ListSource], Mapping[str, Any]] = None,
        *,
        default_gazetteers: bool = True,
        labels: Optional[Sequence[str]] = None,
        nested: bool = False,
        columns: Optional[Sequence[str]] = None,
        default_currency: Optional[str] = None,
        language: Optional[str] = None,
        sports: bool = False,
        sentences: bool = True,
        encoding: Optional[str] = None,
        max_size: Optional[int] = None,
        threads: int = 1,
        cache: Union[None, bool, str, "os.PathLike[str]"] = True,
    ) -> None:
        self._options: dict[str, Any] = {
            "lists": [_list(source) for source in _sources(gazetteers)],
            "shipped": default_gazetteers,
            "labels": _names(labels),
            "nested": nested,
            "columns": _names(columns),
            "default_currency": default_currency,
            "language": language,
            "sports": sports,
            "sentences": sentences,
            "encoding": encoding,
            "max_size": None if max_size is None else _number("max_size", max_size),
            "threads": _number("threads", threads),
            "cache": None if cache is None or isinstance(cache, bool) else os.fspath(cache),
            "default_cache": cache is True,
        }
        try:
            self._native = NativeTagger(self._options)
        except TypeError as error:
            # PyO3 names its own structure; its cause says what is wrong.
            raise TypeError(f"{str(error).rpartition('.')[2]}: {error.__cause__ or error}") from None

    @staticmethod
    def list(name: str, data: Any, label: Optional[str] = None) -> ListInMemory:
        """A list in memory, to be given to :class:`Tagger`.

        Args:
            name: Tells it from others in messages; its rows get their label
                from it, as from the name of a file, where ``label`` is None.
            data: CSV with a header as ``str`` or ``bytes``, or a data frame of
                pandas, polars or pyarrow with the same columns.
            label: The label of rows that name none.

        >>> drugs = Tagger.list("drugs", "name,id\\nZorbamycin,crm:7\\n")
        >>> [(m.label, m.id) for m in Tagger([drugs]).annotate("They took Zorbamycin.")]
        [('DRUG', 'crm:7')]
        """
        return ListInMemory(name, _csv(data), label)

    def annotate(self, text: Text) -> Mentions:
        """The mentions of a text, in their order.

        A ``str`` may hold what it likes, lone surrogates and NULs too; ``bytes``
        are decoded as the command line decodes a file.

        Raises:
            TextError: ``bytes`` mean nothing in the encoding, or a text is too large.

        >>> text = "😀 Bayer AG"
        >>> [mention] = Tagger().annotate(text)
        >>> text[mention.start:mention.end]
        'Bayer AG'
        """
        return Mentions(self._native.annotate(text), text)

    def annotate_batch(self, texts: Iterable[Text]) -> List[Mentions]:
        """The mentions of many texts, in their order; other Python threads go on meanwhile.

        Raises:
            TextError: As for :meth:`annotate`; it names the text by its number.
        """
        if isinstance(texts, (str, bytes)):
            raise TypeError(f"many texts are expected, not one {type(texts).__name__}; for one text see annotate")
        texts = [*texts]
        for at, text in enumerate(texts):
            if not isinstance(text, (str, bytes)):
                raise TypeError(f"text {at}: a text is str or bytes, not {type(text).__name__}")
        return [Mentions(found, text) for found, text in zip(self._native.annotate_batch(texts), texts)]

    def annotate_arrow(self, texts: Any, *, errors: str = "raise", amounts: str = "decimal") -> Rows:
        """The rows of an Arrow array of texts, of whatever library.

        The column ``document`` counts texts from 0; the others are those of the
        command line.

        Args:
            texts: What has ``__arrow_c_array__`` or ``__arrow_c_stream__``:
                strings, or bytes, which are decoded as files are. A null has no
                rows.
            errors: ``raise``, or ``rows``: a text that cannot be read is a row
                that has nothing but ``document`` and ``error``.
            amounts: ``decimal``, with nine places behind the dot, or ``text``,
                which holds every amount exactly. An amount with more places is
                null as a decimal, and counted in ``Rows.inexact``.
        """
        return self._native.array(texts, _errors(errors), _amounts(amounts)).read_all()

    def annotate_lists(self, texts: Any, *, errors: str = "raise", amounts: str = "decimal") -> Lists:
        """For each text of an Arrow array the list of its rows: as long as the array.

        Made for polars: ``column.map_batches(tagger.polars, is_elementwise=True)``.
        """
        return self._native.lists(texts, _errors(errors), _amounts(amounts))

    def annotate_batches(
        self,
        data: Any,
        *,
        text: str = "text",
        id: Optional[str] = None,
        keep: Sequence[str] = (),
        errors: str = "raise",
        amounts: str = "decimal",
    ) -> RowStream:
        """The rows of a stream of Arrow batches, made as they are asked for.

        Memory does not grow with the stream: a batch is closed at 131,072 rows
        or 32 MiB, inside a text where need be.

        Args:
            data: What has ``__arrow_c_stream__``: a table, a reader, a frame.
            text: The column with the texts.
            id: The column that becomes ``document``; where None, a number from 0.
            keep: Columns to repeat for each row, as ``doc_<column>``.
            errors: As for :meth:`annotate_arrow`.
            amounts: As for :meth:`annotate_arrow`.
        """
        carried = [("document", id)] if id is not None else []
        carried += [(f"doc_{column}", column) for column in _names(keep)]
        return self._native.stream(data, text, carried, _errors(errors), _amounts(amounts))

    def polars(self, texts: Any) -> Any:
        """A polars series of texts → a series of lists of rows."""
        import polars

        return polars.Series(texts.name, self.annotate_lists(texts))

    @property
    def warnings(self) -> List[ListProblem]:
        """What to look at in the lists, though they work."""
        return [ListProblem(*problem) for problem in self._native.warnings]

    def __getstate__(self) -> dict[str, Any]:
        return self._options

    def __setstate__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._native = NativeTagger(options)

    def __repr__(self) -> str:
        lists = ", ".join(str(name) for name, _, _ in self._options["lists"])
        return f"<Tagger{' with ' if lists else ''}{lists}>"


def _sources(gazetteers: Any) -> list[Any]:
    if gazetteers is None:
        return []
    if isinstance(gazetteers, Mapping):
        return [(label, source) for label, source in gazetteers.items()]
    if isinstance(gazetteers, (str, os.PathLike, ListInMemory)):
        return [gazetteers]
    if isinstance(gazetteers, bytes) or _is_frame(gazetteers):
        return [_list(gazetteers)]
    return [*gazetteers]


def _list(source: Any) -> tuple[str, Optional[str], Optional[bytes]]:
    if isinstance(source, ListInMemory):
        return source.name, source.label, source.data
    if isinstance(source, tuple) and len(source) == 2:
        label, of = source
        if not isinstance(label, str):
            raise TypeError(f"a label is str, not {type(label).__name__}")
        if isinstance(of, bytes) or _is_frame(of):
            return label, label, _csv(of)
        name, _, data = _list(of)
        return name, label, data
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source), None, None
    if isinstance(source, bytes) or _is_frame(source):
        raise TypeError("a list in memory needs a label or a name: {label: data}, or Tagger.list(name, data)")
    raise TypeError(
        f"a list is a path, LABEL=path, {{label: path or data frame}} or Tagger.list(name, data), not {type(source).__name__}"
    )


def _is_frame(data: Any) -> bool:
    return any(hasattr(data, method) for method in ("write_csv", "to_csv", "__arrow_c_stream__"))


def _csv(data: Any) -> bytes:
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode()
    if hasattr(data, "write_csv"):
        return data.write_csv().encode()
    if hasattr(data, "to_csv"):
        return data.to_csv(index=False).encode()
    if hasattr(data, "__arrow_c_stream__"):
        import io

        import pyarrow
        import pyarrow.csv

        out = io.BytesIO()
        pyarrow.csv.write_csv(pyarrow.table(data), out)
        return out.getvalue()
    raise TypeError(f"a list is CSV or a data frame, not {type(data).__name__}")


def _chosen(tagger: Optional[Tagger], options: dict[str, Any]) -> Tagger:
    """The tagger that was given, or one that is made of options."""
    if tagger is not None and options:
        raise TypeError(f"give a tagger or its options, not both: {', '.join(options)}")
    return tagger or Tagger(**options)


def _names(names: Optional[Sequence[str]]) -> list[str]:
    return [names] if isinstance(names, str) else [*(names or ())]


def _number(option: str, value: Any) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if not 0 <= number < 1 << 63:
        raise OptionError(f"{option}: a whole number from 0 on is expected, not {value!r}")
    return number


def _errors(errors: str) -> bool:
    if errors not in ("raise", "rows"):
        raise ValueError(f"errors is 'raise' or 'rows', not {errors!r}")
    return errors == "rows"


def _amounts(amounts: str) -> bool:
    if amounts not in ("decimal", "text"):
        raise ValueError(f"amounts is 'decimal' or 'text', not {amounts!r}")
    return amounts == "text"
