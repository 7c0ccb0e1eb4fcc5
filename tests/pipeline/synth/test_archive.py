"""Made archives: clean ones fit together, slips break what is said, equal seeds give equal reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest

from pipeline.reconcile import reconcile
from pipeline.synth import Archive, make_archive
from pipeline.synth.bulletin import RESTATED
from pipeline.synth.equation import Place
from pipeline.synth.fact_frames import frames_of
from pipeline.synth.figure import Figure
from pipeline.synth.report import Evidence, Report
from pipeline.synth.unit import HABITS, Habit
from pipeline.synth.writing import truth_of
from rules.interval import Interval

SLIPS = Fraction(1, 2)


def printed(archive: Archive) -> dict[Place, Interval]:
    return {Place(report.key, figure.name): figure.interval for report in archive.reports for figure in report.figures}


@pytest.fixture(scope="module")
def clean() -> Archive:
    return make_archive(8, 13, seed="clean")


@pytest.fixture(scope="module")
def slipped() -> Archive:
    return make_archive(8, 13, SLIPS, seed="slipped")


def test_every_figure_of_a_clean_archive_is_the_truth_rounded(clean: Archive) -> None:
    for report in clean.reports:
        for figure in report.figures:
            assert figure.interval.low <= figure.truth <= figure.interval.high, (report.key, figure.name)


def test_all_equations_of_a_clean_archive_hold(clean: Archive) -> None:
    values = printed(clean)
    broken = [equation.name for equation in clean.equations if not equation.holds(values)]
    assert not broken
    assert {equation.family for equation in clean.equations} >= {
        "roll_forward", "sum", "share", "completion", "growth", "target", "containment", "rate_x_quantity",
        "duplicate", "hierarchy",
    }  # fmt: skip


def test_nothing_is_found_in_a_clean_archive(clean: Archive) -> None:
    outcome = reconcile(*frames_of(clean.reports))
    assert [finding.message for finding in outcome.findings if finding.severity != "notice"] == []
    assert sum(count.count for count in outcome.equations if count.outcome == "holds") > 1000


@pytest.mark.parametrize("habit", HABITS)
def test_habits_are_consistent_and_no_errors(habit: Habit) -> None:
    """What some units do otherwise fits together as well; what was restated is no more than a warning."""
    made = make_archive(8, 13, seed="habits", habits=[habit])
    assert 0 < len({report.unit.number for report in made.reports if habit in report.unit.habits}) < 8
    for report in made.reports:
        for figure in report.figures:
            assert figure.interval.low <= figure.truth <= figure.interval.high, (report.key, figure.name)
    values = printed(made)
    assert not [equation.name for equation in made.equations if not equation.holds(values)]
    severities = {finding.severity for finding in reconcile(*frames_of(made.reports)).findings}
    # Of a unit that cuts and says little that could show it, what does not fit as rounded is a warning.
    assert severities <= ({"warning", "notice"} if habit in ("restated", "cut", "revised") else {"notice"})


def test_habits_show_in_what_is_printed() -> None:
    made = {habit: make_archive(8, 13, seed="habits", habits=[habit]).reports for habit in HABITS}
    plain = make_archive(8, 13, seed="habits").reports

    def figures(reports: Sequence[Report]) -> Iterator[Figure]:
        return (figure for report in reports for figure in report.figures)

    assert any(
        figure.cut and not figure.read.low <= figure.truth <= figure.read.high for figure in figures(made["cut"])
    )
    bases = {figure.meaning.basis for figure in figures(made["comparable"])}
    assert {None} < bases <= {None, "comparable", "excl_vat_refund"}
    factors = {frozenset(figure.printed.factor for figure in report.figures) for report in made["mixed"]}
    assert any({"亿", "万"} <= of_one for of_one in factors)
    was = {(report.key, figure.name): figure.truth for report in plain for figure in report.figures}
    moved = [
        figure.name
        for report in made["restated"]
        for figure in report.figures
        if was[report.key, figure.name] != figure.truth
    ]
    assert moved
    assert all(name.endswith((".growth", ".last", ".change", ".points")) for name in moved)


def test_a_sum_that_is_restated_is_a_warning_with_both_values() -> None:
    """What the next month's bulletin says of the sum up to the month before, and what that month's said itself."""
    made = make_archive(4, 13, seed="told", forms=["bulletin"], habits=["revised"])
    restating = [report for report in made.reports if any(figure.name == RESTATED for figure in report.figures)]
    assert len(restating) > 10
    found = [finding for finding in reconcile(*frames_of(made.reports)).findings if finding.severity != "notice"]
    by_key = {report.key: report for report in made.reports}
    for report in restating:
        before = by_key[report.key[:-2] + f"{report.month - 1:02}"]
        now, was = report.figure(RESTATED), before.figure("revenue.ytd")
        if now.interval.meets(was.interval):
            continue
        told = [one.message for one in found if set(one.source_names) == {report.source_name, before.source_name}]
        assert any(now.quantity in message and was.quantity in message for message in told), (now, was, told)
    assert {(finding.severity, finding.rule) for finding in found} == {("warning", "same_figure_in_two_reports")}


def test_a_slip_breaks_just_what_is_said(slipped: Archive) -> None:
    values = printed(slipped)
    broken = {equation.name + str(equation.places) for equation in slipped.equations if not equation.holds(values)}
    said = [
        (broken_.equation.name + str(broken_.equation.places), broken_.widths)
        for planted in slipped.planted
        for broken_ in planted.breaks
    ]
    assert {name for name, _ in said} == broken
    assert all(widths > 0 for _, widths in said)


def test_slips_are_planted_in_a_share_of_the_reports(slipped: Archive) -> None:
    places = [planted.place.report for planted in slipped.planted]
    assert len(places) == len(set(places))
    assert 0.35 < len(places) / len(slipped.reports) <= 0.6
    for planted in slipped.planted:
        report = next(report for report in slipped.reports if report.key == planted.place.report)
        assert report.figure(planted.place.name) == planted.wrong
        assert planted.wrong.value != planted.right.value


def test_no_two_slips_meet_in_a_broken_equation(slipped: Archive) -> None:
    seen: set[Place] = set()
    for planted in slipped.planted:
        involved = {planted.place, *(place for broken in planted.breaks for place in broken.equation.places)}
        assert not involved & seen
        seen |= involved


def test_what_could_be_wrong_includes_what_is(slipped: Archive) -> None:
    for planted in slipped.planted:
        if any(not broken.equation.judged for broken in planted.breaks):
            assert planted.place in planted.suspects
            assert planted.repairs is None or planted.repairs >= 1


@pytest.mark.parametrize("evidence", ["report", "earlier_months", "last_year"])
def test_every_kind_of_evidence_occurs(slipped: Archive, evidence: Evidence) -> None:
    assert any(planted.evidence == evidence for planted in slipped.planted)


def test_equal_arguments_give_equal_archives() -> None:
    def lines(archive: Archive) -> list[str]:
        slips = {planted.place.report: planted for planted in archive.planted}
        return [f"{report}{truth_of(report, slips.get(report.key), archive)}" for report in archive.reports]

    few, again, more = (lines(make_archive(units, 3, SLIPS, "s")) for units in (2, 2, 3))
    assert few == again
    assert more[: len(few)] == few
    assert lines(make_archive(2, 3, SLIPS, "t")) != few


def test_units_have_names_of_their_own() -> None:
    from pipeline.synth.places import place_name

    names = [place_name(number) for number in range(3840)]
    assert len(set(names)) == len(names)


def test_forms_that_do_not_come_in_a_kind_of_file_are_left_out() -> None:
    kinds = {report.file_kind for report in make_archive(6, 1, file_kinds=("xlsx",)).reports}
    forms = {report.form_name for report in make_archive(6, 1, file_kinds=("xlsx",)).reports}
    assert kinds == {"xlsx"}
    assert forms == {"progress_sheet", "main_figures", "by_district", "by_tax"}
    with pytest.raises(ValueError, match="none of the forms"):
        make_archive(1, 1, file_kinds=("xlsx",), forms=("bulletin",))
