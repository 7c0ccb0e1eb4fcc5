"""Files as an office program saves them in older formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.word_report import Convert

from extractors import libreoffice


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Turns a file into one of another format, as an office program would save it."""
    if libreoffice.program() is None:
        pytest.skip("LibreOffice is not installed")

    def converting(source: Path, target: str) -> Path:
        return libreoffice.convert(source, target, tmp_path_factory.mktemp("office"))

    return converting
