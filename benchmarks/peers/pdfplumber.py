"""pdfplumber: the loop that a user would write."""

from __future__ import annotations

import logging
from importlib.metadata import version as version_of
from typing import Any

import pdfplumber

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it complains of every font of a browser-made PDF


def version() -> str:
    """As installed."""
    return version_of("pdfplumber")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Tables and text of every page of `file`."""
    tables, texts = [], []
    with pdfplumber.open(request["file"]) as pdf:
        for page in pdf.pages:
            texts.append(page.extract_text())
            tables += page.extract_tables()
    return {"tables": tables, "text": "\n".join(texts)}
