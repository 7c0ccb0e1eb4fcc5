"""`hedui synth`: makes reports of units that do not exist, with the truth beside them, and shows how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from app.aligned import aligned
from app.path_argument import typed_path
from rules.errors import HeduiError
from rules.system_reasons import system_reason


class SynthRefused(HeduiError):
    """Reports cannot be made as asked: exit code 16."""

    exit_code = 16


def synth(
    out: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件夹", help="写到哪里，没有则新建")],
    units: Annotated[int, typer.Option("--units", metavar="个数", min=1, max=3800, help="多少个单位，默认 8")] = 8,
    months: Annotated[
        int,
        typer.Option("--months", metavar="个数", min=1, max=220, help="每个单位多少份月报（没有 1 月份的），默认 11"),
    ] = 11,
    slips: Annotated[
        float, typer.Option("--slips", metavar="比例", min=0, max=1, help="多大一部分报告里埋一处差错，默认 0.3")
    ] = 0.3,
    seed: Annotated[str, typer.Option("--seed", metavar="种子", help="同样的种子做出同样的报告，默认 1")] = "1",
    habits: Annotated[
        str,
        typer.Option(
            "--habits",
            metavar="习惯",
            help="让一半单位带上习惯，用逗号隔开：cut 去尾、mixed 亿元万元混用、comparable 同口径、"
            "restated 上年数调整、revised 累计数事后修订",
        ),
    ] = "",
    kinds: Annotated[
        str, typer.Option("--kinds", metavar="种类", help="文件种类，用逗号隔开：txt、html、docx、xlsx；默认全部")
    ] = "txt,html,docx,xlsx",
) -> None:
    """A synthetic corpus with its truth."""
    from fractions import Fraction

    from pipeline.synth import FILE_KINDS, make_archive, write_archive

    wanted = tuple(kind for kind in FILE_KINDS if kind in {word.strip() for word in kinds.split(",")})
    unknown = [word for word in kinds.split(",") if word.strip() not in FILE_KINDS]
    if unknown:
        raise SynthRefused(f"不会写这种文件：{'、'.join(unknown)}。", f"--kinds 只能写 {'、'.join(FILE_KINDS)}。")
    from pipeline.synth.unit import HABITS

    asked = tuple(word.strip() for word in habits.split(",") if word.strip())
    if strange := [word for word in asked if word not in HABITS]:
        raise SynthRefused(f"没有这种习惯：{'、'.join(strange)}。", f"--habits 只能写 {'、'.join(HABITS)}。")
    if out.is_dir() and any(out.iterdir()):
        raise SynthRefused(f"文件夹 {out} 里已有东西。", "换一个新的或空的文件夹，免得新旧报告混在一起。")
    try:
        with _shown("生成", units) as done:
            archive = make_archive(
                units,
                months,
                Fraction(Decimal(str(slips))),
                seed,
                wanted,
                done=done,
                habits=[habit for habit in HABITS if habit in asked],
            )
        with _shown("写出", len(archive.reports)) as done:
            write_archive(archive, out, done)
    except OSError as error:
        raise SynthRefused(
            f"写不进文件夹 {out}：{system_reason(error)}。", "换一个能写的文件夹，或腾出空间后重试。"
        ) from error
    rows = [
        ("报告", f"{len(archive.reports)} 份"),
        ("数字", f"{sum(len(report.figures) for report in archive.reports)} 个"),
        ("差错", f"{len(archive.planted)} 处"),
    ]
    for line in [*aligned(rows, ("left", "right")), f"报告在 {out / 'reports'}，真值在 {out / 'truth.jsonl'}"]:
        print(line)


@contextmanager
def _shown(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal; in a log one line at the end."""
    if not sys.stdout.isatty():
        yield lambda _: None
        print(f"{what} {total}/{total}", flush=True)
        return
    from rich.progress import Progress

    with Progress() as bars:
        task = bars.add_task(what, total=total)
        yield lambda number: bars.update(task, completed=number)
