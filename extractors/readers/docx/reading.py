"""Reads a DOCX file at the level of its XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.readers.docx.blocks import DocxBlocks, body_half_points
from extractors.readers.docx.styles import Styles
from extractors.readers.draft import Draft, DraftParagraph, placed
from extractors.readers.file_kind import DOCX
from extractors.readers.zip_package import Relation, ZipPackage, transitional, unparsed


def read_docx(path: Path) -> Document:
    """Paragraphs and tables in order with all changes accepted; footnotes, headers and footers as notes at the end.

    Automatic list numbers are not printed in the file's text and are left out; nothing outside the file is fetched.
    Raises Unreadable.
    """
    with ZipPackage(path) as package:
        relations, body, blocks = _opened(package)
        drafts = [*blocks.drafts(body), *_notes(package, relations, body, blocks)]
        warnings = tuple(_warnings(package, relations, blocks))
        return Document(DOCX.media_type, placed(drafts), warnings=warnings, unread_pictures=len(blocks.pictures))


def pictures_in_docx(path: Path) -> Iterator[bytes]:
    """The pictures of the body that the file holds, in its order. Raises Unreadable."""
    with ZipPackage(path) as package:
        relations, body, blocks = _opened(package)
        blocks.drafts(body)
        parts = {relation.id: relation.part for relation in relations}
        for relation in blocks.pictures:
            if relation in parts:
                yield package.picture(parts[relation])


def _opened(package: ZipPackage) -> tuple[tuple[Relation, ...], etree._Element, DocxBlocks]:
    """What the main part refers to, its body, and what reads it."""
    main = next((found.part for found in package.relations("") if found.kind == "officeDocument"), None)
    body = _part(package, main).find(qn("w:body")) if main is not None else None
    if main is None or body is None:
        raise Unreadable("damaged", "找不到正文")
    relations = package.relations(main)
    styles = Styles.of(_related(package, relations, "styles"))
    return relations, body, DocxBlocks(styles, body_half_points(body, styles))


def _part(package: ZipPackage, name: str) -> etree._Element:
    """The root of a part, in the element classes of python-docx."""
    try:
        root: etree._Element = parse_xml(transitional(package.read(name)))
    except etree.XMLSyntaxError as error:
        raise unparsed(name, error) from error
    return root


def _related(package: ZipPackage, relations: Iterable[Relation], kind: str) -> etree._Element | None:
    part = next((relation.part for relation in relations if relation.kind == kind), None)
    return _part(package, part) if part is not None else None


def _notes(
    package: ZipPackage, relations: tuple[Relation, ...], body: etree._Element, blocks: DocxBlocks
) -> Iterator[Draft]:
    """Footnotes and endnotes, then headers and footers that a section uses, each text once."""
    for kind, tag in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
        root = _related(package, relations, kind)
        for note in root.iterchildren(qn(tag)) if root is not None else ():
            if note.get(qn("w:type"), "normal") == "normal":  # the others are the rules drawn above the notes
                yield from _as_notes(blocks.drafts(note, in_table=True))
    used = [
        reference.get(qn("r:id"))
        for tag in ("w:headerReference", "w:footerReference")
        for reference in body.iter(qn(tag))
    ]
    part_of = {relation.id: relation.part for relation in relations}
    seen: set[str] = set()
    for part in dict.fromkeys(part_of[relation] for relation in used if relation in part_of):
        for draft in _as_notes(blocks.drafts(_part(package, part), in_table=True)):
            if isinstance(draft, DraftParagraph) and draft.chars in seen:
                continue
            if isinstance(draft, DraftParagraph):
                seen.add(draft.chars)
            yield draft


def _as_notes(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts as notes; a table there only lays out the line (emblem, name, number), so its cells are notes too."""
    for draft in drafts:
        if isinstance(draft, DraftParagraph):
            yield replace(draft, note=True)
        else:
            yield from (DraftParagraph(cell.chars, note=True) for cell in draft.cells if cell.chars.strip())


def _warnings(package: ZipPackage, relations: Iterable[Relation], blocks: DocxBlocks) -> Iterator[str]:
    for name, count in sorted(blocks.unread.items()):
        yield f"文中有 {count} 处{name}，其中的内容未读取"
    comments = _related(package, relations, "comments")
    if comments is not None and (count := sum(1 for _ in comments.iterchildren(qn("w:comment")))):
        yield f"文中有 {count} 条批注，未读取"
