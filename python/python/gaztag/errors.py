"""The errors of gaztag. Each says where, what, and what to do."""

from __future__ import annotations

from typing import Any, NamedTuple


class GaztagError(Exception):
    """What all errors of gaztag are."""


class ListProblem(NamedTuple):
    """One mistake in one list."""

    severity: str
    """``error``, or ``warning`` for a list that works all the same."""
    path: str
    """The file, or the name of a list in memory."""
    line: int
    """From 1; 0 where the whole file is meant."""
    column: int
    """In code points from 1; 0 where the whole line is meant."""
    value: str
    """The value in question; may be empty."""
    message: str
    """What is wrong with it."""
    help: str
    """What to do."""

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(at) for at in (self.line, self.column) if at)])
        value = f": `{self.value}`" if self.value else ""
        return f"{place}: {self.message}{value}" + (f"; {self.help}" if self.help else "")


class ListError(GaztagError, ValueError):
    """A list cannot be used; ``problems`` holds every mistake of every list.

    >>> import gaztag
    >>> try:
    ...     gaztag.Tagger([gaztag.Tagger.list("drugs", b"title\\nZorbamycin\\n")])
    ... except gaztag.ListError as error:
    ...     print(error.problems[0].path, error.problems[0].line)
    drugs 1
    """

    def __init__(self, problems: list[ListProblem], more: int = 0) -> None:
        super().__init__(problems, more)
        self.problems = problems
        self.more = more
        """How many more there are than ``problems`` holds."""

    @classmethod
    def _of(cls, problems: list[tuple[Any, ...]], more: int) -> ListError:
        return cls([ListProblem(*problem) for problem in problems], more)

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[:20]]
        more = len(self.problems) - len(shown) + self.more
        return "\n".join([*shown, *([f"… and {more} more"] if more else [])])


class OptionError(GaztagError, ValueError):
    """An option has a value that it cannot have."""


class TextError(GaztagError, ValueError):
    """A text cannot be read: bytes that mean nothing in the encoding, or too many."""


class PathError(GaztagError, OSError):
    """A path or a document cannot be read."""
