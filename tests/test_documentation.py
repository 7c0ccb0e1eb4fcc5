"""What the documents say is so, in both languages: commands, exit codes, reasons, order, lights, links."""

from __future__ import annotations

import importlib
import pkgutil
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import pytest
import typer.main

from app.command_line import app
from app.desk.keys import ACTIONS
from app.failures import INTERRUPTED, UNEXPECTED, USAGE
from extractors.errors import UNREADABLE
from extractors.libreoffice import MAX_SECONDS
from pipeline.night.status import MAX_HOURS, MAX_QUARANTINED, ProblemCode
from pipeline.reading.limits import MEMORY_SETTING, SECONDS_SETTING, reading_limits
from pipeline.review.mending_records import ROLE
from pipeline.wording.labels import ACCOUNT_ROLE, SEVERITY, STATUS, UNREAD
from rules.errors import HeduiError
from rules.lights import load_lights
from rules.ranking import load_ranking

PROJECT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), *(PROJECT / "data/raw").glob("*.md")])
READMES: Final = ("README.md", "README.zh-CN.md")


def page(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def command_names(group: Any, prefix: str = "hedui") -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from command_names(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


COMMANDS: Final = tuple(command_names(typer.main.get_command(app)))


@pytest.mark.parametrize("readme", READMES)
def test_readmes_list_just_the_commands_there_are(readme: str) -> None:
    listed = set(re.findall(r"^\| `(hedui [a-z]+(?: [a-z]+)?)", page(readme), re.MULTILINE))
    assert listed == set(COMMANDS)


@pytest.mark.parametrize("readme", READMES)
def test_readmes_open_with_the_two_commands(readme: str) -> None:
    opening = page(readme).split("## ")[0]
    assert "\nmake run " in opening
    assert "\n.venv/bin/hedui run " in opening


def test_targets_named_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    named = {target for file in PAGES for target in re.findall(r"`make ([a-z]+)`", file.read_text(encoding="utf-8"))}
    assert named
    assert named <= targets


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(PROJECT).as_posix())
def test_links_within_the_project_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(PROJECT).as_posix())
def test_paths_named_in_the_documents_exist(file: Path) -> None:
    named = re.findall(r"`((?:app|flows|pipeline|extractors|rules|tests|docs|data)/[\w./-]*)`", file.read_text("utf-8"))
    assert [path for path in named if not (PROJECT / path).exists()] == []


def test_the_page_of_the_rooms_is_current() -> None:
    made = runpy.run_path(str(PROJECT / "docs/rooms.py"))["rooms_page"]()
    assert page("docs/rooms.md") == made, "python docs/rooms.py > docs/rooms.md"


def in_both_languages(name: str) -> tuple[str, str]:
    return f"docs/{name}.md", f"docs/{name}.zh-CN.md"


PAIRS: Final = sorted(
    file.name.removesuffix(".zh-CN.md")
    for file in PAGES
    if file.name.endswith(".zh-CN.md") and file.with_name(file.name.replace(".zh-CN", "")).is_file()
)


@pytest.mark.parametrize("name", PAIRS)
def test_a_page_in_both_languages_leads_to_the_other(name: str) -> None:
    folder = "" if name == "README" else "docs/"
    assert f"({name}.zh-CN.md)" in page(f"{folder}{name}.md")
    assert f"[English]({name}.md)" in page(f"{folder}{name}.zh-CN.md")


