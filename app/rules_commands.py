"""The commands `hedui rules …`: check the rule files, list and explain checks, name metrics the catalogue lacks.

Imports inside the commands are deliberate: `hedui --help` must not wait for pandas and SQLAlchemy.
"""

from __future__ import annotations

import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.aligned import aligned, wrap
from app.completed import rule_ids
from app.failures import NothingFound
from app.help_page import ChineseCommand, ChineseGroup
from app.path_argument import typed_path
from app.query_command import AnswerFormat, write_answer
from app.store_option import StoreOption, store_url
from app.terminal import print_lines, terminal_width

if TYPE_CHECKING:
    from pipeline.judging.rule_outcomes import LastRun
    from pipeline.store import Store

rules_app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="查看和检查规则：勾稽规则、指标目录、各种词表。",
)

FormatOption = Annotated[
    AnswerFormat, typer.Option("--format", metavar="格式", help="table（默认）、csv 或 json（每行一个对象）")
]


class SeverityName(StrEnum):
    """The severities of a finding."""

    error = "error"
    warning = "warning"
    notice = "notice"


@rules_app.command(
    cls=ChineseCommand,
    help="检查全部规则文件，有误时指出文件、行号和改法；运行过的，再列出没有碰到要判断的数的勾稽规则。",
)
def check(
    store: StoreOption = None,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", parser=typed_path, metavar="文件夹", help="检查另一个规则文件夹，如改动中的副本"),
    ] = None,
) -> None:
    """Load every rule file, and name the checks in force that matched nothing in the last run of the store."""
    from app.rule_list import idle_rule_lines
    from rules.check import checks_in_force
    from rules.rule_files import checked_rule_files

    rows = [("", name, "" if count is None else f"{count} 条") for name, count in checked_rule_files(folder)]
    print_lines(["规则文件都正确：", *aligned(rows, ("left", "left", "right"))])
    last = _last_run(store) if folder is None else None
    if last is not None:
        print_lines(
            line for said in idle_rule_lines(checks_in_force(), last) for line in wrap(said, terminal_width(), "    ")
        )


@rules_app.command("list", cls=ChineseCommand, help="列出勾稽规则：编号、类别、程度、说明，以及上次运行的结果。")
def list_rules(
    store: StoreOption = None,
    family: Annotated[str | None, typer.Option("--family", metavar="类别", help="只看一类，如 share 或 占比")] = None,
    severity: Annotated[
        SeverityName | None, typer.Option("--severity", metavar="程度", help="只看 error、warning 或 notice")
    ] = None,
    format: FormatOption = AnswerFormat.table,  # noqa: A002 - the option is called --format
) -> None:
    """Every rule that a finding can name; the checks with how they came out in the last run, if there is one."""
    from app.rule_list import RULE_COLUMNS, RULE_FIELDS, other_rule_rows, rule_rows
    from rules.check import checks_in_force
    from rules.other_rules import other_rules

    told = format is AnswerFormat.table
    grave = severity.value if severity else None
    rows = rule_rows(checks_in_force(), family, grave, _last_run(store), coded=not told)
    rows += other_rule_rows(other_rules(), family, grave, coded=not told)
    if not rows:
        raise NothingFound("没有符合条件的规则。", "不加选项运行 hedui rules list，看有哪些类别。")
    write_answer(RULE_COLUMNS if told else RULE_FIELDS, iter(rows), format, len(rows), sys.stdout)
    if told:
        print("看一条规则的算式、条件、例子和上次运行的结果：hedui rules explain 编号")


@rules_app.command("explain", cls=ChineseCommand, help="说明一条勾稽规则：算式、条件、例子、上次运行判断了多少。")
def explain_rule(
    rule: Annotated[str, typer.Argument(metavar="规则", help="规则编号，见 hedui rules list", autocompletion=rule_ids)],
    store: StoreOption = None,
) -> None:
    """One check, and how it came out in the last run of the store."""
    from difflib import get_close_matches

    from app.rule_explanation import other_rule_lines, outcome_lines, rule_lines, sieve_lines
    from pipeline.judging.rule_outcomes import open_findings_of
    from rules.check import checks_in_force
    from rules.other_rules import other_rules

    checks = {each.id: each for each in checks_in_force()}
    others = {each.id: each for each in other_rules()}
    if rule not in checks and rule not in others:
        alike = get_close_matches(rule, [*checks, *others], n=3)
        remedy = f"是否想看 {'、'.join(alike)}？" if alike else "运行 hedui rules list 看全部编号。"
        raise NothingFound(f"没有编号为 {rule} 的规则。", remedy)
    width = terminal_width()
    opened = _existing_store(store)
    if rule in others:
        print_lines(other_rule_lines(others[rule], open_findings_of(opened, rule) if opened else None, width=width))
    else:
        print_lines(rule_lines(checks[rule], width=width))
    if opened is not None and rule in checks:
        from pipeline.judging.rule_outcomes import last_outcomes
        from pipeline.judging.rule_sieve import sieves_of

        last = last_outcomes(opened)
        print_lines(outcome_lines(checks[rule], last, open_findings_of(opened, rule), width=width))
        if last is not None:
            print_lines(sieve_lines(checks[rule], sieves_of(opened, checks[rule]), last, width=width))
    if opened is not None:
        opened.close()


@rules_app.command(cls=ChineseCommand, help="列出指标目录里没有的指标，出现多的在前，并说明怎样收进目录。")
def unknown(
    store: StoreOption = None,
    limit: Annotated[int, typer.Option("--limit", metavar="个数", min=1, help="table 最多显示几个，默认 50")] = 50,
    format: FormatOption = AnswerFormat.table,  # noqa: A002 - the option is called --format
) -> None:
    """Metrics of current reports that the catalogue does not name."""
    from app.unknown_list import UNKNOWN_COLUMNS, UNKNOWN_FIELDS, remedy_lines, unknown_row
    from pipeline.store import existing_store
    from pipeline.unknown_metrics import unknown_metrics

    told = format is AnswerFormat.table
    with closing(existing_store(store_url(store))) as opened:
        found, number = unknown_metrics(opened, limit if told else None)
    if told and not found:
        print("现行报告里的指标目录里都有。还没有读过报告的话，先运行 hedui run 收件夹。")
        return
    rows = (unknown_row(metric, coded=not told) for metric in found)
    write_answer(UNKNOWN_COLUMNS if told else UNKNOWN_FIELDS, rows, format, limit, sys.stdout)
    if told:
        if number > len(found):
            print(f"共有 {number} 个，只列了最多的 {len(found)} 个；全部用 --format csv，或用 --limit 放宽。")
        print_lines(line for said in remedy_lines(found[0]) for line in wrap(said, terminal_width(), indent="    "))


def _last_run(store: str | None) -> LastRun | None:
    from pipeline.judging.rule_outcomes import last_outcomes

    opened = _existing_store(store)
    if opened is None:
        return None
    with closing(opened):
        return last_outcomes(opened)


def _existing_store(store: str | None) -> Store | None:
    """The store that was named, or the default one if it is there: asking about rules must not make one."""
    from pipeline.store import existing_store
    from pipeline.store.connection import store_address
    from pipeline.store.store_file import store_file

    url = store_url(store)
    file = store_file(store_address(url))
    if not store and file is not None and not file.exists():
        return None
    return existing_store(url)
