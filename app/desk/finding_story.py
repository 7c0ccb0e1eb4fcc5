"""What happened to a finding, in words: who did what when, and what was said with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.desk.typed import number_of
from app.desk.words import Words
from pipeline.review.accounts import accounts
from pipeline.review.history import Event
from pipeline.review.last_done import Done, done_by
from pipeline.store import Store
from pipeline.store.contract import Row
from pipeline.wording.labels import STATUS, label
from rules.reasons import load_reasons


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the story; `undone` where it was taken back."""

    at: datetime
    who: str
    what: str
    note: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The figures that a finding rested on before and after it appeared again, a line each: those that have changed,
    or all where none has."""

    before: list[str]
    after: list[str]


def story_of(events: Sequence[Event], names: Mapping[str, str], words: Words) -> list[Told]:
    """The story of a finding, the latest first; `names` are what people are called, by account."""
    return [_told(one, names, words) for one in reversed(events)]


def change_of(events: Sequence[Event]) -> Change | None:
    """The figures before and after the finding last appeared again; None where it did not, or nobody knows."""
    again = next((one for one in reversed(events) if one.after == "regressed" and one.action == "run"), None)
    if again is None or not again.figures_before:
        return None
    before, after = (
        [_figure_line(figure) for figure in figures] for figures in (again.figures_before, again.figures_after)
    )
    gone, come = [line for line in before if line not in after], [line for line in after if line not in before]
    return Change(gone, come) if gone or come else Change(before, after)


def done_before(store: Store, sequence: str | None) -> Done | None:
    """What was done on the page before, by the number in the address; None where it tells of nothing."""
    number = number_of(sequence, 0)
    return done_by(store, number) if number else None


def shown_names(store: Store) -> dict[str, str]:
    """What people are called, by the names of their accounts."""
    return {account.name: account.shown_name for account in accounts(store)}


def _figure_line(figure: Row) -> str:
    """A figure that a finding rested on, in a line."""
    where = "，".join(str(figure[name]) for name in ("item", "metric") if figure.get(name))
    return f"{figure.get('printed') or ''}（{where}）"


def _told(one: Event, names: Mapping[str, str], words: Words) -> Told:
    who = words("运行") if one.by is None else names.get(one.by, one.by)
    undone = one.review is not None and one.review["undone_by"] is not None
    return Told(one.at, who, _what(one, names, words), _note(one, words), undone)


def _what(one: Event, names: Mapping[str, str], words: Words) -> str:
    status = words(label(STATUS, one.after)) if one.after else ""
    match one.action:
        case "assign":
            to = one.assignee
            return words("指派给{name}", name=names.get(to, to)) if to else words("取消指派")
        case "comment":
            return words("批注")
        case "undo":
            return words("撤销，回到“{status}”", status=status)
        case "notify":
            return words("发出通知单")
        case "correct_reading":
            return words("更正读取")
        case "bulk_decide":
            return words("成批判为“{status}”", status=status)
        case "run":
            return words("判定为“{status}”", status=status)
        case _:
            return words("判为“{status}”", status=status)


def _note(one: Event, words: Words) -> str:
    told = one.review or {}
    parts = []
    if code := told.get("reason_code"):
        reason = load_reasons().get(code)
        parts.append(reason.name if reason else code)
    if value := told.get("value_printed"):
        parts.append(words("更正为{value}", value=value))
    if fault := told.get("fault"):
        parts.append(words("读取有误" if fault == "reading" else "规则不适用"))
    if until := told.get("until"):
        parts.append(words("到下一份报告") if until == "next_report" else words("到{day}", day=until))
    parts += [said for said in (told.get("reason"), one.told.get("text"), one.told.get("reason")) if said]
    return "；".join(parts)
