"""Mutations of any content: bits, bytes, numbers, slices."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")

Mutation = Callable[[bytes, Random], bytes]

MOST_BYTES: Final = 2 << 20
"""A mutated content is cut here: what is found in larger ones is found in smaller ones."""

_EXTREMES: Final = (0, 1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1)


def any_of(random: Random, mutations: Sequence[Mutation], content: bytes, most: int = 4) -> bytes:
    """The content after one to `most` of the mutations, each chosen anew."""
    for _ in range(random.choice((1, 1, *range(1, most + 1)))):
        content = random.choice(mutations)(content, random)[:MOST_BYTES]
    return content


def part_of(content: Sequence[T], random: Random, most: int = 4096) -> tuple[int, int]:
    """Where a slice of the content begins and ends; short ones are as likely as long ones."""
    if not content:
        return 0, 0
    start = random.randrange(len(content))
    length = random.randint(1, min(most, 1 << random.randrange(1, 13)))
    return start, min(len(content), start + length)


def _bit(content: bytes, random: Random) -> bytes:
    if not content:
        return content
    place = random.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << random.randrange(8))]) + content[place + 1 :]


def _bytes(content: bytes, random: Random) -> bytes:
    start, end = part_of(content, random, 64)
    filled = random.choice((b"\0", b"\xff", b" ", b"9", b"<", random.randbytes(1)))
    return content[:start] + filled * (end - start) + content[end:]


def _number(content: bytes, random: Random) -> bytes:
    """An extreme number of two, four or eight bytes in place of what stands there."""
    form = random.choice(("<H", ">H", "<I", ">I", "<Q"))
    size = struct.calcsize(form)
    place = random.randrange(max(1, len(content) - size))
    value = random.choice(_EXTREMES) & ((1 << 8 * size) - 1)
    return content[:place] + struct.pack(form, value) + content[place + size :]


def _left_out(content: bytes, random: Random) -> bytes:
    start, end = part_of(content, random)
    return content[:start] + content[end:]


def _twice(content: bytes, random: Random) -> bytes:
    start, end = part_of(content, random)
    return content[:end] + content[start:end] * random.choice((1, 2, 30)) + content[end:]


def _moved(content: bytes, random: Random) -> bytes:
    start, end = part_of(content, random)
    rest = content[:start] + content[end:]
    place = random.randrange(len(rest) + 1)
    return rest[:place] + content[start:end] + rest[place:]


def _cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _noise(content: bytes, random: Random) -> bytes:
    start, end = part_of(content, random, 256)
    return content[:start] + random.randbytes(end - start) + content[end:]


MUTATIONS: Final[tuple[Mutation, ...]] = (_bit, _bit, _bytes, _number, _left_out, _twice, _moved, _cut, _noise)


def mutated(content: bytes, random: Random) -> bytes:
    """The content with up to eight things wrong with it."""
    return any_of(random, MUTATIONS, content, most=8)
