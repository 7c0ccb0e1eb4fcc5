"""Search in Chinese without a dictionary: pages and queries are cut into pairs of characters, on both sides alike.

What a dictionary cuts otherwise in a page than in a query is not found; every word of two characters is a pair.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages

_WORDS: Final = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9_.-]*[A-Za-z0-9]+")

_IN_THE_BROWSER: Final = r"""
var splitQuery = (query) => {
  const words = query.match(/[\u4e00-\u9fff]+|[A-Za-z0-9_.-]*[A-Za-z0-9]+/g) || [];
  return words.flatMap((word) => {
    if (!/[\u4e00-\u9fff]/.test(word) || word.length < 3) return [word];
    return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  });
};
"""


class Pairs(SearchLanguage):
    """Chinese in pairs of characters, other scripts in words."""

    lang = "zh"
    language_name = "Chinese"
    stopwords: frozenset[str] = frozenset()
    js_splitter_code = _IN_THE_BROWSER

    def split(self, input: str) -> list[str]:  # noqa: A002 - named by Sphinx
        """The pairs and words of a text."""
        found: list[str] = []
        for word in _WORDS.findall(input):
            chinese = "\u4e00" <= word[0] <= "\u9fff" and len(word) > 2
            found += [word[at : at + 2] for at in range(len(word) - 1)] if chinese else [word]
        return found

    def stem(self, word: str) -> str:
        """The word as it is, in small letters as the browser asks for it."""
        return word.lower()

    def word_filter(self, word: str) -> bool:
        """Whether the word is worth an entry: single Chinese characters are, single letters are not."""
        return len(word) > 1 or "\u4e00" <= word <= "\u9fff"


def setup(_app: Sphinx) -> dict[str, Any]:
    """Take the place of Sphinx's own search in Chinese."""
    languages["zh"] = Pairs  # type: ignore[assignment]
    return {"parallel_read_safe": True, "version": "1"}
