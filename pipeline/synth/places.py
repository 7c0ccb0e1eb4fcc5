"""Names of places, offices and projects that do not exist."""

from __future__ import annotations

from typing import Final

FIRST: Final = "岚桐汐澄霁槐芷渭樾泠暮栎沅筠洺荻"
SECOND: Final = "川陵浦岭泽湖原溪江亭塘台关渡阳州"
DISTRICTS: Final = ("东埠", "西堰", "南圩", "北汀", "朗坪", "柏峪", "青坞", "石桥头")
LEVELS: Final = ("市", "市", "区", "县")


def place_name(number: int) -> str:
    """The `number`-th place, without its level; after all 240 of them they come again with a third
    character, up to 3840 different names."""
    number, again = number % (len(FIRST) * len(SECOND)), number // (len(FIRST) * len(SECOND))
    # Neighbouring numbers differ in both characters.
    first = FIRST[number % len(FIRST)]
    second = SECOND[(number // len(FIRST) + number) % len(SECOND)]
    return first + SECOND[again % len(SECOND)] * (again > 0) + second
