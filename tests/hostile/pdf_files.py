"""PDF files made to do harm."""

from __future__ import annotations

import re
import zlib

from printing.pdf import Sheet, pdf

LINE = "一般公共预算支出72.75亿元，增长5.5%。"


def one_page(text: str = LINE) -> bytes:
    return pdf([Sheet().text(60, 780, text)])


def pages(count: int) -> bytes:
    return pdf([Sheet().text(60, 780, LINE)] * count)


def slow_to_draw(shapes: int, *lines: str) -> bytes:
    """A page that is read in seconds and drawn in minutes: shapes of thousands of edges that all cross each other, and
    upon them the lines."""
    edges = " ".join(f"{at * 37 % 595} {at * 91 % 842} l" for at in range(2000))
    sheet = Sheet()
    sheet.operators += [f"0.9 g 0 0 m {edges} f*"] * shapes + ["0 g"]
    return pdf([sheet.lines(60, 780, lines)])


def large_page(side: float) -> bytes:
    """A page of `side` points with a line of common size on it."""
    return pdf([Sheet(width=side, height=side).text(60, side - 60, LINE)])


def crowded_page(characters: int) -> bytes:
    """So many characters on one page, in columns of small print."""
    sheet = Sheet(width=1200, height=1700)
    line = (LINE * 40)[:1000]
    for number in range(characters // len(line)):
        sheet.text(10, 1690 - number * (1680 / (characters // len(line))), line, 1.1)
    return pdf([sheet])


def by_hand(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_KID = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"


def page_with(content: bytes, resources: bytes = b"", *more: bytes, entries: bytes = b"") -> bytes:
    """One page with this content; `resources` may name objects from 5 on, which are `more`."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>" % resources
    return by_hand(CATALOGUE, ONE_KID, page, stream(content, entries), *more)


def picture_of(width: int, height: int) -> bytes:
    """A page filled by a picture of so many dots, all of them white, packed twice."""
    white = zlib.compress(zlib.compress(bytes([255]) * (-(-width // 8) * height), 1), 9)
    picture = stream(
        white,
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 1"
        b" /Filter [/FlateDecode /FlateDecode]" % (width, height),
    )
    return page_with(b"q 595 0 0 842 0 0 cm /P Do Q", b"/XObject << /P 5 0 R >>", picture)


def unpacking_to(size: int) -> bytes:
    """A page whose content is `size` bytes of spaces, packed twice."""
    packed = zlib.compress(zlib.compress(b" " * size, 1), 9)
    return page_with(packed, entries=b"/Filter [/FlateDecode /FlateDecode]")


def forms_in_forms(depth: int, times: int) -> bytes:
    """A form that draws a form `times` times, and so on: times to the power of depth things to draw."""
    forms = []
    for level in range(depth):
        inner = b"/F Do " * times if level + 1 < depth else b"0 0 1 1 re f "
        names = b"/Resources << /XObject << /F %d 0 R >> >>" % (6 + level) if level + 1 < depth else b""
        forms.append(stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] %s" % names))
    return page_with(b"/F Do", b"/XObject << /F 5 0 R >>", *forms)


def form_in_itself() -> bytes:
    inner = stream(b"/F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>")
    return page_with(b"/F Do", b"/XObject << /F 5 0 R >>", inner)


def page_tree_in_itself() -> bytes:
    return by_hand(CATALOGUE, b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>")


def deep_page_tree(depth: int) -> bytes:
    """A page below so many nodes."""
    nodes = [
        b"<< /Type /Pages /Count 1 /Kids [%d 0 R] %s >>" % (number + 3, b"/Parent %d 0 R" % (number + 1) * (number > 0))
        for number in range(depth)
    ]
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (depth + 1)
    return by_hand(CATALOGUE, *nodes, page)


def lying_count() -> bytes:
    """Says that it has two thousand million pages."""
    return by_hand(CATALOGUE, b"<< /Type /Pages /Count 2000000000 /Kids [3 0 R] >>", b"<< /Type /Page /Parent 2 0 R >>")


def values_in_a_circle() -> bytes:
    """A stream whose length is itself, a table of places that goes on in itself."""
    body = by_hand(CATALOGUE, ONE_KID, b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox 3 0 R >>", b"4 0 R")
    start = body.rindex(b"xref\n0")
    return body.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def wrong_places() -> bytes:
    """Its table of places leads anywhere but to the objects."""
    return re.sub(rb"\d{10} 00000 n", lambda found: b"%010d 00000 n" % (int(found[0][:10]) * 7 % 99_999), one_page())


def table_beyond_the_end() -> bytes:
    return re.sub(rb"startxref\n\d+", b"startxref\n999999999", one_page())


def without_places() -> bytes:
    content = one_page()
    return content[: content.rindex(b"xref\n0")] + b"%%EOF\n"


def packed_objects(count: int, packed: bytes) -> bytes:
    """Beside the page a stream that says it holds so many objects."""
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (count, 8 * count)
    return page_with(b"BT ET", b"", stream(zlib.compress(packed, 9), entries))


def deep_values(depth: int) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox " + b"[" * depth + b"]" * depth + b" >>"
    return by_hand(CATALOGUE, ONE_KID, page)


def page_of(box: bytes) -> bytes:
    return by_hand(
        CATALOGUE, ONE_KID, b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R >>" % box, stream(b"")
    )


def box_of_words() -> bytes:
    """A page whose size is no number, in a font that has pdfium give up."""
    whole = pdf([Sheet().text(60, 780, LINE)], font_kind="missing")
    return whole.replace(b"[0 0 595 842]", b"[0 0 1e6 1e6]")


def crowded_layer(count: int) -> bytes:
    """So many texts at one place, in two layers of which one is off."""
    sheet = Sheet().text(60, 780, LINE)
    for number in range(count):
        sheet.in_layer("on" if number % 2 else "off", Sheet().text(60, 600, LINE))
    return pdf([sheet], layers={"on": True, "off": False})


def reaching_out(address: str) -> bytes:
    """A file that opens an address and runs a script as soon as it is opened."""
    action = b"/OpenAction << /S /URI /URI (%s/x) >>" % address.encode()
    script = b"/AA << /WC << /S /JavaScript /JS (app.launchURL('%s/y')) >> >>" % address.encode()
    catalogue = b"<< /Type /Catalog /Pages 2 0 R %s %s >>" % (action, script)
    far = b"/F << /FS /URL /F (%s/z) >>" % address.encode()
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    return by_hand(catalogue, ONE_KID, page, stream(b"BT ET", far))
