"""Reading on Dask workers: the same rows wherever they were read, and what befalls a worker costs no other file."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import signal
import threading
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from made_up.command import typed
from made_up.reports import read_made_up, report_text
from servers.processes import loaded_by

from app.failures import USAGE
from extractors.report import Hints, ReportContent
from flows import dask_reading
from flows.dask_reading import DaskReaders, end_idle_thread, next_portion
from flows.dask_worker import DaskUnavailable, Workplace, read_sent, workplace
from pipeline.export import export_tables
from pipeline.identity import file_sha256
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.task import Named, ReadTask, Refusal
from pipeline.run import run_inbox
from pipeline.store import open_store

PAGE = (
    "某某市财政局2024年5月财政收支情况\n\n2024年6月14日 来源：某某市财政局\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入38.22亿元，同比增长8.1%。\n"
)
FINE = report_text("a|current|b|1")


def read_or_fall(path: Path, hints: Hints) -> ReportContent:
    """Reads as read_made_up does, unless the text says that something happens to the process that reads."""
    said = path.read_text(encoding="utf-8").split("\n")[0]
    if said.startswith("kill the worker of"):
        tester, _, mark = said.removeprefix("kill the worker of ").partition(" until ")
        if not Path(mark).exists():
            Path(mark).touch()
            os.kill(_worker_of(int(tester)), signal.SIGKILL)
            time.sleep(60)
        path = path.with_name("fine")
        path.write_text(FINE, encoding="utf-8")
    if said == "hang":
        time.sleep(600)
    return read_made_up(path, hints)


def _worker_of(tester: int) -> int:
    """The process below the tester's from which this one comes, however many lie between."""
    import psutil  # comes with Dask

    lineage = psutil.Process().parents()
    return next(below.pid for below, above in pairwise(lineage) if above.pid == tester)


