"""Writes the monthly summary as a Word file, into a form that the bureau may change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

from docx.document import Document as WordDocument

from pipeline.briefing.charts import LIGHTS, MOST_BARS, Counts, code_words, counts_chart, most_first, series_chart
from pipeline.briefing.figures import MonthFigures
from pipeline.briefing.series import Series
from pipeline.briefing.summary_file import SummaryRefused, summary_file
from pipeline.briefing.template import summary_template
from pipeline.briefing.word_chart import WordChart
from pipeline.coverage.findings import kind_words
from pipeline.coverage.submitted import State
from pipeline.word.form import Form, FormMistake, filled_form, in_word
from pipeline.wording.labels import COVERAGE_STATE, REPORT_KIND, SEVERITY, STATUS, label

_MOST_TOLD: Final = 15
_MOST_CHARTS: Final = 6
_BESIDE: Final = (7.5, 5.2)
"""Width and height in centimetres of charts of which two stand beside each other."""

_WIDE: Final = 15.2
_TELLING: Final = ("error", "warning")


def write_word_summary(path: Path, figures: MonthFigures, today: date, template: Path | None = None) -> None:
    """Write the summary into the bureau's `template`, or the one made here. Raises SummaryRefused."""
    if template is not None and path.resolve() == template.resolve():
        raise SummaryRefused(f"{path} 就是模板，没有动它。", "汇总写到另一个文件。")
    try:
        content = filled_form(template or summary_template, lambda form: _values(form, figures, today))
    except FormMistake as mistake:
        raise SummaryRefused(
            f"汇总模板 {template or '（自带的）'} 用不了：{mistake}。",
            "在 Word 里改好这一处；也可用 hedui summary 文件 --write-template 写一份新的，在它上面改。",
        ) from mistake
    with summary_file(path) as unfinished:
        unfinished.write_bytes(content)


def write_summary_template(path: Path) -> None:
    """Write the template for the bureau to change. One that is there is left alone. Raises SummaryRefused."""
    if path.exists():
        raise SummaryRefused(f"{path} 已经有了，没有动它。", "改那一份，或另取一个名字。")
    document: WordDocument = summary_template()
    with summary_file(path) as unfinished:
        document.save(str(unfinished))


def _values(form: Form, figures: MonthFigures, today: date) -> Mapping[str, Any]:
    """What the marks of a form stand for."""
    still = figures.open_findings
    severities = Counter(finding["severity"] for finding in still)
    states = Counter(one.state for one in figures.owed)
    drawn = [one for one in figures.series if one.is_drawn]
    told = [finding for finding in still if finding["severity"] in _TELLING][:_MOST_TOLD]
    return {
        "year": figures.year,
        "month": figures.month,
        "made_on": f"{today.year}年{today.month}月{today.day}日",
        "reports": len(figures.reports),
        "senders": len({report["unit"] for report in figures.reports}),
        "received": _received(figures),
        "owed": _owed(figures),
        "judged_by_own_date": figures.judged_by_own_date,
        "owed_count": len(figures.owed),
        **{state: states[state] for state in get_args(State)},
        "open": len(still),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "notices": severities["notice"],
        "notified": sum(finding["status"] == "notified" for finding in still),
        "settled": len(figures.findings) - len(still),
        "units": _severities(figures.units_of_findings),
        "units_chart": _counts_chart(form, "各单位未了结的疑点", figures.units_of_findings, tuple(SEVERITY)),
        "families": _severities(figures.families_of_findings),
        "families_chart": _counts_chart(form, "各类未了结的疑点", figures.families_of_findings, tuple(SEVERITY)),
        "worst": [_finding(finding) for finding in told],
        "more": len(still) - len(told),
        "lights": _lights(figures.lights),
        "lights_chart": _counts_chart(form, "各单位目标的灯", figures.lights, LIGHTS),
        "metrics": [_metric(one, figures.month) for one in figures.series],
        "doubtful": any(one.doubtful for one in figures.series),
        "metric_charts": _in_pairs([_series_chart(form, one, figures.month) for one in drawn[:_MOST_CHARTS]]),
    }


