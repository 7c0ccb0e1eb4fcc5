"""Reads files on Dask workers, of this machine or of others: they are sent the bytes and send back the rows."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Final

from flows.dask_worker import Answer, DaskUnavailable, Workplace, end_reading, read_all_sent, workplace
from pipeline.reading.kept_logs import write_kept_logs
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.readers import ReadersMaker
from pipeline.reading.reading_processes import Reading
from pipeline.reading.task import ReadTask, Refusal
from pipeline.reading.worker import NotThere, Reader, refusal
from pipeline.run_log import logged_as, run_log
from rules.errors import HeduiError
from rules.system_reasons import system_reason

_SECONDS_TO_ANSWER: Final = 30
_SECONDS_FOR_WORKERS: Final = 120.0
"""How long there may be no worker at all: a machine that is started anew comes back in that time."""

_LOOK_SECONDS: Final = 5.0
_AHEAD: Final = 2
"""Portions under way for each that is being read: the next lies there when one is done, and memory stays bounded."""

_TOGETHER: Final = 8
_BYTES_TOGETHER: Final = 256 << 10
"""Small files are sent together: each thing that is sent costs as much of the processor as half a small file."""

_log = run_log(__name__)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file that is sent, and how often the workers that had it have died."""

    task: ReadTask
    deaths: int
    content: bytes


Waiting = deque[tuple[ReadTask, int]]
"""Files to be sent, each with how often the workers that had it have died."""
UnderWay = dict[Any, list[_Sent]]
"""What was sent, by the promise of its answers."""


def require_dask() -> None:
    """Raises DaskUnavailable where it is not installed, before any work."""
    from importlib.util import find_spec

    if find_spec("prefect_dask") is None or find_spec("distributed") is None:
        raise DaskUnavailable(
            "没有安装 Dask，不能用 --runner dask。",
            "运行 .venv/bin/pip install -c requirements-dev.lock -e '.[dask]'（不联网的机器，收集安装包时加"
            " EXTRA=dask），或去掉 --runner dask。",
        )


def dask_readers(scheduler: str | None = None) -> ReadersMaker:
    """What makes readers of that scheduler, see DaskReaders. Raises DaskUnavailable where Dask is not installed."""
    require_dask()
    return partial(DaskReaders, scheduler=scheduler)


