"""The lists that people work through when reports lack something: no page of them leaves a report out."""

from __future__ import annotations

from made_up.desk import Desk
from made_up.judge import judge_nothing
from made_up.reports import report_text

from pipeline.review.unread import unstated_page


def test_reports_of_one_name_stand_on_one_page(desk: Desk) -> None:
    for name, amount in (("一.txt", 10), ("一.txt", 20), ("二.txt", 30)):
        desk.put(name, report_text(f"科技|current|支出|{amount}", period="2024-06"))
        desk.run(judge=judge_nothing)
    with desk.store.reading() as connection:
        first = unstated_page(connection, size=1)
        assert first.more is not None
        last = unstated_page(connection, after=first.more, size=1)
    assert [one.report["source_name"] for page in (first, last) for one in page.reports] == [
        "一.txt",
        "一.txt",
        "二.txt",
    ]
    assert (first.total, first.more, last.more) == (3, "一.txt", None)
