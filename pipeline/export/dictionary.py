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

_PREFACE = """# 数据字典

由程序写出（`python -m pipeline.export.dictionary`），测试保证与数据库一致。视图只给现行的报告（用法见
[数据组使用指南](data-guide.zh-CN.md)）；表里连被取代、重复、撤回的也有。注明“导出”的表由 `hedui export`
写出，带 ○ 的列只在数据库里。

| 类型 | 是什么 |
|---|---|
| `string` | 文字 |
| `integer` | 整数 |
| `decimal` | 精确的十进制数，数据库里存为文字 |
| `boolean` | 是或否 |
| `date`、`datetime` | 日期、时刻（UTC） |
| `list`、`object` | 一串值、几个带名字的值（JSON） |
| `required` | 不能为空 |
| `key` | 主键；几列都注明的，合起来每行各不相同 |
| `→ 表名` | 指向那张表的一行 |

*In English.* Made from the models (`python -m pipeline.export.dictionary`); a test compares the two. Tables marked 导出
are written by `hedui export`, columns marked ○ are in the database only. Views show reports that are in force, see
[sql.md](sql.md).
"""


def dictionary() -> str:
    """The page."""
    parts = [_PREFACE, "## 视图 Views\n"]
    for view in views():
        head = f"### {view.name}\n\n{view.comment}\n\n{view.doc}\n\n| 列 | 含义 | meaning |\n|---|---|---|"
        rows = (f"| `{column.name}` | {_cell(column.comment)} | {_cell(column.doc)} |" for column in view.columns)
        parts.append("\n".join([head, *rows, ""]))
    parts.append("## 表 Tables\n")
    parts += [_table(table_named(name), exported=True) for name in EXPORTED_TABLES]
    parts += [_table(table_named(name), exported=False) for name in OTHER_TABLES]
    return "\n".join(parts)


def _table(table: Table, exported: bool) -> str:
    head = f"### {table.name}\n\n{table.comment}{' · 导出' if exported else ''}\n"
    return "\n".join([head, "| 列 | 类型 | 含义 | meaning |", "|---|---|---|---|", *_rows(table, exported), ""])


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
