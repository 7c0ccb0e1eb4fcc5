"""What seals lie over or around on a page in reading position, and a second picture that print is borne out by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.strips import Strip

_GRAZED: Final = 0.03
"""Part of a character's ink that the strokes of a seal cover at most where they only graze it."""

Edges = tuple[float, float]
"""Left and right of a character, in dots of the page."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seals of a page: `grey` shows it otherwise than it is read first (seals without colour as they are, red ones
    as red light shows them), `disc` (bool) are the dots within seals without colour, `crossed` (bool) the dots of
    print that strokes of seals lie on, `hidden` (bool) the dots of strokes that are still there when the page is read,
    `ink` (bool) all dots of print."""

    grey: Pixels
    disc: Pixels
    crossed: Pixels
    hidden: Pixels
    ink: Pixels

    def is_within(self, strip: Strip, edges: Sequence[Edges]) -> bool:
        """Whether characters of a line stand, in part at least, within a seal without colour."""
        return bool(edges) and bool(self.disc[_window(strip, edges[0][0], edges[-1][1])].any())

    def under_strokes(self, strip: Strip, edges: Sequence[Edges]) -> set[int]:
        """Which characters of a line the strokes of a seal cross."""
        return self._under(self.crossed, strip, edges)

    def hides(self, strip: Strip, edges: Sequence[Edges]) -> bool:
        """Whether characters of a line are crossed by strokes that cannot be told from print."""
        return bool(self._under(self.crossed & self.hidden, strip, edges)) if self.hidden.any() else False

    def _under(self, strokes: Pixels, strip: Strip, edges: Sequence[Edges]) -> set[int]:
        found: set[int] = set()
        if strokes[_window(strip, strip.x0, strip.x1)].any():
            for at, (left, right) in enumerate(edges):
                window = _window(strip, left, right)
                if strokes[window].sum() > _GRAZED * self.ink[window].sum():
                    found.add(at)
        return found


def _window(strip: Strip, left: float, right: float) -> tuple[slice, slice]:
    return (
        slice(max(0, int(strip.top)), int(strip.bottom) + 1),
        slice(max(0, int(left)), max(1, int(right)) + 1),
    )
