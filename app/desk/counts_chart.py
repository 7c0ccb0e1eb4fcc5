"""Bars of how many there are of each kind: findings by family or unit, lights by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.desk.chart_panel import INK, PALE
from app.desk.drawing import Bar, Drawing, Word
from app.desk.drawing.shapes import Shape, fitting, text_width
from app.desk.words import CHINESE, Words

MOST_BARS: Final = 20
_WIDTH: Final = 560
_LEFT: Final = 150
_ROW: Final = 26
_HEAD: Final = 66
_FOOT: Final = 36


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of each bar: what it counts, what that is called, its colour and that of the number in it."""

    code: str
    word: str
    colour: str
    ink: str = "#ffffff"


SEVERITY_BARS: Final = (
    BarPart("error", "错误", "#b3261e"),
    BarPart("warning", "存疑", "#d98a00", "#000000"),
    BarPart("notice", "提示", "#5f86b3", "#000000"),
)
LIGHT_BARS: Final = (
    BarPart("红灯", "红灯", "#b3261e"),
    BarPart("黄灯", "黄灯", "#f2c230", "#000000"),
    BarPart("蓝灯", "蓝灯", "#3569a8"),
)


def counts_chart(
    title: str,
    counts: Mapping[str, Mapping[str, int]],
    parts: Sequence[BarPart],
    source: str,
    unit: str = "处",
    say: Words = CHINESE,
) -> Drawing:
    """The drawing: a bar a name, those with most of the first part on top; of many names the first MOST_BARS. `say`
    says the parts, the unit and what the chart adds; title, source and names are drawn as given."""
    names = sorted(counts, key=lambda name: ([-counts[name].get(part.code, 0) for part in parts], name))
    many = say("（前 {most} 个，共 {all} 个）", most=MOST_BARS, all=len(names)) if len(names) > MOST_BARS else ""
    names = names[:MOST_BARS]
    longest = max((sum(counts[name].get(part.code, 0) for part in parts) for name in names), default=0)
    shapes: list[Shape] = [Word(14, 26, fitting(title + many, 15, _WIDTH - 28), 15, INK, bold=True)]
    shapes += _legend(parts, say)
    room = _WIDTH - _LEFT - 60
    for at, name in enumerate(names):
        y = _HEAD + at * _ROW
        shapes.append(Word(_LEFT - 8, y + 14, fitting(name, 12, _LEFT - 20), 12, INK, "end"))
        x = float(_LEFT)
        for part in parts:
            number = counts[name].get(part.code, 0)
            if not number:
                continue
            width = room * number / longest
            shapes.append(Bar(x, y, width, 18, part.colour, tip=f"{name} {say(part.word)} {number} {say(unit)}"))
            if width >= text_width(str(number), 11) + 6:
                shapes.append(Word(x + width / 2, y + 13, str(number), 11, part.ink, "middle"))
            x += width
        total = sum(counts[name].get(part.code, 0) for part in parts)
        shapes.append(Word(x + 6, y + 14, str(total), 12, INK, bold=True))
    if not names:
        shapes.append(Word(14, _HEAD + 14, say("没有可以画的数。"), 12, PALE))
    height = _HEAD + max(1, len(names)) * _ROW + _FOOT
    shapes.append(Word(14, height - 12, source, 11, PALE))
    told = "；".join(
        f"{name}：" + "，".join(f"{say(part.word)} {counts[name].get(part.code, 0)}" for part in parts)
        for name in names
    )
    return Drawing(_WIDTH, height, title, told or say("没有数字"), tuple(shapes))


def _legend(parts: Sequence[BarPart], say: Words) -> list[Shape]:
    shapes: list[Shape] = []
    x = float(_LEFT)
    for part in parts:
        shapes.append(Bar(x, 40, 12, 12, part.colour))
        shapes.append(Word(x + 17, 51, say(part.word), 12, INK))
        x += 40 + text_width(say(part.word), 12)
    return shapes
