"""The template of a finding's sentence: text with the facts, and with what was computed from them, in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.expression import BadExpression, Expression, Name, names_in, parse_expression

FIELDS = frozenset(
    {"metric", "scope", "period", "unit_name", "column_head", "evidence", "source_name", "base", "signed"}
)
"""What may follow a fact's name and a dot: `{whole.metric}`; `signed` is growth in words (增长5.5%, 下降3%)."""
SPECIAL = frozenset({"place", "gap", "note", "remark"})
"""`{place}` names item or metric, `{gap}` is the difference between reported and computed; `{note}` (of a milder
severity) and `{remark}` are empty where they do not apply."""

_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class FactSlot:
    """A fact as printed, or one of its `field`s."""

    name: str
    field: str | None


@dataclass(frozen=True, slots=True)
class ComputedSlot:
    """`{price * count as amount}`: the value, printed like the fact `like`; `signed` as growth in words."""

    expression: Expression
    like: str
    signed: bool


@dataclass(frozen=True, slots=True)
class SpecialSlot:
    name: str


Part = str | FactSlot | ComputedSlot | SpecialSlot
Template = tuple[Part, ...]


def parse_template(text: str) -> Template:
    """The parts of `text`. Raises BadExpression for a computation that is not in the language."""
    parts: list[Part] = []
    position = 0
    for slot in _SLOT.finditer(text):
        if slot.start() > position:
            parts.append(text[position : slot.start()])
        parts.append(_slot(slot[1].strip()))
        position = slot.end()
    if position < len(text):
        parts.append(text[position:])
    return tuple(parts)


def names_of(template: Template) -> set[str]:
    """The facts that the template speaks of."""
    names: set[str] = set()
    for part in template:
        if isinstance(part, FactSlot):
            names.add(part.name)
        elif isinstance(part, ComputedSlot):
            names.add(part.like)
            names.update(name.name for name in names_in(part.expression))
    return names


def _slot(text: str) -> Part:
    if text in SPECIAL:
        return SpecialSlot(text)
    computed, separator, like = text.rpartition(" as ")
    if separator:
        like, _, manner = like.strip().partition(".")
        return ComputedSlot(parse_expression(computed), like, manner == "signed")
    name, _, field = text.partition(".")
    if not field:
        expression = parse_expression(name)
        if not isinstance(expression, Name):
            raise BadExpression(f"「{{{text}}}」要写明按哪个数的样子显示，例如 {{{text} as amount}}")
    return FactSlot(name, field or None)
