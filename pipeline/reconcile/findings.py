"""Makes findings of violated equations: those that share figures become one, with suspect, repairs and sentence."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.reconcile.cutting import Habit, may_be_cut
from pipeline.reconcile.domains import Domains
from pipeline.reconcile.equation import Equation, reading_of
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import Finding
from pipeline.reconcile.judging import Judged
from pipeline.reconcile.labels import Labels
from pipeline.reconcile.message import result_of, sentence_of
from pipeline.reconcile.neighbours import Neighbours
from pipeline.reconcile.suspects import Cause, as_decimal, causes_of
from pipeline.reconcile.witnesses import Witnesses
from rules.check_text import Milder, Severity
from rules.printed import read_printed

_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "notice": 2}
_SERIES_FIELDS = ("unit_name", "metric", "scope", "basis", "period_start", "period_end", "column", "kind", "role")


@dataclass(frozen=True, slots=True)
class _Violation:
    """A violated equation with its severity in this case, and the note that a milder severity brings; `if_cut` says
    that it holds if digits were cut off."""

    equation: Equation
    severity: Severity
    note: str
    if_cut: bool = False


def make_findings(book: FactBook, judged: Sequence[Judged], habits: Sequence[Habit] = ()) -> tuple[Finding, ...]:
    """The findings of all checks, by id; `habits` of cutting digits off that are not sure make errors milder."""
    order = {one.check.id: index for index, one in enumerate(judged)}
    violations = [_violation(book, equation, habits) for one in judged for equation in one.violated]
    witnesses = Witnesses(book, judged, [violation.equation for violation in violations])
    checks = [one.check for one in judged]
    neighbours, labels, domains = Neighbours(book), Labels(book, checks), Domains(book, checks)
    findings: dict[str, Finding] = {}
    for group, cause in _by_cause(book, _sharing_figures(book, violations), witnesses, neighbours, labels, domains):
        group.sort(
            key=lambda violation: (
                _RANK[violation.severity],
                order[violation.equation.check.id],
                violation.equation.all_rows,
            )
        )
        finding = _finding(book, group, cause)
        number = 2
        identity = finding.finding_id
        while identity in findings:
            identity = _hash(finding.finding_id, str(number))
            number += 1
        findings[identity] = finding if identity == finding.finding_id else _renamed(finding, identity)
    return tuple(findings[identity] for identity in sorted(findings))


def _violation(book: FactBook, equation: Equation, habits: Sequence[Habit]) -> _Violation:
    violation = _as_the_check_says(book, equation)
    if violation.severity == "error" and may_be_cut(book, equation, habits):
        return replace(violation, severity="warning", if_cut=True)
    return violation


def _as_the_check_says(book: FactBook, equation: Equation) -> _Violation:
    text = equation.check.text
    if equation.unproven and text.unproven != "none":
        return _Violation(equation, text.unproven, "")
    for milder in text.milder:
        if _is_milder(book, equation, milder):
            return _Violation(equation, milder.severity, milder.note)
    return _Violation(equation, text.severity, "")


def _is_milder(book: FactBook, equation: Equation, milder: Milder) -> bool:
    kind = book.text(equation.rows[equation.check.reported], "report_kind") or "none"
    if (milder.report_kind and kind not in milder.report_kind) or kind in milder.report_kind_not:
        return False
    if milder.within_last_digits is None:
        return True
    return result_of(book, equation).gap <= milder.within_last_digits * _coarsest_step(book, equation)


def _coarsest_step(book: FactBook, equation: Equation) -> Fraction:
    """What one step of the last digit is worth in the fact that is printed most coarsely."""
    steps = [Fraction(0)]
    for name, row in equation.rows.items():
        if row < 0:
            continue
        printed = read_printed(book.text(row, "printed") or "")
        width = book.interval(row, reading_of(equation.check, name)).width
        steps.append(width or (printed.last_place if printed else Fraction(0)))
    return max(steps)


def _sharing_figures(book: FactBook, violations: Sequence[_Violation]) -> Iterable[list[_Violation]]:
    """Arithmetic that shares a figure together; rules of conduct each alone."""
    leader = list(range(len(violations)))

    def leading(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    first_with: dict[int, int] = {}
    for index, violation in enumerate(violations):
        if violation.equation.check.text.apart:
            continue
        for row in violation.equation.all_rows:
            other = first_with.setdefault(int(book.figure[row]), index)
            leader[leading(index)] = leading(other)
    groups: dict[int, list[_Violation]] = defaultdict(list)
    for index, violation in enumerate(violations):
        groups[leading(index)].append(violation)
    return list(groups.values())


def _by_cause(
    book: FactBook,
    groups: Iterable[list[_Violation]],
    witnesses: Witnesses,
    neighbours: Neighbours,
    labels: Labels,
    domains: Domains,
) -> Iterator[tuple[list[_Violation], Cause]]:
    """Each group in parts that have one cause."""
    for group in groups:
        equations = [violation.equation for violation in group]
        if group[0].equation.check.text.apart or all(violation.severity == "notice" for violation in group):
            yield group, Cause(tuple(equations), None, ())
            continue
        figures = {int(book.figure[row]) for equation in equations for row in equation.all_rows}
        for cause in causes_of(book, equations, witnesses.with_figures(figures), neighbours, labels, domains):
            explained = {id(equation) for equation in cause.equations}
            yield [violation for violation in group if id(violation.equation) in explained], cause


def _finding(book: FactBook, group: Sequence[_Violation], cause: Cause) -> Finding:
    worst = group[0]
    equations = [violation.equation for violation in group]
    check = worst.equation.check
    suspect = cause.suspect if worst.severity != "notice" else None
    stated = worst.equation.rows[check.reported] if suspect is None else suspect
    rows = sorted({row for equation in equations for row in equation.all_rows})
    # The file to be corrected first, as far as the evidence tells.
    rows.sort(key=lambda row: (row != stated, book.keys["report"][row] != book.keys["report"][stated], row))
    message = sentence_of(book, worst.equation, worst.note)
    if len(group) > 1:
        message = f"{message.rstrip('。')}（另有{len(group) - 1}处勾稽关系同时不符）。"
    if worst.if_cut:
        message = f"{message.rstrip('。')}（若去掉尾数、不四舍五入，则相符）。"
    if any(book.cut[row] for row in worst.equation.all_rows):
        message = f"{message.rstrip('。')}（该单位习惯去掉尾数、不四舍五入，已按去尾核对）。"
    result = result_of(book, worst.equation)
    dated = worst.equation.check.relation.left, worst.equation.check.relation.right
    about_dates = all(getattr(side, "attribute", None) for side in dated)
    return Finding(
        finding_id=_fingerprint(book, check.text.family, stated if suspect is not None else _first(book, rows)),
        rule=check.id,
        family=check.text.family,
        severity=worst.severity,
        message=message,
        report_ids=book.texts(rows, "report_id"),
        item_ids=book.texts(rows, "item_id"),
        fact_ids=book.texts(rows, "fact_id"),
        source_names=book.texts(rows, "source_name"),
        suspect_fact_id=book.text(suspect, "fact_id") if suspect is not None else None,
        suggestion=cause.suggestions if worst.severity != "notice" else (),
        reported=None if about_dates else as_decimal(result.reported),
        expected_low=None if about_dates or result.low is None else as_decimal(result.low),
        expected_high=None if about_dates or result.high is None else as_decimal(result.high),
        gap=None if about_dates else as_decimal(result.gap),
        equations=tuple(book.texts(equation.all_rows, "fact_id") for equation in equations),
    )


def _first(book: FactBook, rows: Iterable[int]) -> int:
    """The first of the rows by what they say: their own order is that of hashes of files, new with every version."""
    return min(rows, key=lambda row: (_series(book, row), row))


def _series(book: FactBook, row: int) -> list[str]:
    return [book.text(row, name) or "" for name in _SERIES_FIELDS]


def _fingerprint(book: FactBook, family: str, row: int) -> str:
    """Family and series, without amounts: the same slip has the same id however the figures move."""
    series = _series(book, row)
    if book.text(row, "metric_code") is None:
        # Words alone do not tell one thing from another of the same name.
        series.append(book.text(row, "item") or "")
    if not series[0]:
        series[0] = book.text(row, "region") or book.text(row, "source_name") or ""
    return _hash(family, *series)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _renamed(finding: Finding, identity: str) -> Finding:
    return replace(finding, finding_id=identity)
