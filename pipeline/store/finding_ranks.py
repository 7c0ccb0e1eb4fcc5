"""Ranks findings: by severity, then by how surely they are right times how much it matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, func, select

from pipeline.store.contract import Row, table_named
from pipeline.store.key_portions import key_portions
from rules.ranking import Precision, load_ranking

SEVERITIES: Final = ("error", "warning", "notice")
"""Worst first."""

_GOALS: Final = ("target", "stretch_target", "budget", "standard")
_CAPS: Final = ("le", "lt")


@dataclass(frozen=True, slots=True)
class RankedFinding:
    """A finding with what it is ranked by: the `precision` of its rule, the least `confidence` of its facts (0..1),
    whether a target `flips` between met and missed once it is put right, and its `weight` among its severity. `due` is
    the day by which a unit that was sent a notice of it is to answer, `overdue` whether that has passed."""

    finding: Row
    precision: Precision
    confidence: float
    flips: bool
    weight: float
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class RankedBase:
    """What a finding weighs before it is asked how often its rule is right: `base` is confidence times materiality.
    `fact` is the row of the figure that it is about, None where that is gone."""

    fact: Any
    confidence: float
    flips: bool
    base: float


def ranked(connection: Connection, findings: Sequence[Row], today: date | None = None) -> list[RankedFinding]:
    """`findings` (rows of the contract's table), worst first; of equal severity those first that a unit has not
    answered by its notice's due day."""
    due = due_days(connection)
    today = today or datetime.now().astimezone().date()
    known = precisions(connection)
    bases = ranked_bases(connection, findings)
    result = []
    for finding in findings:
        precision = known[finding["rule"], finding["severity"]]
        one = bases[finding["finding_id"]]
        last = due.get(finding["finding_id"]) if finding["status"] == "notified" else None
        overdue = last is not None and last < today
        weight = one.base * precision.mean
        result.append(RankedFinding(finding, precision, one.confidence, one.flips, weight, last, overdue))
    return sorted(
        result,
        key=lambda one: (
            severity_rank(one.finding["severity"]),
            not one.overdue,
            -one.weight,
            one.finding["finding_id"],
        ),
    )


def ranked_bases(connection: Connection, findings: Sequence[Row]) -> dict[str, RankedBase]:
    """What each of the findings weighs without its rule's precision, by id."""
    rule = load_ranking()
    confidences = _confidences(connection, [finding["finding_id"] for finding in findings])
    stated = _stated_facts(connection, findings)
    goals = _goals(connection, {fact.report_id for fact in stated.values() if fact.role == "actual"})
    bases = {}
    for finding in findings:
        confidence = confidences.get(finding["finding_id"], 1.0)
        fact = stated.get(finding["finding_id"])
        flips = fact is not None and _flips(finding, fact, goals)
        money = fact is not None and fact.unit == "CNY"
        base = confidence * rule.materiality(finding["gap"], finding["reported"], money, flips)
        bases[finding["finding_id"]] = RankedBase(fact, confidence, flips, base)
    return bases


def precisions(connection: Connection) -> dict[tuple[str, str], Precision]:
    """How often each rule is right, by rule and severity, as far as the decisions up to now tell."""
    rule, decisions = load_ranking(), _last_decisions(connection)
    findings = table_named("findings")
    kinds = connection.execute(select(findings.c.rule, findings.c.severity).distinct())
    return {(name, severity): rule.precision(_known(severity), decisions.get(name, ())) for name, severity in kinds}


def severity_rank(severity: str) -> int:
    """Place of a severity in the order of findings, 0 the worst."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def due_days(connection: Connection, finding_ids: Collection[str] | None = None) -> dict[str, date]:
    """The due day of the last notice that told of each finding; of few findings where they are given."""
    notices, told = table_named("notices"), table_named("notice_findings")
    statement = select(told.c.finding_id, notices.c.due).join(notices, notices.c.number == told.c.number)
    if finding_ids is not None:
        statement = statement.where(told.c.finding_id.in_(finding_ids))
    return {row.finding_id: row.due for row in connection.execute(statement.order_by(notices.c.made_at))}


def _known(severity: str) -> str:
    return severity if severity in SEVERITIES else "notice"


def _last_decisions(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """The last decision on each reviewed finding, else the status that a person gave it, by rule."""
    findings, reviews = table_named("findings"), table_named("reviews")
    last: dict[str, tuple[str, str]] = {}
    decided = (
        select(reviews.c.finding_id, findings.c.rule, reviews.c.decision)
        .join(findings, findings.c.finding_id == reviews.c.finding_id)
        .order_by(reviews.c.reviewed_at, reviews.c.review_id)
    )
    for row in connection.execute(decided):
        last[row.finding_id] = (row.rule, row.decision)
    by_rule: dict[str, list[str]] = defaultdict(list)
    for name, decision in last.values():
        by_rule[name].append(decision)
    given = select(findings.c.finding_id, findings.c.rule, findings.c.status).where(
        findings.c.status.in_(sorted(load_ranking().verdicts))
    )
    for row in connection.execute(given):
        if row.finding_id not in last:
            by_rule[row.rule].append(row.status)
    return {rule: tuple(decisions) for rule, decisions in by_rule.items()}


def _confidences(connection: Connection, finding_ids: Sequence[str]) -> dict[str, float]:
    """The least confidence of the facts of each finding."""
    links, facts = table_named("finding_facts"), table_named("facts")
    statement = (
        select(links.c.finding_id, func.min(facts.c.confidence).label("least"))
        .join(facts, facts.c.fact_id == links.c.fact_id)
        .group_by(links.c.finding_id)
    )
    found = _in_parts(connection, statement, links.c.finding_id, finding_ids)
    return {row.finding_id: float(row.least) for row in found if row.least is not None}


def _stated_facts(connection: Connection, findings: Iterable[Row]) -> dict[str, Any]:
    """The fact that each finding is about: its suspect, else the first."""
    wanted = {
        finding["finding_id"]: finding["suspect_fact_id"] or next(iter(finding["fact_ids"]), None)
        for finding in findings
    }
    facts = table_named("facts")
    fields = [facts.c[name] for name in ("fact_id", "report_id", "item_position", "metric", "metric_name", "scope",
                                         "kind", "role", "unit", "value", "column", "item", "printed")]  # fmt: skip
    found = {row.fact_id: row for row in _in_parts(connection, select(*fields), facts.c.fact_id, wanted.values())}
    return {finding_id: found[fact_id] for finding_id, fact_id in wanted.items() if fact_id in found}


def _goals(connection: Connection, reports: Iterable[str]) -> dict[tuple[Any, ...], list[Any]]:
    """Targets of `reports` by report, metric, kind and unit."""
    facts = table_named("facts")
    fields = [facts.c[name] for name in ("report_id", "metric", "metric_name", "kind", "unit", "value", "comparator")]
    goals: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    statement = select(*fields).where(facts.c.role.in_(_GOALS))
    for row in _in_parts(connection, statement, facts.c.report_id, reports):
        goals[_of(row)].append(row)
    return goals


def _in_parts(connection: Connection, statement: Any, column: Any, ids: Iterable[str | None]) -> Iterable[Any]:
    for portion in key_portions(sorted({each for each in ids if each is not None})):
        yield from connection.execute(statement.where(column.in_(portion)))


def _of(fact: Any) -> tuple[Any, ...]:
    return fact.report_id, fact.metric_name or fact.metric, fact.kind, fact.unit


def _flips(finding: Row, fact: Any, goals: Mapping[tuple[Any, ...], list[Any]]) -> bool:
    """Whether a target is met by the figure as reported and missed by what it should be, or the other way round."""
    right = _right_value(finding, fact)
    if right is None or fact.role != "actual":
        return False
    now = Decimal(fact.value)
    if fact.kind == "completion":
        return (now >= 100) != (right >= 100)
    return any(_met(goal, now) != _met(goal, right) for goal in goals.get(_of(fact), ()))


def _met(goal: Any, value: Decimal) -> bool:
    aim = Decimal(goal.value)
    return value <= aim if goal.comparator in _CAPS else value >= aim


def _right_value(finding: Row, fact: Any) -> Decimal | None:
    """What the figure should be: the best suggestion, else the nearest that the equation allows."""
    for suggestion in finding["suggestion"] or ():
        if suggestion["fact_id"] == fact.fact_id:
            return Decimal(suggestion["value"])
    if finding["suspect_fact_id"] is not None:
        return None
    low, high = finding["expected_low"], finding["expected_high"]
    bounds = [bound for bound in (low, high) if bound is not None]
    return min(bounds, key=lambda bound: abs(bound - Decimal(fact.value)), default=None)
