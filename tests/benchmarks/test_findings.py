"""The measure of findings counts what it says: found, named, mended, and accused without cause."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from benchmarks import findings
from pipeline.reconcile.finding import Finding, Suggestion
from pipeline.synth import Archive, make_archive
from pipeline.synth.fact_frames import fact_id
from pipeline.synth.report import Planted


@pytest.fixture(scope="module")
def archive() -> Archive:
    return make_archive(12, 12, Fraction(1, 2), seed="measure")


@pytest.fixture(scope="module")
def planted(archive: Archive) -> Planted:
    """A slip whose repair the evidence determines."""
    return next(planted for planted in archive.planted if planted.repair_is_determined and planted.worst >= 2)


def finding(about: str, suspect: str | None = None, repair: Decimal | None = None, family: str = "sum") -> Finding:
    repairs = () if repair is None else (Suggestion(about, "digit", repair, str(repair), Decimal("0.9")),)
    return Finding(
        f"id of {about}", "rule", family, "error", "", ("r",), (), (about,), ("r.docx",), suspect, repairs,
        None, None, None, None,
    )  # fmt: skip


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def test_nothing_found_is_nothing(archive: Archive) -> None:
    measured = findings.measure(archive, [], {})
    counted = [one for one in archive.planted if one.worst >= 2]
    assert (measured.groups["all"].of, measured.groups["all"].found) == (len(counted), 0)
    assert sum(line.startswith("MISSED") for line in measured.misses) == len(counted)


@pytest.mark.parametrize(
    ("named", "mended", "family", "expected"),
    [
        (False, False, "sum", (1, 0, 0)),
        (True, False, "sum", (1, 1, 0)),
        (True, True, "sum", (1, 1, 1)),
        (True, True, "progress", (0, 0, 0)),
    ],
)
def test_found_named_and_mended(
    archive: Archive, planted: Planted, named: bool, mended: bool, family: str,
    expected: tuple[int, int, int],
) -> None:  # fmt: skip
    fact = fact_id(planted.place)
    made = finding(fact, fact if named else None, decimal(planted.right.value) if mended else None, family)
    tally = findings.measure(archive, [made], {fact: frozenset([fact])}).groups["all"]
    assert (tally.found, tally.named, tally.repaired) == expected


def test_a_wrong_repair_is_no_repair(archive: Archive, planted: Planted) -> None:
    fact = fact_id(planted.place)
    made = finding(fact, fact, decimal(planted.wrong.value))
    assert findings.measure(archive, [made], {fact: frozenset([fact])}).groups["all"].repaired == 0


def test_what_no_slip_explains_is_listed(archive: Archive) -> None:
    measured = findings.measure(archive, [finding("another fact")], {})
    assert measured.unexplained == {"error rule": 1}


def test_the_table_has_a_line_for_every_group(archive: Archive) -> None:
    lines = list(findings.table(findings.measure(archive, [], {})))
    assert any(line.startswith("evidence: report") for line in lines)
    assert any(line.startswith("slip: digit") for line in lines)
