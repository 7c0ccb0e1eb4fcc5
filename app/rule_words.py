"""A check in Chinese words: what it computes, which figures qualify and how they are joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, assert_never

from pipeline.wording.labels import (
    COLUMN,
    COMPARATOR,
    FACT_KIND,
    PERIOD_SOURCE,
    REPORT_KIND,
    ROLE,
    SEVERITY,
    UNIT,
    label,
)
from rules.check_text import ExampleValue, FactWanted, Milder
from rules.compiled_check import OTHER, Check
from rules.expression import Around, Expression, Name, Nearest, Negation, Number, Operation, Relation

KEY: Final[dict[str, str]] = {
    "report": "报告", "item": "条目", "row": "条目名称", "sentence": "句子", "clause": "分句", "series": "发布单位",
    "metric": "指标", "scope": "范围", "basis": "口径", "period": "所属期", "year": "年份", "month": "月份",
    "unit": "计量单位", "column": "栏目", "kind": "种类", "role": "性质", "base": "对照的数", "parent": "上级指标",
    "above": "上一级范围", "per": "每什么", "comparator": "比较词", "months": "起止月份", "region": "地区",
    "table_row": "表中行名", "table_cell": "数值表的单元格",
    "of": "目录里的上级指标",
}  # fmt: skip
_ATTRIBUTE: Final[dict[str, str]] = {
    "start": "所属期起", "end": "所属期止", "head_start": "栏目时期起", "head_end": "栏目时期止",
    "report_end": "报告期末", "months": "过了几个月", "sentence": "第几句", "clause": "第几分句",
}  # fmt: skip
_SIGN: Final = {"=": "＝", "<=": "≤", ">=": "≥", "<": "＜", ">": "＞", "!=": "≠"}
_OPERATOR: Final = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
_BINDS: Final = {"+": 1, "-": 1, "*": 2, "/": 2}
_SPAN: Final = {"month": "一个月", "quarter": "一个季度", "half": "半年", "ytd": "年初至今", "year": "全年"}
_PERIOD_KIND: Final = {
    "month": "当月", "quarter": "当季", "half": "半年", "year": "全年", "ytd": "年初至今", "range": "一段时间",
    "instant": "时点", "deadline": "期限", "each_year": "每年",
}  # fmt: skip
_LISTED: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("kind", "种类", FACT_KIND),
    ("role", "性质", ROLE),
    ("column", "栏目", COLUMN),
    ("unit", "单位", UNIT),
    ("metric", "指标", {}),
    ("without_metric", "指标不是", {}),
    ("scope", "范围", {}),
    ("without_scope", "范围不是", {}),
    ("basis", "口径", {}),
    ("comparator", "比较词", {**COMPARATOR, "eq": "等于"}),
    ("period_kind", "所属期", _PERIOD_KIND),
    ("period_source", "所属期", PERIOD_SOURCE),
    ("report_kind", "报告", REPORT_KIND),
    ("words", "原文有", {}),
    ("without_words", "原文没有", {}),
)


def explanation(check: Check) -> str:
    """Its author's explanation in one line."""
    return "".join(line.strip() for line in check.text.explain.splitlines())


def relation_words(check: Check, relation: Relation | None = None) -> str:
    """The check's relation (or a guard of it) with the labels of its figures: 占比＝100×部分金额÷整体金额."""
    spoken = relation or check.relation
    if check.is_agreement and relation is None:
        return f"几处写的{figure_words(check, spoken.left)}相同"
    if check.is_variation and relation is None:
        return f"{figure_words(check, spoken.left)}不是每处都相同"
    return "".join(part if isinstance(part, str) else figure_words(check, part) for part in relation_parts(spoken))


def wanted_words(wanted: FactWanted) -> str:
    """Which facts qualify: 种类 金额；性质 实际；…"""
    return "；".join(_wanted(wanted))


def join_words(check: Check) -> str:
    """What all its figures share."""
    return "、".join(KEY[key] for key in check.text.for_each)


def severity_words(check: Check) -> list[str]:
    """Its severity, and when it is milder."""
    text = check.text
    words = [label(SEVERITY, text.severity)]
    if text.proven:
        otherwise = "不核对" if text.unproven == "none" else f"为{label(SEVERITY, text.unproven)}"
        words.append(f"没有别的栏目能印证分项齐全时{otherwise}")
    words.extend(_milder(milder) for milder in text.milder)
    return words


def example_words(check: Check, example: Mapping[str, ExampleValue]) -> str:
    """An example with the labels of its figures."""
    said = []
    for key, value in example.items():
        name, _, attribute = key.partition(".")
        said.append(f"{figure_words(check, Name(name, attribute or None))} {value}")
    return "，".join(said)


