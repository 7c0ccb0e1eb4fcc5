"""Invents pages of every make for scans: progress sheets, value tables, narrative with a table, narrow columns."""

from __future__ import annotations

from random import Random
from typing import Final

from printing.page_picture import (
    HAN_FONTS,
    LATIN_FONTS,
    Cell,
    Face,
    PagePicture,
    Paragraph,
    Table,
    fonts_here,
    page_picture,
)

LAYOUTS: Final = ("sheet", "values", "narrative", "narrow")

_PLACES: Final = ("清河", "安远", "云岭", "白沙", "青溪", "东湾", "临泽", "石桥")
_ITEMS: Final = (
    "税收收入", "非税收入", "增值税", "企业所得税", "个人所得税", "城市维护建设税", "契税", "专项收入", "罚没收入",
    "一般公共服务", "公共安全", "教育", "科学技术", "文化旅游体育与传媒", "社会保障和就业", "卫生健康", "节能环保",
    "城乡社区", "农林水", "交通运输", "住房保障", "灾害防治及应急管理", "债务付息", "其他支出",
)  # fmt: skip
_TASKS: Final = (
    "税收收入征管", "园区基础设施", "城乡低保扩面", "存量债务化解", "学前教育补助", "绿色采购推广", "河道清淤整治",
    "公租房筹建", "水稻良种补贴", "窗口提速增效", "政府投资基金", "预算绩效评价", "国有资产盘活", "县乡财政体制",
)  # fmt: skip
_UNITS: Final = ("预算科", "国库科", "社保科", "农业科", "经建科", "债务办", "采购办", "绩效科")


def invented_page(seed: int, dpi: int, layout: str | None = None) -> tuple[str, PagePicture]:
    """The page that `seed` invents, drawn at `dpi`, and which of the LAYOUTS it is."""
    random = Random(seed)
    chosen = layout or random.choice(LAYOUTS)
    face = Face(
        random.choice(fonts_here(HAN_FONTS)),
        random.choice([None, *fonts_here(LATIN_FONTS), *fonts_here(LATIN_FONTS)]),
    )
    make = {"sheet": _sheet, "values": _values, "narrative": _narrative, "narrow": _narrow}[chosen]
    blocks, width = make(random)
    return chosen, page_picture(blocks, dpi, face, width=width)


def _title(random: Random, what: str) -> Paragraph:
    text = f"{random.choice(_PLACES)}市财政局{random.randint(2015, 2024)}年{random.randint(1, 12)}月{what}"
    return Paragraph(text, random.choice((16.0, 18.0)), "middle", indent=False)


def _number(random: Random, *, commas: bool) -> str:
    places = random.choice((0, 0, 1, 2, 2))
    value = random.uniform(0, random.choice((10, 100, 1000, 10000, 100000, 1000000)))
    return f"{value:,.{places}f}" if commas else f"{value:.{places}f}"


def _amount(random: Random) -> str:
    return _number(random, commas=False) + random.choice(("亿元", "万元", "万元", "元"))


def _rate(random: Random) -> str:
    sign = "-" if random.random() < 0.15 else ""
    return f"{sign}{random.uniform(0, 120):.{random.choice((0, 1, 1, 2))}f}%"


def _sheet(random: Random) -> tuple[list[Paragraph | Table], float]:
    heads = ("类别", "目标名称", "考核指标", "当月进度", "累计进度", "完成率")
    widths = random.choice(((20.0, 34.0, 150.0, 150.0, 190.0, 46.0), (24.0, 60.0, 110.0, 170.0, 230.0, 50.0)))
    cells = [Cell(0, at, head, align="middle") for at, head in enumerate(heads)]
    for row in range(1, random.randint(3, 6)):
        texts = (
            random.choice(("绩效指标", "工作目标")), random.choice(_TASKS), _target(random), _current(random),
            _total(random), f"{random.randint(1, 100)}%",
        )  # fmt: skip
        cells += [Cell(row, at, text) for at, text in enumerate(texts)]
    table = Table(widths, tuple(cells), random.choice((9.0, 10.0, 10.5, 11.0)))
    return [_title(random, "份目标进度情况表"), table], sum(widths) + 90.0


