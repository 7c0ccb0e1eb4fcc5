"""The sentence that a reviewer reads: the figures as printed, the arithmetic, the gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.reconcile.coding import NOTHING
from pipeline.reconcile.equation import Equation, equation_interval
from pipeline.reconcile.fact_book import FactBook
from rules.expression import Expression, Name, evaluate, names_in
from rules.interval import Interval, NotEvaluable
from rules.message_template import ComputedSlot, FactSlot, SpecialSlot, Template, names_of
from rules.printed import FACTORS, Printed, print_like, read_printed, with_stated_unit

_QUARTERS = {1: "一季度", 4: "二季度", 7: "三季度", 10: "四季度"}
_IN_POINTS = frozenset({"%", "pp"})


@dataclass(frozen=True, slots=True)
class Result:
    """Both sides of an equation: `reported` and `computed` are the values, `low`..`high` what would fit."""

    reported: Fraction
    computed: Fraction
    low: Fraction | None
    high: Fraction | None

    @property
    def gap(self) -> Fraction:
        return abs(self.reported - self.computed)


def result_of(book: FactBook, equation: Equation) -> Result:
    """Raises NotEvaluable if the other side divides by zero."""
    check = equation.check
    values = equation_interval(book, equation, {})
    side = check.relation.left if _is_reported(check.relation.left, check.reported) else check.relation.right
    points = {name: Interval.exact(_point(book, equation, name)) for name in values}
    computed = evaluate(check.expected, points, Interval.exact).middle
    fitting = evaluate(check.expected, values, Interval.exact)
    reported = evaluate(side, points, Interval.exact).middle
    sign = check.relation.sign
    if side is check.relation.right and sign in ("<=", ">="):
        sign = ">=" if sign == "<=" else "<="
    low = None if sign in ("<=", "!=") else fitting.low
    high = None if sign in (">=", "!=") else fitting.high
    return Result(reported, computed, low, high)


def sentence_of(book: FactBook, equation: Equation, note: str = "") -> str:
    """The check's message with the facts of the equation in it."""
    check = equation.check
    remark = ""
    if check.remark and all(equation.rows[name] != NOTHING for name in names_of(check.remark)):
        try:
            remark = _rendered(book, equation, check.remark, {})
        except NotEvaluable:
            remark = ""
    return _rendered(book, equation, check.message, {"note": note, "remark": remark}).strip()


def place_of(book: FactBook, row: int) -> str:
    """Where a figure stands, for people: its item, or what it measures and when."""
    item = book.text(row, "item")
    if item:
        return item
    metric, scope = book.text(row, "metric") or "", book.text(row, "scope") or ""
    named = metric if scope in metric else f"{scope}{metric}"
    period = period_of(book, row)
    return f"{period}{named}" if period else named


def period_of(book: FactBook, row: int) -> str:
    """The period in words: 2021年1-6月, 2021年二季度, 截至2021年6月30日; empty where it is not known."""
    start, end = book.day(row, "start"), book.day(row, "end")
    if end is None:
        return ""
    if start is None:
        return f"{end.year}年{end.month}月{end.day}日"
    if start.year != end.year:
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    return f"{start.year}年{_months(start, end)}"


def _months(start: date, end: date) -> str:
    if (start.month, end.month) == (1, 12):
        return ""
    if start.month == end.month:
        return f"{end.month}月"
    if end.month - start.month == 2 and start.month in _QUARTERS and start.month != 1:
        return _QUARTERS[start.month]
    return f"{start.month}-{end.month}月"


def _rendered(book: FactBook, equation: Equation, template: Template, special: dict[str, str]) -> str:
    parts: list[str] = []
    for part in template:
        match part:
            case str():
                parts.append(part)
            case FactSlot(name, field):
                parts.append(_fact_text(book, equation.rows[name], field))
            case ComputedSlot(expression, like, signed):
                parts.append(_computed_text(book, equation, expression, like, signed))
            case SpecialSlot("gap"):
                parts.append(_gap_text(book, equation))
            case SpecialSlot("place"):
                parts.append(_place_text(book, equation))
            case SpecialSlot(name):
                parts.append(special.get(name, ""))
    return "".join(parts)


