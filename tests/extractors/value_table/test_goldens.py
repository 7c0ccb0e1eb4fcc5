"""Value tables of many layouts and the facts that they state, as lines reviewed by hand.

`HEDUI_UPDATE_GOLDENS=1` writes the files anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractors.fact import Fact
from extractors.reading import read_report, understand
from extractors.report import Hints, ReportContent
from extractors.text import spans
from tests.extractors.value_table.drawn import as_document, drawing, write_docx, write_html, write_pdf, write_xlsx
from tests.told import told

GOLDENS = sorted((Path(__file__).parent / "goldens").glob("*.txt"))
WRITERS = {"html": write_html, "docx": write_docx, "xlsx": write_xlsx, "pdf": write_pdf}
HINTS = Hints(source_name="2024年6月.html")


def line(fact: Fact) -> str:
    """The fact in one line: its row, its column, and what it says."""
    return f"{fact.item or '-'} @ {fact.column or '-'} | {told(fact)}"


def lines(content: ReportContent) -> list[str]:
    return [*map(line, content.facts), *(f"warning {warning}" for warning in content.warnings)]


def drawn_part(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split("=>\n")[0].splitlines()


@pytest.mark.parametrize("file", GOLDENS, ids=lambda file: file.stem)
def test_tables_state_these_facts(file: Path) -> None:
    drawn = drawn_part(file)
    found = "\n".join([*drawn, "=>", *lines(understand(as_document(drawing(drawn)), HINTS))]) + "\n"
    if os.environ.get("HEDUI_UPDATE_GOLDENS") == "1":
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


FILES = [
    (file, kind)
    for file in GOLDENS
    for kind in WRITERS
    if kind != "xlsx" or len(drawing(drawn_part(file)).tables) == 1  # two tables would be two sheets
]


@pytest.mark.parametrize(("file", "kind"), FILES, ids=lambda part: part if isinstance(part, str) else part.stem)
def test_every_kind_of_file_states_the_same(file: Path, kind: str, tmp_path: Path) -> None:
    drawn = drawing(drawn_part(file))
    path = tmp_path / f"2024年6月.{kind}"
    WRITERS[kind](drawn, path)
    facts = read_report(path, HINTS).facts
    assert [*map(line, facts)] == [*map(line, understand(as_document(drawn), HINTS).facts)]
    assert all("".join(span["text"] for span in spans(fact.quantity)) == fact.printed for fact in facts)
