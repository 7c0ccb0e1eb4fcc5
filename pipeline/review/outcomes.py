"""What comes of a wish to change something at the desk: done, refused, or somebody else was quicker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from pipeline.store.connection import Store
from pipeline.store.errors import StoreBusy

PATIENCE: Final = 5.0
"""Seconds for which a person waits while somebody else, or the nightly run, writes."""

NOT_ENTITLED: Final = "这个账号没有这项权限，或已停用。"
BUSY: Final = "数据库正忙（多半是夜间核对正在写入），这一步没有记下，什么也没有改动；请稍等片刻再试。"
UNKNOWN_FINDING: Final = "没有这个疑点：编号有误，或已不在库里。"


@dataclass(frozen=True, slots=True)
class Decided:
    """Done: the number of the journal's entry, and the version that the finding has now."""

    sequence: int
    version: int


@dataclass(frozen=True, slots=True)
class Stale:
    """The finding has changed since it was looked at: its status now, and who (None: a run) did what (an action of the
    journal, or run) when (None where a run changed its words alone)."""

    now_status: str
    by: str | None
    at: datetime | None
    what: str
    version: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Not done, and why, in Chinese."""

    message: str


class Refusal(Exception):
    """Ends a transaction of the desk before anything is written; `refused` is what the caller gets."""

    def __init__(self, refused: Refused | Stale) -> None:
        super().__init__(refused)
        self.refused = refused

    @property
    def message(self) -> str:
        return self.refused.message if isinstance(self.refused, Refused) else "这个疑点刚被改动过，请重新打开再做。"


def refuse(message: str) -> Refusal:
    """The refusal with this message."""
    return Refusal(Refused(message))


@contextmanager
def desk_writing(store: Store) -> Iterator[Connection]:
    """A transaction in which a person changes something. Raises Refusal where the store is busy for too long."""
    try:
        with store.writing(patience=PATIENCE) as connection:
            yield connection
    except StoreBusy as error:
        raise refuse(BUSY) from error
