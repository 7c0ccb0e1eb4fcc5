"""Pictures of the places where facts are printed: the page itself, or our own drawing of the table or lines."""

from __future__ import annotations

from extractors.picture.mark import Mark
from extractors.picture.places import place_pictures
from extractors.picture.sheet_of_pictures import one_below_the_other, png

__all__ = ["Mark", "one_below_the_other", "place_pictures", "png"]
