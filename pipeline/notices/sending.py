"""Writes the notices and, in the same stroke, the record that they were sent."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, insert, select

from pipeline.notices.chosen import OPEN, NoticeDraft
from pipeline.notices.template import notice_template
from pipeline.review.decisions import note_notified
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.key_portions import key_portions
from pipeline.store.runs import run_lock
from pipeline.whole_file import unfinished_file, whole_file
from pipeline.word.form import FormMistake, filled_form, in_word
from rules.errors import HeduiError
from rules.system_reasons import system_reason

_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_LONGEST_NAME: Final = 60


class NoticeRefused(HeduiError):
    """A notice cannot be written: the template, the folder or the day is not usable: exit code 26."""

    exit_code = 26


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice that was written: its number, where it lies and how many findings it tells of."""

    number: str
    unit: str
    file: Path
    findings: int


def refuse_past(due: date, today: date) -> None:
    """Raises NoticeRefused where the day by which to correct has passed."""
    if due < today:
        raise NoticeRefused(f"更正期限 {due} 已经过去。", "用 --due 给出今天以后的一天。")


def send(
    store: Store,
    drafted: Iterable[NoticeDraft],
    folder: Path,
    due: date,
    made_by: str,
    template: Path | None = None,
    now: datetime | None = None,
) -> list[SentNotice]:
    """Write a Word file for each draft into `folder`, give it the year's next number, and mark its findings as notified
    with number and due day. All of them or none; a finding that was told of or settled since it was drafted is left
    out. `now` has a zone; the present by default.

    Raises NoticeRefused, StoreBusy while a run is under way.
    """
    moment = now or datetime.now(UTC)
    today = moment.astimezone().date()
    refuse_past(due, today)
    _make_folder(folder)
    written: list[tuple[Path, Path]] = []
    sent = []
    try:
        with run_lock(store), store.writing() as connection:
            first = _next_position(connection, today.year)
            for position, draft in enumerate(_still_open(connection, drafted), start=first):
                number = f"核对〔{today.year}〕{position}号"
                file = folder / notice_file_name(number, draft.unit)
                _record(connection, draft, number, position, due, made_by, moment)
                if file.exists():
                    raise NoticeRefused(f"{file} 已经有了，没有动它。", "另选一个文件夹，或先把旧的移走。")
                unfinished = unfinished_file(folder)
                written.append((unfinished, file))
                unfinished.write_bytes(_filled(draft, number, due, today, template))
                sent.append(SentNotice(number, draft.unit, file, len(draft.entries)))
            for unfinished, file in written:
                unfinished.replace(file)
    except OSError as error:
        _take_back(written)
        raise NoticeRefused(f"通知单写不进 {folder}：{system_reason(error)}", "检查该文件夹后重新运行。") from error
    except BaseException:
        _take_back(written)
        raise
    return sent


def write_template_to(folder: Path) -> Path:
    """Write the template into `folder`, for the bureau to change, and return where. One that is there is left alone.

    Raises NoticeRefused.
    """
    file = folder / "通知单模板.docx"
    if file.exists():
        raise NoticeRefused(f"{file} 已经有了，没有动它。", "改那一份，或另选一个文件夹。")
    _make_folder(folder)
    try:
        content = io.BytesIO()
        notice_template().save(content)
        with whole_file(file) as unfinished:  # half a template would be taken for the bureau's own
            unfinished.write_bytes(content.getvalue())
    except OSError as error:
        raise NoticeRefused(f"模板写不进 {folder}：{system_reason(error)}", "检查该文件夹后重新运行。") from error
    return file


def _record(
    connection: Connection, draft: NoticeDraft, number: str, position: int, due: date, made_by: str, at: datetime
) -> None:
    year = at.astimezone().year
    row = {"number": number, "year": year, "position": position, "unit": draft.unit}
    connection.execute(insert(table_named("notices")).values(**row, made_at=at, made_by=made_by, due=due))
    ids = [entry.finding_id for entry in draft.entries]
    connection.execute(
        insert(table_named("notice_findings")), [{"number": number, "finding_id": finding_id} for finding_id in ids]
    )
    note_notified(connection, ids, number, f"{number}，{due:%Y-%m-%d} 前更正", made_by, at)


def _filled(draft: NoticeDraft, number: str, due: date, today: date, template: Path | None) -> bytes:
    """The Word file of a draft. Texts from reports are text in it, whatever they hold."""
    values = {
        "number": number,
        "unit": in_word(draft.unit),
        "count": len(draft.entries),
        "figures": len(draft.entries) - draft.owed,
        "owed": draft.owed,
        "due": f"{due.year}年{due.month}月{due.day}日",
        "made_on": f"{today.year}年{today.month}月{today.day}日",
        "entries": [{name: in_word(text) for name, text in asdict(one).items()} for one in draft.entries],
    }
    try:
        return filled_form(template or notice_template, lambda _form: values)
    except FormMistake as mistake:
        raise NoticeRefused(
            f"通知单模板 {template or '（自带的）'} 用不了：{mistake}。",
            "在 Word 里改好这一处；也可用 hedui notice 文件夹 --write-template 写一份新的，在它上面改。",
        ) from mistake


def _still_open(connection: Connection, drafted: Iterable[NoticeDraft]) -> Iterator[NoticeDraft]:
    """The drafts without what was told of or decided since they were made: somebody else may have been quicker."""
    findings = table_named("findings")
    for draft in drafted:
        left: set[str] = set()
        for portion in key_portions([entry.finding_id for entry in draft.entries]):
            open_ones = select(findings.c.finding_id).where(
                findings.c.finding_id.in_(portion), findings.c.status.in_(OPEN)
            )
            left.update(connection.execute(open_ones).scalars())
        if left:
            yield replace(draft, entries=tuple(entry for entry in draft.entries if entry.finding_id in left))


def _next_position(connection: Connection, year: int) -> int:
    notices = table_named("notices")
    last = connection.execute(select(func.max(notices.c.position)).where(notices.c.year == year)).scalar()
    return (last or 0) + 1


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoticeRefused(f"建不了文件夹 {folder}：{system_reason(error)}", "换一个可写的位置。") from error


def _take_back(written: Iterable[tuple[Path, Path]]) -> None:
    for unfinished, file in written:
        unfinished.unlink(missing_ok=True)
        file.unlink(missing_ok=True)


def notice_file_name(number: str, unit: str) -> str:
    """The name of a notice's Word file."""
    return f"{_UNSAFE.sub('_', f'{number}_{unit}')[:_LONGEST_NAME]}.docx"
