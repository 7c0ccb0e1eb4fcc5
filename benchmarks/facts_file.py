"""The facts as a CSV file, for checks that others write by hand over them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

_COLUMNS = (
    "fact_id", "report_id", "unit_name", "metric", "scope", "kind", "role", "column", "item", "base", "parent_metric",
    "period_end", "period_kind", "value",
)  # fmt: skip


def write_facts(facts: pd.DataFrame, file: Path) -> None:
    """`step` is what one step of the last printed digit is worth; of exact figures, nothing."""
    steps = (facts["high"] - facts["low"]).astype(float)
    facts[list(_COLUMNS)].assign(value=facts["value"].astype(float), step=steps).to_csv(file, index=False)
