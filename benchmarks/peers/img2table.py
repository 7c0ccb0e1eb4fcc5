"""img2table: tables of a PDF with its text layer, of a picture with RapidOCR and its Chinese models."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version as version_of
from typing import Any

from img2table.document import PDF, Image
from img2table.ocr import RapidOCR
from rapidocr import LangRec


def version() -> str:
    """As installed."""
    return version_of("img2table")


@cache
def _engine() -> RapidOCR:
    return RapidOCR(params={"Rec.lang_type": LangRec.CH, "Global.log_level": "error"})


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Tables of `file`; the text is that of the tables. Skew is evened, as its documentation advises for scans."""
    if request["file"].endswith(".pdf"):
        found = [table for page in PDF(request["file"]).extract_tables().values() for table in page]
    else:
        found = Image(request["file"], detect_rotation=True).extract_tables(ocr=_engine())
    tables = [[[cell.value for cell in row] for row in table.content.values()] for table in found]
    return {"tables": tables, "text": "\n".join(str(cell) for table in tables for row in table for cell in row)}
