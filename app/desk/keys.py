"""The keys of the desk: what each action is called and which key does it, unless the person chose another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does. `group` puts together what belongs together."""

    name: str
    says: str
    key: str
    group: str


ACTIONS: Final = (
    Action("confirm", "属实，看下一个", "1", "处理"),
    Action("correct", "已更正（填数）", "2", "处理"),
    Action("exception", "合理例外（选理由）", "3", "处理"),
    Action("misread", "误报：读错了，看下一个", "4", "处理"),
    Action("wrong_rule", "误报：规则不当，看下一个", "5", "处理"),
    Action("defer", "暂缓", "6", "处理"),
    Action("assign", "指派", "a", "处理"),
    Action("comment", "批注", "c", "处理"),
    Action("undo", "撤销上一步", "u", "处理"),
    Action("next", "下一个", "j", "走动"),
    Action("previous", "上一个", "k", "走动"),
    Action("queue", "回到队列", "q", "走动"),
    Action("search", "查找", "/", "走动"),
    Action("zoom_in", "放大", "=", "看图"),
    Action("zoom_out", "缩小", "-", "看图"),
    Action("fit", "适合宽度", "0", "看图"),
    Action("to_suspect", "找到疑数", "f", "看图"),
)

HELP_KEY: Final = "?"
"""Shows the keys, and cannot be given to anything else."""

_LETTERS: Final = frozenset({"L", "N", "P", "S"})
"""Kinds of character that can be typed as a key: letters, digits, punctuation, signs."""


def keys_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """The key of each action: those that were chosen, else the usual ones, as far as nothing chosen has taken them."""
    keys = {action.name: chosen[action.name] for action in ACTIONS if action.name in chosen}
    taken = set(keys.values())
    for action in ACTIONS:
        if action.name not in keys:
            keys[action.name] = "" if action.key in taken else action.key
    return {action.name: keys[action.name] for action in ACTIONS}


def mistakes_in(typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with keys as typed, in Chinese, by action; empty where they can be kept. Keys may be left out."""
    wrong: dict[str, str] = {}
    taken: dict[str, str] = {}
    says = {action.name: action.says for action in ACTIONS}
    for action in ACTIONS:
        key = typed.get(action.name, "")
        if not key:
            continue
        if len(key) != 1 or unicodedata.category(key)[0] not in _LETTERS:
            wrong[action.name] = "只能是键盘上的一个字母、数字或符号。"
        elif key in {HELP_KEY, "？"}:
            wrong[action.name] = "这个键用来显示按键表。"
        elif key in taken:
            wrong[action.name] = f"与“{says[taken[key]]}”的键相同。"
        taken.setdefault(key, action.name)
    return wrong


def plain_key(typed: str) -> str:
    """A key as it is kept: small, and as a keyboard without an input method types it."""
    return unicodedata.normalize("NFKC", typed.strip()).lower()
