"""A fact carries a catalogued metric only where its words name that metric as a whole."""

from __future__ import annotations

import pytest

from extractors.attribution.fact_maker import catalogue_entry


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("一般公共预算支出", "general_expenditure"),
        ("省级压减一般性支出", "general_running_expense"),
        ("河东区一般公共预算收入", "general_revenue"),
        ("一般公共预算收入决算数", "general_revenue"),
        ("“三公”经费支出", "three_publics"),
        ("人均一般公共预算支出", None),
        ("制造业税收", None),
        ("专项债务限额", None),
        ("影响税收收入", None),
        ("非税收入执收单位", None),
    ],
)
def test_a_longer_name_is_another_metric(printed: str, code: str | None) -> None:
    metric = catalogue_entry(printed)
    assert (metric.code if metric else None) == code
