"""What is true of one unit: every amount of every month to the fen, counts to the piece."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeVar, get_args

from pipeline.synth.places import DISTRICTS, LEVELS, place_name

T = TypeVar("T")
Habit = Literal["cut", "mixed", "comparable", "restated", "revised"]
"""What makes reports of some units harder: rates cut off instead of rounded; 亿元 and 万元 by turns; growth on a
comparable basis beside the natural one; growth over figures of last year that have been restated since; revenue of a
month that is told in full only by the next month's report, which then restates the sum up to it."""
HABITS: Final[tuple[Habit, ...]] = get_args(Habit)
_YI: Final = 10**10
"""One 亿元 in fen."""
_SEASONS: Final = (118, 84, 102, 104, 99, 116, 108, 88, 97, 101, 90, 93)
_COME_LATE: Final = ("nontax", "revenue", "own_revenue")
"""What holds revenue of the unit's own level that is told late."""
_SIZES: Final = {"市": (90, 900), "区": (12, 80), "县": (8, 50)}


@dataclass(slots=True)
class Unit:
    """`flows[key][i]` is the amount (fen) or number of month i, counted from January of the year before the first."""

    seed: str
    number: int
    first_year: int
    flows: dict[str, list[int]] = field(default_factory=dict)
    name: str = ""
    level: str = "市"
    districts: tuple[str, ...] = ()
    habits: frozenset[Habit] = frozenset()

    def choose(self, label: str, options: tuple[T, ...]) -> T:
        """This unit's habit among `options`: always the same for one label."""
        return random.Random(f"{self.seed}/{self.number}/{label}").choice(options)

    def lot(self, label: str, low: int, high: int) -> int:
        """A number of this unit's own from `low` to `high`, always the same for one label."""
        return random.Random(f"{self.seed}/{self.number}/{label}").randint(low, high)

    @property
    def region(self) -> str:
        return f"{self.name}{self.level}"

    @property
    def office(self) -> str:
        return f"{self.region}财政局"

    @property
    def all(self) -> str:
        return f"全{self.level}"

    @property
    def own(self) -> str:
        return f"{self.level}本级"

    def index(self, year: int, month: int) -> int:
        return 12 * (year - self.first_year + 1) + month - 1

    def month(self, key: str, year: int, month: int) -> int:
        """As told by the report of `month`."""
        return self.flows[key][self.index(year, month)] - self.late(key, year, month)

    def so_far(self, key: str, year: int, month: int) -> int:
        """January to `month`, as told by the report of `month`."""
        first = self.index(year, 1)
        return sum(self.flows[key][first : first + month]) - self.late(key, year, month)

    def late(self, key: str, year: int, month: int) -> int:
        """What the report of `month` leaves out of that month, and later reports hold."""
        if "revised" not in self.habits or key not in _COME_LATE or month in (1, 12):
            return 0
        parts = self.lot(f"revised/{year}/{month}", -60, 30)
        return self.flows["nontax"][self.index(year, month)] * max(parts, 0) // 400

    def last_month(self, key: str, year: int, month: int) -> int:
        """The same month of the year before, as it is told now."""
        return self._restated(self.month(key, year - 1, month), year - 1)

    def last_so_far(self, key: str, year: int, month: int) -> int:
        """January to `month` of the year before, as it is told now."""
        return self._restated(self.so_far(key, year - 1, month), year - 1)

    def _restated(self, fen: int, year: int) -> int:
        """What was told of a year then, as it is told later: all in the same proportion."""
        if "restated" not in self.habits:
            return fen
        return fen * (1000 + self.lot(f"restated/{year}", 5, 30)) // 1000

    def year(self, key: str, year: int) -> int:
        return self.so_far(key, year, 12)


