"""Was the night in order? The last run of the store, judged for those who watch nobody's screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.report_models import Quarantined, Run
from pipeline.store.runs import is_held
from pipeline.unfit_corrections import unfit_corrections

ProblemCode = Literal["never_ran", "failed", "broken_off", "hangs", "stale", "clock", "empty", "quarantined"]

MAX_HOURS: Final = 26.0
"""A night and some hours: by then a nightly run has ended."""

MAX_QUARANTINED: Final = 20.0
"""Percent of the files in the inbox that may be unread before a person should look."""

_CLOCK_MAY_DIFFER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NightProblem:
    """What is not in order: a stable code, and in Chinese what it is and what to do."""

    code: ProblemCode
    message: str


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that began last. `finished_at` is None while it is under way and where it did not come to its end;
    `files` lay in the inbox when it looked (None: it did not get that far), `quarantined` of them are unread now."""

    run_id: str
    inbox: str
    started_at: datetime
    finished_at: datetime | None
    under_way: bool
    failure: str | None
    files: int | None
    quarantined: int


@dataclass(frozen=True, slots=True)
class NightStatus:
    last_run: LastRun | None
    problems: tuple[NightProblem, ...]
    notes: tuple[str, ...] = ()
    """What a person should look at though the night was in order, in Chinese."""


def night_status(
    store: Store,
    now: datetime | None = None,
    max_hours: float = MAX_HOURS,
    max_quarantined: float = MAX_QUARANTINED,
) -> NightStatus:
    """The last run and what is wrong with it.

    `max_hours` may have passed since the last run began that came to its end (and that one under way began), and
    `max_quarantined` percent of the files in its inbox may be unread. `now` (with a zone) is the present by default.
    """
    under_way = is_held(store)
    with store.reading() as connection:
        last = _last_run(connection, under_way)
        if last is None:
            advice = "还没有运行过。请运行 hedui run，或检查定时任务是否建好。"
            return NightStatus(None, (NightProblem("never_ran", advice),))
        ended = _of_inboxes(Run.started_at).where(Run.finished_at.is_not(None))
        finished = connection.execute(ended).scalar()
        owed = table_named("owed_reports")
        has_list = connection.execute(select(owed.c.unit).where(owed.c.inbox == last.inbox).limit(1)).first()
        before = _of_inboxes(Run.files_seen).where(
            Run.inbox == last.inbox, Run.run_id != last.run_id, Run.files_seen.is_not(None)
        )
        files_before = connection.execute(before).scalar() or 0
    present = now or datetime.now(UTC)
    oldest = present - timedelta(hours=max_hours)
    problems = [
        _ahead(last, present),
        _not_finished(last, oldest),
        _stale(last, finished, oldest, max_hours),
        _empty(last, has_list is not None, files_before),
        _unread(last, max_quarantined),
    ]
    found = tuple(problem for problem in problems if problem is not None)
    return NightStatus(last, found, tuple(unfit_corrections(store)))


def status_row(status: NightStatus) -> dict[str, Any]:
    """The status for programs: `ok`, the problems, and the last run with its times in ISO 8601, UTC."""
    last = status.last_run
    return {
        "ok": not status.problems,
        "problems": [{"code": problem.code, "message": problem.message} for problem in status.problems],
        "notes": list(status.notes),
        "last_run": last
        and {
            "run_id": last.run_id,
            "inbox": last.inbox,
            "started_at": last.started_at.isoformat(),
            "finished_at": last.finished_at.isoformat() if last.finished_at else None,
            "under_way": last.under_way,
            "failure": last.failure,
            "files": last.files,
            "quarantined": last.quarantined,
        },
    }


