"""Keys by the portion: a statement takes only so many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

_MOST: Final = 500

Key = TypeVar("Key")


def key_portions(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The keys in their order, as many at a time as one statement asks for with `IN`."""
    for start in range(0, len(keys), _MOST):
        yield keys[start : start + _MOST]
