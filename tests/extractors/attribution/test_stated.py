"""What each way of writing states, one short sentence a way, expected before it was read.

The files go by the groups of what a figure may say: numbers and units, what is no quantity, times, kinds and signs,
comparators, scope and metric. `## words` is a sentence (`##[current]` in a cell of that column), below it one line for
each fact: the value with its unit, and whatever is asked of it: kind, role, comparator, `m=` words of the metric,
`n=` its name in the catalogue, `s=` scope, `p=` period, `b=` words of the base, `par=` words of the whole, `basis=`,
`flag=`. No other fact may come out; `none` says that no fact may. ⏎ is a line break.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from extractors.attribution.setting import Memory
from extractors.fact import Column, Fact, Period
from tests.told import facts_of, told

FILES = Path(__file__).parent / "stated"
_VALUE = regex.compile(r"-?\d+(?:\.\d+)?")
_COLUMNS: dict[str, Column] = {"current": "current", "cumulative": "cumulative", "target": "target"}
LEAST_WAYS = {"a_numbers": 19, "b_no_quantity": 16, "c_periods": 13, "d_kinds": 18}
"""As many ways of each group as the cases beside the project have, and no fewer."""


def _written(period: Period | None) -> str:
    """A period as the expectations write it."""
    if period is None:
        return "-"
    start, end = period.start, period.end
    if start is None:
        return f"{'≤' if period.kind == 'deadline' else '@'}{end}"
    first, last = (start.year, start.month), (end.year, end.month)
    each = "each " if period.kind == "each_year" else ""
    if first[1] == 1 and last[1] == 12:
        return each + (f"{first[0]}" if first[0] == last[0] else f"{first[0]}/{last[0]}")
    if first == last:
        return f"{first[0]}-{first[1]:02d}"
    return f"{first[0]}-{first[1]:02d}/" + ("" if first[0] == last[0] else f"{last[0]}-") + f"{last[1]:02d}"


def _agrees(fact: Fact, expected: str) -> bool:
    value, *asked = regex.split(r" (?!\d)", expected.strip())
    unit = (fact.unit or "") + (f"/{fact.per}" if fact.per else "")
    if value != f"{fact.value.normalize():f}{unit}":
        return False
    exact = {
        "s": fact.scope or "-",
        "p": _written(fact.period),
        "n": fact.metric_name or "-",
        "basis": fact.basis or "-",
    }
    if "b=-" in asked and fact.base:
        return False
    within = {
        "m": fact.metric, "b": fact.base or "-", "par": fact.parent_metric or "-", "flag": " ".join(fact.flags)
    }  # fmt: skip
    for word in asked:
        key, equals, wanted = word.partition("=")
        if equals and key in within and wanted not in within[key]:
            return False
        if equals and key in exact and wanted != exact[key]:
            return False
        if not equals and word not in (fact.kind, fact.role, fact.comparator):
            return False
    return True


def _sentences(file: Path) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("##"):
            found.append((line, []))
        elif line and not line.startswith("#") and line != "none":
            found[-1][1].append(line)
    return found


CASES = [
    pytest.param(head, expected, id=f"{file.stem}-{number}")
    for file in sorted(FILES.glob("*.txt"))
    for number, (head, expected) in enumerate(_sentences(file), 1)
]


@pytest.mark.parametrize(("head", "expected"), CASES)
def test_a_sentence_states_these_facts(head: str, expected: list[str]) -> None:
    name, _, words = head.removeprefix("##").partition(" ")
    column = _COLUMNS.get(name.strip("[]"))
    words = words.replace("⏎", "\n")
    facts = facts_of(words, column=column, item="某项工作" if column else None, memory=Memory())
    shown = "\n".join([head, *map(told, facts)])
    left = list(facts)
    for line in expected:
        stated = next((fact for fact in left if _agrees(fact, line)), None)
        assert stated is not None, f"{line} is not among\n{shown}"
        left.remove(stated)
    assert not left, f"not asked for: {[told(fact) for fact in left]}\n{shown}"


@pytest.mark.parametrize(("group", "least"), LEAST_WAYS.items())
def test_every_group_has_its_share_of_ways(group: str, least: int) -> None:
    assert len(_sentences(FILES / f"{group}.txt")) >= least
