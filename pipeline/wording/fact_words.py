"""The fields of a fact and of its report in Chinese words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pipeline.wording.labels import COLUMN, COMPARATOR, FACT_KIND, PERIOD_SOURCE, ROLE, UNIT, label

if TYPE_CHECKING:
    from extractors.base_choice import Choice, Figure

Row = dict[str, Any]


def meaning(fact: Row) -> list[str]:
    parts = [label(FACT_KIND, fact["kind"]), label(ROLE, fact["role"])]
    if fact["comparator"] in COMPARATOR:
        parts.append(COMPARATOR[fact["comparator"]])
    if fact["parent_metric"]:
        parts.append(f"属于{fact['parent_metric']}")
    return parts


def value_words(fact: Row) -> str:
    """The value in its base unit, and the interval that the printed digits allow."""
    unit = unit_words(fact)
    value = number_words(fact["value"], unit)
    if fact["low"] == fact["high"]:
        return value
    return f"{value}，印出的精度容许 {interval_words(fact['low'], fact['high'], unit)}"


def unit_words(fact: Row) -> str:
    """The unit in Chinese, with what it is counted per."""
    unit = label(UNIT, fact["unit"])
    return f"{unit}/{fact['per']}" if fact["per"] else unit


def period_words(fact: Row) -> str:
    start, end = fact["period_start"], fact["period_end"]
    if end is None:
        return "时间不明"
    span = f"{start} 至 {end}" if start else (f"{end} 之前" if fact["period_kind"] == "deadline" else f"{end}")
    source = fact["period_source"]
    return span if source in (None, "explicit") else f"{span}（{label(PERIOD_SOURCE, source)}）"


def meaning_words(meaning: Row) -> str:
    """What a correction says that a figure is about, where that is otherwise than read: metric, period, role."""
    parts = []
    if "metric" in meaning:
        parts.append(f"指标“{meaning['metric']}”")
    if "period_end" in meaning:
        start, end = meaning["period_start"], meaning["period_end"]
        parts.append(f"时期 {start} 至 {end}" if start else f"时点 {end}" if end else "时间不明")
    if "role" in meaning:
        parts.append(f"角色“{label(ROLE, meaning['role'])}”")
    return "，".join(parts)


def report_period_words(report: Row) -> str:
    """The period that a report is of: 2024年6月, 2024年二季度, 2024年1-5月; empty where none is known."""
    start, end = report["period_start"], report["period_end"]
    if end is None:
        return ""
    if start is None or start.day != 1 or start.year != end.year:
        return f"{start} 至 {end}" if start else f"{end}"
    year, months = f"{end.year}年", (start.month, end.month)
    if months[0] == months[1]:
        return f"{year}{end.month}月"
    if report["period_kind"] == "quarter" and end.month % 3 == 0:
        return f"{year}{'一二三四'[end.month // 3 - 1]}季度"
    halves = {(1, 6): "上半年", (7, 12): "下半年"}
    if report["period_kind"] == "half" and months in halves:
        return year + halves[months]
    return year if months == (1, 12) else f"{year}{months[0]}-{months[1]}月"


def report_words(report: Row) -> str:
    parts = [report["source_name"], report["title"], report["unit"]]
    return "，".join(part for part in parts if part)


def item_words(fact: Row) -> str:
    if not fact["item"]:
        return ""
    column = label(COLUMN, fact["column"]) if fact["column"] else ""
    return "，".join(part for part in (fact["item"], column) if part)


def place_words(spans: Iterable[Row]) -> list[str]:
    """Each place once, in words: page, line, cell or paragraph; what counts from 0 in the data counts from 1 here."""
    places: list[str] = []
    for span in spans:
        if "page" in span:
            across, down = (round(100 * (span["box"][low] + span["box"][high]) / 2) for low, high in ((0, 2), (1, 3)))
            place = f"第{span['page']}页（自左{across}%、自上{down}%处）"
        elif "sheet" in span:
            place = f"工作表 {span['sheet']} 的 {span['cell']} 格"
        elif "line" in span:
            place = f"第{span['line']}行第{span['start'] + 1}字"
        elif "table" in span:
            place = f"第{span['table'] + 1}个表第{span['row'] + 1}行第{span['column'] + 1}列"
        elif "paragraph" in span:
            place = f"第{span['paragraph'] + 1}段第{span['start'] + 1}字"
        else:
            place = str(span)
        if place not in places:
            places.append(place)
    return places


_FLAG: Final[dict[str, str]] = {
    "lost_decimal": "小数点丢失",
    "ocr_doubtful": "识别存疑",
    "period_invalid": "时间不成立",
    "torn_row": "跨页拼接",
    "range": "区间",
    "base_by_arithmetic": "对照由算式定",
}


def flag_words(flags: Sequence[str]) -> str:
    said = (f"{flag}（{_FLAG[flag]}）" if flag in _FLAG else flag for flag in flags)
    return "，标记 " + "、".join(said) if flags else ""


def choice_words(choice: Choice) -> str:
    """Which of several goals a completion is of, and the arithmetic that told it."""
    done, goal = choice.done, choice.goal
    arithmetic = f"{done.printed}÷{goal.printed}＝{_percent(done, goal)}"
    said = f"（按算式取{_said(goal)}：{arithmetic}，与{choice.completion.printed}相符"
    for other in choice.others:
        said += f"；不取{_said(other)}，那样是{_percent(done, other)}"
    return said + "）"


def _said(goal: Figure) -> str:
    return f"{label(ROLE, goal.role)}{goal.printed}"


def _percent(done: Figure, goal: Figure) -> str:
    """What `done` is of `goal`, by the middle of what the printed digits allow."""
    return f"{100 * (done.low + done.high) / (goal.low + goal.high):.2f}%"


def metric_words(metric: str, name: str | None) -> str:
    return metric if not name or name == metric else f"{metric}（{name}）"


def number_words(value: Decimal | None, unit: str = "") -> str:
    """The number with its unit; large ones exactly in 亿 or 万, never rounded. Empty for None."""
    if value is None:
        return ""
    if unit != "%":
        for scale, word in ((8, "亿"), (4, "万")):
            if abs(value) >= 10**scale:
                return f"{_plain(value.scaleb(-scale))}{word}{unit}"
    return f"{_plain(value)}{unit}"


def interval_words(low: Decimal | None, high: Decimal | None, unit: str = "") -> str:
    """An interval, open to one side where a bound is None; empty if both are."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"不高于{number_words(high, unit)}"
    if high is None:
        return f"不低于{number_words(low, unit)}"
    return number_words(low, unit) if low == high else f"{number_words(low, unit)} 至 {number_words(high, unit)}"


def _plain(value: Decimal) -> str:
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
