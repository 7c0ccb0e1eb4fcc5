"""What the journal, with the changes that runs made, says of the standing of findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from pipeline.review.changes import standing_of
from pipeline.review.journal import Entry
from pipeline.store.contract import table_named


class FindingWitness:
    """Holds, for each finding that people worked at, what became of it last: the version after it, and the entry."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, dict[str, Any], int]] = {}
        self._lost: set[str] = set()

    def take(self, entry: Entry) -> None:
        """Take what an entry says."""
        for change in entry.content.get("changes", ()):
            self._last[change["finding"]] = (change["version"], change["after"], entry.sequence)
        if entry.action == "replay":
            self._lost.update(finding_id for _, finding_id in entry.content["not_applied"])

    def differences(self, connection: Connection) -> Iterator[tuple[int | None, str]]:
        """Findings whose status, assignee or day is not that of the last decision or run."""
        findings, changes = table_named("findings"), table_named("status_changes")
        by_run: dict[str, tuple[int, str]] = {}
        noted = select(changes.c.finding_id, changes.c.version, changes.c.after).where(changes.c.version.is_not(None))
        for row in connection.execution_options(yield_per=1000).execute(noted):
            if row.version > by_run.get(row.finding_id, (0, ""))[0]:
                by_run[row.finding_id] = (row.version, row.after)
        fields = [findings.c[name] for name in ("finding_id", "status", "version", "assignee", "deferred_until")]
        left = set(self._last) - self._lost
        for row in connection.execution_options(yield_per=1000).execute(select(*fields)):
            left.discard(row.finding_id)
            run_version, run_status = by_run.get(row.finding_id, (0, ""))
            version, after, sequence = self._last.get(row.finding_id, (0, {}, 0))
            if not version and not run_version:
                continue  # of an earlier program, and nobody worked at it since
            told = standing_of(after) if version else {"status": "new", "assignee": None, "deferred_until": None}
            status = told["status"] if version > run_version else run_status
            if row.status != status or row.version < max(version, run_version):
                yield sequence or None, f"疑点 {row.finding_id} 的状态（{row.status}）不是最后一次处理或运行给出的。"
            if row.assignee != told["assignee"]:
                yield sequence or None, f"疑点 {row.finding_id} 的指派与审计日志不符。"
            if status == "deferred" and row.deferred_until != told["deferred_until"]:
                yield sequence or None, f"疑点 {row.finding_id} 暂缓的日期与审计日志不符。"
        for finding_id in sorted(left):
            yield self._last[finding_id][2], f"疑点 {finding_id} 不见了。"