class DaskReaders:
    """Workers of the scheduler at `scheduler`, else of a cluster of `workers` processes on this machine.

    Connects when there is something to read, and leaves the workers without reading processes at the end of the
    `with`. Raises DaskUnavailable.
    """

    def __init__(self, read: Reader, workers: int, limits: ReadingLimits, scheduler: str | None = None) -> None:
        self._read = read
        self._workers = workers
        self._limits = limits
        self._scheduler = scheduler
        self._opened = ExitStack()
        self._client: Any = None
        self._threads = 1
        self._counted = self._last_worker = 0.0

    @property
    def at_once(self) -> int:
        """How many files the workers read at the same time just now."""
        self._connected()
        return self._threads

    def __enter__(self) -> DaskReaders:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            try:
                self._client.run(end_reading, on_error="ignore")
            except Exception:  # the scheduler has gone: then nobody can be told
                _log.warning("the workers were not told that the run is over", exc_info=True)
        self._opened.close()
        if self._client is not None:
            end_idle_thread()

    def read(self, tasks: Iterable[ReadTask]) -> Iterator[Reading]:
        """Read each task, in the order in which they are done.

        A worker that dies takes no file with it: Dask has another read it, and one on which workers die again and
        again is refused.
        """
        from distributed import CancelledError

        waiting = deque((task, 0) for task in tasks)
        if not waiting:
            return
        client, here = self._connected(), workplace()
        under_way: UnderWay = {}
        try:
            while waiting or under_way:
                yield from self._handed_out(waiting, under_way, here)
                for future in self._done(under_way):
                    yield from _told(future, under_way.pop(future), waiting)
        except HeduiError:
            raise
        except (CancelledError, OSError, TimeoutError) as error:
            raise _lost() from error
        finally:
            if under_way and client.status == "running":
                client.cancel(list(under_way), force=True)

    def _handed_out(self, waiting: Waiting, under_way: UnderWay, here: Workplace) -> Iterator[Reading]:
        """Send as much as the workers can take just now; tells of those files that cannot be sent."""
        while waiting and len(under_way) < _AHEAD * self._threads:
            portion, unread = next_portion(waiting, self._threads)
            yield from unread
            if portion:
                files = [(each.task, each.content) for each in portion]
                future = self._client.submit(read_all_sent, self._read, self._limits, here, files, pure=False)
                under_way[future] = portion

    def _done(self, under_way: UnderWay) -> Iterable[Any]:
        """Those that are done after a while; raises DaskUnavailable if nobody is left to do them."""
        from distributed import wait

        if not under_way:
            return ()
        done: Iterable[Any] = ()
        with suppress(TimeoutError), self._client.as_current():
            done = wait(list(under_way), timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done
        self._count_workers()
        return done

    def _connected(self) -> Any:
        if self._client is not None:
            return self._client
        import dask
        from prefect_dask import DaskTaskRunner

        settings: dict[str, Any] = {
            "distributed.worker.daemon": False,  # the workers have reading processes of their own
            # Dask looks at itself a hundred times a second, which is an eighth of a core for two workers.
            "distributed.worker.profile.enabled": False,
            "distributed.admin.tick.interval": "500ms",
            "distributed.admin.system-monitor.interval": "5s",
            "distributed.admin.large-graph-warning-threshold": "1GB",  # files are sent with what is to be done
        }
        self._opened.enter_context(dask.config.set(settings))
        if self._scheduler is not None:
            runner = DaskTaskRunner(address=self._scheduler, client_kwargs={"timeout": _SECONDS_TO_ANSWER})
        else:
            cluster = {
                "n_workers": max(1, self._workers),
                "threads_per_worker": 1,
                "memory_limit": None,  # that of the reading processes counts, see reading_limits
                "dashboard_address": None,
                "silence_logs": logging.ERROR,
            }
            runner = DaskTaskRunner(cluster_kwargs=cluster, client_kwargs={"direct_to_workers": True})
        try:
            client = self._opened.enter_context(runner).client
            client.wait_for_workers(1, timeout=_SECONDS_FOR_WORKERS)
        except (OSError, ValueError, TimeoutError) as error:
            raise DaskUnavailable(
                f"连不上 Dask（{self._scheduler or '本机'}），或其中没有工作进程：{error}",
                "检查 --dask-scheduler 的地址（例如 tcp://10.1.2.3:8786），以及各机的 dask worker 是否已启动。",
            ) from error
        self._client = client
        self._last_worker = time.monotonic()
        self._count_workers()
        return client

    def _count_workers(self) -> None:
        """How many files the workers read at once; they come and go. Raises DaskUnavailable if none is left."""
        now = time.monotonic()
        if self._counted and now - self._counted < _LOOK_SECONDS:
            return
        if self._client.status != "running":
            raise _lost()
        threads = sum(self._client.nthreads().values())
        self._counted = time.monotonic()
        if threads:
            self._threads, self._last_worker = threads, self._counted
        elif self._counted - self._last_worker > _SECONDS_FOR_WORKERS:
            raise _lost()


def end_idle_thread() -> None:
    """End the thread that Dask keeps for later, which gets another if it wants one: beside threads the process is not
    copied to judge, see `pipeline.judging.processes`."""
    from distributed import utils

    idle = getattr(utils, "_offload_executor", None)  # no promise of Dask's; without it one core judges
    if isinstance(idle, ThreadPoolExecutor):
        utils._offload_executor = ThreadPoolExecutor(1, thread_name_prefix="Dask-Offload")
        idle.shutdown()


def _told(future: Any, portion: Sequence[_Sent], waiting: Waiting) -> Iterator[Reading]:
    """What came of the files of a portion; those whose workers died for the first time wait to be sent again."""
    from distributed import CancelledError, KilledWorker

    try:
        answers: tuple[Answer, ...] = future.result()
    except KilledWorker:
        for each in portion:
            _log.warning("%s: the workers that had it died", each.task.hints.source_name)
            if each.deaths:
                yield Reading(each.task, refusal("reader_failed", "读它的 Dask 工作进程接连中断"))
            else:  # another file, or somebody, may have killed the worker
                waiting.append((each.task, each.deaths + 1))
        return
    except (CancelledError, OSError, TimeoutError):
        raise
    except Exception as error:  # the workers answer for what happens to a file: this is about them
        raise DaskUnavailable(
            f"Dask 的调度程序或工作进程做不了：{type(error).__name__}：{error}",
            "调度程序和各工作进程都要装同一版本的 hedui；装好并重新启动它们后再运行，会接着做完。",
        ) from error
    for each, answer in zip(portion, answers, strict=True):
        with logged_as(stage="read", report=each.task.report_id):
            write_kept_logs(answer.lines)
        if isinstance(answer.result, HeduiError):
            raise answer.result
        yield Reading(each.task, answer.result)


def _lost() -> DaskUnavailable:
    return DaskUnavailable(
        "读到中途，Dask 的调度程序或全部工作进程不在了。", "已入库的报告完整保留；恢复后重新运行，会接着做完。"
    )


def next_portion(waiting: Waiting, threads: int) -> tuple[list[_Sent], list[Reading]]:
    """Take from those that wait what is sent together now, and tell of those that cannot be.

    Many small files at first, fewer towards the end, so that all workers end together; one whose workers died, alone.
    """
    most = max(1, min(_TOGETHER, len(waiting) // (2 * _AHEAD * threads)))
    portion: list[_Sent] = []
    unread: list[Reading] = []
    room = _BYTES_TOGETHER
    while waiting and len(portion) < most and room > 0 and not (portion and waiting[0][1]):
        task, deaths = waiting.popleft()
        content = _content(task)
        if not isinstance(content, bytes):
            unread.append(Reading(task, content))
            continue
        portion.append(_Sent(task, deaths, content))
        room = 0 if deaths else room - len(content)
    return portion, unread


def _content(task: ReadTask) -> bytes | Refusal | NotThere:
    """The bytes that lie there now. Whether they are those that were listed is told by who reads them."""
    try:
        return task.path.read_bytes()
    except PermissionError:
        return refusal("no_permission")
    except OSError as error:
        _log.warning("%s was not read: %s", task.hints.source_name, system_reason(error))
        return NotThere()
