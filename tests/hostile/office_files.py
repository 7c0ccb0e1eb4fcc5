"""Office and OFD packages made to do harm."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from functools import cache

import docx
from openpyxl import Workbook
from printing.ofd import NAMESPACE, Leaf, ofd, page_xml

LINE = "一般公共预算支出72.75亿元，增长5.5%。"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "99亿元">'
    + "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 11))
    + "]>"
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def word(text: str = LINE) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


@cache
def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (["单位：万元", None], ["项目", "支出"], ["教育", 120], ["卫生", 80]):
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


@cache
def layout() -> bytes:
    return ofd([Leaf().text(20, 30, LINE)])


def with_parts(package: bytes, parts: dict[str, str | bytes]) -> bytes:
    """The package with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def body(content: str) -> str:
    return f'<?xml version="1.0"?><w:document {W} {R}><w:body>{content}</w:body></w:document>'


def word_of(content: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    return with_parts(word(), {"word/document.xml": body(content)} | (parts or {}))


def sheet_of(rows: str, before: str = "") -> bytes:
    content = f'<?xml version="1.0"?>{before}<worksheet {S}><sheetData>{rows}</sheetData></worksheet>'
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": content})


def format_missing() -> bytes:
    """A cell whose number format, which says whether 0.5 is shown as 50%, is not in the file."""
    one = '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    cells = '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    cells += '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="999"/></cellXfs>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>支出</t></is></c><c r="B1" s="1"><v>0.5</v></c></row>'
    return with_parts(
        workbook(),
        {
            "xl/styles.xml": f'<?xml version="1.0"?><styleSheet {S}>{one}{cells}</styleSheet>',
            "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
        },
    )


def nested_zip(depth: int = 6, copies: int = 16) -> bytes:
    """A zip of zips of zips: unpacked to the last, petabytes."""
    inner = bytes(1 << 20)
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for number in range(copies):
                package.writestr(f"{number}.zip", inner)
        inner = out.getvalue()
    return inner


def lying_sizes() -> bytes:
    """A document whose main part unpacks to 200 MB, while both tables of contents say 1000 bytes."""
    content = with_parts(word(), {"word/document.xml": b" " * 200_000_000})
    said = struct.pack("<I", 200_000_000)
    assert content.count(said) == 2
    return content.replace(said, struct.pack("<I", 1000))


def many_members(count: int) -> bytes:
    return with_parts(word(), {f"word/{number}.xml": "" for number in range(count)})


def word_reaching_out(address: str) -> bytes:
    """A document with a template, a picture, a frame and a piece of another document from elsewhere."""
    kinds = ("attachedTemplate", "image", "aFChunk", "subDocument", "hyperlink", "frame", "oleObject")
    relations = "".join(
        f'<Relationship Id="x{number}" Type="{RELATION}/{kind}" Target="{address}/{kind}" TargetMode="External"/>'
        for number, kind in enumerate(kinds)
    )
    opening = f'<?xml version="1.0"?><Relationships xmlns="{RELATION.replace("officeDocument", "package")}">'
    picture = (
        '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="x1"/></w:drawing>'
    )
    field = f'<w:r><w:instrText> INCLUDETEXT "{address}/text" </w:instrText></w:r>'
    content = f'<w:p><w:r><w:t>{LINE}</w:t>{picture}</w:r>{field}</w:p><w:altChunk r:id="x2"/><w:subDoc r:id="x3"/>'
    return word_of(
        content,
        {f"word/_rels/{part}.xml.rels": f"{opening}{relations}</Relationships>" for part in ("document", "settings")},
    )


def workbook_reaching_out(address: str) -> bytes:
    link = f'<externalLink {S} {R}><externalBook r:id="rId1"><sheetNames/></externalBook></externalLink>'
    opening = f'<?xml version="1.0"?><Relationships xmlns="{RELATION.replace("officeDocument", "package")}">'
    relation = f'<Relationship Id="rId1" Type="{RELATION}/externalLinkPath" Target="{address}/b.xlsx" '
    relations = f'{opening}{relation}TargetMode="External"/></Relationships>'
    cell = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>支出（亿元）</t></is></c>'
        '<c r="B1"><f>[1]Sheet1!A1</f><v>72.75</v></c></row>'
    )
    service = f'<row r="2"><c r="A2" t="str"><f>WEBSERVICE("{address}/s")</f><v>5</v></c><c r="B2"><v>6</v></c></row>'
    sheet = f'<?xml version="1.0"?><worksheet {S}><sheetData>{cell}{service}</sheetData></worksheet>'
    return with_parts(
        workbook(),
        {
            "xl/worksheets/sheet1.xml": sheet,
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations,
        },
    )


