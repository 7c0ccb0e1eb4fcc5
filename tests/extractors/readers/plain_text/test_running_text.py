"""Running text: wrapped lines become paragraphs, lines of lost tables stay lines, notes are set aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from dumps.cell_by_cell import wrapped

from extractors.document import Paragraph
from extractors.readers.plain_text import read_plain_text
from extractors.readers.plain_text.decoding import source_lines
from extractors.readers.plain_text.running_text import paragraphs_of

OPENING = (
    "今年以来，全县财政部门围绕中心工作，持续优化支出结构，兜牢基层三保底线，"
    "各项工作平稳推进，为全县经济社会发展提供了有力支撑。"
)
INCOME = (
    "一是收入稳中有进。上半年全县一般公共预算收入完成18.36亿元，增长4.2%，"
    "其中税收收入13.05亿元，占比71.1%，收入质量有所提高。"
)
SPENDING = (
    "二是支出保障有力。全县一般公共预算支出完成42.7亿元，其中民生支出33.9亿元，"
    "占一般公共预算支出的79.4%，同比提高1.3个百分点。"
)
DEBT = (
    "三是债务风险可控。全县争取新增专项债券6.8亿元，已发行5.2亿元，"
    "支持项目21个，全部完成当年支出任务，没有发生债务逾期。"
)
HEADING = "一、主要工作情况"


def paragraphs(text: str) -> list[Paragraph]:
    return paragraphs_of(source_lines(text))


def chars(text: str) -> list[str]:
    return [paragraph.text.chars for paragraph in paragraphs(text)]


def set_in_lines(*parts: str, width: int, indent: bool) -> list[str]:
    """Each part wrapped at `width` characters, its first line two characters shorter for the (lost) indent."""
    lines: list[str] = []
    for part in parts:
        head = wrapped(part, width - 2 if indent else width)[0]
        lines.extend([head, *wrapped(part[len(head) :], width)])
    return lines


@pytest.mark.parametrize("width", [22, 28, 36])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_wrapped_lines_become_paragraphs(width: int, gap: str) -> None:
    parts = [OPENING, HEADING, INCOME, SPENDING, DEBT]
    assert chars(gap.join(set_in_lines(*parts, width=width, indent=True))) == parts


def test_one_paragraph_a_line() -> None:
    parts = [HEADING, OPENING, INCOME, "（一）收入", SPENDING * 3, "1.债务。", DEBT]
    assert chars("\n".join(parts)) == parts


def test_a_paragraph_torn_by_a_page_goes_on() -> None:
    assert chars(f"{OPENING}\n\n{INCOME[:40]}\n\n\n{INCOME[40:]}\n\n{DEBT}") == [OPENING, INCOME, DEBT]


def test_blank_lines_part_paragraphs_of_single_spaced_text() -> None:
    first = "全县财政运行总体平稳，各项重点支出得到较好保障。" * 2
    lines = [*set_in_lines(first, OPENING, width=24, indent=False), "", *set_in_lines(SPENDING, width=24, indent=False)]
    assert chars("\n".join(lines))[-1] == SPENDING


@pytest.mark.parametrize("number", ["—３—", "- 12 -", "— 4 —", "第 3 页 共 9 页"])
def test_page_numbers_are_notes_and_do_not_break_paragraphs(number: str) -> None:
    lines = set_in_lines(OPENING, INCOME, SPENDING, width=28, indent=True)
    found = paragraphs("\n\n".join([*lines[:4], number, "", *lines[4:]]))
    assert [p.text.chars for p in found if not p.note] == [OPENING, INCOME, SPENDING]
    assert [p.text.chars for p in found if p.note] == [number]


def test_lone_numbers_that_count_up_are_page_numbers() -> None:
    lines = set_in_lines(*[OPENING, INCOME, SPENDING, DEBT] * 3, width=26, indent=True)
    pages = [*lines[:12], "", "1", "", *lines[12:24], "", "2", "", *lines[24:]]
    found = paragraphs("\n".join(pages))
    assert [p.text.chars for p in found if p.note] == ["1", "2"]
    assert [p.text.chars for p in found if not p.note] == [OPENING, INCOME, SPENDING, DEBT] * 3


def test_footnotes_are_notes() -> None:
    found = paragraphs(f"{INCOME}[①]\n{DEBT}\n[①]同口径计算，不含上年一次性收入2.1亿元。\n〔2〕快报数。")
    assert [p.note for p in found] == [False, False, True, True]


def test_marks_of_headings_rules_and_emphasis_are_dropped() -> None:
    found = paragraphs(f"# 关于上半年预算执行情况的通报\n\n---\n\n## 一、收入\n**{INCOME}**\n---\n")
    assert [(p.text.chars, p.heading) for p in found] == [
        ("关于上半年预算执行情况的通报", True),
        ("一、收入", True),
        (INCOME, False),
    ]


def test_cells_of_a_lost_table_keep_their_lines() -> None:
    rows = [
        "指标 目标值",
        "污水处理率",
        "到2025年达到",
        "97%",
        "２０２３ ９５％",
        "２０２４ ９６％",
        "市建设局",
        "绿地率",
        "41%",
    ]
    lines = [
        *set_in_lines(OPENING, INCOME, width=28, indent=True),
        "",
        *rows,
        "",
        *set_in_lines(DEBT, width=28, indent=True),
    ]
    assert chars("\n".join(lines)) == [OPENING, INCOME, "\n".join(rows), DEBT]


def test_columns_of_text_in_a_lost_table_are_joined_at_their_own_width() -> None:
    cell = (
        "到2025年基本建成城乡供水一体化网络，农村自来水普及率达到98%以上，"
        "规模化供水人口比例达到72%，漏损率控制在9%以内。"
    )
    prose = set_in_lines(OPENING, INCOME, SPENDING, DEBT, width=30, indent=True)
    lines = [*prose, "", "城乡供水", "工程", "", *wrapped(cell, 24), "", "市水利局", "考核", "评估", "", *prose]
    assert cell in chars("\n".join(lines))


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "notes"), [("2022-performance-work-summary.txt", 0), ("2020-district-performance-policy.txt", 0)]
)
def test_real_paragraphs_end_as_paragraphs_do(corpus: Path, name: str, notes: int) -> None:
    document = read_plain_text(corpus / "docs" / name)
    long = [p.text.chars for p in document.paragraphs if len(p.text) > 60 and not p.heading]
    assert len(long) > 10
    assert all(text[-1] in "。：" for text in long)
    assert sum(p.note for p in document.paragraphs) == notes


@pytest.mark.corpus
def test_real_bulletins_keep_one_paragraph_a_line(corpus: Path) -> None:
    for file in sorted((corpus / "real").glob("*.txt")):
        lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
        document = read_plain_text(file)
        assert len(document.paragraphs) == len(lines)
        assert [p.note for p in document.paragraphs] == [line.startswith("[") for line in lines]
