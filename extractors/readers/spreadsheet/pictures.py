"""The pictures on the visible sheets of an XLSX workbook, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from extractors.errors import Unreadable
from extractors.readers.zip_package import ZipPackage, transitional_part

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_IN_CELLS: Final = "cellImage"
"""Relation of the part in which WPS keeps pictures that stand in cells."""


def pictures_in_xlsx(path: Path) -> Iterator[bytes]:
    """The pictures that the file holds. Raises Unreadable."""
    with ZipPackage(path) as package:
        for part in picture_parts(package):
            yield package.picture(part)


def picture_parts(package: ZipPackage) -> list[str]:
    """The parts of the package that hold them, each once; a drawing that is spoilt stands for what it shows, so that it
    counts as a picture, and costs no cell."""
    main = next((relation.part for relation in package.relations("") if relation.kind == "officeDocument"), None)
    if main is None:
        return []
    relations = package.relations(main)
    parts = {relation.id: relation.part for relation in relations}
    shown = [
        parts[sheet.get(f"{_R}id", "")]
        for sheet in transitional_part(package, main).iterfind(f"{_S}sheets/{_S}sheet")
        if sheet.get("state", "visible") == "visible" and sheet.get(f"{_R}id", "") in parts
    ]
    drawings = [drawing for sheet in shown for drawing in _or_itself(sheet, _drawings(package, sheet))]
    drawings += [one.part for one in relations if one.kind == _IN_CELLS]
    return list(dict.fromkeys(part for drawing in drawings for part in _or_itself(drawing, _drawn(package, drawing))))


def _or_itself(part: str, found: Iterator[str]) -> list[str]:
    """What is found by way of the part, or the part where it is spoilt."""
    try:
        return list(found)
    except Unreadable:
        return [part]


def _drawings(package: ZipPackage, sheet: str) -> Iterator[str]:
    for one in package.relations(sheet):
        if one.kind == "drawing":
            yield one.part


def _drawn(package: ZipPackage, drawing: str) -> Iterator[str]:
    parts = {relation.id: relation.part for relation in package.relations(drawing)}
    for blip in transitional_part(package, drawing).iter(f"{_A}blip"):
        if (named := blip.get(f"{_R}embed", "")) in parts:
            yield parts[named]
