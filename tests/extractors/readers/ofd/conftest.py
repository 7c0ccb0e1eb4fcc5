"""Small OFD files made and read."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.ofd import Leaf, ofd
from printing.two_rows import Read

from extractors.document import Document
from extractors.readers.ofd import read_ofd


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(*leaves: Leaf, **options: object) -> Document:
        path = tmp_path / "报告.ofd"
        path.write_bytes(ofd(leaves, **options))  # type: ignore[arg-type]
        return read_ofd(path)

    return reader
