"""What the columns of a table mean: heads over one to three rows, and the role each column takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import regex

from extractors.document import Table
from extractors.sheet.item import Role
from extractors.sheet.told_by_content import enter_told, may_be_heads
from extractors.sheet.unknown_heads import are_names, first_labels, is_text_for_percent, name_column, told_by_signs
from extractors.text import Text
from rules.column_signs import ColumnSign, may_be_head
from rules.heads import Figures, HeadEntry, Holds, head_entry

_MOST_ROWS_ABOVE = 5
_DEEPEST_HEAD = 3
_LONGEST_HEAD = 24
_LONGEST_LABEL = 14
_LONGEST_STATUS = 6
PROGRESS: frozenset[Role] = frozenset({"current", "cumulative", "completion"})
BARE_NUMBER = regex.compile(
    r"[(（]?[-+±－＋▲▼△▽↑↓]?[￥¥]?[0-9０-９][0-9０-９,，.．]*\s*(?:[%％‰]|[百千]?[万亿])?[)）]?[↑↓]?[¹²³⁰⁴-⁹⁽⁾]*|[-—－–/／]+|(?:约|超)?[0-9.]+%(?:以上|左右)?|[√×○●]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a progress sheet: its head as printed (white space removed), its role, what its cells hold.

    `figures` tells for a column without a role of its own whether its figures have happened or are aimed at.
    """

    head: str
    role: Role
    holds: Holds
    figures: Figures = "actual"


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table: `first` row and number of `depth` rows, and for each column its text and meaning."""

    first: int
    depth: int
    texts: tuple[str, ...]
    entries: tuple[HeadEntry | None, ...]

    @property
    def body(self) -> int:
        """The row at which the table's body begins."""
        return self.first + self.depth

    @property
    def known(self) -> int:
        """How many heads the list of heads knows."""
        return sum(entry is not None for entry in self.entries)

    @property
    def likely(self) -> int:
        """How many more have the words of a head of some kind."""
        pairs = zip(self.entries, self.texts, strict=True)
        return sum(entry is None and may_be_head(text) for entry, text in pairs)

    @property
    def enough(self) -> bool:
        """Whether these are heads at all: two that are known, or one with two that are likely."""
        return self.known >= 2 or (self.known == 1 and self.likely >= 2)


def find_heads(table: Table) -> Heads | None:
    """The heads of `table`: of all starts and depths that give enough of them, the best known ones."""
    best: Heads | None = None
    printed, filled = table.grid(), table.filled_grid()
    for first in range(min(_MOST_ROWS_ABOVE, table.rows)):
        for depth in range(1, min(_DEEPEST_HEAD, table.rows - first) + 1):
            heads = _heads(printed, filled, first, depth)
            if heads and heads.enough and (best is None or _rank(heads) > _rank(best)):
                best = heads
    return best


def find_heads_by_content(table: Table) -> Heads | None:
    """The heads of a table none of whose heads is known: short words over names and sentences with figures."""
    filled = [[text.compact() for text in row] for row in table.filled_grid()]
    for first in range(min(_MOST_ROWS_ABOVE, table.rows)):
        if may_be_heads(filled[first], filled[first + 1 :]):
            return Heads(first, 1, tuple(filled[first]), tuple(head_entry(text) for text in filled[first]))
    return None


def _rank(heads: Heads) -> tuple[int, int, int]:
    unknown = sum(entry is None and text != "" for entry, text in zip(heads.entries, heads.texts, strict=True))
    return heads.known - unknown + heads.likely, heads.depth, -heads.first


def _heads(printed: Sequence[Sequence[Text]], filled: Sequence[Sequence[Text]], first: int, depth: int) -> Heads | None:
    """The heads in rows `first` to `first + depth`, or None where these rows cannot be heads.

    Several rows are heads together only where one stands over several others, but not over all (that is a title).
    """
    columns = [_parts(printed, filled, first, depth, column) for column in range(len(filled[first]))]
    if any(len(part) > _LONGEST_HEAD for parts in columns for part in parts):
        return None
    entries = [_meaning(parts) for parts in columns]
    if depth > 1:
        if any(len(parts) > 1 and entry is None for parts, entry in zip(columns, entries, strict=True)):
            return None
        over = Counter(parts[0] for parts in columns if len(parts) > 1)
        if max(over.values(), default=0) < 2 or any(count == len(columns) for count in over.values()):
            return None
    return Heads(first, depth, tuple("".join(parts) for parts in columns), tuple(entries))


