"""Links from the pages to files of the project outside `docs`: the site has no such files, so they are names there.

A link to what is nowhere is a warning, as one between the pages is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

_PROJECT: Final = Path(__file__).resolve().parents[2]
_log = logging.getLogger(__name__)


class OutsideLinks(SphinxTransform):
    """Turns each link that leads out of the pages into the name of the file, with its path to be seen."""

    default_priority = 1

    def apply(self, **_: Any) -> None:
        """Go through one page."""
        page = Path(self.env.doc2path(self.env.docname))
        for link in list(self.document.findall(_is_link)):
            target = str(link.get("reftarget") or link.get("refuri") or "").partition("#")[0]
            if not target or ":" in target:
                continue
            file = (page.parent / target).resolve()
            if isinstance(link, addnodes.pending_xref) and link.get("refdomain") == "doc":
                continue  # another page, by its name without the ending
            if not file.exists():
                _log.warning("no such file: %s", target, location=link, type="outside", subtype="missing")
                continue
            path = file.relative_to(_PROJECT).as_posix() if file.is_relative_to(_PROJECT) else file.name
            name = nodes.inline("", "", *[child.deepcopy() for child in link.children], classes=["outside"])
            abbreviation = nodes.abbreviation("", "", name, explanation=path)
            link.replace_self(abbreviation)


def _is_link(node: nodes.Node) -> bool:
    return isinstance(node, (addnodes.pending_xref, addnodes.download_reference, nodes.reference)) and not isinstance(
        node, nodes.image
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Have it done to every page."""
    app.add_transform(OutsideLinks)
    return {"parallel_read_safe": True, "version": "1"}