def _target(random: Random) -> str:
    name = random.choice(_TASKS)
    return random.choice(
        (
            f"全年完成{name}支出{_amount(random)}，增长{_rate(random)}以上。",
            f"{name}不低于{_amount(random)}，其中市本级{_amount(random)}，占比{_rate(random)}。",
            f"年内新增{random.randint(1, 300)}家单位，安排补助{_amount(random)}，每户{random.randint(100, 9000)}元。",
        )
    )


def _current(random: Random) -> str:
    month = random.randint(2, 12)
    return random.choice(
        (
            f"{month}月份完成{_amount(random)}，同比增长{_rate(random)}；其中区级{_amount(random)}，占比{_rate(random)}。",
            f"本月下达资金{_amount(random)}，惠及{random.randint(11, 99999)}户，兑付率{_rate(random)}。",
            f"当月入库{_amount(random)}，环比{random.choice(('上升', '下降'))}{_rate(random)}，"
            f"为预期数的{_rate(random)}。",
        )
    )


def _total(random: Random) -> str:
    month = random.randint(2, 12)
    return random.choice(
        (
            f"1-{month}月累计完成{_amount(random)}，增长{_rate(random)}，占年度目标的{_rate(random)}；"
            f"已拨付{_amount(random)}，涉及项目{random.randint(1, 400)}个、资金{_amount(random)}。",
            f"截至{month}月底累计支出{_amount(random)}，同比增长{_rate(random)}。1.已开工{random.randint(1, 60)}个；"
            f"2.完成投资{_amount(random)}；3.清退{random.randint(1, 20)}家。",
        )
    )


def _values(random: Random) -> tuple[list[Paragraph | Table], float]:
    """A table of amounts: one line of heads or two, names at the left, numbers at the right of their cells."""
    commas = random.random() < 0.5
    count = random.randint(3, 6)
    name, number = random.choice((110.0, 140.0)), random.choice((58.0, 66.0, 74.0))
    heads = random.sample(("年初预算", "调整预算", "本月数", "累计数", "上年同期", "增减额", "结余"), count - 1)
    cells: list[Cell] = []
    if random.random() < 0.5:
        cells += [Cell(0, 0, "项目", rows=2, align="middle"), Cell(0, 1, "金额", columns=count - 1, align="middle")]
        cells += [Cell(1, at, head, align="middle") for at, head in enumerate(heads, start=1)]
        cells += [Cell(0, count, "增长%", rows=2, align="middle")]
        first = 2
    else:
        cells += [Cell(0, at, head, align="middle") for at, head in enumerate(("项目", *heads, "增长%"))]
        first = 1
    align = random.choice(("right", "right", "middle"))
    for row in range(first, first + random.randint(6, 16)):
        cells.append(Cell(row, 0, random.choice(("", "", "其中：", "一、", "1.")) + random.choice(_ITEMS)))
        for column in range(1, count + 1):
            empty = random.random() < 0.06
            text = _number(random, commas=commas) if column < count else _rate(random).rstrip("%")
            if column < count and random.random() < 0.08:
                text = random.choice(("0", "1", "7", "-", f"-{text}"))
            cells.append(Cell(row, column, "" if empty else text, align=align))
    widths = (name, *[number] * count)
    table = Table(
        widths, tuple(cells), random.choice((8.0, 9.0, 9.0, 10.0, 10.5)), random.choice((1.35, 1.7)),
        random.choice((0.4, 0.6, 1.0)), sides=random.random() < 0.8,
    )  # fmt: skip
    unit = Paragraph(f"单位：{random.choice(('万元', '亿元', '元'))}", 10.0, "right", indent=False)
    return [_title(random, "财政收支完成情况表"), unit, table], max(595.0, sum(widths) + 100.0)


