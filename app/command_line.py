"""The command `hedui`: every command's words and options; the work is done by the floors below.

Imports inside the commands are deliberate: `hedui --help` must not wait for pandas and SQLAlchemy.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from contextlib import closing
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.audit_commands import audit_app
from app.completed import finding_ids, unit_names
from app.coverage_command import COVERAGE_HELP, coverage
from app.doctor_command import DOCTOR_HELP, doctor
from app.failures import NothingFound, exit_code_of
from app.flows_commands import flows_app
from app.help_page import DAILY, DATA, RULES, UPKEEP, ChineseCommand, ChineseGroup
from app.log_file import log_what_nobody_catches, write_log
from app.notice_command import NOTICE_HELP, notice
from app.path_argument import typed_inbox, typed_path
from app.query_command import QUERY_HELP, query
from app.report_commands import report_app
from app.root_options import answers_the_shell, root
from app.rules_commands import SeverityName, rules_app
from app.runner_option import RunnerName, RunnerOption, SchedulerOption, readers_of
from app.serve_command import SERVE_HELP, serve
from app.status_command import STATUS_HELP, status
from app.store_commands import store_app
from app.store_option import StoreOption, store_url
from app.summary_command import SUMMARY_HELP, summary
from app.synth_command import synth
from app.terminal import print_lines, terminal_width
from app.typed_day import typed_day
from app.user_commands import user_app
from app.watch_command import WATCH_HELP, watch

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,  # ours are in Chinese, see app/root_options.py
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode=None,
    help="核对：读取各单位报送的报告，把每个数字连同含义和出处整理成表，找出对不上的数字。",
)


app.callback()(root)


class ExportFormat(StrEnum):
    """The kinds of file that `export` writes."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"


@app.command(cls=ChineseCommand, rich_help_panel=DAILY, help="读入收件夹里新到和改过的文件，入库、核对，最后给出小结。")
def run(
    inbox: Annotated[
        str,
        typer.Argument(
            parser=typed_inbox,
            metavar="收件夹",
            help="放报告的文件夹，或 sftp://、smb://、s3:// 等收件地址，默认 data/raw",
        ),
    ] = "data/raw",
    store: StoreOption = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="个数", min=1, help="用几个进程读、核对，默认看文件多少、本机核数和内存"),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", metavar="日期", parser=typed_day, help="按哪一天判断期限，默认按各报告自己的日期"),
    ] = None,
    reprocess: Annotated[bool, typer.Option("--reprocess", help="没有变化的文件也重新读取")] = False,
    runner: RunnerOption = RunnerName.local,
    dask_scheduler: SchedulerOption = None,
) -> None:
    """The main job: inbox to curated tables and findings."""
    from app.progress import shown_progress
    from app.run_summary import run_summary_lines
    from pipeline.night.alert import alarmed
    from pipeline.run import run_inbox

    with alarmed(store_url(store)), shown_progress() as progress:
        summary = run_inbox(
            inbox,
            store_url(store),
            workers=workers,
            as_of=as_of,
            progress=progress,
            reprocess=reprocess,
            readers=readers_of(runner, dask_scheduler),
        )
    again = summary.store_url if "***" in summary.store_url else store  # a password is not shown
    store_option = f" --store {_as_typed(again)}" if again and store != os.environ.get("HEDUI_STORE") else ""
    print_lines(run_summary_lines(summary, width=terminal_width(), command=_called_as(), store_option=store_option))


@app.command(
    cls=ChineseCommand,
    rich_help_panel=DATA,
    help="把各表导出到一个文件夹：报告、条目、数字、疑点、处理记录、隔离文件。",
)
def export(
    out: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件夹", help="导出到哪里，没有则新建")],
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the option is called --format
        ExportFormat, typer.Option("--format", metavar="格式", help="jsonl（默认）、csv、parquet 或 xlsx")
    ] = ExportFormat.jsonl,
) -> None:
    """The contract's tables as files."""
    from app.progress import shown_progress
    from pipeline.export import export_tables
    from pipeline.store import existing_store

    with closing(existing_store(store_url(store))) as opened, shown_progress() as progress:
        written = export_tables(opened, out, format.value, progress)
    print_lines(["已导出：", *(f"  {file}" for file in written)])


@app.command(cls=ChineseCommand, rich_help_panel=DAILY, help="列出未了结的疑点，最要紧的在前。")
def findings(
    store: StoreOption = None,
    severity: Annotated[
        SeverityName | None,
        typer.Option("--severity", metavar="程度", help="只看 error（错误）、warning（存疑）或 notice（提示）"),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="单位", help="只看某个报送单位的，写名称的一部分即可", autocompletion=unit_names
        ),
    ] = None,
    settled: Annotated[bool, typer.Option("--all", help="已了结的（合理例外、误报、已消除）也列出")] = False,
) -> None:
    """Findings that are not settled, worst first."""
    from app.asked_unit import known_unit
    from app.finding_list import finding_list_lines
    from pipeline.store import existing_store, ranked_findings

    with closing(existing_store(store_url(store))) as opened:
        asked = severity.value if severity else None
        found = ranked_findings(opened, severity=asked, unit=known_unit(opened, unit))
    print_lines(finding_list_lines(found, width=terminal_width(), settled=settled))


