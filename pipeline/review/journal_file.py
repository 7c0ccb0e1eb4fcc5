"""The journal as a file: one entry a line, with its hashes, so that nobody can change it unseen there either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from pipeline.review.journal import FIRST, Entry, canonical, entries, entry_hash
from pipeline.review.line_file import AuditRefused, write_lines
from pipeline.store.connection import Store
from rules.system_reasons import system_reason

_FIELDS: Final = ("sequence", "at", "by", "action", "subject", "content", "previous", "hash")


def export_journal(store: Store, file: Path) -> int:
    """Write the journal, oldest entry first, and return the number of entries. Raises AuditRefused."""
    return write_lines(store, file, _lines)


def _lines(connection: Connection) -> Iterator[str]:
    for entry in entries(connection):
        told = {name: getattr(entry, name) for name in _FIELDS}
        yield canonical({**told, "at": _moment(entry.at)}) + "\n"


def read_journal(file: Path) -> list[Entry]:
    """The entries of a file that `export_journal` wrote. Raises AuditRefused where it is none, or was changed."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else "不是文本文件"
        raise AuditRefused(f"读不了 {file}：{reason}", "给出 hedui audit export 写出的文件。") from error
    found: list[Entry] = []
    for number, line in enumerate(lines, start=1):
        entry = _entry(line)
        before = found[-1].hash if found else FIRST
        if entry is None or entry.sequence != number or entry.previous != before or entry.hash != _hash(entry):
            raise AuditRefused(
                f"{file} 第 {number} 行不是审计日志的一条，或被改动过。", "给出 hedui audit export 写出的原文件。"
            )
        found.append(entry)
    return found


def _entry(line: str) -> Entry | None:
    """The entry that a line holds; None where it is none."""
    try:
        told: dict[str, Any] = json.loads(line)
        fields = {name: told[name] for name in _FIELDS}
        fields["at"] = datetime.fromisoformat(fields["at"])
    except (ValueError, TypeError, KeyError):
        return None
    texts = all(isinstance(fields[name], str) for name in ("by", "action", "subject", "previous", "hash"))
    fits = texts and isinstance(fields["content"], dict) and fields["at"].tzinfo is not None
    return Entry(**fields) if fits else None


def _hash(entry: Entry) -> str:
    written = canonical(entry.content)
    return entry_hash(entry.previous, entry.sequence, entry.at, entry.by, entry.action, entry.subject, written)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
