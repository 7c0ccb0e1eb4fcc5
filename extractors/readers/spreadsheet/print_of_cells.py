"""What the print of cells says beside their characters: raised digits, and text that is struck out."""

from __future__ import annotations

from typing import Final

from lxml import etree

from extractors.readers.raised import raised

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def settle_runs(root: etree._Element) -> int:
    """Raises raised digits and takes out struck runs in the rich text below `root`; how many were struck."""
    struck = 0
    for run in list(root.iter(f"{_S}r")):
        print_ = run.find(f"{_S}rPr")
        parent = run.getparent()
        if print_ is None or parent is None:
            continue
        if _is_struck(print_):
            parent.remove(run)
            struck += 1
            continue
        alignment = print_.find(f"{_S}vertAlign")
        if alignment is not None and alignment.get("val") == "superscript":
            for chars in run.iterfind(f"{_S}t"):
                chars.text = raised(chars.text or "")
    return struck


def struck_formats(styles: etree._Element | None) -> frozenset[str]:
    """The cell formats, by the number that cells name them by, whose font has a line through it."""
    if styles is None:
        return frozenset()
    fonts = {str(at) for at, font in enumerate(styles.iterfind(f"{_S}fonts/{_S}font")) if _is_struck(font)}
    formats = enumerate(styles.iterfind(f"{_S}cellXfs/{_S}xf"))
    return frozenset(str(at) for at, used in formats if used.get("fontId", "0") in fonts)


def _is_struck(print_: etree._Element) -> bool:
    strike = print_.find(f"{_S}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")
