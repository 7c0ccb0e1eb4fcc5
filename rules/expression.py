"""The small language in which checks are written: names, numbers, + - * / and one relation.

`share = 100 * part / whole`, `part <= whole`, `task.end >= task.report_end`. Full-width signs (＋ － × ÷ ＝ ≤ ≥ ≠) mean
the same. `=`, `<=` and `>=` ask whether the intervals *can* be so; `<` and `>` (for guards) whether they *surely* are;
`!=` whether the figures are stated differently, in value or in precision. `x ± 1` is anything from x - 1 to x + 1, for
figures that may have been restated; `nearest(x)` is the whole number nearest to the middle of x, for what can only be
counted.
Nothing is ever executed: the text is parsed and anything outside this list is refused.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, Protocol, Self, TypeVar

Operator = Literal["+", "-", "*", "/"]
RelationSign = Literal["=", "<=", ">=", "<", ">", "!="]

ATTRIBUTES = frozenset({"start", "end", "head_start", "head_end", "report_end", "months", "sentence", "clause"})
"""What may follow a dot: dates as day numbers, how many months of the year have gone by at the end of the fact's
period (1 to 12), and the place in the text."""


class BadExpression(ValueError):
    """The text is not in the language; the message (Chinese) says what was met."""


class Arithmetic(Protocol):
    """What can be computed with: `Interval` and `IntervalArray`."""

    def __add__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __mul__(self, other: Self, /) -> Self: ...
    def __truediv__(self, other: Self, /) -> Self: ...
    def __neg__(self) -> Self: ...
    def widened(self, below: Fraction, above: Fraction, /) -> Self: ...
    def nearest(self) -> Self: ...


A = TypeVar("A", bound=Arithmetic)


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A fact of the check, or with `attribute` its date or place."""

    name: str
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Negation:
    of: Expression


@dataclass(frozen=True, slots=True)
class Around:
    """Anything no further than `reach` from `of`."""

    of: Expression
    reach: Fraction


@dataclass(frozen=True, slots=True)
class Nearest:
    """The whole number nearest to the middle of `of`: where any whole number lies in `of`, this one does."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    left: Expression
    operator: Operator
    right: Expression


Expression = Number | Name | Negation | Around | Nearest | Operation


@dataclass(frozen=True, slots=True)
class Relation:
    """`names` are all that occur, each once."""

    left: Expression
    sign: RelationSign
    right: Expression
    names: tuple[Name, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = dict.fromkeys([*names_in(self.left), *names_in(self.right)])
        object.__setattr__(self, "names", tuple(names))


_SIGNS = str.maketrans("＋－−×÷＝（）．＜＞±", "+--*/=().<>@")
_OPERATORS: dict[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_RELATIONS: dict[type[ast.cmpop], RelationSign] = {
    ast.Eq: "=",
    ast.LtE: "<=",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.Gt: ">",
    ast.NotEq: "!=",
}


def parse_relation(text: str) -> Relation:
    """`text` as a relation. Raises BadExpression."""
    node = _parsed(text)
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        raise BadExpression(f"「{text}」里应当恰有一个 =、<=、>= 或 !=")
    sign = _RELATIONS.get(type(node.ops[0]))
    if sign is None:
        raise BadExpression(f"「{text}」用了不认识的关系符号")
    source = _normalised(text)
    return Relation(_expression(node.left, source), sign, _expression(node.comparators[0], source))


def parse_expression(text: str) -> Expression:
    """`text` as an expression without a relation. Raises BadExpression."""
    return _expression(_parsed(text), _normalised(text))


def names_in(expression: Expression | Relation) -> Iterator[Name]:
    """The names that occur, in order, repeated as often as they occur."""
    match expression:
        case Name():
            yield expression
        case Negation(of) | Around(of, _) | Nearest(of):
            yield from names_in(of)
        case Operation(left, _, right) | Relation(left, _, right):
            yield from names_in(left)
            yield from names_in(right)
        case Number():
            return


def evaluate(expression: Expression, values: Mapping[Name, A], constant: Callable[[Fraction], A]) -> A:
    """The value of `expression`; `constant` makes a number. Raises what the arithmetic raises (NotEvaluable)."""
    match expression:
        case Number(value):
            return constant(value)
        case Name():
            return values[expression]
        case Negation(of):
            return -evaluate(of, values, constant)
        case Around(of, reach):
            return evaluate(of, values, constant).widened(reach, reach)
        case Nearest(of):
            return evaluate(of, values, constant).nearest()
        case Operation(left, operator, right):
            first, second = evaluate(left, values, constant), evaluate(right, values, constant)
            if operator == "+":
                return first + second
            if operator == "-":
                return first - second
            if operator == "*":
                return first * second
            return first / second


def _normalised(text: str) -> str:
    text = text.translate(_SIGNS).replace("≤", "<=").replace("≥", ">=").replace("≠", "!=")
    return re.sub(r"(?<![<>=!])=(?!=)", "==", text).strip()


def _parsed(text: str) -> ast.expr:
    source = _normalised(text)
    if len(source) > 500:
        raise BadExpression("式子超过 500 个字符")
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise BadExpression(f"「{text}」不是算式") from error


def _expression(node: ast.expr, source: str) -> Expression:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            # The digits as written: 0.1 is one tenth, not its nearest float.
            return Number(Fraction(ast.get_source_segment(source, node) or str(value)))
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            if attribute not in ATTRIBUTES:
                raise BadExpression(f"「{name}.{attribute}」：点号后只能是 {'、'.join(sorted(ATTRIBUTES))}")
            return Name(name, attribute)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negation(_expression(operand, source))
        case ast.BinOp(left=left, op=ast.MatMult(), right=ast.Constant() as reach):
            number = _expression(reach, source)
            assert isinstance(number, Number)
            return Around(_expression(left, source), number.value)
        case ast.Call(func=ast.Name(id="nearest"), args=[of], keywords=[]):
            return Nearest(_expression(of, source))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return Operation(_expression(left, source), _OPERATORS[type(operator)], _expression(right, source))
        case _:
            raise BadExpression(
                f"「{ast.get_source_segment(source, node)}」不是允许的写法，只能用名称、数字和 + - * / ( )"
            )
