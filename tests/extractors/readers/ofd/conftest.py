"""Small OFD files made and read."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.ofd import ofd
from printing.two_rows import Read, printed_and_read

from extractors.readers.ofd import read_ofd


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return printed_and_read(tmp_path / "报告.ofd", ofd, read_ofd)
