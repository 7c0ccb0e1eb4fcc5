"""The decisive quotations kept beside the project, each held against the facts that stand in it in its document.

The quotations are found by the number of their case, so that none of their words stands here. An expected fact is one
line: case, value and unit as read, kind, role, comparator, words of the metric, scope, period, words of the base;
`-` is not asked. Periods: 2018-06, 2018-01/06, 2018, @2018-06-30 (an instant), ≤2018-11-30 (a deadline),
2021/2025 (years). `none` says that no fact may stand in any quotation of the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import regex

from extractors.fact import Fact, Period
from extractors.reading import read_report
from extractors.report import Hints
from extractors.text import LinePlace

EXPECTED = """
1  | 6344000000 CNY   | amount     | actual   | eq | 民生支出 | 市本级 | 2018-06 | -
1  | 85.76 %          | share      | actual   | eq | 民生支出 | 市本级 | 2018-06 | 一般公共预算支出
2  | 31990000000 CNY  | amount     | budget   | le | 公共财政预算支出执行数 | 市本级 | 2018 | -
3  | 386000000000 CNY | amount     | target   | eq | 旅游总收入 | 全市 | ≤2020-12-31 | -
3  | 11.9 %           | growth     | target   | eq | 旅游总收入 | 全市 | - | -
4  | 80 %             | share      | target   | eq | 断面水质 | - | 2017 | -
4  | 83 %             | share      | target   | eq | 断面水质 | - | 2018 | -
4  | 87 %             | share      | target   | eq | 断面水质 | - | 2019 | -
4  | 90.6 %           | share      | target   | eq | 断面水质 | - | 2020 | -
5  | 0.5 pp           | change_pp  | target   | eq | 占生产总值比重 | - | - | 2015
6  | 228000 套        | count      | target   | eq | 城镇保障性安居工程 | - | 2016/2020 | -
7  | 30000 户         | count      | target   | eq | 货币补贴保障家庭 | 市本级 | 2021 | -
8  | 30000 户         | count      | actual   | gt | 货币补贴保障家庭 | 市本级 | - | -
9  | 1000000000000 CNY | amount    | target   | eq | 主营业务收入 | - | ≤2020-12-31 | -
9  | 15 %             | growth     | target   | ge | 主营业务收入 | - | - | -
10 | 66.666667 %      | share      | target   | ge | 民生 | 全市 | 2021 | 一般公共预算新增财力
11 | 3 倍             | multiple   | target   | ge | 放大效应 | - | 2018 | -
12 | -0.3 %           | growth     | actual   | eq | 八项支出 | 全市 | 2018-06 | -
13 | 0 CNY            | amount     | target   | ge | 一般公共预算累计结余 | 市本级 | 2018 | -
14 | 6000 个          | count      | actual   | gt | 二级项目 | 市本级 | 2022 | -
15 | 16000000000 CNY  | amount     | actual   | gt | 涉及资金 | 各区县 | 2022 | -
16 | 2.04 %           | share      | target   | eq | 外贸出口总额 | - | - | 全国
17 | 4000000000 USD   | amount     | target   | eq | 旅游外汇收入 | 全市 | ≤2020-12-31 | -
18 | 526483300 CNY    | amount     | arranged | eq | 三校 | 市本级 | 2021 | -
19 | -31 %            | growth     | target   | eq | 亿元生产总值生产安全事故死亡率 | - | ≤2020-12-31 | 2015
19 | 0.047 -          | ratio      | target   | le | 亿元生产总值生产安全事故死亡率 | - | ≤2020-12-31 | -
20 | none
21 | 12000 CNY        | unit_price | standard | eq | 生均 | - | 2018 | -
22 | none
23 | none
24 | none
25 | 42 μg/m3         | ratio      | target   | le | 浓度 | 市区 | - | -
26 | none
27 | none
28 | 100 分           | count      | actual   | eq | 指标考核 | 市本级 | - | -
29 | none
30 | none
31 | none
32 | 954900000 CNY    | amount     | actual   | eq | 医保基金用于疫苗接种 | - | 2021-01/06 | -
33 | none
34 | none
36 | 20343000000 CNY  | amount     | actual   | eq | 八项支出 | 全市 | 2018-06 | -
37 | 68476000000 CNY  | amount     | actual   | eq | 八项支出 | 全市 | 2018-01/06 | -
38 | 45961000000 CNY  | amount     | actual   | eq | 民生支出 | 全市 | 2021-04/06 | -
39 | 13269000000 CNY  | amount     | actual   | eq | 新增债券 | 全市 | 2021-01/06 | -
40 | 138 个           | count      | actual   | eq | 项目 | 全市 | @2021-06-30 | -
41 | 7 家             | count      | actual   | eq | 子基金 | - | @2018-06-30 | -
41 | 10 家            | count      | target   | ge | 子基金 | - | 2018 | -
42 | 90 %             | share      | target   | ge | 非税收入执收单位 | - | ≤2018-11-30 | -
43 | 95 %             | share      | target   | ge | 网上缴款率 | 全市 | ≤2018-12-31 | -
43 | 90 %             | share      | target   | ge | 移动支付率 | 全市 | ≤2018-12-31 | -
44 | 500000000 CNY    | amount     | arranged | eq | 淳安特别生态功能区建设 | - | 2021/2025 | -
45 | 2.5 pp           | change_pp  | target   | eq | 户籍人口城镇化率 | - | 2016/2020 | -
46 | 32000000000 CNY  | amount     | target   | le | 一般公共预算支出 | 市本级 | 2018 | -
47 | none
48 | none
49 | 107987000000 CNY | amount     | actual   | eq | 一般公共预算收入 | 全市 | 2018-01/06 | -
49 | 17.7 %           | growth     | actual   | eq | 一般公共预算收入 | 全市 | 2018-01/06 | -
49 | 64.1 %           | completion | actual   | eq | 一般公共预算收入 | 全市 | 2018-01/06 | 预期数
50 | 33220000 CNY     | amount     | actual   | eq | 经费 | 市本级 | 2021-01/06 | -
50 | 19.4 %           | completion | actual   | eq | 经费 | 市本级 | 2021-01/06 | 年初预算
51 | 45961000000 CNY  | amount     | actual   | eq | 民生支出 | 全市 | 2021-04/06 | -
51 | 78.5 %           | share      | actual   | eq | 民生支出 | 全市 | 2021-04/06 | 一般公共预算支出
52 | 7.5 %            | growth     | target   | eq | 一般公共预算收入 | - | 2018 | -
52 | 8.25 %           | growth     | stretch_target | eq | 一般公共预算收入 | - | 2018 | -
52 | 169600000000 CNY | amount     | stretch_target | eq | 一般公共预算收入 | - | 2018 | -
53 | 5.5 %            | growth     | target   | le | 一般公共预算支出 | 市本级 | 2018 | -
54 | 1 位             | rank       | target   | eq | 比重 | 全国副省级城市 | 2018 | -
55 | -520000000 CNY   | change     | actual   | eq | 非急需、非刚性支出 | 市本级 | 2021-01/06 | -
55 | -10 %            | growth     | actual   | eq | 非急需、非刚性支出 | 市本级 | 2021-01/06 | -
56 | -10 %            | growth     | actual   | eq | 培训费 | 市本级 | 2021-01/06 | -
56 | -10 %            | growth     | actual   | eq | 会议费 | 市本级 | 2021-01/06 | -
57 | -10 %            | growth     | target   | le | 三公 | 市本级 | 2021 | -
57 | -10 %            | growth     | target   | le | 培训费 | 市本级 | 2021 | -
57 | -10 %            | growth     | target   | le | 会议费 | 市本级 | 2021 | -
58 | 120000 CNY       | unit_price | standard | eq | 教育 | - | 2018 | -
58 | 4440000 CNY      | amount     | arranged | eq | 补助 | - | 2018 | -
58 | 22 所            | count      | actual   | eq | 受益学校 | - | 2018 | -
58 | 38 人            | count      | actual   | eq | 外籍教师 | - | 2018 | -
59 | 12000 CNY        | unit_price | standard | eq | 市属公办高校生均 | - | 2018 | -
59 | 20 %             | growth     | -        | eq | 杭师大 | - | 2018 | -
59 | 14400 CNY        | unit_price | standard | eq | 生均保障水平 | - | 2018 | -
60 | 80000000 CNY     | amount     | -        | eq | 科研平台建设 | - | 2018 | -
60 | 60000000 CNY     | amount     | -        | eq | 人才引进补助资金 | - | 2018 | -
60 | 100 %            | completion | actual   | eq | 科研平台建设 | - | 2018-01/06 | -
60 | 100 %            | completion | actual   | eq | 人才引进补助资金 | - | 2018-01/06 | -
61 | 125000000 CNY    | amount     | actual   | eq | 环保再提升 | - | - | -
61 | 125000000 CNY    | amount     | actual   | eq | 强村富民 | - | - | -
61 | 250000000 CNY    | amount     | -        | eq | 专项资金 | - | - | -
62 | 20 个            | count      | actual   | eq | 事前绩效评估审核项目 | - | 2021-04/06 | -
62 | 5280000000 CNY   | amount     | actual   | eq | 财政资金 | - | 2021-04/06 | -
63 | 6 个             | count      | actual   | eq | 专项监督项目 | - | 2021-01/06 | -
63 | 1 个             | count      | actual   | eq | 市区联动监督项目 | - | 2021-01/06 | -
64 | 57 %             | completion | actual   | eq | 支出 | - | 2018-01/06 | -
64 | 64 %             | completion | actual   | eq | 一般公共预算收入 | - | 2018-01/06 | -
64 | 60 %             | completion | actual   | eq | 政府投资基金 | - | 2018-01/06 | -
65 | 8 %              | share      | target   | eq | 国家级卫生乡镇比例 | - | 2017 | -
65 | 45 %             | share      | target   | eq | 省级卫生乡镇比例 | - | 2017 | -
65 | 85 %             | share      | target   | eq | 市级卫生乡镇比例 | - | 2017 | -
66 | 1 个             | change     | target   | eq | 国家级非物质文化遗产名录项目 | - | 2017/2020 | -
66 | 5 个             | change     | target   | eq | 省级非物质文化遗产名录项目 | - | 2017/2020 | -
"""
NOT_OF_A_COUNT = 35
"""The case whose figures may be ranks or nothing at all, but no counts."""

_CASE = regex.compile(r"(?P<number>\d+)\. (?P<body>.*)")
_DOCUMENT_OR_QUOTE = regex.compile(r"\b(?P<document>2018-06|2021-06|plan|2022)\b|「(?P<quote>[^」]*)」")
_CUT = regex.compile(r"</p> … <p>|…")
DOCUMENTS = {
    "2018-06": "2018-06-monthly-progress.txt",
    "2021-06": "2021-06-halfyear-targets.txt",
    "plan": "2017-five-year-performance-plan.txt",
    "2022": "2022-performance-work-summary.txt",
}


@dataclass(frozen=True)
class Read:
    """A document of the corpus: its characters, its facts, and where each fact's first character stands."""

    string: str
    facts: tuple[tuple[int, Fact], ...]

    def facts_in(self, start: int, end: int) -> list[Fact]:
        """Facts that begin in `[start, end)` of the file."""
        return [fact for offset, fact in self.facts if start <= offset < end]


