"""How much a single file may hold: beyond these bounds it is refused before any of it is built in memory."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 200 * 1024 * 1024
"""Size of a file on disk."""

MAX_MEMBERS: Final = 10_000
"""Members of a zip container."""

MAX_PACKAGE_BYTES: Final = 512 * 1024 * 1024
"""All members of a zip container together, unpacked."""

MAX_PART_BYTES: Final = 64 * 1024 * 1024
"""One unpacked XML part; parsed it takes some ten times as much memory."""

MAX_GRID_POSITIONS: Final = 1_000_000
"""Rows times columns of one table."""

MAX_CELLS: Final = 500_000
"""Cells and rows of one workbook, cells of merged ranges included; lines and cells of a text file."""

MAX_XLS_BYTES: Final = 32 * 1024 * 1024
"""An XLS file, which may hold many blank cells in few bytes."""

MAX_PAGE_BYTES: Final = 20 * 1024 * 1024
"""An HTML file."""

MAX_TEXT_CHARS: Final = 3_000_000
"""All characters of a file without pages; each keeps its place."""
