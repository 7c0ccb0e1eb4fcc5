"""Names what a cell of values measures, and whose it is: by row, by head, by the columns beside it, by the caption."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.attribution.setting import Subject
from extractors.value_table.caption import Caption
from extractors.value_table.cell import ValueCell
from extractors.value_table.columns import level_beside
from extractors.value_table.head_words import is_generic
from extractors.value_table.rows import whole_scope
from extractors.value_table.value_column import ValueColumn
from extractors.value_table.value_row import plain_name
from rules.metrics import catalogue
from rules.words import words

_ENDS_IN_A_METRIC = ("收入", "支出", "税", "费")
_SIDE = regex.compile(r"(?:收入|支出|收支)$")


def subject_of(cell: ValueCell, caption: Caption, region: str | None) -> Subject:
    """The metric, its whole and the scope of a cell. The metric is '' where nothing names it."""
    metric, parent, own_scope = _metric(cell, caption)
    words = cell.column.words
    scope = cell.row.scope
    if scope and words.scope and words.scope != scope:
        scope = f"{scope}{words.scope}"
    scope = scope or words.scope or own_scope or caption.scope
    if scope is None and cell.axis in ("units", "items"):
        scope = whole_scope(caption, region)
    return Subject(metric, parent if parent != metric else None, scope)


def _metric(cell: ValueCell, caption: Caption) -> tuple[str, str | None, str | None]:
    """The metric, its whole, and the scope that the row's name is where it is no metric."""
    row, words = cell.row, cell.column.words
    if cell.axis != "metrics":
        metric = _of_head(cell.column, cell, caption) or row.metric or _of_columns_beside(cell, caption)
        if words.above and words.above in catalogue().by_name:
            return metric, words.above, None
        return metric, _whole_left(cell, metric, caption) if words.part else None, None
    phrase = words.phrase if _says_what(words.phrase) else ""
    by_head = phrase or _general_beside(cell)
    if not row.metric:
        return by_head or caption.subject or caption.stem or plain_name(row), None, None
    if not by_head or row.metric.endswith(by_head):
        return row.metric, row.parent, None
    if is_generic(by_head):
        return _with_general(row.metric, by_head), row.parent and _with_general(row.parent, by_head), None
    if row.metric in catalogue().by_name:
        return row.metric + by_head, row.metric, None
    return by_head, None, plain_name(row)


def _with_general(metric: str, general: str) -> str:
    """`metric` with the general word of a head (一般债务 under 余额), unless it is the name of an amount by itself."""
    named = metric in catalogue().by_name or metric.endswith(_ENDS_IN_A_METRIC)
    return metric if named else metric + general


def _of_head(column: ValueColumn, cell: ValueCell, caption: Caption) -> str:
    """The metric that a head names; 收入 alone leans on the caption, else on a column that says which 收入."""
    phrase = column.words.phrase
    if not phrase or not is_generic(phrase):
        return phrase
    if column.measured == "rank":
        return ""
    specific = [
        c.words.phrase for c in cell.columns
        if c.words.phrase.endswith(phrase) and not is_generic(c.words.phrase) and not c.words.part
    ]  # fmt: skip
    if specific:
        return specific[0]
    about = caption.stem or _SIDE.sub("", caption.subject)
    return about + phrase


def _of_columns_beside(cell: ValueCell, caption: Caption) -> str:
    """The metric of a column whose head names none: that of the amounts beside it, else what the caption is about."""
    column = cell.column
    about = caption.subject or caption.stem
    plain_amount = column.measured == "level" and column.words.measure is None
    whole_columns = [c for c in cell.columns if not c.words.part]
    among = whole_columns if column.measured in ("completion", "rank") or column.role == "budget" else cell.columns
    beside = None if plain_amount else level_beside(column, among)
    named = _of_head(beside, cell, caption) if beside is not None else ""
    if named or about:
        return named or about
    return next((named for each in cell.columns if (named := _of_head(each, cell, caption))), "")


def _general_beside(cell: ValueCell) -> str:
    """The general word (余额) of the amounts that a rate or a change in a row of metrics is of."""
    if cell.column.measured == "level" and cell.column.words.measure is None:
        return ""
    beside = level_beside(cell.column, cell.columns)
    return beside.words.phrase if beside is not None and is_generic(beside.words.phrase) else ""


def _whole_left(cell: ValueCell, metric: str, caption: Caption) -> str | None:
    """The metric of the nearest column to the left that is not a part: the whole of 其中：税收收入."""
    left = [c for c in cell.columns if c.number < cell.column.number and not c.words.part]
    named = [c.words.phrase for c in left if c.words.phrase not in ("", metric) and not is_generic(c.words.phrase)]
    if named:
        return named[-1]
    if not left:
        return None
    beside = replace(cell, column=left[-1])
    whole = _of_head(left[-1], beside, caption) or _of_columns_beside(beside, caption)
    return whole if whole and whole != metric else None


def is_named_by_heads(columns: tuple[ValueColumn, ...]) -> bool:
    """Whether the heads of a group's columns name metrics of their own."""
    return any(_says_what(column.words.phrase) and not is_generic(column.words.phrase) for column in columns)


def _says_what(phrase: str) -> bool:
    """Whether a head says what was done, not only that it was (当月新增)."""
    return bool(phrase) and phrase not in words().only_done
