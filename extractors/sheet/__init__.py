"""Progress sheets: from tables with heads in many words to rows with cells by role."""

from extractors.sheet.items import read_items
from extractors.sheet.sheets import Sheet, progress_sheets, sheet_tables, value_tables

__all__ = ["read_items", "progress_sheets", "sheet_tables", "value_tables", "Sheet"]
