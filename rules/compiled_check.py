"""A check ready to run: its expressions parsed, its names verified."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import TypeVar, get_args

from rules.check_text import CheckText, FactWanted, Key
from rules.errors import RuleMistake
from rules.expression import BadExpression, Expression, Name, Relation, names_in, parse_relation
from rules.message_template import FIELDS, FactSlot, Template, names_of, parse_template
from rules.yaml_files import Lines

T = TypeVar("T")

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


def compile_check(
    text: CheckText,
    file: Path,
    line: int,
    known_metrics: Collection[str] | None = None,
    known_units: Collection[str] | None = None,
    lines: Lines | None = None,
) -> Check:
    """`text` with its expressions parsed and its names verified; `lines` are those of its parts. Raises RuleMistake."""

    def refuse(message: str, remedy: str, *place: str) -> RuleMistake:
        return RuleMistake(file, lines(*place) if lines else line, f"{text.id}：{message}", remedy)

    if not text.facts:
        raise refuse("没有写 facts", "至少写一个参与核对的数。", "facts")
    for name in text.facts:
        if not name.isidentifier() or iskeyword(name) or not name.isascii():
            raise refuse(f"「{name}」不能用作数的名称", "换一个英文单词，例如 amount。", "facts", name)

    def parsed(part: str, parse: Callable[[], T]) -> T:
        try:
            return parse()
        except BadExpression as error:
            raise refuse(str(error), "按 rules/checks 里相邻规则的写法改正算式。", part) from error

    asked = [part for part in ("equation", "agree", "vary") if getattr(text, part) is not None]
    if len(asked) != 1:
        raise refuse("equation、agree 和 vary 应当恰好写一个", "留下一个。", *asked[1:2])
    relation = parsed(asked[0], lambda: _relation(text))
    guards = parsed("when", lambda: tuple(parse_relation(guard) for guard in text.when))
    message = parsed("message", lambda: parse_template(text.message))
    remark = parsed("remark", lambda: parse_template(text.remark or ""))
    names = set(text.facts) | ({OTHER} if text.agree or text.vary else set())
    spoken = [(part, name.name) for part, said in ((asked[0], (relation,)), ("when", guards)) for each in said
              for name in names_in(each)]  # fmt: skip
    spoken += [(part, name) for part, said in (("message", message), ("remark", remark)) for name in names_of(said)]
    for part, used in spoken:
        if used not in names:
            raise refuse(f"用到了 facts 里没有的「{used}」", f"只能用：{'、'.join(sorted(names))}。", part)
    for slot in (*message, *remark):
        if isinstance(slot, FactSlot) and slot.field is not None and slot.field not in FIELDS:
            remedy = f"点号后只能是：{'、'.join(sorted(FIELDS))}。"
            raise refuse(f"消息里的「{slot.name}.{slot.field}」不认识", remedy, "message")
    for position, (name, wanted) in enumerate(text.facts.items()):
        mistake = _mistake_in(wanted, list(text.facts)[:position], len(text.facts) - position - 1)
        mistake = mistake or _unknown_in(wanted, known_metrics, known_units)
        if mistake is not None:
            part, said_wrong, remedy = mistake
            raise refuse(f"{name} {said_wrong}", remedy, "facts", name, part)
    reported, expected = _sides(
        relation, refuse_with=lambda text: refuse(text, "关系式的一边只写被核对的那个数。", asked[0])
    )
    if text.facts.get(reported, FactWanted(label="")).optional:
        raise refuse(f"被核对的数 {reported} 不能是 optional", "去掉 optional。", "facts", reported, "optional")
    return Check(text, relation, guards, reported, expected, message, remark, file, line)


def _mistake_in(wanted: FactWanted, earlier: list[str], later: int) -> tuple[str, str, str] | None:
    """What cannot be in one fact of a check, as field, message and remedy: contradictions and broken references."""
    if wanted.total and (not earlier or later):
        return "total", "写了 total，却不是最后一个数", "把它移到 facts 的最后，前面至少写一个数。"
    if wanted.total and (wanted.optional or wanted.loose):
        return "total", "写了 total，不能再写 optional 或 loose", "去掉 optional 和 loose。"
    for key, source in wanted.match.items():
        other, _, field = source.partition(".")
        if other not in earlier or field not in get_args(Key):
            return "match", f"的 match.{key} 写的是「{source}」", "写成 前面的数.字段，例如 share.base。"
    for part, opposite in (("metric", "without_metric"), ("scope", "without_scope"), ("given", "lacking")):
        both = sorted(set(getattr(wanted, part)) & set(getattr(wanted, opposite)))
        if both:
            said = f"既要又不要「{'、'.join(both)}」，没有数能符合"
            return opposite, said, f"从 {part} 或 {opposite} 里删去。"
    for word in wanted.words:
        # A clause with 调整预算 has 调整, too: refusing the shorter word refuses all that is asked for.
        if all(any(refused in asked for refused in wanted.without_words) for asked in wanted.words):
            return "without_words", f"的 words 都被 without_words 排除（如「{word}」），没有数能符合", "删去其中一处。"
    return None


def _unknown_in(
    wanted: FactWanted, metrics: Collection[str] | None, units: Collection[str] | None
) -> tuple[str, str, str] | None:
    """A metric or a unit that no fact can have."""
    for part in ("metric", "without_metric"):
        for metric in getattr(wanted, part):
            if metrics is not None and metric not in metrics:
                remedy = "改用目录里的名称（不是别的叫法），或先在 rules/vocabulary/metrics.yaml 里加上该指标。"
                return part, f"的指标「{metric}」不在指标目录里，没有数能符合", remedy
    for unit in wanted.unit:
        if units is not None and unit not in units:
            remedy = "写入库的单位：CNY（元）、%、pp（百分点）、倍，或 units.yaml 里的量词；万、亿不是单位。"
            return "unit", f"的单位「{unit}」不是入库的单位，没有数能符合", remedy
    return None


def _relation(text: CheckText) -> Relation:
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
