"""The one table of facts: what is not filled is None, never a number that is not one."""

from __future__ import annotations

import pandas as pd

from pipeline.reconcile.fact_table import FIELDS, FactTable

FACTS = pd.DataFrame(
    [
        {"fact_id": "a", "report_id": "r", "item_position": 0, "column": "current", "metric": "教育支出"},
        {"fact_id": "b", "report_id": "r", "item_position": None, "column": None, "metric": "教育支出"},
    ],
    dtype=object,
)
ITEMS = pd.DataFrame(
    [{"report_id": "r", "item_position": 0, "item_id": "i", "head_current": "6月", "target_text": "6月底前完成"}]
)


def test_what_is_not_filled_is_none() -> None:
    table = FactTable(FACTS, ITEMS.assign(target_text=""), pd.DataFrame([{"report_id": "r", "period_end": None}]))
    assert table.column("item_id").tolist() == ["i", None]
    assert table.column("column_head").tolist() == ["6月", None]
    assert not [name for name in FIELDS for value in table.column(name) if value is not None and pd.isna(value)]


def test_a_cell_is_the_same_alone_and_in_its_column() -> None:
    for facts in (FACTS, FACTS.astype("category")):
        reports = pd.DataFrame([{"report_id": "r", "period_end": "2023-05-31"}])
        alone = FactTable(facts, ITEMS, reports)
        assert len(alone) == 3  # the task of the item is the last
        assert alone.cell(2, "kind") == "task"
        assert alone.cell(2, "period_end") == "2023-06-30"
        table = FactTable(facts, ITEMS, reports)
        for name in FIELDS:
            cells = [alone.cell(row, name) for row in range(3)]
            assert cells == table.column(name).tolist() == [alone.cell(row, name) for row in range(3)]
            codes = table.coded(name)
            assert [None if code < 0 else codes.words[code] for code in codes.codes] == [
                None if cell is None else str(cell) for cell in cells
            ]
