"""PyMuPDF: find_tables on every page."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

import pymupdf


def version() -> str:
    """As installed."""
    return version_of("pymupdf")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Tables and text of every page of `file`."""
    tables, texts = [], []
    with pymupdf.open(request["file"]) as pdf:
        for page in pdf:
            texts.append(page.get_text())
            tables += [table.extract() for table in page.find_tables().tables]
    return {"tables": tables, "text": "\n".join(texts)}
