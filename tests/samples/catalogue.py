"""Which sample report goes into which file of data/raw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from samples import districts, jizhou_finance, papers
from samples import qinglan_finance as qinglan

from pipeline.synth.forms import Form


@dataclass(frozen=True, slots=True)
class SampleFile:
    """`name` is the path below the inbox; its suffix is the kind of file. `cut_short`: only the first half is kept."""

    name: str
    form: Form
    cut_short: bool = False


_JUNE: Final = qinglan.monthly_sheet(
    qinglan.JUNE, current="当月进度", cumulative="累计进度", completion="累计完成工作量"
)

SAMPLES: Final[tuple[SampleFile, ...]] = (
    SampleFile(
        "青澜市财政局/2024年4月目标进度表.docx",
        qinglan.monthly_sheet(qinglan.APRIL, current="当月进度", cumulative="累计进度", completion="累计完成工作量"),
    ),
    SampleFile(
        "青澜市财政局/2024年5月目标进度表.xlsx",
        qinglan.monthly_sheet(
            qinglan.MAY, current="本月完成情况", cumulative="1-5月累计完成情况", completion="完成比例"
        ),
    ),
    SampleFile("青澜市财政局/2024年6月目标进度表.pdf", _JUNE),
    SampleFile("青澜市财政局/2024年6月目标进度表（网页版）.html", _JUNE),
    SampleFile("青澜市财政局/关于规范项目支出绩效自评工作的通知.pdf", papers.NOTICE),
    SampleFile("青澜市财政局/2023年度预算绩效管理工作总结.docx", papers.SUMMARY_2023),
    SampleFile("临汐区财政局/2024年二季度重点工作完成情况.html", districts.LINXI_SECOND_QUARTER),
    SampleFile(
        "临汐区财政局/2024年二季度重点工作完成情况（补报）.docx", districts.LINXI_SECOND_QUARTER, cut_short=True
    ),
    SampleFile("望汀区教育局/2024年6月重点工作进度表.txt", districts.WANGTING_JUNE),
    SampleFile("霁州市财政局/2024年3月财政收支情况.txt", jizhou_finance.bulletin(jizhou_finance.MARCH)),
    SampleFile("霁州市财政局/2024年4月财政收支情况.html", jizhou_finance.bulletin(jizhou_finance.APRIL)),
    SampleFile("霁州市财政局/2024年5月财政收支情况.docx", jizhou_finance.bulletin(jizhou_finance.MAY)),
    SampleFile("霁州市财政局/2024年5月一般公共预算收入分地区完成情况表.xlsx", jizhou_finance.DISTRICTS_MAY),
)
