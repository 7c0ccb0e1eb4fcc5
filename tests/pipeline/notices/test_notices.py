"""What units are asked to correct: the Word files and the record of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from made_up.noticed import DUE, NOW, PAGE, rows_in, statuses_in, words_in

from app.command_line import app
from app.failures import NothingFound, exit_code_of
from pipeline.notices import NoticeRefused, confirmed_drafts, drafts, send
from pipeline.notices.sending import notice_file_name
from pipeline.review.accounts import Account
from pipeline.review.choices import Choice
from pipeline.review.decisions import decide
from pipeline.review.outcomes import Decided
from pipeline.run import run_inbox
from pipeline.store import Store, existing_store, list_findings, ranked_findings
from pipeline.store.contract import table_named


def test_a_notice_for_each_unit_with_a_finding(opened: Store, tmp_path: Path) -> None:
    sent = send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    assert [(one.number, one.unit, one.findings) for one in sent] == [
        ("核对〔2024〕1号", "临汐市财政局", 1),
        ("核对〔2024〕2号", "青川市财政局", 1),
    ]
    words = words_in(sent[1].file)
    for part in (
        "青川市财政局：",
        "核对〔2024〕2号",
        "有 1 处数字",
        "2024年7月12日",
        "38.22亿元",
        "非税收入",
        "2024年7月2日",
    ):
        assert part in words
    assert "{" not in words
    assert "39.22" not in words
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted(one.file.name for one in sent)
    assert statuses_in(opened) == ["notified", "notified"]
    assert {row["reason"] for row in rows_in(opened, "reviews")} == {
        "核对〔2024〕1号，2024-07-12 前更正",
        "核对〔2024〕2号，2024-07-12 前更正",
    }
    assert [(row["number"], row["made_by"], row["due"]) for row in rows_in(opened, "notices")] == [
        ("核对〔2024〕1号", "张三", DUE),
        ("核对〔2024〕2号", "张三", DUE),
    ]


def test_what_was_told_is_not_told_again_and_numbers_go_on(
    opened: Store, url: str, inbox: Path, tmp_path: Path
) -> None:
    send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    run_inbox(inbox, url, workers=0)
    assert drafts(opened) == []
    # The unit answers with other figures that cannot be true either: that is told anew.
    (inbox / "青川市财政局更正.txt").write_text(
        PAGE.format(unit="青川市财政局", other="33.33").replace("6月14日", "7月5日"), encoding="utf-8"
    )
    run_inbox(inbox, url, workers=0)
    (again,) = send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    assert (again.number, again.unit) == ("核对〔2024〕3号", "青川市财政局")
    next_year = send(opened, [], tmp_path / "out", DUE, "张三", now=NOW)
    assert next_year == []


def test_a_corrected_report_settles_it(opened: Store, url: str, inbox: Path, tmp_path: Path) -> None:
    send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    (inbox / "青川市财政局更正.txt").write_text(
        PAGE.format(unit="青川市财政局", other="32.82").replace("6月14日", "7月5日"), encoding="utf-8"
    )
    run_inbox(inbox, url, workers=0)
    assert statuses_in(opened) == ["fixed", "notified"]


def test_only_what_a_person_confirmed_goes_by_itself(opened: Store) -> None:
    assert confirmed_drafts(opened) == []
    first = list_findings(opened)[0]
    decided = decide(opened, Account("李四", "李四", "reviewer"), first["finding_id"], 1, Choice("confirmed"), NOW)
    assert isinstance(decided, Decided)
    (draft,) = confirmed_drafts(opened)
    assert [entry.finding_id for entry in draft.entries] == [first["finding_id"]]


def test_a_report_that_is_missing_is_told_to_who_owes_it(inbox: Path, store_url: str, tmp_path: Path) -> None:
    (inbox / "青川市财政局.txt").write_text(PAGE.format(unit="青川市财政局", other="38.22"), encoding="utf-8")
    owed = "- {{unit: {}, every: month, due_days: 20, first: {}, last: 2024-06}}\n"
    (inbox / "应报清单.yaml").write_text(
        owed.format("青川市财政局", "2024-05") + owed.format("某县/某局", "2024-06"), encoding="utf-8"
    )
    run_inbox(inbox, store_url, workers=0)
    store = existing_store(store_url)
    sent = send(store, drafts(store, "warning"), tmp_path / "out", DUE, "张三", now=NOW)
    store.close()
    told = {one.unit: (one.findings, words_in(one.file)) for one in sent}
    assert {unit: count for unit, (count, _) in told.items()} == {"某县/某局": 1, "青川市财政局": 2}
    assert "你单位有 1 份报告的报送情况需要核实，列于下表。没有报送或没有读成的请尽快补报。" in told["某县/某局"][1]
    assert "有 1 处数字需要核实，另有 1 份报告的报送情况需要核实" in told["青川市财政局"][1]
    assert "数字无误的" not in told["某县/某局"][1]


def test_what_is_overdue_comes_first(opened: Store, tmp_path: Path) -> None:
    last = list_findings(opened)[-1]["finding_id"]
    (draft,) = (draft for draft in drafts(opened) if draft.entries[0].finding_id == last)
    today = datetime.now().astimezone().date()
    send(opened, [draft], tmp_path / "out", today, "张三")
    assert [one.overdue for one in ranked_findings(opened)] == [False, False]
    with opened.writing() as connection:
        connection.execute(table_named("notices").update().values(due=today - timedelta(days=1)))
    one = ranked_findings(opened)[0]
    assert (one.finding["finding_id"], one.overdue) == (last, True)


def test_two_at_once_do_not_tell_the_same_twice(opened: Store, tmp_path: Path) -> None:
    first, second = drafts(opened), drafts(opened)
    send(opened, first[:1], tmp_path / "out", DUE, "张三", now=NOW)
    sent = send(opened, second, tmp_path / "out", DUE, "李四", now=NOW)
    assert [(one.number, one.unit) for one in sent] == [("核对〔2024〕2号", "青川市财政局")]
    assert len(rows_in(opened, "notice_findings")) == 2


def test_what_is_no_character_of_a_word_file_is_left_out(opened: Store, tmp_path: Path) -> None:
    (draft, *_) = drafts(opened)
    odd = replace(draft.entries[0], message="一\x00\x0b\x1f二\ufffe\ud800三", report="长" * 20_000)
    (sent,) = send(opened, [replace(draft, entries=(odd,))], tmp_path / "out", DUE, "张三", now=NOW)
    assert "一二三" in words_in(sent.file)


def test_numbers_begin_anew_with_the_year(opened: Store, tmp_path: Path) -> None:
    first, second = drafts(opened)
    send(opened, [first], tmp_path / "out", DUE, "张三", now=NOW)
    later = datetime(2025, 1, 2, 3, 0, tzinfo=UTC)
    (sent,) = send(opened, [replace(second, unit="某局/某办")], tmp_path / "out", date(2025, 2, 1), "张三", now=later)
    assert (sent.number, sent.file.name) == ("核对〔2025〕1号", "核对〔2025〕1号_某局_某办.docx")


def test_a_folder_that_cannot_be_written_sends_nothing(opened: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoticeRefused):
        send(opened, drafts(opened), tmp_path / "file" / "out", DUE, "张三", now=NOW)
    with pytest.raises(NoticeRefused, match="已经过去"):
        send(opened, drafts(opened), tmp_path / "out", date(2024, 7, 1), "张三", now=NOW)
    assert statuses_in(opened) == ["new", "new"]


def test_links_that_were_put_there_lead_a_notice_nowhere(opened: Store, tmp_path: Path) -> None:
    victim, out = tmp_path / "victim.txt", tmp_path / "out"
    victim.write_text("mine")
    out.mkdir()
    name = notice_file_name("核对〔2024〕1号", "临汐市财政局")
    (out / f".{name}.part").symlink_to(victim)
    (out / name).symlink_to(tmp_path / "not there")
    sent = send(opened, drafts(opened), out, DUE, "张三", now=NOW)
    assert victim.read_text() == "mine"
    assert not (tmp_path / "not there").exists()
    assert sent[0].file == out / name
    assert not sent[0].file.is_symlink()


def test_a_notice_that_lies_there_is_not_overwritten(opened: Store, tmp_path: Path) -> None:
    there = tmp_path / "out" / "核对〔2024〕2号_青川市财政局.docx"
    there.parent.mkdir()
    there.write_text("an older one")
    with pytest.raises(NoticeRefused, match="已经有了"):
        send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    assert there.read_text() == "an older one"
    assert [file.name for file in there.parent.iterdir()] == [there.name]
    assert statuses_in(opened) == ["new", "new"]


def test_texts_of_reports_are_text_in_the_notice(inbox: Path, tmp_path: Path) -> None:
    unit = "青川市财政局"
    (inbox / "{{ 7*7 }}<w:br>&.txt").write_text(PAGE.format(unit=unit, other="38.22"), encoding="utf-8")
    address = f"sqlite:///{tmp_path}/x.db"
    run_inbox(inbox, address, workers=0)
    store = existing_store(address)
    (sent,) = send(store, drafts(store), tmp_path / "out", DUE, "张三", now=NOW)
    assert "{{ 7*7 }}<w:br>&.txt" in words_in(sent.file)


def test_the_command(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def called(*words: str) -> tuple[int, str]:
        code = exit_code_of(lambda: app(["notice", *words], standalone_mode=False))
        return code, capsys.readouterr().out

    out = str(tmp_path / "out")
    code, said = called(out, "--store", url, "--dry-run")
    assert code == 0
    assert "青川市财政局：1 处" in said
    assert not Path(out).exists()
    assert called(out, "--store", url, "--dry-run", "--due", "2024-01-01")[0] == NoticeRefused.exit_code
    assert called(out, "--store", url, "--dry-run", "--unit", "没有的局")[0] == NothingFound.exit_code
    code, said = called(out, "--store", url, "--unit", "青川", "--by", "张三")
    assert code == 0
    assert "共 1 份" in said
    assert called(out, "--store", url, "--unit", "青川") == (0, "没有要通知的疑点。\n")
