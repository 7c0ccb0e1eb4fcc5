"""What the columns of values mean: kind, role, period, base - by their heads, else by the columns beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import regex

from extractors.fact import Column as SheetColumn
from extractors.fact import FactRole, Period
from extractors.periods import Anchor, month_end
from extractors.value_table.caption import Caption
from extractors.value_table.column_groups import Group
from extractors.value_table.figure import Figure
from extractors.value_table.head_words import HeadWords, read_head
from extractors.value_table.layout import Band, Shape
from extractors.value_table.moved import amount_or_rate
from extractors.value_table.since_start import since_the_start
from extractors.value_table.value_column import Measured, ValueColumn
from rules.table_heads import table_heads

_FEW = 2
_LARGEST_PART = Fraction(3, 2)
_LARGEST_PERCENT = 300
_END = regex.compile(
    r"^(?:(?P<last>期末|月末|季末|本期末)|(?P<first>期初|年初|上年末|上年年末))(?=数|余额|结余|存量|库存|余量|\p{P}|$)"
)
_DOWN = regex.compile(r"减少|减收|减支|下降|降低|压减|降幅|调减|核减")
_UP = regex.compile(r"增|升|提高|[±/]|变|或")
_LEFT_OF_A_TIME = regex.compile(r"(?<!累计|滚存)收支(?:结余|差额)|[当本][年期月季]度?(?:收支)?结余")
_TENTH = Fraction(1, 10)


def value_columns(
    shape: Shape, band: Band, group: Group, caption: Caption, anchor: Anchor, default_role: FactRole
) -> tuple[ValueColumn, ...]:
    """The columns of `group`; `anchor` is what the report is about, `default_role` that of its plain amounts."""
    figures = {number: _figures(shape, band, number) for number in group.values}
    percents = any(unit.dimension == "percent" for unit in caption.units)
    columns = [_by_head(number, band, figures[number], default_role, percents) for number in group.values]
    columns = [amount_or_rate(column, columns, figures) for column in columns]
    columns = _last_year_beside_this(columns, anchor)
    columns = [_with_own_period(column, anchor, caption) for column in columns]
    about = caption.period or anchor.period
    columns = since_the_start(columns, about)
    columns = [_with_period_beside(column, columns, about) for column in columns]
    columns = [replace(column, runs_down=_runs_down(column, figures[column.number])) for column in columns]
    return tuple(_with_base(column, columns, figures) for column in columns)


def _figures(shape: Shape, band: Band, number: int) -> Mapping[int, Figure]:
    return {row: shape.figures[row, number] for row in band.body if (row, number) in shape.figures}


def _by_head(
    number: int, band: Band, figures: Mapping[int, Figure], default_role: FactRole, percents: bool
) -> ValueColumn:
    """A column by its head alone; `percents` tells that the caption states percent among the units."""
    levels = [_year(level) for level in band.levels[number]]
    in_percent = bool(figures) and all(
        figure.percent or (percents and abs(figure.value) <= _LARGEST_PERCENT) for figure in figures.values()
    )
    words = read_head(levels, cells_in_percent=in_percent)
    measure = words.measure
    kind = measure.kind if measure else "amount"
    measured: Measured = "level" if kind in ("amount", "moved") else kind  # type: ignore[assignment]
    role: FactRole = (measure.role if measure else None) or ("actual" if measured != "level" else default_role)
    small = all(abs(figure.value) < _LARGEST_PART and figure.ulp < _TENTH for figure in figures.values())
    head = "".join(band.levels[number])
    return ValueColumn(number, head, words, measured, role, base=words.base, parts_of_one=bool(figures) and small)


def _runs_down(column: ValueColumn, figures: Mapping[int, Figure]) -> bool:
    """Whether a column of changes tells by its head alone that they are decreases (本期减少, 降幅%)."""
    if column.measured not in ("growth", "change", "change_pp") or any(each.value < 0 for each in figures.values()):
        return False
    return bool(_DOWN.search(column.words.text)) and not _UP.search(column.words.text)


def _year(level: str) -> str:
    return f"{level}年" if level.isdigit() and len(level) == 4 and level[:2] in ("19", "20") else level


def _last_year_beside_this(columns: list[ValueColumn], anchor: Anchor) -> list[ValueColumn]:
    """Of two columns that differ in the year, 2024年1-6月 beside 2023年1-6月, the earlier is the baseline."""
    plain = [c for c in columns if c.measured == "level" and c.words.measure is None]
    years = {c.words.time.years[0] for c in plain if c.words.time and c.words.time.years}
    if len(years) == 1 and anchor.year:
        years |= {anchor.year} if any(c.words.time is None or not c.words.time.years for c in plain) else set()
    if len(years) != _FEW or max(years) - min(years) != 1 or (anchor.year and max(years) != anchor.year):
        return columns
    return [
        replace(column, role="baseline")
        if column in plain and column.words.time and column.words.time.years == (min(years), min(years))
        else column
        for column in columns
    ]


def _with_own_period(column: ValueColumn, anchor: Anchor, caption: Caption) -> ValueColumn:
    """The period that the head itself tells, and whether the column is current or cumulative."""
    words = column.words
    about = caption.period or anchor.period
    period = _written(words, anchor, about, column.measured == "level")
    measure = words.measure
    if period is None and measure is not None and measure.time == "year" and anchor.year:
        year = words_year(words.text) or anchor.year
        period = Period(date(year, 1, 1), date(year, 12, 31), "year")
    if measure is not None and measure.time == "last_year" and anchor.year and words.time is None:
        period = Period(date(anchor.year - 1, 1, 1), date(anchor.year - 1, 12, 31), "year")
    if measure is not None and measure.time == "same_time_last_year" and period is not None:
        period = a_year_before(period)
    if column.role == "budget" and period is not None and period.kind != "year" and anchor.year:
        period = Period(date(period.end.year, 1, 1), date(period.end.year, 12, 31), "year")
    which: SheetColumn | None = None
    if words.cumulative or (words.time and words.time.kind in ("ytd", "half", "instant") and column.role != "budget"):
        which = "cumulative"
    elif words.current or (words.time and words.time.kind in ("month", "quarter")):
        which = "current"
    return replace(column, period=period, period_source="column" if period else None, column=which)


def words_year(text: str) -> int | None:
    """The year that a head begins with (2023年预算数)."""
    return int(text[:4]) if text[:4].isdigit() and text[4:5] == "年" else None


def _written(words: HeadWords, anchor: Anchor, about: Period | None, level: bool) -> Period | None:
    end = about.end if about else None
    if words.time is not None:
        period = words.time.period(Anchor(about, about.end.year) if about else anchor)
        if period is None:
            return None
        if period.kind == "year" and about is not None and (words.measure is None or not level):
            last = date(period.end.year, about.end.month, 1)
            whole = about.end.month == 12
            until = month_end(last.year, last.month)
            return period if whole or period.end.year > about.end.year else Period(period.start, until, "ytd")
        if words.cumulative or (period.start is None and not _is_stock(words)):
            return cumulative_until(period.end)
        return period
    if end is not None and (standing := _at_an_end(words, about)):
        return standing
    if words.cumulative and end is not None:
        return cumulative_until(end)
    if words.current and about is not None and end is not None:
        if about.kind in ("quarter", "half", "year", "month") or is_left_of_a_time(words.text):
            return about
        return Period(date(end.year, end.month, 1), month_end(end.year, end.month), "month")
    return None


def _at_an_end(words: HeadWords, about: Period | None) -> Period | None:
    """The instant that 期末数, 期初余额 or 年初数 is of; None for heads that name none."""
    if about is None or not (found := _END.search(words.text)):
        return None
    if found["last"]:
        return Period(None, about.end, "instant")
    first = about.start if found["first"] == "期初" and about.start else date(about.end.year, 1, 1)
    return Period(None, first - timedelta(days=1), "instant")


def cumulative_until(end: date) -> Period:
    """The year up to `end`."""
    return Period(date(end.year, 1, 1), end, "year" if (end.month, end.day) == (12, 31) else "ytd")


def is_left_of_a_time(words: str) -> bool:
    """Whether `words` name what a time brought in and did not spend (本年收支结余): it flows, though 结余 stands."""
    return _LEFT_OF_A_TIME.search(words) is not None


def _is_stock(words: HeadWords) -> bool:
    return not is_left_of_a_time(words.text) and any(
        word in words.text for word in ("余额", "结余", "限额", "存量", "在库", "在建", "月末", "年末")
    )


def a_year_before(period: Period) -> Period:
    """The same months of the year before."""
    end = month_end(period.end.year - 1, period.end.month)
    if period.end != month_end(period.end.year, period.end.month):
        end = date(period.end.year - 1, period.end.month, min(period.end.day, end.day))
    start = period.start and date(period.start.year - 1, period.start.month, 1)
    return Period(start, end, period.kind)


def _with_period_beside(column: ValueColumn, columns: Sequence[ValueColumn], about: Period | None) -> ValueColumn:
    """What a rate, a change or last year's figure leaves unsaid is that of the amounts beside it."""
    measure = column.words.measure
    last_year = measure is not None and (measure.time == "same_time_last_year" or _rate_of_last_year(column))
    if column.period is not None or (column.measured == "level" and not last_year):
        return column
    if column.measured == "completion":
        return _completion_period(column, columns, about)
    beside = level_beside(column, columns) or _alike_beside(column, columns)
    period = beside.period if beside is not None else None
    which = beside.column if beside is not None else None
    known = period or about
    if last_year and known is not None:
        period = a_year_before(known)
    return replace(column, period=period, period_source="column" if period else None, column=which)


