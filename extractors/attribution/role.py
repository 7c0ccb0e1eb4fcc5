"""Whether a figure has happened, is aimed at, is budgeted, arranged, a standard, or last year's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors.attribution.against import average_of
from extractors.attribution.comparator import Compared
from extractors.attribution.reading import Reading
from extractors.attribution.setting import Memory, Setting
from extractors.fact import FactRole
from rules.words import any_of, words


@dataclass(frozen=True, slots=True)
class _Patterns:
    stretch: regex.Pattern[str]
    arranged: regex.Pattern[str]
    budget: regex.Pattern[str]
    standard: regex.Pattern[str]
    baseline: regex.Pattern[str]
    done: regex.Pattern[str]
    policy: regex.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = words()
    return _Patterns(*(
        regex.compile(any_of(listed))
        for listed in (
            known.stretch, known.arranged, known.budget, known.standard, known.baseline, known.done, known.policy
        )
    ))  # fmt: skip


def role_of_whole(reading: Reading) -> FactRole | None:
    """The role of an amount that is what a percentage is of (占年初预算3200万元的41%); None where its words decide."""
    if reading.whole != "completion" or not reading.base:
        return None
    if "预算" in reading.base:
        return "budget"
    return "target" if _GOAL.search(reading.base) else None


_SPENT_AFTER = regex.compile(r"[^，。；]{0,6}?(?:已|全部|予以|足额)?(?:100%)?(?:拨付|到位|支付|兑现|下达|下拨)")
_ARRANGED_AFTER = regex.compile(r"[^，。；、]{0,4}?(?:已经|已|将|拟)?(?:安排(?!预算稳定)|列入预算|纳入预算)")
_PLANNED = regex.compile(
    r"(?<!完成|[占为超过于比较])(?:年度|全年|年|目标)?(?:(?<!改善|行动|培养|提升|资助|扶持|培训|支持|引领|救助|援助|促进|攻坚)计划(?!生育|单列|经济)|(?<![模虚])拟|预计|目标|预期)(?!的|内|完成率)(?:数|值|任务)?(?!.*(?:已|占))[^，；。]{0,14}$"
    r"|(?<!完成|[占为超过于比较])(?:年度|全年|年|目标|下达[^，；。]{0,4}|分解)任务(?:数|量|为|是|达|共)*$"
)
_HAPPENED = regex.compile(r"已|累计|实际|完成|实现|截至|目前|\d月|季度|支出|到位|下达|开工|完工|竣工|建成|投用")
_LED_TO = regex.compile(r"其余|剩余|余下|决算|执行数|撬动|带动|减免|减税")
_STILL_TO_DO = regex.compile(
    r"(?:还|尚|仍|均|共|月|则|[月季年度]均|季度|半年|\d月)?(?:需要?|须|必须|要)(?:完成|达到|实现|增长|筹集|保持|组织|征收|入库|筹措|争取|发行|压减|偿还|化解)[^，。；]{0,14}$"
)
_CAP_NAMED = regex.compile(r"(?:以上|以内|以下)?的(?:控制|年度|全年|预期|建设|改造)?(?:目标|任务|计划)")
_BASE_YEAR = regex.compile(
    r"(?<![比较与])(?:去年|上年|前年)(?!度?(?:累计)?结[转余])(?:同期|同月|全年|实际|决算)?的?(?!增|减|提高|下降)\p{Han}{0,12}?(?:数|为|是|完成|实现|执行数)*$"
)


def role_of(reading: Reading, compared: Compared, left: str, right: str, setting: Setting, memory: Memory) -> FactRole:
    """The role of a figure with the words `left` and `right` of it in its clause."""
    known = _patterns()
    if setting.column == "completion":
        return "actual"
    if reading.baseline:
        return "baseline"
    if average_of(reading):
        return "actual"
    if reading.against:
        return "target" if _GOAL.search(reading.against) else "standard"
    if memory.stretch or (known.stretch.search(left) and setting.default_role != "actual"):
        return "stretch_target"
    if reading.kind == "unit_price" and _is_a_standard(left, right):
        return "standard"
    if reading.kind in ("amount", "unit_price", "count") and _BASE_YEAR.search(left):
        return "baseline"
    if reading.kind == "amount" and not _REGULATED.search(left) and (arranged := _arranged(left, right)):
        return arranged
    so_far = setting.column is None and _so_far(left, right, setting)
    if setting.default_role != "actual" and not so_far:
        return setting.default_role
    if memory.ahead and not _done(left) and reading.kind not in ("gap_pp", "rank") and not so_far:
        return "target"
    happened = known.done.search(left) or _LED_TO.search(left)
    if reading.kind in ("amount", "unit_price") and memory.year_budget and not happened:
        return "arranged"
    aimed = compared.comparator in ("ge", "le") and compared.stated
    if aimed and not _done(left) and (known.policy.search(left) or (reading.kind == "share" and reading.metric_after)):
        return "target"
    if _CAP_NAMED.match(right):
        return "target"
    if reading.kind in ("amount", "count", "growth") and _STILL_TO_DO.search(left):
        memory.planned = True
        return "target"
    bracket = left.rfind("（")
    inside = left[bracket + 1 :] if bracket >= 0 and memory.planned else left
    if _HAPPENED.search(inside):
        memory.planned = False
    said = _ESTIMATED.sub("", left) if setting.executed else left
    said = "" if reading.base else said
    planned = _PLANNED.search(said) or (
        memory.planned and not _HAPPENED.search(inside) and not (reading.kind == "change" and reading.base)
    )
    if planned and (reading.kind in ("amount", "count", "growth", "change") or (aimed and reading.kind == "share")):
        memory.planned = memory.planned or bracket < 0  # （全年目标20个） holds only inside
        return "target"
    return "actual"


def _is_a_standard(left: str, right: str) -> bool:
    """Whether a price is one that is set (补助标准, 按每人…), not one that came out (发放215万元，生均1000元)."""
    if _CAME_OUT.fullmatch(left):
        return False
    known = _patterns()
    return bool(known.standard.search(left) or known.standard.search(right[:8]) or _BY_EACH.search(left))


_CAME_OUT = regex.compile(r"(?:人|生|户|亩|村|校|次)均(?:约|达|为)*")
_BY_EACH = regex.compile(r"按照?\p{Han}{0,10}每")


def _arranged(left: str, right: str) -> FactRole | None:
    """`arranged` or `budget` where the last verb before (or the first behind) the amount says so."""
    known = _patterns()
    if _SPENT_AFTER.match(right) and not _ARRANGED_AFTER.match(right):
        return None
    last_arranged = _last(known.arranged, left)
    last_budget = _last(known.budget, left)
    last_done = _last(_SPENT, left)
    if (at := _last(_INITIAL_BUDGET, left)) > last_done and at >= 0:
        return "arranged"
    if _ARRANGED_AFTER.match(right) and last_done < 0:
        return "arranged"
    if max(last_arranged, last_budget) <= last_done:
        return None
    if _MOVED_INTO.search(left):
        return None
    if last_budget > last_arranged and not _OTHER_BUDGET.match(left, last_budget):
        return "budget" if _IS_BUDGET.search(left) else None
    return "arranged" if last_arranged >= 0 else None


_REGULATED = regex.compile(
    r"(?:安排|补充|动用|设立)了?(?:省级|市级|区级|县级|本级)?预算(?:稳定调节|周转)基?金|结[转余][到至]?下年|安排的(?:支出|项目)"
)
_MOVED_INTO = regex.compile(r"调[入出]\p{Han}{0,6}预算$")
_GOAL = regex.compile(r"计划|任务|目标|预期|指标")
_ESTIMATED = regex.compile(r"预计(?:可)?(?:完成|实现|达到)")
_IS_BUDGET = regex.compile(r"(?:预算|预算数|预算总额|预算为)(?:为|是|数|总额|安排|达|共|约|的)*$")
_REACHED = regex.compile(r"已|累计|达到|完成了|实际")
_OTHER_BUDGET = regex.compile(r"预算(?:收入|支出|执行|管理|绩效|外|内|结余|单位|资金|稳定|公开|数据|编制)")
_INITIAL_BUDGET = regex.compile(r"年初(?:部门)?预算|部门预算")
_SPENT = regex.compile(
    r"下达|下拨|拨付|拨到|(?:已经?|累计|实际|共)支出|发行|支付|兑现|发放|到位|争取|使用|完成|实现|收到|筹集"
)


def _last(pattern: regex.Pattern[str], string: str) -> int:
    last = -1
    for match in pattern.finditer(string):
        last = match.start()
    return last


def _done(left: str) -> bool:
    return bool(_REACHED.search(left))


_SO_FAR = regex.compile(r"(?<![\d.年])1月?份?(?:-|—|－|–|~|～|至|到)+(?P<last>\d{1,2})月")
_GIVEN = regex.compile(r"的(?:实际|现状|情况|形势|基础|问题)")


def _so_far(left: str, right: str, setting: Setting) -> bool:
    """下一步，针对1-5月收入62亿元的实际，…: what the report is about has happened, whatever is to be done next."""
    about = setting.anchor.period
    if about is None or about.kind == "year":
        return False
    said = _SO_FAR.search(left)
    return bool(_GIVEN.match(right) or (said and int(said["last"]) <= about.end.month))