def _place_text(book: FactBook, equation: Equation) -> str:
    row = equation.rows[equation.check.reported]
    place, period = place_of(book, row), period_of(book, row)
    reports = {int(book.keys["report"][other]) for other in equation.all_rows}
    # Between reports, the item alone does not tell which month is meant.
    return f"{place}（{period}）" if len(reports) > 1 and book.text(row, "item") and period else place


def _fact_text(book: FactBook, row: int, field: str | None) -> str:
    if field is None:
        return _shown(book, row)
    if field == "signed":
        return _in_words(book.value(row), _unsigned(_shown(book, row)))
    if field == "period":
        return period_of(book, row)
    if field == "column_head":
        return book.text(row, "column_head") or {"current": "当期", "cumulative": "累计"}.get(
            book.text(row, "column") or "", "本"
        )
    return book.text(row, field) or ""


def _computed_text(book: FactBook, equation: Equation, expression: Expression, like: str, signed: bool) -> str:
    points = {name: Interval.exact(_point(book, equation, name)) for name in names_in(expression)}
    value = evaluate(expression, points, Interval.exact).middle
    row = equation.rows[like]
    unit = book.text(row, "unit") or ""
    model = _model(book, equation, row, value)
    shown = print_like(abs(value) if signed else value, model, unit)
    if model is not None and shown == str(model):
        shown = print_like(abs(value) if signed else value, model, unit, extra=2)
    return _in_words(value, shown) if signed else shown


def _gap_text(book: FactBook, equation: Equation) -> str:
    row = equation.rows[equation.check.reported]
    gap = result_of(book, equation).gap
    unit = book.text(row, "unit") or ""
    model = _model(book, equation, row, gap)
    shown = print_like(gap, model, unit)
    if model is not None and gap and read_printed(shown) is not None and not any(mark in shown for mark in "123456789"):
        shown = print_like(gap, model, unit, extra=2)
    return f"{shown.rstrip('%％')}个百分点" if unit in _IN_POINTS else shown


def _model(book: FactBook, equation: Equation, row: int, value: Fraction) -> Printed | None:
    """The printed form to follow: that of `row`, or where its unit is far too large for `value`, a smaller one."""
    model = _form(book, row)
    if model is None or not value or abs(value) >= FACTORS[model.factor]:
        return model
    unit = book.text(row, "unit")
    alike = [_form(book, other) for other in equation.all_rows if book.text(other, "unit") == unit]
    smaller = [form for form in alike if form is not None and FACTORS[form.factor] < FACTORS[model.factor]]
    return min(smaller, key=lambda form: FACTORS[form.factor], default=model)


def _form(book: FactBook, row: int) -> Printed | None:
    """The printed form of a figure, with the unit that the head of its table states."""
    form = read_printed(book.text(row, "printed") or "")
    unit = book.text(row, "unit")
    return with_stated_unit(form, book.value(row), unit) if form is not None and unit is not None else form


def _shown(book: FactBook, row: int) -> str:
    """A figure as printed; a bare one from a table with its unit behind it."""
    printed = book.text(row, "printed") or ""
    form, stated = read_printed(printed), _form(book, row)
    return printed if stated is None or stated == form else f"{printed}{stated.factor}{stated.unit}"


def _in_words(value: Fraction, amount: str) -> str:
    return f"下降{amount}" if value < 0 else f"增长{amount}"


def _unsigned(printed: str) -> str:
    return printed.lstrip("-－−+＋")


def _point(book: FactBook, equation: Equation, name: Name) -> Fraction:
    row = equation.rows[name.name]
    return Fraction(book.days[name.attribute][row]) if name.attribute else book.value(row)


def _is_reported(side: Expression, reported: str) -> bool:
    return isinstance(side, Name) and side.name == reported
