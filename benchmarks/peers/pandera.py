"""pandera with checks as one writes them by hand: month onto cumulative, parts and whole, percentages, a tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version as version_of
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

KEY = ["unit_name", "metric", "scope"]
TOLERANCES = {
    "rounded": lambda frame: frame["step"] / 2 * (1 + 1e-9),
    "0.1": lambda frame: np.where(frame["money"], 1e7, 0.1) * (1 + 1e-9),
    "0.5%": lambda frame: frame["reported"].abs() * 0.005,
}
"""Equal once rounded as printed; within 0.1 (亿元, or points); within 0.5 % of the printed figure."""
loaded: dict[str, pd.DataFrame] = {}


def version() -> str:
    """As installed."""
    return version_of("pandera")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """With `load` keep the facts of a CSV file, ready for checks; with `tolerance` check them.

    Gives how many sums and percentages were `checked`, how many `flagged`, and with `which` the facts of those.
    """
    if "load" in request:
        loaded["facts"] = _prepared(pd.read_csv(request["load"]))
        return {"facts": len(loaded["facts"])}
    allowed = TOLERANCES[request["tolerance"]]
    checked, flagged, which = 0, 0, []
    schema = pa.DataFrameSchema(
        {"reported": pa.Column(float), "expected": pa.Column(float)},
        checks=pa.Check(lambda frame: (frame["reported"] - frame["expected"]).abs() <= allowed(frame), name="fits"),
    )
    for frame in _equations(loaded["facts"]):
        rows = frame.reset_index(drop=True)
        checked += len(rows)
        try:
            schema.validate(rows, lazy=True)
        except pa.errors.SchemaErrors as errors:
            wrong = rows.loc[errors.failure_cases["index"].dropna().astype(int).unique()]
            flagged += len(wrong)
            if request.get("which"):
                names = [name for name in wrong if name.startswith("id")]
                which += [[name for name in row if isinstance(name, str)] for row in wrong[names].to_numpy()]
    return {"checked": checked, "flagged": flagged, "which": which}


def _prepared(facts: pd.DataFrame) -> pd.DataFrame:
    """Numbers as floats, months as whole numbers, one fact a series and month."""
    ends = pd.to_datetime(facts["period_end"])
    kinds = facts["period_kind"].where(ends.dt.month > 1, "ytd")
    facts = facts.assign(
        month=ends.dt.year * 12 + ends.dt.month - 1, span=kinds, scope=facts["scope"].fillna(""),
        money=facts["kind"].isin(["amount", "change"]),
    )  # fmt: skip
    names = [*KEY, "base", "parent_metric", "kind", "role", "span", "column"]
    facts[names] = facts[names].astype("category")
    return facts.drop_duplicates([*KEY, "kind", "role", "span", "month", "column", "report_id"])


def _equations(facts: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Frames of what is printed, what it should be, and the facts that it is made of."""
    actual = facts[facts["role"] == "actual"]
    levels = actual[actual["kind"].isin(["amount", "count"])].drop_duplicates([*KEY, "span", "month"])
    levels = levels[["kind", *KEY, "span", "month", "value", "step", "money", "fact_id", "item"]]
    amounts = levels[levels["kind"] == "amount"]
    so_far = levels[levels["span"] == "ytd"]
    months = levels[levels["span"] == "month"]
    # January is told with February, so that March is the first month with one before it.
    before = so_far.assign(month=so_far["month"] + 1)
    rolled = so_far.merge(months, on=[*KEY, "month"], suffixes=("", "_month")).merge(
        before, on=[*KEY, "month"], suffixes=("", "_before")
    )
    rolled = rolled[rolled["month"] % 12 > 0]
    yield _equation(rolled, rolled["value_month"] + rolled["value_before"], "fact_id_month", "fact_id_before")

    place = ["unit_name", "scope", "span", "month"]
    whole = amounts[amounts["metric"] == "一般公共预算收入"]
    parts = [amounts[amounts["metric"] == name][[*place, "value", "fact_id"]] for name in ("税收收入", "非税收入")]
    summed = whole.merge(parts[0], on=place, suffixes=("", "_tax")).merge(parts[1], on=place, suffixes=("", "_other"))
    yield _equation(summed, summed["value_tax"] + summed["value_other"], "fact_id_tax", "fact_id_other")

    table = ["unit_name", "metric", "span", "month"]
    total = amounts[amounts["item"] == "合计"]
    below = amounts.merge(total[table], on=table)
    below = below[below["item"] != "合计"]
    grouped = below.groupby(table, observed=True)["value"].sum().rename("of_places").reset_index()
    placed = total.merge(grouped, on=table)
    yield _equation(placed, placed["of_places"])

    rates = actual[actual["span"] == "ytd"][
        [*KEY, "month", "kind", "value", "step", "money", "fact_id", "base", "column", "report_id"]
    ]
    shares = rates[rates["kind"] == "share"].merge(
        so_far[[*KEY, "month", "value", "fact_id"]], on=[*KEY, "month"], suffixes=("", "_part")
    )
    wholes = so_far[["unit_name", "metric", "scope", "month", "value", "fact_id"]].rename(columns={"metric": "base"})
    shares = shares.astype({"base": object}).merge(
        wholes.astype({"base": object}), on=["unit_name", "base", "scope", "month"], suffixes=("", "_whole")
    )
    yield _equation(shares, 100 * shares["value_part"] / shares["value_whole"], "fact_id_part", "fact_id_whole")

    goals = facts[(facts["span"] == "year") & facts["role"].isin(["budget", "target"])]
    goals = goals[goals["kind"].isin(["amount", "count"])][[*KEY, "report_id", "value", "fact_id"]]
    done = rates[(rates["kind"] == "completion") & (rates["column"] != "completion")]
    done = done.merge(so_far[[*KEY, "month", "value", "fact_id"]], on=[*KEY, "month"], suffixes=("", "_now"))
    done = done.merge(goals, on=[*KEY, "report_id"], suffixes=("", "_goal")).drop_duplicates("fact_id")
    yield _equation(done, 100 * done["value_now"] / done["value_goal"], "fact_id_now", "fact_id_goal")

    # What the report says of last year goes before what last year's report said.
    base = facts[(facts["kind"] == "amount") & (facts["role"] == "baseline") & (facts["span"] == "ytd")]
    last = pd.concat([base, actual[(actual["kind"] == "amount") & (actual["span"] == "ytd")]])
    last = last.assign(month=last["month"] + 12).drop_duplicates([*KEY, "month"])[[*KEY, "month", "value", "fact_id"]]
    moved = rates[rates["kind"].isin(["growth", "change"])].merge(
        so_far[[*KEY, "month", "value", "fact_id"]], on=[*KEY, "month"], suffixes=("", "_now")
    )
    moved = moved.merge(last, on=[*KEY, "month"], suffixes=("", "_last"))
    grown, changed = (moved[moved["kind"] == kind] for kind in ("growth", "change"))
    yield _equation(grown, 100 * (grown["value_now"] / grown["value_last"] - 1), "fact_id_now", "fact_id_last")
    yield _equation(changed, changed["value_now"] - changed["value_last"], "fact_id_now", "fact_id_last")


def _equation(joined: pd.DataFrame, expected: pd.Series, *others: str) -> pd.DataFrame:
    ids = {f"id_{number}": joined[name] for number, name in enumerate(("fact_id", *others))}
    return pd.DataFrame(
        {"reported": joined["value"], "expected": expected, "step": joined["step"], "money": joined["money"], **ids}
    )
