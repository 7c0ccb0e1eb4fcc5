"""The last stage: what has not changed is not judged again, and the tables to join with are kept in step."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_cap
from made_up.monthly_sheets import read_sheet, sheet_text
from made_up.reports import read_made_up, report_text
from sqlalchemy import insert, text

from extractors.report import Hints, ReportContent
from pipeline.judging.judged_state import judge_version
from pipeline.judging.stage import judge_by_rules
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.store.contract import table_named
from pipeline.withdrawal import withdraw_report
from rules.metrics import catalogue


class CountingJudge:
    """A judge who counts how often he was asked, and knows what about."""

    def __init__(self) -> None:
        self.asked = 0
        self.seen: list[str] = []

    def __call__(
        self, facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None
    ) -> ReconcileOutcome:
        self.asked += 1
        self.seen = sorted(reports["source_name"])
        return judge_cap(facts, items, reports, as_of)


def rows(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    with desk.store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_nothing_is_judged_anew_where_nothing_has_changed(desk: Desk) -> None:
    judge = CountingJudge()
    file = desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    first = desk.run(judge=judge, version="1")
    second = desk.run(judge=judge, version="1")
    assert judge.asked == 1
    for field in ("holds", "violated", "not_evaluable", "findings_by_severity", "worst"):
        assert getattr(second, field) == getattr(first, field)
    steps: list[tuple[dict[str, Any], int]] = [
        ({"version": "2"}, 2),  # other rules
        ({"version": "2"}, 2),
        ({"version": "2", "as_of": date(2024, 7, 1)}, 2),  # another day, but all tell theirs
        ({"version": "2", "reprocess": True}, 3),  # read again
        ({"version": None}, 4),  # a judge without a version is always asked
        ({"version": "2"}, 5),
    ]
    for options, asked in steps:
        desk.run(judge=judge, **options)
        assert judge.asked == asked, options
    desk.put("二.txt", report_text("教育|current|支出|1", unit="青川市教育局", period="2024-06"))
    desk.run(judge=judge, version="2")
    file.unlink()
    desk.run(judge=judge, version="2")  # its report stays
    assert judge.asked == 6
    assert judge.seen == ["二.txt"]  # the other unit's reports are left as they were judged
    desk.put("三.txt", report_text("教育|current|支出|1", unit="青川市卫生局"))
    for as_of, asked in ((None, 7), (date(2024, 7, 1), 8), (date(2024, 7, 1), 8), (None, 9)):
        desk.run(judge=judge, version="2", as_of=as_of)
        assert (judge.asked, judge.seen) == (asked, ["三.txt"])


TIMES = ("run_id", "ingested_at", "reviewed_at")
UNITS = ("青川市财政局", "青川市教育局")


def sheet(random: Random) -> str:
    """A sheet of some unit and month; now and then a figure is wrong."""
    month = random.choice((3, 4, 5))
    wrong = random.choice((0, 0, 1, 10))
    lines = [
        f"收入|current|一般公共预算收入|amount|actual|{10 + wrong}|CNY|m|全市",
        f"收入|cumulative|一般公共预算收入|amount|actual|{10 * month}|CNY|ytd|全市",
        f"收入|cumulative|一般公共预算收入|growth|actual|{random.choice((3, 9))}|%|ytd|全市",
        f"收入|target|一般公共预算收入|growth|target|{random.choice((6, 7))}|%|year|全市",
        f"收入|target|一般公共预算收入|amount|target|{random.choice((120, 120, 150))}|CNY|year|全市",
    ]
    kind = random.choice(("progress_sheet", "progress_sheet", "plan"))
    if kind == "plan":
        # What the place has planned is compared with the sheets of all its units.
        lines = [f"规划||一般公共预算收入|growth|target|{random.choice((6, 7))}|%|year|全市"]
    kept = [line for line in lines if random.random() < 0.85] or lines[:1]
    return sheet_text(*kept, unit=random.choice(UNITS), month=f"2024-{month:02}", kind=kind)


@pytest.mark.parametrize(
    ("database", "seed"), [("sqlite", 0), ("sqlite", 1), ("sqlite", 2), ("sqlite", 3), ("postgresql", 0)]
)
def test_judging_what_changed_comes_out_as_judging_everything(desk: Desk, tmp_path: Path, seed: int) -> None:
    """Two stores live through the same; in one, everything is judged anew each time."""
    random = Random(seed)
    thorough = Desk(desk.inbox, f"sqlite:///{tmp_path}/thorough.db")
    versions = ((desk, "1"), (thorough, None))
    names = [f"{number}.txt" for number in range(20, 24)]
    for name in names:
        desk.put(name, sheet(random))
    for step in range(10):
        what = random.choice(("new", "new", "new", "other", "withdraw", "both", "decide", "nothing"))
        if what in ("new", "both"):
            names.append(f"{step}.txt")
            desk.put(names[-1], sheet(random))
        if what in ("other", "both"):
            desk.put(random.choice(names), sheet(random))
        chosen, decision = random.random(), random.choice(("confirmed", "false_positive"))
        for each, version in versions:
            reports, findings = each.rows("reports"), each.rows("findings")
            if what == "withdraw" and reports:
                report = reports[int(chosen * len(reports))]["report_id"]
                gone = rows(each, f"SELECT 1 FROM reports WHERE report_id = '{report}' AND withdrawn_at IS NOT NULL")
                withdraw_report(each.store, report, None if gone else "报错了", judge_by_rules, "r", version)
                continue
            if what == "decide" and findings:
                decide(each, findings[int(chosen * len(findings))]["finding_id"], f"{seed}/{step}", decision)
            each.run(read=read_sheet, judge=judge_by_rules, version=version)
        ours, theirs = (each.export(tmp_path / f"{step}{version}", TIMES) for each, version in versions)
        assert ours == theirs, (step, what)
        last = "SELECT run_id FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1"
        counted = f"SELECT rule, outcome, missing, count FROM equation_counts WHERE run_id = ({last}) ORDER BY 1, 2, 3"
        assert sorted(rows(desk, counted)) == sorted(rows(thorough, counted)), (step, what)
    assert desk.rows("findings")
    thorough.store.close()


def decide(desk: Desk, finding_id: str, review_id: str, decision: str) -> None:
    """A person's decision."""
    with desk.store.writing() as connection:
        connection.execute(
            insert(table_named("reviews")).values(
                review_id=review_id, finding_id=finding_id, decision=decision, reviewer="某人",
                reviewed_at=datetime.now(UTC),
            )
        )  # fmt: skip
        connection.execute(
            text("UPDATE findings SET status = :status WHERE finding_id = :id"), {"status": decision, "id": finding_id}
        )


