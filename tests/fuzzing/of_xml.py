"""Mutations of XML and HTML parts: elements, attributes, depth, entities, namespaces, and what is no XML any more."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Final

from lxml import etree

from fuzzing import of_bytes, of_text

_TAG: Final = re.compile(r"<[^<>]{1,400}>")
_VALUES: Final = (
    "", "0", "-1", "1e400", "NaN", "999999999", "2147483648", "-2147483649", "4294967296",
    "18446744073709551616", "x" * 5000,
    "true", "A1:XFD1048576", "rId1", "../../etc/passwd", "0 0 0 0", "1 2", "M 0 0 L", "M 1e39 0 L NaN 1 C",
    "#REF!", "十", "\u202e",
    "0.000000001", "-0", "1 0 0 1 0", "g 999999 0",
)  # fmt: skip
_NO_XML: Final = "\ufffe\uffff"
_DEEP: Final = (3, 30, 120, 260, 2000)


def _elements(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter() if isinstance(element.tag, str)]


def _left_out(root: etree._Element, random: Random) -> None:
    element = random.choice(_elements(root))
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _again(root: etree._Element, random: Random) -> None:
    element = random.choice(_elements(root))
    if (parent := element.getparent()) is not None and sum(1 for _ in element.iter()) < 2000:
        for _ in range(random.choice((1, 2, 40))):
            parent.append(deepcopy(element))


def _elsewhere(root: etree._Element, random: Random) -> None:
    element, target = random.choice(_elements(root)), random.choice(_elements(root))
    if element is not root and element not in target.iterancestors() and element is not target:
        target.insert(random.randrange(len(target) + 1), element)


def _deeper(root: etree._Element, random: Random) -> None:
    """An element within so many of its own kind."""
    element = random.choice(_elements(root))
    if (parent := element.getparent()) is None:
        return
    outer = inner = etree.Element(element.tag, dict(element.attrib))
    for _ in range(random.choice(_DEEP) - 1):
        inner = etree.SubElement(inner, element.tag, dict(element.attrib))
    parent.replace(element, outer)
    inner.append(element)


def _renamed(root: etree._Element, random: Random) -> None:
    every = _elements(root)
    random.choice(every).tag = random.choice((random.choice(every).tag, "{urn:x}y", "x"))


def _attribute(root: etree._Element, random: Random) -> None:
    every = [element for element in _elements(root) if element.attrib]
    if not every:
        return
    element = random.choice(every)
    name = random.choice(sorted(element.attrib))
    if random.random() < 0.2:
        del element.attrib[name]
    else:
        other = random.choice(every)
        element.set(name, random.choice((*_VALUES, *of_text.NUMBERS, *sorted(other.attrib.values()))).replace("\0", ""))


def _attribute_of_another(root: etree._Element, random: Random) -> None:
    every = [element for element in _elements(root) if element.attrib]
    if every:
        name, value = random.choice(sorted(random.choice(every).attrib.items()))
        random.choice(_elements(root)).set(name, random.choice((value, *_VALUES)))


def _text(root: etree._Element, random: Random) -> None:
    every = [element for element in _elements(root) if element.text and element.text.strip()]
    if every:
        element = random.choice(every)
        changed = random.choice((of_text.mutated(element.text or "", random, 5000), random.choice(_VALUES)))
        element.text = "".join(char for char in changed if char in "\t\n" or (char >= " " and char not in _NO_XML))


_OF_TREES: Final[tuple[Callable[[etree._Element, Random], None], ...]] = (
    _left_out, _again, _elsewhere, _deeper, _renamed, _attribute, _attribute, _attribute, _attribute_of_another,
    _text, _text,
)  # fmt: skip


def _tree(content: bytes, random: Random) -> bytes:
    """The part with another tree; as it was where it is no XML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, recover=True, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return content
    if root is None:
        return content
    for _ in range(random.choice((1, 1, 2, 5))):
        with suppress(
            ValueError, etree.XMLSyntaxError
        ):  # names and values that only a part that was broken before can hold
            random.choice(_OF_TREES)(root, random)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _tags(content: bytes, random: Random) -> bytes:
    """A tag put where it does not belong, left out or cut."""
    text = content.decode("utf-8", "surrogateescape")
    tags = list(_TAG.finditer(text))
    if not tags:
        return content
    one, other = random.choice(tags), random.choice(tags)
    put = random.choice(("", other.group(), one.group()[:-1], one.group() * 50, "<![CDATA[", "<!--", "<?x", "</x>"))
    return (text[: one.start()] + put + text[one.end() :]).encode("utf-8", "surrogateescape")


def _entities(content: bytes, random: Random) -> bytes:
    declared = random.choice(
        (
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
            b'<!DOCTYPE x [<!ENTITY e "9999"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">]>',
            b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        )
    )
    text = content.replace(b"?>", b"?>" + declared, 1) if content.startswith(b"<?xml") else declared + content
    place = text.rfind(b"</")
    return text[:place] + random.choice((b"&e;", b"&f;", b"&#0;", b"&#x110000;", b"&lt;", b"")) + text[place:]


def _declaration(content: bytes, random: Random) -> bytes:
    """Another encoding than it says, or says another one."""
    text = content.decode("utf-8", "replace")
    encoding = random.choice(("utf-16", "utf-16-le", "gb18030", "big5", "utf-8-sig", "latin-1"))
    said = random.choice((encoding, "UTF-8", "UTF-7", "x-unknown"))
    changed = re.sub(r'encoding=["\'][^"\']*["\']', f'encoding="{said}"', text, count=1)
    return changed.encode(encoding, "replace")


def _namespace(content: bytes, random: Random) -> bytes:
    names = re.findall(rb'xmlns(?::\w+)?="([^"]*)"', content)
    if not names:
        return content
    one = random.choice(names)
    other = random.choice((b"", b"urn:x", random.choice(names), one.replace(b"/2006/", b"/2010/")))
    return content.replace(b'"' + one + b'"', b'"' + other + b'"', random.choice((1, -1)))


def _raw(content: bytes, random: Random) -> bytes:
    return random.choice(of_bytes.MUTATIONS)(content, random)


MUTATIONS: Final[tuple[of_bytes.Mutation, ...]] = (
    *(_tree,) * 8, _tags, _entities, _declaration, _namespace, _raw,
)  # fmt: skip


def mutated(content: bytes, random: Random) -> bytes:
    """The part with up to three things wrong with it."""
    return of_bytes.any_of(random, MUTATIONS, content, most=3)