def _received(figures: MonthFigures) -> list[dict[str, Any]]:
    """The reports that came in, by unit."""
    by_unit: dict[str, Counter[str]] = {}
    for report in figures.reports:
        by_unit.setdefault(report["unit"] or "未写明单位", Counter())[label(REPORT_KIND, report["kind"])] += 1
    return [
        {"unit": in_word(unit), "kinds": "、".join(kinds), "count": kinds.total()} for unit, kinds in by_unit.items()
    ]


def _owed(figures: MonthFigures) -> list[dict[str, str]]:
    return [
        {
            "unit": in_word(one.period.owed.unit),
            "kind": kind_words(one.period.owed.kind),
            "due": str(one.period.due),
            "arrived": str(one.arrived or ""),
            "state": COVERAGE_STATE[one.state],
        }
        for one in figures.owed
    ]


def _severities(counts: Counts) -> list[dict[str, Any]]:
    return [
        {"name": in_word(name), **{code: counts[name].get(code, 0) for code in SEVERITY}, "total": _sum(counts[name])}
        for name in most_first(counts)
    ]


def _lights(counts: Counts) -> list[dict[str, Any]]:
    return [
        {
            "name": in_word(name),
            **{word: counts[name].get(light, 0) for word, light in zip(("red", "yellow", "blue"), LIGHTS, strict=True)},
            "total": _sum(counts[name]),
        }
        for name in most_first(counts)
    ]


def _sum(counts: Mapping[str, int]) -> int:
    return sum(counts.values())


def _finding(finding: Mapping[str, Any]) -> dict[str, str]:
    return {
        "severity": label(SEVERITY, finding["severity"]),
        "message": in_word(finding["message"]),
        "files": in_word("\n".join(finding["source_names"])),
        "status": label(STATUS, finding["status"]),
    }


def _metric(one: Series, month: int) -> dict[str, str]:
    """The figures of the month; empty where the month has none, with a star where they are in doubt."""

    def said(name: str, values: Mapping[int, Decimal]) -> str:
        if month not in values:
            return ""
        return f"{values[month]:,.2f}" + ("*" if (name, month) in one.doubtful else "")

    return {
        "name": in_word(one.name),
        "month": said("month", one.month),
        "cumulative": said("cumulative", one.cumulative),
        "growth": said("growth", one.growth),
    }


def _counts_chart(form: Form, title: str, counts: Counts, codes: Sequence[str]) -> WordChart | str:
    """The chart of a table of counts, as high as its bars need; nothing where a chart would show but one bar."""
    names = most_first(counts)
    if len(names) < 2:
        return ""
    rows: list[list[str | float | None]] = [[title, *map(code_words, codes)]]
    rows += [[name, *(counts[name].get(code, 0) for code in codes)] for name in names]
    draw = partial(_draw_counts, names=len(names), codes=codes, title=title)
    return WordChart(form, rows, draw, (_WIDE, 3.5 + 0.7 * min(len(names), MOST_BARS)))


def _draw_counts(book: Any, sheet: str, names: int, codes: Sequence[str], title: str) -> Any:
    return counts_chart(book, sheet, 0, names, codes, title)


def _series_chart(form: Form, one: Series, month: int) -> WordChart:
    rows: list[list[str | float | None]] = [["月份", "当月（亿元）", "累计（亿元）"]]
    # A figure that is most likely a mistake would be all that the chart shows.
    amounts = [
        {at: value for at, value in values.items() if (name, at) not in one.doubtful}
        for name, values in (("month", one.month), ("cumulative", one.cumulative))
    ]
    rows += [
        [f"{at}月", *(float(values[at]) if at in values else None for values in amounts)] for at in range(1, month + 1)
    ]
    return WordChart(form, rows, partial(_draw_series, months=month, one=one), _BESIDE)


def _draw_series(book: Any, sheet: str, months: int, one: Series) -> Any:
    return series_chart(book, sheet, 1, months, one)


def _in_pairs(charts: Sequence[WordChart]) -> list[dict[str, WordChart | str]]:
    """Charts two by two, as they stand beside each other."""
    return [
        {"left": charts[at], "right": charts[at + 1] if at + 1 < len(charts) else ""} for at in range(0, len(charts), 2)
    ]
