"""A wrongly typed command, said in Chinese: the words of the library that reads command lines are English."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

from typer import TyperException


def usage_mistake(error: TyperException) -> str:
    """What is wrong, then where to look it up."""
    where = str(getattr(getattr(error, "ctx", None), "command_path", None) or "hedui")
    return f"{_wrong(error)}\n处理办法：运行 {where} --help 查看写法和例子。"


def _wrong(error: TyperException) -> str:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = str(getattr(error, "param_hint", None) or "")
    if parameter is not None:
        name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name
    if kind == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        if any(character.isspace() for character in option):  # a statement of SQL that begins with a comment
            return f"以 - 开头的参数会被当成选项：{option.split(chr(10))[0]}。请去掉开头的注释。"
        similar = getattr(error, "possibilities", None) or ()
        return f"没有选项 {option}" + (f"，是否想用 {similar[0]}？" if similar else "。")
    if kind == "MissingParameter":
        return f"缺少参数 {name}。"
    if kind == "BadParameter":
        return _bad_value(name, parameter, error.message)
    if kind == "BadOptionUsage":
        return f"选项 {getattr(error, 'option_name', '')} 后面缺少值，或多给了值。"
    if kind == "UsageError" and error.message.startswith("No such command"):
        typed, *similar = re.findall(r"'([^']*)'", error.message)
        return f"没有这个命令：{typed}" + (f"，是否想用 {similar[0]}？" if similar else "。")
    if kind == "UsageError" and "extra argument" in error.message:
        return f"多出了参数：{error.message.rpartition('(')[2].rstrip(').')}"
    return error.format_message()


def _bad_value(name: str, parameter: Any, message: str) -> str:
    if any("一" <= character <= "鿿" for character in message):  # one of our own parsers says it
        return f"{name} 的值不对：{message}" if name else message
    told = getattr(parameter, "help", None)
    return f"{name} 的值不对，{_wanted(parameter)}" + (f"（{told}）。" if told else "。")


def _wanted(parameter: Any) -> str:
    """What may stand there."""
    wanted = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return f"只能是 {'、'.join(str(choice.value) for choice in wanted)}"
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    bounds = f" {least} 到 {most} 的" if least is not None and most is not None else ""
    bounds = bounds or (f"不小于 {least} 的" if least is not None else f"不大于 {most} 的" if most is not None else "")
    return f"应是{bounds}{'整数' if wanted is int else '数'}" if wanted in (int, float) else "写法有误"
