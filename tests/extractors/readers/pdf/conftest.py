"""Small PDFs made and read."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.pdf import pdf
from printing.two_rows import Read, printed_and_read

from extractors.readers.pdf import read_pdf


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return printed_and_read(tmp_path / "报告.pdf", pdf, read_pdf)
