"""One run of `nightly_speed.py` in a process of its own: prints what each stage took as one line of JSON."""

from __future__ import annotations

import _thread
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

STAGES = ("intake", "read", "load", "reconcile", "export")
_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_SECONDS_BETWEEN_LOOKS = 0.1


class Clock:
    """Seconds and memory by stage. `program` is this process, `processes` are those that it started."""

    def __init__(self) -> None:
        self.stages: dict[str, dict[str, float]] = {}
        self._peaks: dict[str, float] = {}
        self._now: set[str] = set()
        self._apart = frozenset(_below(os.getpid()))
        """Prefect's server, where there is one: it was there before."""
        self._server_before = _running(self._apart)
        # Not one of the program's threads, beside which it would make no copies of itself.
        _thread.start_new_thread(self._watch, ())

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens in the `with` belongs to the stage; more than once if need be."""
        clock, program, processes = time.perf_counter(), time.process_time(), self._processes()
        self._now.add(name)
        yield
        self._now.discard(name)
        one = self.stages.setdefault(name, {"clock": 0.0, "program": 0.0, "processes": 0.0})
        one["clock"] += time.perf_counter() - clock
        one["program"] += time.process_time() - program
        one["processes"] += self._processes() - processes

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        """As `stage`, for a short piece of another stage: only this process is looked at."""
        clock, program = time.perf_counter(), time.thread_time()
        yield
        one = self.stages.setdefault(name, {"clock": 0.0, "program": 0.0, "processes": 0.0})
        one["clock"] += time.perf_counter() - clock
        one["program"] += time.thread_time() - program

    def told(self) -> dict[str, dict[str, float]]:
        """All stages; loading stands within reading and is taken out of it."""
        if "load" in self.stages:
            for key, value in self.stages["load"].items():
                self.stages["read"][key] -= value
        for name, one in self.stages.items():
            one["peak"] = self._peaks.get(name, self._peaks.get("read", 0.0))
            one["processor"] = one["program"] + one["processes"]
        return self.stages

    def server(self) -> float:
        """Seconds of the processor that the server has taken since."""
        return _running(self._apart) - self._server_before

    def _processes(self) -> float:
        """Processor seconds of the processes below this one but the server, of those that have ended and that run."""
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended.ru_utime + ended.ru_stime + _running(set(_below(os.getpid())) - self._apart)

    def _watch(self) -> None:
        """Sum up the memory of all processes every now and then; pages that they share count for each."""
        while True:
            if self._now:
                held = sum(_held(pid) for pid in (os.getpid(), *_below(os.getpid()))) / (1 << 20)
                for name in list(self._now):
                    self._peaks[name] = max(held, self._peaks.get(name, 0.0))
            time.sleep(_SECONDS_BETWEEN_LOOKS)


def _below(pid: int) -> Iterator[int]:
    """The processes that this one has started, and theirs."""
    try:
        started = [int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in _words(task / "children")]
    except OSError:
        return
    for each in started:
        yield each
        yield from _below(each)


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []


def _held(pid: int) -> float:
    words = _words(Path(f"/proc/{pid}/statm"))
    return int(words[1]) * _PAGE_SIZE if words else 0.0


def _running(pids: Iterable[int]) -> float:
    """Processor seconds of the processes so far, and of those below them that have ended."""
    found = (_words(Path(f"/proc/{pid}/stat")) for pid in pids)
    return sum(sum(map(int, words[13:17])) / _TICKS for words in found if words)


def by_stages(inbox: Path, store_url: str, workers: int, clock: Clock) -> Any:
    """`pipeline.run.run_inbox` and an export, stage by stage."""
    from pipeline.export import export_tables
    from pipeline.intake.unpacking import unpacked
    from pipeline.judging.judged_state import judge_version
    from pipeline.judging.stage import judge_by_rules, reconcile_store
    from pipeline.load_stage import LoadTally, load
    from pipeline.reading.readers import load_ahead
    from pipeline.reading.reading_processes import ReadingProcesses
    from pipeline.reading.worker import READ_REPORT
    from pipeline.run import open_run, summarise, survey, take_in
    from pipeline.store import open_store
    from pipeline.store.runs import run_lock
    from rules.rule_files import checked_rule_files

    began = time.monotonic()
    with clock.stage("intake"):
        load_ahead(ReadingProcesses, workers, store_url)
        checked_rule_files()
        found = survey(inbox, store_url)
        store = open_store(store_url)
    with closing(store), run_lock(store):
        with clock.stage("intake"):
            run = open_run(store, inbox)
            intake = take_in(store, found, run)
        tally = LoadTally()
        reading_processes = ReadingProcesses(READ_REPORT, workers)
        with clock.stage("read"), unpacked(intake.tasks) as tasks, reading_processes as processes:
            for reading in processes.read(tasks):
                with clock.within("load"):
                    load(store, reading, run, tally)
        with clock.stage("reconcile"):
            outcome = reconcile_store(store, run, judge_by_rules, None, judge_version(), workers)
            summary = summarise(store, run, intake, tally, outcome.equations, time.monotonic() - began)
        with clock.stage("export"):
            export_tables(store, inbox.parent / "out" / inbox.name)
    return summary


def by_run(inbox: Path, store_url: str, workers: int, _: Clock) -> Any:
    from pipeline.run import run_inbox

    return run_inbox(inbox, store_url, workers=workers)


def by_flow(inbox: Path, store_url: str, workers: int, _: Clock) -> Any:
    from flows.ingest import ingest

    return ingest(inbox=inbox, store=store_url, workers=workers)


def by_dask(inbox: Path, store_url: str, workers: int, _: Clock) -> Any:
    from flows.dask_reading import dask_readers
    from pipeline.run import run_inbox

    return run_inbox(inbox, store_url, workers=workers, readers=dask_readers())


RUNNERS = {"stages": by_stages, "run": by_run, "flow": by_flow, "dask": by_dask}


@contextmanager
def server(runner: str) -> Iterator[float]:
    """For flows a server of their own; the seconds that it took to start."""
    if runner != "flow":
        yield 0.0
        return
    began = time.perf_counter()
    import flows.ingest  # noqa: F401, I001 - sets Prefect's environment first
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield time.perf_counter() - began


def main() -> None:
    """Run once and print."""
    inbox, runner, workers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    from pipeline.own_process import keep_to_one_core

    keep_to_one_core()  # all in one process is the work of one core
    import pipeline.judging.judged_state
    import pipeline.reconcile
    import pipeline.run  # noqa: F401 - what is imported first costs the same in every run

    with tempfile.TemporaryDirectory() as folder, server(runner) as started:
        clock = Clock()
        with clock.stage("all"):
            summary = RUNNERS[runner](inbox, f"sqlite:///{folder}/night.db", workers, clock)
        served = clock.server()
    print(
        json.dumps(
            {
                "reports": summary.new_reports,
                "quarantined": summary.quarantined_now,
                "facts": sum(summary.facts_by_kind.values()),
                "server": started,
                "served": served,
                "stages": clock.told(),
            }
        )
    )


if __name__ == "__main__":
    main()
