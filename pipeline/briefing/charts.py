"""The charts of a month, drawn from cells of a sheet: for the workbook, and for the Word file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipeline.briefing.series import Series
from pipeline.wording.labels import SEVERITY

LIGHTS: Final = ("红灯", "黄灯", "蓝灯")
MOST_BARS: Final = 20
"""So many names can still be read beside their bars."""

SERIES_HEIGHT: Final = 216
"""Points that the chart of a series takes on a sheet."""

COLOURS: Final = {
    "error": "#C00000", "warning": "#ED7D31", "notice": "#A5A5A5", "红灯": "#C00000", "黄灯": "#FFC000",
    "蓝灯": "#4472C4",
}  # fmt: skip

_TITLE: Final = {"size": 10}
_AXIS: Final = {"num_font": {"size": 9}, "major_tick_mark": "outside", "minor_tick_mark": "none"}
_LEGEND: Final = {"position": "bottom", "font": {"size": 9}}

Counts = Mapping[str, Mapping[str, int]]
"""How many of each code, by unit or family."""


def most_first(counts: Counts) -> list[str]:
    """The names, those with most first."""
    return sorted(counts, key=lambda name: (-sum(counts[name].values()), name))


def code_words(code: str) -> str:
    """The word for a severity or a light."""
    return SEVERITY.get(code, code)


def chart_height(names: int) -> int:
    """Points that a chart of so many names takes on a sheet: each name can be read beside its bar."""
    return max(SERIES_HEIGHT, 70 + 13 * names)


def counts_chart(
    book: Any, sheet: str, at: int, names: int, codes: Sequence[str], title: str, most: int = MOST_BARS
) -> Any:
    """Stacked bars of a table whose heads stand in row `at`, the names in the first column below, at `most` so many."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    last = at + min(names, most)
    for column, code in enumerate(codes, start=1):
        chart.add_series(
            {
                "name": [sheet, at, column],
                "categories": [sheet, at + 1, 0, last, 0],
                "values": [sheet, at + 1, column, last, column],
                "fill": {"color": COLOURS[code]},
                "gap": 60,
            }
        )
    many = f"（最多的 {most} 个）" if names > most else ""
    chart.set_title({"name": title + many, "name_font": _TITLE})
    chart.set_y_axis({**_AXIS, "reverse": True, "crossing": "max"})  # the first name on top, the numbers below
    chart.set_x_axis({**_AXIS, "major_gridlines": {"visible": False}, "min": 0, "num_format": "0"})
    chart.set_legend(_LEGEND)
    return chart


def series_chart(book: Any, sheet: str, first: int, months: int, one: Series) -> Any:
    """Bars of the months, and a line of the cumulative amount on an axis of its own; months in the first column from
    row `first`, the month's amounts in the second, cumulative ones in the third."""
    bars, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    last = first + months - 1
    categories = [sheet, first, 0, last, 0]
    bars.add_series({"name": "当月", "categories": categories, "values": [sheet, first, 1, last, 1], "gap": 60})
    line.add_series(
        {
            "name": "累计（右轴）",
            "categories": categories,
            "values": [sheet, first, 2, last, 2],
            "y2_axis": True,
            "marker": {"type": "circle"},
        }
    )
    bars.combine(line)
    bars.set_title({"name": f"{one.name}（亿元）", "name_font": _TITLE})
    # From zero, so that a bar twice as long is twice as much; where amounts are negative the program finds the ends.
    bars.set_x_axis(_AXIS)
    bars.set_y_axis({**_AXIS, "major_gridlines": {"visible": False}, **_from_zero(one.month)})
    line.set_y2_axis({**_AXIS, **_from_zero(one.cumulative)})
    bars.set_legend(_LEGEND)
    return bars


def _from_zero(values: Mapping[int, Any]) -> dict[str, int]:
    return {} if any(value < 0 for value in values.values()) else {"min": 0}
