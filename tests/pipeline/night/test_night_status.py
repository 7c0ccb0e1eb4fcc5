"""What `hedui status` says of the last run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from app.command_line import app
from app.failures import exit_code_of
from app.status_command import status_lines
from pipeline.intake.inbox import InboxMissing
from pipeline.night.status import night_status, status_row
from pipeline.run import run_inbox
from pipeline.store import Store, existing_store, open_store
from pipeline.store.report_models import Run
from pipeline.store.runs import is_held, run_lock

TEXT = "2024年6月全市财政收支情况\n1-6月，全市一般公共预算收入完成120.5亿元，同比增长6.2%。\n"
LIST = "- {unit: 青川市财政局, every: month, due_days: 10, first: 2024-01}\n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/x.db"


def _codes(url: str, **asked: object) -> list[str]:
    store = existing_store(url)
    try:
        return [problem.code for problem in night_status(store, **asked).problems]  # type: ignore[arg-type]
    finally:
        store.close()


def test_a_store_that_has_seen_no_run(url: str) -> None:
    open_store(url).close()
    assert _codes(url) == ["never_ran"]


def test_a_run_that_ended_well(inbox: Path, url: str) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    store = existing_store(url)
    found = night_status(store)
    assert found.problems == ()
    row = status_row(found)
    assert (row["ok"], row["last_run"]["files"], row["last_run"]["quarantined"]) == (True, 1, 0)
    json.dumps(row)
    store.close()


def test_too_long_ago(inbox: Path, url: str) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    now = datetime.now(UTC)
    assert _codes(url, now=now + timedelta(hours=25)) == []
    assert _codes(url, now=now + timedelta(hours=27)) == ["stale"]
    assert _codes(url, now=now + timedelta(hours=3), max_hours=2) == ["stale"]


def test_a_clock_that_was_put_back(inbox: Path, url: str) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    now = datetime.now(UTC)
    assert _codes(url, now=now - timedelta(minutes=5)) == []  # as clocks of two machines may differ
    assert _codes(url, now=now - timedelta(days=30)) == ["clock"]


def test_a_run_after_the_clock_was_put_back_is_the_last_one(inbox: Path, url: str) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    first = run_inbox(inbox, url, workers=0)
    store = existing_store(url)
    with store.writing() as connection:  # its clock was a month fast
        month = timedelta(days=30)
        ahead = update(Run).values(started_at=datetime.now(UTC) + month, finished_at=datetime.now(UTC) - month)
        connection.execute(ahead)
    assert "其间时钟往回调过" in "\n".join(status_lines(night_status(store)))
    second = run_inbox(inbox, url, workers=0)
    last = night_status(store).last_run
    store.close()
    assert last is not None
    assert last.run_id == second.run_id != first.run_id
    assert _codes(url) == []
    assert _codes(url, now=datetime.now(UTC) + timedelta(hours=27)) == ["stale"]


def test_who_may_only_read_the_store_is_answered(inbox: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    lock = Path(url.removeprefix("sqlite:///") + ".lock")
    asked = Path.open

    def refused(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if path == lock and mode != "rb":
            raise PermissionError(13, "no")
        return asked(path, mode, *rest, **options)

    store = existing_store(url)
    reader = replace(store, only_read=lock)
    with run_lock(store), monkeypatch.context() as patch:
        patch.setattr(Path, "open", refused)
        assert is_held(reader)
    monkeypatch.setattr(Path, "open", refused)
    assert night_status(reader).problems == ()
    lock.unlink()
    assert not is_held(reader)
    assert not lock.exists()
    store.close()


def test_a_run_that_failed_says_why(inbox: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)

    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.run.reconcile_store", broken)
        with pytest.raises(RuntimeError):
            run_inbox(inbox, url, workers=0)
    store = existing_store(url)
    (problem,) = night_status(store).problems
    assert problem.code == "failed"
    assert "RuntimeError" in problem.message
    store.close()
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == []


def test_an_inbox_that_has_gone_is_a_failed_run(inbox: Path, url: str, tmp_path: Path) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    with pytest.raises(InboxMissing):
        run_inbox(tmp_path / "gone", url, workers=0)
    assert _codes(url) == ["failed"]


def test_an_inbox_that_has_gone_makes_no_store(tmp_path: Path, url: str) -> None:
    with pytest.raises(InboxMissing):
        run_inbox(tmp_path / "gone", url, workers=0)
    assert not (tmp_path / "x.db").exists()


def test_a_run_that_was_killed(inbox: Path, url: str) -> None:
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    store = existing_store(url)
    with store.writing() as connection:
        connection.execute(update(Run).values(finished_at=None))
    assert [problem.code for problem in night_status(store).problems] == ["broken_off", "stale"]
    with run_lock(store):  # the same, while its process is still there: the first run of all is no problem
        assert [problem.code for problem in night_status(store).problems] == []
        later = datetime.now(UTC) + timedelta(hours=30)
        assert [problem.code for problem in night_status(store, now=later).problems] == ["hangs", "stale"]
    store.close()


def test_an_empty_inbox_counts_where_reports_are_owed(inbox: Path, url: str) -> None:
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == []
    (inbox / "应报清单.yaml").write_text(LIST)
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == []
    (inbox / "六月.txt").unlink()
    (inbox / "应报清单.yaml").unlink()  # a mount that was lost looks like this
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == ["empty"]


def test_an_inbox_that_was_emptied_is_told_once(inbox: Path, url: str, tmp_path: Path) -> None:
    """Without a list, too; what another inbox held says nothing of this one, nor does a run that found none."""
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == []
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    (tmp_path / "other").mkdir()
    run_inbox(tmp_path / "other", url, workers=0)
    assert _codes(url) == []
    inbox.rename(tmp_path / "away")
    with pytest.raises(InboxMissing):
        run_inbox(inbox, url, workers=0)
    inbox.mkdir()
    run_inbox(inbox, url, workers=0)
    store = existing_store(url)
    (problem,) = night_status(store).problems
    store.close()
    assert problem.code == "empty"
    assert "上一次运行时里面有 1 个文件" in problem.message
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == []


def test_too_much_that_was_not_read(inbox: Path, url: str) -> None:
    for n in range(4):
        (inbox / f"{n}.txt").write_text(TEXT + "第" * n)
    (inbox / "坏.docx").write_bytes(b"PK\x03\x04")
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == []
    (inbox / "又坏.docx").write_bytes(b"PK\x03\x04again")
    run_inbox(inbox, url, workers=0)
    assert _codes(url) == ["quarantined"]
    assert _codes(url, max_quarantined=50) == []


def test_the_command(inbox: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    def called(*words: str) -> tuple[int, str]:
        code = exit_code_of(lambda: app(["status", "--store", url, *words], standalone_mode=False))
        return code, capsys.readouterr().out

    code, out = called("--json")
    assert (code, json.loads(out)["problems"][0]["code"]) == (4, "store")
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    code, out = called()
    assert code == 0
    assert "正常。" in out
    code, out = called("--max-hours", "0")
    assert code == 24
    assert "[异常]" in out
    code, out = called("--json", "--max-hours", "0")
    assert (code, json.loads(out)["ok"]) == (24, False)


def test_a_night_that_never_began_is_announced_by_who_looks(
    inbox: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where the timer is off, or a drive that is not mounted keeps the service from starting."""

    def looked(*words: str) -> int:
        return exit_code_of(lambda: app(["status", "--store", url, "--alarm", *words], standalone_mode=False))

    assert looked() == 20
    said = capsys.readouterr().err
    assert "HEDUI_ALERT_FILE" in said
    assert "没有告诉任何人" in said
    assert "x.db" in said
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HEDUI_ALERT_FILE", str(tmp_path / "file" / "告警.txt"))
    assert looked() == 4
    said = capsys.readouterr().err
    assert "告警没有送到" in said
    assert str(tmp_path / "file" / "告警.txt") in said
    alert = tmp_path / "告警.txt"
    monkeypatch.setenv("HEDUI_ALERT_FILE", str(alert))
    assert looked() == 4
    assert "x.db" in alert.read_text(encoding="utf-8")
    (inbox / "六月.txt").write_text(TEXT)
    run_inbox(inbox, url, workers=0)
    assert looked() == 0
    assert not alert.exists()
    assert looked("--max-hours", "0") == 24
    assert "是否挂载着" in alert.read_text(encoding="utf-8")


def test_a_store_of_a_server_too(store: Store) -> None:
    assert [problem.code for problem in night_status(store).problems] == ["never_ran"]
