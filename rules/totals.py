"""A check with a total, written out for a given number of parts: `whole = parts` becomes `whole = p1 + p2 + p3`."""

from __future__ import annotations

from dataclasses import replace

from rules.compiled_check import Check
from rules.expression import Around, Expression, Name, Nearest, Negation, Operation, Relation
from rules.message_template import ComputedSlot, FactSlot, Part, Template


def part_names(total: str, parts: int) -> tuple[str, ...]:
    """The names of the parts in the check written out; no name of a fact can be one of them."""
    return tuple(f"{total}#{number}" for number in range(1, parts + 1))


def written_out(check: Check, parts: int) -> Check:
    """`check` with its total as the sum of so many facts, in its relation and in its sentence."""
    assert check.total is not None
    names = part_names(check.total, parts)
    total: Expression = Name(names[0])
    for each in names[1:]:
        total = Operation(total, "+", Name(each))

    def inner(expression: Expression) -> Expression:
        match expression:
            case Name(name=name, attribute=None) if name == check.total:
                return total
            case Negation(of):
                return Negation(inner(of))
            case Around(of, reach):
                return Around(inner(of), reach)
            case Nearest(of):
                return Nearest(inner(of))
            case Operation(left, operator, right):
                return Operation(inner(left), operator, inner(right))
            case _:
                return expression

    def spoken(template: Template) -> Template:
        said: list[Part] = []
        for part in template:
            match part:
                case FactSlot(name=name, field=None) if name == check.total:
                    for number, each in enumerate(names):
                        said.extend(["＋"] if number else [])
                        said.append(FactSlot(each, None))
                case FactSlot(name=name) if name == check.total:
                    said.append(replace(part, name=names[0]))
                case ComputedSlot(expression=expression, like=like):
                    like = names[0] if like == check.total else like
                    said.append(replace(part, expression=inner(expression), like=like))
                case _:
                    said.append(part)
        return tuple(said)

    relation = Relation(inner(check.relation.left), check.relation.sign, inner(check.relation.right))
    return replace(
        check,
        relation=relation,
        guards=(),
        expected=inner(check.expected),
        message=spoken(check.message),
        remark=spoken(check.remark),
    )