def tasks(folder: Path, **texts: str) -> list[ReadTask]:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [ReadTask(folder / name, Hints(name), Named(file_sha256(folder / name), (name,), "")) for name in texts]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two worker processes."""
    pytest.importorskip("prefect_dask", reason="Dask is not installed (hedui[dask])")
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=None, dashboard_address=None) as cluster,
    ):
        yield cluster.scheduler_address


def exported(url: str, folder: Path) -> dict[str, bytes]:
    """The tables that are compared byte for byte; the others name the run."""
    store = open_store(url)
    try:
        files = export_tables(store, folder, "jsonl")
    finally:
        store.close()
    return {file.name: file.read_bytes() for file in files if file.stem in ("facts", "items", "findings")}


@pytest.mark.usefixtures("prefect_harness")
def test_the_flow_on_dask_gives_what_one_machine_gives(
    scheduler: str, postgresql: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.ingest import ingest

    monkeypatch.setenv("HEDUI_ORIGINALS", "off")
    inbox = tmp_path / "收件"
    inbox.mkdir()
    for number in range(1, 6):
        name, text = f"{number}.txt", PAGE.replace("38.22", f"3{number}.22").replace("某某", f"某{number}某")
        (inbox / name).write_text(text, encoding="utf-8")
    (inbox / "坏.docx").write_bytes(b"PK\x03\x04")
    with zipfile.ZipFile(inbox / "一起.zip", "w") as archive:
        archive.writestr("甲.txt", PAGE.replace("某某", "甲某"))
    by_dask, by_command = postgresql(), f"sqlite:///{tmp_path}/command.db"
    on_dask = ingest(inbox=inbox, store=by_dask, batch_size=4, runner="dask", dask_scheduler=scheduler)
    at_home = run_inbox(inbox, by_command, workers=0)
    assert (on_dask.new_reports, on_dask.quarantined_now) == (at_home.new_reports, at_home.quarantined_now) == (6, 1)
    told = exported(by_dask, tmp_path / "a")
    assert told["findings.jsonl"].count(b'"sum"') > 1
    assert told == exported(by_command, tmp_path / "b")


def test_what_befalls_one_file_costs_only_that_one(scheduler: str, tmp_path: Path) -> None:
    given = tasks(
        tmp_path,
        fine=FINE,
        worker_dies=f"kill the worker of {os.getpid()} until {tmp_path / 'mark'}\n",
        hangs="hang",
        changed=FINE,
        gone=FINE,
        **{f"fine{number}": FINE for number in range(12)},  # so many that two are sent together
    )
    (tmp_path / "changed").write_text(FINE + FINE, encoding="utf-8")
    (tmp_path / "gone").unlink()
    with DaskReaders(read_or_fall, 0, ReadingLimits(seconds=3), scheduler) as readers:
        read = {reading.task.file.names[0]: reading.result for reading in readers.read(given)}
    told = {
        name: result.reason if isinstance(result, Refusal) else type(result).__name__ for name, result in read.items()
    }
    assert {told.pop(f"fine{number}") for number in range(12)} == {"ReportRows"}
    assert told == {
        "fine": "ReportRows",
        "worker_dies": "ReportRows",
        "hangs": "too_slow",
        "changed": "NotThere",
        "gone": "NotThere",
    }


def test_small_files_are_sent_together_and_the_last_ones_alone(tmp_path: Path) -> None:
    given = tasks(tmp_path, **{f"{number}": FINE for number in range(40)}, large="x" * 300_000, small=FINE)
    waiting = deque([*((task, 0) for task in given), (given[0], 1), (given[1], 0)])
    given[3].path.unlink()
    portions, unread = [], []
    while waiting:
        portion, gone = next_portion(waiting, threads=1)
        portions.append(portion)
        unread += gone
    sizes = [len(portion) for portion in portions]
    assert (sizes[0], sizes[-1], sum(sizes), [reading.task for reading in unread]) == (8, 1, 43, [given[3]])
    assert sizes == sorted(sizes, reverse=True)
    (again,) = (portion for portion in portions if any(each.deaths for each in portion))
    assert len(again) == 1
    (with_large,) = (portion for portion in portions if any(len(each.content) > 256_000 for each in portion))
    assert with_large[-1].task is given[40]


@pytest.mark.parametrize(
    ("asked", "said"), [(Workplace("another", False), "同一版本"), (Workplace("", True), "LibreOffice")]
)
def test_a_worker_that_would_read_otherwise_does_not_read(
    asked: Workplace, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Workplace(workplace().reader_version, False)
    monkeypatch.setattr("flows.dask_worker.workplace", lambda: here)
    asked = Workplace(asked.reader_version or here.reader_version, asked.has_libreoffice)
    (task,) = tasks(tmp_path, a=FINE)
    answer = read_sent(read_made_up, ReadingLimits(), asked, task, FINE.encode()).result
    assert isinstance(answer, DaskUnavailable)
    assert said in str(answer)


def test_a_worker_that_may_start_no_process_says_how_to_start_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    (task,) = tasks(tmp_path, a=FINE)
    answer = read_sent(read_made_up, ReadingLimits(), workplace(), task, FINE.encode()).result
    assert "DASK_DISTRIBUTED__WORKER__DAEMON=False" in str(answer)


def test_dask_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    run = ("run", str(tmp_path), "--store", f"sqlite:///{tmp_path}/x.db", "--runner", "dask")
    pytest.importorskip("prefect_dask", reason="Dask is not installed (hedui[dask])")
    monkeypatch.setattr(dask_reading, "_SECONDS_TO_ANSWER", 0.5)
    assert typed(*run, "--dask-scheduler", "tcp://127.0.0.1:1") == 28
    assert "连不上 Dask（tcp://127.0.0.1:1）" in capsys.readouterr().err
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)  # noqa: ARG005
    assert typed(*run) == 28
    assert "pip install" in capsys.readouterr().err
    assert typed("run", str(tmp_path), "--dask-scheduler", "tcp://127.0.0.1:1") == USAGE
    assert "只与 --runner dask 同用" in capsys.readouterr().err


def test_a_plain_run_loads_nothing_of_it(tmp_path: Path) -> None:
    words = ["run", str(tmp_path), "--store", f"sqlite:///{tmp_path}/x.db"]
    assert loaded_by(words, {"prefect", "dask", "distributed", "fsspec", "flows", "pandas"}) == ["pandas"]


def test_no_thread_of_dask_keeps_the_program_from_judging_in_copies_of_itself() -> None:
    utils = pytest.importorskip("distributed.utils", reason="Dask is not installed (hedui[dask])")

    def idle() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name.startswith("Dask-Offload")]

    assert utils._offload_executor.submit(idle).result()
    end_idle_thread()
    assert not idle()
    assert utils._offload_executor.submit(idle).result()  # whoever needs one again has it
