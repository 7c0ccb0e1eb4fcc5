"""Rows whose names are metrics: read from top to bottom, parts know their wholes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.fact import Period
from extractors.periods import Anchor
from extractors.value_table.caption import Caption
from extractors.value_table.column_groups import Group
from extractors.value_table.head_words import HeadWords, is_generic, place_named, read_head
from extractors.value_table.hierarchy import Level, holds, rank_of
from extractors.value_table.layout import Band, Shape
from extractors.value_table.value_row import ValueRow, has_figures, name_of, row_unit
from rules.metrics import catalogue
from rules.table_heads import table_heads


class MetricRows:
    """Reads rows of metrics from top to bottom."""

    def __init__(self, shape: Shape, band: Band, group: Group, caption: Caption, anchor: Anchor) -> None:
        self.shape, self.group, self.anchor = shape, group, anchor
        self.named = [row for row in band.body if name_of(shape, group, row)]
        self.stem = _side(caption, "".join(band.levels[group.name]))
        self.subject = self.stem or caption.subject
        self.levels: list[Level] = []
        self.host: Level | None = None
        self.seen: dict[str, str] = {}
        self.section_scope: str | None = None
        self.section: HeadWords | None = None
        self.last = ""
        self.last_parent: str | None = None
        self.dates: dict[str, Period] = {}
        self.parts_of: Level | None = None

    def read(self) -> dict[int, ValueRow]:
        """The rows that hold figures; those of parts know their wholes."""
        rows: dict[int, ValueRow] = {}
        for row in self.named:
            name = name_of(self.shape, self.group, row)
            words = read_head([name])
            if not has_figures(self.shape, self.group, row):
                self._open_section(row, name, words)
                continue
            rows[row] = self._row(row, name, words)
        return self._parts_of_total(self._parts_that_add_up(rows))

    def _open_section(self, row: int, name: str, words: HeadWords) -> None:
        if place := place_named(name):
            self.section_scope = place
            self.levels, self.host, self.seen = [], None, {}
            return
        self.section = words
        if words.scope:
            self.section_scope = words.scope
        if words.phrase:
            self._note(row, name, self._phrase(words), words)

    def _row(self, row: int, name: str, words: HeadWords) -> ValueRow:
        categories = [self.shape.words[row][c] for c in self.group.categories if self.shape.words[row][c]]
        category = read_head(categories) if categories else None
        scope = words.scope or (category.scope if category else None) or self.section_scope
        unit = row_unit(self.shape, self.group, row) or words.unit
        period = words.time.period(self.anchor) if words.time else None
        parent: str | None = None
        if place_named(name):
            metric = self.last or (category.phrase if category else "") or self.subject
        elif words.phrase:
            metric = self._phrase(words, category)
            parent = self.last_parent = self._parent(row, name, metric, words)
            self._note(row, name, metric, words)
        elif words.measure is not None and not words.total:
            metric, parent = (category.phrase if category else "") or self.last or self.subject, self.last_parent
        else:
            metric = (category.phrase if category else "") or self.subject
            self.last_parent = None
            if metric:
                self._note(row, name, metric, words)
        if period is not None and metric:
            self.dates[metric] = period
        leans = period is None and parent in self.dates
        if parent is not None and leans:
            period = self.dates[parent]
        return ValueRow(row, name, words, metric, parent, scope, period, unit, leans)

    def _phrase(self, words: HeadWords, category: HeadWords | None = None) -> str:
        """The metric of a row; 收入 alone leans on its category, its section or the caption."""
        phrase = words.phrase
        if not is_generic(phrase):
            return phrase
        over = (category.phrase if category else "") or (self.section.phrase if self.section else "")
        over = regex.sub(r"(?:收支|收入和支出|收入|支出)$", "", over)
        if over:
            return over + phrase
        stem = regex.sub(r"(?:收支|收入|支出)$", "", self.subject)
        return stem + phrase if stem and is_generic(phrase) else phrase

    def _indent(self, row: int) -> int:
        text = self.shape.texts.get((row, self.group.name))
        chars = text.chars.lstrip("\n") if text is not None else ""
        lead = chars[: len(chars) - len(chars.lstrip())]
        return sum(2 if char == "\u3000" else 1 for char in lead)

    def _note(self, row: int, name: str, metric: str, words: HeadWords) -> None:
        """Remember a metric for the rows below it."""
        if metric in catalogue().by_name:
            self.seen[catalogue().by_name[metric].code] = metric
        self.last = metric
        if words.part:
            return
        level = Level(rank_of(name), self._indent(row), metric)
        if self.host is not None and level.rank == 0 and level.indent > self.host.indent:
            return
        if self.parts_of is not None and self.last_parent == self.parts_of.metric and level.rank == 0:
            return
        self.host = level
        kept = [each for each in self.levels if holds(each, level)]
        self.levels = [*kept, level]

    def _parent(self, row: int, name: str, metric: str, words: HeadWords) -> str | None:
        """The whole of a part: what 其中 stands under, what is numbered or indented less, what the catalogue says."""
        level = Level(rank_of(name), self._indent(row), metric)
        found: str | None = None
        if words.part:
            found = self.host.metric if self.host else self.subject
            self.parts_of = self.host
        elif self.parts_of is not None and self._goes_on_with_parts(self.parts_of, level, words):
            found = self.parts_of.metric
        elif level.rank == 0 and self.host is not None and level.indent > self.host.indent:
            found = self.host.metric
        else:
            above = [each for each in self.levels if holds(each, level)]
            found = above[-1].metric if above else None
        usual = catalogue().by_name.get(metric)
        if found is None and usual is not None and usual.of is not None:
            whole = catalogue().by_code[usual.of]
            subject = catalogue().by_name.get(self.subject)
            found = self.seen.get(whole.code) or (self.subject if subject is whole else None)
        return found if found and found != metric else None

    def _goes_on_with_parts(self, host: Level, level: Level, words: HeadWords) -> bool:
        """Whether a row without a number stands among the parts of a numbered one: 一、… 其中：… …, until 二、."""
        if host is not self.host or not host.rank or level.rank or words.total or words.time is not None:
            return False
        sides = [side for side in ("收入", "支出") if host.metric.endswith(side)]
        if sides and level.metric.endswith(("收入", "支出")) and not level.metric.endswith(sides[0]):
            return False
        known = catalogue().by_name.get(level.metric)
        return known is None or known.of is not None or level.metric in self.seen

    def _parts_that_add_up(self, rows: dict[int, ValueRow]) -> dict[int, ValueRow]:
        """A under its whole (其中：A, or by the catalogue), then B, C: parts as well where all make up the whole.

        Some of them the catalogue may know as parts already; those that it does not (其他各税) then are, too."""
        order = sorted(rows)
        found = dict(rows)
        for at, number in enumerate(order):
            first = rows[number]
            beneath = at > 0 and rows[order[at - 1]].metric == first.parent
            if first.parent is None or not (first.words.part or beneath):
                continue
            host = next((row for row in order[at - 1 :: -1] if rows[row].metric == first.parent), None) if at else None
            if host is None:
                continue
            run = [number]
            for row in order[at + 1 :]:
                if rows[row].parent not in (None, first.parent) or rows[row].words.part or rank_of(rows[row].item):
                    break
                run.append(row)
                if self._make_up(host, run):
                    kept = {row: replace(rows[row], parent=first.parent, scope=first.scope) for row in run[1:]}
                    found.update(kept)
                    break
        return found

    def _make_up(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether in a column of figures the parts come to the whole, as far as their digits tell."""
        figures = self.shape.figures
        for column in self.group.values:
            places = [(row, column) for row in (whole, *parts)]
            if not all(place in figures for place in places):
                continue
            total, *terms = (figures[place] for place in places)
            slack = sum(term.ulp for term in terms) / 2 + total.ulp / 2
            telling = total.value > 100 * slack and all(term.value > 0 for term in terms)
            if telling and abs(sum(term.value for term in terms) - total.value) <= slack:
                return True
        return False

    def _parts_of_total(self, rows: dict[int, ValueRow]) -> dict[int, ValueRow]:
        """Under (or over) a single total the rows without a whole of their own are its parts."""
        totals = [
            row for row in rows.values()
            if row.words.total and row.metric and (not row.words.phrase or is_generic(row.words.phrase))
        ]  # fmt: skip
        if len(totals) != 1:
            return rows
        total, last = totals[0], max(rows)
        if total.number not in (min(rows), last):
            return rows
        outside = tuple(table_heads().words.not_parts)
        return {
            number: replace(row, parent=total.metric)
            if row.parent is None and row.metric and row.metric != total.metric and row.scope == total.scope
            and not row.metric.startswith(outside) and not row.words.measure
            else row
            for number, row in rows.items()
        }  # fmt: skip


def _side(caption: Caption, head: str) -> str:
    """In a table of both, what the side of 收入项目 (or 支出项目) is about: 一般公共预算收入."""
    if not caption.stem:
        return ""
    sides = [side for side in ("收入", "支出") if side in head]
    return caption.stem + sides[0] if len(sides) == 1 else ""
