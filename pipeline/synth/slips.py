"""Slips that people make when they write a figure down: every way in which one figure can come out wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from pipeline.synth.figure import Figure
from rules.printed import Printed

SlipKind = Literal[
    "unit_slip", "decimal_point", "transposition", "digit", "missing_digit", "extra_digit", "sign",
    "stale", "cumulative_in_current", "other_rate",
]  # fmt: skip

FREQUENCIES: Final[dict[SlipKind, int]] = {
    "unit_slip": 14,
    "decimal_point": 14,
    "transposition": 17,
    "digit": 20,
    "missing_digit": 6,
    "extra_digit": 6,
    "sign": 6,
    "stale": 8,
    "cumulative_in_current": 5,
    "other_rate": 4,
}
"""How often which slip is made, where it can be made: a guess, said here so that nobody takes it for a finding."""

_RATES = ("share", "completion", "growth")
_SIGNED = ("growth", "change")


@dataclass(frozen=True, slots=True)
class Slip:
    """A figure as it should be printed and as it is."""

    kind: SlipKind
    right: Figure
    wrong: Figure


def draw_slip(
    rng: random.Random, right: Figure, here: Mapping[str, Figure], before: Mapping[str, Figure]
) -> Slip | None:
    """A slip in the figure `right`; `here` are the figures of its report, `before` those of the report before.

    None where the drawn kind cannot be made.
    """
    ways = {kind: wrong_forms(kind, right, here, before) for kind in FREQUENCIES}
    possible = [kind for kind, wrong in ways.items() if wrong]
    if not possible:
        return None
    kind = rng.choices(possible, [FREQUENCIES[kind] for kind in possible])[0]
    return Slip(kind, right, rng.choice(ways[kind]))


def wrong_forms(
    kind: SlipKind, right: Figure, here: Mapping[str, Figure], before: Mapping[str, Figure]
) -> list[Figure]:
    """What slips of one kind make of `right`: only what says something else and can be read as a figure at all."""
    return [
        wrong
        for wrong in _ways(kind, right, here, before)
        if wrong.value != right.value and _is_written_so(wrong.printed.digits) and len(wrong.printed.digits) <= 14
    ]


def _is_written_so(digits: str) -> bool:
    whole, _, rest = digits.partition(".")
    return whole.isdecimal() and (whole == "0" or not whole.startswith("0")) and (rest == "" or rest.isdecimal())


def _ways(kind: SlipKind, right: Figure, here: Mapping[str, Figure], before: Mapping[str, Figure]) -> Iterator[Figure]:
    printed, down = right.printed, right.down
    match kind:
        case "unit_slip":
            yield from (right.misprinted(other, down) for other in _other_units(right))
        case "sign":
            if right.meaning.kind in _SIGNED and right.wording != "plain":
                yield right.misprinted(printed, not down)
        case "stale":
            if (old := before.get(right.name)) is not None and right.meaning.role == "actual":
                yield right.misprinted(old.printed, old.down)
        case "cumulative_in_current":
            if right.name.endswith(".month") and (sum_ := here.get(right.name.removesuffix("month") + "ytd")):
                yield right.misprinted(sum_.printed, sum_.down)
        case "other_rate":
            if right.meaning.kind in ("share", "completion"):
                others = (figure for figure in here.values() if figure.meaning.kind in _RATES and not figure.down)
                yield from (right.misprinted(other.printed, down) for other in others if other.worth == right.worth)
        case _:
            yield from (right.misprinted(printed.with_digits(digits), down) for digits in _digits(kind, printed.digits))


def _other_units(figure: Figure) -> Iterator[Printed]:
    """万元 for 亿元 and back; in a table, yuan or 亿元 where the caption says 万元."""
    printed = figure.printed
    if figure.meaning.kind not in ("amount", "change"):
        return
    if printed.factor in ("亿", "万"):
        yield Printed(printed.digits, False, "万" if printed.factor == "亿" else "亿", printed.unit)
    elif figure.worth == 10**4:
        yield printed.with_digits(printed.digits + "0000")
        if len(printed.digits) > 4 and "." not in printed.digits:
            yield printed.with_digits(f"{printed.digits[:-4]}.{printed.digits[-4:]}")


def _digits(kind: SlipKind, digits: str) -> Iterator[str]:
    places = [index for index, mark in enumerate(digits) if mark != "."]
    match kind:
        case "transposition":
            for first, second in pairwise(places):
                marks = list(digits)
                marks[first], marks[second] = marks[second], marks[first]
                yield "".join(marks)
        case "digit":
            for place in places:
                yield from (digits[:place] + mark + digits[place + 1 :] for mark in "0123456789")
        case "missing_digit":
            if len(places) > 1:
                yield from ((digits[:place] + digits[place + 1 :]).rstrip(".") for place in places)
        case "extra_digit":
            # A key pressed twice, or two keys at once.
            for place in places:
                yield from (digits[:place] + mark + digits[place:] for mark in dict.fromkeys((digits[place], "0", "1")))
        case "decimal_point":
            whole, point, rest = digits.partition(".")
            all_ = whole + rest
            if point:
                yield all_
            for shift in (-2, -1, 1, 2):
                at = len(whole) + shift
                if 0 < at < len(all_):
                    yield f"{all_[:at]}.{all_[at:]}"
                elif at <= 0 and point:
                    yield f"0.{'0' * -at}{all_}"
        case _:
            raise ValueError(f"{kind} is no slip of digits")
