"""A reading that is corrected is judged at once, keeps what was read, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_cap
from made_up.mending import LI, NOW, WANG, again, correct, fact, records, statuses
from made_up.reports import read_made_up, report_text

from app.explanation import fact_lines, finding_lines
from pipeline.judging.frames import facts_frame
from pipeline.night.status import night_status
from pipeline.notices.chosen import drafts_of
from pipeline.review.correction_file import write_corrections
from pipeline.review.corrections import Corrected, correct_reading
from pipeline.review.mending import mend
from pipeline.review.mending_records import Overtaken, TakenBack, take_back
from pipeline.review.outcomes import Refused
from pipeline.review.typed_meaning import TypedMeaning
from pipeline.review.verification import verify
from pipeline.store import find_fact, find_finding
from pipeline.store.contract import table_named
from pipeline.store.corrected_figures import no_longer_fitting
from pipeline.store.errors import StoreBusy
from pipeline.store.runs import run_lock


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
