"""RapidOCR with its defaults: lines of text, no tables."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version as version_of
from typing import Any

from rapidocr import RapidOCR


def version() -> str:
    """As installed."""
    return version_of("rapidocr")


@cache
def _engine() -> RapidOCR:
    return RapidOCR(params={"Global.log_level": "error"})


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The lines of the picture `file`."""
    return {"tables": [], "text": "\n".join(_engine()(request["file"]).txts or ())}