def _parts(
    printed: Sequence[Sequence[Text]], filled: Sequence[Sequence[Text]], first: int, depth: int, column: int
) -> list[str]:
    """The texts over a column from the top down, each once; a head over several columns may be printed once only."""
    parts: list[str] = []
    for row in range(first, first + depth):
        text = filled[row][column].compact()
        if not text and row == first and depth > 1 and printed[row + 1][column].compact():
            text = next((filled[row][left].compact() for left in range(column, -1, -1) if filled[row][left]), "")
        if text and text not in parts:
            parts.append(text)
    return parts


def _meaning(parts: Sequence[str]) -> HeadEntry | None:
    """What a head of several rows means: the whole, the whole from the bottom up, or its lowest row."""
    candidates = ["".join(parts), "".join(reversed(parts)), *parts[-1:]]
    return next((entry for text in candidates if (entry := head_entry(text))), None)


def columns_of(heads: Heads, body: Sequence[Sequence[Text]]) -> tuple[Column, ...] | None:
    """The columns with their roles, or None when the table is no progress sheet.

    Each role is given once: to the surest column, the last for progress (二季度 after 一季度), else the first. A
    column of an unknown head, or of a role that is taken, is `other`. A sheet has a name and a target or progress;
    what stands alone as both name and target is both, and the target column is then also the name.
    """
    cells = [[text for row in body if (text := row[number].compact())] for number in range(len(heads.texts))]
    entries = [
        None if entry and is_text_for_percent(head, entry, texts) else entry
        for head, entry, texts in zip(heads.texts, heads.entries, cells, strict=True)
    ]
    entries = _words_before_numbers(entries, cells)
    labels = first_labels(cells, [entry.role if entry else "other" for entry in entries])
    roles = _roles(entries, labels)
    signs = told_by_signs(heads.texts, cells, entries, roles)
    given = enter_told(heads.texts, cells, roles, [entry is not None for entry in entries])
    if "name" not in roles and (number := name_column(cells, roles)) is not None:
        roles[number] = "name"
    if "name" not in roles:
        return None
    columns = [
        _column(text, role, sign if sign and not entry else entry, body, number)
        if number not in given
        else Column(text, role, given[number], "target" if role == "target" else "actual")
        for number, (text, role, entry, sign) in enumerate(zip(heads.texts, roles, entries, signs, strict=True))
    ]
    columns = _percent_by_content(_name_by_content(columns, entries, body), body)
    found = {column.role for column in columns}
    if not found & {"target", *PROGRESS}:
        return None
    return tuple(columns)


def _words_before_numbers(entries: list[HeadEntry | None], cells: Sequence[Sequence[str]]) -> list[HeadEntry | None]:
    """`entries` without those of columns of bare numbers where another of the same role has words, and without those of
    columns that only say how it stands (完成, 未完成) where the numbers are in another."""
    numbers = [bool(texts) and all(BARE_NUMBER.fullmatch(text) for text in texts) for texts in cells]
    told = {entry.role for entry, bare in zip(entries, numbers, strict=True) if entry and bare}
    entries = [
        None
        if entry and entry.role in ("current", "cumulative") and entry.role in told and _only_status(texts)
        else entry
        for entry, texts in zip(entries, cells, strict=True)
    ]
    worded = {
        entry.role for entry, bare, texts in zip(entries, numbers, cells, strict=True) if entry and texts and not bare
    }
    return [
        None if entry and bare and entry.role in ("target", "current", "cumulative") and entry.role in worded else entry
        for entry, bare in zip(entries, numbers, strict=True)
    ]


def _only_status(texts: Sequence[str]) -> bool:
    """Whether cells hold no more than a word on how it stands: no figure in any of them."""
    longest = max(map(len, texts), default=_LONGEST_STATUS + 1)
    return longest <= _LONGEST_STATUS and not any(char.isdecimal() for text in texts for char in text)


def _column(
    head: str, role: Role, told: HeadEntry | ColumnSign | None, body: Sequence[Sequence[Text]], number: int
) -> Column:
    if told is None:
        return Column(head, role, _holds(body, number))
    figures: Figures = "target" if told.role == "target" else told.figures
    return Column(head, role, told.holds, figures)


def _roles(entries: Sequence[HeadEntry | None], labels: int | None) -> list[Role]:
    """The roles of the columns that are known; where `labels` is a column of labels under an unknown
    head, a target behind it is no name."""
    roles: list[Role] = ["other"] * len(entries)
    taken: set[Role] = set()
    sure = [number for number, entry in enumerate(entries) if entry and entry.otherwise is None]
    for number in sorted(sure, key=lambda number: _turn(entries, number)):
        entry = entries[number]
        if entry and (entry.role not in taken or entry.role == "other"):
            roles[number] = entry.role
            taken.add(entry.role)
    for number, entry in enumerate(entries):
        if entry is None or entry.otherwise is None:
            continue
        wanted: tuple[Role, ...] = (entry.role, entry.otherwise)
        named_before = labels is not None and labels < number and _unknown(entries[labels])
        if entry.role == "target" and "name" not in taken and not named_before and not _other_name(entries, number):
            wanted = ("name", "target")
        role = next((role for role in wanted if role not in taken), None)
        if role:
            roles[number] = role
            taken.add(role)
    return roles


def _turn(entries: Sequence[HeadEntry | None], number: int) -> int:
    """Among sure columns of one role: the last of progress columns first, else the first."""
    entry = entries[number]
    return -number if entry and entry.role in PROGRESS else number


def _unknown(entry: HeadEntry | None) -> bool:
    return entry is None or entry.role == "category"


def _other_name(entries: Sequence[HeadEntry | None], number: int) -> bool:
    """Whether a column other than `number` may be the name."""
    return any(
        entry is not None and "name" in (entry.role, entry.otherwise) and other != number
        for other, entry in enumerate(entries)
    )


def _holds(body: Sequence[Sequence[Text]], column: int) -> Holds:
    texts = [row[column].compact() for row in body if row[column].compact()]
    if not texts:
        return "text"
    if all(BARE_NUMBER.fullmatch(text) for text in texts):
        return "number"
    return "label" if max(map(len, texts)) <= 12 else "text"


def _name_by_content(
    columns: list[Column], entries: Sequence[HeadEntry | None], body: Sequence[Sequence[Text]]
) -> list[Column]:
    """目标任务 and 指标要求 may each be name or target: where the one taken for the name holds the sentences and the
    one taken for the target the labels, they change places. Sentences may be short where both heads leave it open."""
    at = {column.role: number for number, column in enumerate(columns)}
    if "name" not in at or "target" not in at:
        return columns
    name, target = (_usual_length(body, at[role]) for role in ("name", "target"))
    longer = bool(target) and name > _LONGEST_LABEL >= target and name > 2 * target
    either = all(entry is not None and entry.otherwise for entry in (entries[at["name"]], entries[at["target"]]))
    if not (longer or (either and _names(body, at["target"]) and not _names(body, at["name"]))):
        return columns
    changed = list(columns)
    changed[at["name"]] = replace(columns[at["name"]], role="target", holds="text")
    changed[at["target"]] = replace(columns[at["target"]], role="name", holds="label")
    return changed


def _names(body: Sequence[Sequence[Text]], column: int) -> bool:
    return are_names([text for row in body if (text := row[column].compact())])


def _usual_length(body: Sequence[Sequence[Text]], column: int) -> float:
    lengths = [len(text) for row in body if (text := row[column].compact())]
    return median(lengths) if lengths else 0


def _percent_by_content(columns: list[Column], body: Sequence[Sequence[Text]]) -> list[Column]:
    """完成进度 may be a text or a percentage: where nearly all cells are bare percentages it is the completion."""
    if any(column.role == "completion" for column in columns):
        return columns
    for number in range(len(columns) - 1, -1, -1):
        column = columns[number]
        texts = [row[number].compact() for row in body if row[number].compact()]
        percent = sum(regex.fullmatch(r"[0-9０-９.．]+[%％]", text) is not None for text in texts)
        if column.role in PROGRESS and texts and percent >= 0.8 * len(texts):
            changed = [*columns[:number], replace(column, role="completion", holds="percent"), *columns[number + 1 :]]
            return changed if {"current", "cumulative", "target"} & {each.role for each in changed} else columns
    return columns
