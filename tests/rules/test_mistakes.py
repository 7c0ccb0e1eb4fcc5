"""Every kind of mistake that a person can make in a rule file names the file, the line and what to do.

Each case changes a copy of the rules in force in one place.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from made_up.command import typed

import rules
from rules.errors import RuleMistake
from rules.rule_files import RULE_FILES, checked_rule_files

IN_FORCE = Path(rules.__file__).parent
SHARE = "checks/share.yaml"
METRICS = "vocabulary/metrics.yaml"
UNITS = "vocabulary/units.yaml"
WORDS = "vocabulary/words.yaml"
NOT_QUANTITIES = "vocabulary/not_quantities.yaml"
TABLE_HEADS = "vocabulary/table_heads.yaml"
PHRASINGS = "vocabulary/phrasings.yaml"
ORGANS = "vocabulary/organs.yaml"
TRADITIONAL = "vocabulary/traditional.yaml"
PART = "part: {label: 部分金额, kind: amount, role: actual, match: {metric: share.metric}}"
EQUATION = "equation: share = 100 * part / whole"
HOLDS = "{share: 31.06%, part: 52.18亿元, whole: 168.01亿元}"
VIOLATED = "{share: 36.01%, part: 52.18亿元, whole: 168.01亿元}"


@dataclass(frozen=True)
class Case:
    """In `file` the first `old` becomes `new` (or `new` is added at the end, where `old` is empty); the message has
    `said` and names the line on which `at` stands (the last of them; by default the first line of `new`)."""

    file: str
    old: str
    new: str
    said: str
    at: str = ""


CASES = {
    # metrics
    "a name of another metric": Case(
        METRICS, "", "- {code: my_tax, name: 某税, nature: flow, aliases: [契税]}\n", "“契税”已是“契税”的叫法"
    ),
    "a code twice": Case(METRICS, "", "- {code: deed_tax, name: 某某税, nature: flow}\n", "代码 deed_tax 用了两次"),
    "an unknown whole": Case(METRICS, "", "- {code: x_tax, name: 某某税, nature: flow, of: taxx}\n", "taxx"),
    "a whole that is its own part": Case(
        METRICS, "", "- {code: x_tax, name: 某某税, nature: flow, of: x_tax}\n", "绕了一圈"
    ),
    "a name of one character": Case(METRICS, "", "- {code: x_tax, name: 税, nature: flow}\n", "太短"),
    "a code in Chinese": Case(METRICS, "", "- {code: 税, name: 某某税, nature: flow}\n", "英文小写字母"),
    "an unknown nature": Case(METRICS, "", "- {code: x_tax, name: 某某税, nature: floww}\n", "'flow'、'stock' 之一"),
    "a name without value": Case(METRICS, "", "- {code: x_tax, nature: flow}\n", "缺少这一项"),
    "a mistyped key": Case(METRICS, "", "- {code: x_tax, name: 某某税, nature: flow, alias: [某税]}\n", "没有这样一项"),
    # YAML
    "a bracket that never closes": Case(METRICS, "", "- {code: x_tax, name: 某某税\n", "括号没有配好"),
    "a quotation mark that never closes": Case(METRICS, "", '- {code: x_tax, name: "某某税}\n', "引号没有配对"),
    "a tab": Case("joining.yaml", "  市本级: 全市", "\t市本级: 全市", "制表符"),
    "a sign in front": Case(UNITS, '{word: "%", base', "{word: %, base", "特殊符号"),
    "a key twice": Case("joining.yaml", "  县级: 全县", "  县级: 全县\n  县级: 全国", "写了两个 县级", "  县级: 全国"),
    "uneven indentation": Case("slips.yaml", "sign: 5", "  sign: 5", "缩进不齐"),
    # units
    "a unit twice": Case(UNITS, "units:\n", "units:\n  - {word: 元, base: CNY, class: money}\n", "“元”写了两次",
                         "  - {word: 元, base: CNY, class: money}"),
    "a classifier that is a unit": Case(UNITS, "  家 个 所", "  家 个 元 所", "量词“元”", "counters: >-"),
    "an unknown word before": Case(
        UNITS, "  元: 旦 素", "  元: 旦 素\n  篓: 子", "“篓”不是这里的单位或量词", "  篓: 子"
    ),
    "an example that is read otherwise": Case(
        UNITS, "{word: 亿, factor: 100000000}", "{word: 亿, factor: 10000000}", "读成了 2034300000 CNY",
        "- {printed: 203.43亿元",
    ),
    "an example in an unknown unit": Case(
        UNITS, '{printed: 3万户, value: "30000", unit: 户}', '{printed: 3万篓, value: "30000", unit: 篓}', "没有单位"
    ),
    "an unknown class": Case(UNITS, "{word: 块钱, base: CNY, class: money}", "{word: 块钱, base: CNY, class: cash}",
                             "只能写 'money'"),
    # words
    "a word twice in a list": Case(WORDS, "  - 全省", "  - 全国\n  - 全省", "scopes 里的“全国”写了两次", "  - 全国"),
    "a word with a space": Case(WORDS, "stretch: [力争,", "stretch: [力 争,", "含有空格"),
    "a list without a name": Case(WORDS, "stretch: [", "strech: [", "strech"),
    # turns of phrase
    "a broken phrasing": Case(PHRASINGS, "pattern: '计划|任务|目标|预期|指标'", "pattern: '(计划|任务'", "正则写错了"),
    "a phrasing that misses its example": Case(
        PHRASINGS, "hit: ['年度计划', '预期']", "hit: ['年度计划', '打算']", "没有命中例子“打算”"
    ),
    "a phrasing that hits its counterexample": Case(
        PHRASINGS, "hit: ['年度计划', '预期']\n    miss: ['预算']", "hit: ['年度计划', '预期']\n    miss: ['任务']",
        "误命中例子“任务”", "    miss: ['任务']",
    ),
    "a phrasing that nothing shows to hit": Case(PHRASINGS, "hit: ['年度计划', '预期']", "hit: []", "至少"),
    "a phrasing by another name": Case(PHRASINGS, "\n  goal:", "\n  gaol:", "gaol", "  gaol:"),
    # units that report
    "an ending that is no Chinese": Case(ORGANS, "folder: [委,", "folder: [委1,", "不全是汉字"),
    "a folder that is not told": Case(ORGANS, "hit: [霁州市财政局,", "hit: [某组,", "“某组”没有认作单位"),
    "a folder that is no unit": Case(ORGANS, "miss: [局,", "miss: [林业局,", "“林业局”认作了单位"),
    "an ending twice": Case(ORGANS, "loose: [办公室,", "loose: [局,", "在 firm 和 loose 里都有"),
    # characters
    "a pair with two readings": Case(TRADITIONAL, "pairs: >-\n", "pairs: >-\n  稅锐\n", "“稅税”不是一对字", "稅税"),
    "an example that comes out otherwise": Case(
        TRADITIONAL, "", "  - {traditional: 龘龘, simplified: 龙龙}\n", "转成了“龘龘”"
    ),
    # writings that are no quantities
    "a broken pattern": Case(NOT_QUANTITIES, r"pattern: '\d{1,9}(-\d{1,9})?周岁'", r"pattern: '\d{1,9}(-\d{1,9}?周岁'",
                             "正则写错了"),
    "a pattern that misses its example": Case(
        NOT_QUANTITIES, '{hit: ["80周岁", "3-6周岁"]', '{hit: ["80岁"]', "没有命中示例“80岁”"
    ),
    "a pattern that hits its counterexample": Case(NOT_QUANTITIES, 'miss: ["82岁"]', 'miss: ["82周岁"]', "误命中示例"),
    "a pattern that nothing shows to hit": Case(
        NOT_QUANTITIES, "", "- name: 某种\n  pattern: 某\\d\n  examples: {miss: [某]}\n", "没有一个应当命中的例子",
        "  examples: {miss: [某]}",
    ),
    "a pattern that occurs nowhere": Case(
        NOT_QUANTITIES, 'within: ["1小时交通圈", "24小时热线"]', 'within: ["24小时"]', "没有命中示例“24小时”"
    ),
    # heads
    "a broken head": Case(
        "heads.yaml", "", "- role: other\n  holds: text\n  pattern: '某(栏'\n  examples: [某栏]\n",
        "不是有效的正则表达式", "  pattern: '某(栏'",
    ),
    "a head that misses its example": Case(
        "heads.yaml", "", "- role: other\n  holds: text\n  pattern: 某某栏\n  examples: [某栏]\n",
        "例子“某栏”没有条目认得", "  examples: [某栏]",
    ),
    "a head that is known already": Case(
        "heads.yaml", "", "- role: other\n  holds: text\n  pattern: 考核指标\n  examples: [考核指标]\n",
        "先被前面的 target 条目认走", "  examples: [考核指标]",
    ),
    "an unknown role of a column": Case(
        "heads.yaml", "", "- role: goal\n  holds: text\n  pattern: 某栏\n  examples: [某栏]\n", "只能写", "- role: goal"
    ),
    "a broken table head": Case(TABLE_HEADS, "times: \"月份|", "times: \"(月份|", "labels.times"),
    "a table head that misses its example": Case(
        TABLE_HEADS, "examples: [排名, 增幅排名, 位次]", "examples: [名气]", "“位次”的例子“名气”没有条目认得"
    ),
    "an unknown unit of a table": Case(TABLE_HEADS, "{户数: 户,", "{户数: 戸,", "单位“戸”不在 units.yaml 里"),
    # joining, widening
    "a scope above itself": Case(
        "joining.yaml", "  省本级: 全省", "  全市: 市本级\n  省本级: 全省", "绕了一圈", "  市本级: 全市"
    ),
    "a word in two groups": Case("joining.yaml", "  - [套, 间]", "  - [套, 间, 户]", "“户”写了两次"),
    "an unknown comparator": Case("widening.yaml", "- comparator: gt ", "- comparator: over ", "只能写 'ge'"),
    # checks
    "an unknown metric": Case(SHARE, PART, PART.replace("kind:", "metric: 没有的税, kind:"), "不在指标目录里"),
    "another name of a metric": Case(SHARE, PART, PART.replace("kind:", "metric: 非税, kind:"), "不在指标目录里"),
    "an unknown unit": Case(SHARE, PART, PART.replace("kind:", "unit: 亿元, kind:"), "单位「亿元」不是入库的单位"),
    "an unknown kind": Case(SHARE, PART, PART.replace("kind: amount", "kind: amuont"), "只能写 'amount'"),
    "an unknown column": Case(SHARE, PART, PART.replace("kind:", "column: 累计, kind:"), "只能写 'target'"),
    "an unknown key": Case(SHARE, PART, PART.replace("metric: share.metric", "metrics: share.metric"), "只能写"),
    "a reference to nothing": Case(SHARE, PART, PART.replace("share.metric", "shore.metric"), "shore.metric"),
    "words that exclude each other": Case(
        SHARE, PART, PART.replace("kind:", "words: 调整预算, without_words: 调整, kind:"), "没有数能符合"
    ),
    "a scope that is asked for and refused": Case(
        SHARE, PART, PART.replace("kind:", "scope: 全市, without_scope: [全市, 全省], kind:"), "没有数能符合"
    ),
    "a field that is asked for and refused": Case(
        SHARE, PART, PART.replace("kind:", "given: [base], lacking: [base], kind:"), "没有数能符合"
    ),
    "no equation": Case(SHARE, EQUATION, "equation: share 100 * part", "不是算式"),
    "two equations": Case(SHARE, EQUATION, f"{EQUATION}\n  agree: part", "恰好写一个", "  agree: part"),
    "an unknown figure": Case(SHARE, EQUATION, "equation: share = 100 * part / total", "没有的「total」"),
    "both sides computed": Case(SHARE, EQUATION, "equation: share + part = whole + 1", "两边都是算式"),
    "an unknown figure in the message": Case(SHARE, "报告写占比{share}", "报告写占比{shore}", "没有的「shore」"),
    "a division by zero": Case(SHARE, HOLDS, "{share: 31.06%, part: 52.18亿元, whole: 0亿元}", "含零的区间"),
    "an example that does not hold": Case(SHARE, HOLDS, HOLDS.replace("31.06", "41.06"), "算出来不成立"),
    "an example that is not violated": Case(SHARE, VIOLATED, VIOLATED.replace("36.01", "31.06"), "算出来成立"),
    "an example that is no figure": Case(SHARE, HOLDS, HOLDS.replace("52.18亿元", "几亿元"), "读不出数来"),
    "an example that lacks a figure": Case(SHARE, HOLDS, "{share: 31.06%, part: 52.18亿元}", "没有给出 whole"),
    "an example with another name": Case(SHARE, HOLDS, HOLDS.replace("part:", "bit:"), "例子里的「bit」不认识"),
    "an id twice": Case(SHARE, "id: share_of_count", "id: share_of_whole", "share_of_whole 重复（share.yaml 第 2 行"),
    "an id in Chinese": Case(SHARE, "id: share_of_count", "id: 占比", "英文小写字母"),
    "a severity that is not known": Case(SHARE, "severity: warning", "severity: fatal", "只能写 'error'"),
    "no example that is violated": Case(
        SHARE, "violated:\n      - " + VIOLATED, "violated: []", "至少要写一个", "violated: []"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rule files in force; who changes a file puts it back."""
    folder = tmp_path_factory.mktemp("rules")
    for file in IN_FORCE.rglob("*.yaml"):
        target = folder / file.relative_to(IN_FORCE)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)
    return folder


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_named_with_file_line_and_remedy(copied: Path, case: Case) -> None:
    file = copied / case.file
    before = file.read_text(encoding="utf-8")
    assert case.old in before
    after = before.replace(case.old, case.new, 1) if case.old else before.rstrip("\n") + "\n" + case.new
    marker = case.at or case.new.splitlines()[0]
    numbers = [number for number, line in enumerate(after.splitlines(), start=1) if marker in line]
    load = next(kind.load for kind in RULE_FILES if case.file.startswith(kind.path))
    file.write_text(after, encoding="utf-8")
    try:
        with pytest.raises(RuleMistake) as caught:
            load(copied)
    finally:
        file.write_text(before, encoding="utf-8")
    mistake = caught.value
    assert case.said in mistake.problem
    assert (mistake.file, mistake.line) == (file, numbers[-1])
    assert mistake.remedy
    assert f"{file}，第 {numbers[-1]} 行" in str(mistake)


def test_a_copy_of_the_rules_is_right(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "check", "--folder", str(copied)) == 0
    shown = capsys.readouterr().out
    assert all(kind.name in shown for kind in RULE_FILES)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleMistake, match="没有这个文件夹"):
        checked_rule_files(tmp_path / "none")
    with pytest.raises(RuleMistake, match="读不出来"):
        checked_rule_files(tmp_path)


def test_the_command_says_it(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copied / METRICS
    before = file.read_text(encoding="utf-8")
    file.write_text(before + "- {code: deed_tax, name: 某某税, nature: flow}\n", encoding="utf-8")
    try:
        assert typed("rules", "check", "--folder", str(copied)) == 3
    finally:
        file.write_text(before, encoding="utf-8")
    said = capsys.readouterr().err
    assert f"{file}，第 {len(before.splitlines()) + 1} 行" in said
    assert "处理办法：换一个没有用过的代码。" in said
