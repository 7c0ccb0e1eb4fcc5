"""Draws an invented progress sheet as a clean picture, with the text of every cell beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import pytest
from PIL import Image, ImageDraw, ImageFont

FONTS: Final = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)
_SIMPLIFIED: Final = 2
"""Which face of the collection is the one for simplified Chinese."""

_NOT_FIRST: Final = frozenset("，。；：、）》”%！？")
_PADDING: Final = 2.0

HEADS: Final = ("类别", "目标名称", "考核指标", "当月进度", "累计进度", "完成率")
_WIDTHS: Final = (20.0, 34.0, 150.0, 150.0, 190.0, 40.0)

_ITEMS: Final = (
    "税收收入征管", "园区基础设施", "城乡低保扩面", "存量债务化解", "学前教育补助", "绿色采购推广",
    "河道清淤整治", "公租房筹建", "水稻良种补贴", "窗口提速增效",
)  # fmt: skip


@dataclass(frozen=True)
class SheetPicture:
    """A drawn page (grey, `dpi` dots to the inch) and its cells' texts, row by row."""

    picture: Image.Image
    dpi: int
    rows: tuple[tuple[str, ...], ...]


def require_fonts() -> None:
    """Skip the test where the fonts that the sheets are drawn with are not installed."""
    if not Path(FONTS[0]).is_file():
        pytest.skip("fonts-noto-cjk is not installed")


def sheet_picture(seed: int, dpi: int = 200, rows: int = 5, size: float | None = None) -> SheetPicture:
    """The sheet that `seed` invents; `size` is the em of its print in points."""
    random = Random(seed)
    texts = [HEADS, *(_row(random, number) for number in range(rows))]
    title = f"清河市财政局{random.randint(2015, 2024)}年{random.randint(1, 12)}月份目标进度情况表"
    return draw(title, texts, dpi, size or random.choice((9.0, 10.0, 10.5, 11.0)), random.choice(FONTS))


def draw(title: str, rows: list[tuple[str, ...]], dpi: int, size: float, font: str = FONTS[0]) -> SheetPicture:
    """`rows` as a ruled table under `title`; the first two columns are narrow, so that their text stacks."""
    scale = 2 * dpi / 72.0
    columns = [0.0]
    for width in _WIDTHS:
        columns.append(columns[-1] + width)
    pitch = 1.35 * size
    wrapped = [
        [_wrapped(text, _WIDTHS[at] - 2 * _PADDING, size, font, scale) for at, text in enumerate(row)] for row in rows
    ]
    heights = [max(len(cell) for cell in row) * pitch + 2 * _PADDING + 2 for row in wrapped]
    left, top = 40.0, 80.0
    width, height = columns[-1] + 2 * left, top + sum(heights) + 70.0
    page = Image.new("L", (round(width * scale), round(height * scale)), 255)
    pen = ImageDraw.Draw(page)
    large = _face(font, 1.6 * size, scale)
    pen.text((width * scale / 2, 50 * scale), title, 0, font=large, anchor="mm")
    line = max(2, round(0.6 * scale))
    y = top
    for row, cell_height in zip(wrapped, heights, strict=True):
        for at, cell in enumerate(row):
            start = y + (cell_height - len(cell) * pitch) / 2
            for number, text in enumerate(cell):
                place = ((left + columns[at] + _PADDING) * scale, (start + (number + 0.5) * pitch) * scale)
                pen.text(place, text, 0, font=_face(font, size, scale), anchor="lm")
        pen.line([(left * scale, y * scale), ((left + columns[-1]) * scale, y * scale)], 0, line)
        y += cell_height
    pen.line([(left * scale, y * scale), ((left + columns[-1]) * scale, y * scale)], 0, line)
    for column in columns:
        pen.line([((left + column) * scale, top * scale), ((left + column) * scale, y * scale)], 0, line)
    picture = page.resize((round(page.width / 2), round(page.height / 2)), Image.Resampling.BOX)
    return SheetPicture(picture, dpi, tuple(rows))


@cache
def _face(font: str, size: float, scale: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, round(size * scale), index=_SIMPLIFIED)


def _wrapped(text: str, width: float, size: float, font: str, scale: float) -> list[str]:
    face = _face(font, size, scale)
    lines = [""]
    for char in text:
        if not lines[-1] or face.getlength(lines[-1] + char) <= width * scale:
            lines[-1] += char
        elif char in _NOT_FIRST and len(lines[-1]) > 1:
            lines[-1], char = lines[-1][:-1], lines[-1][-1] + char
            lines.append(char)
        else:
            lines.append(char)
    return lines


def _row(random: Random, number: int) -> tuple[str, ...]:
    name = _ITEMS[(number + random.randrange(len(_ITEMS))) % len(_ITEMS)]
    month = random.randint(2, 12)

    def amount() -> str:
        places = random.choice((0, 1, 2, 2, 2))
        top = random.choice((10, 100, 1000, 10000, 100000))
        return f"{random.uniform(0, top):.{places}f}{random.choice(('亿元', '万元', '万元'))}"

    def rate() -> str:
        sign = "-" if random.random() < 0.15 else ""
        return f"{sign}{random.uniform(0, 120):.{random.choice((0, 1, 1, 2))}f}%"

    target = random.choice(
        (
            f"全年完成{name}支出{amount()}，增长{rate()}以上。",
            f"{name}不低于{amount()}，其中市本级{amount()}，占比{rate()}。",
            f"年内新增{random.randint(1, 300)}家单位，安排补助{amount()}，每户{random.randint(100, 9000)}元。",
        )
    )
    current = random.choice(
        (
            f"{month}月份完成{amount()}，同比增长{rate()}；其中区级{amount()}，占比{rate()}。",
            f"本月下达资金{amount()}，惠及{random.randint(11, 99999)}户，兑付率{rate()}。",
            f"当月入库{amount()}，环比{random.choice(('上升', '下降'))}{rate()}，为预期数的{rate()}。",
        )
    )
    total = random.choice(
        (
            f"1-{month}月累计完成{amount()}，增长{rate()}，占年度目标的{rate()}；已拨付{amount()}，"
            f"涉及项目{random.randint(1, 400)}个、资金{amount()}。",
            f"截至{month}月底累计支出{amount()}，同比增长{rate()}。1.已开工{random.randint(1, 60)}个；"
            f"2.完成投资{amount()}；3.清退{random.randint(1, 20)}家。",
        )
    )
    kind = random.choice(("绩效指标", "工作目标"))
    return kind, name, target, current, total, f"{random.randint(1, 100)}%"
