"""The list of who owes which report by when, as it lies in the inbox, and the periods for which it is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, get_args

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from extractors.periods import month_end
from extractors.report import ReportKind
from pipeline.intake.hints import parse_period
from pipeline.intake.listed_rows import ListedRow, ListMistake, listed_rows
from pipeline.wording.report_kinds import code_of_kind

OWED_NAMES: Final = (
    "应报清单.yaml", "应报清单.yml", "应报清单.csv", "应报清单.xlsx", "owed.yaml", "owed.yml", "owed.csv", "owed.xlsx",
)  # fmt: skip
"""Names of the list; the first that is there counts."""

Every = Literal["month", "quarter", "half", "year"]

_MONTHS: Final[dict[Every, int]] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class OwedListMistake(ListMistake):
    """The list of owed reports is wrong: exit code 23, with the file, the line and the remedy."""

    exit_code = 23
    called = "应报清单"
    how_to_write = (
        "每行写单位、每（月、季、半年、年）、期后天数、自（如 2024-01），可写种类、至、除、又名；改正后重新运行。"
    )


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A duty to report: `unit` (also called `other_names`) owes a report of `kind` (any, if None) for `every` period
    from the one that ends on or after `first` to `last` (without end, if None), except those that end on a day of
    `skipped`; it is due `due_days` days after the period's last day."""

    unit: str
    other_names: tuple[str, ...]
    kind: ReportKind | None
    every: Every
    due_days: int
    first: date
    last: date | None
    skipped: tuple[date, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.unit, *self.other_names})


@dataclass(frozen=True, slots=True)
class OwedPeriod:
    """One report that is owed: of the period from `start` to `end`, by `due`."""

    owed: OwedReport
    start: date
    end: date
    due: date


def owed_periods(owed: OwedReport, until: date) -> Iterator[OwedPeriod]:
    """The reports owed for periods that have ended before the day `until`, earliest first."""
    length = _MONTHS[owed.every]
    year, month = owed.first.year, (owed.first.month - 1) // length * length + 1
    while (end := month_end(year, month + length - 1)) < until:
        if end >= owed.first and (owed.last is None or end <= owed.last) and end not in owed.skipped:
            yield OwedPeriod(owed, date(year, month, 1), end, end + timedelta(days=owed.due_days))
        year, month = (year, month + length) if month + length <= 12 else (year + 1, 1)


def read_owed_reports(inbox: Path) -> tuple[OwedReport, ...] | None:
    """The inbox's list in its order; None if it has none. Raises OwedListMistake."""
    file = next((inbox / name for name in OWED_NAMES if (inbox / name).is_file()), None)
    if file is None:
        return None
    seen: dict[tuple[str, ReportKind | None, Every], int] = {}
    listed = []
    for line, row in listed_rows(file, _OwedRow, OwedListMistake):
        duty = (row.unit, row.kind, row.every)
        if duty in seen:
            raise OwedListMistake(file, line, f"{row.unit} 的这项报告第 {seen[duty]} 行已经写过")
        seen[duty] = line
        listed.append(_owed(file, line, row))
    return tuple(listed)


def _code_of_every(given: Any) -> Any:
    if given in get_args(Every):
        return given
    word = str(given).removeprefix("每").removesuffix("报").removesuffix("度")
    if word not in _EVERY_WORDS:
        raise PydanticCustomError("every", f"只能写 {'、'.join(_EVERY_WORDS)} 之一")
    return _EVERY_WORDS[word]


def _parts(given: Any) -> Any:
    return tuple(filter(None, (part.strip() for part in given.split("、")))) if isinstance(given, str) else given


def _text(given: Any) -> Any:
    return str(given) if isinstance(given, int | float | date) else given


_Listed = Annotated[tuple[Annotated[str, BeforeValidator(_text)], ...], BeforeValidator(_parts)]


class _OwedRow(ListedRow):
    heads: ClassVar[Mapping[str, str]] = {
        "单位": "unit",
        "报送单位": "unit",
        "每": "every",
        "频次": "every",
        "期后天数": "due_days",
        "自": "first",
        "至": "last",
        "种类": "kind",
        "除": "skip",
        "又名": "also",
    }

    unit: Annotated[str, Field(min_length=1)]
    every: Annotated[Every, BeforeValidator(_code_of_every)]
    due_days: Annotated[int, Field(ge=0, le=366)]
    first: Annotated[str, BeforeValidator(_text)]
    kind: Annotated[ReportKind | None, BeforeValidator(code_of_kind)] = None
    last: Annotated[str | None, BeforeValidator(_text)] = None
    skip: _Listed = ()
    also: _Listed = ()


_EVERY_WORDS: Final[dict[str, Every]] = {"月": "month", "季": "quarter", "半年": "half", "年": "year"}

assert set(_EVERY_WORDS.values()) == set(get_args(Every))


def _owed(file: Path, line: int, row: _OwedRow) -> OwedReport:
    first, last = _ends(file, line, row.first)[0], None
    if row.last is not None:
        last = _ends(file, line, row.last)[1]
        if last < first:
            raise OwedListMistake(file, line, f"“至”（{row.last}）早于“自”（{row.first}）")
    skipped = tuple(sorted(_ends(file, line, text)[1] for text in row.skip))
    return OwedReport(row.unit, row.also, row.kind, row.every, row.due_days, first, last, skipped)


def _ends(file: Path, line: int, text: str) -> tuple[date, date]:
    """The first and the last day of the period that `text` names."""
    found = parse_period(text.strip())
    if found is None or found[1].strip() or found[0].start is None:
        raise OwedListMistake(file, line, f"看不懂的期间 {text!r}，请写成 2024-01 或 2024年一季度 的样子")
    return found[0].start, found[0].end
