"""Lists of metrics: their members under a shared head, and the figures that are said of each of them."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.attribution.reading import Reading
from extractors.attribution.segmentation import segments
from extractors.attribution.setting import Subject
from extractors.fact import Comparator
from rules.metrics import catalogue
from rules.words import words

_JOINT = regex.compile(r"[、]|以及|和|与|及")
_ALIKE = regex.compile(r"均|都(?!市)|各(?:自|增|减|下)?")
_SUM = regex.compile(r"等|合计|总|共")


def listed(phrase: str) -> list[str]:
    """The members of a list of metrics, each by its full name.

    国家级、省级和市级卫生乡镇比例 gives three 卫生乡镇比例; 一般公共预算收入、支出 gives a revenue and an expenditure.
    """
    parts = [part for part in _JOINT.split(phrase) if part]
    return _with_head(_with_front(parts)) if len(parts) > 1 else parts


def _with_head(parts: list[str]) -> list[str]:
    """Give the words at the end of the last member to those before it that are a bare word each."""
    if any(part in catalogue().by_name for part in parts[:-1]):
        return parts
    if all(len(part) == 1 for part in parts[:-1]) and len(parts[-1]) > 2:
        tail = parts[-1][1:]  # 存、贷款余额
    elif len(cut := segments(parts[-1])) > 1 and all(_one_word(part) for part in parts[:-1]):
        own = 2 if cut[1] == "级" else 1
        tail = "".join(cut[own:])
    else:
        return parts
    return [*(part + tail for part in parts[:-1]), parts[-1]]


def _with_front(parts: list[str]) -> list[str]:
    """Give the words before 收入 of the first member to a bare 支出 behind it, and the like."""
    for end in words().generic_nouns:
        front = parts[0].removesuffix(end)
        if front and front != parts[0]:
            return [parts[0], *(front + part if part in words().generic_nouns else part for part in parts[1:])]
    return parts


def _one_word(part: str) -> bool:
    return len(segments(part.removesuffix("级"))) == 1 and not part.endswith(("率", "额", "量", "数"))


def distributed(subject: Subject, left: str, reading: Reading, comparator: Comparator) -> list[Subject]:
    """One subject for each member where the text says that the figure is each one's.

    It says so with 均 (培训费和会议费均压减10%), and where the same bound is set to several (A、B和C压减比例不低于10%).
    """
    bound = reading.kind == "growth" and comparator in ("ge", "le") and "、" in subject.metric
    if not (bound or _ALIKE.search(left)) or _SUM.search(subject.metric):
        return [subject]
    members = listed(subject.metric)
    return [replace(subject, metric=member) for member in members] if len(members) > 1 else [subject]
