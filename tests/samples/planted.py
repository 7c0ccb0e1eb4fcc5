"""What is wrong in the sample reports on purpose, and what a reader must say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Planted:
    """A slip: the file, the figure as printed and as it should be, and how it must be reported.

    `printed` is the figure (white space removed) that must stand in the finding's message.
    """

    file: str
    item: str | None
    printed: str
    should_be: str
    severity: str
    families: tuple[str, ...]
    why: str


PLANTED: Final[tuple[Planted, ...]] = (
    Planted(
        "青澜市财政局/2024年4月目标进度表.docx",
        "财政收支平衡",
        "58.70亿元",
        "57.80亿元",
        "error",
        ("duplicate",),
        "同一份表里，1-4月市本级一般公共预算支出在“一般公共预算支出”一行是57.80亿元，这里写成58.70亿元",
    ),
    Planted(
        "青澜市财政局/2024年5月目标进度表.xlsx",
        "一般公共预算支出",
        "79.5%",
        "76.5%",
        "error",
        ("share",),
        "民生支出55.65亿元除以支出72.75亿元是76.5%，写成79.5%",
    ),
    Planted(
        "青澜市财政局/2024年5月目标进度表.xlsx",
        "八项支出",
        "118.50亿元",
        "118.05亿元",
        "error",
        ("roll_forward",),
        "1-4月93.89亿元加5月24.16亿元是118.05亿元，写成118.50亿元；1-6月的145.48亿元也与它接不上",
    ),
    Planted(
        "青澜市财政局/2024年5月目标进度表.xlsx",
        "义务教育经费保障",
        "1269万元",
        "1296万元",
        "warning",
        ("rate_x_quantity",),
        "每生1500元乘以8640人是1296万元，写成1269万元",
    ),
    Planted(
        "青澜市财政局/2024年6月目标进度表.pdf",
        "一般公共预算支出",
        "8.7%",
        "不高于4%",
        "notice",
        ("progress", "target", "growth"),
        "增长要求控制在4%以内，1-6月增长8.7%",
    ),
    Planted(
        "青澜市财政局/2024年6月目标进度表.pdf",
        "“三公”经费",
        "1903.8亿元",
        "1903.8万元",
        "error",
        ("completion", "roll_forward", "scale"),
        "1-5月1562.3万元加6月341.5万元是1903.8万元，单位写成了亿元",
    ),
    Planted(
        "青澜市财政局/2024年6月目标进度表.pdf",
        "新增专项债券",
        "35.9亿元",
        "9.2亿元",
        "warning",
        ("period",),
        "当月进度一栏写的是1-6月的累计数",
    ),
    Planted(
        "青澜市财政局/2024年6月目标进度表.pdf",
        "惠企补贴网上办",
        "80%",
        "100%",
        "notice",
        ("deadline",),
        "要求6月15日前全部接入，6月底只完成80%",
    ),
    Planted(
        "临汐区财政局/2024年二季度重点工作完成情况.html",
        "学前教育扩容",
        "83%",
        "63%",
        "notice",
        ("completion", "target", "progress"),
        "目标1200个，累计760个，应为63%，写成83%",
    ),
    Planted(
        "霁州市财政局/2024年4月财政收支情况.html",
        None,
        "26.93亿元",
        "26.39亿元",
        "error",
        ("sum",),
        "税收88.07亿元加非税26.93亿元是115.00亿元，收入合计写的是114.46亿元",
    ),
)
