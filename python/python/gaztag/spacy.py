"""A component for spaCy pipelines: ``nlp.add_pipe("gaztag")``.

It sets ``doc.ents``: the label, ``span.kb_id_`` and ``span.id_`` (the id of the
list row). Mentions that share a token with an entity that is there already
give way to it; ``overwrite`` turns that round. All mentions, with names and
amounts, are in ``doc._.gaztag``.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ._mentions import Mentions
from ._tagger import Tagger


class Component:
    """Tags documents of spaCy."""

    def __init__(self, name: str, options: Dict[str, Any], overwrite: bool) -> None:
        self.name = name
        self.overwrite = overwrite
        self.tagger = Tagger(**options)
        if not Doc.has_extension("gaztag"):
            Doc.set_extension("gaztag", default=None)

    def __call__(self, doc: Doc) -> Doc:
        return self._set(doc, self.tagger.annotate(doc.text))

    def pipe(self, docs: Any, batch_size: int = 256) -> Iterator[Doc]:
        """Tags many documents."""
        batch: List[Doc] = []
        for doc in docs:
            batch.append(doc)
            if len(batch) == batch_size:
                yield from self._batch(batch)
                batch = []
        yield from self._batch(batch)

    def _batch(self, docs: List[Doc]) -> Iterator[Doc]:
        for doc, mentions in zip(docs, self.tagger.annotate_batch([doc.text for doc in docs])):
            yield self._set(doc, mentions)

    def _set(self, doc: Doc, mentions: Mentions) -> Doc:
        doc._.gaztag = mentions
        # A mention ends where a word ends for us, which spaCy may see otherwise.
        found = [self._span(doc, mention) for mention in mentions]
        before = list(doc.ents)
        ours = filter_spans([span for span in found if span is not None])
        first, second = (ours, before) if self.overwrite else (before, ours)
        taken = {token.i for span in first for token in span}
        doc.set_ents([*first, *(span for span in second if not taken & {token.i for token in span})])
        return doc

    @staticmethod
    def _span(doc: Doc, mention: Any) -> Optional[Span]:
        span = doc.char_span(mention.start, mention.end, label=mention.label, alignment_mode="expand")
        if span is not None and mention.id:
            span.id_ = mention.id
            span.kb_id_ = mention.id
        return span

    # A component of lists and options has nothing to save.
    def to_disk(self, path: Any, *, exclude: Any = ()) -> None:
        """Saves nothing: the options are in the config of the pipeline."""

    def from_disk(self, path: Any, *, exclude: Any = ()) -> Component:
        """Loads nothing."""
        return self

    def to_bytes(self, *, exclude: Any = ()) -> bytes:
        """Saves nothing: the options are in the config of the pipeline."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Any = ()) -> Component:
        """Loads nothing."""
        return self


@Language.factory("gaztag", default_config={"options": {}, "overwrite": False}, assigns=["doc.ents"])
def make(nlp: Language, name: str, options: Dict[str, Any], overwrite: bool) -> Component:
    """Makes the component; ``options`` are those of :class:`gaztag.Tagger`."""
    return Component(name, options, overwrite)