def test_a_decision_stands_when_nothing_is_judged_anew(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    desk.run(version="1")
    with desk.store.writing() as connection:
        connection.execute(text("UPDATE findings SET status = 'confirmed'"))
    desk.run(version="1")
    assert [row["status"] for row in desk.rows("findings")] == ["confirmed"]


def test_the_version_of_the_judge_stays_the_same() -> None:
    assert judge_version() == judge_version()
    assert len(judge_version()) == 16


def test_facts_of_findings_can_be_joined(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", "社保|current|支出|1", **JUNE))
    desk.run()
    joined = "SELECT f.item, l.position FROM finding_facts l JOIN facts f ON f.fact_id = l.fact_id WHERE l.suspect"
    assert rows(desk, joined) == [("教育", 0)]
    desk.put("一 更正.txt", report_text("教育|current|支出|130", "社保|current|支出|1", **JUNE))
    desk.run()
    assert rows(desk, "SELECT f.printed FROM finding_facts l JOIN facts f ON f.fact_id = l.fact_id") == [("130元",)]


def test_metrics_and_units_are_kept_in_step(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|1", **JUNE))
    desk.put("二.txt", report_text("教育|current|支出|2", unit="青川市财政局", period="2024-05"))
    desk.put("三.txt", report_text("教育|current|支出|3"))
    desk.run()
    assert rows(desk, "SELECT unit, reports, first_period_end, last_period_end FROM units") in (
        [("青川市财政局", 2, "2024-05-31", "2024-06-30")],
        [("青川市财政局", 2, date(2024, 5, 31), date(2024, 6, 30))],
    )
    known = catalogue()
    assert rows(desk, "SELECT count(*) FROM metrics") == [(len(known.by_code),)]
    assert rows(desk, "SELECT count(*) FROM metric_aliases") == [(len(known.by_name),)]
    with desk.store.writing() as connection:
        connection.execute(text("UPDATE metrics SET name = '旧名' WHERE metric_code = 'tax_revenue'"))
        connection.execute(text("INSERT INTO metrics VALUES ('gone', '旧指标', 'flow', NULL)"))
        connection.execute(text("INSERT INTO metric_aliases VALUES ('旧叫法', 'gone')"))
        connection.execute(text("INSERT INTO units VALUES ('旧单位', NULL, 1, NULL, NULL)"))
    desk.run()
    assert rows(desk, "SELECT name FROM metrics WHERE metric_code IN ('tax_revenue', 'gone')") == [
        (known.by_code["tax_revenue"].name,)
    ]
    assert rows(desk, "SELECT count(*) FROM metric_aliases") == [(len(known.by_name),)]
    assert rows(desk, "SELECT count(*) FROM units") == [(1,)]


def test_reading_again_tells_what_it_changed(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", "社保|current|支出|20", "民政|current|支出|30", **JUNE))
    desk.run()
    with desk.store.writing() as connection:
        connection.execute(text("UPDATE findings SET status = 'confirmed'"))
    assert desk.run(reprocess=True).fact_changes == {}

    def read_otherwise(path: Any, hints: Hints) -> ReportContent:
        better = path.with_suffix(".better")
        better.write_text(
            path.read_text(encoding="utf-8")
            .replace("社保|current|支出|20", "社保|current|补贴|20")
            .replace("民政|current|支出|30", "")
            + "\n卫生|current|支出|40",
            encoding="utf-8",
        )
        return read_made_up(better, hints)

    summary = desk.run(read=read_otherwise, reprocess=True)
    assert summary.fact_changes == {"gained": 1, "lost": 1, "changed": 1}
    told = {each.change: each for each in summary.reread_facts}
    assert told["changed"].before is not None
    assert (told["changed"].before["metric"], told["changed"].after) == (
        "支出",
        {"metric": "补贴", "evidence": "社保|current|补贴|20"},
    )
    assert told["gained"].after is not None
    assert (told["gained"].before, told["gained"].after["value"]) == (None, "40")
    assert told["lost"].before is not None
    assert (told["lost"].before["item"], told["lost"].source_name) == ("民政", "一.txt")
    assert rows(desk, "SELECT change, count(*) FROM fact_changes GROUP BY change ORDER BY change") == [
        ("changed", 1),
        ("gained", 1),
        ("lost", 1),
    ]
    assert [row["status"] for row in desk.rows("findings")] == ["confirmed"]
