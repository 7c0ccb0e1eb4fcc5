"""Carries out at once what people put right: reads single files again, and judges the part that has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, select

from pipeline.intake.hints import hints_digest, read_manifest
from pipeline.intake.inbox import FileInInbox, find_in_inbox
from pipeline.intake.planning import best_hints, names_everywhere
from pipeline.intake.remote_inbox import as_given
from pipeline.intake.set_hints import standing_settings, with_settings
from pipeline.intake.unpacking import unpacked
from pipeline.judging.processes import Judge
from pipeline.judging.stage import judge_by_rules, reconcile_store
from pipeline.load_stage import LoadTally, load
from pipeline.originals import kept_file
from pipeline.reading.limits import reading_limits
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.task import Named, ReadTask, Refusal
from pipeline.reading.worker import READ_REPORT, NotThere, Reader
from pipeline.run import open_run
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.loading import quarantine
from pipeline.store.runs import OpenRun, failure_noted, run_lock


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be read again: by its name in an inbox, where it lies in one, and by its content."""

    source_name: str
    sha256: str | None
    inbox: str | None = None


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What came of a file: `read`, `refused` (with the reason in Chinese) or `gone`: it lies nowhere any more."""

    source_name: str
    outcome: Literal["read", "refused", "gone"]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """The run that read and judged, and what came of the files, in the order asked."""

    run_id: str
    files: tuple[ReadAgain, ...] = ()


def mend(
    store: Store,
    wanted: Sequence[Wanted] = (),
    read: Reader = READ_REPORT,
    judge: Judge = judge_by_rules,
    version: str | None = None,
    workers: int = 1,
) -> Mended:
    """Read these files again, in processes with limits, then judge what has changed since it was last judged.

    The store is held as for a run, and a run it is, of no inbox. It judges by the day by which the last one did.
    Raises HeduiError: StoreBusy while another run holds the store.
    """
    if version is None and judge is judge_by_rules:
        from pipeline.judging.judged_state import judge_version

        version = judge_version()
    with run_lock(store):
        with store.reading() as connection:
            as_of = _day_of_last(connection)
        run = open_run(store, None, as_of)
        with failure_noted(store, run):
            tally = LoadTally()
            with ReadingProcesses(read, workers, reading_limits()) as processes:
                files = tuple(_read_again(store, one, run, processes, tally) for one in wanted)
            reconcile_store(store, run, judge, as_of, version)
    return Mended(run.run_id, files)


def quarantined_files(connection: Connection, names: Sequence[str]) -> list[Wanted]:
    """The files in quarantine of these names, as they are to be read again."""
    table = table_named("quarantine")
    fields = (table.c.source_name, table.c.sha256, table.c.inbox)
    rows = connection.execute(select(*fields).where(table.c.source_name.in_(names)).order_by(table.c.source_name))
    return [Wanted(name, sha256, inbox) for name, sha256, inbox in rows]


def file_of(connection: Connection, sha256: str) -> Wanted | None:
    """The file of that content, a report's or one in quarantine, as it is to be read again."""
    reports, held = table_named("reports"), table_named("quarantine")
    listed = table_named("inbox_files")
    lies = connection.execute(
        select(listed.c.source_name, listed.c.inbox).where(listed.c.sha256 == sha256).order_by(listed.c.source_name)
    ).first()
    if lies is not None:
        return Wanted(lies.source_name, sha256, lies.inbox)
    for table in (reports, held):
        name = connection.execute(select(table.c.source_name).where(table.c.sha256 == sha256)).scalar()
        if name is not None:
            return Wanted(name, sha256)
    return None


def _read_again(store: Store, wanted: Wanted, run: OpenRun, processes: ReadingProcesses, tally: LoadTally) -> ReadAgain:
    inbox = as_given(wanted.inbox) if wanted.inbox else None
    folder = inbox if isinstance(inbox, Path) else None
    file = find_in_inbox(folder, wanted.source_name) if folder is not None else None
    here = replace(run, inbox=wanted.inbox or "")
    if file is not None and file.refused is not None:
        with store.writing() as connection:
            refused = Refusal(file.refused.reason, file.refused.advice)
            quarantine(connection, refused, Named(None, (wanted.source_name,), ""), here)
        return ReadAgain(wanted.source_name, "refused", file.refused.advice)
    if file is None and wanted.sha256 is not None:
        kept = kept_file(store, wanted.sha256)
        file = FileInInbox(kept, wanted.source_name, wanted.sha256) if kept is not None else None
    if file is None or file.sha256 is None:
        return ReadAgain(wanted.source_name, "gone", "原件不在收件文件夹里，存档里也没有。请重新放入后再试。")
    with store.reading() as connection:
        task = _task(connection, file, folder)
    with unpacked([task]) as ready:
        reading = next(iter(processes.read(ready)))
    load(store, reading, here, tally)
    if isinstance(reading.result, NotThere):
        return ReadAgain(wanted.source_name, "gone", "文件在读取时移走了或改了。请放好后再试。")
    if isinstance(reading.result, Refusal):
        return ReadAgain(wanted.source_name, "refused", reading.result.message)
    with store.reading() as connection:
        held = table_named("quarantine").c.source_name
        still = connection.execute(select(held).where(held == wanted.source_name)).scalar()
    return ReadAgain(wanted.source_name, "refused" if still else "read", "内容无法入库。" if still else "")


def _task(connection: Connection, file: FileInInbox, inbox: Path | None) -> ReadTask:
    """The task that a run over the inbox would make of the file."""
    assert file.sha256 is not None  # one that cannot be opened is no task
    names = {*names_everywhere(connection, file.sha256).get(file.sha256, ()), file.source_name}
    manifest = read_manifest(inbox) if inbox is not None and inbox.is_dir() else {}
    named = [replace(file, source_name=name) for name in sorted(names)]
    _, hints = best_hints(named, manifest)
    standing = standing_settings(connection, file.sha256).get(file.sha256)
    hints = with_settings(hints, standing)
    unread = standing.unread if standing else ()
    return ReadTask(
        file.path, hints, Named(file.sha256, tuple(sorted(names)), hints_digest(hints), unread), file.packed
    )


def _day_of_last(connection: Connection) -> date | None:
    """The day by which the last run over an inbox judged; None for the day it was."""
    runs = table_named("runs")
    over_inboxes = select(runs.c.as_of).where(runs.c.finished_at.is_not(None), runs.c.inbox != "")
    return connection.execute(over_inboxes.order_by(runs.c.arrival.desc(), runs.c.started_at.desc()).limit(1)).scalar()
