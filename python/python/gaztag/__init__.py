"""Finds organizations, places and amounts of money in texts.

>>> import gaztag
>>> for mention in gaztag.Tagger().annotate("Bayer invests $2 million in Shanghai."):
...     print(mention.label, mention.text, mention.amount)
ORG Bayer None
MONEY $2 million 2000000
PLACE Shanghai None

Offsets are code points, as Python counts them; amounts are
:class:`decimal.Decimal`. ``annotate(df, text="body")`` takes a data frame of
pandas, polars or pyarrow and gives one of its kind back.
"""

from ._frames import annotate
from ._gaztag import Mention, Rows, RowStream, __version__, stretches
from ._files import Document, read, table
from ._mentions import Mentions
from ._tagger import Tagger
from .errors import GaztagError, ListError, ListProblem, OptionError, PathError, TextError

__all__ = [
    "Document",
    "GaztagError",
    "ListError",
    "ListProblem",
    "Mention",
    "Mentions",
    "OptionError",
    "PathError",
    "RowStream",
    "Rows",
    "Tagger",
    "TextError",
    "__version__",
    "annotate",
    "read",
    "stretches",
    "table",
]