@pytest.mark.parametrize("name", in_both_languages("errors"))
def test_every_exit_code_is_documented(name: str) -> None:
    for package in ("app", "flows", "pipeline", "extractors", "rules"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    documented = {(int(code), name) for code, name in re.findall(r"^\| (\d+) \| (\w*) ?\|", page(name), re.MULTILINE)}
    classes = {HeduiError, *_subclasses(HeduiError)}
    kinds = {each for each in classes - {HeduiError} if each.__subclasses__() and "exit_code" not in vars(each)}
    ours = {each for each in classes - kinds if not each.__module__.startswith("test")}
    expected = {(each.exit_code, each.__name__) for each in ours}
    assert documented == expected | {(0, ""), (USAGE, ""), (UNEXPECTED, ""), (INTERRUPTED, "")}
    assert len({code for code, _ in expected}) == len(expected), "each class has a code of its own"


@pytest.mark.parametrize("name", in_both_languages("errors"))
def test_every_quarantine_reason_is_documented(name: str) -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", page(name), re.MULTILINE)) == set(UNREADABLE)


def test_quarantine_reasons_are_told_in_the_words_of_the_program() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", page("docs/errors.zh-CN.md"), re.MULTILINE)
    assert rows == [(reason, UNREAD[reason], advice) for reason, advice in UNREADABLE.items()]


@pytest.mark.parametrize("name", in_both_languages("errors"))
def test_limits_are_told_as_they_are(name: str) -> None:
    usual = reading_limits({})
    assert usual.seconds is not None
    assert usual.memory is not None
    lines = page(name).splitlines()
    told = {SECONDS_SETTING: f"{usual.seconds:.0f}", MEMORY_SETTING: str(usual.memory >> 20)}
    for setting, number in told.items():
        assert any(f"`{setting}`" in line and number in re.findall(r"\d+", line) for line in lines), setting
    assert any("LibreOffice" in line and str(MAX_SECONDS) in re.findall(r"\d+", line) for line in lines)


def test_what_else_may_go_wrong_is_told_in_both_languages() -> None:
    last = [page(name).split("\n## ")[-1] for name in in_both_languages("errors")]
    english, chinese = (re.findall(r"^\| .+ \|$", part, re.MULTILINE) for part in last)
    assert len(english) == len(chinese)
    for one, other in zip(english, chinese, strict=True):
        # The same exit codes, reasons and settings; names of tests stand on the English page alone.
        told = [re.findall(r"(?<![\w.])\d+|`[A-Za-z_]+`", row) for row in (one, other)]
        assert sorted(told[0]) == sorted(told[1]), other


@pytest.mark.parametrize("name", in_both_languages("findings"))
def test_the_order_of_findings_begins_where_the_rule_does(name: str) -> None:
    ranking = load_ranking()
    begins = [round(100 * ranking.precision(severity, ()).mean) for severity in ("error", "warning", "notice")]
    assert [int(percent) for percent in re.findall(r"(\d+) ?%", page(name))] == begins
    assert ranking.flips == 2, "the pages say double"
    worth = {1.0: ("confirmed", "corrected", "notified"), 0.0: ("false_positive",), 0.5: ("accepted_exception",)}
    assert ranking.verdicts == {status: share for share, statuses in worth.items() for status in statuses}, (
        "the pages say which decisions count as right"
    )


def test_every_status_of_a_finding_is_documented() -> None:
    rows = re.findall(r"^\| (\S+) \| `(\w+)` \|", page("docs/findings.zh-CN.md"), re.MULTILINE)
    assert {status: word for word, status in rows} == STATUS


@pytest.mark.parametrize("name", in_both_languages("lights"))
def test_lights_are_told_as_the_rule_has_them(name: str) -> None:
    rows = re.findall(r"^\| (.灯)(?: \w+)? \| (.+) \| (.+) \|$", page(name), re.MULTILINE)
    assert [(light, meaning) for light, meaning, _ in rows] == [
        (rule.light, rule.meaning.rstrip("。")) for rule in load_lights()
    ]
    for rule, (_, _, lit_by) in zip(load_lights(), rows, strict=True):
        behind = [condition.behind for condition in rule.when if condition.behind is not None]
        assert [int(points) for points in re.findall(r"\d+", lit_by)] == behind
        for condition in rule.when:
            if condition.finding in ("error", "warning"):
                assert f"`{condition.finding}`" in lit_by or f"“{SEVERITY[condition.finding]}”" in lit_by


@pytest.mark.parametrize("name", ["docs/nightly.md", "docs/schedule.zh-CN.md"])
def test_every_code_of_the_status_is_documented(name: str) -> None:
    told = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", page(name), re.MULTILINE))
    assert set(told) == {*get_args(ProblemCode), "store"}
    assert f"{MAX_HOURS:.0f}" in told["hangs"]
    assert f"{MAX_QUARANTINED:.0f}" in told["quarantined"]


@pytest.mark.parametrize("name", in_both_languages("putting-right"))
def test_who_may_put_what_right_is_told_as_it_is(name: str) -> None:
    rows = re.findall(r"^\| .+ \| .+ \| (\w+) \| .+ \|$", page(name), re.MULTILINE)[1:]
    may = [role if name.endswith("right.md") else ACCOUNT_ROLE[role] for role in ROLE.values()]
    assert rows == may


def test_what_is_protected_and_what_is_not_is_told_in_both_languages() -> None:
    ways, holes = (
        [len(re.findall(pattern, page(name), re.MULTILINE)) for name in in_both_languages("security")]
        for pattern in (r"^\| [^|\s][^|]*\|", r"^- \*\*")
    )
    assert ways[0] == ways[1] > 10, "a way in stands on one page alone"
    assert holes[0] == holes[1] > 5, "what is not protected stands on one page alone"


def test_every_key_of_the_desk_is_documented() -> None:
    table = page("docs/desk.zh-CN.md").split("| 键 | 处理 |")[1].split("\n\n")[0]
    told = [key for row in re.findall(r"^\| (.+?) \| ", table, re.MULTILINE) for key in re.split("[、 ]", row)]
    assert sorted(told) == sorted(action.key.upper() for action in ACTIONS)


def _subclasses(of: type[HeduiError]) -> Iterator[type[HeduiError]]:
    for each in of.__subclasses__():
        yield each
        yield from _subclasses(each)
