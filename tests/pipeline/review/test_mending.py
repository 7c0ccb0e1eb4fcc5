"""What people put right is judged at once, keeps what was read, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text
from ruamel.yaml import YAML
from sqlalchemy import select

from app.explanation import fact_lines, finding_lines
from pipeline.judging.frames import facts_frame
from pipeline.night.status import night_status
from pipeline.notices.chosen import drafts_of
from pipeline.review.accounts import Role
from pipeline.review.added_aliases import Added, add_alias, aliases_as_yaml, standing_aliases
from pipeline.review.correction_file import write_corrections
from pipeline.review.corrections import Corrected, correct_reading
from pipeline.review.mending import Mended, Wanted, mend, quarantined_files
from pipeline.review.mending_records import Overtaken, TakenBack, take_back
from pipeline.review.outcomes import Refused
from pipeline.review.report_settings import Set, set_report
from pipeline.review.setting_aside import is_set_aside, set_aside
from pipeline.review.typed_meaning import TypedMeaning
from pipeline.review.verification import verify
from pipeline.store import find_fact, find_finding
from pipeline.store.contract import Row, table_named
from pipeline.store.corrected_figures import no_longer_fitting
from pipeline.store.errors import StoreBusy
from pipeline.store.runs import run_lock
from pipeline.unknown_metrics import unknown_metrics

NOW = datetime(2024, 7, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Someone:
    name: str
    role: Role
    shown_name: str = "某人"


LI, WANG, CHEN = Someone("li", "reviewer"), Someone("wang", "approver"), Someone("chen", "viewer")


def again(desk: Desk, *wanted: Wanted) -> Mended:
    return mend(desk.store, wanted, read_made_up, judge_cap, "v", workers=0)


def records(desk: Desk, table: str) -> list[Row]:
    with desk.store.reading() as connection:
        statement = select(table_named(table)).order_by(table_named(table).c.record_id)
        return [dict(row) for row in connection.execute(statement).mappings()]


def statuses(desk: Desk) -> dict[str, str]:
    return {row["finding_id"]: row["status"] for row in desk.rows("findings")}


def fact(desk: Desk, printed: str) -> Row:
    return next(row for row in desk.rows("facts") if row["printed"] == printed)


def correct(desk: Desk, printed: str, typed: str, by: Someone = LI, seen: str | None = None) -> Corrected:
    done = correct_reading(desk.store, by, fact(desk, printed)["fact_id"], typed, "看着是这样", NOW, seen)
    assert isinstance(done, Corrected), done
    return done


@pytest.fixture
def judged(desk: Desk) -> Desk:
    """Two units: one whose figure is over the cap, and another."""
    desk.put("一.txt", report_text("教育|current|支出|120", "医疗|current|支出|60", **JUNE))
    desk.put("二.txt", report_text("科技|current|支出|70", unit="临汐区财政局", period="2024-06"))
    desk.run(version="v")
    return desk


def test_a_corrected_reading_is_judged_at_once_and_what_was_read_stays(judged: Desk, tmp_path: Path) -> None:
    before = judged.export(tmp_path / "before")
    done = correct(judged, "120元", "12元")
    assert (done.figure.value, done.not_judged) == (12, None)
    assert records(judged, "corrections")[0]["judged_in"] is None
    run_id = again(judged).run_id
    assert statuses(judged) == {"cap-教育-支出": "fixed"}
    assert records(judged, "corrections")[0]["judged_in"] == run_id
    after = judged.export(tmp_path / "after")
    assert {name: rows for name, rows in after.items() if name != "findings"} == {
        name: rows for name, rows in before.items() if name != "findings"
    }
    taken = take_back(judged.store, WANG, "corrections", done.record_id, "看错了", NOW)
    assert isinstance(taken, TakenBack)
    again(judged)
    assert statuses(judged) == {"cap-教育-支出": "regressed"}
    (record,) = records(judged, "corrections")
    told = ("made_by", "reason", "read_printed", "printed", "ended_by", "ended_reason")
    assert [record[name] for name in told] == ["li", "看着是这样", "120元", "12元", "wang", "看错了"]


def test_what_a_figure_is_about_is_corrected_judged_told_and_taken_back(judged: Desk, tmp_path: Path) -> None:
    meaning = TypedMeaning("收入", "2024-05", "target")
    about = fact(judged, "120元")["fact_id"]
    done = correct_reading(judged.store, LI, about, "", "栏目认错", NOW, None, meaning)
    assert isinstance(done, Corrected)
    again(judged)
    assert statuses(judged) == {"cap-教育-支出": "fixed", "cap-教育-收入": "new"}
    frame = facts_frame(judged.store).set_index("fact_id").loc[about]
    said = ("metric", "metric_code", "period_start", "period_end", "period_kind", "role", "printed", "value")
    assert [frame[name] for name in said] == [
        "收入", None, "2024-05-01", "2024-05-31", "month", "target", "120元", 120,
    ]  # fmt: skip
    assert fact(judged, "120元")["metric"] == "支出"  # what was read stays
    detail = find_fact(judged.store, about)
    assert detail is not None
    told = "".join(line.strip() for line in fact_lines(detail, width=300))
    assert "更正为 120元，指标“收入”，时期 2024-05-01 至 2024-05-31，角色“目标”（按更正后的数核对）" in told
    assert write_corrections(judged.store, tmp_path / "corrections.jsonl") == 1
    line = json.loads((tmp_path / "corrections.jsonl").read_text(encoding="utf-8"))
    assert (line["read_meaning"]["metric"], line["meaning"]["metric"]) == ("支出", "收入")
    same = correct_reading(judged.store, LI, about, "", "再来", NOW, done.record_id, meaning)
    assert isinstance(same, Refused)
    with judged.store.reading() as connection:
        assert verify(connection).broken is None
    assert isinstance(take_back(judged.store, LI, "corrections", done.record_id, "没认错", NOW), TakenBack)
    again(judged)
    assert statuses(judged) == {"cap-教育-支出": "regressed", "cap-教育-收入": "fixed"}


def test_a_correction_is_told_by_explain_and_in_the_notice(judged: Desk) -> None:
    done = correct(judged, "120元", "130元")
    again(judged)
    detail = find_finding(judged.store, "cap-教育-支出")
    assert detail is not None
    said = "\n".join(finding_lines(detail, width=100))
    assert "读作 120元，更正为 130元（按更正后的数核对）：看着是这样；li，2024-07-01" in said.replace("\n", "")
    (draft,) = drafts_of(judged.store, ["cap-教育-支出"])
    assert draft.entries[0].printed == "130元"
    take_back(judged.store, LI, "corrections", done.record_id, "看错了", NOW)
    detail = find_fact(judged.store, fact(judged, "120元")["fact_id"])
    assert detail is not None
    assert "li 撤销：看错了" in "".join(fact_lines(detail, width=200))
    (draft,) = drafts_of(judged.store, ["cap-教育-支出"])
    assert draft.entries[0].printed == "120元"


def test_only_the_part_that_a_correction_touches_is_judged_again(judged: Desk) -> None:
    seen: list[set[str]] = []

    def watching(facts: Any, items: Any, reports: Any, as_of: Any) -> Any:
        seen.append(set(facts["source_name"]))
        return judge_cap(facts, items, reports, as_of)

    correct(judged, "70元", "700元")
    for _ in range(2):
        mend(judged.store, (), read_made_up, watching, "v", workers=0)
        assert seen == [{"二.txt"}]
        assert statuses(judged) == {"cap-教育-支出": "new", "cap-科技-支出": "new"}


def test_a_correction_that_leaves_it_wrong_is_other_evidence(judged: Desk) -> None:
    with judged.store.writing() as connection:
        connection.execute(table_named("findings").update().values(status="confirmed"))
    correct(judged, "120元", "130元")
    again(judged)
    assert statuses(judged) == {"cap-教育-支出": "regressed"}
    assert "130" in judged.rows("findings")[0]["message"]


def test_a_correction_outlives_a_second_reading_of_the_same_figure_and_of_no_other(judged: Desk) -> None:
    correct(judged, "120元", "12元")
    judged.run(version="v", reprocess=True)
    assert statuses(judged) == {"cap-教育-支出": "fixed"}
    with judged.store.writing() as connection:  # newer readers see another figure there
        facts = table_named("facts")
        connection.execute(facts.update().where(facts.c.printed == "120元").values(printed="129元", value=Decimal(129)))
    with judged.store.reading() as connection:
        assert [row["read_printed"] for row in no_longer_fitting(connection)] == ["120元"]
    (note,) = night_status(judged.store).notes
    assert "1 处读数更正不再适用" in note
    assert "一.txt" in note
    assert note in judged.run(version="v").warnings
    again(judged)
    assert statuses(judged) == {"cap-教育-支出": "regressed"}


def test_two_people_do_not_correct_the_same_figure_unknowingly(judged: Desk) -> None:
    first = correct(judged, "120元", "12元")
    fact_id = fact(judged, "120元")["fact_id"]
    late = correct_reading(judged.store, WANG, fact_id, "102元", "颠倒了", NOW)
    assert isinstance(late, Overtaken)
    assert "li 已于" in late.message
    assert "12元" in late.message
    second = correct_reading(judged.store, WANG, fact_id, "102元", "颠倒了", NOW, first.record_id)
    assert isinstance(second, Corrected)
    standing = [row for row in records(judged, "corrections") if row["ended_at"] is None]
    assert [(row["printed"], row["made_by"]) for row in standing] == [("102元", "wang")]
    assert isinstance(take_back(judged.store, LI, "corrections", first.record_id, "不要了", NOW), Overtaken)


def test_what_is_no_correction_is_refused_and_nothing_is_kept(another_desk: Callable[[str], Desk]) -> None:
    desk = another_desk("one")
    desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    desk.run(version="v")
    fact_id = fact(desk, "120元")["fact_id"]
    said = {
        ("120元", "理由"): "一样",
        ("12%", "理由"): "单位不同",
        ("十来个", "理由"): "看不出",
        ("<script>", "理由"): "看不出",
        ("1" * 5000, "理由"): "太长",
        ("", "理由"): "请填写",
        ("12元", "  "): "写明理由",
        ("12元", "长" * 1001): "太长",
    }
    for (typed, reason), words in said.items():
        refused = correct_reading(desk.store, LI, fact_id, typed, reason, NOW)
        assert isinstance(refused, Refused)
        assert words in refused.message
    assert isinstance(correct_reading(desk.store, LI, "feedbeef", "12元", "理由", NOW), Refused)
    assert isinstance(take_back(desk.store, LI, "corrections", "feedbeef", "理由", NOW), Refused)
    assert records(desk, "corrections") == []


def test_the_copy_that_is_not_judged_says_which_is(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    desk.put("二.txt", report_text("教育|current|支出|120", "", **JUNE))
    desk.run(version="v")
    copy = next(row for row in desk.rows("reports") if row["same_as"])
    of_copy = next(row for row in desk.rows("facts") if row["report_id"] == copy["report_id"])
    done = correct_reading(desk.store, LI, of_copy["fact_id"], "12元", "理由", NOW)
    assert isinstance(done, Corrected)
    assert done.not_judged is not None
    assert "内容相同" in done.not_judged
    again(desk)
    assert statuses(desk) == {"cap-教育-支出": "new"}


def test_while_a_run_holds_the_store_a_correction_is_kept_and_judged_after_it(judged: Desk) -> None:
    with run_lock(judged.store):
        correct(judged, "120元", "12元")
        with pytest.raises(StoreBusy):
            again(judged)
    assert statuses(judged) == {"cap-教育-支出": "new"}
    judged.run(version="v")
    assert statuses(judged) == {"cap-教育-支出": "fixed"}
    assert records(judged, "corrections")[0]["judged_in"] is not None


def test_a_unit_that_is_not_printed_is_set_above_folder_and_manifest(desk: Desk) -> None:
    desk.put("manifest.csv", "file,unit\n一.txt,写错财政局\n")
    desk.put("一.txt", report_text("教育|current|支出|12", period="2024-06"))
    desk.run(version="v")
    report = desk.by_name("reports")["一.txt"]
    assert (report["unit"], report["metadata_source"]) == ("写错财政局", {"unit": "manifest"})
    done = set_report(desk.store, WANG, report["sha256"], "unit", " 青川市 财政局 ", "电话问过", NOW)
    assert isinstance(done, Set)
    assert records(desk, "report_settings")[0]["judged_in"] is None
    outcome = again(desk, Wanted("一.txt", report["sha256"], str(desk.inbox)))
    assert [file.outcome for file in outcome.files] == ["read"]
    report = desk.by_name("reports")["一.txt"]
    assert (report["unit"], report["metadata_source"]) == ("青川市财政局", {"unit": "reviewer"})
    assert records(desk, "report_settings")[0]["judged_in"] == outcome.run_id
    assert desk.run(version="v").reread == 0  # it was read as the run would have read it
    taken = take_back(desk.store, WANG, "report_settings", done.record_id, "弄错了", NOW)
    assert isinstance(taken, TakenBack)
    assert desk.run(version="v").reread == 1
    assert desk.by_name("reports")["一.txt"]["unit"] == "写错财政局"
    assert desk.run(version="v").reread == 0


def test_what_a_report_prints_is_not_overruled(another_desk: Callable[[str], Desk]) -> None:
    desk = another_desk("one")
    desk.put("一.txt", report_text("教育|current|支出|12", **JUNE))
    desk.run(version="v")
    sha256 = desk.by_name("reports")["一.txt"]["sha256"]
    said = {
        ("unit", "临汐区财政局"): "报告上印有报送单位",
        ("period", "下个月"): "看不懂的期间",
        ("kind", "情书"): "从列表里选",
        ("title", "某某"): "只能补录",
        ("unit", "<b>"): "不像单位名称",
    }
    for (field, typed), words in said.items():
        refused = set_report(desk.store, WANG, sha256, field, typed, "理由", NOW)
        assert isinstance(refused, Refused)
        assert words in refused.message
    assert isinstance(set_report(desk.store, WANG, "0" * 64, "unit", "临汐区财政局", "理由", NOW), Refused)
    assert records(desk, "report_settings") == []


def test_a_file_in_quarantine_is_read_again_as_it_lies_there_now(desk: Desk) -> None:
    desk.put("一.txt", "broken")
    desk.run(version="v")
    with desk.store.reading() as connection:
        held = quarantined_files(connection, ["一.txt"])
    assert [file.outcome for file in again(desk, *held).files] == ["refused"]
    desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    assert [file.outcome for file in again(desk, *held).files] == ["read"]
    assert (desk.rows("quarantine"), statuses(desk)) == ([], {"cap-教育-支出": "new"})
    assert desk.run(version="v").reread == 0


def test_a_file_that_lies_nowhere_any_more_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDUI_ORIGINALS", "off")
    file = desk.put("一.txt", "broken")
    desk.run(version="v")
    file.unlink()
    with desk.store.reading() as connection:
        held = quarantined_files(connection, ["一.txt", "没有.txt"])
    outcome = again(desk, *held)
    assert [(one.outcome, "重新放入" in one.message) for one in outcome.files] == [("gone", True)]
    assert len(desk.rows("quarantine")) == 1


def test_an_original_that_was_kept_is_read_where_the_inbox_was_emptied(desk: Desk) -> None:
    file = desk.put("一.txt", report_text("教育|current|支出|12", period="2024-06"))
    desk.run(version="v")
    file.unlink()
    sha256 = desk.by_name("reports")["一.txt"]["sha256"]
    set_report(desk.store, WANG, sha256, "unit", "青川市财政局", "理由", NOW)
    assert [one.outcome for one in again(desk, Wanted("一.txt", sha256, str(desk.inbox))).files] == ["read"]
    assert desk.by_name("reports")["一.txt"]["unit"] == "青川市财政局"


def test_a_file_set_aside_leaves_the_list_until_its_content_changes(desk: Desk) -> None:
    desk.put("一.txt", "broken")
    desk.run(version="v")
    held = desk.rows("quarantine")[0]
    assert isinstance(set_aside(desk.store, LI, "一.txt", "0" * 64, "不用读", NOW), Overtaken)
    record_id = set_aside(desk.store, LI, "一.txt", held["sha256"], "不用读", NOW)
    assert isinstance(record_id, str)
    assert isinstance(set_aside(desk.store, WANG, "一.txt", held["sha256"], "不用读", NOW), Overtaken)

    def aside() -> list[bool]:
        with desk.store.reading() as connection:
            asked = select(is_set_aside()).select_from(table_named("quarantine"))
            return [bool(told) for told in connection.execute(asked).scalars()]

    assert aside() == [True]
    assert len(desk.rows("quarantine")) == 1  # it is still counted
    desk.put("一.txt", "broken ")
    desk.run(version="v")
    assert aside() == [False]


def test_the_journal_bears_witness_to_every_record(judged: Desk) -> None:
    done = correct(judged, "120元", "12元")
    correct(judged, "70元", "71元")
    add_alias(judged.store, Someone("zhao", "admin"), "教育口支出", "education_expenditure", "都这么叫", NOW)
    take_back(judged.store, LI, "corrections", done.record_id, "看错了", NOW)
    with judged.store.reading() as connection:
        told = verify(connection)
    assert (told.entries, told.broken) == (4, None)
    changes = {"printed": "13元", "ended_by": "wang", "made_by": "wang"}
    for name, value in changes.items():
        records = table_named("corrections")
        with judged.store.writing() as connection:
            before = connection.execute(select(records.c[name]).where(records.c.record_id == done.record_id)).scalar()
            connection.execute(records.update().where(records.c.record_id == done.record_id).values({name: value}))
        with judged.store.reading() as connection:
            broken = verify(connection).broken
        assert broken is not None
        assert "与审计日志不符" in broken.what
        with judged.store.writing() as connection:
            connection.execute(records.update().where(records.c.record_id == done.record_id).values({name: before}))


def test_a_name_added_at_the_desk_is_judged_by_at_once(judged: Desk) -> None:
    admin = Someone("zhao", "admin")
    for name, code, said in (
        ("教育支出", "education_expenditure", "已是"),
        ("教", "education_expenditure", "太短"),
        ("教育口的开支", "no_such", "选一个指标"),
        ("<b>教育</b>", "education_expenditure", "不像"),
    ):
        refused = add_alias(judged.store, admin, name, code, "理由", NOW)
        assert isinstance(refused, Refused)
        assert said in refused.message
    done = add_alias(judged.store, admin, "全市累计支出", "general_expenditure", "报表都写支出", NOW)
    assert isinstance(done, Added)
    assert done.alias == "支出"
    assert isinstance(add_alias(judged.store, admin, "支出", "general_expenditure", "又一次", NOW), Overtaken)
    frame = facts_frame(judged.store)
    assert set(frame["metric"]) == {"一般公共预算支出"}
    assert set(frame["metric_code"]) == {"general_expenditure"}
    assert {row["metric"] for row in judged.rows("facts")} == {"支出"}
    assert unknown_metrics(judged.store)[1] == 0
    run_id = again(judged).run_id
    (record,) = records(judged, "added_aliases")
    assert record["judged_in"] == run_id
    with judged.store.reading() as connection:
        standing = standing_aliases(connection)
        aliases = table_named("metric_aliases")
        assert connection.execute(select(aliases.c.metric_code).where(aliases.c.alias == "支出")).scalar()
    yaml = aliases_as_yaml(standing)
    assert "code: general_expenditure, name: 一般公共预算支出" in yaml
    (entry,) = YAML(typ="safe").load(yaml)
    assert entry["aliases"][-1] == "支出"
    assert isinstance(take_back(judged.store, admin, "added_aliases", done.record_id, "不对", NOW), TakenBack)
    assert set(facts_frame(judged.store)["metric"]) == {"支出"}


def test_who_may_not_do_it_is_refused_by_the_store_itself(another_desk: Callable[[str], Desk]) -> None:
    desk = another_desk("one")
    desk.put("一.txt", report_text("教育|current|支出|120", period="2024-06"))
    desk.put("二.txt", "broken")
    desk.run(version="v")
    fact_id, sha256 = fact(desk, "120元")["fact_id"], desk.rows("reports")[0]["sha256"]
    held = desk.rows("quarantine")[0]["sha256"]
    done = correct_reading(desk.store, WANG, fact_id, "12元", "理由", NOW)
    assert isinstance(done, Corrected)
    refused = [
        correct_reading(desk.store, CHEN, fact_id, "13元", "理由", NOW, done.record_id),
        set_report(desk.store, LI, sha256, "unit", "青川市财政局", "理由", NOW),
        set_aside(desk.store, CHEN, "二.txt", held, "理由", NOW),
        add_alias(desk.store, WANG, "教育口支出", "education_expenditure", "理由", NOW),
        take_back(desk.store, LI, "corrections", done.record_id, "理由", NOW),  # what another has made
        take_back(desk.store, CHEN, "corrections", done.record_id, "理由", NOW),
    ]
    for one in refused:
        assert isinstance(one, Refused)
        assert "你的账号" in one.message
