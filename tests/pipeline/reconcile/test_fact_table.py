"""The one table of facts: what is not filled is None, never a number that is not one."""

from __future__ import annotations

import pandas as pd

from pipeline.reconcile.fact_table import FIELDS, fact_table


def test_what_is_not_filled_is_none() -> None:
    facts = pd.DataFrame(
        [
            {"fact_id": "a", "report_id": "r", "item_position": 0, "column": "current", "metric": "教育支出"},
            {"fact_id": "b", "report_id": "r", "item_position": None, "column": None, "metric": "教育支出"},
        ]
    )
    items = pd.DataFrame(
        [{"report_id": "r", "item_position": 0, "item_id": "i", "head_current": "6月", "target_text": ""}]
    )
    table = fact_table(facts, items, pd.DataFrame([{"report_id": "r", "period_end": None}]))
    assert tuple(table) == FIELDS
    assert table["item_id"].tolist() == ["i", None]
    assert table["column_head"].tolist() == ["6月", None]
    assert not [name for name in table for value in table[name] if value is not None and pd.isna(value)]
