"""The stage that writes what was read: each file in one transaction of its own, with its original, and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.intake.inbox import require_not_lost
from pipeline.intake.remote_inbox import as_given
from pipeline.originals import note_original, originals_of
from pipeline.reading.reading_processes import Reading
from pipeline.reading.task import ReadTask, Refusal
from pipeline.reading.worker import NotThere, refusal
from pipeline.report_rows import ReportRows
from pipeline.run_log import logged_as, run_log
from pipeline.store.connection import Store
from pipeline.store.errors import DataRefused
from pipeline.store.loading import Loaded, load_report, quarantine
from pipeline.store.runs import OpenRun
from pipeline.summary import RereadFact

_CHANGES_SHOWN: Final = 10

_log = run_log(__name__)


@dataclass(slots=True)
class LoadTally:
    """What became of the readings of a run."""

    new_reports: int = 0
    reread: int = 0
    quarantined: int = 0
    warnings: list[str] = field(default_factory=list)
    fact_changes: Counter[str] = field(default_factory=Counter)
    reread_facts: list[RereadFact] = field(default_factory=list)


def load(store: Store, reading: Reading, run: OpenRun, tally: LoadTally) -> None:
    """Write what came of one file, in one transaction, and count it. Of one that is not there any more nothing is
    written, so that the next run reads it. Raises InboxMissing if the whole inbox has gone."""
    if isinstance(reading.result, NotThere):
        if isinstance(folder := as_given(run.inbox), Path):
            require_not_lost(folder)
        tally.warnings.append(f"{reading.task.file.names[0]} 在读取时移走了、改了或读不到了，留待下次运行。")
        return
    with logged_as(stage="load", report=reading.task.report_id):
        _load(store, reading.task, reading.result, run, tally)


def _load(store: Store, task: ReadTask, result: ReportRows | Refusal, run: OpenRun, tally: LoadTally) -> None:
    file = task.file
    assert file.sha256 is not None  # only files that could be opened are read
    size = originals_of(store).keep(task.path, file.sha256, file.names[0])
    if not isinstance(result, Refusal):
        try:
            # What a power cut undoes is read again by the next run; the end of the run is durable.
            with store.writing(durable=False) as connection:
                loaded = load_report(connection, result, file, run)
                if size is not None:
                    note_original(connection, file.sha256, file.names[0], size)
        except DataRefused:
            # What a broken file made of the reader's figures must not stop the other files either.
            _log.exception("%s could not be loaded", file.names[0])
            result = refusal("reader_failed", "内容无法入库")
        else:
            tally.reread += loaded.reread
            tally.new_reports += not loaded.reread
            _count_changes(tally, file.names[0], loaded)
            tally.warnings += [f"{file.names[0]}：{warning}" for warning in result.report["warnings"]]
            _log.info("%s: %d facts", file.names[0], len(result.facts))
            return
    _log.info("%s: refused, %s", file.names[0], result.reason)
    with store.writing() as connection:
        tally.quarantined += quarantine(connection, result, file, run)
        if size is not None:
            note_original(connection, file.sha256, file.names[0], size)


def _count_changes(tally: LoadTally, source_name: str, loaded: Loaded) -> None:
    tally.fact_changes.update(change.change for change in loaded.changes)
    for change in loaded.changes[: _CHANGES_SHOWN - len(tally.reread_facts)]:
        tally.reread_facts.append(RereadFact(change.fact_id, source_name, change.change, change.before, change.after))
