"""hedui itself, as it stands beside its peers: the tables of a file, rows of progress sheets as items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractors.document import Paragraph
from extractors.readers.every_kind import read_document
from extractors.sheet.item import Item
from extractors.sheet.items import read_items, sheet_tables


def version() -> str:
    """None: it is the one that is measured."""
    return ""


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The tables and the text of `file`; of progress sheets the items, in which torn rows are joined."""
    document = read_document(Path(request["file"]))
    items = read_items(document)
    sheets = {table.index for table in sheet_tables(document)}
    tables = [
        [[text.chars for text in row] for row in table.filled_grid()]
        for table in document.tables
        if table.index not in sheets
    ]
    return {
        "tables": [*tables, *([_rows(items)] if items else [])],
        "text": "\n".join(
            block.text.chars if isinstance(block, Paragraph) else "\n".join(cell.text.chars for cell in block.cells)
            for block in document.blocks
        ),
    }


def _rows(items: Sequence[Item]) -> list[list[str]]:
    """The items under the heads of their columns, as a table."""
    roles = tuple(items[0].heads)
    asides = [aside.head for aside in items[0].asides]
    return [
        [*(items[0].heads[role] for role in roles), *asides],
        *(
            [*(getattr(item, role).chars for role in roles), *(aside.text.chars for aside in item.asides)]
            for item in items
        ),
    ]