def make_unit(seed: str, number: int, first_year: int, years: int, habits: Sequence[Habit] = ()) -> Unit:
    """The unit with its truth for the year before `first_year` and `years` more; each of `habits` by lot."""
    unit = Unit(seed, number, first_year)
    unit.habits = frozenset(habit for habit in habits if unit.choose(f"habit/{habit}", (True, False)))
    rng = random.Random(f"{seed}/{number}/truth")
    unit.name, unit.level = place_name(number), LEVELS[number % len(LEVELS)]
    unit.districts = tuple(rng.sample(DISTRICTS, rng.randint(3, 5)))
    months = 12 * (years + 1)
    low, high = _SIZES[unit.level]
    size = rng.randint(low, high) * _YI // 12 + rng.randrange(_YI // 12)
    flows = unit.flows
    for key, share in {"vat": 330, "cit": 140, "pit": 60, "deed": 70, "other_tax": 150}.items():
        flows[key] = _series(rng, size * rng.randint(share * 7 // 10, share * 13 // 10) // 1000, months)
    flows["nontax"] = _series(rng, size * rng.randint(150, 320) // 1000, months)
    flows["tax"] = _total(flows, ("vat", "cit", "pit", "deed", "other_tax"))
    flows["revenue"] = _total(flows, ("tax", "nontax"))
    _divide(rng, unit, "revenue")
    flows["education"] = _series(rng, size * rng.randint(250, 330) // 1000, months)
    flows["social"] = _series(rng, size * rng.randint(200, 300) // 1000, months)
    flows["health"] = _series(rng, size * rng.randint(120, 200) // 1000, months)
    flows["farming"] = _series(rng, size * rng.randint(100, 160) // 1000, months)
    flows["town"] = _series(rng, size * rng.randint(80, 150) // 1000, months)
    flows["other_spending"] = _series(rng, size * rng.randint(300, 700) // 1000, months)
    livelihood = ("education", "social", "health", "farming", "town")
    flows["livelihood"] = _total(flows, livelihood)
    flows["spending"] = _total(flows, (*livelihood, "other_spending"))
    flows["eight"] = [amount * rng.randint(690, 760) // 1000 for amount in flows["spending"]]
    flows["own_spending"] = [amount * rng.randint(300, 380) // 1000 for amount in flows["spending"]]
    flows["land"] = _series(rng, size * rng.randint(200, 500) // 1000, months, rough=350)
    flows["other_fund"] = _series(rng, size * rng.randint(20, 80) // 1000, months)
    flows["fund"] = _total(flows, ("land", "other_fund"))
    flows["fund_spending"] = _series(rng, size * rng.randint(250, 600) // 1000, months, rough=250)
    flows["bonds"] = _series(rng, size * rng.randint(60, 160) // 1000, months, rough=600)
    flows["idle"] = _series(rng, size * rng.randint(10, 40) // 1000, months, rough=500)
    for key, most in {"roads": 60, "homes": 900, "trained": 400, "lamps": 70}.items():
        flows[key] = [rng.randint(most // 4, most) for _ in range(months)]
    return unit


def percent(part: int | Fraction, whole: int | Fraction) -> Fraction:
    return 100 * Fraction(part) / Fraction(whole)


def _series(rng: random.Random, size: int, months: int, rough: int = 60) -> list[int]:
    """Monthly amounts around `size` with seasons, a drift over the years and noise of `rough` per mille."""
    drift = rng.randint(-60, 110)
    return [
        size * _SEASONS[at % 12] * (1000 + drift * at // 12) * rng.randint(1000 - rough, 1000 + rough) // 10**8
        for at in range(months)
    ]


def _total(flows: dict[str, list[int]], keys: tuple[str, ...]) -> list[int]:
    return [sum(amounts) for amounts in zip(*(flows[key] for key in keys), strict=True)]


def _divide(rng: random.Random, unit: Unit, key: str) -> None:
    """Share out `key` between the unit's own level and its districts."""
    whole = unit.flows[key]
    weights = [rng.randint(5, 30) for _ in unit.districts]
    parts: list[list[int]] = [[] for _ in unit.districts]
    own: list[int] = []
    for amount in whole:
        below = amount * rng.randint(560, 680) // 1000
        shares = [below * weight * rng.randint(950, 1050) // (sum(weights) * 1050) for weight in weights]
        for part, share in zip(parts, shares, strict=True):
            part.append(share)
        own.append(amount - sum(shares))
    unit.flows[f"own_{key}"] = own
    for name, part in zip(unit.districts, parts, strict=True):
        unit.flows[f"{key}@{name}"] = part
