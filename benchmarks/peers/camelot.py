"""camelot: its lattice reading, meant for ruled tables, over all pages."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

import camelot


def version() -> str:
    """As installed."""
    return version_of("camelot-py")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Tables of `file`; the text is that of the tables."""
    tables = [table.df.values.tolist() for table in camelot.read_pdf(request["file"], pages="all", flavor="lattice")]
    return {"tables": tables, "text": "\n".join(str(cell) for table in tables for row in table for cell in row)}
