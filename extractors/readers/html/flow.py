"""Text as a browser lays it out: white space of the source collapsed, blocks and <br> as line breaks."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

_COLLAPSIBLE = regex.compile(r"[ \t\r\n\f]+")
_INVISIBLE = regex.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")


@dataclass(slots=True)
class InlineFlow:
    """Collects the inline text of one block; nothing is put between two tags, so 4<b>59</b>.61 is one number."""

    _parts: list[str] = field(default_factory=list)

    def add(self, chars: str | None, preformatted: bool = False) -> None:
        """Adds source text; `preformatted` keeps its line breaks (<pre>)."""
        if not chars:
            return
        chars = _INVISIBLE.sub("", chars).replace("\xa0", " ")
        if preformatted:
            self._parts.append(chars.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\v").replace("\t", " "))
        else:
            self._parts.append(chars)

    def line_break(self) -> None:
        """A <br>."""
        self._parts.append("\v")

    def take(self) -> str:
        """The text so far, and begins anew.

        White space of the source is one space, and none where it holds a line break beside a Chinese character:
        there the break only wrapped the source.
        """
        chars = "".join(self._parts)
        self._parts.clear()
        chars = _COLLAPSIBLE.sub(lambda found: _collapsed(chars, found.start(), found.end()), chars)
        return "\n".join(line.strip() for line in chars.split("\v")).strip()


def _collapsed(chars: str, start: int, end: int) -> str:
    wrapped = "\n" in chars[start:end] or "\r" in chars[start:end]
    beside = chars[max(0, start - 1) : start] + chars[end : end + 1]
    return "" if wrapped and _WIDE.search(beside) else " "