_LAST_YEARS_RATE = regex.compile(
    r"(?:上年|去年)(?:度|同期|同月)?的?(?:所?占|比[重例]|构成|份额|完成|执行|支出进度|支出率|增[幅速长]|[降涨]幅)"
)


def _rate_of_last_year(column: ValueColumn) -> bool:
    """Whether a share, a completion or a growth is last year's own (上年占比), not one against it (比上年增长)."""
    return column.measured in ("share", "completion", "growth") and bool(_LAST_YEARS_RATE.match(column.words.text))


def _alike_beside(column: ValueColumn, columns: Sequence[ValueColumn]) -> ValueColumn | None:
    """Where the table has no amounts, the first column of the same measure whose head tells its time."""
    alike = (c for c in columns if c.measured == column.measured and c.number != column.number and c.period)
    return next(alike, None)


def level_beside(column: ValueColumn, columns: Sequence[ValueColumn]) -> ValueColumn | None:
    """The nearest column of this year's amounts: to the left, else to the right; one of the same metric first."""
    levels = [
        c for c in columns
        if c.measured == "level" and c.role in ("actual", "target") and c.words.measure is None
    ]  # fmt: skip
    alike = [c for c in levels if c.words.phrase == column.words.phrase or not column.words.phrase] or levels
    left = [c for c in alike if c.number < column.number]
    return left[-1] if left else next(iter(alike), None)


