"""The parts of an XLSX package that decide what its cells display, and nothing else.

Exporters write fonts, fills, print areas, filters and validations that spreadsheet programs forgive and the library
does not; pictures and charts cost memory. Without them nearly every workbook that opens in an office opens here.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Final

import regex
from lxml import etree
from openpyxl.utils.cell import range_boundaries

from extractors.errors import Unreadable
from extractors.readers.limits import MAX_CELLS
from extractors.readers.spreadsheet.print_of_cells import settle_runs, struck_formats
from extractors.readers.zip_package import ZipPackage, parse_part, transitional, transitional_part

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_PARTS: Final = frozenset(f"{_S}{name}" for name in ("sheetFormatPr", "cols", "sheetData", "mergeCells"))
_BLANK_CELL: Final = regex.compile(rb"<c(?:\s[^<>]*)?/>|<c(?:\s[^<>]*)?></c>")
_BLANK_ROW: Final = regex.compile(rb"<row(?![^<>]*\shidden=)(?:\s[^<>]*)?(?:/>|>\s*</row>)")
_PLAIN_STYLES: Final = (
    f"<styleSheet xmlns='{_S[1:-1]}'>"
    "<fonts count='1'><font/></fonts>"
    "<fills count='1'><fill><patternFill/></fill></fills>"
    "<borders count='1'><border/></borders>"
    "<cellStyleXfs count='1'><xf/></cellStyleXfs>"
    "<cellXfs/>"
    "<cellStyles count='1'><cellStyle name='Normal' xfId='0' builtinId='0'/></cellStyles>"
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True)
class Essence:
    """A workbook with worksheets, texts and number formats only, as the bytes of an XLSX file.

    `has_formulas` tells whether any cell has one; `chart_sheets` are the titles of sheets that are charts; `struck`
    is how many cells, or parts of them, were struck out.
    """

    content: bytes
    has_formulas: bool
    chart_sheets: tuple[str, ...]
    struck: int


def essence_of(package: ZipPackage) -> Essence:
    """What is needed of a package to show its cells.

    Raises Unreadable where it holds no workbook, or more cells than memory is meant for. Blank cells that only have
    a format (borders drawn down to the last row) do not count.
    """
    main = next((relation.part for relation in package.relations("") if relation.kind == "officeDocument"), None)
    book = transitional_part(package, main) if main is not None else None
    if main is None or book is None or book.tag != f"{_S}workbook":
        raise Unreadable("damaged", "工作簿结构不完整")
    parts = {relation.id: relation for relation in package.relations(main)}
    by_kind = {relation.kind: relation.part for relation in parts.values()}
    charts: list[str] = []
    has_formulas, cells = False, 0
    members: dict[str, tuple[str, bytes]] = {}  # part -> (the last words of its type and relation, content)
    styles = transitional_part(package, by_kind["styles"]) if "styles" in by_kind else None
    struck_out = struck_formats(styles)
    struck = 0
    sheets = etree.Element(f"{_S}sheets")
    for sheet in book.iterfind(f"{_S}sheets/{_S}sheet"):
        relation = parts.get(sheet.get(f"{_R}id", ""))
        if relation is None:
            raise Unreadable("damaged", f"缺少工作表“{sheet.get('name', '')}”")
        if relation.kind != "worksheet":
            charts.append(sheet.get("name", ""))
            continue
        root = parse_part(relation.part, _without_blanks(transitional(package.read(relation.part))))
        struck += settle_runs(root) + _reduce(root, struck_out)
        cells += _size(root)
        if cells > MAX_CELLS:
            raise Unreadable("too_large", f"行和单元格超过 {MAX_CELLS} 个")
        has_formulas = has_formulas or next(root.iter(f"{_S}f"), None) is not None
        members[relation.part] = ("worksheet", etree.tostring(root))
        sheet.set(f"{_R}id", f"s{len(members)}")
        sheets.append(sheet)
    if not members:
        raise Unreadable("nothing_to_read", "没有工作表")
    if "sharedStrings" in by_kind:
        strings = transitional_part(package, by_kind["sharedStrings"])
        struck += settle_runs(strings)
        members[by_kind["sharedStrings"]] = ("sharedStrings", etree.tostring(strings))
    if styles is not None:
        members[by_kind["styles"]] = ("styles", _plain_styles(styles))
    workbook = etree.Element(f"{_S}workbook")
    workbook.extend([*book.iterfind(f"{_S}workbookPr"), sheets])  # the first says from which year dates count
    return Essence(_zipped(etree.tostring(workbook), members), has_formulas, tuple(charts), struck)


def _without_blanks(content: bytes) -> bytes:
    """A sheet without blank cells and rows, which borders drawn down to the last row make a million of.

    They are taken out before anything is built in memory. Hidden rows stay; what is written otherwise (prefixes,
    UTF-16) is left to the parser.
    """
    return _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", content))


def _reduce(sheet: etree._Element, struck_out: frozenset[str]) -> int:
    """Leaves the cells that hold something, hidden rows and columns, and the merged ranges.

    Cells of a format in `struck_out` are left out; how many. Rows and columns of no size are hidden ones.
    """
    struck = 0
    for child in list(sheet):
        if child.tag not in _SHEET_PARTS:
            sheet.remove(child)
    for column in sheet.iterfind(f"{_S}cols/{_S}col"):
        if _is_zero(column.get("width")):
            column.set("hidden", "1")
    for rows in sheet.iterfind(f"{_S}sheetData"):
        for row in list(rows):
            if _is_zero(row.get("ht")):
                row.set("hidden", "1")
            for cell in list(row):
                if len(cell) == 0:
                    row.remove(cell)
                elif struck_out and cell.get("s", "0") in struck_out:
                    row.remove(cell)
                    struck += 1
            if len(row) == 0 and row.get("hidden", "0") in ("0", "false"):
                rows.remove(row)
    return struck


def _is_zero(size: str | None) -> bool:
    return size is not None and size.strip("0") in ("", ".")


def _size(sheet: etree._Element) -> int:
    """Cells and rows, and the cells that merged ranges cover: the library makes each of them."""
    merged = sum(_area(element.get("ref", "")) for element in sheet.iterfind(f"{_S}mergeCells/{_S}mergeCell"))
    return merged + sum(1 for _ in sheet.iter(f"{_S}c", f"{_S}row"))


def _area(cells: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(cells)
    except ValueError as error:
        raise Unreadable("damaged", f"合并区域“{cells[:20]}”无效") from error
    if left is None or top is None or right is None or bottom is None:
        raise Unreadable("damaged", f"合并区域“{cells[:20]}”无效")
    return (right - left + 1) * (bottom - top + 1)


def _plain_styles(styles: etree._Element) -> bytes:
    """The number formats, and for each cell format which of them it uses."""
    root = etree.fromstring(_PLAIN_STYLES)
    for formats in styles.iterfind(f"{_S}numFmts"):
        root.insert(0, formats)
    for cells in root.iterfind(f"{_S}cellXfs"):
        for used in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
            etree.SubElement(cells, f"{_S}xf", numFmtId=used.get("numFmtId", "0"))
        if len(cells) == 0:
            etree.SubElement(cells, f"{_S}xf", numFmtId="0")
    return etree.tostring(root)


def _zipped(workbook: bytes, members: dict[str, tuple[str, bytes]]) -> bytes:
    """A package of the workbook and its parts; worksheets are related to it as s1, s2, … in their order."""
    types = [f"<Override PartName='/xl/workbook.xml' ContentType='{_TYPE}.sheet.main+xml'/>"]
    relations = []
    contents: dict[str, bytes] = {}
    for number, (kind, content) in enumerate(members.values(), start=1):
        name = "styles.xml" if kind == "styles" else f"part{number}.xml"  # the library looks for styles by this name
        types.append(f"<Override PartName='/xl/{name}' ContentType='{_TYPE}.{kind}+xml'/>")
        relations.append(f"<Relationship Id='s{number}' Type='{_RELATION}/{kind}' Target='{name}'/>")
        contents[f"xl/{name}"] = content
    types.append("<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>")
    packages = "http://schemas.openxmlformats.org/package/2006"
    contents["xl/workbook.xml"] = workbook
    contents["xl/_rels/workbook.xml.rels"] = _wrapped("Relationships", f"{packages}/relationships", relations)
    root = f"<Relationship Id='r1' Type='{_RELATION}/officeDocument' Target='xl/workbook.xml'/>"
    contents["_rels/.rels"] = _wrapped("Relationships", f"{packages}/relationships", [root])
    contents["[Content_Types].xml"] = _wrapped("Types", f"{packages}/content-types", types)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in contents.items():
            target.writestr(name, content)
    return out.getvalue()


def _wrapped(tag: str, namespace: str, elements: list[str]) -> bytes:
    return f"<{tag} xmlns='{namespace}'>{''.join(elements)}</{tag}>".encode()
