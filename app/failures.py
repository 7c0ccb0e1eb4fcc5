"""What a person sees when a command cannot go on: one Chinese explanation, an exit code, never a traceback."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Final, TextIO

from typer import Abort, TyperException

from app.log_file import has_last_line, log_path
from app.terminal import printable
from app.usage_mistake import usage_mistake
from rules.errors import DiskFull, HeduiError
from rules.system_reasons import no_room

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
        code = _run(command)
        sys.stdout.flush()  # what cannot be said is a failure while it can be told
    except HeduiError as error:
        _say(f"无法继续：{error}")
        _let_go_of_output()
        return error.exit_code
    except TyperException as error:
        _say(f"命令有误：{usage_mistake(error)}")
        return USAGE
    except (KeyboardInterrupt, Abort):
        code = INTERRUPTED
    except (BrokenPipeError, SystemExit) as error:
        if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
            raise
        # The reader of our output (head, less) has gone: nothing is wrong, and nothing more can be said to it. Typer
        # makes an exit with 1 of it.
        sys.stdout = _nowhere()
        return 0
    except Exception as error:
        if isinstance(error, OSError) and no_room(error):
            return _no_room(error)
        if os.environ.get("HEDUI_DEBUG"):
            raise
        log.critical("unexpected failure", exc_info=error)
        kept = f"详情已记入 {log_path()}" if has_last_line() else f"日志 {log_path()} 也写不进去"
        _say(f"程序出现意外错误（{type(error).__name__}：{error}），{kept}\n处理办法：请把该文件或本行交给维护人员。")
        return UNEXPECTED
    if code == INTERRUPTED:
        _say("已中断。已经入库的报告完整保留，重新运行即可接着处理。")
    return code


def _run(command: Callable[[], int | None]) -> int:
    try:
        return command() or 0
    except TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":
            raise
        print(error.format_message())  # here, where it is known what to do if nobody reads it
        return 0


def _no_room(error: OSError) -> int:
    """A disk that takes no more, where nobody has said of which work it was: of a file, or of our own output."""
    log.error("no room", exc_info=error)
    what = f"写 {error.filename} " if error.filename else "写输出"
    _say(f"无法继续：{DiskFull(f'{what}时磁盘空间已满。', '腾出磁盘空间后重新运行；已经入库的报告完整保留。')}")
    _let_go_of_output()
    return DiskFull.exit_code


def _let_go_of_output() -> None:
    """Give out what was printed before a failure; forget it where nobody takes it, so that the exit code stays."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = _nowhere()


def _say(message: str) -> None:
    try:
        print("\n".join(map(printable, message.split("\n"))), file=sys.stderr, flush=True)
    except OSError:  # a full disk, or nobody there: the exit code still tells
        sys.stderr = _nowhere()


def _nowhere() -> TextIO:
    """In place of a stream that takes no more: Python would fail over what is left in it when the process ends."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - stays open until the process ends
