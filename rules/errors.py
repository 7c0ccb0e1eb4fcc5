"""The errors that stop a command: each has an exit code and says what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class HeduiError(Exception):
    """Something that stops the command before or during work.

    `message` says what is wrong and `remedy` what to do, both in Chinese, for the person at the terminal.
    Subclasses fix `exit_code`, which scripts may rely on (documented in docs/errors.md).
    """

    exit_code: int = 1

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n处理办法：{self.remedy}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Subclasses take other arguments than `args` holds; the error must still travel between processes.
        return _rebuilt, (type(self), self.args, self.__dict__)


class SettingMistake(HeduiError):
    """A setting in the environment is wrong: exit code 20."""

    exit_code = 20


class DiskFull(HeduiError):
    """There is no room to write: exit code 8."""

    exit_code = 8


class RuleMistake(HeduiError):
    """A file under `rules/` is wrong: exit code 3, with the file, the line and the remedy."""

    exit_code = 3

    def __init__(self, file: Path, line: int | None, message: str, remedy: str) -> None:
        where = f"{file}，第 {line} 行" if line is not None else str(file)
        super().__init__(f"规则文件有误（{where}）：{message}", remedy)
        self.file = file
        self.line = line
        self.problem = message


def _rebuilt(kind: type[HeduiError], args: tuple[Any, ...], state: dict[str, Any]) -> HeduiError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
