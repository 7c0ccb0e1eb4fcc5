"""Runs the examples that stand with a check: a check that fails its own examples is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from rules.check_text import ExampleValue, FactWanted
from rules.compiled_check import OTHER, Check
from rules.errors import RuleMistake
from rules.expression import ATTRIBUTES, Name, Relation, evaluate, names_in
from rules.interval import Interval, NotEvaluable
from rules.printed import read_printed
from rules.widening import EXACT_ROLES
from rules.yaml_files import Lines


def run_examples(check: Check, lines: Lines | None = None) -> None:
    """Raises RuleMistake for the first example that does not come out as written; `lines` are those of the examples."""
    written = (("holds", True, check.text.examples.holds), ("violated", False, check.text.examples.violated))
    for part, expected, cases in written:
        for index, case in enumerate(cases):
            mistake = _mistake(check, case, expected)
            if mistake is not None:
                line = lines(part, index) if lines else check.line
                raise RuleMistake(check.file, line, f"{check.id}：{mistake.said}", mistake.remedy)


class _Mistake(Exception):
    """What is wrong with an example, and what to do."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(said)
        self.said = said
        self.remedy = remedy


def _mistake(check: Check, case: Mapping[str, ExampleValue], expected: bool) -> _Mistake | None:
    """What is wrong with an example; None where it comes out as `expected`."""
    shown = "，".join(f"{key}={text}" for key, text in case.items())
    try:
        values = {_name(check, key): _value(check, key, text) for key, text in case.items()}
        missing = {name for part in (check.relation, *check.guards) for name in names_in(part)} - set(values)
        if missing:
            lacking = "、".join(_written(name) for name in sorted(missing, key=_written))
            return _Mistake(f"例子（{shown}）没有给出 {lacking}", "补上这些数。")
        if not all(relation_holds(guard, values) for guard in check.guards):
            return _Mistake(f"例子（{shown}）不满足 when 里的条件", "换一个满足条件的例子。")
        outcome = relation_holds(check.relation, values)
    except NotEvaluable:
        remedy = "换一个例子，或加上 when 条件。"
        return _Mistake(f"例子（{shown}）要除以含零的区间", remedy)
    except _Mistake as mistake:
        return mistake
    if outcome is expected:
        return None
    came_out = "成立" if outcome else "不成立"
    return _Mistake(f"例子（{shown}）算出来{came_out}，与所写相反", "改正算式或例子。")


def relation_holds(relation: Relation, values: Mapping[Name, Interval]) -> bool:
    """Whether the relation can be so (=, <=, >=), surely is so (<, >) or is not stated alike (!=).

    Raises NotEvaluable.
    """
    left = evaluate(relation.left, values, Interval.exact)
    right = evaluate(relation.right, values, Interval.exact)
    match relation.sign:
        case "=":
            return left.meets(right)
        case "<=":
            return left.can_be_at_most(right)
        case ">=":
            return right.can_be_at_most(left)
        case "<":
            return left.is_below(right)
        case ">":
            return right.is_below(left)
        case "!=":
            return left != right


def _name(check: Check, key: str) -> Name:
    name, _, attribute = key.partition(".")
    known = set(check.text.facts) | ({OTHER} if check.is_agreement or check.is_variation else set())
    if name not in known or (attribute and attribute not in ATTRIBUTES):
        raise _Mistake(f"例子里的「{key}」不认识", f"只能写：{'、'.join(sorted(known))}。")
    return Name(name, attribute or None)


def _value(check: Check, key: str, value: ExampleValue) -> Interval:
    if isinstance(value, date):
        return Interval.exact(value.toordinal())
    if isinstance(value, int):
        return Interval.exact(value)
    if any(sign in value.strip()[1:] for sign in "+＋") and check.text.facts[key].total:
        parts = [_value(check, key, part) for part in value.replace("＋", "+").split("+")]
        return sum(parts[1:], parts[0])
    printed = read_printed(value)
    if printed is None:
        raise _Mistake(f"例子里的「{value}」读不出数来", "写成 1079.87亿元、64.1% 这样的数。")
    wanted = check.text.facts.get(key.partition(".")[0], FactWanted(label=""))
    exact = printed.factor == "" and set(wanted.kind) == {"count"}
    exact = exact or set(wanted.kind) == {"unit_price"} or (bool(wanted.role) and set(wanted.role) <= EXACT_ROLES)
    if exact and (wanted.reading == "stated" or (wanted.reading == "rounded_fraction" and not printed.decimals)):
        return Interval.exact(Fraction(printed.value))
    return printed.interval_if_cut if wanted.reading == "rounded_or_cut" else printed.interval


def _written(name: Name) -> str:
    return f"{name.name}.{name.attribute}" if name.attribute else name.name