def manner_words(check: Check) -> list[str]:
    """What else the author asked for, a sentence each."""
    text = check.text
    words = []
    if text.speculative:
        words.append("缺少其他数时不计入“无法判断”。")
    if text.several == "skip":
        words.append("有几种配法而都对不上时，不下结论（计入“无法判断”）。")
    if text.unless_held:
        words.append("别的勾稽关系能证实这个数时，不提。")
    if text.witness:
        words.append("只用来证实数字，不成立时不提。")
    if text.apart:
        words.append("不与共用数字的其他疑点合并。")
    return words


def _milder(milder: Milder) -> str:
    conditions = []
    if milder.report_kind:
        conditions.append("、".join(label(REPORT_KIND, kind) for kind in milder.report_kind))
    if milder.report_kind_not:
        conditions.append("、".join(label(REPORT_KIND, kind) for kind in milder.report_kind_not) + "以外的报告")
    if milder.within_last_digits is not None:
        conditions.append(f"相差不超过末位的{milder.within_last_digits}")
    return f"{'，'.join(conditions)}时为{label(SEVERITY, milder.severity)}"


def _wanted(wanted: FactWanted) -> Iterator[str]:
    for name, title, words in _LISTED:
        if listed := getattr(wanted, name):
            yield f"{title} {'、'.join('未写明' if word == 'none' else words.get(word, word) for word in listed)}"
    if wanted.span:
        yield f"时长 {_SPAN[wanted.span]}"
    if wanted.nature:
        yield "流量指标" if wanted.nature == "flow" else "存量指标"
    if wanted.catalogued is not None:
        yield "目录里的指标" if wanted.catalogued else "目录以外的指标"
    if wanted.shortest_metric:
        yield f"指标名不少于{wanted.shortest_metric}个字"
    if wanted.fewest_digits:
        yield f"不少于{wanted.fewest_digits}位数字"
    if wanted.named:
        yield "本句写了指标名"
    yield from _joined(wanted)


def _joined(wanted: FactWanted) -> Iterator[str]:
    for title, keys in (("写明", wanted.given), ("未写", wanted.lacking)):
        if keys:
            yield f"{title}{'、'.join(KEY[key] for key in keys)}"
    for key, source in wanted.match.items():
        name, _, field = source.partition(".")
        yield f"{KEY[key]}同 {name} 的{KEY[field]}"
    if wanted.at.month or wanted.at.year:
        shifts = [(wanted.at.year, "年"), (wanted.at.month, "个月")]
        yield "、".join(f"{'早' if shift < 0 else '晚'}{abs(shift)}{unit}" for shift, unit in shifts if shift)
    for title, keys in (("不必同", wanted.free), ("可不写", wanted.loose), ("先找同一", wanted.prefer)):
        if keys:
            yield f"{title}{'、'.join(KEY[key] for key in keys)}"
    if wanted.reading == "rounded":
        yield "按四舍五入理解"
    if wanted.reading == "rounded_fraction":
        yield "带小数的按四舍五入理解"
    if wanted.reading == "rounded_or_cut":
        yield "按四舍五入或舍尾理解"
    if wanted.optional:
        yield "可以没有"
    if wanted.total:
        yield f"至少{wanted.at_least}个，合计"


def relation_parts(relation: Relation) -> Iterator[str | Name]:
    """A relation in pieces: signs, numbers and brackets as text, the figures as names."""
    yield from _parts(relation.left)
    yield _SIGN[relation.sign]
    yield from _parts(relation.right)


def _parts(expression: Expression, binds: int = 0) -> Iterator[str | Name]:
    match expression:
        case Number(value):
            yield _number(value)
        case Name():
            yield expression
        case Negation(of):
            yield "－"
            yield from _parts(of, 3)
        case Around(of, reach):
            yield from _parts(of, binds)
            yield f"±{_number(reach)}"
        case Nearest(of):
            yield "取整（"
            yield from _parts(of)
            yield "）"
        case Operation(left, operator, right):
            own = _BINDS[operator]
            if own < binds:
                yield "（"
            yield from _parts(left, own)
            yield _OPERATOR[operator]
            # What follows a minus or a division keeps its brackets: a - (b + c).
            yield from _parts(right, own + (operator in "-/"))
            if own < binds:
                yield "）"
        case _:
            assert_never(expression)


def figure_words(check: Check, name: Expression) -> str:
    """What the check calls a figure, or a date or place of it."""
    assert isinstance(name, Name)
    said = "另一处的数" if name.name == OTHER and OTHER not in check.text.facts else check.text.facts[name.name].label
    return f"{said}的{_ATTRIBUTE[name.attribute]}" if name.attribute else said


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
