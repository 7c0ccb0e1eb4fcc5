"""Reads a YAML file into validated models; a mistake is reported with file, line and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from rules.errors import RuleMistake

T = TypeVar("T")


class RuleModel(BaseModel):
    """Base of everything that is written in YAML: frozen, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load_yaml(file: Path, shape: type[T]) -> T:
    """Return the content of `file` as `shape` (a pydantic model, or a list or dict of such).

    Raises RuleMistake with the line of the first thing that is wrong.
    """
    content = _parse(file)
    try:
        return TypeAdapter(shape).validate_python(_plain(content))
    except ValidationError as error:
        first = error.errors()[0]
        place = first["loc"]
        raise RuleMistake(
            file,
            line_of(content, place),
            f"{'.'.join(map(str, place)) or '文件'}：{_in_chinese(first)}",
            "按同一文件里相邻条目的写法改正后，运行 hedui rules check 复核。",
        ) from error


def load_yaml_with_lines(file: Path, item_shape: type[T]) -> list[tuple[int, T]]:
    """As `load_yaml` for a list of `item_shape`, each entry with the number of the line where it begins."""
    content = _parse(file)
    entries = load_yaml(file, list[item_shape])  # type: ignore[valid-type]
    return [(line_of(content, (index,)) or 1, entry) for index, entry in enumerate(entries)]


def line_of(content: Any, place: Sequence[str | int]) -> int | None:
    """Line number (from 1) of the node at `place`, or of its nearest ancestor that has one."""
    node, line = content, 1
    for key in place:
        if isinstance(node, CommentedMap) and key in node:
            line = node.lc.key(key)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
            line = node.lc.item(key)[0] + 1
        else:
            break
        node = node[key]
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
}


def _in_chinese(mistake: ErrorDetails) -> str:
    if mistake["type"] == "literal_error":
        return f"只能写 {mistake['ctx']['expected']} 之一"
    return _MISTAKES.get(mistake["type"], mistake["msg"])


def _parse(file: Path) -> Any:
    try:
        return YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise RuleMistake(
            file,
            mark.line + 1 if mark else None,
            f"不是有效的 YAML：{error.problem}",
            "检查该行的缩进、冒号后的空格和引号。",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RuleMistake(file, None, f"读不出来：{error}", "确认文件存在、可读，并以 UTF-8 保存。") from error


def _plain(node: Any) -> Any:
    """The same content in plain dicts, lists and scalars (pydantic takes no ruamel subclasses in strict unions)."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    return node
