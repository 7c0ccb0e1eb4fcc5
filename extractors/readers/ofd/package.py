"""The parts of an OFD file: its documents, their pages, templates, shared drawings and annotations."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.errors import Unreadable
from extractors.readers.ofd.values import box, child, children, is_true, name_of, words_of
from extractors.readers.zip_package import ZipPackage

Size = tuple[float, float]
"""Width and height in millimetres."""

_A4: Final[Size] = (210.0, 297.0)
_NOT_PRINTED: Final = frozenset({"Link", "Watermark"})
"""Kinds of annotation that say nothing of their own."""


@dataclass(slots=True)
class Resources:
    """What objects refer to by id: shared drawings (their XML), and pictures (the names of their parts)."""

    drawings: dict[str, etree._Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    def with_others(self, others: Resources) -> Resources:
        """These and the others, which come first where both have an id."""
        return Resources(self.drawings | others.drawings, self.pictures | others.pictures)


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page before it is drawn: contents from the lowest to the highest, each the root of a page's XML."""

    number: int
    size: Size
    contents: tuple[etree._Element, ...]
    annotations: tuple[etree._Element, ...]
    """Visible appearances of annotations."""
    resources: Resources


@dataclass(slots=True)
class _DocumentParts:
    """What the pages of one document share."""

    part: str
    size: Size | None
    templates: dict[str, str] = field(default_factory=dict)
    resources: Resources = field(default_factory=Resources)
    annotations: dict[str, list[str]] = field(default_factory=dict)