@cache
def _read(folder: Path, document: str) -> Read:
    path = folder / DOCUMENTS[document]
    string = path.read_text(encoding="utf-8")
    lines = [0]
    while (following := string.find("\n", lines[-1])) >= 0:
        lines.append(following + 1)
    facts = []
    for fact in read_report(path, Hints(path.name)).facts:
        place = fact.quantity.places[0]
        assert isinstance(place, LinePlace)
        facts.append((lines[place.line - 1] + place.column, fact))
    return Read(string, tuple(facts))


@pytest.fixture(scope="module")
def cases(corpus: Path) -> dict[int, list[tuple[str, str]]]:
    """Of each case the quotations, in order, with the document that each is from."""
    file = corpus.parent / "cases.md"
    if not file.is_file():
        pytest.skip("the linguistic cases are not beside the project (../shared/cases.md)")
    found: dict[int, list[tuple[str, str]]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if case := _CASE.match(line):
            document = ""
            quotes: list[tuple[str, str]] = []
            for part in _DOCUMENT_OR_QUOTE.finditer(case["body"]):
                document = part["document"] or document
                if part["quote"] is not None:
                    quotes.append((document, part["quote"]))
            found[int(case["number"])] = quotes
    return found


def _facts_of(corpus: Path, quotes: list[tuple[str, str]]) -> list[Fact]:
    """The facts that stand in the quotations, each looked for in its document first, then in the others."""
    facts: list[Fact] = []
    for document, quote in quotes:
        for piece in _CUT.split(quote.replace("⏎", "")):
            letters = "".join(piece.split())
            if not letters:
                continue
            pattern = regex.compile(r"\s*".join(map(regex.escape, letters)))
            for name in (document, *DOCUMENTS):
                read = _read(corpus / "docs", name)
                if match := pattern.search(read.string):
                    facts.extend(read.facts_in(match.start(), match.end()))
                    break
            else:
                raise AssertionError(f"「{piece}」 stands in none of the documents")
    return facts


def _dates(words: str) -> tuple[str | None, str]:
    """Start and end, as ISO dates, of a period as the expectations write it."""
    if words[0] in "@≤":
        return None, words[1:]
    first, _, last = words.partition("/")
    if len(first) == 4:
        return f"{first}-01-01", f"{last or first}-12-31"
    year, month = first.split("-")
    end_month = int(last or month)
    end_day = {6: 30, 12: 31}[end_month]
    return f"{year}-{month}-01", f"{year}-{end_month:02d}-{end_day}"


def _agrees(fact: Fact, expected: list[str]) -> bool:
    value, unit = expected[0].split()
    asked = (
        (str(fact.value), value), (fact.unit or "-", unit), (fact.kind, expected[1]), (fact.role, expected[2]),
        (fact.comparator, expected[3]), (fact.scope, expected[5]),
    )  # fmt: skip
    contained = ((fact.metric, expected[4]), (fact.base or "", expected[7]))
    return (
        all(wanted in ("-", found) for found, wanted in asked)
        and all(wanted == "-" or wanted in found for found, wanted in contained)
        and (expected[6] == "-" or _dates(expected[6]) == _iso(fact.period))
    )


def _iso(period: Period | None) -> tuple[str | None, str] | None:
    if period is None:
        return None
    return period.start.isoformat() if period.start else None, period.end.isoformat()


def _expected() -> dict[int, list[list[str]]]:
    table: dict[int, list[list[str]]] = {}
    for line in EXPECTED.strip().splitlines():
        number, *fields = [field.strip() for field in line.split("|")]
        table.setdefault(int(number), []).extend([fields] if fields != ["none"] else [])
    return table


@pytest.mark.parametrize("number", sorted(_expected()))
def test_a_quotation_states_these_facts(number: int, cases: dict[int, list[tuple[str, str]]], corpus: Path) -> None:
    expected = _expected()[number]
    facts = _facts_of(corpus, cases[number])
    shown = "\n".join(f"{fact.printed} {fact.kind} {fact.role} {fact.comparator} {fact.value}{fact.unit} {fact.metric} "
                      f"{fact.scope} {_iso(fact.period)} of {fact.base}" for fact in facts)  # fmt: skip
    left = list(facts)
    for fields in expected:
        stated = next((fact for fact in left if _agrees(fact, fields)), None)
        assert stated is not None, f"{fields} is not among\n{shown}"
        left.remove(stated)
    surplus = [fact for fact in facts if not any(_agrees(fact, fields) for fields in expected)]
    assert not surplus, f"not asked for: {[fact.printed + ' ' + fact.metric for fact in surplus]}\n{shown}"


def test_a_threshold_of_places_is_never_a_count(cases: dict[int, list[tuple[str, str]]], corpus: Path) -> None:
    assert {fact.kind for fact in _facts_of(corpus, cases[NOT_OF_A_COUNT])} == {"rank"}


def test_every_case_is_asked(cases: dict[int, list[tuple[str, str]]]) -> None:
    assert sorted({*_expected(), NOT_OF_A_COUNT}) == sorted(cases)
