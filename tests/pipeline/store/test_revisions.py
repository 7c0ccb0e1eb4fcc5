"""Which report repeats and which replaces another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.revisions import Standing, Version, same_but_doubtful_facts, standings

JUNE = (date(2024, 6, 1), date(2024, 6, 30), "month")


def version(name: str, facts: str = "", **fields: object) -> Version:
    base = Version(
        name, f"{name}.pdf", "青川市财政局", JUNE, "progress_sheet", None, 1, False, facts or f"facts of {name}"
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def never(one: Version, other: Version) -> bool:
    assert one.has_doubtful or other.has_doubtful
    return False


def always(*_: Version) -> bool:
    return True


def line(*versions: Version) -> list[str]:
    """The ids of the versions that count, first to last; checks that the links of the line fit."""
    found = standings(versions, never)
    heads = sorted((one for one in found if found[one].same_as is None), key=lambda one: found[one].revision)
    for place, head in enumerate(heads):
        before = heads[place - 1] if place else None
        after = heads[place + 1] if place + 1 < len(heads) else None
        assert found[head] == Standing(place + 1, before, after, None)
    return heads


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        pytest.param([version("a"), version("b")], ["a", "b"], id="arrived together: by name"),
        pytest.param([version("b"), version("a", arrival=2)], ["b", "a"], id="later arrival"),
        pytest.param(
            [version("a", issued_on=date(2024, 7, 9), arrival=1), version("b", issued_on=date(2024, 7, 5), arrival=2)],
            ["b", "a"],
            id="the day of issue comes before arrival",
        ),
        pytest.param(
            [version("a", arrival=1), version("b", arrival=2, scanned=True)],
            ["b", "a"],
            id="no scan over a digital one",
        ),
        pytest.param(
            [
                version("a", issued_on=date(2024, 7, 5)),
                version("b", issued_on=date(2024, 7, 9), scanned=True),
            ],
            ["a", "b"],
            id="but a later one, issued later",
        ),
        pytest.param(
            [version("a", issued_on=date(2024, 7, 5)), version("b", arrival=2)], ["a", "b"], id="without a date, later"
        ),
        pytest.param(
            [version("a", issued_on=date(2024, 7, 5)), version("b", arrival=2, scanned=True)],
            ["b", "a"],
            id="a scan without a date counts as of the day of its fellow",
        ),
    ],
)
def test_the_line_of_revisions(versions: list[Version], expected: list[str]) -> None:
    assert line(*versions) == expected
    assert line(*reversed(versions)) == expected


@pytest.mark.parametrize(
    "other",
    [
        version("b", unit="青川市教育局"),
        version("b", unit=None),
        version("b", kind="narrative"),
        version("b", period=(date(2024, 5, 1), date(2024, 5, 31), "month")),
    ],
)
def test_other_series_stand_alone(other: Version) -> None:
    assert standings([version("a"), other], never) == {"a": Standing(), "b": Standing()}


@pytest.mark.parametrize("missing", [{"unit": None}, {"period": (None, None, None)}])
def test_without_unit_or_period_nothing_is_replaced(missing: dict[str, object]) -> None:
    versions = [version("a", "x", **missing), version("b", "y", **missing), version("c", "x", **missing)]
    assert standings(versions, never) == {"a": Standing(), "b": Standing(), "c": Standing(same_as="a")}


def test_equal_facts_are_one_version() -> None:
    versions = [version("a", "x", scanned=True), version("c", "x"), version("b", "x", arrival=2)]
    found = standings(versions, never)
    assert found == {"a": Standing(same_as="b"), "b": Standing(), "c": Standing(same_as="b")}


def test_an_old_version_sent_again_counts_again() -> None:
    versions = [version("a", "x", arrival=1), version("b", "y", arrival=2), version("c", "x", arrival=3)]
    found = standings(versions, never)
    assert found["a"] == Standing(2, "b", None, None)
    assert found["b"] == Standing(1, None, "a", None)
    assert found["c"] == Standing(2, "b", None, "a")


def test_reports_without_facts_are_not_taken_for_equal() -> None:
    empty = [replace(version(name), facts_digest="") for name in "ab"]
    assert line(*empty) == ["a", "b"]


def test_a_doubtful_scan_is_the_same() -> None:
    versions = [version("a"), version("b", scanned=True, has_doubtful=True, arrival=2)]
    found = standings(versions, always)
    assert found == {"a": Standing(), "b": Standing(same_as="a")}


@given(
    st.lists(
        st.builds(
            version,
            st.sampled_from("abcdefgh"),
            st.sampled_from(["x", "y", "z"]),
            issued_on=st.sampled_from([None, date(2024, 7, 5), date(2024, 7, 9)]),
            arrival=st.integers(1, 3),
            scanned=st.booleans(),
            unit=st.sampled_from([None, "某局"]),
        ),
        unique_by=lambda one: one.report_id,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_files_does_not_matter(versions: list[Version], random: Random) -> None:
    shuffled = list(versions)
    random.shuffle(shuffled)
    assert standings(versions, never) == standings(shuffled, never)
    for group in {(one.unit, one.facts_digest) for one in versions}:
        alike = [one for one in versions if (one.unit, one.facts_digest) == group]
        assert sum(standings(versions, never)[one.report_id].same_as is None for one in alike) == 1


A, B, C = ("教育", "current", "1"), ("教育", "target", "2"), ("社保", "current", "3")
A_MISREAD = ("教育", "current", "7")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(([A, B], []), ([A, B], []), True, id="equal"),
        pytest.param(([B, C], [A_MISREAD]), ([A, B, C], []), True, id="a doubtful figure differs"),
        pytest.param(([B, C, A_MISREAD], []), ([A, B, C], []), False, id="a sure figure differs"),
        pytest.param(([B, C], []), ([A, B, C], []), False, id="one is missing"),
        pytest.param(([B], [A_MISREAD]), ([B, C], []), False, id="the doubtful one stands elsewhere"),
        pytest.param(([], [A_MISREAD]), ([A], []), False, id="nothing in common"),
    ],
)
def test_doubtful_differences(one: tuple[list[object], ...], other: tuple[list[object], ...], same: bool) -> None:
    first, second = [Counter(part) for part in one], [Counter(part) for part in other]
    assert same_but_doubtful_facts(*first, *second) is same  # type: ignore[arg-type]
    assert same_but_doubtful_facts(*second, *first) is same  # type: ignore[arg-type]
