"""Facts made by hand, in the frames that reconciliation reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from pipeline.reconcile.engine import reconcile
from pipeline.reconcile.finding import Finding, ReconcileOutcome
from rules.printed import read_printed

Row = dict[str, Any]
PERIODS = {
    "month": ("2023-05-01", "2023-05-31", "month"),
    "ytd": ("2023-01-01", "2023-05-31", "ytd"),
    "before": ("2023-01-01", "2023-04-30", "ytd"),
    "year": ("2023-01-01", "2023-12-31", "year"),
    "last": ("2022-01-01", "2022-05-31", "ytd"),
}
UNITS = {"元": "CNY"}
EXACT_ROLES = ("target", "budget", "standard")


def made_fact(printed: str, kind: str = "amount", period: str | None = "ytd", **given: Any) -> Row:
    """A fact as the extractors would state it; `period` is a key of PERIODS, every field can be given."""
    form = read_printed(printed)
    assert form is not None, printed
    role = given.get("role", "actual")
    exact = kind == "unit_price" or role in EXACT_ROLES or (kind == "count" and not form.factor)
    sign = -1 if given.pop("down", False) else 1
    bounds = (form.value, form.value) if exact else (form.interval.low, form.interval.high)
    low, high = sorted(sign * bound for bound in bounds)
    start, end, period_kind = PERIODS[period] if period else (None, None, None)
    row: Row = {
        "report_id": "r1", "item": None, "item_position": None, "column": None, "metric": "一般公共预算收入",
        "metric_name": None, "metric_code": None, "parent_metric": None, "kind": kind, "role": role,
        "comparator": "eq", "value": decimal(sign * form.value), "low": decimal(low), "high": decimal(high),
        "unit": UNITS.get(form.unit, form.unit), "per": None, "printed": printed, "period_start": start,
        "period_end": end, "period_kind": period_kind, "period_source": "explicit", "scope": "全市",
        "region": "云岭市", "base": None, "basis": None, "evidence": printed, "sentence": 1, "clause": 1,
        "column_period_start": None, "column_period_end": None, "column_period_kind": None,
        "unit_name": "云岭市财政局", "report_kind": "progress_sheet", "report_period_start": "2023-05-01",
        "report_period_end": "2023-05-31", "issued_on": None,
    }  # fmt: skip
    return {**row, **given}


def decimal(value: Any) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def frames(facts: Sequence[Row], items: Sequence[Row] = ()) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rows = [
        {"fact_id": f"f{number:05}", "source_name": f"{row['report_id']}.docx", **row}
        for number, row in enumerate(facts)
    ]
    reports: dict[str, Row] = {
        row["report_id"]: {
            "report_id": row["report_id"], "unit": row["unit_name"], "region": row["region"],
            "kind": row["report_kind"], "period_start": row["report_period_start"],
            "period_end": row["report_period_end"],
        }
        for row in rows
    }  # fmt: skip
    item_columns = [
        "item_id",
        "report_id",
        "source_name",
        "item_position",
        "name",
        "target_text",
        "head_current",
        "head_cumulative",
    ]
    return (
        pd.DataFrame(rows, dtype=object),
        pd.DataFrame(
            [{"item_id": f"i{item['item_position']}", **item} for item in items], columns=item_columns, dtype=object
        ),
        pd.DataFrame(list(reports.values()), dtype=object),
    )


@pytest.fixture(scope="session")
def fact() -> Callable[..., Row]:
    return made_fact


@pytest.fixture(scope="session")
def framed() -> Callable[..., tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]:
    return frames


@pytest.fixture(scope="session")
def judged() -> Callable[..., ReconcileOutcome]:
    def run(facts: Sequence[Row], items: Sequence[Row] = ()) -> ReconcileOutcome:
        return reconcile(*frames(facts, items))

    return run


@pytest.fixture(scope="session")
def found(judged: Callable[..., ReconcileOutcome]) -> Callable[..., dict[str, Finding]]:
    """Findings by rule."""

    def run(facts: Sequence[Row], items: Sequence[Row] = ()) -> dict[str, Finding]:
        findings = judged(facts, items).findings
        by_rule = {finding.rule: finding for finding in findings}
        assert len(by_rule) == len(findings), [finding.message for finding in findings]
        return by_rule

    return run
