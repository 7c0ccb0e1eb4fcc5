"""One name for one metric, and another for another."""

from __future__ import annotations

import pytest

from pipeline.reconcile.metric_names import canonical, is_catalogued, nature_of


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("一般公共预算收入", "一般公共预算收入"),
        ("全市一般公共预算收入", "一般公共预算收入"),
        ("地方一般公共预算本级收入", "一般公共预算收入"),
        ("市本级累计完成一般公共预算支出", "一般公共预算支出"),
        ("“三公”经费", "三公经费"),
        ("民间固定资产投资", "民间固定资产投资"),
        ("文化产业增加值", "文化产业增加值"),
        ("全市子基金", "子基金"),
    ],
)
def test_canonical(printed: str, name: str) -> None:
    assert canonical(printed) == name


@pytest.mark.parametrize(
    ("name", "nature"),
    [("一般公共预算收入", "flow"), ("政府债务余额", "stock"), ("存款余额", "stock"), ("培训人次", "flow")],
)
def test_nature(name: str, nature: str) -> None:
    assert nature_of(name) == nature


def test_catalogued() -> None:
    assert is_catalogued("税收收入")
    assert not is_catalogued("子基金")
