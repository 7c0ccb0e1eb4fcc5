"""Fields of Word: between its opening and its result stands a field's code, which nobody sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

FIELD_MARK: Final = qn("w:fldChar")


@dataclass(slots=True)
class FieldCodes:
    """Where the codes of a paragraph's fields begin and end; `within` tells whether one is being passed.

    A code may hold fields of its own, whose results are part of the code (IF fields of mail merges). A field whose
    code does not end in the paragraph is taken as having none: nothing may vanish because a mark is missing.
    """

    steps: dict[etree._Element, int] = field(default_factory=dict)
    """By how much a mark leads deeper into codes: 1 where one begins, -1 where it ends."""

    _depth: int = 0

    @classmethod
    def of(cls, paragraph: etree._Element) -> FieldCodes:
        """The codes of the paragraph's own fields."""
        found = cls()
        open_codes: list[etree._Element | None] = []  # None: the code has ended, the result has not
        for mark in paragraph.iter(FIELD_MARK):
            kind = mark.get(qn("w:fldCharType"))
            if kind == "begin":
                open_codes.append(mark)
            elif open_codes and kind in ("separate", "end"):
                begun = open_codes.pop()
                if begun is not None:
                    found.steps[begun], found.steps[mark] = 1, -1
                if kind == "separate":
                    open_codes.append(None)
        return found

    @property
    def within(self) -> bool:
        return self._depth > 0

    def pass_mark(self, mark: etree._Element) -> None:
        """A w:fldChar is passed."""
        self._depth += self.steps.get(mark, 0)

    def pass_marks_of(self, hidden: etree._Element) -> None:
        """Something that is not read is passed, with the marks in it."""
        for mark in hidden.iter(FIELD_MARK):
            self.pass_mark(mark)
