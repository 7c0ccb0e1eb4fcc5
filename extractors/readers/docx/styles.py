"""What the styles of a DOCX file say about a paragraph: is it a heading, centred, bold, how large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from docx.oxml.ns import qn
from lxml import etree

_HEADING_NAME = regex.compile(r"(?:heading|标题)\s*\d*|title|subtitle|副标题", regex.IGNORECASE)
_MAX_HEADING_CHARS = 80
_DEFAULT_HALF_POINTS = 20


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    half_points: int | None
    bold: bool | None
    centred: bool | None
    hidden: bool | None
    struck_out: bool | None
    raised: bool | None
    outlined: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their ids. Sizes are in half points, as in the file."""

    by_id: dict[str, _Style] = field(default_factory=dict)
    default_paragraph: str | None = None
    default_half_points: int = _DEFAULT_HALF_POINTS

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Read from the root of the styles part; without one, nothing but defaults."""
        if root is None:
            return cls()
        by_id: dict[str, _Style] = {}
        default = None
        for element in root.iterchildren(qn("w:style")):
            style_id = element.get(qn("w:styleId"))
            if style_id is None:
                continue
            by_id[style_id] = _style(element)
            if element.get(qn("w:type")) == "paragraph" and element.get(qn("w:default")) in ("1", "true", "on"):
                default = style_id
        size = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:sz')}")
        return cls(by_id, default, _number(size) or _DEFAULT_HALF_POINTS)

    def _chain(self, style_id: str | None) -> Iterator[_Style]:
        """The style and those that it is based on, nearest first; a circle ends the chain."""
        seen: set[str] = set()
        while style_id is not None and style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = self.by_id[style_id].based_on

    def _paragraph_chain(self, paragraph: etree._Element) -> list[_Style]:
        # Properties come first: looking further would take long where there are thousands of runs and none of them.
        properties = next(paragraph.iterchildren("*"), None)
        stated = properties is not None and properties.tag == qn("w:pPr")
        style = properties.find(qn("w:pStyle")) if properties is not None and stated else None
        style_id = style.get(qn("w:val")) if style is not None else None
        return list(self._chain(style_id if style_id is not None else self.default_paragraph))

    def half_points(self, paragraph: etree._Element, run: etree._Element) -> int:
        """The size that `run` is printed in."""
        own = _number(run.find(f"{qn('w:rPr')}/{qn('w:sz')}"))
        if own is not None:
            return own
        chain = [*self._chain(_run_style(run)), *self._paragraph_chain(paragraph)]
        return next((style.half_points for style in chain if style.half_points), self.default_half_points)

    def is_bold(self, paragraph: etree._Element, run: etree._Element) -> bool:
        """Whether `run` is printed bold."""
        own = _switch(run.find(f"{qn('w:rPr')}/{qn('w:b')}"))
        if own is not None:
            return own
        chain = [*self._chain(_run_style(run)), *self._paragraph_chain(paragraph)]
        return next((style.bold for style in chain if style.bold is not None), False)

    def is_hidden(self, run: etree._Element) -> bool:
        """Whether `run` is marked as hidden text, which is neither shown nor printed."""
        own = _switch(run.find(f"{qn('w:rPr')}/{qn('w:vanish')}"))
        if own is not None:
            return own
        return next((style.hidden for style in self._chain(_run_style(run)) if style.hidden is not None), False)

    def is_struck_out(self, run: etree._Element) -> bool:
        """Whether `run` is printed with a line through it: its author has taken it back."""
        own = [_switch(run.find(f"{qn('w:rPr')}/{qn(name)}")) for name in ("w:strike", "w:dstrike")]
        if any(switch is not None for switch in own):
            return any(own)
        return next((style.struck_out for style in self._chain(_run_style(run)) if style.struck_out is not None), False)

    def is_raised(self, run: etree._Element) -> bool:
        """Whether `run` is superscript."""
        own = _raised(run.find(qn("w:rPr")))
        if own is not None:
            return own
        return next((style.raised for style in self._chain(_run_style(run)) if style.raised is not None), False)

    def is_heading(self, paragraph: etree._Element, chars: str, body_half_points: int) -> bool:
        """Whether the file says so by style or outline level, or by centred print that is bold or larger than the
        body's (`body_half_points`)."""
        text = chars.strip()
        if not text or len(text) > _MAX_HEADING_CHARS:
            return False
        chain = self._paragraph_chain(paragraph)
        if _outline_level(paragraph.find(qn("w:pPr"))) or any(style.outlined for style in chain):
            return True
        if text.endswith(("。", "；", "，")) or not self._is_centred(paragraph, chain):
            return False
        runs = [run for run in paragraph.iter(qn("w:r")) if any(node.text for node in run.iter(qn("w:t")))]
        return bool(runs) and all(
            self.is_bold(paragraph, run) or self.half_points(paragraph, run) > body_half_points for run in runs
        )

    def _is_centred(self, paragraph: etree._Element, chain: list[_Style]) -> bool:
        own = _centred(paragraph.find(qn("w:pPr")))
        if own is not None:
            return own
        return next((style.centred for style in chain if style.centred is not None), False)


def _style(element: etree._Element) -> _Style:
    name = element.find(qn("w:name"))
    based_on = element.find(qn("w:basedOn"))
    run = element.find(qn("w:rPr"))
    paragraph = element.find(qn("w:pPr"))
    name_chars = name.get(qn("w:val"), "") if name is not None else ""
    return _Style(
        name=name_chars,
        based_on=based_on.get(qn("w:val")) if based_on is not None else None,
        half_points=_number(run.find(qn("w:sz"))) if run is not None else None,
        bold=_switch(run.find(qn("w:b"))) if run is not None else None,
        centred=_centred(paragraph),
        hidden=_switch(run.find(qn("w:vanish"))) if run is not None else None,
        struck_out=_switch(run.find(qn("w:strike"))) if run is not None else None,
        raised=_raised(run),
        outlined=bool(_HEADING_NAME.fullmatch(name_chars)) or _outline_level(paragraph),
    )


def _run_style(run: etree._Element) -> str | None:
    style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    return style.get(qn("w:val")) if style is not None else None


def _outline_level(properties: etree._Element | None) -> bool:
    """Levels 0 to 8 are headings, 9 is body text."""
    level = _number(properties.find(qn("w:outlineLvl"))) if properties is not None else None
    return level is not None and level < 9


def _centred(properties: etree._Element | None) -> bool | None:
    alignment = properties.find(qn("w:jc")) if properties is not None else None
    return alignment.get(qn("w:val")) == "center" if alignment is not None else None


def _raised(properties: etree._Element | None) -> bool | None:
    alignment = properties.find(qn("w:vertAlign")) if properties is not None else None
    return alignment.get(qn("w:val")) == "superscript" if alignment is not None else None


def _switch(element: etree._Element | None) -> bool | None:
    """An on/off property: present without a value means on."""
    if element is None:
        return None
    return element.get(qn("w:val"), "1") not in ("0", "false", "off", "none")


def _number(element: etree._Element | None) -> int | None:
    value = element.get(qn("w:val")) if element is not None else None
    if value is None:
        return None
    return int(float(value)) if regex.fullmatch(r"\d{1,6}(?:\.\d+)?", value) else None
