"""What the outlines of digits tell about the names that the text layer gives them."""

from __future__ import annotations

from itertools import combinations

import pytest

from extractors.readers.pdf.digit_shapes import Shape, are_others

DRAWN = {"0": (2, 0.5), "4": (2, 0.55), "6": (2, 0.3), "8": (3, 0.5), "9": (2, 0.7)}


def shapes(**changed: tuple[int, float]) -> dict[str, Shape]:
    every = {digit: DRAWN.get(digit, (1, 0.5)) for digit in "0123456789"} | {
        name[1:]: is_ for name, is_ in changed.items()
    }
    return {digit: Shape(outlines, hole, ((float(digit), hole),)) for digit, (outlines, hole) in every.items()}


def test_digits_that_are_what_they_are_called_are_trusted() -> None:
    assert not are_others(shapes())
    assert not are_others(shapes(_4=(1, 0.5)))  # an open 4
    assert not are_others(shapes(_0=(3, 0.5)) | {"8": Shape(3, 0.5, ((8.0, 0.0),))})  # a dot in 0
    assert not are_others({})
    some = shapes()
    assert not any(are_others({digit: some[digit] for digit in kept}) for kept in combinations("0123456789", 3))


def test_the_sign_for_a_missing_digit_is_no_digit() -> None:
    box = Shape(2, 0.5, ((0.0, 0.0),))
    assert not are_others(shapes() | dict.fromkeys("1357", box))


@pytest.mark.parametrize("pair", ["18", "08", "06", "69", "14", "26", "89", "79", "39", "49"])
def test_two_digits_that_are_exchanged_are_told(pair: str) -> None:
    given = shapes()
    assert are_others(given | {pair[0]: given[pair[1]], pair[1]: given[pair[0]]})