def _sentence(random: Random) -> str:
    item, other = random.sample(_ITEMS, 2)
    return random.choice(
        (
            f"全市{item}完成{_amount(random)}，同比增长{_rate(random)}，比上年增加{_amount(random)}，"
            f"完成年初预算的{_rate(random)}。",
            f"其中：{item}{_amount(random)}，下降{_rate(random)}；{other}{_amount(random)}，增长{_rate(random)}。",
            f"{random.randint(1, 12)}月份，{item}支出{_amount(random)}，为调整预算的{_rate(random)}，"
            f"占支出总额的{_rate(random)}，比重提高{random.uniform(0, 9):.1f}个百分点。",
            f"争取上级补助{_amount(random)}，惠及群众{random.randint(100, 99999)}人，"
            f"补助标准由每人每月{random.randint(100, 999)}元提高到{random.randint(1000, 3000)}元。",
        )
    )


def _narrative(random: Random) -> tuple[list[Paragraph | Table], float]:
    size = random.choice((12.0, 12.0, 14.0, 16.0))
    blocks: list[Paragraph | Table] = [_title(random, "预算执行情况的报告")]
    for number in range(random.randint(2, 4)):
        lead = f"（{'一二三四'[number]}）" if random.random() < 0.5 else ""
        text = lead + "".join(_sentence(random) for _ in range(random.randint(1, 3)))
        blocks.append(Paragraph(text, size))
    if random.random() < 0.6:
        columns = random.randint(2, 4)
        heads = ("项目", *random.sample(("预算数", "执行数", "完成率", "上年数"), columns))
        cells = [Cell(0, at, head, align="middle") for at, head in enumerate(heads)]
        for row in range(1, random.randint(4, 8)):
            cells.append(Cell(row, 0, random.choice(_ITEMS)))
            cells += [
                Cell(row, at, random.choice((_number(random, commas=False), _rate(random))), align="middle")
                for at in range(1, columns + 1)
            ]
        blocks.append(Table((150.0, *[80.0] * columns), tuple(cells), random.choice((10.0, 10.5, 12.0))))
        blocks.append(Paragraph(_sentence(random), size))
    day = f"{random.randint(2015, 2024)}年{random.randint(1, 12)}月{random.randint(1, 28)}日"
    blocks.append(Paragraph(f"{random.choice(_PLACES)}市财政局", size, "right", indent=False))
    blocks.append(Paragraph(day, size, "right", indent=False))
    return blocks, 595.0


def _narrow(random: Random) -> tuple[list[Paragraph | Table], float]:
    """Three narrow columns whose print stacks beside wide ones; kinds that go on over several rows."""
    widths = (16.0, 26.0, 40.0, 46.0, 210.0, 62.0, 62.0, 40.0)
    heads = ("序号", "类别", "责任科室", "目标名称", "工作进展", "年度目标（万元）", "累计完成（万元）", "完成率")
    cells = [Cell(0, at, head, align="middle") for at, head in enumerate(heads)]
    row = 1
    for kind in random.sample(("绩效指标", "工作目标", "重点任务"), 2):
        rows = random.randint(1, 3)
        cells.append(Cell(row, 1, kind, rows=rows, align="middle"))
        for at in range(row, row + rows):
            texts = {
                0: str(at), 2: random.choice(_UNITS), 3: random.choice(_TASKS),
                4: random.choice((_current, _total))(random), 5: _number(random, commas=False),
                6: _number(random, commas=False), 7: f"{random.uniform(0, 130):.1f}%",
            }  # fmt: skip
            cells += [
                Cell(at, column, text, align="left" if column == 4 else "middle") for column, text in texts.items()
            ]
        row += rows
    table = Table(widths, tuple(cells), random.choice((9.0, 10.0, 10.5)))
    return [_title(random, "重点工作推进台账"), table], sum(widths) + 100.0
