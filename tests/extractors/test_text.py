"""Text keeps its places through cutting, joining and spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import CellPlace, LinePlace, PagePlace, Text, join, spans
from tests.told import as_text


def test_every_character_has_a_place() -> None:
    with pytest.raises(ValueError, match="2 characters but 1 places"):
        Text("ab", (None,))


def test_spans_without_pages_are_exact_slices() -> None:
    assert spans(as_text("459.61 亿元")) == [
        {"line": 1, "start": 0, "end": 6, "text": "459.61"},
        {"line": 1, "start": 7, "end": 9, "text": "亿元"},
    ]


def test_a_figure_over_two_lines_of_a_page_has_two_boxes() -> None:
    places = (PagePlace(1, (0.9, 0.10, 0.95, 0.12)), PagePlace(1, (0.1, 0.13, 0.15, 0.15)))
    assert [span["box"] for span in spans(Text("63", places))] == [[0.9, 0.1, 0.95, 0.12], [0.1, 0.13, 0.15, 0.15]]


def test_characters_of_one_line_share_a_box() -> None:
    places = tuple(PagePlace(2, (0.1 * i, 0.5, 0.1 * i + 0.08, 0.52)) for i in range(3))
    assert spans(Text("1.5", places)) == [{"page": 2, "box": [0.0, 0.5, 0.28, 0.52], "text": "1.5"}]


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param([(0.5, 0.50 - 0.01 * at, 0.52, 0.51 - 0.01 * at) for at in range(4)], id="upwards"),
        pytest.param([(0.5, 0.50 + 0.01 * at, 0.52, 0.51 + 0.01 * at) for at in range(4)], id="downwards"),
        pytest.param([(0.5 - 0.02 * at, 0.5, 0.52 - 0.02 * at, 0.51) for at in range(4)], id="upside down"),
    ],
)
def test_print_that_is_turned_shares_a_box(boxes: list[tuple[float, float, float, float]]) -> None:
    found = spans(Text("12.5", tuple(PagePlace(1, box) for box in boxes)))
    (span,) = found
    assert span["text"] == "12.5"
    low, high = boxes[-1], boxes[0]
    edges = [min(low[0], high[0]), min(low[1], high[1]), max(low[2], high[2]), max(low[3], high[3])]
    assert span["box"] == pytest.approx(edges)


def test_a_figure_torn_over_two_cells_names_both() -> None:
    torn = Text("3万户", (CellPlace(0, 3, 1, 8), CellPlace(0, 3, 1, 9), CellPlace(0, 4, 1, 0)))
    assert [(span["row"], span["start"], span["text"]) for span in spans(torn)] == [(3, 8, "3万"), (4, 0, "户")]


@given(st.text(alphabet="ab \n12", max_size=30), st.data())
def test_cutting_and_joining_is_the_identity(words: str, data: st.DataObject) -> None:
    text = as_text(words)
    at = data.draw(st.integers(0, len(words)))
    assert join((text[:at], text[at:])) == text


@given(st.lists(st.text(alphabet="中1 ", max_size=8), max_size=4))
def test_spans_say_all_that_is_printed(lines: list[str]) -> None:
    text = join([Text(line, tuple(LinePlace(n, i) for i in range(len(line)))) for n, line in enumerate(lines, 1)], "\n")
    assert "".join(span["text"] for span in spans(text)) == "".join("".join(lines).split())
