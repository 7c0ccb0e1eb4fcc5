"""The monthly summary's Word template: made here, and changed by the bureau in Word as it likes."""

from __future__ import annotations

from typing import Final

from docx.document import Document as WordDocument
from docx.shared import Pt

from pipeline.briefing.figures import OWN_DATE_WORDS
from pipeline.briefing.series import DOUBTFUL_WORDS
from pipeline.word.pages import HEAD_FONT, Side, blank_page, lay_out, line, repeated_table

_SECTION: Final = Pt(16)
_APART: Final = Pt(14)
_NUMBERS: Final[tuple[Side, ...]] = ("left", "right", "right", "right", "right")
_COUNTS: Final = ("{{ row.name }}", "{{ row.error }}", "{{ row.warning }}", "{{ row.notice }}", "{{ row.total }}")


def summary_template() -> WordDocument:
    """The template, for the bureau to change."""
    document = blank_page()
    line(document, "{{ year }}年{{ month }}月报送数据核对情况", size=Pt(20), side="centre", font=HEAD_FONT)
    _overview(document)
    _submissions(document)
    _findings(document)
    _lights(document)
    _metrics(document)
    line(document, "{{ made_on }}", side="right")
    return document


def _overview(document: WordDocument) -> None:
    _section(document, "一、总体情况")
    line(
        document,
        "本月收到报告 {{ reports }} 份，来自 {{ senders }} 个单位。{% if owed %}按应报清单应报 {{ owed_count }} 份："
        "按时 {{ on_time }} 份，晚到 {{ late }} 份，没有读成 {{ unreadable }} 份，缺报 {{ missing }} 份"
        "{% if awaited %}，尚未到期 {{ awaited }} 份{% endif %}。{% endif %}",
        indented=True,
    )
    line(
        document,
        "核对发现未了结的疑点 {{ open }} 处，其中错误 {{ errors }} 处、存疑 {{ warnings }} 处、提示 {{ notices }} 处；"
        "已通知单位更正 {{ notified }} 处，已更正、已说明 {{ settled }} 处。",
        indented=True,
    )


def _submissions(document: WordDocument) -> None:
    _section(document, "二、报送情况")
    line(document, "{%p if owed %}")
    heads = ("应报单位", "种类", "期限", "到达", "情况")
    row = ("{{ row.unit }}", "{{ row.kind }}", "{{ row.due }}", "{{ row.arrived }}", "{{ row.state }}")
    repeated_table(document, heads, row, "row in owed", (5.2, 3.0, 2.8, 2.8, 2.2))
    _note(document, f"{{% if judged_by_own_date %}}{OWN_DATE_WORDS}{{% endif %}}")
    line(document, "{%p else %}")
    sent = ("{{ row.unit }}", "{{ row.kinds }}", "{{ row.count }}")
    repeated_table(
        document, ("单位", "种类", "份数"), sent, "row in received", (6.0, 8.0, 2.0), ("left", "left", "right")
    )
    line(document, "{%p endif %}")


def _findings(document: WordDocument) -> None:
    _section(document, "三、疑点")
    line(document, "{%p if open %}")
    heads = ("单位", "错误", "存疑", "提示", "合计")
    widths = (8.0, 2.0, 2.0, 2.0, 2.0)
    repeated_table(document, heads, _COUNTS, "row in units", widths, _NUMBERS)
    _chart(document, "{{ units_chart }}")
    repeated_table(document, ("类别", *heads[1:]), _COUNTS, "row in families", widths, _NUMBERS)
    line(document, "")
    line(document, "{%p if worst %}")
    line(
        document,
        "最要紧的 {{ worst | length }} 处{% if more %}（另有 {{ more }} 处，见 Excel 汇总）{% endif %}：",
        kept=True,
    )
    heads = ("序号", "程度", "说明", "报告", "状态")
    row = ("{{ loop.index }}", "{{ row.severity }}", "{{ row.message }}", "{{ row.files }}", "{{ row.status }}")
    repeated_table(document, heads, row, "row in worst", (1.2, 1.4, 7.4, 4.2, 1.8), ("centre", "centre"))
    line(document, "{%p endif %}")
    line(document, "{%p else %}")
    line(document, "没有未了结的疑点。", indented=True)
    line(document, "{%p endif %}")


def _lights(document: WordDocument) -> None:
    line(document, "{%p if lights %}")
    _section(document, "四、目标进度亮灯")
    row = ("{{ row.name }}", "{{ row.red }}", "{{ row.yellow }}", "{{ row.blue }}", "{{ row.total }}")
    repeated_table(
        document, ("单位", "红灯", "黄灯", "蓝灯", "合计"), row, "row in lights", (8.0, 2.0, 2.0, 2.0, 2.0), _NUMBERS
    )
    _chart(document, "{{ lights_chart }}")
    line(document, "{%p endif %}")


def _metrics(document: WordDocument) -> None:
    line(document, "{%p if metrics %}")
    _section(document, "{% if lights %}五{% else %}四{% endif %}、主要指标")
    row = ("{{ row.name }}", "{{ row.month }}", "{{ row.cumulative }}", "{{ row.growth }}")
    heads = ("指标", "当月（亿元）", "累计（亿元）", "累计增长（%）")
    repeated_table(document, heads, row, "row in metrics", (7.6, 2.7, 2.8, 2.9), _NUMBERS)
    _note(document, f"{{% if doubtful %}}{DOUBTFUL_WORDS}图里不画。{{% endif %}}")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for pair in metric_charts %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ pair.left }}", "{{ pair.right }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    lay_out(table, (8.0, 8.0))
    line(document, "{%p endif %}")


def _chart(document: WordDocument, mark: str) -> None:
    line(document, mark, side="centre").paragraph_format.space_before = _APART


def _note(document: WordDocument, text: str) -> None:
    note = line(document, text, size=Pt(10.5))
    note.paragraph_format.space_before = Pt(4)


def _section(document: WordDocument, text: str) -> None:
    heading = line(document, text, size=_SECTION, font=HEAD_FONT, kept=True)
    heading.paragraph_format.space_before = _APART
