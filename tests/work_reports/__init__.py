"""Invented work reports with the truth of their figures, written down before they were read.

A file is a document and its truth. `title:` and `columns:` (heads parted by |) come first; without `columns:` the
document is running text. Then a row (cells parted by |) or a paragraph a line, and behind it a line for each figure:

    > C 12处 ; count >=t ; 饮水工程 ; 全县 ; 2024-01..2024-09 ; 年度计划

column and figure; kind, comparator and role; metric (a|b means either), scope, period and base as in a gold sheet.
Columns are T target, M current, C cumulative, P completion and - for none. The comparator may be left out (eq), and so
may the role: t target, s stretch_target, k standard, a arranged, b budget, j adjustment, l baseline, ? not asked, else
actual.
A period that is left out is the column's (`periods:` gives T, M and C), an empty one is not asked. Not asked at all is
what begins with `>*`; `>~` is asked, but known to be misread so far.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import regex

from extractors.fact import Fact
from extractors.reading import read_report
from extractors.report import Hints
from pipeline.score import Score, score

FOLDER = Path(__file__).parent / "written"
_HEAD = ["item", "column", "quote", "kind", "value", "unit", "comparator", "role", "metric", "scope", "period", "base"]
_COLUMNS = {"T": "target", "M": "current", "C": "cumulative", "P": "completion", "-": ""}
_COMPARATORS = {"": "eq", ">=": "ge", "<=": "le", ">": "gt", "<": "lt", "~": "approx"}
_ROLES = {"": "actual", "t": "target", "s": "stretch_target", "k": "standard", "a": "arranged", "b": "budget",
          "j": "adjustment", "l": "baseline", "?": ""}  # fmt: skip
_FIGURE = regex.compile(r"(?P<value>[-+]?\d[\d,]*(?:\.\d+)?(?:/\d+)?)(?P<more>[余多])?(?P<unit>.*)")
_MEANING = regex.compile(r"(?P<kind>\w+)(?: (?P<comparator>[<>]=?|~)?(?P<role>[\w?]?))?")


@dataclass(frozen=True, slots=True)
class WorkReport:
    """The document as a text file would hold it, its gold sheet, and the quotes in it that are known to be misread."""

    name: str
    text: str
    gold: tuple[tuple[str, ...], ...]
    misread: tuple[str, ...]


def read_work_report(file: Path) -> WorkReport:
    """Parse a file of `FOLDER`; a line that breaks the form is an error."""
    heads: dict[str, str] = {}
    lines: list[str] = []
    gold: list[tuple[str, ...]] = []
    misread: list[str] = []
    item, name_column = "", None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        key, _, rest = line.partition(":")
        if key in ("title", "columns", "periods", "name"):
            heads[key] = rest.strip()
            name_column = int(heads[key]) if key == "name" else name_column
            if key == "title":
                lines.append(heads["title"])
            if key == "columns":
                cells = [cell.strip() for cell in rest.split("|")]
                name_column = 1
                lines.append("\t".join(cells))
        elif line.startswith(">"):
            try:
                gold.append(_gold_line(line.replace(">~", ">", 1), item, heads))
                misread.extend([gold[-1][2]] if line.startswith(">~") else [])
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{file.name}:{number}: {line}") from error
        elif name_column is not None and "|" in line:
            cells = [cell.strip() for cell in line.split("|")]
            item = cells[name_column]
            lines.append("\t".join(cells))
        else:
            lines.append(line)
            item = ""
    return WorkReport(file.stem, "\n".join(lines) + "\n", tuple(gold), tuple(misread))


def _gold_line(line: str, item: str, heads: dict[str, str]) -> tuple[str, ...]:
    if line.startswith(">*"):
        return (item, "", line[2:].strip(), "*", *[""] * 8)
    column, _, rest = line[1:].strip().partition(" ")
    fields = [field.strip() for field in rest.split(";")]
    figure, meaning = fields[0], fields[1]
    printed = _FIGURE.fullmatch(figure)
    said = _MEANING.fullmatch(meaning)
    if printed is None or said is None:
        raise ValueError(line)
    periods = dict(zip("TMC", [each.strip() for each in heads.get("periods", "").split("|")], strict=False))
    own = fields[4] if len(fields) > 4 else "."
    period = periods.get({"P": "C"}.get(column, column), "") if own == "." else own
    metric = fields[2] if len(fields) > 2 else ""
    scope = fields[3] if len(fields) > 3 else ""
    base = fields[5] if len(fields) > 5 else ""
    unit = printed["unit"]
    return (
        item, _COLUMNS[column], figure, said["kind"], printed["value"].replace(",", ""), unit,
        _COMPARATORS[said["comparator"] or ("" if not printed["more"] else ">")], _ROLES[said["role"] or ""],
        metric, scope, period, base,
    )  # fmt: skip


def exported(fact: Fact, source: str) -> dict[str, object]:
    """A fact with what the score compares, under the names of the export."""
    period = fact.period
    return {
        "source_name": source, "locator": fact.locator, "item": fact.item, "column": fact.column,
        "printed": fact.printed, "kind": fact.kind, "role": fact.role, "comparator": fact.comparator,
        "value": str(fact.value), "unit": fact.unit, "metric": fact.metric, "metric_name": fact.metric_name,
        "period_start": period.start.isoformat() if period and period.start else None,
        "period_end": period.end.isoformat() if period else None, "scope": fact.scope, "base": fact.base,
    }  # fmt: skip


def measured(report: WorkReport, folder: Path) -> Score:
    """Read the document from a file in `folder` as any report would be, and compare its facts with the truth."""
    source = f"{report.name}.txt"
    (folder / source).write_text(report.text, encoding="utf-8")
    gold = folder / "gold.tsv"
    gold.write_text("\n".join("\t".join(line) for line in (_HEAD, *report.gold)) + "\n", encoding="utf-8")
    facts = folder / "facts.jsonl"
    found = read_report(folder / source, Hints(source)).facts
    rows = [json.dumps(exported(fact, source), ensure_ascii=False) for fact in found]
    facts.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    return score(facts, gold, source)
