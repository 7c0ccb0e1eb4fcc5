"""The files that mutations begin from: the sample reports, and small ones of every other kind that hedui reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from printing.old_workbook import XlsSheet, workbook
from printing.pages import ofd_table, pdf_table
from printing.pdf import Sheet, pdf
from printing.sheet_picture import FONTS

from extractors.readers.legacy.compound_file import compound_file
from fuzzing import of_bytes, of_packages, of_pdf, of_png, of_records, of_text, of_xml
from fuzzing.of_bytes import Mutation

RAW: Final = Path(__file__).resolve().parents[2] / "data" / "raw"
_LINES: Final = (
    "清河市财政局2024年6月份财政收支情况",
    "1-6月，全市一般公共预算收入203.43亿元，增长5.8%，为预算的51.2%。",
    "其中税收收入150.25亿元，占比73.9%；民生支出12.36亿元，下降1.4%。",
)
_TABLE: Final = (
    ("目标名称", "考核指标", "当月进度", "累计进度", "累计完成工作量"),
    ("护林补助", "全年发放护林员补助900万元。", "6月发放补助70万元。", "1-6月发放补助450万元，增长3.5%。", "50%"),
    ("职业培训", "培训不少于600人次。", "6月培训80人次。", "1-6月培训320人次，完成目标的53.3%。", "53.3%"),
)
_WIDTHS: Final = (5, 12, 12, 16, 7)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what its files begin as and what is done to them; `share` is its part of all inputs, `quick` that
    a processor is done with one in a fraction of a second."""

    ending: str
    seeds: Callable[[], Sequence[bytes]]
    mutated: Mutation
    share: int
    quick: bool = True


def _samples(ending: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted(RAW.rglob(f"*.{ending}"))]


@cache
def _pdf() -> list[bytes]:
    made = [pdf([Sheet().lines(60, 780, _LINES)]), pdf_table(_LINES[0], ("单位：万元",), _TABLE, _WIDTHS)]
    return [*made * 4, *_samples("pdf")]  # those of a browser take ten times as long


@cache
def _ofd() -> list[bytes]:
    return [ofd_table(_LINES[0], ("单位：万元",), _TABLE, _WIDTHS)]


@cache
def _xls() -> list[bytes]:
    cells = [(row, column, text, 0) for row, texts in enumerate(_TABLE, start=1) for column, text in enumerate(texts)]
    numbers = [(4, 0, "合计", 0), (4, 1, 1234.5, 0), (4, 2, 0.0456, 1), (4, 3, 44651.0, 2), (4, 4, 9.54, 3)]
    shown = XlsSheet("进度", [(0, 0, _LINES[0], 0), *cells, *numbers], merged=[(0, 0, 0, 4)], hidden_rows=(7,))
    return [compound_file({"Workbook": workbook(shown, XlsSheet("底稿", [(0, 0, 99.0, 0)], hidden=True))})]


@cache
def _picture() -> Image.Image:
    """Two printed lines, so that reading them takes little."""
    picture = Image.new("L", (900, 130), 255)
    font = ImageFont.truetype(FONTS[0], 26, index=2) if Path(FONTS[0]).is_file() else ImageFont.load_default(26)
    for number, line in enumerate(_LINES[1:]):
        ImageDraw.Draw(picture).text((20, 15 + 55 * number), line, 0, font)
    return picture


def _saved(kind: str, **options: object) -> Callable[[], Sequence[bytes]]:
    @cache
    def saved() -> list[bytes]:
        out = io.BytesIO()
        _picture().save(out, kind, **options)
        return [out.getvalue()]

    return saved


@cache
def _archives() -> list[bytes]:
    text = "\n".join(_LINES).encode()
    inner = of_packages.packed([("6月.txt", text)])
    named = "报告/六月.txt".encode("gb18030").decode("cp437")
    return [of_packages.packed([("财政局/6月.txt", text), (named, text + b"\n"), ("内.zip", inner)]), inner]


@cache
def _rich_text() -> list[bytes]:
    lines = "".join("".join(f"\\u{ord(char)}?" for char in line) + "\\par\n" for line in _LINES)
    return [("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\n" + lines + "}").encode()]


@cache
def _flat_office() -> list[bytes]:
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    rows = "".join(f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>" for row in _TABLE)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    sheet = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{sheet}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
        "</m:manifest>"
    )
    parts = [
        ("mimetype", sheet.encode()),
        ("content.xml", content.encode()),
        ("META-INF/manifest.xml", manifest.encode()),
    ]
    return [of_packages.packed(parts)]


def _page_mutated(content: bytes, random: Random) -> bytes:
    return of_xml.mutated(content, random) if random.random() < 0.6 else _text_mutated(content, random)


def _text_mutated(content: bytes, random: Random) -> bytes:
    if random.random() < 0.15:
        return of_bytes.mutated(content, random)
    text = of_text.mutated(content.decode("utf-8", "replace"), random, 30_000)
    encoding = random.choice(("utf-8",) * 5 + ("gb18030", "utf-16", "big5", "utf-8-sig"))
    return text.encode(encoding, "replace")


KINDS: Final[tuple[Kind, ...]] = (
    Kind("pdf", _pdf, of_pdf.mutated, 24),
    Kind("docx", lambda: _samples("docx"), of_packages.mutated, 16),
    Kind("xlsx", lambda: _samples("xlsx"), of_packages.mutated, 14),
    Kind("ofd", _ofd, of_packages.mutated, 14),
    Kind("html", lambda: _samples("html"), _page_mutated, 10),
    Kind("txt", lambda: _samples("txt"), _text_mutated, 8),
    Kind("xls", _xls, of_records.mutated, 8),
    Kind("et", _xls, of_records.mutated, 2),
    Kind("zip", _archives, of_packages.mutated, 6),
    Kind("png", _saved("PNG"), of_png.mutated, 2, quick=False),
    Kind("jpg", _saved("JPEG", quality=85), of_bytes.mutated, 2, quick=False),
    Kind("tif", _saved("TIFF", compression="tiff_lzw"), of_bytes.mutated, 2),
    Kind("scan.pdf", _saved("PDF", resolution=150), of_pdf.mutated, 3, quick=False),
    Kind("rtf", _rich_text, of_bytes.mutated, 1, quick=False),
    Kind("ods", _flat_office, of_packages.mutated, 1, quick=False),
)
"""Every kind. Old formats go through LibreOffice, seconds each, so they are few."""


def mutated_file(kind: Kind, random: Random) -> bytes:
    """One of the kind's files with something wrong with it."""
    return kind.mutated(random.choice(kind.seeds()), random)
