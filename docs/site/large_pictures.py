"""Pictures of screens lead to themselves in full size: beside the text they are as narrow as the text."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class LargePictures(SphinxTransform):
    """Says of each that it is as wide as the text: Sphinx links what it shows at another size than its own."""

    default_priority = 500

    def apply(self, **_: Any) -> None:
        """Go through one page."""
        for picture in self.document.findall(nodes.image):
            if picture["uri"].endswith(".png"):
                picture["width"] = "100%"


def setup(app: Sphinx) -> dict[str, Any]:
    """Have it done to every page."""
    app.add_transform(LargePictures)
    return {"parallel_read_safe": True, "version": "1"}
