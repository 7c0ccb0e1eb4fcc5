"""The chart of a metric over a year: what it says, what it marks, and that nothing of a report can break out of it."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from lxml import etree
from PIL import Image

from app.desk.chart_panel import shown
from app.desk.charts import series_chart
from app.desk.drawing import png, svg
from app.desk.words import words as in_words
from pipeline.review.metric_year import Cell, MetricYear, Point, SeriesName

YI = Decimal(10) ** 8


def point(month: int, value: str, **more: object) -> Point:
    told = {"fact_id": f"f{month}", "report_id": "r", "source_name": f"{month}月.txt", "printed": value, **more}
    return Point(month, Decimal(value), **told)  # type: ignore[arg-type]


def series(odd_cell: Cell | None = None, unit: str = "青川市财政局", **cells: list[Point]) -> MetricYear:
    points = {cell: {each.month: each for each in of_cell} for cell, of_cell in cells.items()}
    return MetricYear(SeriesName(unit, "税收收入", 2024, None, "全市"), "CNY", points, odd_cell)  # type: ignore[arg-type]


def words(drawing_svg: str) -> list[str]:
    root = etree.fromstring(drawing_svg.encode())
    return ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]


YEAR = series(
    month=[point(month, f"{month}0000000") for month in range(2, 12)],
    cumulative=[point(month, f"{month}00000000") for month in range(2, 12)],
    target=[point(6, "1500000000")],
    growth=[point(month, f"-{month}.5") for month in range(2, 12)],
)


def test_a_large_chart_has_title_units_target_every_figure_and_its_source() -> None:
    told = words(svg(series_chart(YEAR), in_page=False))
    assert told[0] == "青川市财政局 2024年全市税收收入"
    assert {"累计（亿元）", "当月（亿元）", "增幅（%）", "全年目标 15亿元", "12月", "-11.5", "1.1", "11"} <= set(told)
    assert "完成率（%）" not in told  # nothing was said of it
    assert told[-1] == "资料来源：青川市财政局报送的 10 份报告，数字照报告原样。"


@pytest.mark.parametrize(
    ("values", "unit", "told"),
    [
        (("20000", "35000"), "万元", "3.5"),
        (("200", "350"), "元", "350"),
        (("20000", "-350000000"), "亿元", "-3.5"),
        (("0", "0"), "元", "0"),
    ],
)
def test_amounts_are_told_in_the_unit_that_makes_them_legible(values: tuple[str, str], unit: str, told: str) -> None:
    one = series(cumulative=[point(1, values[0]), point(2, values[1])])
    said = words(svg(series_chart(one), in_page=False))
    assert f"累计（{unit}）" in said
    assert told in said


def test_the_small_chart_marks_the_odd_point_and_what_it_should_be() -> None:
    odd = point(3, "90000000000", odd=True)
    one = series("cumulative", cumulative=[point(2, "800000000"), odd, point(4, "1000000000")], growth=[point(3, "5")])
    drawing = series_chart(one, small=True, expected=9 * YI)
    told = words(svg(drawing, in_page=True))
    assert "存疑 3月 900" in told
    assert "应为 9" in told
    assert "增幅（%）" not in told  # the finding is not about growth
    assert 'href="/facts/f3"' in svg(drawing, in_page=True)


def test_the_small_chart_of_an_odd_rate_shows_rates_only() -> None:
    one = series("growth", cumulative=[point(3, "800000000")], growth=[point(2, "5"), point(3, "51", odd=True)])
    told = words(svg(series_chart(one, small=True, expected=Decimal("5.1")), in_page=True))
    assert {"增幅（%）", "存疑 3月 51", "应为 5.1"} <= set(told)
    assert not [word for word in told if "亿元" in word]


def test_an_english_chart_keeps_only_names_and_print_in_chinese() -> None:
    one = series("growth", cumulative=[point(3, "800000000")], growth=[point(2, "5"), point(3, "51", odd=True)])
    told = words(svg(series_chart(one, small=True, expected=Decimal("5.1"), say=in_words("en")), in_page=True))
    assert {"Growth（%）", "Doubtful Mar 51", "should be 5.1"} <= set(told)


def test_what_reports_say_stays_text() -> None:
    evil = "<script>alert(1)</script>\"' onload=x \x00\x1b"
    one = series(unit=evil, cumulative=[point(1, "5", printed=evil, source_name=evil), point(2, "6")])
    for in_page in (True, False):
        root = etree.fromstring(svg(series_chart(one), in_page=in_page).encode())
        assert not root.xpath("//*[local-name()='script']")
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
        assert not [name for element in root.iter() for name in element.attrib if name == "style"]


def test_nothing_leaves_the_picture() -> None:
    """Every shape lies within the drawing: nothing is cut off, however large, small or negative the figures."""
    for values in (["0.001", "-0.002"], ["-900000000000", "900000000000"], ["7", "7"], ["0", "0"]):
        one = series(
            "month",
            month=[point(month, values[month % 2]) for month in range(1, 13)],
            target=[point(12, values[0])],
            month_growth=[point(month, values[month % 2]) for month in range(1, 13)],
        )
        for small in (True, False):
            drawing = series_chart(one, small=small)
            root = etree.fromstring(svg(drawing, in_page=False).encode())
            for element in root.iter():
                for name in ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy"):
                    limit = drawing.width if "x" in name else drawing.height
                    assert 0 <= float(element.get(name, "0")) <= limit


def test_no_figures_is_said() -> None:
    assert "没有可以画的数字。" in words(svg(series_chart(series()), in_page=False))


def test_the_png_is_twice_as_large_and_shows_the_odd_point_in_red() -> None:
    one = series("month", month=[point(5, "300000000", odd=True), point(6, "200000000")])
    drawing = series_chart(one, small=True)
    image = Image.open(io.BytesIO(png(drawing)))
    assert image.size == (2 * drawing.width, 2 * drawing.height)
    assert (192, 0, 0) in {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or ()}


@pytest.mark.parametrize(
    ("value", "divisor", "said"),
    [
        ("1234567.891", "1", "1,234,567.89"),
        ("150000000", "100000000", "1.5"),
        ("12345", "10000", "1.23"),
        ("-0.5", "1", "-0.5"),
        ("0.004567", "1", "0.0046"),
        ("0.00000001", "1", "0"),
        ("0", "1", "0"),
    ],
)
def test_figures_have_the_digits_that_tell_them(value: str, divisor: str, said: str) -> None:
    assert shown(Decimal(value), Decimal(divisor)) == said
