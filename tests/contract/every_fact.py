"""What the data contract says of each fact by itself: words, units, periods, intervals, places."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
KINDS = frozenset(
    {
        *("amount", "count", "unit_price", "growth", "change", "change_pp", "gap_pp", "share", "completion"),
        *("multiple", "rank", "ratio"),
    }
)
ROLES = frozenset(("actual", "target", "stretch_target", "budget", "baseline", "standard", "arranged", "adjustment"))
COMPARATORS = frozenset(("eq", "ge", "le", "gt", "lt", "approx"))
COLUMNS = frozenset(("target", "current", "cumulative", "completion", None))
PERIOD_KINDS = frozenset(("month", "quarter", "half", "year", "ytd", "range", "instant", "deadline", "each_year", None))
PERIOD_SOURCES = frozenset(("explicit", "column", "inherited", "document", "file_name", None))
CURRENCIES = frozenset(("CNY", "USD", "EUR", "HKD", "JPY", "GBP"))


def words_outside_their_lists(fact: Row) -> str | None:
    allowed: tuple[tuple[str, frozenset[Any]], ...] = (
        ("kind", KINDS),
        ("role", ROLES),
        ("comparator", COMPARATORS),
        ("column", COLUMNS),
        ("period_kind", PERIOD_KINDS),
        ("period_source", PERIOD_SOURCES),
    )
    return next((f"{field}={fact[field]!r}" for field, words in allowed if fact[field] not in words), None)


def unit_unfit_for_kind(fact: Row) -> str | None:
    kind, unit = fact["kind"], fact["unit"]
    money, percent, points = unit in CURRENCIES, unit == "%", unit == "pp"
    fits = {
        "amount": money,
        "unit_price": money,
        "growth": percent or unit == "倍",
        "share": percent,
        "completion": percent,
        "change_pp": points,
        "gap_pp": points,
        "multiple": unit == "倍",
        "rank": unit == "位",
        "count": not (money or percent or points or unit == "倍"),
        "change": not (percent or points or unit == "倍"),
    }
    if not fits.get(kind, True):
        return f"{kind} in {unit!r}"
    if re.search(r"[万亿‰％]", unit):
        return f"{unit!r} is no base unit"
    return None if fact["per"] is None or kind in ("unit_price", "ratio") else f"{kind} per {fact['per']}"


def period_unlike_its_kind(fact: Row) -> str | None:
    kind = fact["period_kind"]
    if kind is None:
        return "a period without a kind" if fact["period_start"] or fact["period_end"] else None
    end = date.fromisoformat(fact["period_end"])
    if (fact["period_start"] is None) != (kind in ("instant", "deadline")):
        return f"{kind} from {fact['period_start']}"
    if fact["period_start"] is None:
        return None
    start = date.fromisoformat(fact["period_start"])
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    lengths = {"month": 1, "quarter": 3, "half": 6, "year": 12}
    if start > end or (kind in lengths and not (whole and months == lengths[kind])):
        return f"{kind} {start}..{end}"
    return f"ytd {start}..{end}" if kind == "ytd" and (start.month, start.day, start.year) != (1, 1, end.year) else None


def interval_unlike_the_print(fact: Row) -> str | None:
    low, value, high = (Decimal(fact[field]) for field in ("low", "value", "high"))
    if not low <= value <= high:
        return f"{low}..{value}..{high}"
    scaled = bool(re.search(r"[百千万亿]", fact["printed"]))
    exact = fact["kind"] == "unit_price" or fact["role"] == "standard" or (fact["kind"] == "count" and not scaled)
    if exact and low != high and "range" not in fact["flags"]:
        return f"{fact['kind']} {fact['role']} must be exact, not {low}..{high}"
    digits = re.search(r"\d[\d,，]*(?:\.(\d+))?", fact["printed"])
    rounded = fact["kind"] in ("amount", "growth", "share", "completion") and fact["role"] in ("actual", "baseline")
    if digits and rounded and not fact["flags"] and not re.search(r"[／/分]", fact["printed"]):
        scale = value.copy_abs() / Decimal(digits[0].replace(",", "").replace("，", "")) if value else None
        last = scale * Decimal(1).scaleb(-len(digits[1] or "")) if scale else None
        if last is not None and high - low != last:
            return f"interval {low}..{high} is not one step {last} of the last printed digit"
    return None


def spans_unlike_the_print(fact: Row) -> str | None:
    spans = fact["spans"]
    if not spans:
        return "no place"
    if _bare("".join(span["text"] for span in spans)) != fact["printed"] or re.search(r"\s", fact["printed"]):
        return f"spans say {''.join(span['text'] for span in spans)!r}"
    return next((why for span in spans if (why := _span_broken(span))), None)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _plain(text: str) -> str:
    """Without white space, full-width signs as their plain ones."""
    return _bare(unicodedata.normalize("NFKC", text))


def _span_broken(span: Row) -> str | None:
    if "box" in span:
        x0, top, x1, bottom = span["box"]
        return None if span["page"] >= 1 and 0 <= x0 < x1 <= 1 and 0 <= top < bottom <= 1 else f"box {span}"
    forms = (
        {"line", "start", "end", "text"},
        {"table", "row", "column", "start", "end", "text"},
        {"paragraph", "start", "end", "text"},
        {"sheet", "cell", "start", "end", "text"},
    )
    if set(span) not in forms or not 0 <= span["start"] < span["end"]:
        return f"span {span}"
    return None if span["end"] - span["start"] >= len(_bare(span["text"])) else f"span shorter than its text: {span}"


def words_not_cleaned(fact: Row) -> str | None:
    for field in ("metric", "item", "parent_metric"):
        if fact[field] is not None and (fact[field] == "" or re.search(r"\s", fact[field])):
            return f"{field}={fact[field]!r}"
    if not fact["metric"] or re.fullmatch(r"[\d\W]+", fact["metric"]):
        return f"metric {fact['metric']!r} is no word"
    if (fact["metric_name"] is None) != (fact["metric_code"] is None):
        return f"name {fact['metric_name']!r} and code {fact['metric_code']!r}"
    if not 0 <= Decimal(str(fact["confidence"])) <= 1 or not fact["rule"]:
        return f"confidence {fact['confidence']}, rule {fact['rule']!r}"
    if not fact["evidence"]:
        return "no evidence"
    if fact["rule"].startswith("table."):  # the clause of a bare number is its row's name and its head
        return None
    quoted = _plain(fact["evidence"])
    return None if _plain(fact["printed"]) in quoted else f"evidence {fact['evidence']!r} does not hold it"
