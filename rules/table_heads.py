"""What the heads of value tables mean, by their words: the typed loader of vocabulary/table_heads.yaml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import regex
from pydantic import Field

from rules.errors import RuleMistake
from rules.units import units
from rules.yaml_files import Lines, RuleModel, load_yaml_and_lines

TABLE_HEADS_FILE = Path(__file__).parent / "vocabulary" / "table_heads.yaml"

MeasureKind = Literal["amount", "growth", "change", "change_pp", "completion", "share", "rank", "moved"]
MeasureRole = Literal["budget", "target", "baseline", "arranged"]
MeasureTime = Literal["year", "last_year", "same_time_last_year"]
LabelKind = Literal["units", "metrics", "times", "measure_units", "skipped"]
_LABELS_IN_ORDER: Final[tuple[LabelKind, ...]] = ("skipped", "times", "units", "metrics")

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
    things: tuple[str, ...]
    totals: tuple[str, ...]
    not_parts: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureFound:
    """A measure in a head: its words are `[start, end)`; `base` is what it is compared with, or a part of."""

    measure: Measure
    start: int
    end: int
    base: str | None


class TableHeads:
    """The vocabulary in force."""

    def __init__(self, file: _TableHeadsFile, path: Path, lines: Lines) -> None:
        self.words = file

        def compiled(pattern: str, name: str, *place: str | int) -> regex.Pattern[str]:
            return _compiled(pattern, name, path, lines(*place))

        def label(kind: LabelKind) -> regex.Pattern[str]:
            return compiled(getattr(file.labels, kind), f"labels.{kind}", "labels", kind)

        self._measures = tuple(
            (entry, compiled(entry.pattern, entry.name, "measures", index, "pattern"))
            for index, entry in enumerate(file.measures)
        )
        self._labels = tuple((kind, label(kind)) for kind in _LABELS_IN_ORDER)
        self._measure_units = label("measure_units")
        for index, entry in enumerate(file.measures):
            self._check(entry, path, lines.of("measures", index))

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

    def _check(self, entry: Measure, path: Path, lines: Lines) -> None:
        for example in entry.examples:
            found = self.measure(example, percent=entry.percent)
            if found is None or found.measure is not entry:
                reason = f"先被“{found.measure.name}”认走" if found else "没有条目认得"
                message = f"“{entry.name}”的例子“{example}”{reason}"
                raise RuleMistake(path, lines("examples"), message, "修改 pattern，或调整条目的先后次序。")
        for example in entry.not_:
            found = self.measure(example)
            if found is not None and found.measure is entry:
                message = f"反例“{example}”被“{entry.name}”认走"
                raise RuleMistake(path, lines("not"), message, "把 pattern 写得更严一些。")


def _compiled(pattern: str, name: str, path: Path, line: int) -> regex.Pattern[str]:
    for fragment, expansion in _FRAGMENTS.items():
        pattern = pattern.replace(fragment, expansion)
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise RuleMistake(
            path, line, f"“{name}”的 pattern 不是有效的正则表达式：{error}", "检查括号是否成对、反斜杠是否写成两个。"
        ) from error


@cache
def table_heads(file: Path = TABLE_HEADS_FILE) -> TableHeads:
    """The vocabulary of `file`, with the units in force."""
    return load_table_heads(file, units().bases)


def load_table_heads(file: Path, known_units: Collection[str]) -> TableHeads:
    """The vocabulary of `file`. Raises RuleMistake for a wrong pattern, an example that is not taken, or a unit in
    `counted` that is none of `known_units`."""
    loaded, lines = load_yaml_and_lines(file, _TableHeadsFile)
    for word, unit in loaded.counted.items():
        if unit not in known_units:
            message = f"counted 里“{word}”的单位“{unit}”不在 units.yaml 里"
            raise RuleMistake(file, lines("counted", word), message, "改成已有的单位，或先在 units.yaml 里加上。")
    return TableHeads(loaded, file, lines)
