"""The catalogue of metrics, from `vocabulary/metrics.yaml`: names, other names, nature and the usual whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import regex
from pydantic import Field

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_with_lines

METRICS_FILE = Path(__file__).parent / "vocabulary" / "metrics.yaml"
_QUOTES = str.maketrans("", "", "“”\"'《》 \n")


class Metric(RuleModel):
    """A catalogued metric. `of` is the code of the metric that it is usually a part of; `general` tells that the name
    alone does not say of what it is (完成投资): two figures of it may be of different things."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    nature: Literal["flow", "stock"]
    of: str | None = None
    aliases: tuple[str, ...] = ()
    general: bool = False


@dataclass(frozen=True)
class Catalogue:
    """All metrics, by code and by every name they go by (white space and quotes removed)."""

    by_code: Mapping[str, Metric]
    by_name: Mapping[str, Metric]
    names: regex.Pattern[str]

    def find(self, phrase: str) -> Metric | None:
        """The metric whose name stands last (then longest) in `phrase`; None where none does."""
        plain = phrase.translate(_QUOTES)
        best: tuple[int, int, Metric] | None = None
        for match in self.names.finditer(plain, overlapped=True):
            metric = self.by_name[match.group()]
            rank = (match.end(), match.end() - match.start())
            if best is None or rank > best[:2]:
                best = (*rank, metric)
        return best[2] if best else None

    @property
    def metric_names(self) -> frozenset[str]:
        """The names under which metrics are catalogued, without the other names they go by."""
        return frozenset(metric.name for metric in self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def last_end(self, phrase: str) -> int | None:
        """Where in `phrase` the last name of a metric ends; None where none stands in it."""
        kept = [at for at, char in enumerate(phrase) if char.translate(_QUOTES)]
        plain = phrase.translate(_QUOTES)
        ends = (match.end() for match in self.names.finditer(plain, overlapped=True))
        last = max(ends, default=None)
        return None if last is None else kept[last - 1] + 1

    def named(self, phrase: str) -> Metric | None:
        """The metric that `phrase` as a whole names, scope words in front aside; None where it names more."""
        return self.by_name.get(phrase.translate(_QUOTES))


@cache
def catalogue() -> Catalogue:
    """The catalogue in force."""
    return load_catalogue(METRICS_FILE)


def load_catalogue(file: Path) -> Catalogue:
    """The catalogue in `file`.

    Raises RuleMistake for a code or a name used twice, a name of fewer than two characters, and an `of` that is
    unknown or leads back to the metric itself.
    """
    entries = load_yaml_with_lines(file, Metric)
    by_code: dict[str, Metric] = {}
    by_name: dict[str, Metric] = {}
    for line, metric in entries:
        if metric.code in by_code:
            raise RuleMistake(file, line, f"代码 {metric.code} 用了两次", "换一个没有用过的代码。")
        by_code[metric.code] = metric
        for name in (metric.name, *metric.aliases):
            plain = name.translate(_QUOTES)
            if len(plain) < 2:
                raise RuleMistake(file, line, f"叫法“{name}”太短", "至少写两个字，一个字会认到别的词里去。")
            other = by_name.setdefault(plain, metric)
            if other is not metric:
                raise RuleMistake(
                    file, line, f"“{name}”已是“{other.name}”的叫法", "一个叫法只能属于一个指标，删去其中一处。"
                )
    for line, metric in entries:
        above, seen = metric.of, {metric.code}
        while above is not None:
            if above not in by_code:
                raise RuleMistake(file, line, f"of 指向不存在的代码 {above}", "改成目录里已有的代码。")
            if above in seen:
                raise RuleMistake(file, line, f"{metric.code} 的上级绕了一圈又回到 {above}", "改正其中一条的 of。")
            seen.add(above)
            above = by_code[above].of
    ordered = sorted(by_name, key=len, reverse=True)
    pattern = regex.compile("|".join(map(regex.escape, ordered)))
    return Catalogue(MappingProxyType(by_code), MappingProxyType(by_name), pattern)
