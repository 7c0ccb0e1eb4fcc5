"""Lists that people keep in the inbox, as YAML, CSV or a workbook: rows with the number of the line each stands on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

from pydantic import ValidationError, model_validator

from rules.errors import HeduiError, RuleMistake
from rules.system_reasons import system_reason
from rules.yaml_files import RuleModel, in_chinese, load_yaml_with_lines


class ListedRow(RuleModel):
    """A row of a list. `heads` says what Chinese heads mean; the fields' own names are heads as well."""

    heads: ClassVar[Mapping[str, str]]

    @model_validator(mode="before")
    @classmethod
    def _named_by_fields(cls, given: Any) -> Any:
        """The row with the names of its fields; of two heads for one field neither is taken."""
        if not isinstance(given, dict):
            return given
        fields = [cls.heads.get(str(name), name) for name in given]
        return dict(zip(fields, given.values(), strict=True)) if len(set(fields)) == len(fields) else given


Listed = TypeVar("Listed", bound=ListedRow)


class ListMistake(HeduiError):
    """A list in the inbox is wrong: names the file, the line and the remedy. Kinds of lists say what they are `called`
    and `how_to_write` them, and have their own exit code."""

    called: ClassVar[str]
    how_to_write: ClassVar[str]

    def __init__(self, file: Path, line: int | None, problem: str) -> None:
        where = f"{file}，第 {line} 行" if line is not None else str(file)
        super().__init__(f"{self.called}有误（{where}）：{problem}", self.how_to_write)
        self.file = file
        self.line = line
        self.problem = problem


def listed_rows(file: Path, shape: type[Listed], mistake: type[ListMistake]) -> list[tuple[int, Listed]]:
    """The rows of the list, each with its line (from 1).

    Empty cells are fields left out, empty rows are passed over. Raises `mistake`.
    """
    if file.suffix in {".yaml", ".yml"}:
        try:
            return load_yaml_with_lines(file, shape)
        except RuleMistake as error:
            raise mistake(file, error.line, error.problem) from error
    table = _workbook_cells(file, mistake) if file.suffix == ".xlsx" else _csv_cells(file, mistake)
    numbered = list(table)
    if not numbered:
        raise mistake(file, None, "是空的")
    (first, titles), rows = numbered[0], numbered[1:]
    fields = _fields(titles, shape)
    if fields is None:
        heads = shape.heads
        known = "、".join(dict.fromkeys([*heads, *(name for name in shape.model_fields if name not in heads.values())]))
        raise mistake(file, first, f"表头应从这些里面选：{known}；现在是 {'、'.join(filter(None, titles))}")
    written = dict(zip(fields, titles, strict=False))
    return [(line, _row(file, line, cells, written, shape, mistake)) for line, cells in rows]


def _fields(titles: Sequence[str], shape: type[ListedRow]) -> list[str] | None:
    """What each column holds; None if a head is unknown, there twice, or one that must be there is not."""
    while titles and not titles[-1]:
        titles = titles[:-1]
    fields = [shape.heads.get(title, title.lower()) for title in titles]
    needed = {name for name, field in shape.model_fields.items() if field.is_required()}
    if not set(fields) <= set(shape.model_fields) or len(set(fields)) < len(fields) or not needed <= set(fields):
        return None
    return fields


def _row(
    file: Path,
    line: int,
    cells: Sequence[str],
    fields: Mapping[str, str],
    shape: type[Listed],
    mistake: type[ListMistake],
) -> Listed:
    """`fields` are those of the columns, in their order, with the heads that they have in the file."""
    if any(cells[len(fields) :]):
        raise mistake(file, line, "列数多于表头")
    given: dict[str, Any] = {field: cell for field, cell in zip(fields, cells, strict=False) if cell}
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise mistake(
            file, line, f"{'.'.join(fields.get(str(part), str(part)) for part in first['loc'])}：{in_chinese(first)}"
        ) from error


def _csv_cells(file: Path, mistake: type[ListMistake]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(_text(file, mistake), newline=""))
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as error:
        raise mistake(file, reader.line_num, f"不是有效的 CSV：{error}") from error


def _text(file: Path, mistake: type[ListMistake]) -> str:
    """UTF-8, with or without a mark, or what Chinese spreadsheets save as CSV: GB18030."""
    try:
        content = file.read_bytes()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("gb18030")
    except (OSError, UnicodeDecodeError) as error:
        raise mistake(file, None, f"读不出来：{system_reason(error)}") from error


_MOST_ROWS: Final = 100_000


def _workbook_cells(file: Path, mistake: type[ListMistake]) -> Iterator[tuple[int, list[str]]]:
    """The first sheet's cells as text; numbers without a fraction that is nought, dates as ISO."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(file) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=_MOST_ROWS)
    except OSError as error:
        raise mistake(file, None, f"读不出来：{system_reason(error)}") from error
    except CalamineError as error:
        raise mistake(file, None, f"不是完整的 Excel 工作簿：{error}") from error
    for line, row in enumerate(rows, start=1):
        cells = [_cell_text(cell) for cell in row]
        if any(cells):
            yield line, cells


def _cell_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