def _last_run(connection: Connection, under_way: bool) -> LastRun | None:
    columns = (Run.run_id, Run.inbox, Run.started_at, Run.finished_at, Run.failure, Run.files_seen)
    row = connection.execute(_of_inboxes(*columns)).first()
    if row is None:
        return None
    unread = select(func.count()).select_from(Quarantined).where(Quarantined.inbox == row.inbox)
    return LastRun(
        row.run_id,
        row.inbox,
        row.started_at,
        row.finished_at,
        under_way and row.finished_at is None,
        row.failure,
        row.files_seen,
        connection.execute(unread).scalar_one(),
    )


def _of_inboxes(*columns: InstrumentedAttribute[Any]) -> Select[Any]:
    """The last run first, by its number: the clock may have been put back since. Of one number come those that were
    broken off, then the one that took them up to the end."""
    of_inboxes = select(*columns).where(Run.inbox != "")  # a withdrawal judges anew, but takes nothing in
    latest = (Run.arrival.desc(), Run.finished_at.is_(None), Run.started_at.desc(), Run.run_id.desc())
    return of_inboxes.order_by(*latest).limit(1)


def _ahead(last: LastRun, present: datetime) -> NightProblem | None:
    """How long ago it was cannot be said of a run of the future."""
    if last.started_at <= present + _CLOCK_MAY_DIFFER:
        return None
    return NightProblem(
        "clock",
        f"最近一次运行记为 {_local(last.started_at)} 开始，比现在还晚：本机的时钟往回调过。"
        "请校准时钟，再运行一次 hedui run。",
    )


def _not_finished(last: LastRun, oldest: datetime) -> NightProblem | None:
    if last.finished_at is not None:
        return None
    began = f"{_local(last.started_at)} 开始的运行"
    if last.under_way:
        if last.started_at > oldest:
            return None
        return NightProblem("hangs", f"{began}至今没有结束，可能卡住了。请查看日志，必要时结束该进程后重新运行。")
    if last.failure is not None:
        return NightProblem("failed", f"{began}没有做完：{last.failure}")
    return NightProblem(
        "broken_off", f"{began}中途断了（进程被结束、断电，或与数据库的连接断了）。重新运行 hedui run，会接着做完。"
    )


def _stale(last: LastRun, finished: datetime | None, oldest: datetime, max_hours: float) -> NightProblem | None:
    if finished is None:
        if last.under_way and last.started_at > oldest:
            return None  # the very first one
        return NightProblem("stale", "从来没有一次运行做完过。请检查定时任务。")
    if finished > oldest:
        return None
    if last.under_way:
        return NightProblem(
            "stale",
            f"{_local(last.started_at)} 开始的运行还没有做完；再上一次做完的是 {_local(finished)} 开始的，"
            f"超过 {max_hours:g} 小时。请等它做完，再运行 hedui status。",
        )
    return NightProblem(
        "stale",
        f"上次做完的运行是 {_local(finished)} 开始的，超过 {max_hours:g} 小时。"
        "请检查定时任务，以及收件文件夹是否挂载着。",
    )


def _empty(last: LastRun, has_list: bool, files_before: int) -> NightProblem | None:
    """A mount that was lost is an empty folder. Who empties the inbox on purpose and keeps no list is told once."""
    if last.files != 0 or not (has_list or files_before):
        return None
    found = f"收件文件夹 {last.inbox} 是空的，"
    if has_list:
        return NightProblem("empty", f"{found}而应报清单说有单位要报。请检查该文件夹是否还挂载着。")
    return NightProblem(
        "empty",
        f"{found}而上一次运行时里面有 {files_before} 个文件。请检查该文件夹是否还挂载着；"
        "文件若是有意移走的，不用处理，再运行一次就不再提示。",
    )


def _unread(last: LastRun, max_quarantined: float) -> NightProblem | None:
    if not last.files or last.quarantined * 100 <= max_quarantined * last.files:
        return None
    return NightProblem(
        "quarantined",
        f"收件文件夹的 {last.files} 个文件里有 {last.quarantined} 个没有读成，超过 {max_quarantined:g}%。"
        '请看 hedui query "SELECT * FROM quarantine" 里的原因。',
    )


def _local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y年%m月%d日 %H:%M}"
