"""Makes Facts of read quantities: sign, interval, catalogue name, flags."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

import regex

from extractors.attribution.comparator import flipped
from extractors.attribution.period import Dated
from extractors.attribution.reading import Reading
from extractors.attribution.setting import Setting, Subject
from extractors.fact import Comparator, Fact, FactRole
from extractors.prose import Prose
from extractors.quantities.quantity import Quantity
from rules.metrics import Metric, catalogue
from rules.widening import EXACT_ROLES
from rules.words import any_of, words

_UNSAID = regex.compile(r"[“”\"'《》\s]|（[^（）]*）")
_BEFORE_A_NAME = regex.compile(r"(?:的|之|\p{Han}{2,6}(?:自治州|市|县|区|州|旗|镇|乡))$")
_PER = {"名": "人", "个": "个"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a quantity stands: its prose, the key of its block, its sentence and clause."""

    prose: Prose
    block: str
    sentence: int
    clause: int
    evidence: str


@cache
def _tails() -> regex.Pattern[str]:
    return regex.compile(rf"(?:(?<=税)收入)?的?{any_of(words().metric_tails)}?$")


@lru_cache(maxsize=4096)
def catalogued(phrase: str) -> Metric | None:
    """The catalogued metric that `phrase` names at its end (非税收入执收单位 names none)."""
    plain = _UNSAID.sub("", phrase)
    best: Metric | None = None
    length = 0
    for match in catalogue().names.finditer(plain, overlapped=True):
        if _tails().fullmatch(plain, match.end()) and match.end() - match.start() > length:
            best, length = catalogue().by_name[match.group()], match.end() - match.start()
    return best


_LONGEST_FRONT = 24


@cache
def _neutral() -> tuple[str, ...]:
    """Words in front of a metric that do not make it another one, the longest first."""
    known = words()
    neutral = {*known.scopes, *known.verbs, *known.adverbs, *known.subject_leads, *known.leading_changes, "级"}
    return tuple(sorted(neutral, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=4096)
def catalogue_entry(phrase: str) -> Metric | None:
    """The catalogued metric that `phrase` as a whole names, scopes, places and verbs in front of it aside.

    人均一般公共预算支出, 制造业税收 and 专项债务限额 end in a catalogued name and are metrics of their own.
    """
    metric = catalogued(phrase)
    if metric is None:
        return None
    plain = _UNSAID.sub("", phrase)
    ends = [
        match for match in catalogue().names.finditer(plain, overlapped=True)
        if catalogue().by_name[match.group()] is metric and _tails().fullmatch(plain, match.end())
    ]  # fmt: skip
    front = plain[: min(match.start() for match in ends)]
    while front:
        if len(front) > _LONGEST_FRONT:
            return None
        shorter = _BEFORE_A_NAME.sub("", front)
        if shorter == front:
            shorter = next((front.removesuffix(word) for word in _neutral() if front.endswith(word)), front)
        if shorter == front:
            return None
        front = shorter
    return metric


def _entry_with_scope(subject: Subject) -> Metric | None:
    """The catalogued metric whose name begins with the scope: 地方财政收入 is no 财政收入."""
    named = f"{subject.scope}{subject.metric}"
    return catalogue().by_name.get(named) if subject.scope and catalogued(named) else None


def means_its_digits(quantity: Quantity, role: str, kind: str) -> bool:
    """Whether the figure means just what its digits say, whatever they may be rounded from: an adopted target, a
    price, a rank."""
    return not quantity.spread and (role in EXACT_ROLES or kind in ("unit_price", "rank"))


def make_fact(
    placed: Placed, quantity: Quantity, reading: Reading, subject: Subject, index: int, role: FactRole,
    comparator: Comparator, dated: Dated, base: str | None, basis: str | None, setting: Setting,
) -> Fact:  # fmt: skip
    """One fact; `index` counts the facts distributed from the same printed quantity."""
    value, low, high = quantity.value, quantity.low, quantity.high
    if means_its_digits(quantity, role, reading.kind):
        low = high = value
    if reading.negative and value > 0 and not reading.against:
        value, low, high = -value, -high, -low
        comparator = flipped(comparator)
    text = placed.prose.cut(quantity.start, quantity.end)
    metric = _entry_with_scope(subject) or catalogue_entry(subject.metric)
    flags = _flags(quantity, dated, setting, bool(text.doubtful))
    unit = quantity.unit
    if quantity.dimension == "bare" and reading.kind in ("amount", "change", "unit_price"):
        unit = "CNY"
    return Fact(
        locator=f"{placed.block}:{quantity.start}-{quantity.end}",
        index=index,
        quantity=text,
        printed=text.compact(),
        kind=reading.kind,
        role=role,
        comparator=comparator,
        value=value,
        low=low,
        high=high,
        unit=unit,
        per=_PER.get(reading.per or "", reading.per),
        metric="".join(subject.metric.split()),
        metric_name=metric.name if metric else None,
        metric_code=metric.code if metric else None,
        parent_metric=subject.parent,
        period=dated.period,
        period_source=dated.source,
        scope=subject.scope,
        region=setting.region,
        base=base,
        basis=basis,
        evidence=placed.evidence,
        rule=f"{quantity.dimension}.{reading.kind}",
        confidence=_confidence(flags, dated, metric),
        flags=flags,
        item=setting.item,
        item_position=setting.item_position,
        column=setting.column,
        column_period=setting.head_period,
        sentence=placed.sentence,
        clause=placed.clause,
    )


def _flags(quantity: Quantity, dated: Dated, setting: Setting, doubtful: bool) -> tuple[str, ...]:
    named = (
        ("range", quantity.spread),
        ("lost_decimal", quantity.lost_decimal),
        ("period_invalid", dated.invalid),
        ("torn_row", setting.torn),
        ("ocr_doubtful", doubtful),
    )
    return tuple(flag for flag, holds in named if holds)


def _confidence(flags: tuple[str, ...], dated: Dated, metric: Metric | None) -> Decimal:
    """A plain score: certain where everything is printed, less for each thing that was inferred."""
    score = Decimal("0.98")
    score -= Decimal("0.02") if dated.source in ("inherited", "column") else Decimal(0)
    score -= Decimal("0.05") if dated.source in ("document", "file_name", None) else Decimal(0)
    score -= Decimal("0.03") if metric is None else Decimal(0)
    score -= Decimal("0.2") if "lost_decimal" in flags else Decimal(0)
    score -= Decimal("0.3") if "ocr_doubtful" in flags else Decimal(0)
    score -= Decimal("0.2") if "period_invalid" in flags else Decimal(0)
    return max(score, Decimal("0.05"))
