"""One Prefect server of the tests' own for the whole session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import flows  # noqa: F401 - sets Prefect's environment, before any test of this folder imports Prefect


@pytest.fixture(scope="session")
def prefect_harness() -> Iterator[None]:
    """A temporary Prefect database and server; nothing of the user's own is touched."""
    # Importing any module of the floor sets Prefect's environment before Prefect itself is imported.
    import flows.run_artifacts  # noqa: F401, I001

    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
