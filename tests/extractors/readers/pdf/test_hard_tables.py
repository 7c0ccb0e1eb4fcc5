"""Tables of digital PDFs that are hard to tell: heads of three levels without rules, tables torn by the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf
from printing.shown import tables

from extractors.readers.pdf import read_pdf
from extractors.reading import read_report
from extractors.report import Hints


def written(tmp_path: Path, *sheets: Sheet) -> Path:
    path = tmp_path / "云岭市2023年9月.pdf"
    path.write_bytes(pdf(sheets))
    return path


COLUMNS = (230, 300, 400, 470, 540, 610, 700, 770)
ROWS = {
    "东屏区": ("12.1", "101.5", "3.2", "30.7", "5.6", "51.2", "1.9", "18.8"),
    "西屏区": ("22.1", "201.5", "4.2", "40.7", "6.6", "61.2", "2.9", "28.8"),
    "合计": ("34.2", "303.0", "7.4", "71.4", "12.2", "112.4", "4.8", "47.6"),
}


def three_levels() -> Sheet:
    """A table of figures under heads of three levels, nothing but white space between its columns."""
    sheet = Sheet(842, 595).text(300, 560, "云岭市2023年1-9月收支情况表", 14).text(700, 540, "单位：万元")
    sheet.text(330, 520, "一般公共预算收入").text(620, 520, "一般公共预算支出").text(60, 505, "地区")
    for x, head in zip((250, 430, 560, 720), ("税收收入", "非税收入", "教育支出", "农林水支出"), strict=True):
        sheet.text(x, 505, head)
    for number, x in enumerate(COLUMNS):
        sheet.text(x, 490, ("本月", "累计")[number % 2])
    for number, (name, figures) in enumerate(ROWS.items()):
        sheet.text(60, 470 - 18 * number, name)
        for x, figure in zip(COLUMNS, figures, strict=True):
            sheet.text(x + 20 - 5 * len(figure), 470 - 18 * number, figure)
    return sheet


@pytest.mark.parametrize("ruled", [False, True], ids=["no rules", "three rules"])
def test_heads_of_three_levels(tmp_path: Path, ruled: bool) -> None:
    sheet = three_levels()
    for y in (535, 483, 425) if ruled else ():
        sheet.stroke(50, y, 800, y)
    path = written(tmp_path, sheet)
    assert [row for row in tables(read_pdf(path))[0] if row[0] in ROWS] == [[name, *row] for name, row in ROWS.items()]
    facts = read_report(path, Hints(path.name)).facts
    metrics = ("税收收入", "非税收入", "教育支出", "农林水支出")
    told = {(fact.item, fact.metric, fact.column): fact.printed for fact in facts}
    assert told == {
        (name, metrics[at // 2], ("current", "cumulative")[at % 2]): figure
        for name, row in ROWS.items()
        for at, figure in enumerate(row)
    }


def rows(sheet: Sheet, y: float, names: list[str], first: int) -> Sheet:
    for number, name in enumerate(names):
        cells = (name, f"{first + number}.5", f"{first + number + 10}.25", f"{number}.3%")
        for x, cell in zip((60, 250, 400, 550), cells, strict=True):
            sheet.text(x, y - 18 * number, cell)
    return sheet


def test_a_table_without_rules_goes_on_without_heads(tmp_path: Path) -> None:
    first = Sheet().text(220, 800, "2023年1-9月收入完成情况表", 14).text(480, 780, "单位：亿元")
    for x, head in zip((60, 240, 390, 540), ("科目", "本月", "累计", "增长"), strict=True):
        first.text(x, 760, head)
    rows(first, 740, [f"第{number}税" for number in "一二三四五六七八九"] * 4, 1)
    second = rows(Sheet().text(60, 800, "续表"), 780, ["耕地占用税", "契税", "罚没收入"], 50)
    (grid,) = tables(read_pdf(written(tmp_path, first, second)))
    assert len(grid) == 1 + 36 + 3
    assert (grid[0], grid[-1]) == (["科目", "本月", "累计", "增长"], ["罚没收入", "52.5", "62.25", "2.3%"])


def test_a_table_of_sentences_goes_on_without_heads_within_a_cell(tmp_path: Path) -> None:
    columns, starts = (40, 140, 340, 580, 800), (45, 145, 345, 585)
    first = Sheet(842, 595).text(300, 570, "目标进度情况表", 14).grid(columns, [550, 525]).stroke(40, 280, 800, 280)
    second = Sheet(842, 595).stroke(40, 520, 800, 520).stroke(40, 470, 800, 470)
    for x in columns:
        first.stroke(x, 525, x, 30)
        second.stroke(x, 570, x, 470)
    for x, head in zip(starts, ("目标名称", "考核指标", "当月进度", "累计进度"), strict=True):
        first.text(x, 533, head)
    first.text(45, 500, "税收收入").text(345, 500, "完成38.62亿元。").text(585, 500, "完成371.94亿元。")
    first.lines(145, 500, ["全市税收收入完成486亿元，增", "长6%。"])
    first.text(45, 50, "民生支出").text(145, 50, "占比不低于78%。")
    first.lines(345, 62, ["9月份民生支出12.36亿元，", "增长4.1%，其中教育支出3"])
    first.lines(585, 62, ["1-9月民生支出115.8亿元，", "惠及群众3万"])
    second.text(345, 555, ".52亿元。").text(585, 555, "户，占78.6%。")
    for x, cell in zip(starts, ("教育支出", "增长5%。", "支出3亿元。", "支出30亿元。"), strict=True):
        second.text(x, 500, cell)
    facts = read_report(written(tmp_path, first, second), Hints("云岭市2023年9月.pdf")).facts
    assert [(fact.item, fact.column, fact.printed) for fact in facts] == [
        ("税收收入", "target", "486亿元"), ("税收收入", "target", "6%"), ("税收收入", "current", "38.62亿元"),
        ("税收收入", "cumulative", "371.94亿元"), ("民生支出", "target", "78%"), ("民生支出", "current", "12.36亿元"),
        ("民生支出", "current", "4.1%"), ("民生支出", "current", "3.52亿元"), ("民生支出", "cumulative", "115.8亿元"),
        ("民生支出", "cumulative", "3万户"), ("民生支出", "cumulative", "78.6%"), ("教育支出", "target", "5%"),
        ("教育支出", "current", "3亿元"), ("教育支出", "cumulative", "30亿元"),
    ]  # fmt: skip


def test_rules_that_leave_out_a_cell_for_several_rows(tmp_path: Path) -> None:
    """Only the rows are ruled, and the class at the left stands for two or three of them; the last column is empty."""
    sheet = Sheet()
    lines = [("类别", "序号", "工作任务", "完成情况", "备注"), ("", "1", "支出管理", "支出五亿元以上，增长三成。"),
             ("", "2", "债券发行", "发行专项债券若干。"), ("", "3", "绩效评价", "评价项目十五个，占三成。"),
             ("", "4", "资产管理", "盘活资产若干。"), ("", "5", "会计监督", "检查单位二十家。")]  # fmt: skip
    for at, line in enumerate(lines):
        for x, chars in zip((52, 100, 140, 230, 480), line, strict=False):
            sheet.text(x, 705 - 30 * at, chars)
    sheet.text(52, 660, "绩效").text(52, 600, "管理")
    for at in range(7):
        sheet.stroke(50 if at in (0, 1, 3, 6) else 95, 720 - 30 * at, 545, 720 - 30 * at)
    (found,) = read_pdf(written(tmp_path, sheet)).tables
    filled = [[text.compact() for text in row] for row in found.filled_grid()]
    assert [row[0] for row in filled] == ["类别", "绩效", "绩效", "管理", "管理", "管理"]
    assert [row[1:4] for row in filled[1:]] == [list(line[1:]) for line in lines[1:]]
    assert [row[4] for row in filled] == ["备注", "", "", "", "", ""]
