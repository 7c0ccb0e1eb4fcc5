"""What the style sheets within a page, and the styles of its elements, leave out of what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import regex
from lxml import etree

from extractors.readers.html.selectors import Selector, Steps, selector

_COMMENT: Final = regex.compile(r"/\*.*?\*/", regex.DOTALL)
_RULE: Final = regex.compile(r"([^{}]*)\{([^{}]*)\}")
_CONDITIONAL: Final = regex.compile(r"@[^@{};]*+(?:\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|;)")
"""Rules for print or for other screens, and what is not about elements at all."""

_MOST_RULES: Final = 20_000
_IMPORTANT: Final = regex.compile(r"!\s*important\s*$", regex.IGNORECASE)

_HIDES: Final[Mapping[str, regex.Pattern[str]]] = {
    "display": regex.compile("none"),
    "visibility": regex.compile("hidden|collapse"),
}
_STRUCK: Final = frozenset({"text-decoration", "text-decoration-line"})

_Declared = tuple[str, str, bool]
"""Property, value and whether it is important."""


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: Selector
    declared: tuple[_Declared, ...]


class Stylesheet:
    """The rules of a page that hide or strike out. Selectors that ask for what a file does not say change nothing."""

    def __init__(self, root: etree._Element) -> None:
        found: list[_Rule] = []
        for style in root.iter("style"):
            if (style.get("media") or "").strip().lower() != "print":
                found.extend(_rules(style.text or "", _MOST_RULES - len(found)))
        # The stronger, and of equal ones the later, has the last word: it comes last.
        self._steps = Steps()
        self._rules: dict[str, list[tuple[int, _Rule]]] = {}
        for turn, rule in enumerate(sorted(found, key=lambda rule: rule.selector.weight)):
            self._rules.setdefault(rule.selector.handle, []).append((turn, rule))

    def hides(self, element: etree._Element) -> bool:
        """Whether the element is not shown at all."""
        values = self._values(element)
        return any(property_ in values and form.fullmatch(values[property_]) for property_, form in _HIDES.items())

    def strikes_out(self, element: etree._Element) -> bool:
        """Whether the element is shown struck through."""
        values = self._values(element)
        return any("line-through" in values.get(property_, "") for property_ in _STRUCK)

    def _values(self, element: etree._Element) -> dict[str, str]:
        own = element.get("style")
        if not own and not self._rules:
            return {}
        declared: list[_Declared] = []
        if self._rules:
            classes = frozenset((element.get("class") or "").split())
            handles = {f"#{element.get('id', '')}", *(f".{name}" for name in classes), str(element.tag), ""}
            near = sorted((one for handle in handles for one in self._rules.get(handle, ())), key=lambda one: one[0])
            declared = [one for _, rule in near if rule.selector.fits(element, self._steps) for one in rule.declared]
        declared += _declarations(own or "")
        return {name: value for name, value, _ in sorted(declared, key=lambda one: one[2])}


def _rules(css: str, most: int) -> Iterator[_Rule]:
    css = _CONDITIONAL.sub("", _COMMENT.sub("", css).replace("<!--", "").replace("-->", ""))
    every = (
        rule
        for selectors, body in _RULE.findall(css)
        if (declared := tuple(_declarations(body)))
        for rule in _selected(selectors.split(","), declared)
    )
    return islice(every, most)


def _selected(selectors: Iterable[str], declared: tuple[_Declared, ...]) -> Iterator[_Rule]:
    return (_Rule(found, declared) for written in selectors if (found := selector(written)) is not None)


def _declarations(body: str) -> Iterator[_Declared]:
    for part in body.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and (name in _HIDES or name in _STRUCK):
            value = value.strip().lower()
            yield name, _IMPORTANT.sub("", value).strip(), _IMPORTANT.search(value) is not None
