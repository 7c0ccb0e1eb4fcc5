"""Figures of the labelled corpus that were marked by hand, and how far the boxes that were read lie on them.

Marked before the first measurement, on pictures of the pages at 200 dpi seen at high zoom: the edges were set by eye
and moved to the ink inside the mark. Of digital pages the frame of the characters is marked (字身框: one em high, 0.88
of it above the base line on which the digits stand), with one dot of air left and right; of scans the ink itself. A
figure that is broken over two lines has a box for each.

Of one mark (30371万元 in a Word print) the right edge was set again after the first measurement, since it had taken in
the comma.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from printing.placed_figures import overlap
from ruamel.yaml import YAML

from extractors.document import Document
from extractors.text import Box, spans

MARKS: Final = Path(__file__).with_name("hand_marked_boxes.yaml")
SCAN: Final = "-scan.pdf"


@dataclass(frozen=True)
class HandMarked:
    """A figure as printed, without white space, on a page (from 1) of a file; a box (0..1) for each of its lines."""

    file: str
    page: int
    printed: str
    boxes: tuple[Box, ...]


def hand_marked() -> list[HandMarked]:
    """All that were marked."""
    return [
        HandMarked(mark["file"], mark["page"], mark["printed"], tuple((x[0], x[1], x[2], x[3]) for x in mark["boxes"]))
        for mark in YAML(typ="safe").load(MARKS)
    ]


def overlap_of(document: Document, mark: HandMarked) -> float:
    """Intersection over union of the worst line of the figure, where its print lies nearest; 0 where it was not read.

    A highlight that has another number of boxes than the figure has lines counts as 0: it is drawn wrongly.
    """
    nearest = 0.0
    for shown in _highlights(document, mark.printed):
        boxes = [span["box"] for span in shown if span.get("page") == mark.page]
        if len(boxes) == len(shown) == len(mark.boxes):
            nearest = max(nearest, min(overlap(one, other) for one, other in zip(boxes, mark.boxes, strict=True)))
    return nearest


def _highlights(document: Document, printed: str) -> Iterator[list[dict[str, Any]]]:
    """The spans of each place where the figure stands, never inside a longer one (2% in 92%)."""
    texts = [block.text for block in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table.cells]
    for text in texts:
        at = [index for index, char in enumerate(text.chars) if not char.isspace()]
        said = "".join(text.chars[index] for index in at)
        start = said.find(printed)
        while start >= 0:
            if not (start and (said[start - 1].isdigit() or said[start - 1] == ".")):
                yield spans(text[at[start] : at[start + len(printed) - 1] + 1])
            start = said.find(printed, start + 1)
