"""What a part found is kept, renewed peer by peer, and told on the page: worse figures too."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.measure import LeftOut, Measure, Options, Outcome, Part, Spread, as_data, conditions, from_data, renewed
from benchmarks.parts import PARTS
from benchmarks.parts.reading import PLACE, SPEED
from benchmarks.peer import PeerFailed, begun, started
from benchmarks.picture import picture
from benchmarks.results_page import Taken, number, page, spread

FASTER = Measure("Speed", "a page", "s", Spread.of([2, 1, 3]), "make it", "slowpoke 1.0", Spread.of([5]),
                 Spread.of([2.5]), more_is_better=False)  # fmt: skip
WORSE = Measure("Speed", "a page", "s", Spread.of([2]), "make it", "quick 3", Spread.of([1]), more_is_better=False)
GOAL = Measure("Goals", "alarms", "findings", Spread.of([1]), "make it", more_is_better=False, goal=0)
PINS = sorted((Path(__file__).parents[2] / "benchmarks/peers").glob("*.txt"))
OUTCOME = Outcome("How it is measured.", (FASTER, WORSE, GOAL), (LeftOut("another", "it needs a network"),))


@pytest.mark.parametrize(
    ("ours", "theirs", "more", "expected"),
    [(2, 1, True, "better"), (2, 1, False, "worse"), (1, 2, False, "better"), (100, 100.4, True, "equal")],
)
def test_verdicts_against_a_peer(ours: float, theirs: float, more: bool, expected: str) -> None:
    row = Measure("g", "w", "u", Spread.of([ours]), "c", "p", Spread.of([theirs]), more_is_better=more)
    assert row.verdict == expected


@pytest.mark.parametrize(("found", "more", "expected"), [(0, False, "met"), (1, False, "missed"), (1, True, "met")])
def test_verdicts_against_a_goal(found: float, more: bool, expected: str) -> None:
    assert Measure("g", "w", "u", Spread.of([found]), "c", more_is_better=more, goal=0).verdict == expected


@pytest.mark.parametrize(("busy", "said"), [(0.0, False), (9999.0, True)])
def test_seconds_of_a_machine_that_others_use_say_little(busy: float, said: bool) -> None:
    told = page([Taken(Part("speed", "Speed", lambda *_: OUTCOME), OUTCOME, conditions(Options(), busy, 1))])
    assert ("its seconds say little" in told) is said


def test_what_is_kept_comes_back() -> None:
    taken = conditions(Options(quick=True, seed="7"), 0.5, 12.0)
    assert from_data(json.loads(json.dumps(as_data(OUTCOME, taken)))) == (OUTCOME, taken)


def test_one_peer_is_renewed_and_the_others_stay() -> None:
    newer = Measure("Speed", "a page", "s", Spread.of([4]), "make it", "quick 4", Spread.of([5]), more_is_better=False)
    assert renewed(OUTCOME, Outcome("", (newer,))).measures == (FASTER, newer, GOAL)


def test_a_peer_that_is_measured_at_last_is_no_longer_left_out() -> None:
    lacking = Outcome("", (FASTER,), (LeftOut("quick, scans", "not installed"), LeftOut("another", "no network")))
    assert renewed(lacking, Outcome("", (WORSE,))).left_out == (LeftOut("another", "no network"),)


def test_the_page_tells_all() -> None:
    told = page([Taken(Part("speed", "Speed", lambda *_: OUTCOME), OUTCOME, conditions(Options(), 0, 1))])
    assert "| **hedui** | 2 (1 to 3) | | |" in told
    assert "| slowpoke 1.0 | 5 | faster: 2.5 times as fast | `make it` |" in told
    assert "| quick 3 | 1 | **worse** | `make it` |" in told
    assert "| alarms | 1 findings | ≤ 0 | **no** | `make it` |" in told
    assert "- another: it needs a network" in told


@pytest.mark.parametrize(
    ("value", "written"),
    [(100, "100"), (99.634, "99.6"), (99.99, "100.0"), (0.01234, "0.0123"), (1234567, "1,234,567"), (0.5, "0.5")],
)
def test_numbers(value: float, written: str) -> None:
    assert number(value) == written


def test_no_figure_is_a_dash() -> None:
    assert spread(None) == "–"


def test_parts_have_names_of_their_own() -> None:
    assert len({part.name for part in PARTS}) == len(PARTS)


@pytest.mark.parametrize(
    "pins", sorted((Path(__file__).parents[2] / "benchmarks/peers").glob("*.txt")), ids=lambda f: f.stem
)
def test_peers_are_pinned_and_name_no_index(pins: Path) -> None:
    lines = pins.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*", line)] == []
    assert pins.with_suffix(".py").is_file()


def test_the_picture_holds_every_reader() -> None:
    rows = (
        Measure("a kind", PLACE, "%", Spread.of([99.5]), "c", "slow & steady 1", Spread.of([0])),
        Measure("a kind", SPEED, "s", Spread.of([0.1]), "c", "slow & steady 1", Spread.of([12])),
        Measure("a kind", SPEED, "s", Spread.of([0.1]), "c", "no tables 2", Spread.of([3])),
    )
    told = picture(
        [Taken(Part("reading", "Reading", lambda *_: OUTCOME), Outcome("", rows), conditions(Options(), 0, 1))]
    )
    words = [element.text for element in ElementTree.fromstring(told).iter() if element.text]
    assert {"hedui", "slow & steady 1", "no tables 2", "gives no tables", "99.5", "12 s"} <= set(words)


def test_seconds_stand_at_the_same_place_whatever_the_kind_of_file() -> None:
    rows = tuple(
        Measure(kind, SPEED, "s", Spread.of([1]), "c", "peer", Spread.of([seconds]))
        for kind, seconds in (("a kind", 0.02), ("another", 40))
    )
    told = picture(
        [Taken(Part("reading", "Reading", lambda *_: OUTCOME), Outcome("", rows), conditions(Options(), 0, 1))]
    )
    shapes = list(ElementTree.fromstring(told).iter())
    ours = {shape.get("cx") for shape in shapes if shape.get("fill") == "#b5482f" and shape.get("cx")}
    assert len(ours) == 1
    assert {"0.1 s", "1 s", "10 s"} <= {shape.text for shape in shapes if shape.get("text-anchor") == "middle"}


def test_every_command_asks_for_its_part() -> None:
    assert Options(quick=True, seed="2").command("reading", "camelot") == (
        'make bench-quick ARGS="--parts reading --peers camelot --seed 2"'
    )


def test_a_peer_answers_from_its_own_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "echo.py").write_text(
        "def version(): return '1.2'\n"
        "def answer(request):\n    print('noise')\n    return {'twice': 2 * request['n']}\n"
    )
    script = Path(sys.modules["benchmarks.peer"].__file__ or "").with_name("peer_process.py")
    (tmp_path / "peer_process.py").write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr("benchmarks.peer.HERE", tmp_path)
    with started("echo") as peer:
        assert (peer.title, peer.ask({"n": 21}).content) == ("echo 1.2", {"twice": 42})
        with pytest.raises(PeerFailed, match="KeyError"):
            peer.ask({})
        assert peer.ask({"n": 1}).seconds >= 0
    (tmp_path / "peers" / "mute.py").write_text("import os\ndef version(): return ''\ndef answer(_): os._exit(3)\n")
    (tmp_path / "peers" / "lame.py").write_text("import nothing_of_that_name\n")
    with begun("mute") as mute, begun("lame") as lame:
        for _ in range(2):
            with pytest.raises(PeerFailed, match="exit code 3"):
                mute.ask({})
        with pytest.raises(PeerFailed, match="nothing_of_that_name"):
            assert lame.version
        assert not mute.answers
        assert not lame.answers
    (tmp_path / "peers" / "away.txt").write_text("away==1\n")
    with pytest.raises(PeerFailed, match="not installed"), started("away"):
        pass
