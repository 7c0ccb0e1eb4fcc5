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

EXACT_KINDS = frozenset({"unit_price", "count"})
EXACT_ROLES = frozenset({"target", "stretch_target", "budget", "standard"})


def run_examples(check: Check) -> None:
    """Raises RuleMistake for the first example that does not come out as written."""
    for expected, cases in ((True, check.text.examples.holds), (False, check.text.examples.violated)):
        for case in cases:
            values = {_name(check, key): _value(check, key, text) for key, text in case.items()}
            shown = "，".join(f"{key}={text}" for key, text in case.items())
            missing = {name for part in (check.relation, *check.guards) for name in names_in(part)} - set(values)
            if missing:
                lacking = "、".join(_written(name) for name in sorted(missing, key=_written))
                raise _refused(check, f"例子（{shown}）没有给出 {lacking}", "补上这些数。")
            try:
                outcome = all(relation_holds(guard, values) for guard in check.guards)
                if not outcome:
                    raise _refused(check, f"例子（{shown}）不满足 when 里的条件", "换一个满足条件的例子。")
                outcome = relation_holds(check.relation, values)
            except NotEvaluable as error:
                raise _refused(check, f"例子（{shown}）要除以含零的区间", "换一个例子，或加上 when 条件。") from error
            if outcome is not expected:
                came_out = "成立" if outcome else "不成立"
                raise _refused(check, f"例子（{shown}）算出来{came_out}，与所写相反", "改正算式或例子。")


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
        raise _refused(check, f"例子里的「{key}」不认识", f"只能写：{'、'.join(sorted(known))}。")
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
        raise _refused(check, f"例子里的「{value}」读不出数来", "写成 1079.87亿元、64.1% 这样的数。")
    wanted = check.text.facts.get(key.partition(".")[0], FactWanted(label=""))
    exact = printed.factor == "" and set(wanted.kind) == {"count"}
    exact = exact or set(wanted.kind) == {"unit_price"} or (bool(wanted.role) and set(wanted.role) <= EXACT_ROLES)
    if exact and wanted.reading == "stated":
        return Interval.exact(Fraction(printed.value))
    return printed.interval_if_cut if wanted.reading == "rounded_or_cut" else printed.interval


def _written(name: Name) -> str:
    return f"{name.name}.{name.attribute}" if name.attribute else name.name


def _refused(check: Check, message: str, remedy: str) -> RuleMistake:
    return RuleMistake(check.file, check.line, f"{check.id}：{message}", remedy)
