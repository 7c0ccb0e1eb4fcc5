"""Writes small OFD files by hand, so that a test says exactly what is drawn and where.

Lengths are millimetres from the upper left corner, as in the format itself.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from unicodedata import east_asian_width

NAMESPACE = "http://www.ofdspec.org/2016"


def advances(chars: str, size: float) -> str:
    """DeltaX for `chars` side by side: an ideograph is one em wide, ASCII half an em."""
    return " ".join(f"{size if east_asian_width(char) in 'WFA' else size / 2:g}" for char in chars[:-1])


@dataclass
class Leaf:
    """A page under way: the objects of its one layer, written as they will stand in the file."""

    width: float = 210.0
    height: float = 297.0
    objects: list[str] = field(default_factory=list)
    before_content: str = ""
    """What stands between the page's area and its content (a reference to a template)."""

    def text(self, x: float, y: float, chars: str, size: float = 4.0, *, delta: str | None = None, **more: str) -> Leaf:
        """`chars` with the base line beginning at x, y; `delta` is the whole DeltaX, `more` further attributes."""
        delta = advances(chars, size) if delta is None else delta
        attributes = "".join(f' {name}="{value}"' for name, value in more.items())
        offsets = f' DeltaX="{delta}"' if delta else ""
        # The boundary is the em square of the line, the text begins within it at its base line.
        self.objects.append(
            f'<ofd:TextObject ID="{len(self.objects) + 10}" Boundary="{x:g} {y - 0.88 * size:g} {self.width - x:g}'
            f' {size:g}" Font="2" Size="{size:g}"{attributes}><ofd:TextCode X="0" Y="{0.88 * size:g}"{offsets}>'
            f"{escape(chars, quote=False)}</ofd:TextCode></ofd:TextObject>"
        )
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Leaf:
        """A drawn line."""
        x, y = min(x0, x1), min(y0, y1)
        return self.path(x, y, f"M {x0 - x:g} {y0 - y:g} L {x1 - x:g} {y1 - y:g}")

    def path(self, x: float, y: float, data: str, **more: str) -> Leaf:
        """A path in its abbreviated form, its own space beginning at x, y."""
        attributes = "".join(f' {name}="{value}"' for name, value in more.items())
        self.objects.append(
            f'<ofd:PathObject ID="{len(self.objects) + 10}" Boundary="{x:g} {y:g} {self.width:g} {self.height:g}"'
            f' LineWidth="0.2"{attributes}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
        )
        return self

    def grid(self, xs: Iterable[float], ys: Iterable[float]) -> Leaf:
        """Every line of a full grid."""
        xs, ys = list(xs), list(ys)
        for x in xs:
            self.line(x, min(ys), x, max(ys))
        for y in ys:
            self.line(min(xs), y, max(xs), y)
        return self

    def picture(self, x: float, y: float, width: float, height: float) -> Leaf:
        """A picture that covers the rectangle."""
        self.objects.append(f'<ofd:ImageObject ID="9" ResourceID="3" Boundary="{x:g} {y:g} {width:g} {height:g}"/>')
        return self

    def drawn(self, xml: str) -> Leaf:
        """Objects written out by the test."""
        self.objects.append(xml)
        return self


def page_xml(leaf: Leaf) -> str:
    """The content of a page (or template) file."""
    return (
        f'<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Area><ofd:PhysicalBox>0 0 {leaf.width:g} {leaf.height:g}'
        f'</ofd:PhysicalBox></ofd:Area>{leaf.before_content}<ofd:Content><ofd:Layer ID="4" Type="Body">'
        f"{''.join(leaf.objects)}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def ofd(
    leaves: Iterable[Leaf],
    *,
    title: str = "",
    common: str = "",
    after_pages: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """The file with these pages. `common` goes into the document's common data, `after_pages` after its list of
    pages, `parts` are further members of the zip (they replace those of the same name)."""
    leaves = list(leaves)
    pages = "".join(f'<ofd:Page ID="{100 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(leaves)))
    members: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}" DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>1</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>'
        f"<ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages>{after_pages}</ofd:Document>",
    }
    members |= {f"Doc_0/Pages/Page_{at}/Content.xml": page_xml(leaf) for at, leaf in enumerate(leaves)}
    members |= parts or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 7, 5, 9, 0, 0)), content)
    return out.getvalue()
