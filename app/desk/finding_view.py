"""Everything that the page of a finding shows, gathered from the store: figures, pages, arithmetic, repairs, rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from markupsafe import Markup

from app.desk.cell_texts import CellText, cell_text
from app.desk.charts import series_chart
from app.desk.drawing import svg_in_page
from app.desk.equation_lines import EquationLine, equation_line
from app.desk.kept_equations import KeptEquations
from app.desk.page_images import PageImages
from app.desk.panes import Pane, panes_of, side_by_side
from app.desk.words import Words
from app.rule_words import example_words, explanation, relation_words, severity_words
from pipeline.review.metric_year import year_of_fact
from pipeline.review.report_sources import ReportSource
from pipeline.store import Store
from pipeline.store.lookup import FindingDetail
from pipeline.wording.fact_words import number_words, unit_words
from rules.check import checks_in_force
from rules.other_rules import other_rules

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the finding, by its number in the list."""

    number: int
    fact: Row
    suspect: bool
    text: CellText


@dataclass(frozen=True, slots=True)
class Repair:
    """What a figure may have been meant to be; `value` in words where the print alone does not tell it."""

    number: int | None
    printed: str
    kind: str
    instead: str
    odds: Decimal


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule for people: what it asks, why, as a formula, how grave, with examples."""

    rule_id: str
    title: str
    explain: str
    relation: str
    severities: tuple[str, ...]
    holds: tuple[str, ...]
    violated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """The page's content but for what people did about the finding."""

    figures: tuple[Figure, ...]
    equations: tuple[EquationLine, ...]
    panes: tuple[Pane, ...]
    further_panes: tuple[Pane, ...]
    repairs: tuple[Repair, ...]
    chart: Markup | None
    rule: RuleWords | None
    unit: str
    """The unit of the finding's figures, in Chinese; empty where they have several, and so one cannot tell which is
    that of the reported value."""


def finding_view(
    store: Store, images: PageImages, equations: KeptEquations, detail: FindingDetail, say: Words
) -> FindingView:
    """Gather it; what cannot be shown (a file that is gone, an equation whose rule has changed) is left out or says so
    in its place."""
    finding, suspect = detail.finding, detail.finding["suspect_fact_id"]
    figures = tuple(
        Figure(number, fact, fact["fact_id"] == suspect, cell_text(fact, detail.items))
        for number, fact in enumerate(detail.facts, start=1)
    )
    numbered = {figure.fact["fact_id"]: (figure.number, figure.fact) for figure in figures}
    judged = {fact_id: (number, _as_judged(fact, detail)) for fact_id, (number, fact) in numbered.items()}
    shown, further = side_by_side(panes_of(images, detail.facts, sources_of(detail), suspect))
    about = numbered.get(suspect or "", (0, detail.facts[0] if detail.facts else None))[1]
    units = {unit_words(fact) for fact in detail.facts}
    return FindingView(
        figures,
        tuple(equation_line(equation, judged, suspect) for equation in equations.of(finding)),
        tuple(shown),
        tuple(further),
        _repairs(finding, numbered),
        None if about is None else _chart(store, about, _meant(finding, about), say),
        rule_words(finding["rule"]),
        units.pop() if len(units) == 1 else "",
    )


def _as_judged(fact: Row, detail: FindingDetail) -> Row:
    """The fact with the print of its standing correction, which is what the equations go by."""
    mine = (one for one in detail.corrections if one["fact_id"] == fact["fact_id"])
    standing = next((one for one in mine if one["ended_at"] is None and one["fits"] and one["judged_in"]), None)
    return fact if standing is None else {**fact, "printed": standing["printed"]}


def sources_of(detail: FindingDetail) -> dict[str, ReportSource]:
    """The files of the finding's reports by report."""
    return {
        report["report_id"]: ReportSource(report["report_id"], report["source_name"], report["sha256"])
        for report in detail.reports
    }


def _repairs(finding: Row, numbered: Mapping[str, tuple[int, Row]]) -> tuple[Repair, ...]:
    repairs = []
    for each in finding["suggestion"] or ():
        number, fact = numbered.get(each["fact_id"], (None, None))
        value = "" if fact is None else number_words(Decimal(each["value"]), unit_words(fact))
        repairs.append(Repair(number, each["printed"], each["kind"], value, Decimal(str(each["odds"] or 0))))
    return tuple(repairs)


def _meant(finding: Row, fact: Row) -> Decimal | None:
    """What the fact should be by the best repair, in its base unit."""
    fitting = (each for each in finding["suggestion"] or () if each["fact_id"] == fact["fact_id"])
    return next((Decimal(each["value"]) for each in fitting), None)


def _chart(store: Store, fact: Row, meant: Decimal | None, say: Words) -> Markup | None:
    with store.reading() as connection:
        series = year_of_fact(connection, fact["fact_id"])
    if series is None or sum(len(points) for points in series.points.values()) < 2:
        return None
    return svg_in_page(series_chart(series, small=True, expected=meant, say=say))


@cache
def rule_words(rule_id: str) -> RuleWords | None:
    """The rule of that id in words; None for one that is not in force any more."""
    for check in checks_in_force():
        if check.id == rule_id:
            text = check.text
            return RuleWords(
                rule_id,
                text.title,
                explanation(check),
                relation_words(check),
                tuple(severity_words(check)),
                tuple(example_words(check, example) for example in text.examples.holds[:2]),
                tuple(example_words(check, example) for example in text.examples.violated[:2]),
            )
    for rule in other_rules():
        if rule.id == rule_id:
            return RuleWords(rule_id, rule.title, rule.explain, rule.way, (), (), ())
    return None
