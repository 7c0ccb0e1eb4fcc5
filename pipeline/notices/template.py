"""The notice's Word template: made here, and changed by the bureau in Word as it likes."""

from __future__ import annotations

from typing import Final

from docx.document import Document as WordDocument
from docx.shared import Pt

from pipeline.word.pages import HEAD_FONT, blank_page, line, repeated_table

_WIDTHS: Final = (1.2, 4.6, 6.4, 3.8)
_HEADS: Final = ("序号", "报告和位置", "问题", "原数和建议")
_ROW: Final = (
    "{{ loop.index }}",
    "{{ entry.report }}{% if entry.place %}\n{{ entry.place }}{% endif %}",
    "[{{ entry.severity }}] {{ entry.message }}",
    "{% if entry.printed %}报告写：{{ entry.printed }}{% endif %}{% if entry.repair %}\n{{ entry.repair }}{% endif %}",
)


def notice_template() -> WordDocument:
    """The template, for the bureau to change."""
    document = blank_page()
    line(document, "关于核对报送数据的通知单", size=Pt(20), side="centre", font=HEAD_FONT)
    line(document, "{{ number }}", side="centre")
    line(document, "{{ unit }}：")
    line(
        document,
        "经核对，你单位{% if figures %}报送的报告中有 {{ figures }} 处数字需要核实{% endif %}"
        "{% if figures and owed %}，另{% endif %}"
        "{% if owed %}有 {{ owed }} 份报告的报送情况需要核实{% endif %}，列于下表。"
        "{% if figures %}请对照原始资料逐项核实，确属差错的更正后重新报送，数字无误的请说明口径或原因。{% endif %}"
        "{% if owed %}没有报送或没有读成的请尽快补报。{% endif %}请于{{ due }}前书面回复。",
        indented=True,
    )
    repeated_table(document, _HEADS, _ROW, "entry in entries", _WIDTHS, ("centre",))
    note = line(document, "“建议”由算式推得，只供核实时参考，以原始资料为准。", indented=True, kept=True)
    note.paragraph_format.space_before = Pt(14)
    line(document, "{{ made_on }}", side="right")
    return document
