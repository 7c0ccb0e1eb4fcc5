"""Print that runs downwards in a cell, in several columns, and print that only looks so."""

from __future__ import annotations

import pytest

from extractors.grid.page import Glyph
from extractors.grid.tables import slot_text


def printed(rows: list[str], across: float, down: float) -> list[Glyph]:
    """Characters of 10 points, so many points apart."""
    return [
        Glyph(char, x * across, y * down, x * across + 10, y * down + 10, None)
        for y, row in enumerate(rows)
        for x, char in enumerate(row)
        if char != "."
    ]


@pytest.mark.parametrize(
    ("rows", "across", "down", "text"),
    [
        (["补农", "助村", ".公", ".路"], 15, 10, "农村公路补助"),
        (["任工重", "务作点"], 14, 10.5, "重点工作任务"),
        (["农村公路", "补助"], 10, 13, "农村公路补助"),
        (["农村公路", "补助"], 10, 10, "农村公路补助"),
        (["农村", "公路", "补助"], 15, 16, "农村公路补助"),  # lines that are set wide
        (["农 村", "补 助"], 10, 10, "农 村补 助"),
        (["农", "村"], 15, 10, "农村"),
        (["农村"], 15, 10, "农村"),
    ],
)
def test_cells_are_read_as_their_print_runs(rows: list[str], across: float, down: float, text: str) -> None:
    assert slot_text(printed(rows, across, down), 0, 100).compact() == "".join(text.split())
