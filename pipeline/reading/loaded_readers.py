"""The process of which all reading processes of a program are copies: it loads the readers, once for all of them.

Loaded by name, by multiprocessing's fork server alone; that is why loading it does something.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from extractors.report import Hints
from pipeline.own_process import keep_to_one_core
from pipeline.reading.worker import READ_REPORT

_A_REPORT: Final = (
    "某市财政局2024年5月财政收支情况\n\n1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%，完成年度预算的40.1%。\n\n"
    "目标名称\t考核指标\t5月进度\t累计进度\t累计完成工作量\n"
    "一般公共预算收入\t增长5%，达到300亿元\t完成25.6亿元，增长4.1%\t完成140.1亿元，增长5%\t46.7%\n"
)
"""Reading it loads the dictionary and compiles the patterns that nearly every report asks for."""


def load_readers() -> None:
    """Have all there that the first report of a copy would wait for, in memory that the copies share."""
    keep_to_one_core()
    gc.disable()
    with suppress(Exception):  # what is wrong is wrong in the copies as well, and they say it to the program
        read = READ_REPORT.load()
        with TemporaryDirectory(prefix="hedui-loading-") as folder:
            report = Path(folder, "report.txt")
            report.write_text(_A_REPORT, encoding="utf-8")
            read(report, Hints(report.name))
    gc.collect()
    gc.freeze()  # what is there stays; no copy need search it again for what nobody refers to
    gc.enable()


load_readers()
