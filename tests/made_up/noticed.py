"""A report of which a unit is sent a notice, when, and what the notice and the store then say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from docx import Document

from pipeline.store import Store, list_findings
from pipeline.store.contract import Row, table_named

NOW = datetime(2024, 7, 2, 3, 0, tzinfo=UTC)
DUE = date(2024, 7, 12)
PAGE = (
    "{unit}2024年5月财政收支情况\n\n2024年6月14日 来源：{unit}\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入{other}亿元，同比增长8.1%。\n"
)


def words_in(file: Path) -> str:
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def statuses_in(store: Store) -> list[str]:
    return sorted(row["status"] for row in list_findings(store))


def rows_in(store: Store, table: str) -> list[Row]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(table_named(table).select()).mappings()]
