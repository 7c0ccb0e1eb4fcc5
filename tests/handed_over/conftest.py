"""Fixtures of these tests: hedui's own wheel, built once without asking an index for anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def own_wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what git keeps: what only lies about in this folder shall not help."""
    folder = tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=project, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if name.split("/")[0] in {"app", "flows", "pipeline", "extractors", "rules", "README.md", "pyproject.toml"}:
            copy = folder / "project" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project / name, copy)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=folder / "project", capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel
