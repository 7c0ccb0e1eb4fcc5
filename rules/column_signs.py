"""Signs that tell what a column of a progress sheet is when its head is unknown: the loader of column_signs.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import regex
from pydantic import Field

from rules.errors import RuleMistake
from rules.heads import Figures, HeadRole, Holds, compiled, plain_head
from rules.yaml_files import Lines, RuleModel, load_yaml_and_lines

COLUMN_SIGNS_FILE = Path(__file__).with_name("column_signs.yaml")
_LONGEST_HEAD: Final = 24
_NO_HEAD: Final = regex.compile(r"[。，；！？]|[0-9.]+(?:亿|万|元|%)|[0-9]{5}")


class ColumnExample(RuleModel):
    """A column as it may stand in a sheet."""

    head: str
    cells: tuple[str, ...] = Field(min_length=1)


class ColumnSign(RuleModel):
    """One part that a column may play and what it is told by; the fields are explained in the file."""

    name: str
    role: HeadRole
    holds: Holds
    figures: Figures = "actual"
    head: str
    except_: str | None = Field(default=None, alias="except")
    cells: str | None = None
    share: int = Field(default=50, ge=1, le=100)
    examples: tuple[ColumnExample, ...] = Field(min_length=1)
    not_: tuple[ColumnExample, ...] = Field(default=(), alias="not")

    @property
    def by_head(self) -> bool:
        """Whether words of the head are asked, too, and not the cells alone."""
        return self.head != "."

    def takes(self, head: str, cells: Sequence[str]) -> bool:
        """Whether a column with this head (as printed) and these filled cells (without white space) is such a one."""
        return self.heads(head) and self._fits(cells)

    def heads(self, head: str) -> bool:
        """Whether the words of `head` are those of such a column."""
        plain = plain_head(head)
        if not plain or len(plain) > _LONGEST_HEAD or _NO_HEAD.search(plain):
            return False
        if self.except_ and compiled(self.except_).search(plain):
            return False
        return compiled(self.head).search(plain) is not None

    def _fits(self, cells: Sequence[str]) -> bool:
        if self.cells is None:
            return True
        found = sum(compiled(self.cells).search(cell) is not None for cell in cells)
        return bool(cells) and 100 * found >= self.share * len(cells)


def column_sign(head: str, cells: Sequence[str], signs: Sequence[ColumnSign] | None = None) -> ColumnSign | None:
    """The first sign that takes the column; None where nothing tells what it is."""
    known = column_signs() if signs is None else signs
    return next((sign for sign in known if sign.takes(head, cells)), None)


@lru_cache(maxsize=4096)
def may_be_head(head: str) -> bool:
    """Whether the words of `head` alone are those of a head of some kind."""
    return any(sign.by_head and sign.heads(head) for sign in column_signs())


@cache
def column_signs() -> tuple[ColumnSign, ...]:
    """The signs in force (read once a process)."""
    return load_column_signs(COLUMN_SIGNS_FILE)


def load_column_signs(file: Path) -> tuple[ColumnSign, ...]:
    """The signs in `file`. Raises RuleMistake for a wrong pattern and for an example that the sign does not take."""
    listed, lines = load_yaml_and_lines(file, list[ColumnSign])
    signs = tuple(listed)
    for index, sign in enumerate(signs):
        _check_patterns(file, lines.of(index), sign)
    for index, sign in enumerate(signs):
        _check_examples(file, lines.of(index), sign, signs)
    return signs


def _check_patterns(file: Path, lines: Lines, sign: ColumnSign) -> None:
    for name, pattern in (("head", sign.head), ("except", sign.except_), ("cells", sign.cells)):
        try:
            compiled(pattern or "")
        except regex.error as error:
            message = f"“{sign.name}”的 {name} 不是有效的正则表达式：{error}"
            raise RuleMistake(file, lines(name), message, "检查括号是否成对、反斜杠是否写成两个。") from error


def _check_examples(file: Path, lines: Lines, sign: ColumnSign, signs: Sequence[ColumnSign]) -> None:
    for example in sign.examples:
        taken_by = column_sign(example.head, example.cells, signs)
        if taken_by is not sign:
            reason = "没有条目认得" if taken_by is None else f"先被前面的“{taken_by.name}”认走"
            message = f"“{sign.name}”的例子“{example.head}”{reason}"
            raise RuleMistake(file, lines("examples"), message, "修改 head、cells，或调整条目的先后次序。")
    for example in sign.not_:
        if column_sign(example.head, example.cells, signs) is sign:
            message = f"反例“{example.head}”被“{sign.name}”认走"
            raise RuleMistake(file, lines("not"), message, "把 head 或 cells 写得更严一些，或写进 except。")
