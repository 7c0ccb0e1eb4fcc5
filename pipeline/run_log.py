"""Log lines that say by themselves what they are about: which run, which stage of it, which report."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, Final

_about: Final[ContextVar[Mapping[str, str]]] = ContextVar("about", default=MappingProxyType({}))


@contextmanager
def logged_as(**about: str) -> Iterator[None]:
    """What is logged meanwhile is about these, too: `run`, `stage`, `report`, each by its id or name."""
    token = _about.set({**_about.get(), **about})
    try:
        yield
    finally:
        _about.reset(token)


def about() -> str:
    """What is being worked on, as it stands before a log line; empty outside of a run."""
    return " ".join(f"{name}={value}" for name, value in _about.get().items())


class _AboutARun(logging.LoggerAdapter[logging.Logger]):
    def process(self, msg: Any, kwargs: MutableMapping[str, Any]) -> tuple[Any, MutableMapping[str, Any]]:
        said = about().replace("%", "%%")
        return (f"[{said}] {msg}" if said else msg), kwargs


def run_log(name: str) -> logging.LoggerAdapter[logging.Logger]:
    """The logger of that name, whose lines begin with what they are about."""
    return _AboutARun(logging.getLogger(name), None)
