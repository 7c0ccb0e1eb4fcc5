"""What the heads of value tables mean, by their words: the typed loader of vocabulary/table_heads.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import regex
from pydantic import Field

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml

TABLE_HEADS_FILE = Path(__file__).parent / "vocabulary" / "table_heads.yaml"

MeasureKind = Literal["amount", "growth", "change", "change_pp", "completion", "share", "rank", "moved"]
MeasureRole = Literal["budget", "target", "baseline", "arranged"]
MeasureTime = Literal["year", "last_year", "same_time_last_year"]
LabelKind = Literal["units", "metrics", "times", "measure_units", "skipped"]

_YEAR = r"(?:(?:19|20)\d{2}年(?:度)?)"
_FRAGMENTS = {
    "{year}": _YEAR,
    "{goal}": (
        rf"(?:{_YEAR}|年初|年度|全年|本年|当年|调整后?|变动|代编|批准|部门|年|总)*"
        r"(?:计划总?投资|总投资|预算|计划|目标任务|预期目标|目标|任务|考核指标|概算|下达数)(?:数|额|总额|任务|安排数?)?"
    ),
    "{compared}": (
        rf"(?:(?:同?比|较|与)(?P<base>(?:{_YEAR}|上年|去年|上月|上季度?|上期|年初|基期)(?:同期|同月|同季度?|同口径)?数?)"
        r"(?:相?比)?|同比|环比|同上年比)"
    ),
    "{moved}": r"(?:±|[+]/?-|增减变动|增减|增长|升降|增加(?!值)|增收|减收|减少|提高|涨跌|变动|变化|下降|上升)",
}


class Measure(RuleModel):
    """One kind of figure that a head announces; the fields are explained in the file."""

    name: str
    kind: MeasureKind
    role: MeasureRole | None = None
    time: MeasureTime | None = None
    keep: bool = False
    percent: bool = False
    pattern: str
    examples: tuple[str, ...] = Field(min_length=1)
    not_: tuple[str, ...] = Field(default=(), alias="not")


class Labels(RuleModel):
    """Patterns that take the whole head of a column of row names."""

    units: str
    metrics: str
    times: str
    measure_units: str
    skipped: str


class _TableHeadsFile(RuleModel):
    measures: tuple[Measure, ...]
    labels: Labels
    cumulative: tuple[str, ...]
    current: tuple[str, ...]
    fillers: tuple[str, ...]
    leads: tuple[str, ...]
    tails: tuple[str, ...]
    metric_ends: tuple[str, ...]
    generics: tuple[str, ...]
    stocks: tuple[str, ...]
    counted: dict[str, str]
    totals: tuple[str, ...]
    not_parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureFound:
    """A measure in a head: its words are `[start, end)`; `base` is what it is compared with, or a part of."""

    measure: Measure
    start: int
    end: int
    base: str | None


class TableHeads:
    """The vocabulary in force."""

    def __init__(self, file: _TableHeadsFile, path: Path) -> None:
        self.words = file
        self._measures = tuple((entry, _compiled(entry.pattern, entry.name, path)) for entry in file.measures)
        self._labels: tuple[tuple[LabelKind, regex.Pattern[str]], ...] = (
            ("skipped", _compiled(file.labels.skipped, "labels.skipped", path)),
            ("times", _compiled(file.labels.times, "labels.times", path)),
            ("units", _compiled(file.labels.units, "labels.units", path)),
            ("metrics", _compiled(file.labels.metrics, "labels.metrics", path)),
        )
        self._measure_units = _compiled(file.labels.measure_units, "labels.measure_units", path)
        for entry in file.measures:
            self._check(entry, path)

    def measure(self, head: str, *, percent: bool = False) -> MeasureFound | None:
        """The measure that `head` (half-width, without white space) announces; `percent`: its cells print a %."""
        percent = percent or "%" in head
        for entry, pattern in self._measures:
            if entry.percent and not percent:
                continue
            if match := pattern.search(head):
                base = match.groupdict().get("base")
                return MeasureFound(entry, match.start(), match.end(), base or None)
        return None

    def label(self, head: str) -> LabelKind | None:
        """What the rows are whose names stand under `head`; None where the words do not say."""
        return next((kind for kind, pattern in self._labels if pattern.fullmatch(head)), None)

    def heads_measure_units(self, head: str) -> bool:
        """Whether `head` may stand over a column of units of measure (单位 may also stand over names of units)."""
        return self._measure_units.fullmatch(head) is not None

    def _check(self, entry: Measure, path: Path) -> None:
        for example in entry.examples:
            found = self.measure(example, percent=entry.percent)
            if found is None or found.measure is not entry:
                reason = f"先被“{found.measure.name}”认走" if found else "没有条目认得"
                raise RuleMistake(
                    path, None, f"“{entry.name}”的例子“{example}”{reason}", "修改 pattern，或调整条目的先后次序。"
                )
        for example in entry.not_:
            found = self.measure(example)
            if found is not None and found.measure is entry:
                raise RuleMistake(path, None, f"反例“{example}”被“{entry.name}”认走", "把 pattern 写得更严一些。")


def _compiled(pattern: str, name: str, path: Path) -> regex.Pattern[str]:
    for fragment, expansion in _FRAGMENTS.items():
        pattern = pattern.replace(fragment, expansion)
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise RuleMistake(
            path, None, f"“{name}”的 pattern 不是有效的正则表达式：{error}", "检查括号是否成对、反斜杠是否写成两个。"
        ) from error


@cache
def table_heads(file: Path = TABLE_HEADS_FILE) -> TableHeads:
    """The vocabulary of `file`. Raises RuleMistake for a wrong pattern or an example that is not taken."""
    return TableHeads(load_yaml(file, _TableHeadsFile), file)
