"""Spreadsheets (XLSX, XLS): what their cells display, sheet by sheet."""

from __future__ import annotations

from extractors.readers.spreadsheet.pictures import pictures_in_xlsx
from extractors.readers.spreadsheet.xls import read_xls
from extractors.readers.spreadsheet.xlsx import read_xlsx

__all__ = ["pictures_in_xlsx", "read_xlsx", "read_xls"]
