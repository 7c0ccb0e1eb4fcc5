"""Small PDFs made and read."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf
from printing.two_rows import Read

from extractors.document import Document
from extractors.readers.pdf import read_pdf


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(*sheets: Sheet, **options: object) -> Document:
        path = tmp_path / "报告.pdf"
        path.write_bytes(pdf(sheets, **options))  # type: ignore[arg-type]
        return read_pdf(path)

    return reader
