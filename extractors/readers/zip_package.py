"""A zip container of XML parts (OOXML): opened with bounds, its parts and the relations between them."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final
from urllib.parse import unquote

from lxml import etree

from extractors.errors import Unreadable
from extractors.readers.limits import MAX_MEMBERS, MAX_PACKAGE_BYTES, MAX_PART_BYTES
from extractors.readers.zip_damage import damage_refused

_BYTE_ORDER_MARKS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_COMMON: Final = b"http://schemas.openxmlformats.org/"
_TRANSITIONAL: Final = (
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
    (b"officeDocument/", b"officeDocument/2006/"),
    (b"drawingml/", b"drawingml/2006/"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part refers to: `kind` is the last word of its relationship type (styles, footnotes)."""

    id: str
    kind: str
    part: str


class ZipPackage:
    """The parts of a zip container by name, without a leading slash. Raises Unreadable for all that is wrong with it.

    Only declared and bounded sizes are unpacked; parts with a document type (where entity bombs live) are refused;
    relations to the outside and to parts that are not there are left out, never followed.
    """

    def __init__(self, path: Path) -> None:
        with damage_refused("压缩包结构不完整"):
            self._zip = zipfile.ZipFile(path)
        try:
            self._check()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> ZipPackage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def _check(self) -> None:
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise Unreadable("too_large", f"压缩包内有 {len(members)} 个文件")
        total = sum(member.file_size for member in members)
        if total > MAX_PACKAGE_BYTES:
            raise Unreadable("too_large", f"解压后约 {total // 1024**2} MB")
        if any(member.flag_bits & 0x1 for member in members):
            raise Unreadable("encrypted")
        self.names = frozenset(member.filename for member in members)

    def read(self, part: str) -> bytes:
        """The bytes of an XML part: checked for its size and for a document type, never longer than declared."""
        content = self.read_media(part)
        if _has_document_type(content):
            raise Unreadable("damaged", f"{part} 含有不允许的实体声明")
        return content

    def read_media(self, part: str) -> bytes:
        """The bytes of a part that is no XML (a picture): checked for its size, never longer than declared."""
        if part not in self.names:
            raise Unreadable("damaged", f"缺少 {part}")
        member = self._zip.getinfo(part)
        if member.file_size > MAX_PART_BYTES:
            raise Unreadable("too_large", f"{part} 解压后约 {member.file_size // 1024**2} MB")
        with damage_refused(f"{part} 解压失败"), self._zip.open(member) as file:
            # Asked for just that much it unpacks no more, and tells by the checksum whether that was all.
            return file.read(member.file_size + 1)

    def picture(self, part: str) -> bytes:
        """The bytes of a picture; none where it is not there, broken or too large: it costs none of the others."""
        try:
            return self.read_media(part)
        except Unreadable:
            return b""

    def tree(self, part: str) -> etree._Element:
        """The root element of an XML part. Entities are not resolved and nothing is fetched."""
        return parse_part(part, self.read(part))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What `part` ('' for the package itself) refers to inside the package, in the order of the file."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self.names:
            return ()
        found = []
        for element in self.tree(source):
            if element.get("TargetMode") == "External":
                continue
            target = unquote(element.get("Target", ""))
            name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if name in self.names:
                kind = element.get("Type", "").rsplit("/", 1)[-1]
                found.append(Relation(element.get("Id", ""), kind, name))
        return tuple(found)


def parse_part(part: str, content: bytes) -> etree._Element:
    """The root element of `content`; raises Unreadable where it is no XML, or nested too deeply."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise unparsed(part, error) from error


def unparsed(part: str, error: etree.XMLSyntaxError) -> Unreadable:
    """Why a part cannot be parsed: it goes beyond what the parser takes on, or is no XML."""
    if "XML_PARSE_HUGE" in str(error):
        return Unreadable("too_large", f"{part} 嵌套过深或段落过长")
    if str(error).startswith("unknown error"):  # the parser had no room even to say what was wrong
        return Unreadable("too_much_memory", part)
    return Unreadable("damaged", f"{part} 不是有效的 XML")


def transitional_part(package: ZipPackage, part: str) -> etree._Element:
    """The root element of a part, in the names of the common form. Raises Unreadable."""
    return parse_part(part, transitional(package.read(part)))


def transitional(content: bytes) -> bytes:
    """An OOXML part in the names of the common form of the format; the strict form differs in them only."""
    if _STRICT not in content:
        return content
    for strict, common in _TRANSITIONAL:
        content = content.replace(_STRICT + strict, _COMMON + common)
    return content


def _has_document_type(content: bytes) -> bool:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return "<!DOCTYPE" in content.decode(encoding, errors="replace")
    # UTF-16 without a mark is still found: its letters are the same bytes with zeros between them.
    return b"<!DOCTYPE" in content or b"<!DOCTYPE" in content[:65536].replace(b"\x00", b"")
