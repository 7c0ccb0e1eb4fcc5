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
from app.usage_mistake import usage_mistake
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


class InstallationLacking(HeduiError):
    """`hedui doctor` found that something needed is missing on this machine: exit code 35."""

    exit_code = 35


class CompletionRefused(HeduiError):
    """What completes commands in a shell cannot be installed: exit code 36."""

    exit_code = 36


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
        _say(f"命令有误：{usage_mistake(error)}")
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


def _say(message: str) -> None:
    print("\n".join(map(printable, message.split("\n"))), file=sys.stderr)
