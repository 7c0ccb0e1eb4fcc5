"""Every example of the page for finance staff works: put into a copy of the rules, it is taken, and it is there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

import rules
from app.command_line import app
from app.failures import exit_code_of
from rules.check import load_checks
from rules.heads import head_entry, load_heads
from rules.metrics import load_catalogue
from rules.not_quantities import load_not_quantities
from rules.phrasings import load_phrasings
from rules.units import load_units
from rules.words import load_words

PROJECT: Final = Path(rules.__file__).parents[1]
PAGE: Final = (PROJECT / "docs" / "adding-knowledge.zh-CN.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"^```yaml rules/(\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"- \{code: \w+,")
_LIST: Final = re.compile(r"\w+: \[")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(Path(rules.__file__).parent, tmp_path / "rules", ignore=shutil.ignore_patterns("*.py*"))


def put(folder: Path, name: str, example: str) -> None:
    """Put an example where the page says: under its first line, in place of a line of its name, or at the end."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    first = example.partition("\n")[0]
    start = _CODE.match(first) or _LIST.match(first)
    before = next((line for line in text.splitlines() if start and line.startswith(start.group())), None)
    if first.startswith("  "):  # an entry with lines of its own: the one of its name
        text = re.sub(rf"^{first}\n(?:    .*\n)+", lambda _: example, text, count=1, flags=re.MULTILINE)
    elif first.endswith((":", ">-")):
        text = text.replace(f"\n{first}\n", f"\n{example}", 1)
    elif before is not None:
        assert _words(before) <= _words(first), "the page shows a line that has grown since"
        text = text.replace(before, first, 1)
    else:
        text = text.rstrip("\n") + "\n" + example
    file.write_text(text, encoding="utf-8")


def _words(line: str) -> set[str]:
    return set(re.findall(r"\w+", line))


def checked(folder: Path) -> int:
    return exit_code_of(lambda: app(["rules", "check", "--folder", str(folder)], standalone_mode=False))


def test_the_page_has_an_example_of_every_kind() -> None:
    assert len(EXAMPLES) == 10
    assert {name for name, _ in EXAMPLES} == {
        "vocabulary/metrics.yaml", "vocabulary/units.yaml", "vocabulary/not_quantities.yaml", "heads.yaml",
        "vocabulary/words.yaml", "vocabulary/phrasings.yaml", "checks/share.yaml",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_each_example_alone_is_taken(copied: Path, name: str, example: str) -> None:
    if example.startswith("not_before"):
        put(copied, *next(each for each in EXAMPLES if each[1].startswith("counters")))
    before = (copied / name).read_text(encoding="utf-8")
    put(copied, name, example)
    assert (copied / name).read_text(encoding="utf-8") != before
    assert checked(copied) == 0


def test_all_examples_together_are_there(copied: Path) -> None:
    for name, example in EXAMPLES:
        put(copied, name, example)
    assert checked(copied) == 0
    metrics = load_catalogue(copied / "vocabulary/metrics.yaml")
    assert metrics.by_name["文旅总收入"].code == "tourism_revenue"
    assert metrics.by_name["房屋契税"].code == "deed_tax"
    units = load_units(copied / "vocabulary/units.yaml")
    assert {"GBP", "堵", "扇"} <= units.bases
    assert units.not_before["扇"] == ("形", "面")
    assert "专班编号" in {entry.name for entry in load_not_quantities(copied / "vocabulary/not_quantities.yaml")}
    entry = head_entry("销号 日期", load_heads(copied / "heads.yaml"))
    assert entry is not None
    assert entry.role == "deadline"
    assert "利差" in load_words(copied / "vocabulary/words.yaml").interest_ends
    assert load_phrasings(copied / "vocabulary/phrasings.yaml").role.came_out.compiled.fullmatch("棚均为")
    assert "spent_within_received" in {check.id for check in load_checks(copied / "checks")}


def test_the_mistake_shown_is_what_is_said(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, example = EXAMPLES[-1]
    (said,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (wrong,) = re.findall(r"写成 `(violated: .*?)`", PAGE)
    changed = re.sub(r"violated: .*", lambda _: wrong, example)
    assert changed != example
    put(copied, name, changed)
    assert checked(copied) == 3
    shown = capsys.readouterr().err
    assert said in shown
    line = (copied / name).read_text(encoding="utf-8").splitlines().index(f"    {wrong}") + 1
    assert f"share.yaml，第 {line} 行" in shown
