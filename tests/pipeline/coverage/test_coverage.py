"""Reports that are owed against those that arrived, from run to run."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta

import pytest
from made_up.desk import Desk
from made_up.judge import judge_cap
from made_up.reports import report_text

from pipeline.coverage.submitted import Coverage, coverage
from pipeline.store import list_findings
from pipeline.withdrawal import withdraw_report

LIST = "单位,种类,每,期后天数,自,又名\n青川市财政局,进度表,月,10,2024-05,市财政局\n临水县财政局,,季,15,2024-04,\n"
JULY_20 = date(2024, 7, 20)


def sheet(period: str, unit: str = "青川市财政局", **fields: str) -> str:
    fields = {"unit": unit, "period": period, "kind": "progress_sheet", **fields}
    return report_text("税收 | cumulative | 税收 | 1", **fields)


def states(desk: Desk, today: date = JULY_20) -> dict[tuple[str, str], str]:
    return {(one.period.owed.unit, f"{one.period.end:%Y-%m}"): one.state for one in covered(desk, today)}


def covered(desk: Desk, today: date = JULY_20) -> list[Coverage]:
    with desk.store.reading() as connection:
        return coverage(connection, today)


def messages(desk: Desk) -> dict[str, str]:
    return {row["message"]: row["status"] for row in list_findings(desk.store, family="coverage")}


def test_what_is_there_what_is_not_and_what_cannot_be_read(desk: Desk) -> None:
    desk.put("应报清单.csv", LIST)
    desk.put("五月.txt", sheet("2024-05", unit="市财政局"))
    desk.put("临水县财政局/2024年二季度.txt", "broken")
    desk.run(as_of=JULY_20)
    assert states(desk) == {
        ("青川市财政局", "2024-05"): "on_time",
        ("青川市财政局", "2024-06"): "missing",
        ("临水县财政局", "2024-06"): "unreadable",
    }
    assert messages(desk) == {
        "青川市财政局：2024年6月的进度表应在2024年7月10日前报送，还没有收到。": "new",
        "临水县财政局：2024年二季度的报告应在2024年7月15日前报送，"
        "收到的文件临水县财政局/2024年二季度.txt没有读成，请重新报送。": "new",
    }
    assert list_findings(desk.store, unit="青川")[0]["rule"] == "report_missing"
    assert list_findings(desk.store, unit="未名") == []


def test_before_the_day_nothing_is_missing(desk: Desk) -> None:
    desk.put("应报清单.csv", LIST)
    desk.run(as_of=date(2024, 7, 10))
    assert states(desk, date(2024, 7, 10)) == {
        ("青川市财政局", "2024-05"): "missing",
        ("青川市财政局", "2024-06"): "awaited",
        ("临水县财政局", "2024-06"): "awaited",
    }
    assert [row["rule"] for row in list_findings(desk.store)] == ["report_missing"]


def test_what_arrives_after_a_run_looked_for_it_is_late_and_no_longer_missing(desk: Desk) -> None:
    desk.put("应报清单.csv", LIST)
    desk.run(as_of=JULY_20)  # the run itself is of today, long after July 2024
    desk.put("六月.txt", sheet("2024-06"))
    desk.run(as_of=JULY_20)
    assert states(desk)["青川市财政局", "2024-06"] == "late"
    told = messages(desk)
    assert told["青川市财政局：2024年6月的进度表应在2024年7月10日前报送，还没有收到。"] == "fixed"
    (late,) = (message for message in told if "晚到" in message)
    assert told[late] == "new"


@pytest.mark.parametrize(("days_before", "state"), [(0, "on_time"), (1, "late")])
def test_on_the_due_day_itself_a_report_may_still_come(desk: Desk, days_before: int, state: str) -> None:
    today = datetime.now().astimezone().date()
    last_month = today.replace(day=1) - timedelta(days=1)
    due = (today - last_month).days - days_before
    desk.put("应报清单.csv", f"单位,种类,每,期后天数,自\n青川市财政局,进度表,月,{due},{last_month:%Y-%m}\n")
    desk.run(as_of=today)  # looks today, and finds nothing yet
    desk.put("上月.txt", sheet(f"{last_month:%Y-%m}"))
    desk.run(as_of=today)
    assert states(desk, today)["青川市财政局", f"{last_month:%Y-%m}"] == state


def test_an_archive_taken_in_at_once_is_not_late_but_for_what_it_says_itself(desk: Desk) -> None:
    desk.put("应报清单.csv", LIST)
    desk.put("五月.txt", sheet("2024-05", issued="2024-06-11"))
    desk.put("六月.txt", sheet("2024-06", issued="2024-07-10"))
    desk.run(as_of=JULY_20)
    assert states(desk)["青川市财政局", "2024-05"] == "late"
    assert states(desk)["青川市财政局", "2024-06"] == "on_time"
    assert any("成文日期2024年6月11日" in message for message in messages(desk))


def test_a_report_of_another_kind_or_one_withdrawn_does_not_count(desk: Desk) -> None:
    desk.put("应报清单.csv", LIST)
    desk.put("材料.txt", sheet("2024-05").replace("progress_sheet", "narrative"))
    desk.put("六月.txt", sheet("2024-06"))
    desk.run(as_of=JULY_20)
    assert states(desk)["青川市财政局", "2024-05"] == "missing"
    (june,) = (row["report_id"] for row in desk.rows("reports") if row["source_name"] == "六月.txt")
    withdraw_report(desk.store, june, "报错了", judge_cap, "test")
    assert states(desk)["青川市财政局", "2024-06"] == "missing"


def test_a_list_that_is_lost_goes_on_counting_and_an_empty_one_does_not(desk: Desk) -> None:
    desk.put("应报清单.csv", LIST)
    desk.run(as_of=JULY_20)
    before = states(desk)
    shutil.rmtree(desk.inbox)
    desk.inbox.mkdir()
    summary = desk.run(as_of=JULY_20)
    assert any("应报清单不在收件夹里了" in warning for warning in summary.warnings)
    assert states(desk) == before
    desk.put("应报清单.csv", LIST.splitlines()[0])
    desk.run(as_of=JULY_20)
    assert states(desk) == {}
    assert set(messages(desk).values()) == {"fixed"}


def test_the_list_itself_is_no_report(desk: Desk) -> None:
    desk.put("应报清单.csv", LIST)
    assert desk.run(as_of=JULY_20).files_seen == 0
