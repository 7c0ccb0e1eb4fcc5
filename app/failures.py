"""What a person sees when a command cannot go on: one Chinese explanation, an exit code, never a traceback."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Final

from typer import Abort, TyperException

from app.log_file import log_path
from app.terminal import printable
from rules.errors import HeduiError

USAGE: Final = 2
UNEXPECTED: Final = 70
"""EX_SOFTWARE of sysexits.h: the fault is the program's."""
INTERRUPTED: Final = 130


class NothingFound(HeduiError):
    """What was asked for by its id or name is not there: exit code 12."""

    exit_code = 12


class StoreUnsound(HeduiError):
    """`hedui store check` found something wrong: exit code 21."""

    exit_code = 21


class NightUnsound(HeduiError):
    """`hedui status` found that the last run is missing, failed, stale or suspicious: exit code 24."""

    exit_code = 24


class AuditBroken(HeduiError):
    """`hedui audit verify` found that the journal, or what it tells of, was changed: exit code 31."""

    exit_code = 31


log = logging.getLogger("hedui")


def exit_code_of(command: Callable[[], int | None]) -> int:
    """Run `command` and return the exit code of the process; say in Chinese on stderr what went wrong.

    With HEDUI_DEBUG set to anything but an empty string, unexpected exceptions are raised with their traceback.
    """
    try:
        code = command() or 0
    except HeduiError as error:
        _say(f"无法继续：{error}")
        return error.exit_code
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message())
            return 0
        _say(f"命令有误：{usage_mistake(error)}\n处理办法：运行 hedui --help 查看写法。")
        return USAGE
    except (KeyboardInterrupt, Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is wrong, and nothing more can be said to it.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open until the process ends
        return 0
    except Exception as error:
        if os.environ.get("HEDUI_DEBUG"):
            raise
        log.critical("unexpected failure", exc_info=error)
        kept = f"详情已记入 {log_path()}" if log_path().is_file() else f"日志 {log_path()} 也写不进去"
        _say(f"程序出现意外错误（{type(error).__name__}：{error}），{kept}\n处理办法：请把该文件或本行交给维护人员。")
        return UNEXPECTED
    if code == INTERRUPTED:
        _say("已中断。已经入库的报告完整保留，重新运行即可接着处理。")
    return code


def usage_mistake(error: TyperException) -> str:
    """A wrongly typed command, said in Chinese."""
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = str(getattr(error, "param_hint", None) or "")
    if parameter is not None:
        name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name
    if kind == "NoSuchOption":
        similar = getattr(error, "possibilities", None) or ()
        return f"没有选项 {getattr(error, 'option_name', '')}" + (f"，是否想用 {similar[0]}？" if similar else "。")
    if kind == "MissingParameter":
        return f"缺少参数 {name}。"
    if kind == "BadParameter":
        in_chinese = any("一" <= character <= "鿿" for character in error.message)
        # The parser's own message is in English; the parameter's description says better what is expected.
        said = f"：{error.message}" if in_chinese else f"（{getattr(parameter, 'help', None) or '写法有误'}）。"
        return f"{name} 的值不对{said}"
    if kind == "BadOptionUsage":
        return f"选项 {getattr(error, 'option_name', '')} 后面缺少值，或多给了值。"
    if kind == "UsageError" and "No such command" in error.message:
        return f"没有这个命令：{error.message.removeprefix('No such command').strip(' .')}"
    if kind == "UsageError" and "extra argument" in error.message:
        return f"多出了参数：{error.message.rpartition('(')[2].rstrip(').')}"
    return error.format_message()


def _say(message: str) -> None:
    print("\n".join(map(printable, message.split("\n"))), file=sys.stderr)
