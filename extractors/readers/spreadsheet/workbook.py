"""Sheets of a spreadsheet, however they were read, as one Document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from extractors.document import Document
from extractors.readers.draft import Draft, DraftParagraph, placed
from extractors.readers.spreadsheet.layout import Sheet, sheet_drafts

_SAYS_NOTHING = regex.compile(r"(?:sheet|工作表|表|表格|新建)\s*\d*", regex.IGNORECASE)


def workbook_document(media_type: str, sheets: Iterable[Sheet], warnings: Iterable[str]) -> Document:
    """The sheets one after another; a sheet's title goes before it where it says something that its text does not.

    That is where several sheets have content, or where the sheet begins without a heading of its own. The title is
    on the tab, not in a cell: its characters have no place. Hidden rows and columns with content are named.
    """
    sheets = tuple(sheets)
    contents = [(sheet, content) for sheet in sheets if (content := sheet_drafts(sheet))]
    drafts: list[Draft] = []
    for sheet, content in contents:
        own_heading = isinstance(content[0], DraftParagraph) and content[0].heading
        if not _SAYS_NOTHING.fullmatch(sheet.title.strip()) and (len(contents) > 1 or not own_heading):
            drafts.append(DraftParagraph(sheet.title.strip(), heading=True, printed=False))
        drafts.extend(content)
    return Document(
        media_type, placed(drafts), warnings=(*warnings, *(warning for sheet in sheets for warning in _hidden(sheet)))
    )


def _hidden(sheet: Sheet) -> Iterator[str]:
    rows = {entry.row + 1 for entry in sheet.entries if entry.row in sheet.hidden_rows}
    columns = {entry.column for entry in sheet.entries if entry.column in sheet.hidden_columns}
    if rows:
        yield f"工作表“{sheet.title}”有 {len(rows)} 个含内容的隐藏行，未读取"
    if columns:
        yield f"工作表“{sheet.title}”有 {len(columns)} 个含内容的隐藏列，未读取"
