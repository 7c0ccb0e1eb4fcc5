"""Prefect's own server, mended: `python -m flows.prefect_server [--host …] [--port …]`, not `prefect server start`.

Prefect 3.8 was not made for SQLAlchemy 2.1: what is to run by a schedule is refused there, and no night ever begins.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

_NO_WAY_OUT: Final = MappingProxyType(
    {
        name: "http://127.0.0.1:9"
        for kind in ("HTTP", "HTTPS", "ALL")
        for name in (f"{kind}_PROXY", f"{kind.lower()}_proxy")
    }
)
"""The server asks github.com what kinds of worker there are before it looks at its own list: nothing listens there, so
it looks at once, and nothing leaves the machine. Runs are not in the server, they reach what they need."""


def mend_schedules() -> None:
    """Let the state that Prefect gives with each scheduled run pass: it is written afterwards, as a row of its own.

    SQLAlchemy 2.0 passed over what is no column; 2.1 asks the attribute what to make of it, and has no answer there.
    """
    from prefect.server.database.orm_models import FlowRun, TaskRun

    def left_alone(_model: type[Any], _row: Mapping[str, Any], _value: Any) -> None:
        """Nothing is made of it, as before."""

    for model in (FlowRun, TaskRun):
        model.__dict__["state"].inplace.bulk_dml(left_alone)


def main() -> None:
    """Start the server with the words of the command line, until it is ended."""
    os.environ.update(_NO_WAY_OUT)  # before Prefect is imported
    from prefect.cli import app

    mend_schedules()
    sys.argv[1:1] = ["server", "start"]
    app()


if __name__ == "__main__":
    main()
