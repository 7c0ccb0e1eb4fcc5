"""Puts what is to be read from archives where the readers can open it, for as long as a run reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extractors.errors import Unreadable
from pipeline import identity
from pipeline.intake.archives import unpack
from pipeline.originals import plain_ending
from pipeline.reading.task import ReadTask
from pipeline.run_log import run_log
from pipeline.working_folder import WorkingFolder, remove_abandoned_folders
from rules.errors import DiskFull
from rules.system_reasons import no_room

_log = run_log(__name__)


@contextmanager
def unpacked(tasks: Iterable[ReadTask]) -> Iterator[tuple[ReadTask, ...]]:
    """The tasks with those of archives unpacked into a folder that goes with the `with`.

    One whose archive has gone or changed meanwhile is not there when it is to be read: the next run finds what is
    there then. Raises DiskFull where there is no room to unpack.
    """
    remove_abandoned_folders()
    with WorkingFolder("unpacked") as folder:
        yield tuple(_ready(task, folder) for task in tasks)


def _ready(task: ReadTask, folder: Path) -> ReadTask:
    if not task.packed:
        return task
    target = folder / f"{task.file.sha256}{plain_ending(task.hints.source_name)}"
    try:
        unpack(task.path, task.packed, target)
        if identity.file_sha256(target) != task.file.sha256:
            raise Unreadable("damaged", "压缩包在列出之后变了")
    except (Unreadable, FileNotFoundError, PermissionError) as error:
        _log.warning("%s was not unpacked: %s", task.hints.source_name, error)
        target.unlink(missing_ok=True)
    except OSError as error:
        if no_room(error):
            raise DiskFull(
                f"解压 {task.path} 时磁盘空间已满（{folder}）。", "腾出磁盘空间后重新运行，会接着做完。"
            ) from error
        raise
    return replace(task, path=target)
