"""Fixtures shared by all tests, and the rule that nothing is skipped where everything is installed.

What can be installed, that is: the labelled corpus is no part of the project, so that its absence stays a skip.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from servers.postgresql import database_of_its_own, find_programs, new_database, running_server

from pipeline.store import open_store

_numbers = count(1)

# Tests run beside each other: a second thread of one would wait on the core of another.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A slow machine is no defect: what takes too long is measured where it matters, in processor time.
settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")

PROJECT = Path(__file__).resolve().parents[1]
NOT_BESIDE = "not beside the project"
NO_LEASES = "no file system here knows leases"
"""They stand in the reason of each skip for want of what no command can install; `-ra` tells of it at the end."""


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's own folder."""
    return PROJECT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The labelled corpus (folders docs, gold, real), kept beside the project and never inside it."""
    folder = PROJECT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"the labelled corpus is {NOT_BESIDE} (../shared/corpus)")
    return folder


@pytest.fixture(scope="session")
def chinese_fonts() -> None:
    """For tests that draw: a Chinese font is installed."""
    from extractors.picture.font import NoChineseFont, chinese_font

    try:
        chinese_font(20)
    except NoChineseFont as error:
        pytest.skip(error.message)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL server."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (no initdb)")
    with running_server(programs) as folder:
        yield folder


@pytest.fixture
def postgresql(postgresql_server: Path) -> Iterator[Callable[[], str]]:
    """Makes a fresh PostgreSQL database, which is there until the end of the test, and gives its address."""
    with ExitStack() as made:
        yield lambda: made.enter_context(database_of_its_own(postgresql_server, f"test_{next(_numbers)}"))


@pytest.fixture(scope="session")
def empty_database(postgresql_server: Path) -> str:
    """The name of a database with an empty store: a copy takes no time, making one runs all migrations."""
    name = "empty"
    open_store(new_database(postgresql_server, name)).close()
    return name


@pytest.fixture
def empty_postgresql(postgresql_server: Path, empty_database: str) -> Iterator[Callable[[], str]]:
    """Makes an empty store in a PostgreSQL database of the test's own and gives its address."""
    with ExitStack() as made:
        yield lambda: made.enter_context(
            database_of_its_own(postgresql_server, f"test_{next(_numbers)}", like=empty_database)
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for the corpus, so that `-m "not corpus"` leaves them out."""
    for item in items:
        if "corpus" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.corpus)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where HEDUI_NO_SKIPS=1 promises that every tool is installed, a test skipped for want of one is a failed one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        _fail_if_skips_are_forbidden(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    report = yield
    if report.skipped:
        _fail_if_skips_are_forbidden(report)
    return report


def _fail_if_skips_are_forbidden(report: Any) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    if os.environ.get("HEDUI_NO_SKIPS") == "1" and not any(
        wanting in str(reason) for wanting in (NOT_BESIDE, NO_LEASES)
    ):
        report.outcome = "failed"
        report.longrepr = f"skipped although HEDUI_NO_SKIPS=1: {reason}"
