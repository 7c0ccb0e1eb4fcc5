"""Bulletins, a table by district, of the finance bureau of Jizhou, a city that does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.synth.forms import Narrative, ValueTable

UNIT = "霁州市财政局"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The printed figures of one month's bulletin, in 亿元 and %: (amount, growth)."""

    month: int
    published: str
    revenue: tuple[str, str]
    revenue_sum: tuple[str, str]
    tax_sum: tuple[str, str]
    other_sum: tuple[str, str]
    spending: tuple[str, str]
    spending_sum: tuple[str, str]
    fields: tuple[tuple[str, str, str], ...]
    fund_revenue: tuple[str, str]
    land: tuple[str, str]
    fund_spending: tuple[str, str]


MARCH = Bulletin(
    month=3,
    published="2024年4月16日",
    revenue=("24.37", "增长3.8%"),
    revenue_sum=("86.55", "增长4.6%"),
    tax_sum=("66.92", "增长3.9%"),
    other_sum=("19.63", "增长7.1%"),
    spending=("52.46", "增长7%"),
    spending_sum=("148.73", "增长6.3%"),
    fields=(
        ("教育支出", "29.84", "增长5.1%"),
        ("社会保障和就业支出", "31.27", "增长8.4%"),
        ("卫生健康支出", "13.92", "增长2.6%"),
        ("城乡社区支出", "18.45", "下降3.2%"),
        ("农林水支出", "16.08", "增长4.9%"),
    ),
    fund_revenue=("21.36", "下降12.7%"),
    land=("17.94", "下降15.1%"),
    fund_spending=("33.18", "增长4.2%"),
)
APRIL = Bulletin(
    month=4,
    published="2024年5月15日",
    revenue=("27.91", "增长7.1%"),
    revenue_sum=("114.46", "增长5.2%"),
    tax_sum=("88.07", "增长4.4%"),
    other_sum=("26.93", "增长8%"),  # planted: 26.39
    spending=("43.85", "增长3.7%"),
    spending_sum=("192.58", "增长5.7%"),
    fields=(
        ("教育支出", "38.51", "增长4.8%"),
        ("社会保障和就业支出", "40.66", "增长7.9%"),
        ("卫生健康支出", "18.20", "增长3.3%"),
        ("城乡社区支出", "23.74", "下降2.5%"),
        ("农林水支出", "20.93", "增长5.6%"),
    ),
    fund_revenue=("29.05", "下降11.4%"),
    land=("24.31", "下降13.8%"),
    fund_spending=("43.77", "增长3.5%"),
)
MAY = Bulletin(
    month=5,
    published="2024年6月17日",
    revenue=("25.64", "增长4.1%"),
    revenue_sum=("140.10", "增长5%"),
    tax_sum=("107.28", "增长4.1%"),
    other_sum=("32.82", "增长8.1%"),
    spending=("47.12", "增长4.2%"),
    spending_sum=("239.70", "增长5.4%"),
    fields=(
        ("教育支出", "47.90", "增长4.5%"),
        ("社会保障和就业支出", "50.37", "增长7.6%"),
        ("卫生健康支出", "22.86", "增长3.8%"),
        ("城乡社区支出", "29.15", "下降1.9%"),
        ("农林水支出", "26.02", "增长6.1%"),
    ),
    fund_revenue=("35.62", "下降10.2%"),
    land=("29.70", "下降12.9%"),
    fund_spending=("54.06", "增长5.8%"),
)


def bulletin(figures: Bulletin) -> Narrative:
    """The bulletin as it is published."""
    span = f"1-{figures.month}月累计"
    fields = "；".join(f"{name}{amount}亿元，{growth}" for name, amount, growth in figures.fields)
    return Narrative(
        title=f"霁州市2024年{figures.month}月财政收支情况",
        source_line=f"{figures.published} 来源：{UNIT}",
        paragraphs=(
            "# 一、一般公共预算收支情况",
            "# （一）一般公共预算收入情况",
            f"{figures.month}月份，全市一般公共预算收入{figures.revenue[0]}亿元，同比{figures.revenue[1]}。",
            f"{span}，全市一般公共预算收入{figures.revenue_sum[0]}亿元，同比{figures.revenue_sum[1]}。"
            f"其中，税收收入{figures.tax_sum[0]}亿元，同比{figures.tax_sum[1]}；"
            f"非税收入{figures.other_sum[0]}亿元，同比{figures.other_sum[1]}。",
            "# （二）一般公共预算支出情况",
            f"{figures.month}月份，全市一般公共预算支出{figures.spending[0]}亿元，同比{figures.spending[1]}。",
            f"{span}，全市一般公共预算支出{figures.spending_sum[0]}亿元，同比{figures.spending_sum[1]}。",
            f"主要支出科目情况：{fields}。",
            "# 二、政府性基金预算收支情况",
            f"{span}，全市政府性基金预算收入{figures.fund_revenue[0]}亿元，同比{figures.fund_revenue[1]}，"
            f"其中国有土地使用权出让收入{figures.land[0]}亿元，同比{figures.land[1]}。",
            f"{span}，全市政府性基金预算支出{figures.fund_spending[0]}亿元，同比{figures.fund_spending[1]}。",
        ),
    )


DISTRICTS_MAY = ValueTable(
    title="霁州市2024年5月一般公共预算收入分地区完成情况表",
    caption="单位：万元",
    heads=("地区", "年初预算", "当月收入", "累计收入", "累计增幅（%）", "完成预算（%）"),
    rows=(
        ("全市合计", "3,150,000", "256,412", "1,401,037", "5.0", "44.5"),
        ("市本级", "1,230,000", "98,765", "541,230", "5.6", "44.0"),
        ("东篱区", "640,000", "52,340", "284,615", "4.8", "44.5"),
        ("南浦区", "512,000", "41,088", "226,904", "4.2", "44.3"),
        ("溪泽县", "438,000", "36,507", "198,430", "5.1", "45.3"),
        ("鹤汀县", "330,000", "27,712", "149,858", "4.4", "45.4"),
    ),
    notes=("注：累计增幅为自然口径。",),
)
