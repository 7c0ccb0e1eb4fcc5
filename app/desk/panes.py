"""The pages on which the figures of a finding are printed, with a box for each: what the picture side shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.desk.page_images import NoPicture, PageImages, PlacedBox, picture_address
from pipeline.review.report_sources import ReportSource

Row = Mapping[str, Any]

MOST_PANES: Final = 12
"""Pages of one finding that are shown; a sum over many reports would fill a book."""


@dataclass(frozen=True, slots=True)
class MarkedBox:
    """A box in 0..1 of its page. `number` is the figure's in the list of the finding's figures, from 1."""

    x: float
    y: float
    width: float
    height: float
    fact_id: str
    number: int
    kind: Literal["suspect", "other"]
    printed: str


@dataclass
class Pane:
    """A page of a report, or why there is no picture of it."""

    report_id: str
    source_name: str
    page: str
    address: str = ""
    boxes: list[MarkedBox] = field(default_factory=list)
    missing: NoPicture | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it is a drawing of ours, of a file without pages."""
        return self.page.startswith("d")

    @property
    def number(self) -> str:
        return self.page.removeprefix("d")


def panes_of(
    images: PageImages, facts: Sequence[Row], sources: Mapping[str, ReportSource], suspect: str | None
) -> list[Pane]:
    """The pages of the facts, that of the suspect first."""
    panes: dict[tuple[str, str], Pane] = {}
    order = sorted(enumerate(facts, start=1), key=lambda one: one[1]["fact_id"] != suspect)
    for number, fact in order:
        source = sources.get(fact["report_id"])
        if source is None:
            continue
        try:
            placed: Sequence[PlacedBox] = images.placed(source, fact["spans"])
        except NoPicture as error:
            key = (source.report_id, "")
            panes.setdefault(key, Pane(source.report_id, source.source_name, "", missing=error))
            continue
        for box in placed:
            pane = panes.setdefault(
                (source.report_id, box.page),
                Pane(source.report_id, source.source_name, box.page, picture_address(source.report_id, box.page)),
            )
            pane.boxes.append(
                MarkedBox(
                    box.x0,
                    box.top,
                    box.x1 - box.x0,
                    box.bottom - box.top,
                    fact["fact_id"],
                    number,
                    "suspect" if fact["fact_id"] == suspect else "other",
                    fact["printed"],
                )
            )
    for pane in panes.values():
        # The suspect last, so that it lies on top.
        pane.boxes.sort(key=lambda box: box.kind == "suspect")
    return list(panes.values())


def side_by_side(panes: Sequence[Pane]) -> tuple[list[Pane], list[Pane]]:
    """The panes that are shown at once (two where the finding is about two pages), and those that are opened."""
    first = list(panes[:1])
    other = next((pane for pane in panes[1:] if pane.report_id != panes[0].report_id), None) if panes else None
    if other is None and len(panes) > 1:
        other = panes[1]
    shown = [*first, *([other] if other else [])]
    return shown, [pane for pane in panes if pane not in shown][: MOST_PANES - len(shown)]
