"""Little reports, a few for each family of checks: one slip of that family, and their consistent twins.

A file of `FOLDER` holds cases. A case begins with `## ` and what it is about, then `rules:` (one of them must find the
slip; `none` where nothing may be found), `severity:` (of what is found; nothing graver may be), `says:` (words of the
message, parted by ;) and `habits:` (rules that tell of the publisher, slip or not). Then its reports,
each under `--- file name`: the title, and paragraphs or rows whose cells are parted by |. `@` is the place. A figure
[62.31→63.21] is 62.31 in the twin and 63.21 where the slip is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import regex

from pipeline.synth.file_kinds.office import write_docx, write_xlsx
from pipeline.synth.file_kinds.text_dump import text_dump
from pipeline.synth.file_kinds.web_page import html_page
from pipeline.synth.forms import Form, Narrative, Sheet, ValueTable

FOLDER: Final = Path(__file__).parent / "written"
_SLIP: Final = regex.compile(r"\[(?P<right>[^\[\]→]*)→(?P<wrong>[^\[\]→]*)\]")
_CAPTION: Final = regex.compile(r"[（(]?单位[:：].*")


@dataclass(frozen=True, slots=True)
class Case:
    """`rules` is empty where nothing may be found; `habits` are rules that tell of the publisher, slip or not;
    `reports` are file names with their lines, slips still marked."""

    name: str
    rules: tuple[str, ...]
    severity: str
    habits: tuple[str, ...]
    says: tuple[str, ...]
    reports: tuple[tuple[str, str], ...]

    def write(self, inbox: Path, place: str, *, slipped: bool) -> None:
        """Write the reports under `inbox`, of the finance bureau of `place`."""
        for name, lines in self.reports:
            told = _SLIP.sub(lambda slip: slip["wrong" if slipped else "right"], lines).replace("@", place)
            file = inbox / f"{place}市财政局" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(_form(told.splitlines()), file)


def cases() -> Iterator[Case]:
    """All cases, in the order of their files. A case that is not written as it should be is an error."""
    for file in sorted(FOLDER.glob("*.txt")):
        for text in regex.split(r"^## ", file.read_text(encoding="utf-8"), flags=regex.MULTILINE)[1:]:
            head, *reports = regex.split(r"^--- ", text, flags=regex.MULTILINE)
            name, *fields = (line for line in head.splitlines() if line.strip() and not line.startswith("#"))
            given = dict(field.split(": ", 1) for field in fields)
            rules = tuple(given.pop("rules").split(", "))
            case = Case(
                name=f"{file.stem}: {name}",
                rules=() if rules == ("none",) else rules,
                severity=given.pop("severity", ""),
                habits=tuple(filter(None, given.pop("habits", "").split(", "))),
                says=tuple(filter(None, given.pop("says", "").split("; "))),
                reports=tuple((one.partition("\n")[0], one.partition("\n")[2].strip()) for one in reports),
            )
            slips = sum(len(_SLIP.findall(lines)) for _, lines in case.reports)
            if given or not reports or bool(slips) != bool(case.rules) or bool(case.rules) != bool(case.severity):
                raise ValueError(f"{case.name}: {given} {slips}")
            yield case


def _form(lines: list[str]) -> Form:
    title, *rest = [line for line in lines if line.strip()]
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in rest if "|" in line]
    prose = [line for line in rest if "|" not in line]
    if not rows:
        return Narrative(title, tuple(prose))
    captions = [line for line in prose if _CAPTION.fullmatch(line)]
    if captions:
        notes = tuple(line for line in prose if line not in captions)
        return ValueTable(title, captions[0], rows[0], tuple(rows[1:]), notes)
    return Sheet(title, rows[0], tuple(rows[1:]))


def _write(form: Form, file: Path) -> None:
    match file.suffix:
        case ".docx":
            write_docx(form, file)
        case ".xlsx":
            write_xlsx(form, file)
        case ".html":
            file.write_text(html_page(form), encoding="utf-8")
        case _:
            file.write_text(text_dump(form), encoding="utf-8")