def _completion_period(column: ValueColumn, columns: Sequence[ValueColumn], about: Period | None) -> ValueColumn:
    levels = [c for c in columns if c.measured == "level" and c.role == "actual" and c.words.measure is None]
    since_january = [c for c in levels if c.period is None or c.period.start is not None]
    levels = since_january or levels
    done = [c for c in levels if c.column == "cumulative"] or [c for c in levels if c.column is None]
    if done and done[-1].period is not None:
        return replace(column, period=done[-1].period, period_source="column")
    if about is not None and not done:
        return replace(column, period=cumulative_until(about.end), period_source="column")
    return column


def _with_base(
    column: ValueColumn, columns: Sequence[ValueColumn], figures: Mapping[int, Mapping[int, Figure]]
) -> ValueColumn:
    """The words of the budget or target that a completion is of: of several, the one that the rows work out to."""
    if column.measured != "completion":
        return column
    goals = [c for c in columns if c.role in ("budget", "target", "arranged") and c.measured == "level"]
    if not goals:
        total = [c for c in columns if c.measured == "level" and column.base and column.base in c.words.phrase]
        return replace(column, base=goal_words(total[0])) if total else column
    named = [goal for goal in goals if column.base and column.base in goal_words(goal)]
    exact = [goal for goal in named if goal_words(goal).removesuffix("数") == (column.base or "").removesuffix("数")]
    if len(exact) == 1:
        return column
    candidates = named or goals
    done = [
        c for c in columns
        if c.measured == "level" and c.role == "actual" and c.words.measure is None and c.period == column.period
    ]  # fmt: skip
    best = max(candidates, key=lambda goal: _fitting(column, goal, done, figures))
    return replace(column, base=goal_words(best))


def _fitting(
    column: ValueColumn, goal: ValueColumn, done: Sequence[ValueColumn], figures: Mapping[int, Mapping[int, Figure]]
) -> int:
    """In how many rows the completion is an amount divided by `goal`, to the printed digit."""
    fits = 0
    for row, rate in figures[column.number].items():
        whole = figures[goal.number].get(row)
        if whole is None or not whole.value:
            continue
        fits += any(
            abs(figures[each.number][row].value / whole.value * 100 - rate.value)
            <= rate.ulp + Fraction(Decimal("0.01"))
            for each in done
            if row in figures[each.number]
        )
    return fits


def goal_words(column: ValueColumn) -> str:
    """The head of a budget or target as a base is printed: 年初预算（万元） → 年初预算."""
    found = table_heads().measure(column.words.text)
    if found is None:
        return column.words.phrase or column.words.text
    return column.words.text[found.start : found.end]
