"""Writes small PDF files by hand, so that a test says exactly what is drawn and where.

Text is drawn with a font of the file's own whose every glyph is a block: an ideograph is one em wide, ASCII half an em.
The text layer names the characters, or, where a test says so, something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Drawn:
    """Text to be drawn: what comes before the string operator, and its characters."""

    before: str
    chars: str


@dataclass
class Sheet:
    """A page under way: points from the lower left corner, as in the PDF itself."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    operators: list[str | Drawn] = field(default_factory=list)
    forms: dict[str, Sheet] = field(default_factory=dict)
    layer: str = ""
    """As a form: the layer that it is in."""

    def text(self, x: float, y: float, chars: str, size: float = 10.0, *, mode: int = 0) -> Sheet:
        """`chars` with its base line beginning at x, y; `mode` 3 is invisible."""
        return self.text_by((1, 0, 0, 1, x, y), chars, size, mode=mode)

    def text_by(self, matrix: tuple[float, ...], chars: str, size: float = 10.0, *, mode: int = 0) -> Sheet:
        """`chars` under the text matrix `matrix` (a quarter turn, a slant)."""
        numbers = " ".join(f"{value:g}" for value in matrix)
        self.operators.append(Drawn(f"BT /{{font}} {size:g} Tf {mode} Tr {numbers} Tm", chars))
        return self

    def lines(self, x: float, y: float, rows: Iterable[str], size: float = 10.0, pitch: float = 12.0) -> Sheet:
        """Lines one under the other, the first base line at y."""
        for number, row in enumerate(rows):
            self.text(x, y - number * pitch, row, size)
        return self

    def stroke(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A drawn line."""
        self.operators.append(f"0.5 w {x0:g} {y0:g} m {x1:g} {y1:g} l S")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float, paint: str = "S") -> Sheet:
        """A rectangle, stroked (`S`) or filled (`f`)."""
        self.operators.append(f"{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g} re {paint}")
        return self

    def grid(self, xs: Iterable[float], ys: Iterable[float]) -> Sheet:
        """Every line of a full grid."""
        xs, ys = list(xs), list(ys)
        for x in xs:
            self.stroke(x, min(ys), x, max(ys))
        for y in ys:
            self.stroke(min(xs), y, max(xs), y)
        return self

    def form(self, name: str, inner: Sheet, matrix: tuple[float, ...]) -> Sheet:
        """`inner` drawn as a form object under `matrix`."""
        self.forms[name] = inner
        self.operators.append(f"q {' '.join(f'{value:g}' for value in matrix)} cm /{name} Do Q")
        return self

    def in_layer(self, name: str, inner: Sheet) -> Sheet:
        """What `inner` draws, in the layer `name`."""
        self.operators += [f"/OC /{name} BDC", *inner.operators, "EMC"]
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A grey picture of one dot that covers the rectangle."""
        self.operators.append(f"q {x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {y0:g} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")
        return self


def pdf(
    sheets: Iterable[Sheet],
    unicode: Mapping[str, str] | None = None,
    font_kind: Literal["blocks", "named", "missing"] = "blocks",
    encrypt: bool = False,
    layers: Mapping[str, bool] | None = None,
) -> bytes:
    """The file with these pages; `unicode` says what the text layer names instead of a drawn character.

    A `named` font is one of Adobe's Chinese collection that the file does not hold, as office programs do to save
    room; a `missing` one has glyphs that no program can draw. With `encrypt` the file asks for a password. `layers` are
    by name whether they are switched on; each is also there as NAMEx, a rule that stands for the layer.
    """
    sheets = list(sheets)
    file = _File()
    chars = sorted({char for sheet in sheets for char in _chars(sheet)})
    codes: Mapping[str, str] = _Utf16()
    if font_kind == "blocks":
        codes = {char: f"{code:02X}" for code, char in enumerate(chars)}
        font = _blocks(file, chars, unicode or {})
    else:
        font = _named_font(file) if font_kind == "named" else _missing_font(file, chars)

    groups = {name: file.add(f"<< /Type /OCG /Name ({name}) >>") for name in layers or {}}
    groups |= {
        f"{name}x": file.add(f"<< /Type /OCMD /OCGs [{number} 0 R] /P /AllOn >>") for name, number in groups.items()
    }
    named = " ".join(f"/{name} {number} 0 R" for name, number in groups.items())

    def resources(sheet: Sheet) -> str:
        forms = " ".join(f"/{name} {form(inner)} 0 R" for name, inner in sheet.forms.items())
        return f"/Resources << /Font << /F1 {font} 0 R >> /XObject << {forms} >> /Properties << {named} >> >>"

    def form(inner: Sheet) -> int:
        layer = f"/OC {groups[inner.layer]} 0 R " if inner.layer else ""
        entries = (
            f"{layer}/Type /XObject /Subtype /Form /BBox [0 0 {inner.width:g} {inner.height:g}] {resources(inner)}"
        )
        return file.stream(entries, _content(inner, codes))

    pages = []
    for sheet in sheets:
        content = file.stream("", _content(sheet, codes))
        box = f"/MediaBox [0 0 {sheet.width:g} {sheet.height:g}] /Rotate {sheet.rotate}"
        pages.append(file.add(f"<< /Type /Page /Parent 2 0 R {box} /Contents {content} 0 R {resources(sheet)} >>"))
    kids = " ".join(f"{page} 0 R" for page in pages)
    file.objects[0] = f"<< /Type /Catalog /Pages 2 0 R{_layers(layers or {}, groups)} >>".encode()
    file.objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()
    return file.bytes(encrypt=encrypt)


def _layers(layers: Mapping[str, bool], groups: Mapping[str, int]) -> str:
    """The catalogue's entry on layers, '' without any."""
    if not layers:
        return ""
    every = " ".join(f"{groups[name]} 0 R" for name in layers)
    off = " ".join(f"{groups[name]} 0 R" for name, on in layers.items() if not on)
    return f" /OCProperties << /OCGs [{every}] /D << /Order [{every}] /OFF [{off}] >> >>"


class _Utf16(dict[str, str]):
    def __missing__(self, char: str) -> str:
        return char.encode("utf-16-be").hex().upper()


@dataclass
class _File:
    objects: list[bytes] = field(default_factory=lambda: [b"", b""])

    def add(self, body: str | bytes) -> int:
        self.objects.append(body.encode() if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, entries: str, content: str) -> int:
        data = content.encode("latin-1")
        return self.add(f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")

    def bytes(self, *, encrypt: bool) -> bytes:
        out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.objects, start=1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        secret = ""
        if encrypt:
            key = "00" * 32
            secret = f" /Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<{key}> <{key}>]"
        out += f"xref\n0 {len(self.objects) + 1}\n0000000000 65535 f \n".encode()
        for offset in offsets:
            out += f"{offset:010d} 00000 n \n".encode()
        out += f"trailer\n<< /Size {len(self.objects) + 1} /Root 1 0 R{secret} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def _chars(sheet: Sheet) -> Iterator[str]:
    for operator in sheet.operators:
        if isinstance(operator, Drawn):
            yield from operator.chars
    for inner in sheet.forms.values():
        yield from _chars(inner)


def _content(sheet: Sheet, codes: Mapping[str, str]) -> str:
    return "\n".join(
        operator
        if isinstance(operator, str)
        else f"{operator.before.format(font='F1')} <{''.join(codes[char] for char in operator.chars)}> Tj ET"
        for operator in sheet.operators
    )


def _width(char: str) -> int:
    return 500 if char.isascii() else 1000


def _blocks(file: _File, chars: Sequence[str], unicode: Mapping[str, str]) -> int:
    """A Type 3 font that draws every character as a block."""
    if len(chars) > 256:
        raise ValueError("a test file draws at most 256 different characters")
    wide = file.stream("", "1000 0 50 -100 950 850 d1 50 -100 900 950 re f")
    narrow = file.stream("", "500 0 50 0 450 700 d1 50 0 400 700 re f")
    blank = file.stream("", "500 0 0 0 0 0 d1")
    procs = " ".join(
        f"/g{code} {blank if char == ' ' else narrow if char.isascii() else wide} 0 R"
        for code, char in enumerate(chars)
    )
    names = " ".join(f"/g{code}" for code in range(len(chars)))
    widths = " ".join(str(_width(char)) for char in chars)
    mapped = [f"<{code:02X}> <{unicode.get(char, char).encode('utf-16-be').hex()}>" for code, char in enumerate(chars)]
    to_unicode = _to_unicode(file, "<00> <FF>", mapped)
    return file.add(
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0]"
        f" /CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [0 {names}] >>"
        f" /FirstChar 0 /LastChar {max(0, len(chars) - 1)} /Widths [{widths}]"
        f" /Resources << >> /ToUnicode {to_unicode} 0 R >>"
    )


def _named_font(file: _File) -> int:
    """A font that the file names and does not hold."""
    descriptor = file.add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    cid = file.add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe)"
        f" /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor {descriptor} 0 R >>"
    )
    return file.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        f" /DescendantFonts [{cid} 0 R] >>"
    )


def _missing_font(file: _File, chars: Sequence[str]) -> int:
    """A font whose glyph numbers mean nothing without it, and that the file does not hold."""
    descriptor = file.add(
        "<< /Type /FontDescriptor /FontName /Absent /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
    )
    cid = file.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Absent /CIDSystemInfo << /Registry (Adobe)"
        f" /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [32 126 500] /FontDescriptor {descriptor} 0 R >>"
    )
    mapped = [f"<{char.encode('utf-16-be').hex()}> <{char.encode('utf-16-be').hex()}>" for char in chars]
    to_unicode = _to_unicode(file, "<0000> <FFFF>", mapped)
    return file.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Absent /Encoding /Identity-H /DescendantFonts [{cid} 0 R]"
        f" /ToUnicode {to_unicode} 0 R >>"
    )


def _to_unicode(file: _File, codes: str, mapped: Sequence[str]) -> int:
    parts = [mapped[start : start + 100] for start in range(0, len(mapped), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def",
        f"1 begincodespacerange {codes} endcodespacerange",
        *(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts),
        "endcmap end end",
    ]
    return file.stream("", "\n".join(lines))
