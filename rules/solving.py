"""Solves a relation for one of its names: what a figure could be, given all the others."""

from __future__ import annotations

from collections.abc import Mapping

from rules.expression import (
    Around,
    Expression,
    Name,
    Nearest,
    Negation,
    Number,
    Operation,
    Relation,
    evaluate,
    names_in,
)
from rules.interval import Interval, NotEvaluable


def solved_for(relation: Relation, name: Name, values: Mapping[Name, Interval]) -> Interval | None:
    """All values of `name` for which `relation` (with =) can hold; None where that cannot be told.

    It cannot be told if `name` stands in several places, if the relation is none of equality, or if a division by an
    interval that holds zero is met.
    """
    if relation.sign != "=" or sum(other == name for other in names_in(relation)) != 1:
        return None
    try:
        if name in names_in(relation.left):
            return _inverted(relation.left, evaluate(relation.right, values, Interval.exact), name, values)
        return _inverted(relation.right, evaluate(relation.left, values, Interval.exact), name, values)
    except NotEvaluable:
        return None


def _inverted(side: Expression, goal: Interval, name: Name, values: Mapping[Name, Interval]) -> Interval:
    """What `name` can be where `side`, which holds it once, lies in `goal`. Raises NotEvaluable."""
    match side:
        case Negation(of):
            return _inverted(of, -goal, name, values)
        case Around(of, reach):
            return _inverted(of, goal.widened(reach, reach), name, values)
        case Nearest():
            raise NotEvaluable("what was made a whole number cannot be told from it")
        case Operation(left, operator, right):
            in_left = name in names_in(left)
            other = evaluate(right if in_left else left, values, Interval.exact)
            match operator:
                case "+":
                    wanted = goal - other
                case "-":
                    wanted = goal + other if in_left else other - goal
                case "*":
                    wanted = goal / other
                case "/":
                    wanted = goal * other if in_left else other / goal
            return _inverted(left if in_left else right, wanted, name, values)
        case Name() | Number():
            return goal