@app.command(cls=ChineseCommand, rich_help_panel=DAILY, help="说明一个疑点或一个数字：出处、规则、算式、经过。")
def explain(
    id: Annotated[str, typer.Argument(metavar="编号", help="疑点或数字的编号", autocompletion=finding_ids)],  # noqa: A002 - the contract calls it ID
    store: StoreOption = None,
    image: Annotated[
        Path | None,
        typer.Option("--image", parser=typed_path, metavar="文件", help="把所在的页或表画成 PNG 图片，数字用框标出"),
    ] = None,
) -> None:
    """A fact or a finding, with where it stands and why."""
    from app.explanation import fact_lines, finding_lines
    from pipeline.chosen_base import chosen_base
    from pipeline.source_file import find_source
    from pipeline.store import existing_store, find_fact, find_finding

    with closing(existing_store(store_url(store))) as opened:
        if finding := find_finding(opened, id):
            originals = {report["report_id"]: find_source(opened, report) for report in finding.reports}
            print_lines(finding_lines(finding, width=terminal_width(), originals=originals))
            if image is not None:
                from app.place_picture import finding_picture

                print_lines(finding_picture(opened, finding, image))
        elif fact := find_fact(opened, id):
            choice = chosen_base(opened, fact.fact)
            original = find_source(opened, fact.report)
            print_lines(fact_lines(fact, width=terminal_width(), original=original, choice=choice))
            if image is not None:
                from app.place_picture import fact_picture

                print_lines(fact_picture(opened, fact, image))
        else:
            raise NothingFound(f"没有编号为“{id}”的疑点或数字。", "编号可在 hedui findings 的列表或导出的表里找到。")


@app.command(cls=ChineseCommand, rich_help_panel=RULES, help="用标注好的表衡量导出的数字：找到了多少，含义对了多少。")
def score(
    facts: Annotated[Path, typer.Argument(parser=typed_path, metavar="数字", help="hedui export 写出的 facts.jsonl")],
    gold: Annotated[
        Path, typer.Argument(parser=typed_path, metavar="标注", help="制表符分隔的标注表，一个印出的数字一行")
    ],
    source: Annotated[str, typer.Argument(metavar="文件名", help="衡量哪个文件的数字（source_name）")],
    misses: Annotated[bool, typer.Option("--misses", help="列出漏掉、多出和理解不同的数字")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出一行 JSON")] = False,
) -> None:
    """The measure of facts against a labelled sheet."""
    from app.score_report import score_json, score_lines
    from pipeline.score import score as measured

    result = measured(facts, gold, source)
    print_lines([score_json(result)] if json else score_lines(result, misses=misses))


for name, panel, told, command in (
    ("serve", DAILY, SERVE_HELP, serve),
    ("notice", DAILY, NOTICE_HELP, notice),
    ("status", DAILY, STATUS_HELP, status),
    ("query", DATA, QUERY_HELP, query),
    ("coverage", DATA, COVERAGE_HELP, coverage),
    ("summary", DATA, SUMMARY_HELP, summary),
    ("synth", RULES, "做一批虚构单位的报告，埋下差错，真值写在旁边；用来试规则、试读取。", synth),
    ("doctor", UPKEEP, DOCTOR_HELP, doctor),
    ("watch", UPKEEP, WATCH_HELP, watch),
):
    app.command(name=name, cls=ChineseCommand, rich_help_panel=panel, help=told)(command)
app.add_typer(report_app, name="report", rich_help_panel=DATA)
app.add_typer(rules_app, name="rules", rich_help_panel=RULES)
app.add_typer(flows_app, name="flows", rich_help_panel=UPKEEP)
app.add_typer(user_app, name="user", rich_help_panel=UPKEEP)
app.add_typer(audit_app, name="audit", rich_help_panel=UPKEEP)
app.add_typer(store_app, name="store", rich_help_panel=UPKEEP)


def main() -> None:
    """Entry point of the console script; ends the process with the documented exit code."""
    for stream in (sys.stdout, sys.stderr):
        # An office console may be GBK: a character that it does not have must not stop the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    write_log()
    sys.unraisablehook = log_what_nobody_catches
    answers_the_shell()
    sys.exit(exit_code_of(lambda: app(standalone_mode=False)))


def _as_typed(text: str) -> str:
    """The text as one word of a shell: quoted where it must be, which Chinese need not."""
    return text if re.fullmatch(r"[\w@%+=:,./-]+", text) else shlex.quote(text)


def _called_as() -> str:
    """How to call the program again from here, as a shell reads it: by its name if found there, else by its path."""
    found = shutil.which("hedui")
    called = Path(sys.argv[0])
    return "hedui" if found and called.exists() and called.samefile(found) else _as_typed(str(called))
