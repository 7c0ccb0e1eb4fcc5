"""What a figure takes over from the one just before it in its sentence: lists, levels, prices, parts of a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractors.attribution.period import Dated
from extractors.attribution.reading import Reading
from extractors.attribution.setting import Subject
from extractors.fact import Comparator, FactRole
from extractors.quantities.quantity import Quantity

_LIST_JOINT = regex.compile(r"(?:及?以上|及?以下|以内|左右)?(?:[、，]|和|与|及|以及)?(?:达到?|为)?")
_BECAME = regex.compile(
    r"(?:左右)?(?:提高|提升|上升|增加|增长|扩大|缩小|收窄|优化|下降|降低|降|减少|压减|升|增|调整|前移|上调|下调|提|回落|加快|放缓|转)(?:到|至|为|成)"
    r"(?:盈利|净盈利)?"
    r"(?:20\d\d年|今年|本年|目前|现在的?|当前)?的?(?:每[人名户生亩个家](?:每[年月天日])?)?"
)
_ALIKE_PRICE = regex.compile(r"(?:[、和]\p{Han}{1,8}|[，（]?(?:去年|上年|原来?)(?:同期)?(?:标准)?(?:为|是)?)?")
_AIMED_AT = regex.compile(r"(?:并|且)?(?:力争|争取|确保|努力)(?:达到?|实现|突破|完成|超过|在)?")
_LEVELS = ("share", "completion", "ratio", "count", "amount", "unit_price", "growth", "rank")
_FOLLOWING = ("arranged", "budget", "target", "stretch_target")
_DONE = regex.compile(r"已|实际|累计|完成|实现")


@dataclass(frozen=True, slots=True)
class Before:
    """The quantity just before in the sentence; `of_part` is the metric whose whole it was, where it was one."""

    quantity: Quantity
    reading: Reading
    comparator: Comparator
    subject: Subject
    dated: Dated
    base: str | None
    role: FactRole
    of_part: Subject | None = None

    def list_goes_on(self, left: str, quantity: Quantity) -> bool:
        """Whether `quantity` only goes on the list of the one before: 8%、45%; 0.6个和4.4个百分点."""
        if self.quantity.dimension != quantity.dimension or not left or self.reading.whole or self.reading.baseline:
            return False
        if quantity.dimension == "count" and self.quantity.unit != quantity.unit:
            return False
        reached = left.endswith(("达", "达到", "为")) and self.reading.kind in ("change", "change_pp", "growth")
        return _LIST_JOINT.fullmatch(left) is not None and not reached

    def counted_besides(self, left: str, quantity: Quantity, behind: str) -> bool:
        """Whether `quantity` measures in another unit what was just counted: 住宅用地6宗、[478亩].

        Not if things of its own stand `behind` it: 82所幼儿园、[1.46万名]幼儿.
        """
        counts = self.quantity.dimension == quantity.dimension == "count" and self.reading.kind == "count"
        return counts and left == "、" and self.quantity.unit != quantity.unit and not behind.isalpha()

    def told_again(self, left: str, quantity: Quantity) -> bool:
        """Whether only a time and a bound stand between two percentages: 6月底前不低于50%，9月底前不低于[80%]."""
        alike = self.quantity.dimension == quantity.dimension == "percent" and not self.reading.whole
        return alike and self.reading.kind in ("share", "completion") and left.strip("，、") in ("", "达到", "达", "为")

    def level_goes_on(self, left: str, quantity: Quantity) -> bool:
        """Whether `quantity` is what became of the level before: 由上年的78.2%提高到81.5%."""
        if self.reading.kind not in _LEVELS or self.quantity.unit != quantity.unit:
            return False
        return (self.reading.baseline or self.reading.kind != "amount") and _BECAME.fullmatch(left) is not None

    def part_of_whole(self, left: str, quantity: Quantity) -> Reading | None:
        """The percentage of the whole just named: 占年初预算3200万元的[41%]."""
        if self.reading.whole is None or left != "的" or quantity.dimension != "percent":
            return None
        return Reading(self.reading.whole, "", base=self.reading.base)

    def as_aim(self, aim: Reading) -> Reading:
        """`aim` as the kind of percentage that is measured against it."""
        return replace(aim, kind=self.reading.kind) if self.quantity.dimension == "percent" else aim

    def points_over(self, quantity: Quantity) -> Reading | None:
        """The points of difference to the aim just named: 高于省定50%的要求[2.1个百分点]."""
        if not self.reading.against or quantity.dimension != "points":
            return None
        return Reading("gap_pp", "", self.reading.negative, base=self.reading.against)

    def once_more(self, left: str, quantity: Quantity) -> Reading | None:
        """Another aim for the same percentage: 增长4%，力争达到[5%]; 不低于80%，力争达到[90%]."""
        if quantity.dimension != "percent" or self.quantity.dimension != "percent" or not _AIMED_AT.fullmatch(left):
            return None
        return replace(self.reading, left="", baseline=False, skipped=0)

    def price_again(self, reading: Reading, quantity: Quantity) -> Reading:
        """由每人每月180元提高到200元: the second amount is a price as the first."""
        if reading.kind != "amount" or self.reading.kind != "unit_price" or not _ALIKE_PRICE.fullmatch(reading.left):
            return reading
        same_unit = self.quantity.unit == quantity.unit and quantity.value < 100 * self.quantity.value
        return replace(reading, kind="unit_price", per=self.reading.per) if same_unit else reading

    def role_of_growth(self, reading: Reading, role: FactRole, left: str) -> FactRole:
        """安排268亿元，增长4.5%: the growth is as much arranged as the amount."""
        return self.role if role == "actual" and self.grows_with(reading) and not _DONE.search(left) else role

    def sets_a_price(self, reading: Reading) -> bool:
        """Whether a price is what one before it was changed to (由每人每月560元提高到[612元])."""
        return self.reading.baseline and self.reading.kind == reading.kind == "unit_price"

    def grows_with(self, reading: Reading) -> bool:
        """Whether a growth without a name of its own is that of the planned or budgeted figure before it."""
        follows = reading.kind in ("growth", "change") and not reading.left and self.role in _FOLLOWING
        return follows and self.reading.kind in ("amount", "growth", "change", "count") and not self.reading.whole
