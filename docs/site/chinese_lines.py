"""Lines of the pages that are broken between Chinese characters: no space stands there when they are joined again."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class ChineseLines(SphinxTransform):
    """Takes the line break out between two Chinese characters or marks."""

    default_priority = 2

    def apply(self, **_: Any) -> None:
        """Go through one page."""
        for text in list(self.document.findall(nodes.Text)):
            if text.astext() != "\n" or text.parent is None:
                continue
            at = text.parent.index(text)
            before, after = text.parent[:at], text.parent[at + 1 :]
            if before and after and _is_wide(before[-1].astext()[-1:]) and _is_wide(after[0].astext()[:1]):
                text.parent.remove(text)


def _is_wide(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or character in ("\u201c", "\u201d")


def setup(app: Sphinx) -> dict[str, Any]:
    """Have it done to every page."""
    app.add_transform(ChineseLines)
    return {"parallel_read_safe": True, "version": "1"}
