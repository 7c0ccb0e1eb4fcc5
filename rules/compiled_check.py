"""A check ready to run: its expressions parsed, its names verified."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import get_args

from rules.check_text import CheckText, FactWanted, Key
from rules.errors import RuleMistake
from rules.expression import BadExpression, Expression, Name, Relation, names_in, parse_relation
from rules.message_template import FIELDS, FactSlot, Template, names_of, parse_template

OTHER = "other"
"""In a check with `agree` or `vary`, the second of two statements."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check ready to run. `relation` is what must be possible, `guards` when it applies at all.

    `reported` is the fact that stands alone on one side, `expected` the other side. `inputs` are the facts in the
    order in which they are joined, the first being the one that asks for the others.
    """

    text: CheckText
    relation: Relation
    guards: tuple[Relation, ...]
    reported: str
    expected: Expression
    message: Template
    remark: Template
    file: Path
    line: int

    @property
    def id(self) -> str:
        return self.text.id

    @property
    def inputs(self) -> tuple[tuple[str, FactWanted], ...]:
        return tuple(self.text.facts.items())

    @property
    def is_agreement(self) -> bool:
        return self.text.agree is not None

    @property
    def is_variation(self) -> bool:
        return self.text.vary is not None

    @property
    def total(self) -> str | None:
        """The name of the fact that is a sum of many, if there is one."""
        return next((name for name, wanted in self.inputs if wanted.total), None)

    @property
    def attributes(self) -> tuple[Name, ...]:
        """The dates and places that the relation or a guard asks for."""
        names = [name for relation in (self.relation, *self.guards) for name in names_in(relation)]
        return tuple(dict.fromkeys(name for name in names if name.attribute))


def compile_check(text: CheckText, file: Path, line: int, known_metrics: Collection[str] | None = None) -> Check:
    """`text` with its expressions parsed and its names verified. Raises RuleMistake."""

    def refuse(message: str, remedy: str) -> RuleMistake:
        return RuleMistake(file, line, f"{text.id}：{message}", remedy)

    if not text.facts:
        raise refuse("没有写 facts", "至少写一个参与核对的数。")
    for name in text.facts:
        if not name.isidentifier() or iskeyword(name) or not name.isascii():
            raise refuse(f"「{name}」不能用作数的名称", "换一个英文单词，例如 amount。")
    try:
        relation = _relation(text)
        guards = tuple(parse_relation(guard) for guard in text.when)
        message = parse_template(text.message)
        remark = parse_template(text.remark or "")
    except BadExpression as error:
        raise refuse(str(error), "按 rules/checks 里相邻规则的写法改正算式。") from error
    names = set(text.facts) | ({OTHER} if text.agree or text.vary else set())
    spoken = names_of(message) | names_of(remark)
    for used in [*(name.name for part in (relation, *guards) for name in names_in(part)), *spoken]:
        if used not in names:
            raise refuse(f"用到了 facts 里没有的「{used}」", f"只能用：{'、'.join(sorted(names))}。")
    for part in (*message, *remark):
        if isinstance(part, FactSlot) and part.field is not None and part.field not in FIELDS:
            raise refuse(f"消息里的「{part.name}.{part.field}」不认识", f"点号后只能是：{'、'.join(sorted(FIELDS))}。")
    for position, (name, wanted) in enumerate(text.facts.items()):
        if wanted.total and (position == 0 or position + 1 < len(text.facts)):
            raise refuse(f"{name} 写了 total，却不是最后一个数", "把它移到 facts 的最后，前面至少写一个数。")
        if wanted.total and (wanted.optional or wanted.loose):
            raise refuse(f"{name} 写了 total，不能再写 optional 或 loose", "去掉 optional 和 loose。")
        earlier = list(text.facts)[:position]
        for key, source in wanted.match.items():
            other, _, field = source.partition(".")
            if other not in earlier or field not in get_args(Key):
                raise refuse(f"{name}.match.{key} 写的是「{source}」", "写成 前面的数.字段，例如 share.base。")
        if known_metrics is not None:
            for metric in wanted.metric:
                if metric not in known_metrics:
                    raise refuse(
                        f"指标「{metric}」不在指标目录里", "改用目录里的名称，或先在 rules/vocabulary 里加上该指标。"
                    )
    reported, expected = _sides(relation, refuse_with=lambda text: refuse(text, "关系式的一边只写被核对的那个数。"))
    if text.facts.get(reported, FactWanted(label="")).optional:
        raise refuse(f"被核对的数 {reported} 不能是 optional", "去掉 optional。")
    return Check(text, relation, guards, reported, expected, message, remark, file, line)


def _relation(text: CheckText) -> Relation:
    if sum(part is not None for part in (text.equation, text.agree, text.vary)) != 1:
        raise BadExpression("equation、agree 和 vary 应当恰好写一个")
    if text.agree is not None:
        return Relation(Name(text.agree), "=", Name(OTHER))
    if text.vary is not None:
        return Relation(Name(text.vary), "!=", Name(OTHER))
    assert text.equation is not None
    relation = parse_relation(text.equation)
    if relation.sign in ("<", ">"):
        raise BadExpression("equation 里只能用 =、<=、>= 或 !=")
    return relation


def _sides(relation: Relation, refuse_with: Callable[[str], RuleMistake]) -> tuple[str, Expression]:
    for side, other in ((relation.left, relation.right), (relation.right, relation.left)):
        if isinstance(side, Name):
            return side.name, other
    raise refuse_with("关系式两边都是算式")
