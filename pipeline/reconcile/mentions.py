"""Which texts mention a word, and how many digits they hold: all texts at once, as one run of characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile.coding import Codes, Flags

_BETWEEN = "\n"
"""Stands between two texts; no word that is looked for has it."""


class Mentions:
    """Texts to be searched for words; an absent text mentions nothing. Each word is looked for once."""

    def __init__(self, texts: NDArray[np.object_]) -> None:
        self._length = len(texts)
        shown = ["" if text is None else str(text) for text in texts]
        self._characters = np.frombuffer((_BETWEEN.join([*shown, ""])).encode("utf-32-le", "surrogatepass"), np.uint32)
        self._starts = np.zeros(len(shown) + 1, dtype=np.int64)
        np.cumsum([len(text) + 1 for text in shown], out=self._starts[1:])
        self._places: dict[str, NDArray[np.intp]] = {}
        self._found: dict[str, Flags] = {}

    def any_of(self, words: Iterable[str]) -> Flags:
        """Which texts have one of the words."""
        flags = np.zeros(self._length, dtype=bool)
        for word in words:
            flags |= self._of(word)
        return flags

    def digits(self) -> Codes:
        """How many decimal digits each text holds, from the first that is not 0."""
        kinds = np.unique(self._characters)
        decimal = np.array([chr(kind).isdecimal() for kind in kinds.tolist()], dtype=bool)
        at = np.flatnonzero(np.isin(self._characters, kinds[decimal]))
        text = self._text_at(at)
        counted = np.cumsum(self._characters[at] != ord("0"))
        before = np.zeros(self._length, dtype=np.int64)
        first = np.flatnonzero(np.diff(text, prepend=-1))
        before[text[first]] = counted[first] - (self._characters[at[first]] != ord("0"))
        return np.bincount(text[counted > before[text]], minlength=self._length).astype(np.int64)

    def _of(self, word: str) -> Flags:
        if word not in self._found:
            self._found[word] = self._looked_for(word)
        return self._found[word]

    def _looked_for(self, word: str) -> Flags:
        flags = np.zeros(self._length, dtype=bool)
        if not word:
            return ~flags
        if word[0] not in self._places:
            self._places[word[0]] = np.flatnonzero(self._characters == ord(word[0]))
        at = self._places[word[0]]
        at = at[at + len(word) <= len(self._characters)]
        for step, character in enumerate(word[1:], start=1):
            at = at[self._characters[at + step] == ord(character)]
        flags[self._text_at(at)] = True
        return flags

    def _text_at(self, places: NDArray[np.intp]) -> NDArray[Any]:
        return np.searchsorted(self._starts, places, side="right") - 1
