"""Selectors of style sheets: names, classes, ids and attributes of an element, and what it stands in or behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import regex
from lxml import etree

_COMPOUND: Final = regex.compile(
    r"(?P<tag>[A-Za-z][\w-]*|\*)?(?P<more>(?:[.#][\w\u0080-\uffff-]+|\[[^\[\]]*\])*)", regex.DOTALL
)
_PART: Final = regex.compile(r"\.(?P<class>[^.#\[]+)|#(?P<id>[^.#\[]+)|\[(?P<attribute>[^\[\]]*)\]")
_ATTRIBUTE: Final = regex.compile(
    r"""\s*(?P<name>[\w-]+)\s*(?:(?P<how>[~|^$*]?=)\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[\w\u0080-\uffff-]+))\s*)?"""
)
_COMBINATOR: Final = regex.compile(r"\s*([>+~])\s*|\s+")
_MOST_PARTS: Final = 6

Combinator = Literal[" ", ">", "+", "~"]
_COMBINATORS: Final[dict[str, Combinator]] = {" ": " ", ">": ">", "+": "+", "~": "~"}
_Asked = tuple[str, str, str]
"""An attribute's name, how it is compared ('' for its being there), and with what."""


@dataclass(slots=True)
class Steps:
    """What is left of the elements that may be looked at for one page: rules beyond that fit nothing."""

    left: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: `td.x#y[z]`."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    attributes: tuple[_Asked, ...]

    def fits(self, element: etree._Element) -> bool:
        """Whether the element is such a one."""
        return (
            self.tag in ("", element.tag)
            and (not self.ids or self.ids == {element.get("id", "")})
            and (not self.classes or self.classes <= set((element.get("class") or "").split()))
            and all(_holds(element.get(name), how, wanted) for name, how, wanted in self.attributes)
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """An element (`last`), and from right to left how it must stand to others (`before`)."""

    last: Compound
    before: tuple[tuple[Combinator, Compound], ...] = ()

    @property
    def weight(self) -> tuple[int, int, int]:
        """Which of two rules has the last word: ids, then classes and attributes, then names."""
        every = [self.last, *(compound for _, compound in self.before)]
        return (
            sum(len(each.ids) for each in every),
            sum(len(each.classes) + len(each.attributes) for each in every),
            sum(bool(each.tag) for each in every),
        )

    @property
    def handle(self) -> str:
        """One of the names that an element must have for the selector to fit; '' where it must have none."""
        last = self.last
        return next((f"#{name}" for name in last.ids), next((f".{name}" for name in last.classes), last.tag))

    def fits(self, element: etree._Element, steps: Steps) -> bool:
        """Whether the selector picks the element."""
        steps.left -= 1
        return steps.left >= 0 and self.last.fits(element) and _stands(element, self.before, steps)


def selector(written: str) -> Selector | None:
    """The selector that is written; None for one that asks for more (:hover, :nth-child)."""
    written = written.strip()
    compounds: list[Compound] = []
    combinators: list[Combinator] = []
    at = 0
    while True:
        match = _COMPOUND.match(written, at)
        compound = _compound(match) if match is not None and match[0] else None
        if compound is None or match is None or len(compounds) == _MOST_PARTS:
            return None
        compounds.append(compound)
        at = match.end()
        if at == len(written):
            break
        joint = _COMBINATOR.match(written, at)
        if joint is None:
            return None
        combinators.append(_COMBINATORS[joint[1] or " "])
        at = joint.end()
    before = zip(reversed(combinators), reversed(compounds[:-1]), strict=True)
    return Selector(compounds[-1], tuple(before))


def _compound(match: regex.Match[str]) -> Compound | None:
    parts = list(_PART.finditer(match["more"]))
    asked = [_ATTRIBUTE.fullmatch(part["attribute"]) for part in parts if part["attribute"] is not None]
    if any(each is None for each in asked):
        return None
    tag = (match["tag"] or "").lower()
    return Compound(
        "" if tag == "*" else tag,
        frozenset(part["class"] for part in parts if part["class"]),
        frozenset(part["id"] for part in parts if part["id"]),
        tuple(
            (each["name"].lower(), each["how"] or "", each["a"] or each["b"] or each["c"] or "")
            for each in asked
            if each is not None
        ),
    )


def _stands(element: etree._Element, before: tuple[tuple[Combinator, Compound], ...], steps: Steps) -> bool:
    if not before:
        return True
    (combinator, compound), rest = before[0], before[1:]
    for near in _near(element, combinator):
        steps.left -= 1
        if steps.left < 0:
            return False
        if compound.fits(near) and _stands(near, rest, steps):
            return True
    return False


def _near(element: etree._Element, combinator: Combinator) -> Iterator[etree._Element]:
    """The elements that may stand at the other side of a combinator."""
    around = element.iterancestors() if combinator in " >" else element.itersiblings(preceding=True)
    for near in around:
        yield near
        if combinator in ">+":
            return


def _holds(value: str | None, how: str, wanted: str) -> bool:
    if value is None:
        return False
    match how:
        case "":
            return True
        case "=":
            return value == wanted
        case "~=":
            return wanted in value.split()
        case "|=":
            return value == wanted or value.startswith(f"{wanted}-")
        case "^=":
            return bool(wanted) and value.startswith(wanted)
        case "$=":
            return bool(wanted) and value.endswith(wanted)
        case _:
            return bool(wanted) and wanted in value