def entities_from(address: str, package: bytes, part: str, opening: str) -> bytes:
    """The package with a part that takes its text from elsewhere."""
    content = f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "{address}/x.dtd" [<!ENTITY e SYSTEM "{address}/e">]>{opening}'
    return with_parts(package, {part: content})


def layout_reaching_out(address: str) -> bytes:
    """An OFD file whose first page is to be had elsewhere."""
    with zipfile.ZipFile(io.BytesIO(layout())) as package:
        part = next(name for name in package.namelist() if name.endswith("Document.xml"))
        content = package.read(part).decode()
        page = content.split('BaseLoc="')[1].split('"')[0]
    return with_parts(layout(), {part: content.replace(f'BaseLoc="{page}"', f'BaseLoc="{address}/{page}"')})


def bombed_layout() -> bytes:
    with zipfile.ZipFile(io.BytesIO(layout())) as package:
        part = next(name for name in package.namelist() if name.endswith("Content.xml"))
    return with_parts(layout(), {part: f"{BOMB}<b>&a10;</b>"})


def compound(name: str, content: bytes) -> bytes:
    """A compound file (OLE2) with one stream."""
    from extractors.readers.legacy.compound_file import compound_file

    return compound_file({name: content})


def looping_compound() -> bytes:
    """A compound file whose allocation table goes round in a circle."""
    content = bytearray(compound("WordDocument", bytes(range(256)) * 64))
    for at in range(512, 1024, 4):
        content[at : at + 4] = struct.pack("<I", 3)
    return bytes(content)


def members_elsewhere(folder: str) -> bytes:
    """A document with members that, unpacked by their names, would lie outside of where it is unpacked."""
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as package:
        for name in (f"{folder}/a.txt", f"../../../../../..{folder}/b.txt", f"word/../../../../../..{folder}/c.txt"):
            package.writestr(name, "x")
    return out.getvalue()


def main_part(target: str) -> bytes:
    """A document that says its main part is `target`."""
    relation = f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="{target}"/>'
    opening = f'<?xml version="1.0"?><Relationships xmlns="{RELATION.replace("officeDocument", "package")}">'
    return with_parts(word(), {"_rels/.rels": f"{opening}{relation}</Relationships>"})


def a_member_twice() -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile says what is meant here
        package.writestr("word/document.xml", body("<w:p><w:r><w:t>民生支出99亿元</w:t></w:r></w:p>"))
    return out.getvalue()


def wrapped(depth: int, tag: str, inner: str) -> bytes:
    """A document whose text stands so deep in elements `tag`, of the body or (w:smartTag) of a paragraph."""
    text = f"<w:r><w:t>{LINE}</w:t></w:r>"
    if tag == "w:smartTag":
        return word_of(f"<w:p>{f'<{tag}>' * depth}{text}{f'</{tag}>' * depth}</w:p>")
    return word_of(f"<{tag}>{inner}" * depth + f"<w:p>{text}</w:p>" + f"</{inner[1:]}</{tag}>" * depth)


def text_boxes_in_text_boxes(depth: int) -> bytes:
    opening, end = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
    return word_of(opening * depth + f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p>" + end * depth)


def open_fields(count: int) -> bytes:
    mark = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
    return word_of(f"<w:p>{mark * count}<w:r><w:t>{LINE}</w:t></w:r></w:p>")


def many_sheets(count: int) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for number in range(count):
        sheet = book.create_sheet(f"表{number}")
        for row in (["单位：万元"], ["项目", "支出"], ["教育", number + 1]):
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def without_part(package: bytes, name: str) -> bytes:
    """The package without the members whose names hold `name`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            if name not in member:
                target.writestr(member, source.read(member))
    return out.getvalue()


def layout_of(pages: int) -> bytes:
    return ofd([Leaf().text(20, 30, LINE)] * pages)


def layout_in_itself() -> bytes:
    """A page on a template that lies on itself."""
    leaf = Leaf(before_content='<ofd:Template TemplateID="50"/>').text(20, 30, LINE)
    common = '<ofd:TemplatePage ID="50" BaseLoc="T.xml"/>'
    return ofd([leaf], common=common, parts={"Doc_0/T.xml": page_xml(leaf)})


def page_elsewhere(path: str) -> bytes:
    """An OFD file whose page lies outside of it."""
    pages = f'<ofd:Pages><ofd:Page ID="1" BaseLoc="../../../../../..{path}"/></ofd:Pages>'
    document = f'<ofd:Document xmlns:ofd="{NAMESPACE}">{pages}</ofd:Document>'
    return with_parts(layout(), {"Doc_0/Document.xml": document})
