"""A finding explained: its numbers stand with the unit of the figure that they are about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.explanation import finding_lines
from pipeline.store.lookup import FindingDetail


def _fact(fact_id: str, value: str, unit: str) -> dict[str, Any]:
    names = ("metric", "period_start", "period_end", "period_kind", "period_source", "per", "item", "column")
    told = {
        "fact_id": fact_id,
        "source_name": "某局/三月.docx",
        "printed": value,
        "evidence": value,
        "report_id": "r1",
        "item_id": None,
        "spans": [],
    }
    return {**dict.fromkeys(names), **told, "value": Decimal(value), "unit": unit}


GROWTH, SPENT = _fact("growth", "2.9", "%"), _fact("spent", "241600", "CNY")


def _numbers(reported: str, *facts: dict[str, Any], suspect: str) -> list[str]:
    finding = dict.fromkeys(("rule", "family", "expected_low")) | {
        "finding_id": "f1", "message": "对不上。", "severity": "warning", "status": "new", "suspect_fact_id": suspect,
        "reported": Decimal(reported), "expected_high": Decimal("-99.98"), "gap": Decimal("102.88"), "suggestion": [],
    }  # fmt: skip
    report = {"report_id": "r1", "source_name": "某局/三月.docx"}
    lines = finding_lines(FindingDetail(finding, facts, (), (report,), (), ()), width=100)
    return [line.split()[1] for line in lines if line.split()[:1] in (["报告写"], ["应在"], ["相差"])]


def test_the_unit_is_that_of_the_figure_reported_and_not_of_the_suspect() -> None:
    said = ["2.9%", "不高于-99.98%", "102.88个百分点"]
    assert _numbers("2.9", SPENT, GROWTH, suspect="spent") == said
    assert _numbers("2.9", GROWTH, SPENT, suspect="") == said, "without a suspect as well"


def test_a_corrected_figure_has_the_unit_that_all_have_or_none() -> None:
    assert _numbers("3.1", GROWTH, suspect="growth")[0] == "3.1%"
    assert _numbers("3.1", GROWTH, SPENT, suspect="growth")[0] == "3.1"
