"""Dates by which a target wants something done."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.reconcile.deadlines import due_dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4月底前搭建平台", [("4月底前", date(2023, 4, 30))]),
        ("确保 9 月底\n前完工", [("9月底前", date(2023, 9, 30))]),
        ("3月20日前报送方案，10月底以前验收", [("3月20日前", date(2023, 3, 20)), ("10月底以前", date(2023, 10, 31))]),
        ("2024年2月底前全部办结", [("2024年2月底前", date(2024, 2, 29))]),
        ("8月中旬前启动", [("8月中旬前", date(2023, 8, 20))]),
        ("上半年出台管理办法", [("上半年", date(2023, 6, 30))]),
        ("上半年收入增长较快", []),
        ("1-5月完成投资3亿元", []),
        ("较去年12月提高", []),
        ("年底前完成", []),
        ("2月31日前完成", [("2月31日前", date(2023, 2, 28))]),
    ],
)
def test_due_dates(text: str, found: list[tuple[str, date]]) -> None:
    assert [(due.printed, due.by) for due in due_dates(text, 2023)] == found


def test_the_clause_around_it_is_kept() -> None:
    (due,) = due_dates("完善制度；4月底前搭建服务平台，年底推广。", 2023)
    assert due.clause == "4月底前搭建服务平台"
