"""Reports set right, files of the quarantine, names added: at once, witnessed by the journal, by those who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from made_up.desk import JUNE, Desk
from made_up.mending import CHEN, LI, NOW, WANG, Someone, again, correct, fact, records, statuses
from made_up.reports import report_text
from ruamel.yaml import YAML
from sqlalchemy import select

from pipeline.judging.frames import facts_frame
from pipeline.review.added_aliases import Added, add_alias, aliases_as_yaml, standing_aliases
from pipeline.review.corrections import Corrected, correct_reading
from pipeline.review.mending import Wanted, quarantined_files
from pipeline.review.mending_records import Overtaken, TakenBack, take_back
from pipeline.review.outcomes import Refused
from pipeline.review.report_settings import Set, set_report
from pipeline.review.setting_aside import is_set_aside, set_aside
from pipeline.review.verification import verify
from pipeline.store.contract import table_named
from pipeline.unknown_metrics import unknown_metrics


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
