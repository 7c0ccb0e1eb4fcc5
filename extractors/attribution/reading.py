"""What the words around a quantity tell of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.fact import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """A kind, and what the words that told it say besides.

    `left` is what remains before those words (the metric stands there), `skipped` how many characters were taken
    from its front (压减[…]5.2亿元). `negative` tells that the figure is printed without its sign (下降3%). `base` is
    what it is of or against, as printed; `base_of_parent` that it is of the metric which the sentence is about
    (占比). `metric_after` where the metric stands behind the quantity. `baseline` marks the first of two levels
    (由上年的78.2%提高到81.5%). `whole` tells that the figure is itself what the percentage behind it is of
    (占年初预算3200万元的41%), as a `completion` or a `share`; `base` then names it. `word` names
    the measure itself (支出进度), for want of any other metric. `against` names the aim or standard that the percentage
    itself is, where the points of difference to it follow (高于省定[50%]的要求2.1个百分点).
    """

    kind: Kind
    left: str
    negative: bool = False
    base: str | None = None
    base_of_parent: bool = False
    metric_after: bool = False
    per: str | None = None
    baseline: bool = False
    skipped: int = 0
    whole: Literal["completion", "share"] | None = None
    word: str = ""
    against: str = ""
