"""The keys by which facts are joined: two facts are equal in a key where their codes are."""

from __future__ import annotations

import re

import numpy as np

from pipeline.reconcile.calendar_spans import Days, day_codes
from pipeline.reconcile.coding import NOTHING, CodedColumn, Codes, comparable, filled_tuple_code, tuple_code
from pipeline.reconcile.fact_table import FactTable
from pipeline.reconcile.metric_names import canonical, whole_in_catalogue
from rules.check_text import Key
from rules.joining import load_joining

_OF_TABLES = "table."
"""How the extraction rules of value tables begin."""

_NOT_OF_A_PLACE = re.compile(r"其中|合计|总计|[：:\s]")


def keys_of(table: FactTable, words: dict[str, CodedColumn], days: dict[str, Days]) -> dict[Key, Codes]:
    """All keys but those that the calendar gives (year, month, months)."""
    joining = load_joining()
    metric, base, parent, of = comparable(
        words["metric"],
        table.coded("base", canonical),
        table.coded("parent_metric", canonical),
        table.coded("metric", whole_in_catalogue),
    )
    above_of_printed = table.coded("scope", lambda printed: joining.above(joining.scope(printed)))
    scope, above = comparable(words["scope"], above_of_printed)
    unit, per = comparable(table.coded("unit", joining.classifier), table.coded("per", joining.classifier))
    report = table.coded("report_id").codes
    position = table.coded("item_position").codes
    sentence = filled_tuple_code([report, day_codes(days["sentence"])])
    unit_name, region = comparable(table.coded("unit_name"), table.coded("region"))
    period = tuple_code([day_codes(days["start"]), day_codes(days["end"])])
    return {
        "report": report,
        "item": filled_tuple_code([report, position]),
        "row": table.coded("item").codes,
        "table_row": _rows_named_after_scope(table, words["scope"]),
        "table_cell": table.coded("rule", lambda rule: rule if rule.startswith(_OF_TABLES) else None).codes,
        "sentence": sentence,
        "clause": filled_tuple_code([sentence, day_codes(days["clause"])]),
        "series": np.where(unit_name == NOTHING, region, unit_name),
        "region": np.where(region == NOTHING, unit_name, region),
        "metric": metric,
        "base": base,
        "parent": parent,
        "of": of,
        "scope": scope,
        "above": above,
        # Natural basis is what is meant where none is printed.
        "basis": table.coded("basis", lambda basis: None if basis == "natural" else basis).codes,
        "period": np.where(np.isnan(days["end"]), NOTHING, period),
        "unit": unit,
        "per": per,
        **{key: words[key].codes for key in ("column", "kind", "role", "comparator")},
    }


def _rows_named_after_scope(table: FactTable, scope: CodedColumn) -> Codes:
    """Codes of the scope where the row is named after it (全市合计 is the row of 全市) or only 合计, else NOTHING."""
    joining = load_joining()
    named = table.coded("item", lambda name: joining.scope(_NOT_OF_A_PLACE.sub("", name)))
    row, of = comparable(named, scope)
    return np.where((row == of) | named.is_one_of([""]), of, NOTHING)
