"""Tables of yearly targets that a text dump has flattened: name, target, a run of years, what each year asks, who.

Such a dump writes the cells one under another. The run of years (2021, 2022, 2023 …, each on its own line) is the
landmark: before it stand the name of the indicator and its overall target, behind it what the years ask and the
responsible units, then the next name.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractors.prose import Prose, prose
from extractors.text import Text, join

_YEAR_LINE = regex.compile(r"(?P<year>20[0-4]\d)年?[：:]? ?")
_HEAD_LINE = regex.compile(
    r"(?:领域|类别|序号|关键指标|指标名称|指标值|指标|目标值|目标|考核|年份|年度|分年度目标|年度目标|责任单位|牵头单位|单位|备注|项目|名称)+"
)
_CAPTION_LINE = regex.compile(r"(?:附?表|续表) ?\d")
_UNIT = regex.compile(
    r"(?:各区、县（市）政府|各县（?市?、?区?）?政府|(?:市|省|区|县|州|团|各)(?:(?!下达|指标)\p{Han}){0,12}?(?:局|委|办|院|中心|集团|公司|政府|厅|处))"
    r"(?:办公厅|办公室)?(?:（[^（）]*）)?(?!下达|安排|要求|确定|的|部署)"
)
_VALUE_BEGINS = regex.compile(
    r"到20\d\d|20\d\d年|[“\"]十[一二三四五]?五|保持|年均|累计|省下达|完成(?!率|情况)|控制|力争|不低于|不少于|达到(?!或)"
)
_LABEL_PIECE = regex.compile(r"\p{Han}{1,2}")
_SHORTEST_RUN = 3
_FEWEST_RUNS = 2


@dataclass(frozen=True, slots=True)
class YearlyTarget:
    """One indicator: its name, the text of its overall target, and what the years ask.

    `asked` pairs each stretch of text with the first and last year that it is of.
    """

    name: str
    target: Text
    asked: tuple[tuple[int, int, Text], ...]


@dataclass(frozen=True, slots=True)
class _Run:
    first_line: int
    last_line: int
    years: tuple[int, ...]
    texts: tuple[Text, ...]


def yearly_targets(text: Text) -> tuple[tuple[YearlyTarget, ...], Text | None]:
    """The indicators of a flattened table and the text that is left over; no indicators where it is none."""
    fewest = _FEWEST_RUNS * _SHORTEST_RUN
    if text.chars.count("\n") + 1 < fewest or text.chars.count("20") + text.chars.count("２０") < fewest:
        return (), text
    lines = [line for line in text.lines() if line.chars.strip() and not _is_head(line)]
    runs = _runs(lines)
    if len(runs) < _FEWEST_RUNS:
        return (), text
    targets: list[YearlyTarget] = []
    name, target = _name_and_target(_joined(lines[: runs[0].first_line]))
    last = text[0:0]
    for number, run in enumerate(runs):
        following = runs[number + 1].first_line if number + 1 < len(runs) else len(lines)
        between = lines[run.last_line + 1 : following]
        asked_text, rest = _before_unit(_joined(between))
        asked = [(year, year, part) for year, part in zip(run.years, run.texts, strict=True) if part.strip()]
        if asked_text.strip():
            asked.append((run.years[0], run.years[-1], asked_text))
        targets.append(YearlyTarget(name, target, tuple(asked)))
        last = rest
        name, target = _name_and_target(rest)
    return tuple(targets), last if last.strip() else None


def _is_head(line: Text) -> bool:
    plain = line.compact()
    return bool(_HEAD_LINE.fullmatch(plain) or (plain[:1] in "附表续續" and _CAPTION_LINE.match(prose(line).string)))


def _runs(lines: list[Text]) -> list[_Run]:
    runs: list[_Run] = []
    index = 0
    while index < len(lines):
        years: list[int] = []
        texts: list[Text] = []
        while index + len(years) < len(lines):
            line = lines[index + len(years)]
            if line.chars.lstrip()[:1] not in "2２":
                break
            read: Prose = prose(line.strip())
            match = _YEAR_LINE.match(read.string)
            if match is None or (years and int(match["year"]) != years[-1] + 1):
                break
            years.append(int(match["year"]))
            texts.append(read.cut(match.end(), len(read.string)))
        if len(years) >= _SHORTEST_RUN:
            runs.append(_Run(index, index + len(years) - 1, tuple(years), tuple(texts)))
        index += max(1, len(years))
    return runs


def _joined(lines: list[Text]) -> Text:
    return join(line.strip() for line in _without_labels(lines))


def _without_labels(lines: list[Text]) -> list[Text]:
    """Without the label of a group of rows, which a narrow column breaks into pieces: 生态|环境, 城市|国际|化."""
    kept: list[Text] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and _LABEL_PIECE.fullmatch(lines[end].compact()):
            end += 1
        if end - index < 2:
            end = index + 1
            kept.append(lines[index])
        index = end
    return kept


def _before_unit(text: Text) -> tuple[Text, Text]:
    """What the years ask, and what stands behind the units that answer for it."""
    read = prose(text)
    units = list(_UNIT.finditer(read.string))
    named = [unit for unit in units if not read.string[: unit.start()].endswith(("完成", "达到"))]
    if not named:
        return text, text[0:0]
    first = named[0]
    last = first
    for unit in named[1:]:
        if read.string[last.end() : unit.start()].strip("、，, ") == "":
            last = unit
    return read.cut(0, first.start()), read.cut(last.end(), len(read.string))


def _name_and_target(text: Text) -> tuple[str, Text]:
    read = prose(text)
    begins = next((m for m in _VALUE_BEGINS.finditer(read.string) if m.start() > 1), None)
    if begins is None:
        return read.string.replace("\n", ""), text[0:0]
    return read.string[: begins.start()].replace("\n", ""), read.cut(begins.start(), len(read.string))
