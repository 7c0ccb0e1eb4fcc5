"""The words of the pages: Chinese as written in them, English by a switch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from starlette.requests import Request

from rules.yaml_files import load_yaml

Language = Literal["zh", "en"]

LANGUAGE_COOKIE: Final = "hedui_language"
ENGLISH_FOLDER: Final = Path(__file__).with_name("english")
"""One file for the shell and one for each page or two: Chinese text, colon, English text."""


@dataclass(frozen=True)
class Words:
    """Says a Chinese text in a language. What has no English yet is said in Chinese, never left out."""

    language: Language
    english: Mapping[str, str]

    def __call__(self, chinese: str, **values: object) -> str:
        """The text with `{name}` replaced by the value of that name."""
        said = self.english.get(chinese, chinese) if self.language == "en" else chinese
        return said.format(**values) if values else said


def words_of(request: Request) -> Words:
    """The words in the language that the person has chosen."""
    return words("en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "zh")


@cache
def words(language: Language) -> Words:
    """The words of a language."""
    return Words(language, english())


@cache
def english() -> Mapping[str, str]:
    """English by Chinese, from all files of the folder."""
    said: dict[str, str] = {}
    for file in sorted(ENGLISH_FOLDER.glob("*.yaml")):
        said.update(load_yaml(file, dict[str, str]))
    return said


CHINESE: Final = Words("zh", {})
"""Says every text as it is written."""
