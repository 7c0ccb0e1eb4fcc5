"""What none of the peers has, and who comes near: told soberly, as of the versions that are measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class OnlyHere:
    """One thing: what it is, where hedui has it, and how far others go."""

    what: str
    hedui: str
    others: str


ONLY_HERE: Final = (
    OnlyHere(
        "Facts with meaning",
        "metric, scope, period, kind, role, comparator, base of every figure, from running text and tables alike "
        "([rules/vocabulary](../rules/vocabulary))",
        "table readers give cells; JioNLP and Recognizers-Text give amounts and times, not which belongs to which",
    ),
    OnlyHere(
        "A place for every character",
        "page and box, or cell, paragraph, line: also through joined rows, cleaned characters, OCR",
        "pdfplumber, PyMuPDF and RapidOCR have boxes of words or lines, camelot and img2table of cells",
    ),
    OnlyHere(
        "Rows and tables over pages",
        "a table that goes on is one table, a row torn by the page break is one row",
        "img2table and camelot give a table a page; nobody joins a torn row",
    ),
    OnlyHere(
        "Doubt",
        "what was read with little certainty is flagged, figure by figure, and says why",
        "RapidOCR gives a score a line; table readers none by cell",
    ),
    OnlyHere(
        "Rounding as printed",
        "closed intervals of exact numbers, no tolerance ([docs/decisions.md](../docs/decisions.md))",
        "Arelle for XBRL filings, which no unit submits; pandera and Great Expectations take a tolerance",
    ),
    OnlyHere(
        "Checks across reports",
        "month onto month, year onto year, district onto city, revisions and copies told apart",
        "can be written by hand in pandera, Great Expectations or SQL, once the facts are there",
    ),
    OnlyHere(
        "Suspect and repair",
        "of contradictions that share a figure the likeliest wrong one, with the slip that explains it; never applied",
        "errorlocate and deductive (R) for rules over one table, in floats",
    ),
    OnlyHere(
        "Review that survives",
        "decisions kept over new readings, rules and revisions, in a journal chained by hashes",
        "none of the measured",
    ),
    OnlyHere(
        "Nothing lost unsaid",
        "what could not be read or judged is counted and named; a bad file costs only itself",
        "readers raise an exception, or give an empty table",
    ),
)
