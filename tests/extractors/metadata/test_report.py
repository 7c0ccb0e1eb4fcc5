"""What a report says of itself: kind, title, unit, region, period, date, number, and where each came from."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Document, Paragraph
from extractors.fact import Period
from extractors.metadata.report import hands_money_out, report_metadata
from extractors.metadata.when import period_in_file_name, period_in_words
from extractors.metadata.who import region_in_words, unit_in_source_line, unit_in_words
from extractors.report import Hints, Metadata
from tests.told import as_text


def described(*lines: str, hints: Hints | None = None, heading: int = -1) -> Metadata:
    blocks = tuple(Paragraph(as_text(line), heading=index == heading) for index, line in enumerate(lines))
    return report_metadata(Document("text/plain", blocks), (), hints or Hints("报告.txt"))


BODY = "为加强财政管理，现将有关情况报告如下，请予审议。今年以来全市各级认真落实各项决策部署。"


def test_a_policy_paper() -> None:
    read = described(
        "中共霁州市望汀区委文件",
        "望委〔2023〕15号",
        "中共霁州市望汀区委 霁州市望汀区人民政府 关于加强过紧日子的实施意见",
        "(2023年5月18日)",
        BODY,
        heading=2,
    )
    assert (read.kind, read.document_number, read.issued_on) == ("policy", "望委〔2023〕15号", date(2023, 5, 18))
    assert (read.unit, read.region) == ("中共霁州市望汀区委", "霁州市望汀区")


def test_a_plan_that_was_issued_with_a_letter() -> None:
    read = described(
        "霁州市人民政府文件",
        "霁政发〔２０２２〕３ 号",
        "关于印发霁州市“十四五”",
        "公共服务规划的通知",
        BODY,
        heading=-1,
    )
    assert (read.kind, read.title) == ("plan", "关于印发霁州市“十四五”公共服务规划的通知")
    assert read.document_number == "霁政发〔2022〕3号"
    assert read.period == Period(date(2021, 1, 1), date(2025, 12, 31), "range")


def test_a_bulletin() -> None:
    read = described("2024年1-5月财政收支情况", "2024年6月14日 来源：霁州市财政局", BODY)
    assert (read.kind, read.unit, read.issued_on) == ("statistics", "霁州市财政局", date(2024, 6, 14))
    assert read.period == Period(date(2024, 1, 1), date(2024, 5, 31), "ytd")


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：霁州市水务局　　填报日期：2025年6月3日",
        "编制单位：霁州市水务局　　　单位：万元",
        "填报单位：霁州市水务局",
    ],
)
def test_the_unit_ends_before_the_next_label(line: str) -> None:
    assert unit_in_source_line("".join(line.split())) == "霁州市水务局"


def test_a_note_is_no_title() -> None:
    read = described("2023年度霁州市财政局重点工作完成情况（2023年9月）", "注：打“▲”的为民生实事", BODY)
    assert read.title == "2023年度霁州市财政局重点工作完成情况（2023年9月）"
    assert read.period == Period(date(2023, 9, 1), date(2023, 9, 30), "month")


def test_what_is_not_printed_comes_from_the_folder_then_the_file_name() -> None:
    folder = Hints(
        "望汀区教育局/进度.txt", "望汀区教育局", Period(date(2024, 3, 1), date(2024, 3, 31), "month"), None, "folder"
    )
    read = described("工作进展", BODY, hints=folder)
    assert (read.unit, read.source["unit"], read.source["period"]) == ("望汀区教育局", "folder", "folder")
    read = described("工作进展", BODY, hints=Hints("临汐区财政局2024年3月进度.txt"))
    assert (read.unit, read.source["unit"], read.source["period"]) == ("临汐区财政局", "file_name", "file_name")
    assert read.period == Period(date(2024, 3, 1), date(2024, 3, 31), "month")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("霁州市财政局2024年6月份目标进度情况表", ("2024-06-01", "2024-06-30", "month")),
        ("2021年度重点工作完成情况表（2021 年 6 月）", ("2021-06-01", "2021-06-30", "month")),
        ("2024年上半年预算执行情况", ("2024-01-01", "2024-06-30", "half")),
        ("2024年一季度运行情况", ("2024-01-01", "2024-03-31", "quarter")),
        ("2022年度绩效管理工作总结", ("2022-01-01", "2022-12-31", "year")),
        ("霁州市“十四五”规划", ("2021-01-01", "2025-12-31", "range")),
        ("工作情况", None),
    ],
)
def test_period_in_words(words: str, expected: tuple[str, str, str] | None) -> None:
    period = period_in_words(words)
    assert (period and (str(period.start), str(period.end), period.kind)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2024-06-progress", ("2024-06-01", "2024-06-30", "month")),
        ("进度表202406", ("2024-06-01", "2024-06-30", "month")),
        ("2024年3月进度", ("2024-03-01", "2024-03-31", "month")),
        ("2024Q2", ("2024-04-01", "2024-06-30", "quarter")),
        ("2024年二季度", ("2024-04-01", "2024-06-30", "quarter")),
        ("2024年上半年", ("2024-01-01", "2024-06-30", "half")),
        ("bulletin-2024-01-02", ("2024-01-01", "2024-02-29", "ytd")),
        ("2024年度总结", ("2024-01-01", "2024-12-31", "year")),
        ("进度表", None),
    ],
)
def test_period_in_file_name(name: str, expected: tuple[str, str, str] | None) -> None:
    period = period_in_file_name(name)
    assert (period and (str(period.start), str(period.end), period.kind)) == expected


@pytest.mark.parametrize(
    ("words", "unit", "region"),
    [
        ("霁州市财政局2024年6月份目标进度", "霁州市财政局", "霁州市"),
        ("青岚省霁州市望汀区财政局", "青岚省霁州市望汀区财政局", "青岚省霁州市望汀区"),
        ("青岚省财政厅", "青岚省财政厅", "青岚省"),
        ("中共霁州市委 霁州市人民政府关于", "中共霁州市委", "霁州市"),
        ("2024年1-6月霁州市财政收支情况", None, "霁州市"),
        ("全市财政收支情况", None, None),
        ("岚桥市林业局2024年5月重点工作进度表", "岚桥市林业局", "岚桥市"),
        ("岚桥市退役军人事务局重点工作进展", "岚桥市退役军人事务局", "岚桥市"),
        ("岚桥市乡村振兴局关于衔接资金使用情况的报告", "岚桥市乡村振兴局", "岚桥市"),
        ("岚桥市机关事务服务中心2024年一季度“三公”经费情况", "岚桥市机关事务服务中心", "岚桥市"),
        ("岚桥市总工会2024年度工作", "岚桥市总工会", "岚桥市"),
        ("岚桥市供销合作社联合社上半年工作情况", "岚桥市供销合作社联合社", "岚桥市"),
        ("国家税务总局岚桥市税务局2024年6月税收收入情况", "国家税务总局岚桥市税务局", "岚桥市"),
        ("岚桥市第一人民医院2024年收支情况", "岚桥市第一人民医院", "岚桥市"),
        ("岚桥市城市建设投资集团有限公司债务情况", "岚桥市城市建设投资集团有限公司", "岚桥市"),
        ("临水县邮政管理局2024年目标", "临水县邮政管理局", "临水县"),
        ("关于岚桥市财政局预算执行情况的报告", "岚桥市财政局", "岚桥市"),
        ("云溪苗族侗族自治州民政局（盖章）", "云溪苗族侗族自治州民政局", "云溪苗族侗族自治州"),
        ("岚桥市工业布局优化进展情况", None, "岚桥市"),
        ("岚桥市经济发展局面持续向好", None, "岚桥市"),
        ("岚桥市区域医疗中心建设进度表", None, "岚桥市"),
        ("岚桥市学校建设进展情况", None, "岚桥市"),
        ("岚桥市2024年6月财政收支情况", None, "岚桥市"),
    ],
)
def test_units_and_places(words: str, unit: str | None, region: str | None) -> None:
    assert unit_in_words(words) == unit
    assert region_in_words(unit or words) == region


def test_the_line_of_a_web_page_under_its_title() -> None:
    read = described("2020年11月财政收支情况", "来源：青岚省财政厅　发布日期：2020-12-14　浏览次数：1563", BODY)
    assert (read.unit, read.issued_on) == ("青岚省财政厅", date(2020, 12, 14))


def test_neither_the_addressee_nor_a_ministry_in_the_text_submits_the_report() -> None:
    read = described(
        "关于2023年债券发行情况的报告",
        "各县（市、区）人民政府，市直各单位：",
        "经国务院批准，财政部下达我省债券限额。",
        BODY,
        "青岚省财政厅",
        "2023年8月2日",
    )
    assert (read.unit, read.issued_on) == ("青岚省财政厅", date(2023, 8, 2))


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (("税收工作简报", "2024年第9期", "前三季度全市税收形势分析", BODY), date(2024, 9, 30)),
        (("关于全区2024年海域使用金收支情况的汇报", "截至2024年11月末，共收取海域使用金3.6亿元。"), date(2024, 11, 30)),
        (("2024年惠农补贴发放情况", "1-10月，全县发放补贴1.2亿元。"), date(2024, 10, 31)),
        (("2024年惠农补贴发放情况", "全县发放补贴1.2亿元。", "1-10月，发放耕地补贴0.8亿元。"), date(2024, 12, 31)),
        (("2024年惠农补贴工作要点", "一、一季度重点工作", "按时发放。"), date(2024, 12, 31)),
    ],
)
def test_a_year_is_narrowed_by_the_months_that_the_beginning_names(lines: tuple[str, ...], end: date) -> None:
    period = described(*lines).period
    assert period is not None
    assert (period.start, period.end) == (date(2024, 1, 1), end)


def test_a_notice_that_hands_money_out_tells_what_was_done() -> None:
    assert hands_money_out("望汀县财政局关于印发2024年新增债务限额分配方案的通知")
    assert not hands_money_out("关于印发财政重点工作分工方案的通知")


@pytest.mark.parametrize(
    ("lines", "title", "unit", "region", "number", "issued"),
    [
        (
            ("望汀区人民政府", "望政字〔2023〕12号 签发人：陈某", "望汀区人民政府关于2023年上半年财政运行的报告", BODY),
            "望汀区人民政府关于2023年上半年财政运行的报告", "望汀区人民政府", "望汀区", "望政字〔2023〕12号", None,
        ),
        (
            ("2024年8月财政收支情况", "发布时间：2024-09-12 10:30 来源：霁州市财政局 浏览次数：1205次", BODY),
            "2024年8月财政收支情况", "霁州市财政局", "霁州市", None, date(2024, 9, 12),
        ),
        (
            ("索 引 号：014002/2024-00031", "发布机构：霁州市财政局", "发文日期：2024年9月12日",
             "文 号：霁财预〔2024〕31号", "霁州市2024年8月财政收支简况", BODY),
            "霁州市2024年8月财政收支简况", "霁州市财政局", "霁州市", "霁财预〔2024〕31号", date(2024, 9, 12),
        ),
        (
            ("发件人：霁州市财政局", "主题：关于报送8月财政收支情况的函", "日期：2024年9月3日", BODY),
            "关于报送8月财政收支情况的函", "霁州市财政局", "霁州市", None, date(2024, 9, 3),
        ),
        (
            ("霁州市财政工作简报", "第7期（总第213期）", "霁州市财政局编 2024年7月15日", "上半年收支平稳运行", BODY),
            "霁州市财政工作简报", "霁州市财政局", "霁州市", None, date(2024, 7, 15),
        ),
        (
            ("霁州市人民代表大会公报", "——2024年7月26日在常委会第二十次会议上", "关于霁州市预算执行情况的报告", BODY),
            "关于霁州市预算执行情况的报告", None, "霁州市", None, date(2024, 7, 26),
        ),
        (
            ("云溪县财政局文件", "云财〔2024〕18号", "关于部门决算的通报", BODY, "云溪县财政局", "二〇二四年三月八日"),
            "关于部门决算的通报", "云溪县财政局", "云溪县", "云财〔2024〕18号", date(2024, 3, 8),
        ),
        (
            ("附件1", "云溪土家族自治县实事进度表", "填报单位：云溪土家族自治县财政局  填报日期：2024.6.5", BODY),
            "云溪土家族自治县实事进度表", "云溪土家族自治县财政局", "云溪土家族自治县", None, date(2024, 6, 5),
        ),
    ],
)  # fmt: skip
def test_heads_of_other_forms(
    lines: tuple[str, ...], title: str, unit: str | None, region: str, number: str | None, issued: date | None
) -> None:
    read = described(*lines)
    assert (read.title, read.unit, read.region) == (title, unit, region)
    assert (read.document_number, read.issued_on) == (number, issued)