class OfdPackage:
    """An open OFD file. Locations inside it are followed, never anything outside."""

    def __init__(self, package: ZipPackage) -> None:
        self._package = package
        # Some producers write the names of parts in another case, or with backslashes, than the references to them.
        self._names = {_key(name): name for name in package.names}
        if _key("Encryptions.xml") in self._names:
            raise Unreadable("encrypted")
        self._root = package.tree(self._names.get(_key("OFD.xml"), "OFD.xml"))

    @property
    def title(self) -> str | None:
        """The title that the file itself states, None for an empty one."""
        for body in self._bodies():
            information = child(body, "DocInfo")
            if information is not None and (title := words_of(child(information, "Title"))):
                return title
        return None

    def page_count(self) -> int:
        """Pages of all documents."""
        return sum(len(_pages(self._package.tree(part))) for part in self._document_parts())

    def pages(self) -> Iterator[PageSource]:
        """All pages, those of several documents one after another, numbered from 1."""
        number = 0
        for part in self._document_parts():
            root = self._package.tree(part)
            shared = self._shared(part, root)
            for page in _pages(root):
                number += 1
                yield self._page(number, page, shared)

    def attachments(self) -> tuple[str, ...]:
        """The names of the files that are attached to the documents; they are not read."""
        names: list[str] = []
        for part in self._document_parts():
            listing = self._part(part, words_of(child(self._package.tree(part), "Attachments")))
            if listing is not None:
                names += [entry.get("Name") or "未命名" for entry in children(self._package.tree(listing))]
        return tuple(names)

    def picture(self, part: str) -> bytes:
        """The bytes of a picture. Raises Unreadable: damaged, too_large."""
        return self._package.read_media(part)

    def _bodies(self) -> list[etree._Element]:
        return [body for body in children(self._root) if name_of(body) == "DocBody"]

    def _document_parts(self) -> list[str]:
        parts = []
        for body in self._bodies():
            location = words_of(child(body, "DocRoot"))
            if location:
                parts.append(self._required("OFD.xml", location))
        if not parts:
            raise Unreadable("damaged", "OFD.xml 没有指明正文")
        return parts

    def _shared(self, part: str, root: etree._Element) -> _DocumentParts:
        shared = _DocumentParts(part, None)
        common = child(root, "CommonData")
        for entry in children(common) if common is not None else ():
            match name_of(entry):
                case "PageArea":
                    shared.size = _area_size(entry)
                case "PublicRes" | "DocumentRes":
                    shared.resources = shared.resources.with_others(self._resources(part, words_of(entry)))
                case "TemplatePage":
                    shared.templates[entry.get("ID", "")] = entry.get("BaseLoc", "")
        location = words_of(child(root, "Annotations"))
        if location:
            shared.annotations = self._annotation_parts(part, location)
        return shared

    def _resources(self, part: str, location: str) -> Resources:
        """What a resource file lists."""
        found = Resources()
        listing = self._part(part, location)
        if listing is None:
            return found
        root = self._package.tree(listing)
        for group in children(root):
            for unit in children(group):
                match name_of(unit):
                    case "CompositeGraphicUnit":
                        found.drawings[unit.get("ID", "")] = unit
                    case "MultiMedia" if unit.get("Type") == "Image":
                        file = words_of(child(unit, "MediaFile"))
                        picture = self._part(listing, posixpath.join(root.get("BaseLoc", ""), file)) or self._part(
                            listing, file
                        )
                        if picture is not None:
                            found.pictures[unit.get("ID", "")] = picture
        return found

    def _annotation_parts(self, part: str, location: str) -> dict[str, list[str]]:
        """The parts with the annotations of each page, by the page's id."""
        found: dict[str, list[str]] = {}
        listing = self._part(part, location)
        if listing is None:
            return found
        for page in children(self._package.tree(listing)):
            target = self._part(listing, words_of(child(page, "FileLoc")))
            if target is not None:
                found.setdefault(page.get("PageID", ""), []).append(target)
        return found

    def _page(self, number: int, entry: etree._Element, shared: _DocumentParts) -> PageSource:
        part = self._required(shared.part, entry.get("BaseLoc", ""))
        root = self._package.tree(part)
        resources = shared.resources
        below: list[etree._Element] = []
        above: list[etree._Element] = []
        size = None
        for used in children(root):
            match name_of(used):
                case "Area":
                    size = _area_size(used)
                case "PageRes":
                    resources = resources.with_others(self._resources(part, words_of(used)))
                case "Template":
                    template = self._part(shared.part, shared.templates.get(used.get("TemplateID", ""), ""))
                    if template is not None:
                        (above if used.get("ZOrder") == "Foreground" else below).append(self._package.tree(template))
        annotations: list[etree._Element] = []
        for target in shared.annotations.get(entry.get("ID", ""), ()):
            annotations += _appearances(self._package.tree(target))
        return PageSource(number, size or shared.size or _A4, (*below, root, *above), tuple(annotations), resources)

    def _part(self, source: str, location: str) -> str | None:
        """The name of the part at `location`, absolute or beside the part `source`; None where there is none."""
        location = location.replace("\\", "/")
        if not location:
            return None
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), location))
        return self._names.get(_key(joined))

    def _required(self, source: str, location: str) -> str:
        part = self._part(source, location)
        if part is None:
            raise Unreadable("damaged", f"缺少 {location or '页面'}")
        return part


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _pages(root: etree._Element) -> list[etree._Element]:
    listing = child(root, "Pages")
    return [] if listing is None else [page for page in children(listing) if name_of(page) == "Page"]


def _area_size(area: etree._Element) -> Size | None:
    """The page as it lies on paper; its upper left corner is where coordinates begin, whatever its own x and y."""
    for name in ("PhysicalBox", "ApplicationBox", "ContentBox"):
        found = box(words_of(child(area, name)))
        if found is not None and found[2] > 0 and found[3] > 0:
            return found[2], found[3]
    return None


def _appearances(root: etree._Element) -> Iterator[etree._Element]:
    """What the annotations of a page show, those left out that are hidden or only mark what is printed."""
    for note in children(root):
        if name_of(note) == "Annot" and note.get("Type") not in _NOT_PRINTED and is_true(note.get("Visible"), True):
            appearance = child(note, "Appearance")
            if appearance is not None:
                yield appearance
