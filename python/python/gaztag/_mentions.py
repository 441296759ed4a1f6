"""The mentions of one text."""

from __future__ import annotations

import html
from typing import Any, Iterable, List, Optional, Union

from ._gaztag import Mention

_STYLE = (
    ".gaztag{white-space:pre-wrap}"
    ".gaztag mark{padding:0 .2em;border-radius:.2em;background:#e0e0e0}"
    ".gaztag mark.ORG{background:#c5dcf5}"
    ".gaztag mark.PLACE{background:#cdeac0}"
    ".gaztag mark.MONEY{background:#fbe3a7}"
    ".gaztag small{opacity:.7;margin-left:.3em}"
)


class Mentions(List[Mention]):
    """The mentions of a text, and the text: a list that a notebook shows highlighted."""

    def __init__(self, mentions: Iterable[Mention] = (), text: Union[str, bytes] = "") -> None:
        super().__init__(mentions)
        self.text = text
        """The text that was annotated."""

    def to_displacy(self) -> dict[str, Any]:
        """What ``spacy.displacy.render(…, style="ent", manual=True)`` takes."""
        ents = [{"start": m.start, "end": m.end, "label": m.label} for m in self]
        return {"text": self._decoded(), "ents": ents, "title": None}

    def to_dicts(self) -> list[dict[str, Any]]:
        """The mentions as dictionaries, by the names of the columns."""
        return [mention.to_dict() for mention in self]

    def _decoded(self) -> str:
        if isinstance(self.text, bytes):
            raise TypeError("the text was given as bytes; decode it to show its mentions")
        return self.text

    def _repr_html_(self) -> Optional[str]:
        if isinstance(self.text, bytes):
            return None
        text, at, parts = self.text, 0, []
        for mention in self:
            if mention.start < at:
                continue
            parts += [html.escape(text[at : mention.start]), _marked(mention, text[mention.start : mention.end])]
            at = mention.end
        parts.append(html.escape(text[at:]))
        shown = "".join(parts).encode("utf-8", "replace").decode()
        return f'<style>{_STYLE}</style><div class="gaztag">{shown}</div>'


def _marked(mention: Mention, surface: str) -> str:
    told = [mention.name, mention.id, mention.rule]
    if mention.amount is not None:
        told.insert(0, f"{mention.amount:,f} {mention.currency or ''}")
    title = html.escape(" · ".join(part for part in told if part))
    label = html.escape(mention.label)
    return f'<mark class="{label}" title="{title}">{html.escape(surface)}<small>{label}</small></mark>'
