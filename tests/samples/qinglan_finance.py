"""Three monthly progress sheets of the finance bureau of Qinglan, a city that does not exist.

The figures of the three months fit together, but for the slips named in `planted.py`; each of them is marked here.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.synth.forms import Sheet

UNIT = "青澜市财政局"


@dataclass(frozen=True, slots=True)
class Month:
    """The printed figures of one month; `_sum` is January to this month."""

    number: int
    revenue: tuple[str, str, str, str]  # amount, growth, tax, share of tax
    revenue_sum: tuple[str, str, str, str, str]  # amount, growth, completion, tax, share of tax
    spending: tuple[str, str, str, str]  # amount, growth, for people's livelihood, share
    spending_sum: tuple[str, str, str, str, str]  # amount, growth, completion, for people's livelihood, share
    spending_again: str  # the cumulative spending as repeated in the balance row
    eight: tuple[str, str]
    eight_sum: tuple[str, str]
    receptions: str
    receptions_sum: tuple[str, str]  # amount with its unit, completion
    bonds_now: str  # the whole clause
    bonds_sum: str
    idle: tuple[str, str]  # month, cumulative
    funds: tuple[str, str, str]  # checked this month, founded, capital
    heating: tuple[str, str]  # what was done this month, amount
    purchases: tuple[str, str, str, str, str]  # people trained, budget, price, saved, rate
    reviews: tuple[str, str, str, str]  # this month, so far, money, started
    online: tuple[str, str]  # this month, connected
    done: tuple[str, ...]  # the completion column


APRIL = Month(
    number=4,
    revenue=("41.37", "8.4", "34.25", "82.8"),
    revenue_sum=("169.83", "7.1", "36.9", "141.12", "83.1"),
    spending=("13.62", "2.7", "10.45", "76.7"),
    spending_sum=("57.80", "3.1", "31.0", "44.33", "76.7"),
    spending_again="58.70",  # planted: 57.80
    eight=("22.84", "6.2"),
    eight_sum=("93.89", "8.2"),
    receptions="312.4",
    receptions_sum=("1243.7万元", "24.0"),
    bonds_now="4月份全市发行新增专项债券6.8亿元。",
    bonds_sum="18.3",
    idle=("0.86", "3.42"),
    funds=("1", "2", "3.1"),
    heating=("会同市教育局核定受益学生名单。", "1296"),
    purchases=("126", "3.28", "3.05", "0.23", "7.0"),
    reviews=("2", "6", "4.8", "18"),
    online=("组织业务处室完成事项梳理。", "21"),
    done=("37%", "31%", "33%", "33%", "24%", "28%", "38%", "25%", "60%", "33%", "30%", "46%"),
)
MAY = Month(
    number=5,
    revenue=("38.92", "5.5", "31.76", "81.6"),
    revenue_sum=("208.75", "6.8", "45.4", "172.88", "82.8"),
    spending=("14.95", "5.6", "11.32", "75.7"),
    spending_sum=("72.75", "3.6", "39.0", "55.65", "79.5"),  # planted: 76.5
    spending_again="72.75",
    eight=("24.16", "5.0"),
    eight_sum=("118.50", "7.6"),  # planted: 118.05
    receptions="318.6",
    receptions_sum=("1562.3万元", "30.2"),
    bonds_now="5月份全市发行新增专项债券8.4亿元。",
    bonds_sum="26.7",
    idle=("0.73", "4.15"),
    funds=("2", "3", "4.4"),
    heating=("完成补助资金分配测算。", "1269"),  # planted: 1296
    purchases=("94", "4.16", "3.88", "0.28", "6.7"),
    reviews=("3", "9", "7.3", "22"),
    online=("与市数据局对接接口标准，完成第二批事项上线。", "32"),
    done=("45%", "39%", "42%", "42%", "30%", "41%", "46%", "38%", "70%", "42%", "45%", "70%"),
)
JUNE = Month(
    number=6,
    revenue=("47.28", "7.4", "39.43", "83.4"),
    revenue_sum=("256.03", "6.9", "55.7", "212.31", "82.9"),
    spending=("19.31", "33.4", "14.86", "77.0"),
    spending_sum=("92.06", "8.7", "49.4", "70.51", "76.6"),  # planted: above the cap of 4
    spending_again="92.06",
    eight=("27.43", "7.1"),
    eight_sum=("145.48", "7.5"),
    receptions="341.5",
    receptions_sum=("1903.8亿元", "36.8"),  # planted: 1903.8万元
    bonds_now="1-6月全市发行新增专项债券35.9亿元。",  # planted: the month's are 9.2
    bonds_sum="35.9",
    idle=("0.91", "5.06"),
    funds=("1", "4", "6.2"),
    heating=("对补助资金使用情况开展抽查。", "1296"),
    purchases=("151", "5.47", "5.09", "0.38", "6.9"),
    reviews=("3", "12", "9.6", "30"),
    online=("完成第三批事项联调测试。", "37"),  # planted: due by 15 June
    done=("56%", "49%", "50%", "50%", "37%", "55%", "56%", "50%", "80%", "50%", "60%", "80%"),
)

GOALS = (
    ("绩效指标", "一般公共预算收入"),
    ("绩效指标", "一般公共预算支出"),
    ("绩效指标", "八项支出"),
    ("绩效指标", "财政收支平衡"),
    ("绩效指标", "“三公”经费"),
    ("绩效指标", "新增专项债券"),
    ("绩效指标", "存量资金盘活"),
    ("工作目标", "政府投资基金"),
    ("工作目标", "义务教育经费保障"),
    ("工作目标", "政府采购管理"),
    ("工作目标", "预算绩效管理"),
    ("工作目标", "惠企补贴网上办"),
)
TARGETS = (
    "全市一般公共预算收入完成460亿元，增长6.5%。税收收入占一般公共预算收入的比重不低于80%。",
    "市本级一般公共预算支出不超过年初预算186.4亿元，增长控制在4%以内。",
    "全市八项支出增速不低于7%。",
    "全年市本级一般公共预算收支平衡，年末累计结余>=0。",
    "市本级“三公”经费支出不超过年初预算5180万元。",
    "全年发行新增专项债券不少于65亿元。",
    "市本级全年盘活财政存量资金不少于9亿元。",
    "全年新设立子基金不少于8家，带动社会资本不少于12亿元。",
    "对农村寄宿制学校学生按每生每年1500元的标准安排取暖补助，10月底前全部下达到校。",
    "全年政府采购预算节约率不低于6%。",
    "全年完成事前绩效评估项目不少于20个，重点绩效评价项目不少于30个。",
    "6月15日前将惠企补贴事项全部接入“一网通办”平台。",
)


def monthly_sheet(month: Month, *, current: str, cumulative: str, completion: str) -> Sheet:
    """The sheet of `month`; the three words are the heads of its progress columns."""
    progress = zip(GOALS, TARGETS, _current(month), _cumulative(month), month.done, strict=True)
    return Sheet(
        title=f"{UNIT}2024年{month.number}月份目标进度情况表",
        heads=("类别", "目标名称", "考核指标", current, cumulative, completion),
        rows=tuple((*goal, target, now, so_far, done) for goal, target, now, so_far, done in progress),
        categories=True,
    )


def _current(m: Month) -> tuple[str, ...]:
    amount, growth, tax, tax_share = m.revenue
    spent, spent_growth, livelihood, livelihood_share = m.spending
    return (
        f"{m.number}月份全市完成一般公共预算收入{amount}亿元，增长{growth}%；其中税收收入{tax}亿元，占比{tax_share}%。",
        f"{m.number}月份市本级一般公共预算支出{spent}亿元，增长{spent_growth}%；"
        f"其中民生支出{livelihood}亿元，占比{livelihood_share}%。",
        f"{m.number}月份全市八项支出{m.eight[0]}亿元，增长{m.eight[1]}%。",
        f"{m.number}月份市本级一般公共预算支出{spent}亿元。",
        f"{m.number}月份市本级“三公”经费支出{m.receptions}万元。",
        m.bonds_now,
        f"{m.number}月份市本级盘活财政存量资金{m.idle[0]}亿元。",
        f"对{m.funds[0]}家拟设子基金开展尽职调查。",
        m.heating[0],
        f"组织政府采购业务培训，参训{m.purchases[0]}人。",
        f"{m.number}月份完成事前绩效评估项目{m.reviews[0]}个。",
        m.online[0],
    )


def _cumulative(m: Month) -> tuple[str, ...]:
    amount, growth, completion, tax, tax_share = m.revenue_sum
    spent, spent_growth, spent_completion, livelihood, livelihood_share = m.spending_sum
    _, budget, price, saved, rate = m.purchases
    _, reviewed, reviewed_money, started = m.reviews
    span = f"1-{m.number}月"
    return (
        f"紧盯重点税源，按月会商收入形势，做到应收尽收。{span}全市完成一般公共预算收入{amount}亿元，"
        f"增长{growth}%，为年度目标的{completion}%；其中税收收入{tax}亿元，占比{tax_share}%。",
        f"有保有压，优先落实“三保”支出。{span}市本级一般公共预算支出{spent}亿元，增长{spent_growth}%，"
        f"为年初预算的{spent_completion}%；其中民生支出{livelihood}亿元，占比{livelihood_share}%。",
        f"逐月通报各区支出进度，督促项目单位加快建设。{span}全市八项支出{m.eight_sum[0]}亿元，增长{m.eight_sum[1]}%。",
        f"按月测算库款保障水平，合理调度资金。{span}市本级一般公共预算支出{m.spending_again}亿元。",
        f"逐笔审核因公出国（境）计划和公务用车购置。{span}市本级“三公”经费支出{m.receptions_sum[0]}，"
        f"为年初预算的{m.receptions_sum[1]}%。",
        f"做细项目储备，压实资金使用单位责任。{span}全市发行新增专项债券{m.bonds_sum}亿元。",
        f"清理两年以上结转资金，统筹用于急需领域。{span}市本级盘活财政存量资金{m.idle[1]}亿元。",
        f"截至{m.number}月底，已新设立子基金{m.funds[1]}家，带动社会资本{m.funds[2]}亿元。",
        f"年初已按每生每年1500元的标准安排取暖补助{m.heating[1]}万元，受益学生8640人，涉及学校46所。",
        f"{span}完成政府采购预算{budget}亿元，成交金额{price}亿元，节约资金{saved}亿元，节约率{rate}%。",
        f"截至{m.number}月底，完成事前绩效评估项目{reviewed}个，涉及财政资金{reviewed_money}亿元；"
        f"启动重点绩效评价项目{started}个。",
        f"共梳理惠企补贴事项46项，已接入平台{m.online[1]}项。",
    )
