"""Reads a YAML file into validated models; a mistake is reported with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from rules.errors import RuleMistake
from rules.system_reasons import system_reason

T = TypeVar("T")


@dataclass(frozen=True)
class _Content:
    """What a file says, in plain dicts, lists and scalars."""

    text: str
    plain: Any

    @cached_property
    def root(self) -> Node:
        """The same as nodes that know their lines; made only when a line is asked for."""
        return YAML(typ="safe").compose(self.text)  # type: ignore[no-any-return]


class Lines:
    """Where the parts of a YAML file stand."""

    def __init__(self, content: _Content, *place: str | int) -> None:
        self._content = content
        self._place = place

    def __call__(self, *place: str | int) -> int:
        """Line number (from 1) of the part at `place`, or of the nearest one around it that has a line."""
        return line_of(self._content, (*self._place, *place)) or 1

    def of(self, *place: str | int) -> Lines:
        """The lines of the part at `place`."""
        return Lines(self._content, *self._place, *place)


class RuleModel(BaseModel):
    """Base of everything that is written in YAML: frozen, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load_yaml(file: Path, shape: type[T]) -> T:
    """Return the content of `file` as `shape` (a pydantic model, or a list or dict of such).

    Raises RuleMistake with the line of the first thing that is wrong.
    """
    return _validated(file, _parse(file), shape)


def _validated(file: Path, content: _Content, shape: type[T]) -> T:
    try:
        return TypeAdapter(shape).validate_python(content.plain)
    except ValidationError as error:
        mistakes = error.errors()
        # A mistyped name is missing in one place and too much in another: the other has the line.
        first = next((mistake for mistake in mistakes if mistake["type"] == "extra_forbidden"), mistakes[0])
        place = first["loc"]
        lacking = [
            str(each["loc"][-1]) for each in mistakes if each["type"] == "missing" and each["loc"][:-1] == place[:-1]
        ]
        instead = f"（这里缺少 {'、'.join(lacking)}）" if first["type"] == "extra_forbidden" and lacking else ""
        raise RuleMistake(
            file,
            line_of(content, place),
            f"{'.'.join(map(str, place)) or '文件'}：{in_chinese(first)}{instead}",
            "按同一文件里相邻条目的写法改正后，运行 hedui rules check 复核。",
        ) from error


def load_yaml_and_lines(file: Path, shape: type[T]) -> tuple[T, Lines]:
    """As `load_yaml`, with the lines of its parts for what can only be verified later."""
    content = _parse(file)
    return _validated(file, content, shape), Lines(content)


def load_yaml_with_lines(file: Path, item_shape: type[T]) -> list[tuple[int, T]]:
    """As `load_yaml` for a list of `item_shape`, each entry with the number of the line where it begins."""
    entries, lines = load_yaml_and_lines(file, list[item_shape])  # type: ignore[valid-type]
    return [(lines(index), entry) for index, entry in enumerate(entries)]


def line_of(content: _Content, place: Sequence[str | int]) -> int | None:
    """Line number (from 1) of the node at `place`, or of its nearest ancestor that has one."""
    node, line = content.root, 1
    for key in place:
        if isinstance(node, MappingNode):
            found = next(((name, part) for name, part in node.value if name.value == str(key)), None)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            found = (node.value[key], node.value[key])
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


_MISTAKES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这样一项，多半是名字写错了",
    "string_type": "应当写成文字",
    "int_type": "应当写成整数",
    "int_parsing": "应当写成整数",
    "bool_type": "应当写 true 或 false",
    "list_type": "应当写成列表",
    "tuple_type": "应当写成列表",
    "dict_type": "应当写成“名字: 内容”的形式",
    "model_type": "应当写成“名字: 内容”的形式",
    "string_pattern_mismatch": "只能用英文小写字母、数字和下划线，以字母开头",
    "too_short": "至少要写一个",
    "string_too_short": "不能是空的",
}


_BOUNDS = {
    "greater_than": ("必须大于", "gt"),
    "greater_than_equal": ("不能小于", "ge"),
    "less_than": ("必须小于", "lt"),
    "less_than_equal": ("不能大于", "le"),
}


def in_chinese(mistake: ErrorDetails) -> str:
    """What pydantic found wrong, in a few Chinese words."""
    if mistake["type"] == "literal_error":
        wanted = re.findall(r"'[^']*'", mistake["ctx"]["expected"])
        return f"只能写 {'、'.join(wanted)} 之一"
    if mistake["type"] in _BOUNDS:
        words, bound = _BOUNDS[mistake["type"]]
        return f"{words} {mistake['ctx'][bound]}"
    return _MISTAKES.get(mistake["type"], mistake["msg"])


def _parse(file: Path) -> _Content:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleMistake(
            file, None, f"读不出来：{system_reason(error)}", "确认文件存在、可读，并以 UTF-8 保存。"
        ) from error
    try:
        # By the library in C where it is installed: it takes a sixth of the time, in every process anew.
        return _Content(text, _plain(YAML(typ="safe").load(text)))
    except MarkedYAMLError as error:
        raise _not_yaml(file, _told_in_full(text) or error) from error


def _told_in_full(text: str) -> MarkedYAMLError | None:
    """The mistake as the library in Python tells it, whose words are known here; the one in C says less."""
    try:
        YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        return error
    return None


def _not_yaml(file: Path, error: MarkedYAMLError) -> RuleMistake:
    """The mistake in Chinese, at the line where it was made: of what never ends, where it begins."""
    problem = str(error.problem or "")
    mark, remedy = error.problem_mark, "检查该行的缩进、冒号后的空格和引号。"
    if isinstance(error, DuplicateKeyError):
        said, remedy = f"同一处写了两个 {problem.split(chr(34))[1]}", "删去其中一个，或改正名字。"
    elif "flow" in str(error.context):
        mark = error.context_mark or mark
        said, remedy = "这里开始的括号没有配好", "补上 ] 或 }；两项之间写逗号，词里有逗号、冒号、括号的加引号。"
    elif "quoted scalar" in str(error.context):
        mark = error.context_mark or mark
        said, remedy = "这里开始的引号没有配对", "补上后一个引号。"
    elif r"\t" in problem:
        said, remedy = "用了制表符（Tab）", "缩进一律用空格。"
    elif "cannot start any token" in problem or "alias" in problem or "anchor" in problem:
        said, remedy = "词以特殊符号开头", "给以 % @ * & 等符号开头的词加上引号。"
    elif "mapping values" in problem:
        said, remedy = "缩进不齐，或文字里的冒号没有加引号", "与相邻各行对齐；文字里有“: ”的，整个加引号。"
    else:
        said = problem
    return RuleMistake(file, mark.line + 1 if mark else None, f"不是有效的 YAML：{said}", remedy)


def _plain(node: Any) -> Any:
    """The same content with all names as text: a name that looks like a number or a truth is still a name."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node
