"""A SQLite store in a place that may only be read: asked and exported as any other, and never a state too few."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_up.command import typed
from made_up.desk import JUNE, Desk
from made_up.ordinary_person import who_may_only_read
from made_up.reports import report_text
from sqlalchemy import text

from pipeline import analysis
from pipeline.export import export_tables
from pipeline.intake.inbox import InboxMissing
from pipeline.night import alert  # noqa: F401 - before rights are given up: else Python may not load smtplib
from pipeline.store import open_store
from pipeline.store.errors import StoreBusy, StoreUnavailable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights on folders are those of POSIX")


@pytest.fixture
def own() -> Iterator[Path]:
    """A folder in which anybody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@pytest.fixture
def shared(another_desk: Callable[[str], Desk], own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store and its originals."""
    desk = another_desk("desk")
    desk.put("一.txt", report_text("教育|current|支出|120", "社保|current|支出|20", **JUNE))
    desk.run()
    desk.store.close()
    folder = own / "shared"
    folder.mkdir()
    shutil.copy(desk.inbox.with_suffix(".db"), folder / "hedui.db")
    shutil.copytree(tmp_path / "originals", folder / "originals")
    shutil.rmtree(desk.inbox)  # whoever runs the tests could read it there
    monkeypatch.delenv("HEDUI_ORIGINALS")
    return folder


def test_every_command_that_asks_works(shared: Path, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = ("--store", f"sqlite:///{shared}/hedui.db")
    finding, fact = "cap-教育-支出", ""
    opened = open_store(store[1])
    with opened.reading() as connection:
        fact = connection.execute(text("SELECT min(fact_id) FROM facts")).scalar_one()
    export_tables(opened, own / "before")
    opened.close()
    with who_may_only_read(shared):
        for asked, said in (
            (("query", "SELECT item FROM amounts ORDER BY item"), "教育"),
            (("query", "--as-of", "2020-01-01", "SELECT count(*) AS n FROM amounts"), "0"),
            (("findings",), finding),
            (("explain", finding), "120"),
            (("explain", fact), f"{shared}/originals/"),
            (("store", "check"), "没有问题"),
            (("store", "backup", str(own / "backup")), "逐表一致"),
            (("export", str(own / "after")), "facts.jsonl"),
        ):
            assert typed(*asked, *store) == 0, (asked, capsys.readouterr())
            assert said in capsys.readouterr().out, asked
        frame = analysis.facts(open_store(store[1]))
        assert len(frame) == 2
        assert sorted(path.name for path in shared.iterdir()) == ["hedui.db", "originals"]
    for file in (own / "before").iterdir():
        assert file.read_bytes() == (own / "after" / file.name).read_bytes()


@pytest.mark.parametrize("asked", [("run",), ("store", "vacuum"), ("report", "withdraw", "x", "--reason", "错报")])
def test_what_writes_says_that_it_may_not(
    shared: Path, own: Path, asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = (str(own),) if asked == ("run",) else ()
    with who_may_only_read(shared):
        assert typed(*asked, *inbox, "--store", f"sqlite:///{shared}/hedui.db") == StoreUnavailable.exit_code
    said = capsys.readouterr().err
    assert "没有权限" in said or "只能读" in said
    assert "denied" not in said


def test_an_old_store_is_not_read_as_if_it_were_of_today(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(f"sqlite:///{shared}/hedui.db")
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    store.close()
    with who_may_only_read(shared):
        assert typed("findings", "--store", f"sqlite:///{shared}/hedui.db") == StoreUnavailable.exit_code
    assert "hedui store upgrade" in capsys.readouterr().err


def test_a_log_that_nobody_has_merged_is_not_left_out(shared: Path, own: Path) -> None:
    url = f"sqlite:///{shared}/hedui.db"
    writer = open_store(url)
    with writer.writing() as connection:
        connection.execute(text("UPDATE facts SET item = '新名'"))
    question = "SELECT DISTINCT item FROM facts"
    with who_may_only_read(shared):  # the writer is still there: log and its index lie beside the file
        reader = open_store(url)
        with reader.reading() as connection:
            assert connection.execute(text(question)).scalars().all() == ["新名"]
        reader.close()
    copy = own / "copy"
    copy.mkdir()
    for ending in ("", "-wal"):  # as a backup by other means may have it
        shutil.copy(f"{shared}/hedui.db{ending}", f"{copy}/hedui.db{ending}")
    with who_may_only_read(copy), pytest.raises(StoreUnavailable, match="-wal"):
        open_store(f"sqlite:///{copy}/hedui.db")
    writer.close()


@pytest.mark.parametrize("asked", [("run",), ("findings",), ("query", "SELECT 1")])
def test_a_store_that_may_not_even_be_looked_at(
    shared: Path, own: Path, asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = (str(own),) if asked == ("run",) else ()
    with who_may_only_read(shared, rights=0o000):
        assert typed(*asked, *inbox, "--store", f"sqlite:///{shared}/hedui.db") == StoreUnavailable.exit_code
        assert "没有权限" in capsys.readouterr().err
        assert typed("run", str(shared / "inbox"), "--store", f"sqlite:///{own}/x.db") == InboxMissing.exit_code
        assert "没有权限" in capsys.readouterr().err


def test_a_file_that_is_written_while_it_is_read_is_told(shared: Path) -> None:
    url = f"sqlite:///{shared}/hedui.db"
    with who_may_only_read(shared):
        reader = open_store(url)

    def read_while_somebody_writes() -> None:
        with reader.reading():
            writer = open_store(url)
            with writer.writing() as connection:
                connection.execute(text("UPDATE facts SET item = '新名'"))
            writer.close()

    with pytest.raises(StoreBusy, match="正在写"):
        read_while_somebody_writes()
    reader.close()
