"""The data dictionary: every table, view and column of the store in Chinese and English, as a Markdown page.

python -m pipeline.export.dictionary > docs/dictionary.md
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from pipeline.export.field_types import field_type
from pipeline.store.contract import EXPORTED_TABLES, OTHER_TABLES, table_named
from pipeline.store.views import views

_PREFACE = """# Data dictionary

Made from the models (`python -m pipeline.export.dictionary`); a test compares the two. Tables marked *exported* are
written by `hedui export`, columns marked ○ are in the database only. Views show reports that are in force, see
[sql.md](sql.md).
"""


def dictionary() -> str:
    """The page."""
    parts = [_PREFACE, "## Views\n"]
    for view in views():
        head = f"### {view.name}\n\n{view.comment}\n\n{view.doc}\n\n| column | 含义 | meaning |\n|---|---|---|"
        rows = (f"| `{column.name}` | {_cell(column.comment)} | {_cell(column.doc)} |" for column in view.columns)
        parts.append("\n".join([head, *rows, ""]))
    parts.append("## Tables\n")
    parts += [_table(table_named(name), exported=True) for name in EXPORTED_TABLES]
    parts += [_table(table_named(name), exported=False) for name in OTHER_TABLES]
    return "\n".join(parts)


def _table(table: Table, exported: bool) -> str:
    head = f"### {table.name}\n\n{table.comment}{' · *exported*' if exported else ''}\n"
    return "\n".join([head, "| column | type | 含义 | meaning |", "|---|---|---|---|", *_rows(table, exported), ""])


def _rows(table: Table, exported: bool) -> Iterator[str]:
    for column in table.columns:
        mark = " ○" if exported and column.info.get("internal") else ""
        yield (
            f"| `{column.name}`{mark} | {_type(column)} | {_cell(column.comment or '')} | {_cell(column.doc or '')} |"
        )


def _type(column: Any) -> str:
    kind = field_type(column)
    key = ", key" if column.primary_key else ""
    reference = "".join(f" → {each.column.table.name}" for each in column.foreign_keys)
    return f"{kind}{'' if column.nullable else ', required'}{key}{reference}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(dictionary(), end="")
