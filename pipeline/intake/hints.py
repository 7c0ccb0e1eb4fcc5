"""What is known of a file from outside its text: a manifest in the inbox, or the folders it lies in."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, ClassVar, Final

import regex
from pydantic import BeforeValidator

from extractors.fact import Period, PeriodKind
from extractors.report import Hints, ReportKind
from pipeline import identity
from pipeline.intake.listed_rows import ListedRow, ListMistake, listed_rows
from pipeline.wording.report_kinds import code_of_kind
from rules.organs import organs

MANIFEST_NAMES: Final = ("manifest.yaml", "manifest.yml", "manifest.csv")


class ManifestMistake(ListMistake):
    """The manifest in the inbox is wrong: exit code 9, with the file, the line and the remedy."""

    exit_code = 9
    called = "清单"
    how_to_write = (
        "每行写文件（相对收件文件夹的路径），可写单位、期间（如 2024-06、2024Q2）、种类（如 进度表）；改正后重新运行。"
    )


class _ManifestRow(ListedRow):
    heads: ClassVar[Mapping[str, str]] = {
        "文件": "file",
        "文件名": "file",
        "单位": "unit",
        "报送单位": "unit",
        "期间": "period",
        "所属期": "period",
        "种类": "kind",
    }

    file: str
    unit: str | None = None
    period: str | None = None
    kind: Annotated[ReportKind | None, BeforeValidator(code_of_kind)] = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the manifest says of one file."""

    unit: str | None
    period: Period | None
    kind: ReportKind | None


def read_manifest(inbox: Path) -> dict[str, Given]:
    """What the inbox's manifest says, by source name; empty if there is none. Raises ManifestMistake."""
    for name in MANIFEST_NAMES:
        file = inbox / name
        if file.is_file():
            given: dict[str, Given] = {}
            for line, row in listed_rows(file, _ManifestRow, ManifestMistake):
                source_name = PurePosixPath(row.file.replace("\\", "/")).as_posix()
                if source_name in given:
                    raise ManifestMistake(file, line, f"{row.file} 写了两次")
                given[source_name] = _given(file, line, row)
            return given
    return {}


def hints_for(source_name: str, manifest: Mapping[str, Given]) -> Hints:
    """What is known of the file: the manifest's word if it has one, else that of the folders."""
    given = manifest.get(source_name)
    if given is not None and given != Given(None, None, None):
        return Hints(source_name, given.unit, given.period, given.kind, "manifest")
    unit, period = _from_folders(PurePosixPath(source_name).parent.parts)
    if unit is None and period is None:
        return Hints(source_name)
    return Hints(source_name, unit, period, None, "folder")


def hints_digest(hints: Hints) -> str:
    """Equal for equal hints; a report is read again when it changes."""
    return identity.short_hash(repr(hints))


_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_PERIODS: Final[tuple[tuple[Any, PeriodKind], ...]] = (
    (regex.compile(rf"(?<!\d){_YEAR}(?:[-_.]|年)?第?(?P<quarter>[1-4一二三四])季度?"), "quarter"),
    (regex.compile(rf"(?<!\d){_YEAR}[-_.年]?[Qq](?P<quarter>[1-4])(?!\d)"), "quarter"),
    (regex.compile(rf"(?<!\d){_YEAR}年?(?P<half>[上下])半年"), "half"),
    (regex.compile(rf"(?<!\d){_YEAR}年(?P<month>1[0-2]|0?[1-9])月份?"), "month"),
    (regex.compile(rf"(?<!\d){_YEAR}[-_.](?P<month>1[0-2]|0[1-9]|[1-9])(?![\d月日]|[-_.]\d)"), "month"),
    (regex.compile(rf"(?<!\d){_YEAR}(?P<month>1[0-2]|0[1-9])(?!\d)"), "month"),
    (regex.compile(rf"(?<!\d){_YEAR}年度?$"), "year"),
)
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}


def parse_period(text: str) -> tuple[Period, str] | None:
    """The month, quarter, half or year that `text` names, and what is left of it without; None if it names none."""
    for pattern, kind in _PERIODS:
        match = pattern.search(text)
        if match is None:
            continue
        rest = text[: match.start()] + text[match.end() :]
        year, first, last = int(match["year"]), 1, 12
        if kind == "quarter":
            quarter = _QUARTERS.get(match["quarter"]) or int(match["quarter"])
            first, last = 3 * quarter - 2, 3 * quarter
        elif kind == "half":
            first, last = (1, 6) if match["half"] == "上" else (7, 12)
        elif kind == "month":
            first = last = int(match["month"])
        end = date(year, last, calendar.monthrange(year, last)[1])
        return Period(date(year, first, 1), end, kind), rest
    return None


def _from_folders(folders: tuple[str, ...]) -> tuple[str | None, Period | None]:
    """The unit and the period that the folders name: of several, the innermost."""
    unit: str | None = None
    period: Period | None = None
    year: str | None = None
    for folder in folders:
        name = plain = folder.strip().removesuffix(".zip").removesuffix(".ZIP")  # an archive is a folder
        within_year = (
            f"{year}年{name}"
            if year and regex.match(r"(?:1[0-2]|0?[1-9])月|[上下]半年|第?[一二三四1-4]季", name)
            else name
        )
        found = parse_period(within_year)
        if found is not None:
            period, name = found
        if bare := regex.fullmatch(r"((?:19|20)\d\d)年?度?", plain):
            year, name = bare[1], ""
            period = Period(date(int(bare[1]), 1, 1), date(int(bare[1]), 12, 31), "year")
        if organs().names_a_unit(name := name.strip(" -_.（）()·")):
            unit = name
    return unit, period


def _given(file: Path, line: int, row: _ManifestRow) -> Given:
    period = None
    if row.period:
        found = parse_period(row.period.strip())
        if found is None or found[1].strip():
            raise ManifestMistake(file, line, f"看不懂的期间“{row.period}”")
        period = found[0]
    return Given((row.unit or "").strip() or None, period, row.kind)
